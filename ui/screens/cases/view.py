"""The list of all cases: filters, sorting, 36-pixel rows; made for tens of thousands of them."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QComboBox, QWidget

from app.cases.lists import (
    CaseFilter,
    CaseRow,
    Choices,
    Order,
    case_ids,
    case_rows,
    choices,
)
from app.cases.views import Columns, SavedFilter
from app.changes import Op
from ui.context import Context, Screen, bound
from ui.fields.pick_box import PickBox
from ui.list_export import offer_export
from ui.paging import PAGE, PagedTable
from ui.screens.cases import presenter
from ui.screens.cases.kept import KeptViews
from ui.screens.cases.nothing_yet import nothing_yet
from ui.screens.cases.presenter import STAGE_GROUPS
from ui.style import SIZE, Role, Tone, px
from ui.widgets import (
    Banner,
    Button,
    Card,
    CellKind,
    ChipText,
    Column,
    DataTable,
    EmptyState,
    Heading,
    Label,
    LinkButton,
    column,
    row,
)
from ui.widgets.flow import FlowLayout, flow

__all__ = ["CasesScreen"]

_Found = tuple[Sequence[int], tuple[CaseRow, ...]]


class CasesScreen(Screen):
    """All cases in scope. Enter opens one; filters and sorting stay while the window is open."""

    key = "cases"
    title = "困难职工档案"

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._filter = CaseFilter()
        self._shown: CaseFilter | None = None
        """What the rows that stand were read by; None until all of them are known."""
        self._units: dict[str, int] = {}
        self._heading = Heading(self.title)
        self._heading.add_action(self._make_reset())
        if ctx.may(Op.BACK_ENTRY):
            self._heading.add_action(
                Button(
                    "补录纸质档案…",
                    self.enter_paper_file,
                    icon="edit",
                    tip="录入已在纸上批准的档案",
                )
            )
        if ctx.may(Op.IMPORT):
            self._heading.add_action(Button("导入表格", bound(ctx.go, "import"), icon="import"))
        self.hand_over_button = Button(
            "移交…", self.hand_over, tip="按住 Ctrl 或 Shift 选多份，Ctrl+A 全选", shortcut="Ctrl+T"
        )
        self.hand_over_button.setEnabled(False)
        if ctx.may(Op.TRANSFER_CASES):
            self._heading.add_action(self.hand_over_button)
        else:
            self.hand_over_button.setParent(self)
            self.hand_over_button.hide()
        self.print_button = Button(
            "打印…", self.print_marked, tip="打印所选各户的文书，可以选多份", shortcut="Ctrl+P"
        )
        self.print_button.setEnabled(False)
        if ctx.may(Op.PRINT_FORM):
            self._heading.add_action(self.print_button)
        else:
            self.print_button.setParent(self)
            self.print_button.hide()
        self.banner = Banner(self)
        offer_export(self, self._heading, self.banner, self._listed)
        self.stage = self._combo("阶段", [group.label for group in STAGE_GROUPS])
        self.category = self._combo("类别", ["全部类别"])
        self.cause = self._combo("致困原因", ["全部原因"])
        self.unit = self._combo("单位", ["全部单位"])
        self.table = self._make_table()
        self._rows = PagedTable(
            ctx, self, self.table, read=partial(case_rows, ctx.office), blank=_blank
        )
        self.kept = KeptViews(ctx, self, self.table.titles())
        self.kept.filter_chosen.connect(self._use_filter)
        self.kept.columns_changed.connect(self._show_columns)
        self.kept.names_asked.connect(self._sort_names)
        self._hide_columns()
        card = Card(flush=True)
        card.add(self.table, 1)
        filters = flow(
            FlowLayout(gap=px(SIZE.gap), line_gap=px(SIZE.gap_small)),
            *(self._labelled(box) for box in (self.stage, self.category, self.cause, self.unit)),
            self.kept.filters,
            self.kept.columns,
        )
        page = column(self.banner, self._heading, filters, card, gap=SIZE.gap)
        page.setContentsMargins(
            px(SIZE.gap_page), px(SIZE.gap_wide), px(SIZE.gap_page), px(SIZE.gap_page)
        )
        page.setStretch(3, 1)
        self.setLayout(page)
        self.setFocusProxy(self.table)

    def refresh(self) -> None:
        """Read the list and the choices of the filters anew. Of another list the first page comes first."""
        self.kept.set_wanted(self._filter)
        self.kept.refresh()
        if self._shown == self._filter:
            self._read_all()
            return
        self._shown = None
        office, wanted = self.ctx.office, self._filter

        def first() -> _Found:
            ids = case_ids(office, wanted, most=PAGE)
            return ids, case_rows(office, ids)

        self.ctx.read(self, first, self._show_first, key=self.key)

    def _read_all(self) -> None:
        office, wanted = self.ctx.office, self._filter

        def everything() -> tuple[_Found, Choices]:
            ids = case_ids(office, wanted)
            return (ids, case_rows(office, ids[:PAGE])), choices(office)

        self.ctx.read(self, everything, self._show_all, key=self.key)

    def enter_paper_file(self) -> None:
        """补录: enter a file that was approved on paper."""
        from ui.screens.new_case.back_entry import open_back_entry

        open_back_entry(self.ctx, self)

    def hand_over(self) -> None:
        """移交: the marked files go to another clerk or unit."""
        from ui.screens.case.transfer_dialog import open_transfer

        if chosen := self._marked_ids():
            open_transfer(self.ctx, self, chosen)

    def print_marked(self) -> None:
        """Print what the marked files need now, or one form of each."""
        from ui.screens.papers.set_dialog import open_set

        if chosen := self._marked_ids():
            open_set(self.ctx, tuple(chosen), self)

    def _marked_ids(self) -> list[int]:
        return [self._rows.ids[at] for at in self.table.marked_places()]

    def _on_marked(self, count: int) -> None:
        self.hand_over_button.setEnabled(bool(count))
        self.hand_over_button.set_text(f"移交 {count} 份…" if count > 1 else "移交…")
        self.print_button.setEnabled(bool(count))
        self.print_button.set_text(f"打印 {count} 户…" if count > 1 else "打印…")

    def clear_filters(self) -> None:
        """Back to all cases."""
        for box in (self.stage, self.category, self.cause, self.unit):
            box.blockSignals(True)
            box.setCurrentIndex(0)
            box.blockSignals(False)
        self._filter_changed()

    def _listed(self) -> Sequence[int] | None:
        return None if self._shown is None else self._rows.ids

    def _show_first(self, found: _Found) -> None:
        self._heading.set_note("")
        if found[0]:
            self._show_rows(found)
        self._read_all()

    def _show_all(self, found: tuple[_Found, Choices]) -> None:
        rows, offered = found
        self._shown = self._filter
        self._offer(offered)
        self._heading.set_note(presenter.count_note(len(rows[0]), offered.total))
        self._set_empty(offered)
        self._show_rows(rows)

    def _show_rows(self, found: _Found) -> None:
        ids, rows = found
        marked = frozenset(self._marked_ids())
        self._rows.show(ids, rows)
        if len(marked) > 1:  # of a single one the table itself takes care
            self.table.mark([at for at, case_id in enumerate(ids) if case_id in marked])
        if ids and self.table.current_row() is None:
            self.table.choose(0)

    def _make_table(self) -> DataTable:
        def category(one: CaseRow) -> ChipText:
            word = one.category or ("待定" if one.number else "")
            tone = Tone(presenter.category_tone(one.category))
            return ChipText(f"{word} 待复核" if one.is_to_review else word, tone)

        def stage(one: CaseRow) -> ChipText:
            word = one.stage.label if one.stage else ""
            return ChipText(word, Tone(presenter.stage_tone(one.stage)))

        def since(one: CaseRow) -> str:
            return one.since.isoformat() if one.since else ""

        def filed(one: CaseRow) -> str:
            return one.filed_on.isoformat() if one.filed_on else ""

        self._orders = {
            0: Order.NUMBER,
            1: Order.NAME,
            3: Order.CATEGORY,
            4: Order.STAGE,
            5: Order.SINCE,
            6: Order.PEOPLE,
            7: Order.CAUSE,
            10: Order.FILED,
        }
        table = DataTable(
            (
                Column("档案号", lambda one: one.number, width=154, is_sortable=True),
                Column("申请人", lambda one: one.name, width=100, strong=True, is_sortable=True),
                Column("身份证号", lambda one: one.id_number, width=156),
                Column("困难类别", category, CellKind.CHIP, width=148, is_sortable=True),
                Column("阶段", stage, CellKind.CHIP, width=96, is_sortable=True),
                Column("进入阶段", since, width=98, muted=True, is_sortable=True),
                Column("人口", presenter.people_note, CellKind.NUMBER, width=56, is_sortable=True),
                Column("主要致困原因", lambda one: one.cause, width=130, is_sortable=True),
                Column("单位", lambda one: one.unit, width=108, stretch=True, muted=True),
                Column("经办人", lambda one: one.clerk, width=90),
                Column("建档日期", filed, width=104, muted=True, is_sortable=True),
            ),
            name="困难职工档案列表",
            many=True,
        )
        table.opened.connect(lambda one: self.ctx.go("case", case_id=one.case_id))
        table.marked.connect(self._on_marked)
        table.sort_asked.connect(self._sort)
        return table

    def _set_empty(self, offered: Choices) -> None:
        if offered.total:
            empty = EmptyState(
                "没有符合条件的档案",
                "请放宽上面的筛选条件，或按 Ctrl+K 直接查找姓名。",
                button="清除筛选",
                on_click=self.clear_filters,
                icon="search",
            )
        else:
            empty = nothing_yet(self.ctx)
        self.table.set_empty(empty)

    def _make_reset(self) -> QWidget:
        """Not beside the filters, where it would begin another line: the list stays where it is."""
        self._reset = LinkButton("清除筛选", self.clear_filters, tip="恢复为全部档案")
        self._reset.hide()
        return self._reset

    def _combo(self, name: str, labels: Sequence[str]) -> QComboBox:
        box = PickBox()
        box.addItems(list(labels))
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.setMaximumWidth(px(220))
        box.setMaxVisibleItems(20)
        box.currentIndexChanged.connect(self._filter_changed)
        return box

    def _labelled(self, box: QComboBox) -> QWidget:
        holder = QWidget()
        holder.setLayout(row(Label(box.accessibleName(), Role.LABEL), box))
        return holder

    def _offer(self, offered: Choices) -> None:
        _refill(self.category, ["全部类别", *offered.categories], self._filter.category)
        _refill(self.cause, ["全部原因", *offered.causes], self._filter.cause)
        chosen = next((name for key, name in offered.units if key == self._filter.unit_id), "")
        _refill(self.unit, ["全部单位", *(name for _, name in offered.units)], chosen)
        self._units = {name: key for key, name in offered.units}

    def _filter_changed(self) -> None:
        group = STAGE_GROUPS[self.stage.currentIndex()]
        self._filter = CaseFilter(
            stages=group.stages,
            category=self.category.currentText() if self.category.currentIndex() > 0 else "",
            cause=self.cause.currentText() if self.cause.currentIndex() > 0 else "",
            unit_id=self._units.get(self.unit.currentText())
            if self.unit.currentIndex() > 0
            else None,
            is_discarded=group.is_discarded,
            order=self._filter.order,
            is_descending=self._filter.is_descending,
        )
        boxes = (self.stage, self.category, self.cause, self.unit)
        self._reset.setVisible(any(box.currentIndex() > 0 for box in boxes))
        self.refresh()

    def _sort(self, section: int, is_descending: bool) -> None:
        order = self._orders[section]
        if order is Order.NAME and self.kept.by_strokes:
            order = Order.STROKES
        self._filter = presenter.with_order(self._filter, order, is_descending)
        self.refresh()

    def _sort_names(self, by_strokes: bool) -> None:
        section = next(at for at, order in self._orders.items() if order is Order.NAME)
        self.table.show_sort(section, False)
        order = Order.STROKES if by_strokes else Order.NAME
        self._filter = presenter.with_order(self._filter, order, False)
        self.refresh()

    def _use_filter(self, saved: SavedFilter) -> None:
        """Show what was kept: filters and order."""
        wanted = saved.wanted
        self._filter = wanted
        unit = next((name for name, key in self._units.items() if key == wanted.unit_id), "")
        for box, word in (
            (self.stage, presenter.group_label(wanted)),
            (self.category, wanted.category),
            (self.cause, wanted.cause),
            (self.unit, unit),
        ):
            box.blockSignals(True)
            box.setCurrentIndex(max(0, box.findText(word)) if word else 0)
            box.blockSignals(False)
        section = {order: at for at, order in self._orders.items()}
        self.table.show_sort(section.get(wanted.order, section[Order.NAME]), wanted.is_descending)
        self._filter_changed()

    def _show_columns(self, columns: Columns) -> None:
        self._hide_columns()
        if self._filter.order in (Order.NAME, Order.STROKES):
            order = Order.STROKES if columns.by_strokes else Order.NAME
            if order is not self._filter.order:
                self._filter = presenter.with_order(self._filter, order, self._filter.is_descending)
                self.refresh()

    def _hide_columns(self) -> None:
        shown = self.kept.shown()
        for at, title in enumerate(self.table.titles()):
            self.table.setColumnHidden(at, title not in shown)


def _blank(case_id: int) -> CaseRow:
    return CaseRow(case_id, "", "", "", "", False, None, None, "", 0, "", "", None)


def _refill(box: QComboBox, labels: list[str], chosen: str) -> None:
    """Offer other choices and keep what was chosen; a choice that is gone is offered until it is left."""
    if chosen and chosen not in labels:
        labels = [*labels, chosen]
    if labels == [box.itemText(at) for at in range(box.count())]:
        return
    box.blockSignals(True)
    box.clear()
    box.addItems(labels)
    box.setCurrentIndex(labels.index(chosen) if chosen else 0)
    box.blockSignals(False)
