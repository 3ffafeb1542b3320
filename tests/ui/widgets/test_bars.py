"""Rail, stepper, tabs, search and status by mouse and by keyboard."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from tests.ui.driver import click, parts, press, settle, type_text
from ui.style import SIZE, Role, px
from ui.widgets import (
    Banner,
    Button,
    ElidedLabel,
    Inset,
    Label,
    Line,
    PageTabs,
    Rail,
    RailEntry,
    SearchBox,
    StatusLine,
    Step,
    Stepper,
    StepState,
    TitleLabel,
    TopBar,
    column,
    steps_until,
)

WORDS = ("申请", "初审", "入户调查", "公示", "审批", "在档帮扶", "退出", "跟踪")


def test_stepper_speaks_every_step(show: Callable[..., QWidget]) -> None:
    stepper = Stepper(steps_until(WORDS, 3))
    show(stepper, 1100, 50)
    assert stepper.cursor_step() == 3
    assert stepper.accessibleName() == "第 4 步，共 8 步：公示，正在办理。"
    stepper.setFocus()
    press(stepper, Qt.Key.Key_Left)
    assert stepper.accessibleName() == "第 3 步，共 8 步：入户调查，已完成。"
    for _ in range(20):
        press(stepper, Qt.Key.Key_Right)
    assert stepper.accessibleName() == "第 8 步，共 8 步：跟踪，未开始。"


def test_stepper_tells_the_step_that_was_chosen(show: Callable[..., QWidget]) -> None:
    stepper, chosen = Stepper(steps_until(WORDS, 0)), list[int]()
    show(stepper, 1100, 50)
    stepper.chosen.connect(chosen.append)
    stepper.setFocus()
    press(stepper, Qt.Key.Key_Right)
    press(stepper, Qt.Key.Key_Return)
    click(stepper, stepper.rect().center().__class__(30, 25))
    assert chosen == [1, 0]


def test_stepper_without_steps_takes_keys_in_peace(show: Callable[..., QWidget]) -> None:
    stepper = Stepper()
    show(stepper, 400, 50)
    press(stepper, Qt.Key.Key_Return)
    stepper.set_steps((Step("甲", StepState.SKIPPED, "不需要民主评议。"),))
    assert stepper.spoken(0) == "第 1 步，共 1 步：甲，不需要。不需要民主评议。"


def test_a_narrow_stepper_keeps_every_step_in_reach(show: Callable[..., QWidget]) -> None:
    stepper, chosen = Stepper(steps_until(WORDS, 5)), list[int]()
    show(stepper, 340, 50)
    stepper.chosen.connect(chosen.append)
    assert stepper.width() == 340 >= stepper.minimumSizeHint().width()
    for left in (30, 310):
        click(stepper, QPoint(left, 25))
    assert chosen == [0, len(WORDS) - 1]


def test_steps_past_the_end_are_all_done() -> None:
    assert {step.state for step in steps_until(WORDS, len(WORDS))} == {StepState.DONE}


def test_rail_goes_where_it_is_told_and_counts_what_waits(show: Callable[..., QWidget]) -> None:
    rail, chosen = (
        Rail((RailEntry("a", "工作台", "home"), RailEntry("b", "公示", "notice"))),
        list[str](),
    )
    rail.chosen.connect(chosen.append)
    show(rail, 176, 400)
    first, second = parts(rail, QAbstractButton)
    rail.select("b")
    assert second.isChecked()
    assert chosen == []
    click(first)
    second.setFocus()
    press(second, Qt.Key.Key_Return)
    assert chosen == ["a", "b"]
    assert not first.isChecked()
    rail.set_count("a", 12)
    assert first.accessibleName() == "工作台，有 12 件等待办理"
    rail.set_narrow(True)
    settle()
    assert rail.width() < 80 and first.width() < rail.width()
    assert "工作台" in first.toolTip() and "12" in first.toolTip()
    click(first)
    assert chosen[-1] == "a"


def test_tabs_do_not_move_when_another_is_chosen(show: Callable[..., QWidget]) -> None:
    tabs, chosen = PageTabs((("facts", "档案"), ("papers", "材料"), ("a&b", "甲&乙"))), list[str]()
    show(tabs, 700, 40)
    tabs.chosen.connect(chosen.append)
    places = [tabs.tabRect(at) for at in range(3)]
    tabs.select("papers")
    settle()
    assert [tabs.tabRect(at) for at in range(3)] == places
    assert (tabs.current(), chosen) == ("papers", ["papers"])
    tabs.set_note("papers", "7/9")
    assert tabs.tabText(1) == "材料 7/9"
    assert tabs.tabText(2) == "甲&&乙"


def test_the_tab_under_the_keyboard_has_one_frame(show: Callable[..., QWidget]) -> None:
    page, before, tabs = QWidget(), QLineEdit(), PageTabs((("facts", "档案"), ("papers", "材料")))
    page.setLayout(column(before, tabs))
    show(page, 700, 90)
    before.setFocus()
    settle()
    frame = tabs.tabRect(0)
    inside = frame.adjusted(6, px(SIZE.gap_small) + 2, -7, -px(SIZE.gap_small) - 2)
    above = frame.adjusted(0, 0, 0, -frame.height() + px(SIZE.gap_small) - 1)
    plain = tabs.grab().toImage()
    press(before, Qt.Key.Key_Tab)
    assert tabs.hasFocus()
    framed = tabs.grab().toImage()
    assert framed != plain
    assert framed.copy(inside) == plain.copy(inside)
    assert framed.copy(above) == plain.copy(above)


def test_search_walks_and_empties_without_leaving_the_line(show: Callable[..., QWidget]) -> None:
    page, search, other = QWidget(), SearchBox(), QLineEdit()
    page.setLayout(column(search, other))
    show(page, 500, 100)
    typed, moved, submitted = list[str](), list[int](), list[str]()
    search.typed.connect(typed.append)
    search.moved.connect(moved.append)
    search.submitted.connect(submitted.append)
    other.setFocus()
    press(other, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    line = parts(search, QLineEdit)[0]
    assert line.hasFocus()
    type_text(search, " qyf ")
    press(line, Qt.Key.Key_Down)
    press(line, Qt.Key.Key_Up)
    press(line, Qt.Key.Key_Return)
    assert typed[-1] == " qyf "
    assert (moved, submitted) == ([1, -1], ["qyf"])
    press(line, Qt.Key.Key_Escape)
    assert search.text() == ""


def test_status_shows_and_hides_parts(show: Callable[..., QWidget]) -> None:
    status = StatusLine()
    show(status, 800, 28)
    status.set_part("saved", "● 已保存 10:42:07")
    status.set_part("backup", "备份：没有")
    status.set_part("backup", "")
    assert status.part("saved") == "● 已保存 10:42:07"
    assert status.part("backup") == ""
    assert status.part("nothing") == ""


def test_a_part_that_leads_somewhere_is_reached_by_keyboard(show: Callable[..., QWidget]) -> None:
    status = StatusLine()
    show(status, 800, 28)
    asked: list[str] = []
    status.asked.connect(asked.append)
    status.set_part("saved", "● 已保存 10:42:07")
    status.set_part("backup", "备份：没有", tip="打开设置")
    saved, backup = (label for label in parts(status, ElidedLabel))
    assert saved.focusPolicy() == Qt.FocusPolicy.NoFocus
    backup.setFocus(Qt.FocusReason.TabFocusReason)
    assert backup.hasFocus()
    press(backup, Qt.Key.Key_Return)
    press(backup, Qt.Key.Key_Space)
    assert asked == ["backup", "backup"]


def test_short_parts_of_the_status_stay_whole_where_room_is_short(
    show: Callable[..., QWidget],
) -> None:
    status = StatusLine()
    status.set_part("saved", "没有未保存的改动")
    status.set_part("rules", "认定标准：" + "困难职工家庭" * 12)
    status.set_right("Ctrl+K 查找")
    show(status, 500, 28)
    settle()
    saved, rules = (
        label for label in parts(status, ElidedLabel) if label.text() and not label.isHidden()
    )
    assert saved.width() >= saved.sizeHint().width()
    assert rules.width() < rules.sizeHint().width()
    assert all(label.isHidden() for label in parts(status, Label) if "Ctrl" in label.text())


def test_a_hidden_message_leaves_no_gap(show: Callable[..., QWidget]) -> None:
    banner, below, page = Banner(), Line(), QWidget()
    page.setLayout(column(Inset(banner), below, None, gap=0))
    show(page, 400, 200)
    assert below.y() == 0
    banner.show_message("已经建档。")
    settle()
    assert banner.x() > 0 and banner.y() > 0 and below.y() > banner.height()
    banner.clear()
    settle()
    assert below.y() == 0


def test_a_long_name_of_the_office_gives_way_to_the_search(show: Callable[..., QWidget]) -> None:
    name = "广西壮族自治区柳州市青禾县经济技术开发区总工会"
    search, office = SearchBox(), TitleLabel(name, Role.MUTED)
    show(TopBar(search, office, Button("阿卜杜热依木·买买提吐尔逊")), 600, 52)
    settle()
    assert search.width() >= px(SIZE.search) // 2
    assert office.width() < office.sizeHint().width() and name in office.toolTip()
