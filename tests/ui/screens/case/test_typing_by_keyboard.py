"""A household of five from F5 to the submitted application, without the mouse."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.cases.commands import open_draft
from app.cases.queries import case_file, members_view
from app.lifecycle import Stage
from tests.app.cases.invented import id_number
from tests.ui.driver import parts, settle, wait_until
from ui.fields import FieldForm
from ui.main_window import MainWindow
from ui.screens.case.facts_page import FactsPage
from ui.screens.case.record_dialog import RecordDialog
from ui.screens.case.view import CaseScreen
from ui.widgets import Dialog, FormGrid

CTRL = Qt.KeyboardModifier.ControlModifier
_BUTTON_MS = 150
"""A button that is pressed by its shortcut is seen to go down first."""
_OLD_NUMBER = "450224790312271"
"""Fifteen digits, as on papers of before 1999."""

APPLICANT = {
    "ethnicity": "zhuang",
    "political_status": "qz",
    "marital_status": "yh",
    "registration_kind": "nzj",
    "health": "jb",
    "disease": "终末期肾病",
    "medical_insurance": "zgyb",
    "model_worker": "flm",
    "work_status": "zg",
    "work_start": "20010701",
    "other_contact": "07725100000",
    "industry": "zzy",
    "monthly_income_fen": "2500",
    "home_address": "长安镇新安街 18 号",
    "housing_kind": "czdwgf",
    "floor_area": "62",
    "town": "长安镇",
    "region_code": "450224",
    "main_cause": "hz",
    "non_wage_income_fen": "0",
    "contact_person": "罗志强",
}


def _member(name: str, relation: str, number: str, **more: str) -> dict[str, str]:
    return {
        "name": name,
        "relation": relation,
        "id_number": number,
        "ethnicity": "zhuang",
        "health": "lh",
        "identity": "nmg",
        "model_worker": "flm",
        "medical_insurance": "jmyb",
        "marital_status": "wh",
        "registration_kind": "ny",
        "monthly_income_fen": "0",
    } | more


_DISABLED = {"health": "cj", "disability_kind": "zt", "disability_grade": "2"}

MEMBERS = (
    _member("韦秀兰", "qz", id_number(202, "19820605"), marital_status="yh", employer="青禾市场"),
    _member("覃小雨", "ne", id_number(304, "20080214"), identity="xs", employer=".."),
    _member("覃小山", "ez", id_number(305, "20120918"), identity="xs"),
    _member("覃德旺", "fq", id_number(117, "19510101"), **_DISABLED),
)


def _press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(_here(), key, modifiers)
    settle()
    if key not in (Qt.Key.Key_Enter, Qt.Key.Key_Return) or modifiers & CTRL:
        QTest.qWait(_BUTTON_MS)


def _here() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None, "the keyboard is nowhere"
    return widget


def _type(text: str) -> None:
    """On the keys, or by the input method what no key says."""
    if text.isascii():
        QTest.keyClicks(_here(), text)
    else:
        event = QInputMethodEvent()
        event.setCommitString(text)
        QCoreApplication.sendEvent(_here(), event)
    settle()


def _rest(window: MainWindow) -> None:
    for _ in range(4):
        assert window.ctx.jobs.wait()
        settle()


def _fill(form: FormGrid, values: Mapping[str, str]) -> None:
    """From where the cursor stands to the end, by the Enter of the number pad."""
    for _ in range(len(form.field_keys()) + 1):
        key = form.focused_key()
        if not key:
            return
        if key in values:
            _type(values[key])
        _press(Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    raise AssertionError("Enter never came to the end of the form")


def _dialog() -> Dialog:
    # A button that is pressed by its key goes down first; on a busy machine that may take its time.
    wait_until(lambda: len(_dialogs()) == 1)
    (dialog,) = _dialogs()
    dialog.activateWindow()
    settle()
    return dialog


def _dialogs() -> list[Dialog]:
    tops = QApplication.topLevelWidgets()
    return [one for one in tops if isinstance(one, Dialog) and one.isVisible()]


def _form(dialog: Dialog) -> FieldForm:
    return parts(dialog, FieldForm)[0]


def test_a_household_of_five_is_entered_and_submitted(window: MainWindow) -> None:
    window.activateWindow()
    _press(Qt.Key.Key_F5)
    dialog = _dialog()
    first = {
        "name": "覃永福",
        "id_number": _OLD_NUMBER,
        "phone": "13807724519",
        "employer": "青禾县纺织厂",
    }
    _fill(_form(dialog), first)
    assert dialog.isVisible(), "Enter never submits"
    _press(Qt.Key.Key_F8)
    _rest(window)
    window.activateWindow()
    settle()

    screen = window.screen_of("case")
    assert isinstance(screen, CaseScreen)
    page = screen.page("facts")
    assert isinstance(page, FactsPage)
    _rest(window)
    assert page.form.focused_key() == "ethnicity", "the first field that is missing"
    assert page.form.field_editor("id_number").text() == id_number(271, "19790312")
    _fill(page.form, APPLICANT)
    assert page.save_button.hasFocus()
    assert page.form.is_dirty
    assert window.status.part("saved").startswith(("有未保存的改动", "输入已暂存"))
    _press(Qt.Key.Key_F8)
    _rest(window)
    case_id = screen.case_id
    assert case_id is not None
    office = window.ctx.office
    file = case_file(office, case_id)
    assert not page.has_unsaved
    assert window.status.part("saved").startswith("已保存")
    assert [one.label for one in file.lacking] == []
    assert file.applicant.values["ethnicity"] == "壮族"
    assert file.applicant.values["sex"] == "男"
    assert file.applicant.values["monthly_income_fen"] == 250_000
    assert file.household.values["main_cause"] == "患重特大疾病"

    _press(Qt.Key.Key_PageDown, CTRL)
    _rest(window)
    assert screen.tabs.hasFocus()
    for _ in range(3):
        _press(Qt.Key.Key_Tab)
        assert screen.page("members").isAncestorOf(_here()), "Tab leads into the page turned to"
    _press(Qt.Key.Key_N, CTRL | Qt.KeyboardModifier.ShiftModifier)
    for at, member in enumerate(MEMBERS):
        dialog = _dialog()
        assert isinstance(dialog, RecordDialog)
        _fill(dialog.form, member)
        if at + 1 < len(MEMBERS):
            _press(Qt.Key.Key_S, CTRL | Qt.KeyboardModifier.ShiftModifier)
        else:
            _press(Qt.Key.Key_F8)
        _rest(window)
    window.activateWindow()
    settle()
    view = members_view(office, case_id)
    assert [one.name for one in view.rows] == ["覃永福", "韦秀兰", "覃小雨", "覃小山", "覃德旺"]
    wife, daughter = view.rows[1], view.rows[2]
    assert (wife.relation, wife.sex, wife.age) == ("妻子", "女", 44)
    assert view.records[daughter.person_id].values["employer"] == "青禾市场"
    assert case_file(office, case_id).lacking == ()

    _press(Qt.Key.Key_Return, CTRL)
    _dialog()
    _press(Qt.Key.Key_Return, CTRL)
    _rest(window)
    assert case_file(office, case_id).stage is Stage.APPLIED


def test_enter_can_be_switched_off_and_still_submits_nothing(window: MainWindow) -> None:
    FormGrid.enter_moves_on = False
    try:
        window.activateWindow()
        _press(Qt.Key.Key_F5)
        dialog = _dialog()
        form = _form(dialog)
        _type("覃永福")
        _press(Qt.Key.Key_Return)
        assert form.focused_key() == "name"
        assert dialog.isVisible()
        _press(Qt.Key.Key_Escape)
    finally:
        FormGrid.enter_moves_on = True


def test_whoever_comes_back_to_a_file_types_on_where_the_cursor_was(window: MainWindow) -> None:
    case_id = open_draft(window.ctx.office, applicant={"name": "韦小"}).result_id
    window.activateWindow()
    window.go("case", case_id=case_id)
    _rest(window)
    screen = window.screen_of("case")
    assert isinstance(screen, CaseScreen)
    page = screen.page("facts")
    assert isinstance(page, FactsPage)
    page.form.focus("phone")
    _press(Qt.Key.Key_2, CTRL)
    _rest(window)
    window.go("case", case_id=case_id)
    _rest(window)
    assert page.form.focused_key() == "phone"
    window.go("case", case_id=case_id, page="members")
    _rest(window)
    assert not page.form.focused_key()
