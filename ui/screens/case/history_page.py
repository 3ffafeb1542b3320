"""The tab 历史: who did what and when, each with its differences field by field; 撤回上一步."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.changes import Op
from app.office.history import (
    CaseHistory,
    OperationLine,
    RowChange,
    case_history,
    changes_of,
)
from app.office.undo import take_back
from ui.context import Context, bound
from ui.screens.case import history_words as words
from ui.screens.case.page import CasePage
from ui.style import SIZE, Role, Tone, px
from ui.widgets import (
    Banner,
    Button,
    Chip,
    EmptyState,
    Label,
    Line,
    LinkButton,
    ReasonDialog,
    clear_layout,
    column,
    row,
)
from ui.widgets.blocks import Body, Sheet, record

__all__ = ["HistoryPage"]


class HistoryPage(CasePage):
    """The newest operation first. What an operation changed is read when it is unfolded."""

    key = "history"
    title = "历史"

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.data: CaseHistory | None = None
        self._shown_case: int | None = None
        self._unfolded: set[int] = set()
        self.items: dict[int, OperationItem] = {}
        self._wanted = ""
        self.sheet = Sheet()
        self.take_back_button: Button | None = None
        self.setLayout(column(Banner(self), self.sheet, gap=0))

    def refresh(self) -> None:
        """Read the newest operations of this case."""
        self.read_case(case_history, self._show)

    def start(self, action: str) -> None:
        """Begin taking back, once the page has been read."""
        self._wanted = action
        if self.data is not None and self._shown_case == self.case_id:
            self._open_wanted()

    def show_data(self, data: CaseHistory) -> None:
        """Put what was read on the page; what was unfolded stays so."""
        self.data = data
        self.items = {}
        self.sheet.show_blocks(self._step(data), self._operations(data))
        for operation_id in sorted(self._unfolded & set(self.items)):
            self.items[operation_id].unfold()
        self._open_wanted()

    def _show(self, data: CaseHistory) -> None:
        if self.case_id != self._shown_case:
            self._unfolded.clear()
            self._shown_case = self.case_id
        self.show_data(data)

    def _open_wanted(self) -> None:
        wanted, self._wanted = self._wanted, ""
        if wanted == Op.TAKE_BACK.name:
            self.ask_take_back()

    # ------------------------------------------------------------ what is shown

    def _step(self, data: CaseHistory) -> QWidget:
        step = data.take_back
        button = Button(
            "撤回上一步…", self.ask_take_back, shortcut="Ctrl+Alt+Z", tip="撤回上一步，写明原因"
        )
        button.setEnabled(step is not None and not step.problem)
        self.take_back_button = button
        card = Body("撤回上一步", button)
        card.add(Label(words.take_back_sentence(step), wrap=True))
        return card

    def _operations(self, data: CaseHistory) -> QWidget:
        card = Body(words.heading(data))
        if sentence := words.partial_sentence(data):
            card.add(Label(sentence, Role.MUTED, wrap=True))
        if not data.lines:
            card.add(EmptyState(*words.nothing(data)))
        for at, line in enumerate(data.lines):
            if at:
                card.add(Line())
            item = OperationItem(self.ctx, line, self._on_unfolded, self.case_id)
            self.items[line.id] = item
            card.add(item)
        if data.has_more:
            card.add(LinkButton("再往前", self._read_more, tip="列出更早的操作"))
        return card

    def _on_unfolded(self, operation_id: int, is_unfolded: bool) -> None:
        if is_unfolded:
            self._unfolded.add(operation_id)
        else:
            self._unfolded.discard(operation_id)

    def _read_more(self) -> None:
        if self.data is None or self._shown_case != self.case_id:
            return
        before = self.data.lines

        def joined(more: CaseHistory) -> None:
            first = CaseHistory(
                (*before, *more.lines), more.take_back, more.is_partial, more.has_more
            )
            self._show(first)

        self.read_case(partial(case_history, before_id=before[-1].id), joined)

    # ------------------------------------------------------------ taking back

    def ask_take_back(self) -> ReasonDialog | None:
        """Ask for the reason and take the last step back."""
        step = self.data.take_back if self.data is not None else None
        if step is None or step.problem:
            return None
        dialog = ReasonDialog(
            self.window(),
            f"撤回“{step.label}”",
            words.take_back_sentence(step),
            "撤回这一步",
            danger=True,
            hint="请写明撤回的原因",
        )

        def give(reason: str) -> None:
            work = bound(take_back, self.ctx.office, case_id=self.case_id, reason=reason)
            self.ctx.run(dialog, work, on_done=lambda _changes: dialog.accept())

        dialog.given.connect(give)
        dialog.open()
        return dialog


class OperationItem(QWidget):
    """One operation; a link unfolds what it changed, in a case's history what it changed of this case."""

    def __init__(
        self,
        ctx: Context,
        line: OperationLine,
        on_unfolded: Callable[[int, bool], None],
        case_id: int | None = None,
    ) -> None:
        super().__init__()
        self._ctx, self._line, self._case_id, self._tell = ctx, line, case_id, on_unfolded
        self.changes: tuple[RowChange, ...] | None = None
        self._details = column(gap=SIZE.gap_small)
        self._details.setContentsMargins(px(SIZE.gap_wide), 0, 0, 0)
        what, *by = words.line_title(line)
        chips = [Chip(one.text, Tone(one.tone)) for one in words.line_chips(line)]
        self.button = LinkButton("展开", self.toggle, tip="这一步改了什么")
        self.button.setAccessibleName(f"展开：{'　'.join((what, *by))}")
        self.button.setVisible(line.shows_values and line.has_values)
        head = row(record(what, [*(Label(one, Role.STRONG) for one in by), *chips]), self.button)
        head.setStretch(0, 1)
        parts = column(head, gap=0)
        if line.reason:
            parts.addWidget(Label(f"原因：{line.reason}", Role.MUTED, wrap=True))
        if line.summary:
            parts.addWidget(Label(line.summary, Role.SMALL, wrap=True))
        parts.addLayout(self._details)
        self.setLayout(parts)

    @property
    def is_unfolded(self) -> bool:
        """Whether the differences stand under the line."""
        return self._details.count() > 0

    def toggle(self) -> None:
        """Unfold or fold."""
        if self.is_unfolded:
            self.fold()
        else:
            self.unfold()

    def unfold(self) -> None:
        """Read what the operation changed and show it."""
        if not (self._line.shows_values and self._line.has_values):
            return
        work = bound(changes_of, self._ctx.office, self._line.id, case_id=self._case_id)
        self._ctx.read(self, work, self.show_changes, key=("changes", self._line.id))

    def fold(self) -> None:
        """Put the differences away."""
        clear_layout(self._details)
        self.button.set_text("展开")
        self._tell(self._line.id, False)

    def show_changes(self, changes: Sequence[RowChange]) -> None:
        """Put the differences under the line."""
        self.changes = tuple(changes)
        clear_layout(self._details)
        for change in self.changes:
            self._details.addWidget(Label(words.change_title(change), Role.STRONG, wrap=True))
            if change.fields:
                self._details.addWidget(_table(change))
        if not self.changes:
            self._details.addWidget(Label("这一步没有改动内容。", Role.MUTED))
        self.button.set_text("收起")
        self._tell(self._line.id, True)


def _table(change: RowChange) -> QWidget:
    """Field, before and after; what is new or gone has one column. Long values wrap."""
    is_change = change.act == "修改"
    titles = ("字段", "修改前", "修改后") if is_change else ("字段", "内容")
    holder = QWidget()
    layout = QGridLayout(holder)
    layout.setContentsMargins(0, 0, 0, px(SIZE.gap_small))
    layout.setHorizontalSpacing(px(SIZE.gap))
    layout.setVerticalSpacing(px(SIZE.gap_tiny))
    for line, cells in enumerate((titles, *words.change_rows(change.fields, change.act))):
        for at, text in enumerate(cells):
            role = Role.LABEL if line == 0 or at == 0 else Role.BODY
            cell = Label(text, role, wrap=at > 0, selectable=True)
            if at == 0:
                cell.setMinimumWidth(px(SIZE.form_label))
            layout.addWidget(cell, line, at, Qt.AlignmentFlag.AlignTop)
    for at in range(1, len(titles)):
        layout.setColumnStretch(at, 1)
    return holder
