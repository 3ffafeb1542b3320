"""The region: found by name or pinyin, said in words, offered by what the ID number begins with."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.fields.catalogue import APPLICANT, HOUSEHOLD, by_key
from tests.conftest import TODAY
from tests.ui.driver import press, settle, type_text
from ui.fields import FieldForm, FormValues, RegionEditor
from ui.screens.case.deriving import derive

RONGAN = "广西壮族自治区柳州市融安县"


@pytest.fixture
def form(show: Callable[..., QWidget]) -> FieldForm:
    form = FieldForm(lambda: TODAY, columns=1)
    form.add_field(by_key(APPLICANT)["id_number"])
    form.add_field(by_key(HOUSEHOLD)["region_code"])
    form.load(FormValues({"id_number": None, "region_code": None}))
    show(form, 600, 300)
    return form


def region(form: FieldForm) -> RegionEditor:
    editor = form.field_editor("region_code")
    assert isinstance(editor, RegionEditor)
    return editor


def test_initials_and_enter_give_the_code_and_say_the_place(form: FieldForm) -> None:
    form.focus("region_code")
    type_text(region(form), "rongan")
    press(region(form), Qt.Key.Key_Return)
    settle()
    assert form.changes() == {"region_code": "450224"}
    assert region(form).suffix() == RONGAN


def test_a_stored_code_says_the_place(form: FieldForm) -> None:
    form.load(FormValues({"region_code": "450224"}))
    assert region(form).suffix() == RONGAN
    form.load(FormValues({"region_code": "110103"}))
    assert region(form).suffix() == "北京市崇文区（2010 年撤销）"
    form.load(FormValues({"region_code": None}))
    assert region(form).suffix() == ""


def test_the_region_of_the_id_number_is_offered_before_the_recent_ones(form: FieldForm) -> None:
    form.offer({"region_code": ("450206", "450224")})
    form.put("id_number", "450224197904083337")
    derive(form, "id_number", TODAY)
    choices = region(form).choices
    assert choices is not None and choices.labels == ("450224", "450206")
    assert form.current("region_code") is None, "people move: it is offered, not put in"
    form.focus("region_code")
    press(region(form), Qt.Key.Key_F7)
    press(region(form), Qt.Key.Key_Down)
    press(region(form), Qt.Key.Key_Return)
    settle()
    assert form.current("region_code") == "450224"
