"""操作记录: everything that was done in the office, as far as the account may read it; the chain can be proved."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QWidget

from app.changes import Changes, Op
from app.errors import UserError
from app.office.checking import CheckLine, check_journal
from app.office.history import OperationFilter, OperationLine
from ui.context import Context, Screen, bound
from ui.fields.pick_box import PickBox
from ui.screens.case.history_page import OperationItem
from ui.screens.operations import presenter
from ui.screens.operations.export_dialog import ask_operations_export
from ui.screens.operations.presenter import Choices, Found, Typed
from ui.style import SIZE, Tone, px
from ui.widgets import (
    Banner,
    Button,
    Card,
    CellKind,
    ChipText,
    Column,
    DataTable,
    Dialog,
    EmptyState,
    Heading,
    Label,
    Line,
    Scroll,
    TextInput,
    column,
    row,
)
from ui.widgets.flow import FlowLayout, flow

__all__ = ["OperationsScreen"]

_PAUSE_MS = 250
_DAY_WIDTH, _CHOICE_WIDTH, _NUMBER_WIDTH = 116, 150, 150


class OperationsScreen(Screen):
    """The newest first, a page at a time. Enter opens an operation with its values before and after."""

    key = "operations"
    title = "操作记录"

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._lines: tuple[OperationLine, ...] = ()
        self._wanted = OperationFilter()
        self.heading = Heading(self.title)
        self.banner = Banner()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.refresh)
        self._make_filter()
        self.table = _table()
        self.table.opened.connect(self.open_line)
        self.more_button = Button("再往前", self.read_more, tip="列出更早的操作")
        self.more_button.setVisible(False)
        self.heading.add_action(
            Button(
                "核对操作记录",
                self.check,
                icon="shield",
                shortcut="Ctrl+Shift+J",
                tip="重新计算整条记录，看有没有被改动、删除或插入过",
            )
        )
        if ctx.may(Op.EXPORT_LIST):
            self.heading.add_action(
                Button(
                    "导出…", self.export, icon="export", shortcut="Ctrl+E", tip="导出为 Excel 表格"
                )
            )
        self._lay_out()
        self.setFocusProxy(self.table)
        ctx.read(self, presenter.bound_choices(ctx.office), self._offer, key="choices")

    # ------------------------------------------------------------ layout

    def _make_filter(self) -> None:
        self.from_day, self.to_day = TextInput("", "开始日期"), TextInput("", "结束日期")
        self.person, self.op = PickBox(), PickBox()
        self.number = TextInput("", "档案号")
        self.refused, self.looking = QCheckBox("只看被拒绝的"), QCheckBox("包括打开和查看")
        for line, width in (
            (self.from_day, _DAY_WIDTH),
            (self.to_day, _DAY_WIDTH),
            (self.number, _NUMBER_WIDTH),
        ):
            line.setFixedWidth(px(width))
            line.setAccessibleName(line.placeholderText())
            line.textChanged.connect(lambda _text: self._pause.start())
        for box, name in ((self.person, "办理人"), (self.op, "操作")):
            box.setFixedWidth(px(_CHOICE_WIDTH))
            box.setAccessibleName(name)
            box.addItem(f"全部{name}", None)
            box.currentIndexChanged.connect(lambda _at: self.refresh())
        for tick in (self.refused, self.looking):
            tick.toggled.connect(lambda _on: self.refresh())

    def _lay_out(self) -> None:
        filters = flow(
            FlowLayout(gap=px(SIZE.gap), line_gap=px(SIZE.gap_small)),
            self.from_day,
            self.to_day,
            self.person,
            self.op,
            self.number,
            self.refused,
            self.looking,
        )
        card = Card(flush=True)
        card.add(row(filters, margin=SIZE.gap_small))
        card.add(Line())
        card.add(self.table, 1)
        card.add(row(None, self.more_button, None, margin=SIZE.gap_small))
        page = column(self.heading, self.banner, card, gap=SIZE.gap_wide)
        edge = px(SIZE.gap_page)
        page.setContentsMargins(edge, px(SIZE.gap_wide), edge, edge)
        page.setStretch(2, 1)
        self.setLayout(page)

    def _offer(self, choices: Choices) -> None:
        people, ops = choices
        for box, entries in (
            (self.person, people),
            (self.op, tuple((op, op.label) for op in ops)),
        ):
            box.blockSignals(True)
            for value, word in entries:
                box.addItem(word, value)
            box.blockSignals(False)

    # ------------------------------------------------------------ reading

    def refresh(self) -> None:
        """Read the newest operations that the filter lets through."""
        self.banner.clear()
        try:
            self._wanted = presenter.read_filter(self.typed(), self.ctx.office.today)
        except UserError as error:
            self.banner.show_message(error.message, Tone.RED)
            return
        work = presenter.bound_read(self.ctx.office, self._wanted)
        self.ctx.read(self, work, self._show, key=self.key)

    def typed(self) -> Typed:
        """The filter as it stands."""
        return Typed(
            self.from_day.text(),
            self.to_day.text(),
            self.person.currentData(),
            self.op.currentData(),
            self.number.text(),
            self.refused.isChecked(),
            self.looking.isChecked(),
        )

    def concerns(self, changes: Changes) -> bool:
        """Whatever is done is told here."""
        return True

    def read_more(self) -> None:
        """Read the page before the oldest line."""
        if self._lines:
            before = self._lines[-1].id
            work = presenter.bound_read(self.ctx.office, self._wanted, before)
            self.ctx.read(self, work, self._add, key=self.key)

    def _show(self, found: Found) -> None:
        self._lines, has_more = found
        self._fill(has_more)

    def _add(self, found: Found) -> None:
        more, has_more = found
        self._lines = (*self._lines, *more)
        self._fill(has_more)

    def _fill(self, has_more: bool) -> None:
        self.heading.set_note(presenter.note(self._lines, has_more))
        self.table.set_rows(self._lines, key=lambda line: line.id)
        self.more_button.setVisible(has_more)

    # ------------------------------------------------------------ looking closer

    def open_line(self, line: OperationLine) -> Dialog:
        """Show one operation with what it changed."""
        dialog = Dialog(self.window(), "操作记录", give_up="关闭", width=SIZE.dialog_wide)
        item = OperationItem(self.ctx, line, lambda _id, _is_unfolded: None)
        if line.case_number:
            dialog.add(Label(f"档案号 {line.case_number}"))
        dialog.add(Scroll(item, on_card=True))
        if line.case_id is not None and line.case_number:
            case_id = line.case_id

            def open_case() -> None:
                dialog.accept()
                self.ctx.go("case", case_id=case_id, page="history")

            dialog.add_extra(Button("打开这份档案", open_case))
        dialog.open()
        item.unfold()
        return dialog

    def export(self) -> None:
        """Take what the filter lets through along as a workbook."""
        ask_operations_export(
            self.ctx,
            self,
            self._wanted,
            lambda sentence: self.banner.show_message(sentence, Tone.GREEN),
        )

    def check(self) -> None:
        """Prove the whole chain and say the result over the list."""
        self.banner.show_message("正在核对，记录多时需要一会儿…", Tone.BLUE)
        work = bound(check_journal, self.ctx.office)

        def told(line: CheckLine) -> None:
            tone = Tone.GREEN if line.ok else Tone.RED
            self.banner.show_message(presenter.verdict(line), tone)

        self.ctx.read(self, work, told, key="check")


def _table() -> DataTable:
    def state(line: OperationLine) -> ChipText:
        text, tone = presenter.state(line)
        return ChipText(text, Tone(tone))

    table = DataTable(
        (
            Column("时间", presenter.when, width=160),
            Column("操作", presenter.label, width=128, strong=True),
            Column("办理人", lambda line: line.who, width=88),
            Column("档案号", lambda line: line.case_number, width=148),
            Column("结果", state, CellKind.CHIP, width=84),
            Column("说明", presenter.words, width=160, stretch=True, muted=True, aside=1),
        ),
        name="操作记录",
    )
    table.set_empty(EmptyState("没有符合条件的操作", "放宽日期或清空条件再看。", icon="history"))
    return table
