"""A box that drops a list is gone through by typing pinyin, closed and open."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.ui.driver import press, settle
from ui.fields import pick_box
from ui.fields.pick_box import PickBox

ENTRIES = ("放进备注", "姓名", "身份证号", "主要致困原因", "手机号码")


@pytest.fixture
def box(show: Callable[..., QWidget]) -> PickBox:
    made = PickBox()
    made.addItems(ENTRIES)
    show(made, 200, 40)
    made.setFocus()
    return made


@pytest.mark.parametrize(
    ("typed", "entry"),
    [("sf", "身份证号"), ("SJ", "手机号码"), ("zhuyao", "主要致困原因"), ("zk", "主要致困原因")],
)
def test_a_closed_box_goes_to_what_is_typed(box: PickBox, typed: str, entry: str) -> None:
    told: list[int] = []
    box.activated.connect(told.append)
    QTest.keyClicks(box, typed)
    assert box.currentText() == entry
    assert told[-1] == ENTRIES.index(entry), "as by the arrows"


def test_what_nothing_is_called_changes_nothing(box: PickBox) -> None:
    QTest.keyClicks(box, "sfqq")
    assert box.currentText() == "身份证号"


def test_after_a_pause_another_word_begins(box: PickBox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pick_box, "_PAUSE_MS", -1)
    QTest.keyClicks(box, "sx")
    assert box.currentText() == "姓名"


def test_an_open_list_lights_it_up_and_enter_takes_it(box: PickBox) -> None:
    press(box, Qt.Key.Key_Space)
    settle()
    assert box.view().isVisible()
    QTest.keyClicks(box.view(), "sj")
    assert box.currentText() == "放进备注"
    press(box.view(), Qt.Key.Key_Return)
    assert box.currentText() == "手机号码"
    assert not box.view().isVisible()
