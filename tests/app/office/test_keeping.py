"""Backups, restore, the integrity check, seals, the lock, the look: what keeps the office."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageOps
from sqlalchemy import select

from app.cases.attachments import add_attachment
from app.cases.workbench import standing
from app.errors import AccessDeniedError, StorageError, UserError
from app.office.accounts import add_account
from app.office.appearance import Appearance, read_appearance, save_appearance
from app.office.backups import (
    automatic,
    back_up,
    backups,
    copy_sentence,
    days_without_copy,
    newest_stamp,
)
from app.office.check_sheet import check_sheet
from app.office.checking import CheckLine, check_office
from app.office.clock import Clock
from app.office.folder import is_office
from app.office.idle import IdleWatch
from app.office.locking import check_again, reenter
from app.office.opening import log_in
from app.office.recovery_sheet import recovery_sheet
from app.office.restoring import OlderBackupError, Unlocker, restore, verify
from app.office.seals import register_sample_seal, register_seal, registered_seals, retire_seal
from app.office.session import Office
from app.office.settings import save_settings, settings
from app.office.startup import after_login, before_leaving
from app.paper import page_count, text_of
from app.progress import Progress
from db.attachments import place_of, stored_names
from db.codes import Role
from db.keys import KdfCost
from db.models import Operation
from tests.app.cases.invented import PNG, full_draft
from tests.conftest import PASSWORD, OpenAs, TickingClock

CHEAP = KdfCost.for_tests()
ADMIN = Unlocker("admin", PASSWORD)


def phone(office: Office) -> str:
    return str(settings(office)["complaint_phone"])


# ---------------------------------------------------------------- backup and restore


def test_a_backup_comes_back_into_an_empty_folder(office: Office, tmp_path: Path) -> None:
    save_settings(office, values={"complaint_phone": "0772-1"})
    file = back_up(office, file=tmp_path / "stick", progress=Progress()).path
    assert file.name == "stick.nuandang"
    verify(file, unlocker=ADMIN, cost=CHEAP)
    with pytest.raises(UserError, match="同名"):
        back_up(office, file=file)
    office.close()
    other = tmp_path / "other"
    done = restore(other, file, unlocker=ADMIN, clock=office.clock, cost=CHEAP)
    assert done.kept_in is None
    fresh = log_in(other, account="admin", password=PASSWORD, clock=office.clock, cost=CHEAP)
    assert phone(fresh) == "0772-1"
    with fresh.read() as session:
        assert "RESTORE" in session.scalars(select(Operation.op)).all()
    fresh.close()


def test_a_restore_asks_before_newer_work_goes_out_of_sight(office: Office, tmp_path: Path) -> None:
    file = back_up(office, file=tmp_path / "stick").path
    save_settings(office, values={"complaint_phone": "0772-2"})
    folder = office.folder
    office.close()
    with pytest.raises(OlderBackupError, match="操作"):
        restore(folder, file, unlocker=ADMIN, clock=office.clock, cost=CHEAP)
    done = restore(folder, file, unlocker=ADMIN, clock=office.clock, cost=CHEAP, confirm_older=True)
    assert done.kept_in is not None
    assert done.kept_in.is_dir()
    back = log_in(folder, account="admin", password=PASSWORD, clock=office.clock, cost=CHEAP)
    assert phone(back) == ""
    back.close()


def test_only_an_administrator_replaces_a_living_office(open_as: OpenAs, tmp_path: Path) -> None:
    office = open_as("admin")
    add_account(
        office,
        name="luozq",
        display_name="罗志强",
        unit_id=office.user.unit_id,
        roles=[Role.CLERK],
        password=PASSWORD,
        cost=CHEAP,
    )
    file = back_up(office, file=tmp_path / "stick").path
    folder, clock = office.folder, office.clock
    office.close()
    with pytest.raises(AccessDeniedError, match="系统管理员"):
        restore(folder, file, unlocker=Unlocker("luozq", PASSWORD), clock=clock, cost=CHEAP)
    with pytest.raises(UserError, match="系统管理员账号"):
        restore(folder, file, unlocker=Unlocker("nobody", "x"), clock=clock, cost=CHEAP)
    with pytest.raises(UserError, match="没有找到"):
        restore(folder, tmp_path / "none", unlocker=ADMIN, clock=clock, cost=CHEAP)
    with pytest.raises(UserError, match="恢复码"):
        restore(folder, file, unlocker=Unlocker(), clock=clock, cost=CHEAP)


def test_a_clerk_makes_no_backup_by_hand(open_as: OpenAs, tmp_path: Path) -> None:
    office = open_as("admin")
    add_account(
        office,
        name="luozq",
        display_name="罗志强",
        unit_id=office.user.unit_id,
        roles=[Role.CLERK],
        password=PASSWORD,
        cost=CHEAP,
    )
    clerk = open_as("luozq")
    with pytest.raises(AccessDeniedError):
        back_up(clerk, file=tmp_path / "stick")
    assert automatic(clerk, "start") is not None


def test_automatic_backups_follow_the_changes(office: Office, ticking: TickingClock) -> None:
    assert automatic(office, "start", only_if_due=True) is not None
    assert automatic(office, "start", only_if_due=True) is None
    assert automatic(office, "exit") is None
    save_settings(office, values={"complaint_phone": "1"})
    assert automatic(office, "start", only_if_due=True) is None
    ticking.moment += timedelta(minutes=31)
    assert automatic(office, "start", only_if_due=True) is not None
    save_settings(office, values={"complaint_phone": "2"})
    assert automatic(office, "exit") is not None
    assert [row.reason for row in backups(office)][0] == "退出程序时"


def test_a_backup_of_a_day_ahead_hinders_none_of_today(
    office: Office, ticking: TickingClock
) -> None:
    """The clock was wrong, or was set back."""
    assert automatic(office, "hand") is not None
    ticking.moment -= timedelta(days=1)
    assert newest_stamp(office) is None
    save_settings(office, values={"complaint_phone": "1"})
    assert automatic(office, "exit") is not None
    assert newest_stamp(office) is not None


def test_a_damaged_paper_that_is_not_in_a_backup_is_told(office: Office, tmp_path: Path) -> None:
    case_id = full_draft(office)
    add_attachment(office, case_id=case_id, data=PNG, filename="a.png", kind="申请书")
    assert back_up(office, file=tmp_path / "whole").warning == ""
    (name,) = stored_names(office.folder)
    place_of(office.folder, name).write_bytes(b"rot")
    assert "有 1 件材料" in back_up(office, file=tmp_path / "stick").warning
    made = automatic(office, "hand")
    assert made is not None and made.left_out == 1


def test_only_a_backup_on_another_device_is_a_copy(
    office: Office, tmp_path: Path, ticking: TickingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticking.set_day(date(2026, 11, 27))
    assert days_without_copy(office) == 7
    assert copy_sentence(office) == ("还没有备份到 U 盘", True)
    back_up(office, file=tmp_path / "here")
    automatic(office, "hand")
    ticking.set_day(date(2026, 11, 28))
    assert days_without_copy(office) == 8
    assert copy_sentence(office) == ("还没有备份到 U 盘", False)
    assert standing(office).is_copy_due
    monkeypatch.setattr(
        "app.office.backups._device", lambda path: 2 if path.suffix == ".nuandang" else 1
    )
    back_up(office, file=tmp_path / "stick")
    assert copy_sentence(office) == ("今天备份到过 U 盘", True)
    assert not standing(office).is_copy_due
    ticking.set_day(date(2026, 12, 6))
    assert copy_sentence(office) == ("8 天前备份到过 U 盘", False)
    (line,) = (line for line in check_office(office).checks if line.name == "备份")
    assert line.needs_care
    assert "U 盘" in line.detail


def test_a_copy_that_was_not_made_is_not_remembered(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "app.office.backups._device", lambda path: 2 if path.suffix == ".nuandang" else 1
    )
    with pytest.raises(StorageError):
        back_up(office, file=tmp_path / "fehlt" / "stick")
    assert settings(office)["last_copy_on"] == ""


def test_leaving_backs_up_and_gives_the_office_back(office: Office) -> None:
    after_login(office)
    save_settings(office, values={"complaint_phone": "3"})
    before_leaving(office)
    assert not office.lock.is_held
    assert len(backups(office)) == 2


# ---------------------------------------------------------------- the check


def test_a_whole_office_passes_and_the_json_is_the_contract(office: Office) -> None:
    after_login(office)
    told = check_office(office, Progress()).as_json()
    assert told["ok"] is True
    assert {tuple(line) for line in told["checks"]} == {("name", "ok", "detail")}
    assert {"加密校验", "操作记录", "材料附件", "一人一档", "备份"} <= {
        line["name"] for line in told["checks"]
    }


def test_the_report_of_a_check_is_printed_line_by_line(office: Office) -> None:
    report = check_office(office)
    pdf = check_sheet(report, office.user.unit_name)
    words = "".join(text_of(pdf, page) for page in range(page_count(pdf)))
    plain = "".join(words.split())
    for line in report.checks:
        assert line.name in plain
    assert "2026年11月20日09:00" in plain
    assert "admin（admin）" in plain
    assert "没有发现问题；有1项请处理。" in plain
    assert "请处理" in plain
    bad = replace(report, checks=(CheckLine("文件结构", False, "第 3 页"),))
    assert "已损坏" in text_of(check_sheet(bad, "青禾县总工会"), 0)
    wrong = replace(report, checks=(CheckLine("户主", False, "档案 QH-1 没有户主"),))
    assert "发现 1 项问题" in text_of(check_sheet(wrong, "青禾县总工会"), 0)


def test_a_touched_journal_and_a_missing_register_are_told(office: Office) -> None:
    save_settings(office, values={"complaint_phone": "1"})
    with office.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE operation SET account_id = 99 WHERE id = 2")
    report = check_office(office)
    bad = [line.name for line in report.checks if not line.ok]
    assert bad == ["操作记录"]
    assert not report.ok


def test_a_flipped_byte_is_found(office: Office) -> None:
    path = office.folder / "office.db"
    office.store.close()
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    try:
        report = check_office(office)
    except StorageError:
        return
    assert not report.ok


# ---------------------------------------------------------------- seals


def scan() -> bytes:
    picture = Image.new("RGB", (600, 600), (250, 249, 246))
    ImageDraw.Draw(picture).ellipse((60, 60, 540, 540), outline=(210, 30, 40), width=20)
    stream = BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


def test_a_scan_becomes_a_seal_until_it_is_retired(office: Office) -> None:
    made = register_seal(office, name="青禾县总工会", scan=scan(), diameter_mm=42).result_id
    assert made is not None
    seal = registered_seals(office)[0]
    assert (seal.diameter_mm, seal.is_sample, seal.preview[:4]) == (42.0, False, b"\x89PNG")
    with pytest.raises(UserError, match="同名"):
        register_seal(office, name="青禾县总工会", scan=scan(), diameter_mm=42)
    retire_seal(office, seal_id=made, reason="磨损")
    assert not registered_seals(office)[0].is_active


def test_what_is_no_seal_is_refused(office: Office) -> None:
    with pytest.raises(UserError, match="无法读取") as error:
        register_seal(office, name="x", scan=b"no picture", diameter_mm=42)
    assert error.value.field == "scan"
    with pytest.raises(UserError, match="毫米"):
        register_seal(office, name="x", scan=scan(), diameter_mm=400)


def test_only_the_demo_office_has_a_drawn_seal(office: Office) -> None:
    with pytest.raises(UserError, match="演示单位"):
        register_sample_seal(office)
    save_settings(office, values={"is_demo": True})
    register_sample_seal(office)
    (seal,) = registered_seals(office)
    with Image.open(BytesIO(seal.preview)) as picture:
        left, top, right, bottom = ImageOps.invert(picture.convert("L")).getbbox() or (0, 0, 0, 0)
        size, ring = picture.size, picture.getpixel((picture.width // 2, top + 4))
    assert seal.is_sample and ring == (230, 0, 18)
    assert 0 < left == top and size[0] - right <= left + 1 and size[1] - bottom <= top + 1, "whole"


# ---------------------------------------------------------------- lock, look, code


def test_the_same_password_opens_the_lock(office: Office) -> None:
    reenter(office, password=PASSWORD, cost=CHEAP)
    with office.read() as session:
        last = session.scalars(select(Operation).order_by(Operation.id.desc()).limit(1)).one()
        assert (last.op, last.reason_code) == ("LOG_IN", "unlock")
    for act in (reenter, check_again):
        with pytest.raises(UserError) as error:
            act(office, password="Falsch-falsch-1", cost=CHEAP)
        assert error.value.field == "password"


def test_the_watch_locks_after_its_minutes_or_a_sleep() -> None:
    hands = [0.0, 0.0]
    told: list[float | None] = [None]
    watch = IdleWatch(5, lambda: told[0], lambda: hands[0], lambda: hands[1])
    hands[:] = [299.0, 5.0]
    assert not watch.is_due(5)
    hands[:] = [300.0, 10.0]
    assert watch.is_due(5)
    told[0] = 2.0
    assert not watch.is_due(5)
    hands[1] += 3600
    assert watch.is_due(5)
    assert IdleWatch(60).minutes == 5


def test_the_look_is_kept_beside_the_file(tmp_path: Path) -> None:
    assert read_appearance(tmp_path) == Appearance()
    save_appearance(tmp_path / "new", Appearance(150, True))
    assert read_appearance(tmp_path / "new") == Appearance(150, True)
    assert not is_office(tmp_path / "new")


@pytest.mark.parametrize("text", ['{"percent": "big"}', "{", "7", "[" * 4000, "0" * 5000])
def test_a_damaged_look_is_the_default(tmp_path: Path, text: str) -> None:
    (tmp_path / "appearance.json").write_text(text)
    assert read_appearance(tmp_path) == Appearance()


def test_the_code_sheet_carries_every_group(clock: Clock) -> None:
    groups = [f"ABC{number:02}" for number in range(8)]
    pdf = recovery_sheet("青禾县总工会", "-".join(groups), clock.today())
    text = text_of(pdf, 0)
    assert all(group in text for group in groups)
    assert "青禾县总工会" in text
