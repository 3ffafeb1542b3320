"""The screen 来访与慰问: two registers by days; entered, corrected, removed and printed from here."""

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.changes import Op
from app.errors import UserError
from ui.context import Context, Screen, bound
from ui.screens.new_case.view import open_new_case
from ui.screens.papers.span_dialog import open_span
from ui.screens.registers import presenter
from ui.screens.registers.dialog import open_line, open_new_line
from ui.screens.registers.presenter import COMFORTS, REGISTERS, VISITORS, Register
from ui.style import SIZE, px
from ui.widgets import (
    Banner,
    Button,
    Card,
    CellKind,
    Column,
    DataTable,
    EmptyState,
    FormGrid,
    Heading,
    Line,
    PageTabs,
    PrimaryButton,
    TextInput,
    column,
    row,
)

_PAUSE_MS = 400


class RegistersScreen(Screen):
    """Enter opens a line of the list to correct it."""

    key = "registers"
    title = "来访与慰问"

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._may = ctx.may(Op.RECORD_VISITOR)
        self.heading = Heading(self.title)
        self.tabs = PageTabs([(one.key, one.word) for one in REGISTERS])
        self._proposed = presenter.this_year(ctx.today())
        self.first, self.last = (TextInput(text) for text in self._proposed)
        self.days = FormGrid(columns=3)
        self.days.add("first", "开始日期", self.first)
        self.days.add("last", "结束日期", self.last)
        self.tables = {VISITORS.key: _visitor_table(), COMFORTS.key: _comfort_table()}
        self._stack = QStackedWidget()
        for register in REGISTERS:
            table = self.tables[register.key]
            table.set_empty(EmptyState(*register.empty, icon="users"))
            table.opened.connect(lambda _line: self.correct())
            table.chosen.connect(lambda _line: self._judge())
            self._stack.addWidget(table)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.refresh)
        for line in (self.first, self.last):
            line.textChanged.connect(lambda _text: self._pause.start())
        self._make_buttons()
        self._lay_out()
        self.tabs.chosen.connect(self._choose)
        self.setFocusProxy(self.tables[VISITORS.key])
        self._judge()

    @property
    def register(self) -> Register:
        """The register that is shown."""
        return next(one for one in REGISTERS if one.key == self.tabs.current())

    @property
    def table(self) -> DataTable:
        """Its list."""
        return self.tables[self.register.key]

    def _make_buttons(self) -> None:
        self.new_button = PrimaryButton(
            VISITORS.action, self.enter, icon="plus", shortcut="Ctrl+Shift+N"
        )
        self.correct_button = Button("更正…", self.correct, icon="edit", shortcut="F2")
        self.remove_button = Button(
            "删除", self.remove, icon="trash", tip="删去误登的一行，可以撤销"
        )
        self.file_button = Button(
            "新建档案…", self.begin_file, tip="用来访人的姓名和电话建立一份档案"
        )
        self.print_button = Button(
            "打印登记表…", self.print, icon="printer", shortcut="Ctrl+P", tip="按起止日期打印"
        )

    def _lay_out(self) -> None:
        if self.ctx.may(Op.PRINT_FORM):
            self.heading.add_action(self.print_button)
        if self._may:
            self.heading.add_action(self.new_button)
        card = Card(flush=True)
        card.add(self.tabs)
        card.add(Line())
        card.add(self._stack, 1)
        if self._may:
            of_line = (self.file_button, self.remove_button, self.correct_button)
            card.add(Line())
            card.add(row(None, *of_line, gap=SIZE.gap, margin=SIZE.gap))
        page = column(Banner(self), self.heading, self.days, card, gap=SIZE.gap_wide)
        edge = px(SIZE.gap_page)
        page.setContentsMargins(edge, px(SIZE.gap_wide), edge, edge)
        page.setStretch(3, 1)
        self.setLayout(page)

    # ------------------------------------------------------------ reading

    def refresh(self) -> None:
        """Read the register of the days that are typed; a day that is none is said at its field."""
        today = self.ctx.today()
        self._go_on_to(today)
        self._pause.stop()
        self.days.clear_errors()
        try:
            first = presenter.read_day(self.first.text(), "first", today)
            last = presenter.read_day(self.last.text(), "last", today)
            if last < first:
                raise UserError("结束日期早于开始日期，请改正。", field="last")
        except UserError as error:
            self.days.set_error(error.field or "first", error.message)
            return
        register = self.register
        work = bound(register.lines, self.ctx.office, first=first, last=last)
        self.ctx.read(self, work, partial(self.show_lines, register), key=self.key)

    def _go_on_to(self, today: date) -> None:
        """Past midnight the span ends on the new day, unless another one was typed."""
        before, self._proposed = self._proposed, presenter.this_year(today)
        if (self.first.text(), self.last.text()) == before:
            self.first.setText(self._proposed[0])
            self.last.setText(self._proposed[1])

    def show_lines(self, register: Register, lines: tuple[Any, ...]) -> None:
        """Put what was read on the page."""
        self.heading.set_note(presenter.note(register, lines))
        self.tables[register.key].set_rows(lines, key=lambda line: line.id)
        self._judge()

    def _choose(self, key: str) -> None:
        self._stack.setCurrentWidget(self.tables[key])
        self.new_button.set_text(self.register.action)
        self.refresh()
        self._judge()

    def _judge(self) -> None:
        line = self.table.current_row()
        for button in (self.correct_button, self.remove_button):
            button.setEnabled(line is not None)
        is_visitor = self.register is VISITORS
        self.file_button.setVisible(self._may and is_visitor and self.ctx.may(Op.OPEN_DRAFT))
        self.file_button.setEnabled(is_visitor and line is not None and line.case_id is None)

    def show_register(self, register: Register) -> None:
        """Turn to a register, as a press on its tab does."""
        self.tabs.select(register.key)
        self._choose(register.key)

    # ------------------------------------------------------------ acting

    def enter(self) -> None:
        """A new line."""
        open_new_line(self.ctx, self.window(), self.register)

    def correct(self) -> None:
        """Open the chosen line."""
        line, register = self.table.current_row(), self.register
        if line is not None and self._may:
            open_it = partial(open_line, self.ctx, self.window(), register, line.id)
            work = bound(presenter.values_of, self.ctx.office, register, line.id)
            self.ctx.read(self, work, open_it)

    def remove(self) -> None:
        """Take the chosen line away; Ctrl+Z brings it back."""
        line = self.table.current_row()
        if line is not None:
            self.ctx.run(self, bound(presenter.remove, self.ctx.office, self.register, line.id))

    def begin_file(self) -> None:
        """A new file with the name and phone of the chosen visitor."""
        line = self.table.current_row()
        if line is not None:
            work = bound(presenter.values_of, self.ctx.office, VISITORS, line.id)
            self.ctx.read(self, work, self._open_file)

    def _open_file(self, values: dict[str, Any]) -> None:
        dialog = open_new_case(self.ctx, self)
        for key in ("name", "phone"):
            if values[key]:
                dialog.form.put(key, values[key])

    def print(self) -> None:
        """The register that is shown, on paper."""
        open_span(
            self.ctx,
            self,
            form=self.register.form,
            first=self.first.text(),
            last=self.last.text(),
        )


