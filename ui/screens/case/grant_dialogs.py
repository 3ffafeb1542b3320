"""The dialogs of the page 救助: ask for a grant with the limit in sight, and read one line by line."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.aid.grant_pages import GrantsPage, GrantView
from app.aid.grants import propose_grant
from app.aid.limits import STUDY, Limit
from app.aid.payees import Payee
from app.errors import UserError
from app.fields.catalogue import GRANT, by_key
from app.fields.codes import codes
from ui.context import Context, bound
from ui.fields import LineEditor
from ui.fields.pick_box import PickBox
from ui.screens.case import grants_presenter as presenter
from ui.style import SIZE, Role, Tone, px
from ui.widgets import (
    Action,
    Button,
    Card,
    Dialog,
    FormGrid,
    Label,
    TextArea,
    TextInput,
    clear_layout,
    column,
    row,
)
from ui.widgets.blocks import grid, pairs
from ui.widgets.form_sheet import FittedSheet, FormSheet, room_for

_TYPING_MS = 250
_EXPLANATION = 380
_HEIGHT, _FRAME = 420, 190
"""Height of the form, and what title and buttons take beside it, in pixels at 100 %."""
_FIELDS = by_key(GRANT)


class GrantDialog(Dialog):
    """One grant with every number of its limit."""

    def __init__(self, parent: QWidget, grant: GrantView) -> None:
        super().__init__(
            parent,
            presenter.item(grant),
            give_up="关闭",
            width=(width := room_for(parent, SIZE.dialog_wide + SIZE.thumbnail)),
        )
        body = column(pairs(*presenter.facts(grant)), gap=SIZE.gap)
        if grant.lines:
            body.addWidget(Label("限额是怎样算出来的", Role.SECTION))
            lines = presenter.explained_lines(grant.lines)
            body.addWidget(grid(("步骤", "说明"), lines, stretch=1))
        sheet = FittedSheet(body, parent, width)
        sheet.fit()
        self.add(sheet)


class ProposeDialog(Dialog):
    """Asks for a grant. The limit is computed anew at every change and stands beside the form."""

    def __init__(self, ctx: Context, parent: QWidget, page: GrantsPage, item: str = "") -> None:
        super().__init__(
            parent,
            "申请救助",
            action="提交申请",
            width=(width := room_for(parent, SIZE.dialog_wide + SIZE.side_column)),
        )
        self._ctx = ctx
        self._page = page
        self.limit: Limit | str = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TYPING_MS)
        self._timer.timeout.connect(self.ask_limit)
        self.form = FormGrid(columns=2)
        self._make_form()
        self.explanation = _Explanation(self.take_most)
        is_narrow = width < SIZE.dialog_wide + SIZE.rail
        self.explanation.setFixedWidth(px(SIZE.side_column if is_narrow else _EXPLANATION))
        left = FormSheet(column(self.form, None))
        height = min(px(_HEIGHT), parent.window().height() - px(_FRAME))
        left.setFixedHeight(height)
        self.explanation.setFixedHeight(height)
        sides = row(left, self.explanation, gap=SIZE.gap_wide)
        sides.setStretch(0, 1)
        self.add(sides)
        self.form.left_last.connect(self.main_button.setFocus)
        self.confirmed.connect(self._propose)
        if item:
            self.item.setCurrentText(item)
        self._item_changed()

    # ------------------------------------------------------------ form

    def _make_form(self) -> None:
        page = self._page
        self.item = PickBox()
        self.item.addItems(list(page.items))
        self.person = PickBox()
        self.amount = TextInput(hint="例如 3000")
        self.amount.set_suffix("元")
        self.self_paid = TextInput(presenter.money(page.self_paid_fen))
        self.self_paid.set_suffix("元")
        self.hardship_cost = TextInput(presenter.money(page.hardship_cost_fen))
        self.hardship_cost.set_suffix("元")
        self.stage = PickBox()
        self.stage.addItems(list(presenter.STAGES))
        self.reason = TextArea(lines=2)
        self.over = TextArea(lines=2, hint="写明为什么要超过上限，上级是否已经知道")
        payee = page.payee
        self.payee_name = TextInput(payee.name)
        self.payee_bank = TextInput(payee.bank)
        self.payee_branch = TextInput(payee.branch)
        self.payee_card = LineEditor(_FIELDS["payee_card"], self._ctx.today)
        self.payee_card.load(payee.card)
        self.payee_card.left.connect(self._note_card)
        self.relation = PickBox()
        self.relation.addItems(["", *codes("relation").labels])
        self.relation.setCurrentText(payee.relation)
        self.consent = TextInput(payee.consent, hint="例如“本人 2026-11-02 书面同意”")
        form = self.form
        form.add("item", "帮扶项目", self.item, required=True)
        form.add("person_id", "救助对象", self.person, required=True)
        form.add("self_paid", "医疗自付费用", self.self_paid, help="扣除报销后的自付部分")
        form.add("hardship_cost", "致困费用", self.hardship_cost, help="意外造成的支出")
        form.add("stage", "学段", self.stage)
        form.add("amount_fen", "申请金额", self.amount, required=True)
        form.add("over_limit_reason", "超过上限的理由", self.over, span=3)
        form.add("reason", "申请理由", self.reason, span=3)
        form.heading("收款账户")
        form.add("payee_name", "户名", self.payee_name, required=True)
        form.add("payee_card", "银行卡号", self.payee_card, span=2)
        form.add("payee_bank", "开户银行", self.payee_bank)
        form.add("payee_branch", "支行名称", self.payee_branch)
        form.add("proxy_relation", "与户主关系", self.relation)
        form.add("payee_consent", "同意代收的依据", self.consent)
        self.item.currentIndexChanged.connect(lambda _at: self._item_changed())
        self.person.currentIndexChanged.connect(lambda _at: self._person_changed())
        self.stage.currentIndexChanged.connect(lambda _at: self._timer.start())
        self.self_paid.textEdited.connect(lambda _text: self._timer.start())
        self.hardship_cost.textEdited.connect(lambda _text: self._timer.start())
        self.amount.textEdited.connect(lambda _text: self._show_limit())
        account: tuple[TextInput, ...] = (self.payee_card, self.payee_bank, self.payee_branch)
        self._account = tuple((editor, editor.text()) for editor in account)
        self.payee_name.textEdited.connect(lambda _text: self._renew_payee())
        self._show_payee()

    def _is_holder(self) -> bool:
        """Whether the payee is whose account is on file."""
        return self.payee_name.text().strip() == self._page.payee.name

    def _note_card(self) -> None:
        note = self.payee_card.doubt
        if not self._is_holder() and self._page.payee.card and not self.payee_card.text():
            note = f"原来是{self._page.payee.name}的账户，已经清空，请填写这位收款人的卡号。"
        self.form.set_note("payee_card", note, Tone.AMBER)

    def _renew_payee(self) -> None:
        """The account on file goes and comes with its holder; what is typed anew stays."""
        for editor, on_file in self._account:
            if self._is_holder() and not editor.text():
                editor.setText(on_file)
            elif not self._is_holder() and editor.text() == on_file:
                editor.clear()
        self._note_card()
        self._show_payee()

    def _item_changed(self) -> None:
        item = self.item.currentText()
        self.form.set_row_visible("self_paid", item == presenter.MEDICAL)
        self.form.set_row_visible("hardship_cost", item == presenter.ACCIDENT)
        self.form.set_row_visible("stage", item == STUDY)
        held = self.person.currentData()
        blocked = self.person.blockSignals(True)
        self.person.clear()
        for value, word in presenter.person_options(self._page, item):
            self.person.addItem(word, value)
        self.person.setCurrentIndex(max(0, self.person.findData(held)) if held else 0)
        self.person.blockSignals(blocked)
        self._person_changed()

    def _person_changed(self) -> None:
        person = self.person.currentData()
        self.stage.setCurrentText(presenter.stage_of(self._page, person))
        self._timer.start()

    def _show_payee(self) -> None:
        own = {one.name for one in self._page.people if one.relation == "本人"}
        is_other = self.payee_name.text().strip() not in {"", *own}
        self.form.set_row_visible("proxy_relation", is_other)
        self.form.set_row_visible("payee_consent", is_other)

    # ------------------------------------------------------------ limit

    def asked(self) -> presenter.Asked:
        """What stands in the form, as far as a limit depends on it."""
        item, today = self.item.currentText(), self._ctx.office.today
        medical = presenter.read_money(self.self_paid.text(), today) or 0
        accident = presenter.read_money(self.hardship_cost.text(), today) or 0
        return presenter.Asked(
            item,
            self.person.currentData(),
            medical if item == presenter.MEDICAL else 0,
            accident if item == presenter.ACCIDENT else 0,
            self.stage.currentText() if item == STUDY else "",
        )

    def ask_limit(self) -> None:
        """Compute the limit for what stands in the form."""
        self._timer.stop()
        work = bound(presenter.ask_limit, self._ctx.office, self._page.case_id, self.asked())
        self._ctx.read(self, work, self._limit_read, key=("limit", id(self)))

    def take_most(self) -> None:
        """Put the most that is allowed into the amount."""
        if isinstance(self.limit, Limit) and self.limit.most_fen:
            self.amount.setText(presenter.money(self.limit.most_fen))
            self._show_limit()

    def _limit_read(self, limit: Limit | str) -> None:
        self.limit = limit
        self._show_limit()

    def _show_limit(self) -> None:
        amount = presenter.read_money(self.amount.text(), self._ctx.office.today) or 0
        self.form.set_row_visible("over_limit_reason", presenter.is_over(self.limit, amount))
        self.explanation.show_limit(self.limit, amount)

    # ------------------------------------------------------------ proposing

    def _propose(self) -> None:
        self.form.clear_errors()
        today = self._ctx.office.today
        for key, editor in (
            ("self_paid", self.self_paid),
            ("hardship_cost", self.hardship_cost),
            ("amount_fen", self.amount),
        ):
            if not editor.isVisibleTo(self):
                continue  # another kind of help asks for it
            try:
                _FIELDS["amount_fen"].kind.parse(editor.text(), today)
            except UserError as error:
                self.form.set_error(key, error.message)
                self.form.focus(key)
                return
        asked = self.asked()
        is_own = not self.form.editor("proxy_relation").isVisibleTo(self)
        payee = Payee(
            name=self.payee_name.text(),
            bank=self.payee_bank.text(),
            branch=self.payee_branch.text(),
            card=self.payee_card.text(),
            relation="" if is_own else self.relation.currentText(),
            consent="" if is_own else self.consent.text(),
        )
        work = bound(
            propose_grant,
            self._ctx.office,
            case_id=self._page.case_id,
            item=asked.item,
            amount_fen=presenter.read_money(self.amount.text(), today) or 0,
            person_id=asked.person_id,
            costs=asked.costs,
            reason=self.reason.text(),
            over_limit_reason=self.over.text(),
            payee=payee,
        )
        self._ctx.run(self, work, on_done=lambda _done: self.accept(), form=self.form)


class _Explanation(Card):
    """The limit beside the form: the answer, what was given already, and how it was computed."""

    def __init__(self, take_most: Action) -> None:
        super().__init__("最多能申请多少")
        self._headline = Label("", Role.STRONG, wrap=True)
        self._earlier = Label("", Role.LABEL, wrap=True)
        self._earlier.set_tone(Tone.AMBER)
        self._button = Button("填入最高金额", take_most, shortcut="Alt+M")
        self._lines = column(gap=SIZE.gap_small)
        self.add(self._headline)
        self.add(self._earlier)
        self.add(row(self._button, None))
        sheet = FormSheet(self._lines)
        self.add(sheet, 1)

    def show_limit(self, limit: Limit | str, amount_fen: int) -> None:
        """Show another limit."""
        words, tone = presenter.headline(limit, amount_fen)
        self._headline.setText(words)
        self._headline.set_tone(Tone(tone))
        twice = presenter.earlier(limit)
        self._earlier.setText(twice)
        self._earlier.setVisible(bool(twice))
        self._button.setEnabled(isinstance(limit, Limit) and bool(limit.most_fen))
        clear_layout(self._lines)
        for step, text in presenter.explained(limit):
            self._lines.addWidget(Label(step, Role.SMALL))
            self._lines.addWidget(Label(text, Role.LABEL, wrap=True, selectable=True))
        self._lines.addStretch(1)
