"""What a check has found, in tabs: refused rows, warnings, differences, unknown words, the first rows."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.cases.import_shown import Difference
from app.cases.imports import ImportReport
from app.cases.workbook.facts import Notice, Rejection
from ui.fields.pick_box import PickBox
from ui.screens.import_wizard import presenter
from ui.screens.import_wizard.presenter import Unknown
from ui.style import SIZE
from ui.widgets import (
    Button,
    Card,
    CellKind,
    Column,
    DataTable,
    Dialog,
    EmptyState,
    FormGrid,
    Label,
    PageTabs,
    Role,
    column,
    row,
)

__all__ = ["Findings", "MeaningDialog"]

_TABS = (
    ("rejected", "退回"),
    ("warned", "提醒"),
    ("differences", "差异"),
    ("unknown", "不认识的列和词"),
    ("preview", "预览"),
)


class Findings(QWidget):
    """The tabs. `on_meaning` is called with what the user wants to give a meaning to.

    `wanted`: the places of the differences that an update is to write; `wanted_changed` tells of a choice.
    """

    wanted_changed = Signal()

    def __init__(self, on_meaning: Callable[[Unknown], object]) -> None:
        super().__init__()
        self._on_meaning = on_meaning
        self._name_of: Callable[[int], str] = lambda _row: ""
        self.rejected = _refused(self._name)
        self.warned = _warned(self._name)
        self.wanted: frozenset[tuple[int, str]] = frozenset()
        self.writable: frozenset[tuple[int, str]] = frozenset()
        """The places of all differences that an update may write."""
        self.differences = _differences(self._decision)
        self.differences.opened.connect(self._turn)
        self.unknown = _unknown()
        self.unknown.opened.connect(on_meaning)
        self.preview = _preview()
        self.meaning_button = Button("指定对应…", self._give_meaning, icon="edit")
        unknown = _over(
            self.unknown,
            "选中一行，指定它对应的栏或值；以后导入都照此办理。",
            self.meaning_button,
        )
        self.turn_button = Button("改变选中的", self._turn_current, icon="edit")
        differences = _over(
            self.differences,
            "双击或按回车，在“按表改”和“保留档案里的”之间改变一处；要全部改，请勾选下面的选项。",
            self.turn_button,
        )
        self.tabs = PageTabs(_TABS)
        self.tabs.chosen.connect(self.show_tab)
        self._stack = QStackedWidget()
        self._pages: dict[str, QWidget] = dict(
            zip(
                (key for key, _ in _TABS),
                (self.rejected, self.warned, differences, unknown, self.preview),
                strict=True,
            )
        )
        for page in self._pages.values():
            self._stack.addWidget(page)
        card = Card(flush=True)
        card.add(self.tabs)
        card.add(self._stack, 1)
        self.setLayout(column(card))

    def show_tab(self, key: str) -> None:
        """Turn to a tab."""
        self._stack.setCurrentWidget(self._pages[key])

    def show_report(self, report: ImportReport) -> None:
        """Fill all tabs and turn to the first that says anything."""
        unknown = presenter.unknown(report)
        self._name_of = presenter.names(report)
        self.rejected.set_rows(report.rejected)
        self.warned.set_rows(report.warnings)
        self.differences.set_rows(report.differences, key=lambda one: one.place)
        self.writable = frozenset(one.place for one in report.differences if one.is_written)
        self.turn_button.setEnabled(bool(self.writable))
        self.want(frozenset())
        self.unknown.set_rows(unknown, key=lambda one: (one.kind, one.place, one.filed))
        self.preview.set_rows(presenter.first_rows(report))
        self.meaning_button.setEnabled(bool(unknown))
        counts = (len(report.rejected), len(report.warnings), len(report.differences), len(unknown))
        for (key, _), count in zip(_TABS, counts, strict=False):
            self.tabs.set_note(key, str(count) if count else "")
        order = (3, 0, 2) if presenter.can_name_missing(report) else (0, 2, 3)
        first = next((at for at in order if counts[at]), 4)
        self.tabs.select(_TABS[first][0])
        self.show_tab(_TABS[first][0])

    def go_on_with_words(self) -> None:
        """Whoever has given one word a meaning has the others before him."""
        self.tabs.select("unknown")
        self.show_tab("unknown")
        self.unknown.setFocus()

    def want(self, places: frozenset[tuple[int, str]]) -> None:
        """Choose the differences that an update is to write; all `places` are writable."""
        self.wanted = places
        self.differences.viewport().update()
        self.wanted_changed.emit()

    def _name(self, one: Rejection | Notice) -> str:
        return self._name_of(one.row)

    def _decision(self, one: Difference) -> str:
        return presenter.decision(one, is_wanted=one.place in self.wanted)

    def _turn(self, one: Difference) -> None:
        if one.is_written:
            self.want(self.wanted ^ {one.place})

    def _turn_current(self) -> None:
        if self.differences.current_row() is None:
            self.differences.choose(0)
        self.differences.open_current()

    def _give_meaning(self) -> None:
        chosen = self.unknown.current_row()
        if chosen is None and self.unknown.rows():
            self.unknown.choose(0)
            chosen = self.unknown.current_row()
        if isinstance(chosen, Unknown):
            self._on_meaning(chosen)


class MeaningDialog(Dialog):
    """What one column or word stands for: one of ours, or nothing."""

    def __init__(self, parent: QWidget, asked: Unknown) -> None:
        super().__init__(parent, f"“{asked.filed}”对应什么", action="记住并重新检查")
        self.asked = asked
        self.box = PickBox()
        self.box.setAccessibleName("对应")
        self.box.addItem(asked.none_label, "")
        for choice in asked.choices:
            self.box.addItem(choice, choice)
        self.box.setMaxVisibleItems(16)
        at = self.box.findData(asked.meaning)
        self.box.setCurrentIndex(max(0, at))
        form = FormGrid(columns=1)
        form.add("meaning", "对应", self.box)
        self.add(Label(asked.explanation, Role.MUTED, wrap=True), form)

    def meaning(self) -> str:
        """The chosen name or label; "" for none."""
        return str(self.box.currentData() or "")


def _refused(name: Callable[[Rejection], str]) -> DataTable:
    table = DataTable(
        (
            Column("行", lambda one: str(one.row), CellKind.NUMBER, width=56),
            Column("申请人", name, width=90, strong=True),
            Column("栏目", lambda one: one.field, width=180),
            Column("退回原因", lambda one: one.reason, stretch=True),
        ),
        compact=True,
        name="退回的行",
    )
    table.set_empty(EmptyState("没有退回的行", "", icon="check"))
    return table


def _warned(name: Callable[[Notice], str]) -> DataTable:
    table = DataTable(
        (
            Column("行", lambda one: str(one.row), CellKind.NUMBER, width=56),
            Column("申请人", name, width=90, strong=True),
            Column("栏目", lambda one: one.field, width=180),
            Column("提醒", lambda one: one.note, stretch=True),
        ),
        compact=True,
        name="提醒的行",
    )
    table.set_empty(EmptyState("没有提醒", "", icon="check"))
    return table


def _over(table: DataTable, words: str, button: Button) -> QWidget:
    """A table, and below it what is done with the chosen row."""
    below = row(Label(words, Role.MUTED, wrap=True), button)
    below.setStretch(0, 1)
    below.setContentsMargins(SIZE.gap, 0, SIZE.gap, SIZE.gap)
    whole = column(table, below, gap=SIZE.gap_small)
    whole.setStretch(0, 1)
    page = QWidget()
    page.setLayout(whole)
    return page


def _differences(decision: Callable[[Difference], str]) -> DataTable:
    table = DataTable(
        (
            Column("行", lambda one: str(one.row), CellKind.NUMBER, width=56),
            Column("申请人", lambda one: one.name, width=84, strong=True),
            Column("栏目", lambda one: one.field, width=140),
            Column("档案里", lambda one: one.old or "（空）", width=180, muted=True, stretch=True),
            Column("表中", lambda one: one.new, width=180, stretch=True),
            Column("处理", decision, width=140, stretch=True),
        ),
        compact=True,
        name="与档案不同的内容",
    )
    table.set_empty(EmptyState("已在档的户没有变化", "", icon="check"))
    return table


def _unknown() -> DataTable:
    table = DataTable(
        (
            Column("种类", lambda one: one.kind_word, width=72),
            Column("表中写法", lambda one: one.filed, width=220, strong=True),
            Column("所在栏目", lambda one: one.place, width=180),
            Column("处数", lambda one: one.count_word, CellKind.NUMBER, width=64),
            Column("现在的对应", lambda one: one.meaning_word, stretch=True),
        ),
        compact=True,
        name="不认识的列和词",
    )
    table.set_empty(EmptyState("每一列、每个值都认识", "", icon="check"))
    return table


def _preview() -> DataTable:
    table = DataTable(
        (
            Column("行", lambda one: str(one.row), CellKind.NUMBER, width=56),
            Column("编号", lambda one: one.number, width=170),
            Column("申请人", lambda one: one.name, width=90, strong=True),
            Column("身份证号", lambda one: one.id_number, width=170),
            Column("困难类别", lambda one: one.category, width=120),
            Column("人口", lambda one: one.people, CellKind.NUMBER, width=56),
            Column("处理", lambda one: one.fate, stretch=True),
        ),
        compact=True,
        name="前 50 行",
    )
    table.set_empty(EmptyState("这张表里没有一户", "", icon="file"))
    return table
