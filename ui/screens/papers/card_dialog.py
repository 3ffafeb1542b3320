"""困难职工证 of the marked files: eight on a sheet, plain for the hand stamp or issued card by card."""

from dataclasses import dataclass, field, replace
from functools import partial
from math import ceil

from PySide6.QtWidgets import QCheckBox, QWidget

from app.changes import Op
from app.forms.card import NAME, PER_SHEET
from app.forms.cards import CardOrder, cards_name, issue_cards, preview_cards, print_cards
from app.office.papers import SealView, seals
from app.office.session import Office
from app.progress import Progress
from ui.context import Context, bound
from ui.fields.pick_box import PickBox
from ui.screens.papers.paper_out import Made
from ui.screens.papers.ready_dialog import Printable, ReadyDialog
from ui.widgets import FormGrid, TextInput

_JOB = "card"
_NOT_YOURS = "用印由用印人办理；您可以打印不用印的证。"


@dataclass
class _Run:
    """What is made when it is asked for; cards that were issued once are handed out again, not issued anew."""

    office: Office
    order: CardOrder
    is_issuing: bool = False
    issued: list[Made] = field(default_factory=list)

    def names(self) -> tuple[str, ...]:
        """The one file of all sheets."""
        if self.issued:
            return tuple(name for name, _ in self.issued[0].files)
        return (cards_name(self.office, self.order),)

    def make(self, progress: Progress) -> Made:
        """Print the cards, or issue them."""
        if self.issued:
            return replace(self.issued[0], changes=())
        work = issue_cards if self.is_issuing else print_cards
        cards = work(self.office, self.order, progress=progress)
        told = cards.left_out
        if cards.serials:
            words = f"已签发 {cards.cards} 张，编号 {cards.serials[0]} 至 {cards.serials[-1]}。每张的原件已加密留存。"
            told = (words, *told)
        made = Made(((cards.file_name, cards.pdf),), told, cards.changes)
        if self.is_issuing:
            self.issued.append(made)
        return made


def open_cards(ctx: Context, case_ids: tuple[int, ...], parent: QWidget) -> "CardDialog":
    """Open the dialog for these files over `parent`."""
    dialog = CardDialog(ctx, case_ids, parent)
    dialog.open()
    return dialog


class CardDialog(ReadyDialog):
    """The first sheet is shown as it will be printed; all are."""

    def __init__(self, ctx: Context, case_ids: tuple[int, ...], parent: QWidget | None) -> None:
        self._case_ids = case_ids
        self.stamp = QCheckBox("用印并登记，每张一个编号")
        self.seal = PickBox()
        self.reason = TextInput("", "例如：发放 2026 年困难职工证")
        self.approver = TextInput("", "批准用印的人，可不填")
        self.form = FormGrid(columns=2)
        may_stamp = ctx.may(Op.ISSUE_PAPER)
        self.form.add("stamp", "用印", self.stamp)
        if not may_stamp:
            self.form.set_note("stamp", _NOT_YOURS)
        self.form.add("seal_id", "印章", self.seal)
        self.form.add("reason", "用印事由", self.reason, required=True)
        self.form.add("approver", "批准人", self.approver)
        super().__init__(ctx, parent, f"{NAME} · {len(case_ids)} 户", self.form)
        self._run = _Run(ctx.office, self.order())
        self.stamp.setEnabled(may_stamp)
        self.stamp.toggled.connect(lambda _on: self._show_fields())
        self._show_fields()
        ctx.read(self, bound(seals, ctx.office), self._show_seals)
        shown = CardOrder(case_ids[:PER_SHEET])
        look = partial(_preview, ctx.office, shown)
        parts = ceil(len(case_ids) / PER_SHEET)
        self.offer(Printable(look, self._run.names, self._run.make, _JOB, parts=parts))

    def order(self) -> CardOrder:
        """What is chosen."""
        return CardOrder(
            self._case_ids, self.reason.text(), self.seal.currentData(), self.approver.text()
        )

    def print(self) -> None:
        """Issue or print, then to the printer."""
        if self._is_ready():
            super().print()

    def save(self) -> None:
        """Issue or print, then to a file."""
        if self._is_ready():
            super().save()

    def _show_seals(self, found: tuple[SealView, ...]) -> None:
        for seal in found:
            if seal.is_active:
                self.seal.addItem(seal.name, seal.id)
        self._show_fields()

    def _show_fields(self) -> None:
        is_stamped = self.stamp.isChecked()
        for key in ("reason", "approver"):
            self.form.set_row_visible(key, is_stamped)
        self.form.set_row_visible("seal_id", is_stamped and self.seal.count() > 1)
        self.main_button.set_text("签发并打印" if is_stamped else "打印")
        self.save_button.set_text("签发并保存为 PDF…" if is_stamped else "保存为 PDF…")

    def _is_ready(self) -> bool:
        """Take over what is chosen, unless the cards were issued already."""
        self.form.clear_errors()
        if self._run.issued:
            self.form.setEnabled(False)
            return True
        self._run.order, self._run.is_issuing = self.order(), self.stamp.isChecked()
        if self._run.is_issuing and not self.reason.text().strip():
            self.form.set_error("reason", "用印要写明用途，请填写后再签发。")
            return False
        return True

    def _say(self, words: str, made: Made) -> None:
        self.form.setEnabled(not self._run.issued)
        super()._say(words, made)


def _preview(office: Office, order: CardOrder) -> bytes:
    return preview_cards(office, order).pdf