def _visitor_table() -> DataTable:
    return DataTable(
        (
            Column("日期", lambda line: line.came_on.isoformat(), width=104),
            Column("来访人", lambda line: line.name, width=104, strong=True),
            Column("形式", lambda line: line.way, width=60, muted=True, aside=1),
            Column("反映内容及要求", lambda line: line.matter, width=200, stretch=True),
            Column("接待处理意见", presenter.answer_words, width=200, stretch=True),
            Column("接待人", lambda line: line.received_by, width=84, muted=True, aside=2),
            Column("电话", lambda line: line.phone, width=116, muted=True, aside=3),
            Column("档案号", lambda line: line.case_number, width=132, muted=True, aside=4),
        ),
        name="来访登记",
    )


def _comfort_table() -> DataTable:
    return DataTable(
        (
            Column("日期", lambda line: line.helped_on.isoformat(), width=104),
            Column("姓名", lambda line: line.name, width=104, strong=True),
            Column("身份证号", lambda line: line.id_number, width=160, muted=True, aside=2),
            Column("工作单位", lambda line: line.employer, width=150, stretch=True),
            Column("项目", lambda line: line.item, width=90),
            Column(
                "金额（元）",
                lambda line: presenter.money(line.amount_fen),
                CellKind.NUMBER,
                width=104,
            ),
            Column("慰问品", presenter.goods_words, width=130, stretch=True, aside=1),
            Column(
                "本年累计（元）",
                lambda line: presenter.money(line.year_fen),
                CellKind.NUMBER,
                width=116,
            ),
        ),
        name="慰问登记",
    )
