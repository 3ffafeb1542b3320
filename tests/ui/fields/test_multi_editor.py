"""Several values of a list: the list hangs where it is seen whole."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from app.fields.catalogue import HOUSEHOLD, by_key
from tests.conftest import TODAY
from tests.ui.driver import press, settle
from ui.fields import MultiEditor
from ui.fields.choosing import PickList
from ui.style import SIZE, px
from ui.widgets import column


def open_at(show: Callable[..., QWidget], top: int) -> tuple[MultiEditor, PickList]:
    editor, page = MultiEditor(by_key(HOUSEHOLD)["other_causes"], lambda: TODAY), QWidget()
    page.setLayout(column(editor))
    show(page, 400, 60).move(0, top)
    settle()
    editor.show_choices()
    found = editor.pick_list()
    assert found is not None
    return editor, found


def test_the_list_hangs_below_and_gives_every_line_its_height(show: Callable[..., QWidget]) -> None:
    editor, found = open_at(show, 0)
    assert found.y() >= editor.mapToGlobal(QPoint(0, editor.height())).y()
    heights = {
        found.boxes.visualItemRect(found.boxes.item(at)).height()
        for at in range(found.boxes.count())
    }
    assert heights == {px(SIZE.row_compact)}
    press(found, Qt.Key.Key_Escape)


def test_at_the_foot_of_the_screen_it_opens_above(show: Callable[..., QWidget]) -> None:
    editor, found = open_at(show, 500)
    room = editor.screen().availableGeometry()
    assert found.y() + found.height() <= editor.mapToGlobal(QPoint(0, 0)).y()
    assert found.y() >= room.top()
    press(found, Qt.Key.Key_Escape)
