"""An empty list says what to do first, however low it is."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from tests.ui.driver import parts, settle
from ui.widgets import Column, DataTable, EmptyState, Label


@pytest.mark.parametrize(("height", "has_picture"), [(110, False), (165, False), (300, True)])
def test_the_picture_gives_way_to_the_words(
    show: Callable[..., QWidget], height: int, has_picture: bool
) -> None:
    table = DataTable((Column("检查", str, stretch=True),), name="检查结果")
    empty = EmptyState("还没有检查", "按“检查档案”，约一分钟内看完文件、记录、附件和账目。")
    table.set_empty(empty)
    show(table, 260, height)
    settle()
    for label in parts(empty, Label):
        assert label.height() >= label.heightForWidth(label.width()), label.text()
    assert all(
        one.height() >= one.sizeHint().height() for one in parts(empty, QLabel) if one.isVisible()
    )
    pictures = [one for one in parts(empty, QLabel) if not isinstance(one, Label)]
    assert [one.isVisible() for one in pictures] == [has_picture]
