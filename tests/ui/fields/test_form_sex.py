"""儿子 with the sex of a woman, 妻子 who is 未婚: doubted at the field while one types, and not refused."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.fields.catalogue import MEMBER, by_key
from tests.conftest import TODAY
from tests.ui.driver import press, settle, type_text
from ui.fields import FieldForm, FormValues
from ui.screens.case.deriving import derive, show_derived

_KEYS = ("relation", "name", "id_number", "sex", "birth_date", "marital_status")
_WOMAN, _MAN = "410401197803151221", "410401197803151213"
_DOUBT = "关系“儿子”与性别“女”不符，请核对。"


@pytest.fixture
def form(show: Callable[..., QWidget]) -> FieldForm:
    form = FieldForm(lambda: TODAY, columns=1)
    for key in _KEYS:
        form.add_field(by_key(MEMBER)[key])
    form.edited.connect(lambda key: derive(form, key, TODAY))
    form.load(FormValues(dict.fromkeys(_KEYS)))
    show(form, 500, 400)
    return form


def _give(form: FieldForm, key: str, text: str) -> None:
    form.focus(key)
    form.put_typed({key: text})
    form.field_editor(key).left.emit()
    settle()


def test_the_doubt_comes_with_either_of_the_two_and_goes_with_either(form: FieldForm) -> None:
    _give(form, "relation", "儿子")
    assert form.note("relation") == ""
    _give(form, "id_number", _WOMAN)
    assert form.current("sex") == "女"
    assert form.note("relation") == _DOUBT
    form.focus("relation")
    form.focus("name")
    assert form.note("relation") == _DOUBT, "looking at it settles nothing"
    assert form.values() is not None, "it is saved all the same"
    _give(form, "id_number", _MAN)
    assert form.note("relation") == ""
    _give(form, "relation", "女儿")
    assert form.note("relation") == "关系“女儿”与性别“男”不符，请核对。"
    _give(form, "relation", "儿子")
    assert form.note("relation") == ""


def test_it_is_said_of_what_is_stored_too(form: FieldForm) -> None:
    form.load(FormValues({"relation": "儿子", "sex": "女"}))
    show_derived(form, TODAY)
    assert form.note("relation") == _DOUBT
    form.load(FormValues({"relation": "女儿", "sex": "女"}))
    show_derived(form, TODAY)
    assert form.note("relation") == ""
    _give(form, "sex", "男")
    assert form.note("relation") == "关系“女儿”与性别“男”不符，请核对。"


def test_a_wife_who_is_not_married_is_doubted(form: FieldForm) -> None:
    _give(form, "marital_status", "未婚")
    assert form.note("marital_status") == ""
    _give(form, "relation", "妻子")
    assert form.note("marital_status") == "婚姻状况“未婚”与关系“妻子”不符，请核对。"
    assert form.values() is not None, "it is saved all the same"
    _give(form, "marital_status", "已婚")
    assert form.note("marital_status") == ""
    form.load(FormValues({"relation": "妻子", "marital_status": "离异"}))
    show_derived(form, TODAY)
    assert form.note("marital_status") == "婚姻状况“离异”与关系“妻子”不符，请核对。"


_GIRL = "410422201002031220"
"""Her first fifteen digits are an old number too: of a man who was born in 1920."""


def test_a_number_in_the_making_says_nothing_of_somebody_else(form: FieldForm) -> None:
    _give(form, "relation", "女儿")
    editor = form.field_editor("id_number")
    form.focus("id_number")
    said = set()
    for digit in _GIRL:
        type_text(editor, digit)
        said.add((form.current("sex"), form.current("birth_date"), form.note("relation")))
    assert said == {(None, None, ""), ("女", date(2010, 2, 3), "")}
    press(editor, Qt.Key.Key_Backspace)
    assert form.current("sex") is None, "what followed from the number goes with it"
    assert form.current("birth_date") is None


def test_an_old_number_is_read_when_it_is_left(form: FieldForm) -> None:
    editor = form.field_editor("id_number")
    form.focus("id_number")
    type_text(editor, "410422201002031")
    assert form.current("birth_date") is None
    press(editor, Qt.Key.Key_Return)
    assert form.current("id_number") == "410422192010020319"
    assert form.current("birth_date") == date(1920, 10, 2)
    assert form.current("sex") == "男"
