"""An ID-card reader by its helper program, simulated: good cards, slow ones, nonsense, none at all."""

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app.errors import AccessDeniedError, Cancelled, UserError
from app.office.card_reader import (
    FILE_NAME,
    IdCard,
    ProgramReader,
    checked,
    program_of,
    reader_of,
    save_program,
)
from app.office.session import Office
from app.progress import Progress
from db.codes import Role
from tests.app.cases.households import id_number
from tests.app.cases.roles import become
from tests.conftest import TODAY, OpenAs

CARD = {
    "name": "覃永福",
    "id_number": id_number(1),
    "ethnicity": "壮",
    "address": "青禾县城关镇东风路 18 号",
    "valid_until": "长期",
}

Simulate = Callable[[str], ProgramReader]


@pytest.fixture
def simulate(tmp_path: Path) -> Simulate:
    """A reader whose program runs these lines of Python."""

    def make(lines: str) -> ProgramReader:
        program = tmp_path / "reader"
        program.write_text(f"#!{sys.executable}\n{lines}\n", encoding="utf-8")
        program.chmod(0o700)
        return ProgramReader(str(program), patience=5)

    return make


def _printing(text: str) -> str:
    return f"import sys; sys.stdout.buffer.write({text.encode()!r})"


def test_a_card_becomes_values_of_fields(simulate: Simulate) -> None:
    card = simulate(_printing(json.dumps(CARD, ensure_ascii=False))).read(Progress())
    assert card == IdCard("覃永福", id_number(1), "壮", CARD["address"], None)
    read = checked(card, TODAY)
    assert read.values == {
        "name": "覃永福",
        "id_number": id_number(1),
        "ethnicity": "壮族",
        "registered_address": CARD["address"],
    }
    assert read.warning == ""


def test_an_expired_card_is_read_and_said() -> None:
    read = checked(IdCard("覃永福", id_number(1), valid_until=date(2026, 11, 19)), TODAY)
    assert "2026-11-19 到期" in read.warning
    assert checked(IdCard("覃永福", id_number(1), valid_until=TODAY), TODAY).warning == ""


@pytest.mark.parametrize(
    "card", [IdCard("覃永福", id_number(1)[:-1] + "?"), IdCard("", id_number(1))]
)
def test_a_card_read_badly_fills_nothing(card: IdCard) -> None:
    with pytest.raises(UserError, match="没有填入") as caught:
        checked(card, TODAY)
    assert "覃" not in caught.value.message


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("raise SystemExit(2)", "没有读到证件"),
        (_printing("{"), "读不懂"),
        (_printing("[]"), "读不懂"),
        ("print('[' * 100_000)", "读不懂"),
        (_printing('{"name": 1}'), "读不懂"),
        (_printing('{"name": "甲", "id_number": "1", "valid_until": "明年"}'), "读不懂"),
        ("import sys; sys.stdout.buffer.write(bytes([255]) * 9)", "读不懂"),
        ("import sys; sys.stdout.write('x' * (1 << 21))", "读不懂"),
        ("import sys; sys.stderr.write('driver'); raise SystemExit(1)", "没有读到证件"),
    ],
)
def test_a_reader_that_fails_says_what_to_do(simulate: Simulate, lines: str, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence) as caught:
        simulate(lines).read(Progress())
    assert "driver" not in caught.value.message


def test_a_reader_that_never_answers_is_ended(simulate: Simulate) -> None:
    reader = simulate("import time; time.sleep(60)")
    with pytest.raises(UserError, match="没有回答"):
        ProgramReader(reader.program, patience=0).read(Progress())
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        reader.read(stopped)


def test_the_program_is_chosen_by_the_administrator_and_kept_beside_the_file(
    office: Office, open_as: OpenAs, simulate: Simulate
) -> None:
    assert reader_of(office.folder) is None
    program = simulate("pass").program
    save_program(office, program=program)
    assert program_of(office.folder) == program
    with pytest.raises(UserError, match="没有这个读卡程序"):
        save_program(office, program=program + "-gone")
    for damaged in ("{}", '{"program": 7}', "[" * 4000):
        (office.folder / FILE_NAME).write_text(damaged, encoding="utf-8")
        assert reader_of(office.folder) is None, "a damaged setting is no reader"
    save_program(office, program="")
    assert reader_of(office.folder) is None
    with pytest.raises(UserError, match="打不开"):
        ProgramReader(program + "-gone").read(Progress())
    become(office, Role.CLERK)
    with pytest.raises(AccessDeniedError):
        save_program(open_as("admin"), program=program)
