"""The screen 回访跟踪: whom to visit and when, and the list of those who are watched."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from app.leaving.followups import FollowUpRow, FollowUps, followup_rows, followups
from ui.context import Context, Screen
from ui.list_export import offer_export
from ui.paging import PAGE, PagedTable
from ui.screens.followups import presenter
from ui.screens.followups.presenter import Show
from ui.style import SIZE, Tone, px
from ui.widgets import (
    Banner,
    Card,
    CellKind,
    ChipText,
    Column,
    DataTable,
    EmptyState,
    Heading,
    Line,
    PageTabs,
    column,
)

__all__ = ["FollowUpsScreen"]

_Read = tuple[FollowUps, Mapping[Show, Sequence[FollowUpRow]]]
"""The lists, and the first page of each."""


class FollowUpsScreen(Screen):
    """Overdue on top, in red and in words. Enter opens the household at its visits."""

    key = "followups"
    title = "回访跟踪"

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.found = FollowUps()
        self._first: Mapping[Show, Sequence[FollowUpRow]] = {}
        """The first pages; none until they were read."""
        self._show = Show.SOON
        self.heading = Heading(self.title)
        self.banner = Banner(self)
        offer_export(self, self.heading, self.banner, self._listed)
        self.tabs = PageTabs([(show.name, show.value) for show in Show])
        self.tabs.chosen.connect(self._choose)
        self.table = _table()
        self.table.opened.connect(self._open)
        self._rows = PagedTable(
            ctx,
            self,
            self.table,
            read=partial(followup_rows, ctx.office),
            blank=partial(presenter.blank, today=ctx.office.today),
        )
        card = Card(flush=True)
        card.add(self.tabs)
        card.add(Line())
        card.add(self.table, 1)
        page = column(self.banner, self.heading, card, gap=SIZE.gap_wide)
        page.setContentsMargins(
            px(SIZE.gap_page), px(SIZE.gap_wide), px(SIZE.gap_page), px(SIZE.gap_page)
        )
        page.setStretch(2, 1)
        self.setLayout(page)
        # The list is what one works in; the filters come after it.
        self.setFocusProxy(self.table)
        self.setTabOrder(self.table, self.tabs)

    def refresh(self) -> None:
        """Read the lists and their first pages."""
        office = self.ctx.office

        def read() -> _Read:
            found = followups(office)
            first = {show: tuple(presenter.ids(found, show)[:PAGE]) for show in Show}
            return found, {show: followup_rows(office, ids) for show, ids in first.items()}

        self.ctx.read(self, read, self.show_found, key=self.key)

    def show_found(self, read: _Read) -> None:
        """Put what was read on the page."""
        self.found, self._first = read
        self.heading.set_note(presenter.heading(self.found))
        self._fill()

    def show_only(self, show: Show) -> None:
        """List what is due soon, everybody, or those who are watched."""
        self.tabs.select(show.name)

    def _listed(self) -> Sequence[int] | None:
        return presenter.ids(self.found, self._show) if self._first else None

    def _choose(self, key: str) -> None:
        self._show = Show[key]
        self._fill()

    def _fill(self) -> None:
        for show in Show:
            self.tabs.set_note(show.name, str(len(presenter.ids(self.found, show))))
        title, what_to_do = presenter.empty_words(self.found, self._show)
        self.table.set_empty(EmptyState(title, what_to_do, icon="check"))
        self._rows.show(presenter.ids(self.found, self._show), self._first.get(self._show, ()))

    def _open(self, one: FollowUpRow) -> None:
        self.ctx.go("case", case_id=one.case_id, page="followup")


def _table() -> DataTable:
    def due(one: FollowUpRow) -> ChipText:
        word = presenter.due_word(one)
        return ChipText(word.text, Tone(word.tone))

    def risk(one: FollowUpRow) -> ChipText:
        word = presenter.risk_word(one)
        return ChipText(word.text, Tone(word.tone))

    return DataTable(
        (
            Column("期限", due, CellKind.CHIP, width=116),
            Column("户", presenter.household, width=120, strong=True),
            Column("要办的事", presenter.what_words, width=210, stretch=True),
            Column("上次走访", presenter.last_words, width=104, aside=1),
            Column("返困风险", risk, CellKind.CHIP, width=88),
            Column("跟踪", presenter.watch_words, width=156),
            Column("联系电话", lambda one: one.phone, width=116, muted=True, aside=2),
            Column("帮扶责任人", lambda one: one.contact_person, width=100, muted=True, aside=3),
            Column("档案号", lambda one: one.number, width=136, muted=True, aside=4),
        ),
        name="要走访和回访的家庭",
    )
