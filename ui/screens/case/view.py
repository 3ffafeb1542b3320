"""The case page: who, where in the procedure, what to do now, what is missing; and the tabs."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.cases.overview import Action, Overview, overview, record_opening
from app.changes import Changes, Op
from app.lifecycle.stepper import STEPS
from ui.context import Context, Screen, bound
from ui.screens.case import presenter
from ui.screens.case.actions import DIRECT, run_direct
from ui.screens.case.beside import PortraitButton, rarer_entries
from ui.screens.case.editing import EditingPage
from ui.screens.case.page import CasePage
from ui.screens.case.pages import PAGES
from ui.screens.case.side_column import SideColumn
from ui.style import SIZE, Tone, px
from ui.trail import TrailBar
from ui.widgets import (
    Banner,
    Card,
    Chip,
    Heading,
    LinkButton,
    MenuButton,
    PageTabs,
    Step,
    Stepper,
    StepState,
    column,
    row,
    set_tip,
)
from ui.widgets.keys import Key

__all__ = ["CaseScreen"]

_NARROW_SIDE = 246
_LOW = 400
"""In a lower window, in pixels at 100 %, the parts of the page stand closer together."""

_PAGE_OF_STEP = {
    "申请": "facts",
    "初审": "facts",
    "入户调查": "survey",
    "公示": "publicity",
    "审批": "approval",
    "在档帮扶": "plan",
    "退出": "exit",
    "跟踪": "followup",
}


class CaseScreen(Screen):
    """One household's file. Tabs are made when they are first shown."""

    key = "case"
    title = "档案"

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.case_id: int | None = None
        self.facts: Overview | None = None
        self._asked_op: Op | None = None
        self._pages: dict[str, CasePage] = {}
        self._entries = {entry.key: entry for entry in PAGES}
        self.heading = Heading()
        self.portrait = PortraitButton(ctx)
        self.more = MenuButton("更多", tip="这个阶段的其他操作")
        self.print_button = LinkButton("打印文书", self._print, icon="printer", shortcut="Ctrl+P")
        self.heading.add_action(self.print_button)
        self.heading.add_action(self.more)
        self.stepper = Stepper()
        self.stepper.chosen.connect(self._step_chosen)
        self.tabs = PageTabs([(entry.key, entry.word) for entry in PAGES])
        self.tabs.chosen.connect(self._tab_chosen)
        set_tip(self.tabs, "下一页和上一页", "Ctrl+PgDn、Ctrl+PgUp")
        Key(self, "Ctrl+PgDown", "档案的下一页", partial(self._turn, 1))
        Key(self, "Ctrl+PgUp", "档案的上一页", partial(self._turn, -1))
        self._stack = QStackedWidget()
        self.side = SideColumn(ctx, self)
        card = Card(flush=True)
        card.add(self.tabs)
        card.add(self._stack, 1)
        lower = row(card, self.side, gap=SIZE.gap_wide)
        lower.setStretch(0, 1)
        head = row(self.portrait, self.heading, gap=SIZE.gap)
        head.setStretch(1, 1)
        self.trail = TrailBar(ctx, self)
        self._column = column(Banner(self), self.trail, head, self.stepper, lower)
        self._column.setStretch(4, 1)
        self.setLayout(self._column)
        self._space()

    def _space(self) -> None:
        is_low = self.height() < px(_LOW)
        gap = px(SIZE.gap_small if is_low else SIZE.gap_wide)
        side, below = px(SIZE.gap_page), px(SIZE.gap if is_low else SIZE.gap_page)
        self._column.setSpacing(gap)
        self._column.setContentsMargins(side, gap, side, below)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """At large letters on a small screen the right column and the gaps give room to the tabs."""
        super().resizeEvent(event)
        self._space()
        third = max(px(_NARROW_SIDE), round(self.width() * 0.3))
        self.side.setFixedWidth(min(px(SIZE.side_column), third))

    # ------------------------------------------------------------ what is shown

    def show_what(self, **what: Any) -> None:
        """`case_id`, and a `page` or the `op` that the user came for.

        `kept`: typing to put back there; `person`: whose form to open there, and at which field;
        `trail`: the list that is gone through.
        """
        case_id, op = int(what["case_id"]), what.get("op")
        is_other = case_id != self.case_id
        self.case_id = case_id
        if is_other or "trail" in what:
            self.trail.show_trail(what.get("trail"))
        if is_other:
            self.facts = None
            for page in self._pages.values():
                page.show_case(case_id)
            work = bound(record_opening, self.ctx.office, case_id)
            self.ctx.jobs.write(work, failed=self._opening_failed, owner=self)
        self._asked_op = op if isinstance(op, Op) else None
        wanted = what.get("page") or (None if not is_other else self._first_page())
        if wanted:
            self.show_page(str(wanted))
        shown = self.current_page()
        if isinstance(shown, EditingPage) and "kept" in what:
            shown.resume(what["kept"])
        if isinstance(shown, EditingPage) and "person" in what:
            shown.edit_person(*what["person"])
        self._keep_keys(is_other)
        self.refresh()

    def _keep_keys(self, is_other: bool) -> None:
        """Whoever comes back to the same file types on where the cursor was."""
        last = self.focusWidget()
        is_there = last not in (None, self) and self.isAncestorOf(last) and last.isVisibleTo(self)
        keys_at = last if is_there and not is_other else None
        self.setFocusProxy(keys_at)  # type: ignore[arg-type]  # None takes it away

    def refresh(self) -> None:
        """Read the frame anew; the tabs refresh themselves."""
        if self.case_id is None:
            return
        work = bound(overview, self.ctx.office, self.case_id)
        self.ctx.read(self, work, self._show_facts, key=self.key)

    def concerns(self, changes: Changes) -> bool:
        """What touches this case, or something of no single case."""
        return not changes.case_ids or self.case_id in changes.case_ids

    def _on_changed(self, changes: Changes) -> None:
        """A new file that was taken back is there no more: the list is where the work goes on."""
        if self.case_id not in changes.gone_ids:
            super()._on_changed(changes)
            return
        self.case_id = self.facts = None
        for page in self._pages.values():
            page.case_id = None
        if self.isVisible():
            self.ctx.go("cases")

    def page(self, key: str) -> CasePage:
        """The tab with this key, made when it is first asked for."""
        if key not in self._pages:
            made = self._entries[key].make(self.ctx)
            self._pages[key] = made
            self._stack.addWidget(made)
            self.tabs.lead_into(made)
            if self.case_id is not None:
                made.show_case(self.case_id)
        return self._pages[key]

    def show_page(self, key: str) -> None:
        """Go to a tab, if it is there."""
        if key not in self._entries:
            return
        self._stack.setCurrentWidget(self.page(key))
        self.tabs.blockSignals(True)
        self.tabs.select(key)
        self.tabs.blockSignals(False)

    def current_page(self) -> CasePage | None:
        """The tab that is shown."""
        widget = self._stack.currentWidget()
        return widget if isinstance(widget, CasePage) else None

    def _first_page(self) -> str:
        return PAGES[0].key if PAGES else ""

    def _show_facts(self, facts: Overview) -> None:
        if facts.case_id != self.case_id:
            return
        self.facts = facts
        self.heading.set_title(presenter.title(facts))
        self.heading.set_chips(*(Chip(one.word, Tone(one.tone)) for one in presenter.chips(facts)))
        self.heading.set_note(presenter.note(facts))
        self.stepper.setVisible(bool(facts.steps))
        self.stepper.set_steps(
            [Step(one.word, StepState[one.state], one.note) for one in presenter.steps(facts)]
        )
        self.more.set_entries(self._more_entries(facts))
        self.portrait.show_case(facts.case_id)
        self.side.suspects.show_case(facts.case_id, may_merge=facts.may_merge)
        self.side.show_facts(facts)
        if "attachments" in self._entries:
            there = sum(paper.is_there for paper in facts.papers)
            self.tabs.set_note(
                "attachments", f"{there}/{len(facts.papers)}" if facts.papers else ""
            )
        asked, self._asked_op = self._asked_op, None
        if asked is not None:
            action = next((one for one in facts.actions if one.op is asked), None)
            if action is not None and action.page:
                self.show_page(action.page)

    def _more_entries(self, facts: Overview) -> list[tuple[str, Callable[[], object]] | None]:
        own, rest = presenter.more_actions(facts)
        entries: list[tuple[str, Callable[[], object]] | None] = [
            (presenter.button_word(action), bound(self.do, action)) for action in own
        ]
        if entries and rest:
            entries.append(None)
        entries += [(presenter.button_word(action), bound(self.do, action)) for action in rest]
        if facts.previous_case is not None:
            case_id, number = facts.previous_case
            entries += [
                None,
                (f"查看原档案 {number}", bound(self.ctx.go, "case", case_id=case_id)),
            ]
        return entries + rarer_entries(self.ctx, self, facts)

    # ------------------------------------------------------------ going about

    def take_back(self) -> bool:
        """What is not saved on the tab that is shown."""
        page = self.current_page()
        return page is not None and page.take_back()

    def may_go(self, proceed: Callable[[], object]) -> bool:
        """A tab with unsaved input asks first."""
        page = self.current_page()
        if page is None:
            return True
        page.proceed = proceed
        return page.may_leave()

    def do(self, action: Action) -> None:
        """Run an operation: on its tab where it has a form, else by a dialog here."""
        if self.facts is None:
            return
        if action.op in DIRECT:
            run_direct(self, self.ctx, self.facts, action.op)
        elif action.page in self._entries:
            self._leave(lambda: self._start(action))

    def _start(self, action: Action) -> None:
        self.show_page(action.page)
        self.page(action.page).start(action.op.name)

    def _tab_chosen(self, key: str) -> None:
        current = self.current_page()
        if current is self._pages.get(key) and current is not None:
            return
        before = next((one for one, page in self._pages.items() if page is current), "")

        def proceed() -> None:
            self.show_page(key)
            self.tabs.setFocus(Qt.FocusReason.TabFocusReason)

        if self.may_go(proceed):
            proceed()
        elif before:
            self.tabs.blockSignals(True)
            self.tabs.select(before)
            self.tabs.blockSignals(False)

    def _turn(self, step: int) -> None:
        keys = [entry.key for entry in PAGES]
        at = keys.index(self.tabs.current()) + step
        if 0 <= at < len(keys):
            self._tab_chosen(keys[at])

    def _leave(self, proceed: Callable[[], None]) -> None:
        if self.may_go(proceed):
            proceed()

    def _step_chosen(self, index: int) -> None:
        page = _PAGE_OF_STEP[STEPS[index][0]]
        self._leave(lambda: self.show_page(page))

    def _print(self) -> None:
        """The forms of this stage: preview, print, issue. What is not saved would not be on them."""
        if self.case_id is not None:
            self._leave(self._open_print)

    def _open_print(self) -> None:
        from ui.screens.papers.printing import open_print

        if self.case_id is not None:
            open_print(self.ctx, self.case_id, parent=self.window())

    def _opening_failed(self, error: BaseException) -> None:
        from ui.commands import show_error

        show_error(self, error)
