"""The page 收入支出: income, outlay and what the household owns, list by list."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.cases.commands import request_correction, save_money
from app.cases.drafts import KeptTyping, Place
from app.cases.queries import MoneyLine, MoneyView, money_view
from app.changes import Changes
from app.fields.catalogue import Field
from app.fields.kinds import Money
from ui.context import Context, bound
from ui.drafts import DraftKeeper
from ui.fields import FieldForm, FormValues
from ui.screens.case import money_presenter as presenter
from ui.screens.case.editing import EditingPage
from ui.screens.case.money_presenter import Part
from ui.screens.case.record_dialog import RecordDialog
from ui.style import SIZE, Role, Tone, px
from ui.widgets import (
    Banner,
    Button,
    Card,
    CellKind,
    Column,
    DataTable,
    Label,
    Line,
    LinkButton,
    PrimaryButton,
    ReasonDialog,
    Scroll,
    column,
    row,
)

_MOST_ROWS = 12


class ListCard(Card):
    """One list: title with its sum, lines, and what is done with them."""

    def __init__(
        self,
        part: Part,
        add: Callable[[], object],
        edit: Callable[[MoneyLine], object],
        remove: Callable[[], object],
    ) -> None:
        self.add_button = LinkButton(part.add, add, icon="plus")
        self.remove_button = LinkButton("删除选中的一行", remove, icon="trash")
        buttons = QWidget()
        buttons.setLayout(row(self.remove_button, self.add_button))
        super().__init__(part.title, action=buttons, flush=True)
        self.part = part
        self.table = DataTable(_columns(part), compact=True, name=part.title)
        self.table.opened.connect(edit)
        self.table.chosen.connect(lambda _line: self.show_choice())
        self.empty = Label(part.what, Role.MUTED, wrap=True)
        self.empty.setContentsMargins(
            px(SIZE.gap_wide), px(SIZE.gap_small), px(SIZE.gap_wide), px(SIZE.gap_small)
        )
        self.add(self.table)
        self.add(self.empty)
        self._may = False
        for waiting in (self.table, self.add_button, self.remove_button):
            waiting.hide()

    def show_lines(self, view: MoneyView, *, may: bool) -> None:
        """Put the lines in."""
        lines = view.lists[self.part.key]
        self._may = may
        self.set_title(presenter.title(self.part, view))
        self.table.set_rows(lines, key=lambda one: one.id)
        self.table.fit_height(_MOST_ROWS)
        self.table.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self.add_button.setVisible(may)
        self.show_choice()

    def show_choice(self) -> None:
        """Deleting needs a line that is chosen."""
        self.remove_button.setVisible(self._may and self.current() is not None)

    def current(self) -> MoneyLine | None:
        """The line that is chosen."""
        line = self.table.current_row()
        return line if isinstance(line, MoneyLine) else None


class MoneyPage(EditingPage):
    """Every change of a list is saved at once and can be undone; savings and dibao are a small form."""

    key = "money"
    title = "收入支出"

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.view: MoneyView | None = None
        self.cards: dict[str, ListCard] = {}
        for part in presenter.PARTS:
            self.cards[part.key] = ListCard(
                part,
                partial(self._add, part),
                partial(self._edit, part),
                partial(self._remove, part),
            )
        self.form = FieldForm(ctx.today)
        for field in presenter.ASSETS:
            self.form.add_field(field)
        self.form.dirty_changed.connect(lambda _dirty: self._show_state())
        self.keeper = DraftKeeper(ctx, self.form)
        assets = Card("存款、投资与低保")
        assets.add(self.form)
        self.why_not = Banner()
        cards = list(self.cards.values())
        inner = column(self.why_not, *cards[:3], assets, *cards[3:], None, gap=SIZE.gap)
        edge = px(SIZE.gap)
        inner.setContentsMargins(edge, edge, edge, edge)
        self.balance = Label("", Role.SMALL, wrap=True)
        self.undo_button = Button("撤销", self.take_back_typing, tip="先撤未保存的（Ctrl+Z）")
        self.save_button = PrimaryButton("保存", self.save, shortcut="Ctrl+S")
        foot = row(self.balance, self.undo_button, self.save_button, gap=SIZE.gap)
        foot.setStretch(0, 1)
        foot.setContentsMargins(
            px(SIZE.gap_wide), px(SIZE.gap_small), px(SIZE.gap_wide), px(SIZE.gap_small)
        )
        whole = column(Banner(self), Scroll(inner), Line(), foot, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._show_state()

    def refresh(self) -> None:
        """Read the lists anew."""
        self.read_case(money_view, self._show_view)

    def forget(self) -> None:
        """Let go of the case before; the form waits for the next one."""
        self.view = None
        self.form.set_locked(True)

    def _show_view(self, view: MoneyView) -> None:
        is_same = self.view is not None
        self.view = view
        self.keeper.at(Place(self.key, self.case_id))
        record = view.household
        self.form.load(
            FormValues(record.values, record.masked, record.warnings), keep_changed=is_same
        )
        for card in self.cards.values():
            card.show_lines(view, may=self._may)
        self.balance.setText(presenter.balance(view))
        if view.editing.may_correct:
            self.why_not.show_message("已经建档：改动作为更正提交，由审核人同意后生效。", Tone.BLUE)
        elif view.editing.why_not:
            self.why_not.show_message(view.editing.why_not, Tone.BLUE)
        else:
            self.why_not.clear()
        self._show_state()
        self.take_up()

    def put_back(self, kept: KeptTyping) -> DraftKeeper | None:
        """Typing of an earlier login: the form of the page, or the dialog of one line."""
        key = kept.place.page.partition(".")[2]
        if self.view is None or not self._may:
            return None
        if not key:
            self.form.put_typed(kept.texts)
            return self.keeper
        part = self.cards[key].part if key in self.cards else None
        if part is None:
            return None
        lines = self.view.lists[key]
        line = next((one for one in lines if one.id == kept.place.record_id), None)
        if line is None and kept.place.record_id is not None:
            return None
        dialog = self._open(part, line)
        return None if dialog is None else dialog.put_back(kept.texts)

    @property
    def _may(self) -> bool:
        editing = self.view.editing if self.view else None
        return bool(editing and (editing.may_edit or editing.may_correct))

    def _show_state(self) -> None:
        may = self._may
        self.form.set_locked(not may)
        self.save_button.setVisible(may)
        self.save_button.set_text("提交更正申请" if self._corrects else "保存")
        self.save_button.setEnabled(self.form.is_dirty)
        self.undo_button.setVisible(may)

    @property
    def _corrects(self) -> bool:
        return bool(self.view and not self.view.editing.may_edit)

    # ------------------------------------------------------------ savings and dibao

    @property
    def has_unsaved(self) -> bool:
        """Whether something was typed and not saved."""
        return self.form.is_dirty

    def discard(self) -> None:
        """Put back what stood before."""
        if self.view is not None:
            record = self.view.household
            self.form.load(FormValues(record.values, record.masked, record.warnings))

    def save(self) -> None:
        """Save savings, investments and dibao."""
        changes = self.form.changes()
        if not changes:
            self._goes_on = False
            return
        if self._corrects:
            self._ask_reason({"household": changes}, self.discard)
            return
        work = bound(save_money, self.ctx.office, case_id=self.case_id, household=changes)
        self.run_save(work, self.form, changes)

    # ------------------------------------------------------------ lines

    def _add(self, part: Part) -> None:
        self._open(part, None)

    def _edit(self, part: Part, line: MoneyLine) -> None:
        if not self.cards[part.key].add_button.isHidden():
            self._open(part, line)

    def _open(self, part: Part, line: MoneyLine | None) -> RecordDialog | None:
        view = self.view
        if view is None:
            return None
        dialog = RecordDialog(
            self.window(),
            self.ctx,
            part.add if line is None else f"修改{part.kind.label}",
            part.fields,
            action="提交更正" if self._corrects else "保存",
            people=view.people if part.kind.may_have_person else None,
            may_be_nobody=not part.kind.of_person,
            again=line is None and not self._corrects,
            place=Place(f"{self.key}.{part.key}", self.case_id, line.id if line else None),
            before=presenter.before(view.lists[part.key], line),
            rest=partial(self._rest, part, line) if part.key in presenter.WITH_REST else None,
        )
        dialog.load(line.values if line else {}, person_id=line.person_id if line else _first(view))

        def give(values: dict[str, Any]) -> None:
            if self.view is None:
                return
            lines = presenter.with_line(self.view.lists[part.key], line, values)
            self._send(part, lines, dialog)

        dialog.given.connect(give)
        dialog.open()
        return dialog

    def _rest(self, part: Part, line: MoneyLine | None, key: str, form: FieldForm) -> int | None:
        view = self.view
        if view is None:
            return None
        money = [one.key for one in part.fields if isinstance(one.kind, Money) and one.key != key]
        amounts = {one: form.current(one) or 0 for one in money}
        own = int(line.values["amount_fen"]) if line and part.key == "income" else 0
        return presenter.rest(part.key, key, amounts, view.income_fen - own, view.declared_fen)

    def _send(self, part: Part, lines: Sequence[Any], dialog: RecordDialog) -> None:
        if self._corrects:
            self._ask_reason({"money": {part.key: lines}}, dialog.accept)
            return
        work = bound(save_money, self.ctx.office, case_id=self.case_id, **{part.key: lines})

        def done(_changes: Changes) -> None:
            if dialog.goes_on:
                dialog.clear()
            else:
                dialog.accept()

        self.ctx.run(dialog, work, on_done=done, form=dialog.form)

    def _remove(self, part: Part) -> None:
        line = self.cards[part.key].current()
        if line is None or self.view is None:
            return
        lines = presenter.without_line(self.view.lists[part.key], line)
        if self._corrects:
            self._ask_reason({"money": {part.key: lines}}, lambda: None)
            return
        work = bound(save_money, self.ctx.office, case_id=self.case_id, **{part.key: lines})
        self.ctx.run(self, work)

    def _ask_reason(self, what: dict[str, Any], then: Callable[[], object]) -> None:
        question = ReasonDialog(
            self.window(),
            "申请更正",
            "更正由审核人同意后生效，并要求重新认定。",
            "提交申请",
            hint="请写明更正的原因",
        )

        def send(reason: str) -> None:
            work = bound(
                request_correction, self.ctx.office, case_id=self.case_id, reason=reason, **what
            )
            self.ctx.run(question, work, on_done=done)

        def done(_changes: Changes) -> None:
            question.accept()
            then()

        question.given.connect(send)
        question.open()


def _first(view: MoneyView) -> int | None:
    return view.people[0][0] if view.people else None


def _columns(part: Part) -> tuple[Column, ...]:
    found = []
    if part.kind.may_have_person:
        found.append(Column("成员", lambda one: one.person, width=90))
    by_key = {field.key: field for field in part.fields}
    for at, key in enumerate(part.shown):
        found.append(_column(by_key[key], is_first=at == 0))
    return tuple(found)


def _column(field: Field, *, is_first: bool) -> Column:
    return Column(
        presenter.column_title(field),
        partial(presenter.text, field),
        CellKind.NUMBER if presenter.is_number(field) else CellKind.TEXT,
        width=130,
        stretch=is_first,
        strong=is_first,
    )
