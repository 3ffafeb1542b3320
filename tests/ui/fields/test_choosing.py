"""The list that drops below a field: what it finds, and that it can be read."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.fields.catalogue import APPLICANT, by_key
from tests.conftest import TODAY
from tests.ui.driver import press, settle, type_text
from ui.fields.choosing import ranked
from ui.fields.editors import ChoiceEditor

LABELS = ("非农业", "农业", "城中村")
OTHER_NAMES = {"非农业": ("非农", "城镇"), "农业": ("农村", "在城镇务农")}


def _editor(key: str) -> ChoiceEditor:
    return ChoiceEditor(by_key(APPLICANT)[key], today=lambda: TODAY)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("城", ["城中村", "非农业"]),
        ("cz", ["城中村", "非农业"]),
        ("chengzhen", ["非农业"]),
        ("务农", []),
    ],
)
def test_a_choice_is_found_by_the_beginning_of_another_name_last(
    typed: str, found: list[str]
) -> None:
    assert [LABELS[at] for at in ranked(LABELS, typed, other_names=OTHER_NAMES)] == found


def test_enter_takes_what_is_called_so_besides(show: Callable[..., QWidget]) -> None:
    editor = _editor("registration_kind")
    show(editor, 300, 40)
    type_text(editor, "cz")
    press(editor, Qt.Key.Key_Return)
    assert editor.value() == "非农业"


def test_the_list_is_as_wide_as_its_longest_row(show: Callable[..., QWidget]) -> None:
    editor = _editor("industry")
    show(editor, 200, 40)
    editor.show_choices()
    settle()
    popup = editor.choices.popup()
    assert popup.sizeHintForColumn(0) <= popup.viewport().width()
