"""User text is shown as it is: in labels, tooltips, buttons and menus."""

import gc
import sys
import weakref
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from tests.ui.driver import click, parts, settle
from ui.style import SIZE, px
from ui.widgets import (
    Banner,
    Button,
    Card,
    Chip,
    ElidedLabel,
    Figure,
    Foot,
    Heading,
    Label,
    MenuButton,
    PrimaryButton,
    TextArea,
    TextInput,
    Tone,
    column,
    row,
    set_tip,
)

MARKUP = "<b>覃</b> & <img src=x> &amp;"


@pytest.mark.parametrize("kind", [Label, ElidedLabel, Chip])
def test_labels_show_markup_as_text(
    kind: Callable[[str], Label], show: Callable[..., QWidget]
) -> None:
    label = kind(MARKUP)
    show(label)
    assert label.text() == MARKUP
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_label_refuses_to_become_markup() -> None:
    label = Label("甲")
    with pytest.raises(ValueError, match="plain text"):
        label.setTextFormat(Qt.TextFormat.RichText)


def test_an_area_that_is_unlocked_again_looks_unlocked(show: Callable[..., QWidget]) -> None:
    area = TextArea()
    area.setReadOnly(True)
    show(area, 200, 80)
    locked = area.grab().toImage().pixelColor(100, 40)
    area.setReadOnly(False)
    settle()
    assert area.grab().toImage().pixelColor(100, 40) != locked
    area.setReadOnly(True)
    settle()
    assert area.grab().toImage().pixelColor(100, 40) == locked


def test_tooltip_reads_back_as_it_was_typed() -> None:
    widget = QWidget()
    set_tip(widget, MARKUP, "Ctrl+S")
    document = QTextDocument()
    document.setHtml(widget.toolTip())
    assert document.toPlainText() == f"{MARKUP}（Ctrl+S）"


def test_button_keeps_ampersand_and_names_its_shortcut(show: Callable[..., QWidget]) -> None:
    pressed: list[int] = []
    button = PrimaryButton("甲&乙", lambda: pressed.append(1), shortcut="Ctrl+S")
    show(button)
    assert button.text() == "甲&&乙"
    assert "Ctrl+S" in button.toolTip()
    click(button)
    assert pressed == [1]
    button.set_text("丙")
    assert button.shortcut().toString() == "Ctrl+S"


def test_menu_button_is_off_without_entries(show: Callable[..., QWidget]) -> None:
    done: list[str] = []
    button = MenuButton("更多")
    show(button)
    assert not button.isEnabled()
    button.set_entries(
        (("甲&乙", lambda: done.append("甲")), None, ("丙", lambda: done.append("丙")))
    )
    menu = button.menu()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == ["甲&&乙", "", "丙"]
    menu.actions()[2].trigger()
    assert done == ["丙"]


def test_banner_says_and_goes(show: Callable[..., QWidget]) -> None:
    done: list[int] = []
    card, banner = Card("甲"), Banner()
    banner.show_message("先说再放。", Tone.AMBER, action="查看", on_action=lambda: done.append(1))
    assert not banner.isVisible()
    card.add(banner)
    show(card)
    assert banner.isVisible()
    assert banner.text() == "先说再放。"
    click(next(button for button in parts(banner, Button) if button.text() == "查看"))
    assert done == [1]
    banner.clear()
    assert not banner.isVisible()
    assert banner.text() == ""


def test_a_short_title_takes_no_room_that_a_longer_one_had(show: Callable[..., QWidget]) -> None:
    notes = []
    for titles in (("覃永福 一户",), ("阿卜杜热依木·买买提吐尔逊 一户", "覃永福 一户")):
        heading = Heading(note="档案号 QH202600018 · 帮扶责任人 罗志强 · 青禾县总工会")
        show(heading, 400, 60)
        for title in titles:
            heading.set_title(title)
            settle()
        notes.append(next(one for one in parts(heading, Label) if "档案号" in one.text()).width())
    assert notes[0] == notes[1]


def test_the_note_of_a_figure_is_not_cut_within_a_number(show: Callable[..., QWidget]) -> None:
    kinds = "深度 112 · 相对 301 · 意外 73"
    figures = [Figure("在档户数", "486", "户", kinds), Figure("本年新增", "3", "户", "返困 0 户")]
    page = QWidget()
    page.setLayout(column(row(*figures), None))
    show(page, 250, 300)
    settle()
    (note,) = (one for one in parts(figures[0], Label) if one.text() == kinds)
    line = note.fontMetrics().lineSpacing()
    assert note.wordWrap() and note.height() >= note.heightForWidth(note.width()) > 1.5 * line
    assert figures[0].height() == figures[1].height() < 160


def test_sentence_in_a_narrow_page_does_not_blow_it_up(show: Callable[..., QWidget]) -> None:
    page, banner = QWidget(), Banner()
    banner.show_message("一" * 60, Tone.RED)
    page.setLayout(column(banner, None))
    show(page, 600, 300)
    settle()
    assert page.height() == 300
    assert banner.height() < 100


def test_qt_keeps_the_count_of_none() -> None:
    """A Qt release that loses references to None would end the program (paper.md §0 A)."""
    label = Label()
    before = sys.getrefcount(None)
    for number in range(200):
        label.setText(str(number))
    assert abs(sys.getrefcount(None) - before) < 100


def test_a_foot_without_anything_to_show_takes_no_room(show: Callable[..., QWidget]) -> None:
    hint, button = Label("按 F8 保存"), Button("保存", lambda: None)
    foot = Foot(row(hint, button))
    page = QWidget()
    page.setLayout(column(None, foot, gap=0))
    show(page, 400, 200)
    button.hide()
    foot.give_way()
    assert foot.isVisible()
    hint.setText("")
    foot.give_way()
    assert not foot.isVisible()
    button.show()
    foot.give_way()
    assert foot.isVisible()


@pytest.mark.parametrize("lines", [1, 2, 8])
def test_an_area_shows_as_many_lines_as_it_is_made_for(
    show: Callable[..., QWidget], lines: int
) -> None:
    area = TextArea("\n".join(["困难职工帮扶证明"] * lines), lines=lines)
    show(area, 300)
    assert area.verticalScrollBar().maximum() == 0
    assert area.height() < (lines + 2) * px(SIZE.text_line)


class _Page(QWidget):
    """Makes a button that this account may not press, and places it nowhere."""

    def __init__(self) -> None:
        super().__init__()
        self.button = Button("删除", self.remove)

    def remove(self) -> None:
        """What the button would do."""


def test_a_button_that_is_never_placed_does_not_keep_its_page(app: QApplication) -> None:
    del app
    page = weakref.ref(_Page())
    gc.collect()
    assert page() is None


def test_pinyin_beside_a_long_name_is_written_smaller_before_it_is_cut(app: QApplication) -> None:
    line = TextInput("欧阳建国")
    line.set_suffix("ōu yáng jiàn guó")
    wide, narrow = line.fitted_suffix(100), line.fitted_suffix(78)
    assert wide[1] == narrow[1] == line.suffix()
    assert narrow[0].pixelSize() < wide[0].pixelSize()
    assert line.fitted_suffix(30)[1].endswith("…")
