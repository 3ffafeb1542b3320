"""What wants checking is said under its field, and is not refused."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget

from app.fields.catalogue import APPLICANT, HOUSEHOLD, by_key
from tests.conftest import TODAY
from tests.ui.driver import settle, type_text
from ui.fields import FieldForm, FormValues

ASKED = {**by_key(APPLICANT), **by_key(HOUSEHOLD)}


@pytest.fixture
def form(show: Callable[..., QWidget]) -> FieldForm:
    form = FieldForm(lambda: TODAY, columns=1)
    for key in ("id_number", "phone", "bank_card"):
        form.add_field(ASKED[key])
    form.load(FormValues(dict.fromkeys(("id_number", "phone", "bank_card"))))
    show(form, 500, 300)
    return form


def give(form: FieldForm, key: str, text: str, then: str) -> None:
    form.focus(key)
    form.field_editor(key).clear()
    type_text(form.field_editor(key), text)
    form.focus(then)
    settle()


def test_doubt_stands_under_the_field_and_goes_with_its_cause(form: FieldForm) -> None:
    give(form, "phone", "1380012", "bank_card")
    assert form.note("phone").endswith("。") and form.error("phone") == ""
    assert form.values() == {"id_number": None, "phone": "1380012", "bank_card": None}
    give(form, "phone", "13800123456", "bank_card")
    assert form.note("phone") == ""


def test_fifteen_digits_are_upgraded_and_said_to_be(form: FieldForm) -> None:
    give(form, "id_number", "410401780315121", "phone")
    assert form.field_editor("id_number").text() == "410401197803151213"
    assert "15 位" in form.note("id_number")
    form.focus("id_number")
    form.focus("phone")
    assert "15 位" in form.note("id_number"), "looking at it again does not settle it"
    give(form, "id_number", "410401197803151213", "phone")
    assert form.note("id_number") == ""


def test_a_stored_value_that_wants_checking_says_so(form: FieldForm) -> None:
    sentence = "手机号码应为 11 位数字。"
    form.load(FormValues({"phone": "1380012"}, warnings={"phone": sentence}))
    assert form.note("phone") == sentence
    give(form, "phone", "13800123456", "bank_card")
    assert form.note("phone") == ""
    give(form, "phone", "1380012", "bank_card")
    assert form.note("phone") == sentence
    form.load(FormValues({"phone": "13800123456"}))
    assert form.note("phone") == ""
