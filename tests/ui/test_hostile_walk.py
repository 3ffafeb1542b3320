"""Hostile texts on every screen: nothing is markup, nothing of a person in a window's title (T12, R19, R26)."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QTextBrowser, QWidget

from app.cases.commands import edit_facts
from app.errors import UserError
from app.office.session import Office
from db.codes import Stage
from tests.app.cases.households import Filing, file
from tests.ui.driver import parts, settle, type_text
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.screens.case.pages import PAGES
from ui.screens.case.view import CaseScreen

HOSTILE_NAME = "<b>覃永福</b>"
HOSTILE_MEMBER = "<img src='file:///etc/hostname'>"
HOSTILE_WORK = "<a href='file:///etc/passwd'>厂</a>&lt;"
_STEPS = {Stage.CHECK: 1, Stage.PUBLICITY: 2}
_SAFE_TIP = "<p style='white-space:pre-wrap'>"


@pytest.fixture
def ids(office: Office) -> list[int]:
    """Households of hostile people in the stages that the screens show."""
    stages = (
        Stage.DRAFT,
        Stage.FIRST_REVIEW,
        Stage.SURVEY,
        Stage.CHECK,
        Stage.PUBLICITY,
        Stage.APPROVAL,
        Stage.ON_FILE,
        Stage.MONITORED,
    )
    made = file(
        office,
        [
            Filing(
                HOSTILE_NAME,
                f"QH-{at}",
                stage,
                people=((HOSTILE_MEMBER, "<i>子</i>"),),
                person={"employer": HOSTILE_WORK, "phone": "13807724519"},
                case={"stage_step": _STEPS.get(stage, 0)},
                household={"home_address": HOSTILE_WORK, "town": "<u>镇</u>"},
            )
            for at, stage in enumerate(stages)
        ],
    )
    try:
        edit_facts(office, case_id=made[0], household={"needs": HOSTILE_WORK})
    except UserError as error:
        pytest.fail(error.message)
    return made


def _is_markup(text: str) -> bool:
    """Stricter than Qt's own guess: any tag at all."""
    return re.search(r"<[a-zA-Z/!][^<]*>", text) is not None


def faults(window: QWidget) -> list[str]:
    """Every widget that could take a text for markup, and every title that names a person."""
    found: list[str] = []
    for widget in [window, *parts(window, QWidget)]:
        kind = type(widget).__name__
        label = widget if isinstance(widget, QLabel) and widget.text() else None
        if label is not None and label.textFormat() != Qt.TextFormat.PlainText:
            found.append(f"{kind} reads markup: {label.text()[:40]}")
        if isinstance(widget, QTextBrowser | QMessageBox):
            found.append(f"{kind} is not of the house")
        tip = widget.toolTip()
        if _is_markup(tip) and not tip.startswith(_SAFE_TIP):
            found.append(f"{kind} has a tip of markup: {tip[:40]}")
        if tip.startswith(_SAFE_TIP) and "<b>" in tip.removeprefix(_SAFE_TIP):
            found.append(f"{kind} has an unescaped tip: {tip[:60]}")
        for title in (widget.windowTitle(), widget.windowFilePath(), widget.windowIconText()):
            if "覃永福" in title or "etc" in title:
                found.append(f"{kind} names a person in its title: {title}")
    return found


def test_the_eye_sees_what_it_should() -> None:
    label = QLabel("<b>甲</b>")
    label.setToolTip("<b>甲</b>")
    label.setWindowTitle("覃永福")
    assert len(faults(label)) == 3
    label.deleteLater()


def test_no_screen_reads_markup_or_names_a_person_in_its_title(
    window: MainWindow, jobs: Jobs
) -> None:
    for key in window.places():
        if key == "case":
            continue
        window.go(key)
        jobs.wait()
        settle()
        assert not faults(window), key


def test_no_page_of_a_case_reads_markup_or_names_a_person_in_its_title(
    window: MainWindow, jobs: Jobs, ids: list[int]
) -> None:
    for case_id in ids:
        for page in PAGES:
            window.go("case", case_id=case_id, page=page.key)
            jobs.wait()
            settle()
            assert isinstance(window.current(), CaseScreen)
            assert not faults(window), f"{case_id} {page.key}"


def test_the_search_shows_the_name_as_it_is(window: MainWindow, jobs: Jobs) -> None:
    type_text(window.search, "qyf")
    jobs.wait()
    settle()
    for top in QApplication.topLevelWidgets():
        if top.isVisible():
            assert not faults(top)
    window.popup.hide()
