"""Tables keep place and choice; Enter opens; nothing but the rows that are seen is asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import overload

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QWidget

from tests.ui.driver import press, settle
from ui.style import px
from ui.widgets import CellKind, ChipText, Column, DataTable, EmptyState, Tone, column
from ui.widgets.table import RowsModel


@dataclass(frozen=True)
class Line:
    number: int
    name: str
    amount: str = "1,850.00"


COLUMNS = (
    Column("姓名", lambda line: line.name, strong=True, stretch=True),
    Column("阶段", lambda line: ChipText("公示", Tone.AMBER), CellKind.CHIP),
    Column("金额", lambda line: line.amount, CellKind.NUMBER, is_sortable=True),
)


def lines(count: int) -> list[Line]:
    return [Line(number, f"甲{number}") for number in range(count)]


def by_number(line: Line) -> int:
    return line.number


def test_new_rows_keep_choice_and_place(show: Callable[..., QWidget]) -> None:
    table = DataTable(COLUMNS)
    show(table, 500, 300)
    table.set_rows(lines(200), key=by_number)
    chosen: list[Line] = []
    table.choose(120)
    settle()
    place = table.verticalScrollBar().value()
    assert place > 0
    table.chosen.connect(chosen.append)
    table.set_rows([Line(-1, "新"), *lines(200)], key=by_number)
    settle()
    assert table.current_row() == Line(120, "甲120")
    assert table.verticalScrollBar().value() == place
    assert chosen == []
    table.set_rows(lines(5), key=by_number)
    assert table.current_row() is None


def test_rows_are_marked_by_their_places(show: Callable[..., QWidget]) -> None:
    table = DataTable(COLUMNS, many=True)
    show(table, 500, 300)
    table.set_rows(lines(9), key=by_number)
    table.choose(3)
    told: list[int] = []
    table.marked.connect(told.append)
    table.mark([1, 2, 3, 7])
    assert table.marked_places() == (1, 2, 3, 7) and told == [4]
    assert table.current_row() == Line(3, "甲3")
    table.mark([])
    assert table.marked_places() == ()


def test_rows_that_are_marked_no_more_are_told(show: Callable[..., QWidget]) -> None:
    table = DataTable(COLUMNS, many=True)
    show(table, 500, 300)
    table.set_rows(lines(9), key=by_number)
    told: list[int] = []
    table.marked.connect(told.append)
    table.mark((2, 3))
    assert told[-1] == 2
    table.set_rows((), key=by_number)
    assert told[-1] == 0


def test_a_column_that_takes_the_rest_stays_readable(show: Callable[..., QWidget]) -> None:
    table = DataTable(COLUMNS)
    show(table, 800, 300)
    table.set_rows(lines(3), key=by_number)
    settle()
    wide = table.columnWidth(0)
    assert wide > px(120) and not table.horizontalScrollBar().isVisible()
    table.resize(300, 300)
    settle()
    assert table.columnWidth(0) == px(120) and table.horizontalScrollBar().isVisible()
    table.setColumnHidden(1, True)
    settle()
    assert not table.horizontalScrollBar().isVisible()
    table.resize(800, 300)
    table.setColumnHidden(1, False)
    settle()
    assert table.columnWidth(0) == wide


def test_columns_that_may_be_missed_stand_aside_before_the_table_scrolls(
    show: Callable[..., QWidget],
) -> None:
    table = DataTable(
        (
            *COLUMNS,
            Column("电话", lambda line: "13907740000", aside=2),
            Column("经办人", lambda line: "林秀英", aside=1),
        )
    )
    show(table, px(620), 300)
    settle()
    assert not table.isColumnHidden(3) and not table.isColumnHidden(4)
    table.resize(px(500), 300)
    settle()
    assert table.isColumnHidden(3) and not table.isColumnHidden(4)
    assert table.horizontalScrollBar().maximum() == 0
    table.resize(px(400), 300)
    settle()
    assert table.isColumnHidden(3) and table.isColumnHidden(4)
    table.setColumnHidden(1, True)
    assert not table.isColumnHidden(4)
    table.resize(px(620), 300)
    settle()
    assert not table.isColumnHidden(3)


def test_a_hidden_column_keeps_no_room_from_one_that_takes_the_rest(
    show: Callable[..., QWidget],
) -> None:
    words = Column("用途", lambda line: "救助", stretch=True, aside=1)
    table = DataTable((*COLUMNS, words))
    show(table, px(460), 300)
    settle()
    assert table.isColumnHidden(3)
    assert table.columnWidth(0) == table.viewport().width() - 2 * px(120)


def test_where_the_column_that_takes_the_rest_stands_aside_the_last_one_takes_it(
    show: Callable[..., QWidget],
) -> None:
    narrow = Column("编号", lambda line: line.number, width=120)
    words = Column("用途", lambda line: "救助", width=200, stretch=True, aside=1)
    table = DataTable((narrow, narrow, words))
    show(table, px(400), 300)
    settle()
    assert table.isColumnHidden(2)
    assert table.columnWidth(0) + table.columnWidth(1) == table.viewport().width()
    table.resize(px(600), 300)
    settle()
    assert not table.isColumnHidden(2)
    assert (table.columnWidth(0), table.columnWidth(1)) == (px(120), px(120))
    assert table.columnWidth(2) == table.viewport().width() - 2 * px(120)


def test_enter_and_double_click_open(show: Callable[..., QWidget]) -> None:
    table, opened = DataTable(COLUMNS), list[Line]()
    show(table, 500, 300)
    table.opened.connect(opened.append)
    table.open_current()
    table.set_rows(lines(3), key=by_number)
    table.step(1)
    table.step(1)
    table.setFocus()
    press(table, Qt.Key.Key_Return)
    table.doubleClicked.emit(table.model().index(2, 0))
    assert [line.number for line in opened] == [1, 2]
    table.step(-5)
    assert table.current_row() == Line(0, "甲0")


def test_single_row_opens_without_being_chosen(show: Callable[..., QWidget]) -> None:
    table, opened = DataTable(COLUMNS), list[Line]()
    table.opened.connect(opened.append)
    table.set_rows(lines(1))
    show(table, 500, 300)
    table.open_current()
    assert [line.number for line in opened] == [0]


def test_empty_state_stands_while_there_is_nothing(show: Callable[..., QWidget]) -> None:
    table, empty = DataTable(COLUMNS), EmptyState("还没有档案", "先新建一户。")
    table.set_empty(empty)
    show(table, 500, 300)
    assert empty.isVisible()
    table.set_rows(lines(1))
    assert not empty.isVisible()
    table.set_rows(())
    assert empty.isVisible()


class Million(Sequence[Line]):
    """Rows that are made when they are asked for."""

    def __init__(self) -> None:
        self.asked: set[int] = set()

    def __len__(self) -> int:
        return 1_000_000

    @overload
    def __getitem__(self, index: int) -> Line: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Line]: ...
    def __getitem__(self, index: int | slice) -> Line | Sequence[Line]:
        assert isinstance(index, int)
        self.asked.add(index)
        return Line(index, f"甲{index}")


def test_a_million_rows_are_read_as_they_are_seen(show: Callable[..., QWidget]) -> None:
    table, rows = DataTable(COLUMNS), Million()
    show(table, 500, 300)
    table.set_rows(rows, key=by_number)
    table.choose(700_000)
    settle()
    table.grab()
    table.set_rows(rows, key=by_number)
    assert table.current_row() == Line(700_000, "甲700000")
    assert 0 < len(rows.asked) < 200


def test_all_of_a_long_list_are_marked_without_a_look_at_each(
    show: Callable[..., QWidget], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def flags(model: RowsModel, index: QModelIndex) -> Qt.ItemFlag:
        asked.append(index.row())
        return Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled

    monkeypatch.setattr(RowsModel, "flags", flags, raising=False)
    table = DataTable([Column("序号", lambda line: line.name)] * 3, many=True)
    table.set_rows(lines(20_000), key=by_number)
    show(table, 400, 300)
    table.selectAll()
    table.repaint()
    table.horizontalHeader().viewport().repaint()
    settle()
    assert len(table.marked_places()) == 20_000
    assert len(set(asked)) < 100


def test_numbers_stand_right_and_titles_with_them(show: Callable[..., QWidget]) -> None:
    table = DataTable(COLUMNS)
    show(table, 500, 300)
    model = table.model()
    role = Qt.ItemDataRole.TextAlignmentRole
    assert model.headerData(2, Qt.Orientation.Horizontal, role) & Qt.AlignmentFlag.AlignRight
    assert model.headerData(0, Qt.Orientation.Horizontal, role) & Qt.AlignmentFlag.AlignLeft
    assert table.showGrid() is False


def test_title_asks_for_order_and_turns_it_round(show: Callable[..., QWidget]) -> None:
    table, asked = DataTable(COLUMNS), list[tuple[int, bool]]()
    table.sort_asked.connect(lambda section, down: asked.append((section, down)))
    show(table, 500, 300)
    for section in (0, 2, 2, 2):
        table.horizontalHeader().sectionClicked.emit(section)
    assert asked == [(2, False), (2, True), (2, False)]


def test_a_fitted_table_shows_its_rows_also_where_it_scrolls_sideways(
    show: Callable[..., QWidget],
) -> None:
    table = DataTable(COLUMNS)
    page = QWidget()
    page.setLayout(column(table, None))
    table.set_rows(lines(4), key=by_number)
    table.fit_height(5)
    show(page, 800, 400)
    settle()
    wide = table.height()
    assert table.verticalScrollBar().maximum() == 0
    page.resize(240, 400)
    settle()
    assert table.horizontalScrollBar().maximum() > 0
    assert table.verticalScrollBar().maximum() == 0
    assert table.height() > wide
    page.resize(800, 400)
    settle()
    assert table.height() == wide
