"""The right column of the case page: what to do now, what is missing, what the assessment said."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.cases.overview import Action, Overview
from ui.context import Context, bound
from ui.screens.case import presenter
from ui.screens.case.beside import SuspectsCard
from ui.style import SIZE, Role, Tone, px
from ui.widgets import (
    Card,
    Chip,
    ElidedLabel,
    Label,
    LinkButton,
    PageTabs,
    PrimaryButton,
    Scroll,
    clear_layout,
    column,
    row,
)

__all__ = ["SideColumn"]


class Frame(Protocol):
    """The case page around it: what its buttons and links ask for."""

    tabs: PageTabs

    def do(self, action: Action) -> None:
        """Run an operation."""

    def may_go(self, proceed: Callable[[], object]) -> bool:
        """Whether the tab may be left now; else `proceed` follows once it may."""

    def show_page(self, key: str) -> None:
        """Go to a tab."""


class SideColumn(Scroll):
    """The right column: what to do now, what is missing, what the assessment said."""

    def __init__(self, ctx: Context, screen: Frame) -> None:
        self._todo = Card("现在该做什么")
        self._papers = Card("材料", action=_link("去补材料", screen, "attachments"))
        self.suspects = SuspectsCard(ctx)
        self._verdict = Card("认定结果", action=_link("逐项说明", screen, "assessment"))
        holder = QWidget()
        holder.setLayout(
            column(self._todo, self.suspects, self._papers, self._verdict, None, gap=SIZE.gap)
        )
        super().__init__(holder)
        self.setFixedWidth(px(SIZE.side_column))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._screen = screen
        self.red: PrimaryButton | None = None

    def show_facts(self, facts: Overview) -> None:
        """Put an overview in."""
        self._fill_todo(facts)
        self._papers.set_title(presenter.papers_title(facts))
        clear_layout(self._papers.body)
        for line in presenter.paper_lines(facts):
            mark = Label("●" if line.is_there else "○")
            mark.set_tone(Tone.GREEN if line.is_there else Tone.RED)
            mark.setAccessibleName("已有" if line.is_there else "缺少")
            together = row(mark, Label(line.text, Role.LABEL, wrap=not line.reason))
            if line.reason:
                reason = ElidedLabel(line.reason, Role.SMALL)
                reason.setMinimumWidth(0)
                together.addWidget(reason, 1)
            else:
                together.setStretch(1, 1)
            self._papers.add(together)
        self._papers.setVisible(bool(facts.papers) or bool(facts.missing_facts))
        self._fill_verdict(facts)

    def _fill_todo(self, facts: Overview) -> None:
        body = self._todo.body
        has_keys = self.red is not None and self.window().focusWidget() is self.red
        clear_layout(body)
        self.red = None
        sentence = presenter.state_sentence(facts)
        for at, task in enumerate(presenter.todo(facts)):
            label = Label(task.sentence, Role.STRONG if at == 0 else Role.LABEL, wrap=True)
            if tone := presenter.due_tone(task):
                label.set_tone(Tone(tone))
            body.addWidget(label)
            if task.unpublished:
                body.addWidget(
                    Label("期限跨入节假日未公布的年份，按周一至周五计算。", Role.SMALL, wrap=True)
                )
        if sentence:
            body.addWidget(Label(sentence, Role.MUTED, wrap=True))
        action = facts.main_action
        if action is not None:
            self.red = PrimaryButton(
                presenter.button_word(action),
                bound(self._screen.do, action),
                shortcut="Ctrl+Return",
                wide=True,
            )
            body.addWidget(self.red)
        if has_keys:
            (self.red or self._screen.tabs).setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill_verdict(self, facts: Overview) -> None:
        body = self._verdict.body
        clear_layout(body)
        if facts.verdict is None:
            body.addWidget(
                Label("还没有认定。填好收入和支出后，在“认定”页计算。", Role.MUTED, wrap=True)
            )
            return
        word = presenter.verdict_word(facts.verdict, facts.category)
        body.addLayout(row(Chip(word.word, Tone(word.tone)), None))
        for line in presenter.verdict_lines(facts.verdict):
            body.addWidget(Label(line, Role.LABEL, wrap=True))


def _link(text: str, screen: Frame, page: str) -> LinkButton:
    def go() -> None:
        if screen.may_go(lambda: screen.show_page(page)):
            screen.show_page(page)

    return LinkButton(text, go)
