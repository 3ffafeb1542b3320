"""读身份证 with a simulated reader: what it fills, what it asks, and that it can be stopped."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.cases.queries import case_file
from app.office.card_reader import program_of, save_program
from app.office.session import Office
from db.codes import Stage
from tests.app.cases.households import Filing, file, id_number
from tests.ui.driver import click, parts, press, settle, wait_until
from ui.card_button import CardButton
from ui.context import Context
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.screens.case.facts_page import FactsPage
from ui.screens.case.members_page import MembersPage
from ui.screens.case.page import CasePage
from ui.screens.case.record_dialog import RecordDialog
from ui.screens.case.view import CaseScreen
from ui.screens.new_case.view import NewCaseDialog
from ui.screens.settings.card_page import CardReaderPage
from ui.widgets import Dialog

NUMBER = id_number(1)
CARD = {"name": "覃永福", "id_number": NUMBER, "ethnicity": "壮", "address": "东风路 18 号"}

Simulate = Callable[..., None]


@pytest.fixture
def simulate(office: Office, tmp_path: Path) -> Simulate:
    """Put a card on the reader of this computer; `lines` is another program."""

    def put(lines: str = "", **card: str) -> None:
        answer = json.dumps(CARD | card, ensure_ascii=False).encode()
        lines = lines or f"import sys; sys.stdout.buffer.write({answer!r})"
        program = tmp_path / "reader"
        program.write_text(f"#!{sys.executable}\n{lines}\n", encoding="utf-8")
        program.chmod(0o700)
        save_program(office, program=str(program))

    return put


def _new_case(window: MainWindow, jobs: Jobs) -> NewCaseDialog:
    press(window, Qt.Key.Key_F5)
    wait_until(lambda: bool(parts(window, NewCaseDialog)))
    jobs.wait()
    return parts(window, NewCaseDialog)[0]


def _page(window: MainWindow, jobs: Jobs, case_id: int, key: str) -> CasePage:
    window.go("case", case_id=case_id, page=key)
    jobs.wait()
    screen = window.current()
    assert isinstance(screen, CaseScreen)
    return screen.page(key)


def _read(button: CardButton, jobs: Jobs) -> None:
    click(button)
    jobs.wait()
    settle()


def _question(window: QWidget) -> Dialog:
    wait_until(lambda: any(_is_question(one) for one in parts(window, Dialog)))
    return next(one for one in parts(window, Dialog) if _is_question(one))


def _is_question(dialog: Dialog) -> bool:
    return dialog.isVisible() and dialog.accessibleName() == "证件与已填的内容不同"


def test_without_a_reader_nothing_is_offered(window: MainWindow, jobs: Jobs) -> None:
    dialog = _new_case(window, jobs)
    assert dialog.card_button.isHidden()
    dialog.reject()


def test_a_new_file_begins_with_the_card(
    window: MainWindow, jobs: Jobs, office: Office, simulate: Simulate
) -> None:
    simulate()
    dialog = _new_case(window, jobs)
    _read(dialog.card_button, jobs)
    assert dialog.form.field_editor("name").text() == "覃永福"
    click(dialog.main_button)
    wait_until(lambda: isinstance(window.current(), CaseScreen))
    jobs.wait()
    screen = window.current()
    assert isinstance(screen, CaseScreen)
    assert screen.case_id is not None
    stored = case_file(office, screen.case_id)
    assert stored.applicant.values["id_number"] == NUMBER
    assert stored.applicant.values["ethnicity"] == "壮族"
    assert stored.household.values["registered_address"] == "东风路 18 号"


@pytest.mark.parametrize("takes_card", [True, False])
def test_what_was_typed_stands_until_the_user_agrees(
    window: MainWindow, jobs: Jobs, office: Office, simulate: Simulate, takes_card: bool
) -> None:
    (case_id,) = file(office, [Filing("覃永富", "QH-1", Stage.DRAFT)])
    simulate()
    page = _page(window, jobs, case_id, "facts")
    assert isinstance(page, FactsPage)
    _read(page.card_button, jobs)
    question = _question(window)
    click(question.main_button if takes_card else question.give_up_button)
    wait_until(lambda: page.form.field_editor("id_number").text() == NUMBER)
    assert page.form.field_editor("name").text() == ("覃永福" if takes_card else "覃永富")
    assert page.has_unsaved, "nothing is saved by reading"


def test_a_card_that_comes_late_fills_no_other_file(
    window: MainWindow, jobs: Jobs, office: Office, simulate: Simulate
) -> None:
    filings = [Filing(name, f"QH-{name}", Stage.DRAFT) for name in ("覃永富", "韦秀兰")]
    first, second = file(office, filings)
    answer = json.dumps(CARD, ensure_ascii=False).encode()
    simulate(f"import sys, time; time.sleep(1); sys.stdout.buffer.write({answer!r})")
    page = _page(window, jobs, first, "facts")
    assert isinstance(page, FactsPage)
    click(page.card_button)
    window.go("case", case_id=second, page="facts")
    jobs.wait()
    settle()
    assert not any(_is_question(one) for one in parts(window, Dialog))
    assert not page.has_unsaved and page.card_button.text() == "读身份证"


def test_a_dialog_that_is_closed_waits_for_no_card(
    window: MainWindow, jobs: Jobs, simulate: Simulate
) -> None:
    simulate("import time; time.sleep(60)")
    dialog = _new_case(window, jobs)
    click(dialog.card_button)
    dialog.give_up()
    assert jobs.wait(10), "the reader holds one of the two threads by which all pages are read"


def test_a_member_is_read_and_reading_can_be_stopped(
    window: MainWindow, jobs: Jobs, office: Office, simulate: Simulate
) -> None:
    (case_id,) = file(office, [Filing("韦秀兰", "QH-1", Stage.DRAFT)])
    simulate("import time; time.sleep(60)")
    page = _page(window, jobs, case_id, "members")
    assert isinstance(page, MembersPage)
    click(page.add_button)
    jobs.wait()
    (dialog,) = parts(window, RecordDialog)
    (button,) = parts(dialog, CardButton)
    click(button)
    assert button.text() == "停止读卡"
    click(button)
    jobs.wait()
    settle()
    assert button.text() == "读身份证"
    assert dialog.error() == ""
    simulate("raise SystemExit(1)")
    _read(button, jobs)
    assert "没有读到证件" in dialog.error()
    simulate(valid_until="2020-01-01")
    _read(button, jobs)
    assert dialog.form.field_editor("ethnicity").text() == "壮族"
    (told,) = [one for one in parts(window, Dialog) if one.accessibleName() == "证件已经到期"]
    told.reject()
    dialog.give_up()


def test_the_reader_is_set_up_and_tried_in_the_settings(
    office: Office, jobs: Jobs, show: Callable[..., QWidget], simulate: Simulate, tmp_path: Path
) -> None:
    page = CardReaderPage(Context(office, jobs))
    show(page, 900, 500)
    jobs.wait()
    assert not page.try_button.isEnabled()
    simulate()
    page.take(tmp_path / "reader")
    jobs.wait()
    settle()
    assert page.program.text() == str(tmp_path / "reader")
    click(page.try_button)
    jobs.wait()
    settle()
    assert "可以使用" in page.banner.text()
    assert "覃" not in page.banner.text(), "a try shows nobody"
    click(page.remove_button)
    jobs.wait()
    settle()
    assert program_of(office.folder) == ""
    assert not page.try_button.isEnabled()
    page.take(tmp_path / "gone")
    jobs.wait()
    settle()
    assert "没有这个读卡程序" in page.form.error("program")
