"""A line of a form: what the user gave counts as typed, however the line is written afterwards."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.errors import UserError
from app.fields.catalogue import APPLICANT, FUND, HOUSEHOLD, by_key
from tests.conftest import TODAY
from tests.ui.driver import parts, press, settle, type_text, wait_until
from ui.fields import FieldForm, FormValues
from ui.fields.editors import ChoiceEditor, LineEditor
from ui.widgets import Dialog, FormGrid


@pytest.mark.parametrize("typed", ["1200", "abc"])
def test_tidied_typing_is_still_asked_about(show: Callable[..., QWidget], typed: str) -> None:
    line = LineEditor(by_key(FUND)["amount_fen"], today=lambda: TODAY)
    page = show(QWidget(), 400, 300)
    dialog, form = Dialog(page, "登记资金", action="登记"), FormGrid(columns=1)
    form.add("amount", "金额", line)
    dialog.add(form)
    dialog.open()
    type_text(line, typed)
    press(line, Qt.Key.Key_Tab)
    settle()
    press(dialog, Qt.Key.Key_Escape)
    (question,) = (one for one in parts(dialog, Dialog) if one.isVisible())
    question.give_up_button.click()
    line.load(None)
    press(dialog, Qt.Key.Key_Escape)
    wait_until(lambda: not isValid(dialog))


def test_what_is_typed_by_hand_is_a_value_of_the_list(show: Callable[..., QWidget]) -> None:
    editor = ChoiceEditor(by_key(APPLICANT)["health"], today=lambda: TODAY)
    show(editor, 300, 40)
    editor.load("体质较弱")
    assert editor.value() == "体质较弱", "what an older paper said stays"
    editor.clear()
    type_text(editor, "jk")
    with pytest.raises(UserError, match="请按 F7 选择") as caught:
        editor.value()
    assert caught.value.field == "health"
    cause = ChoiceEditor(by_key(HOUSEHOLD)["main_cause"], today=lambda: TODAY)
    cause.setText("hd")
    with pytest.raises(UserError, match="请按 F7 选择"):
        cause.value()
    cause.setText("本人大病")
    assert cause.value() == "本人大病", "an older sheet's word is copied from paper"
    editor.load("体质较弱")
    editor.setText(editor.choices.labels[0])
    assert editor.value() == editor.choices.labels[0]


def test_saving_takes_from_the_list_that_hangs_open_as_enter_does(
    show: Callable[..., QWidget],
) -> None:
    form = FieldForm(lambda: TODAY, columns=1)
    form.add_field(by_key(APPLICANT)["health"])
    form.load(FormValues({"health": None}))
    show(form, 400, 300)
    form.focus("health")
    type_text(form.field_editor("health"), "3")
    assert form.changes() == {"health": "疾病"}
    assert form.error("health") == ""
