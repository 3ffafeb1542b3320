"""The corrections of a file, one under the other: what, from what, to what, and the decision."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.cases.queries import CorrectionView
from ui.style import SIZE, Role, Tone
from ui.widgets import Button, Card, Chip, DangerButton, Label, clear_layout, column, row

_TONES = {"待审核": Tone.AMBER, "已更正": Tone.GREEN, "未同意": Tone.RED}


class CorrectionList(QWidget):
    """Requests with their lines; buttons where this account may decide one that waits."""

    agreed = Signal(int)
    refused = Signal(int)

    def __init__(self, title: str) -> None:
        super().__init__()
        self._card = Card(title)
        self.setLayout(column(self._card, gap=0))
        self.setVisible(False)

    def show_corrections(self, corrections: Sequence[CorrectionView], may_decide: bool) -> None:
        """Put the requests in, the newest first."""
        clear_layout(self._card.body)
        for one in corrections:
            self._card.add(self._one(one, may_decide))
        self.setVisible(bool(corrections))

    def _one(self, one: CorrectionView, may_decide: bool) -> QWidget:
        head = row(
            Chip(one.state, _TONES.get(one.state, Tone.NEUTRAL)),
            Label(f"{one.asked_on} {one.asked_by} 申请", Role.STRONG),
            None,
        )
        if one.is_asked and may_decide:
            head.addWidget(DangerButton("不同意", partial(self.refused.emit, one.id)))
            head.addWidget(Button("同意更正", partial(self.agreed.emit, one.id)))
        parts = column(head, Label(f"原因：{one.reason}", Role.MUTED, wrap=True), gap=SIZE.gap_tiny)
        for line in one.lines:
            old, new = line.old or "（空）", line.new or "（删除）"
            parts.addWidget(Label(f"{line.label}：{old} → {new}", wrap=True, selectable=True))
        if one.decided_on is not None:
            words = f"{one.decided_on} {one.state}"
            answer = f"{words}：{one.answer}" if one.answer else words
            parts.addWidget(Label(answer, Role.SMALL, wrap=True))
        holder = QWidget()
        holder.setLayout(parts)
        return holder
