"""Invented people with marks nobody else has, through the whole work: no byte of them lies about (T18, R22)."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.cases.attachments import add_attachment
from app.cases.commands import add_member, edit_facts, open_draft
from app.cases.drafts import Place, keep_typing
from app.cases.find import find
from app.cases.import_report import write_rejects
from app.cases.imports import check_import, import_workbook
from app.cases.queries import case_file
from app.cli.crash import note_crash
from app.errors import UserError
from app.forms.issuing import issue, preview, print_form
from app.office import backups
from app.office.saving import save_bytes
from app.office.session import Office
from app.office.startup import after_login, before_leaving
from tests.app.cases.invented import (
    PNG,
    applicant_facts,
    household_facts,
    id_number,
    member_facts,
)
from tests.app.cases.workbook.making import person, write_table
from tests.app.forms.conftest import make_filed
from tests.conftest import TickingClock

NAMES = ("欧阳雁翎", "令狐砚秋", "澹台墨池", "𠮷永福", "慕容听雨")
IDS = (id_number(811), id_number(812, "19820605"), id_number(813), id_number(271, "19770312"))
PHONES = ("13907724811", "13807724519")
CARDS = ("6228480830012345678", "6217003110012345670")
WORDS = ("终末期肾病", "望江巷七十九号")
CANARIES = (*NAMES, *IDS, *PHONES, *CARDS, *WORDS)
_CODINGS = ("utf-8", "utf-16-le", "gb18030")

FORMS = ("hardship_file", "certificate", "aid_approval", "exit_approval")


def seen_in(data: bytes) -> list[str]:
    """The canaries whose bytes stand somewhere in the data."""
    return [
        canary for canary in CANARIES if any(canary.encode(coding) in data for coding in _CODINGS)
    ]


@dataclass
class Watch:
    """What the process did outside its files: programs it started, sockets it opened."""

    commands: list[str] = field(default_factory=list)
    sockets: list[str] = field(default_factory=list)
    is_on: bool = False

    def hear(self, event: str, args: tuple[Any, ...]) -> None:
        """An audit event of Python; hooks cannot be taken off, so this one is switched."""
        if not self.is_on:
            return
        if event == "subprocess.Popen":
            self.commands.append(repr(args[1:]))
        elif event == "socket.__new__" and int(args[1]) != 1 or event == "socket.getaddrinfo":
            self.sockets.append(f"{event} {args[1:]}")


_WATCH = Watch()
sys.addaudithook(_WATCH.hear)


@pytest.fixture
def watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    """Everything temporary, cached or logged goes below this test's folder, and is looked at."""
    for name in ("temp", "home"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    for variable in ("TMPDIR", "HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / ("temp" if variable == "TMPDIR" else "home")))
    _WATCH.commands.clear()
    _WATCH.sockets.clear()
    _WATCH.is_on = True
    yield _WATCH
    _WATCH.is_on = False


def _enter(office: Office) -> int:
    """Type a household; leave some of it unsaved, some refused."""
    made = open_draft(
        office,
        applicant=applicant_facts(name=NAMES[0], id_number=IDS[0], phone=PHONES[0]),
        household=household_facts(home_address=f"青禾县{WORDS[1]}", bank_card=CARDS[1]),
    )
    case_id = made.result_id or 0
    add_member(office, case_id=case_id, values=member_facts(name=NAMES[1], id_number=IDS[1]))
    edit_facts(office, case_id=case_id, applicant={"disease": WORDS[0]})
    keep_typing(office, place=Place("facts", case_id), texts={"name": NAMES[4]})
    add_attachment(office, case_id=case_id, data=PNG, filename=f"{NAMES[0]}.png", kind="身份证")
    with pytest.raises(UserError):
        edit_facts(office, case_id=case_id, applicant={"id_number": f"{IDS[0]}{NAMES[0]}"})
    case_file(office, case_id)
    for text in (NAMES[0], IDS[0], PHONES[0]):
        find(office, text)
    return case_id


def _import(office: Office, source: Path, rejects: Path) -> None:
    rows = [
        person(7, 姓名=NAMES[2], 身份证号=IDS[2]),
        person(8, 姓名=NAMES[2], 身份证号="不是号码"),
    ]
    write_table(source, *rows)
    report = check_import(office, source)
    write_rejects(report, rejects)
    import_workbook(office, path=source, accept_good=True)


def _print(office: Office, out: Path) -> None:
    filed = make_filed(office)
    for form in FORMS:
        preview(office, form=form, case_id=filed.case_id)
        made = print_form(office, form=form, case_id=filed.case_id, reason="报备")
        save_bytes(out / f"{form}.pdf", made.pdf)
    issue(office, form="certificate", case_id=filed.case_id, reason="报备", approver="周国栋")


def _crash(name: str) -> None:
    """A bug whose message holds a person."""
    try:
        raise RuntimeError(f"{name} {IDS[0]} {CARDS[1]}")
    except RuntimeError as error:
        assert not seen_in(note_crash(error).encode())


def test_no_byte_of_a_person_lies_about(
    office: Office, watch: Watch, ticking: TickingClock, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    after_login(office)
    _enter(office)
    _import(office, out / "来源.xlsx", out / "退回.xlsx")
    _print(office, out)
    _crash(NAMES[0])
    backups.back_up(office, file=out / "stick")
    ticking.moment += timedelta(hours=1)
    before_leaving(office)

    allowed = {*out.glob("*.pdf"), *out.glob("*.xlsx")}
    looked, found = 0, []
    for path in sorted(tmp_path.rglob("*")):
        assert not seen_in(path.relative_to(tmp_path).as_posix().encode()), path
        if path.is_file() and path not in allowed:
            looked += 1
            found += [f"{path.relative_to(tmp_path)}: {one}" for one in seen_in(path.read_bytes())]
    assert not found, found
    assert looked >= 8
    assert (tmp_path / "office" / "backups").is_dir()
    assert not any(seen_in(command.encode()) for command in watch.commands), watch.commands
    assert not watch.sockets, watch.sockets


def test_the_logs_hold_no_person(
    office: Office, watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        _enter(office)
    assert not seen_in(caplog.text.encode())


def test_the_search_for_canaries_finds_one(tmp_path: Path) -> None:
    for coding in _CODINGS:
        assert seen_in(f"甲{NAMES[0]}乙".encode(coding)) == [NAMES[0]]
    assert seen_in(f"x{IDS[0]}".encode()) == [IDS[0]]


def test_the_watch_hears_a_socket_and_a_program(watch: Watch) -> None:
    import socket

    socket.socket(socket.AF_INET).close()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    assert len(watch.sockets) == 1
    assert len(watch.commands) == 1
