"""The screens 审核审批 and 公示: what waits for a decision, and the notices that hang."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from app.review.lists import NoticeRow, ReviewRow, notice_list, review_list
from ui.context import Context, Screen, bound
from ui.list_export import offer_export
from ui.screens.review import presenter
from ui.screens.review.presenter import Show
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
    LinkButton,
    column,
    restyle,
    row,
)

__all__ = ["PublicityScreen", "ReviewScreen"]


class ReviewScreen(Screen):
    """What waits for 审核 or 审批. Enter opens the case at the page that decides it."""

    key = "review"
    title = "审核审批"

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._rows: tuple[ReviewRow, ...] | None = None
        """What waits; None until it was read."""
        self._show = Show.MINE
        self.heading = Heading(self.title)
        self._buttons = {
            show: LinkButton(show.value, bound(self.show_only, show), tip=f"只列{show.value}")
            for show in Show
        }
        filters = QWidget()
        filters.setLayout(row(*self._buttons.values(), gap=SIZE.gap_tiny))
        self.table = self._make_table()
        self._card = Card("等待决定", action=filters, flush=True)
        self._card.add(self.table, 1)
        _lay_out(self, self.heading, self._card, self._listed)
        # The list is what one works in; the filters come after it.
        self.setFocusProxy(self.table)
        self.setTabOrder(self.table, self._buttons[Show.MINE])
        self._mark()

    def refresh(self) -> None:
        """Read what waits."""
        self.ctx.read(self, bound(review_list, self.ctx.office), self.show_rows, key=self.key)

    def show_rows(self, rows: Sequence[ReviewRow]) -> None:
        """Put what was read on the page."""
        self._rows = tuple(rows)
        self.heading.set_note(presenter.review_heading(rows))
        self._fill()

    def show_only(self, show: Show) -> None:
        """List what this account can decide, everything, or what is late."""
        self._show = show
        self._mark()
        self._fill()

    def _mark(self) -> None:
        for show, button in self._buttons.items():
            font = button.font()
            font.setBold(show is self._show)
            button.setFont(font)
            button.setProperty("chosen", show is self._show)
            button.setAccessibleDescription("当前显示" if show is self._show else "")
            restyle(button)

    def _fill(self) -> None:
        rows = self._rows or ()
        self.table.set_empty(_nothing_waits(rows, self._show))
        self.table.set_rows(
            presenter.shown(rows, self._show), key=lambda one: (one.case_id, one.kind)
        )

    def _listed(self) -> Sequence[int] | None:
        if self._rows is None:
            return None
        return [one.case_id for one in presenter.shown(self._rows, self._show)]

    def _make_table(self) -> DataTable:
        def due(one: ReviewRow) -> ChipText:
            word = presenter.due_word(one, self.ctx.today())
            return ChipText(word.text, Tone(word.tone))

        table = DataTable(
            (
                Column("期限", due, CellKind.CHIP, width=112),
                Column("户", lambda one: f"{one.applicant} 一户", width=120, strong=True),
                Column("要做什么", lambda one: one.what, width=200, stretch=True),
                Column("类别与单位", presenter.review_detail, width=220, muted=True),
                Column("档案号", lambda one: one.number, width=136, muted=True, aside=1),
            ),
            name="等待审核审批的事项",
        )
        table.opened.connect(self._open)
        return table

    def _open(self, one: ReviewRow) -> None:
        self.ctx.go("case", case_id=one.case_id, page=one.page)


class PublicityScreen(Screen):
    """The notices of all households in scope. Enter opens the case at its notice."""

    key = "publicity"
    title = "公示"

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._rows: Sequence[NoticeRow] | None = None
        """The notices; None until they were read."""
        self.heading = Heading(self.title)
        self.table = self._make_table()
        self.table.set_empty(
            EmptyState(
                "现在没有公示",
                "档案办到公示阶段后列在这里；先在档案的“公示”页登记张贴日期和地点。",
                icon="notice",
            )
        )
        card = Card(flush=True)
        card.add(self.table, 1)
        _lay_out(self, self.heading, card, self._listed)

    def refresh(self) -> None:
        """Read the notices."""
        self.ctx.read(self, bound(notice_list, self.ctx.office), self.show_rows, key=self.key)

    def show_rows(self, rows: Sequence[NoticeRow]) -> None:
        """Put what was read on the page."""
        self._rows = rows
        self.heading.set_note(presenter.notice_heading(rows))
        self.table.set_rows(rows, key=lambda one: one.case_id)

    def _listed(self) -> Sequence[int] | None:
        return None if self._rows is None else [one.case_id for one in self._rows]

    def _make_table(self) -> DataTable:
        def state(one: NoticeRow) -> ChipText:
            word = presenter.notice_word(one)
            return ChipText(word.text, Tone(word.tone))

        table = DataTable(
            (
                Column("状态", state, CellKind.CHIP, width=104),
                Column("户", lambda one: f"{one.applicant} 一户", width=120, strong=True),
                Column("公示时间", presenter.notice_days, width=236),
                Column(
                    "公示内容与地点", presenter.notice_detail, width=200, stretch=True, muted=True
                ),
                Column("档案号", lambda one: one.number, width=136, muted=True, aside=1),
            ),
            name="公示中的档案",
        )
        table.opened.connect(self._open)
        return table

    def _open(self, one: NoticeRow) -> None:
        self.ctx.go("case", case_id=one.case_id, page="publicity")


def _lay_out(
    screen: Screen, heading: Heading, card: Card, listed: Callable[[], Sequence[int] | None]
) -> None:
    banner = Banner(screen)
    offer_export(screen, heading, banner, listed)
    page = column(banner, heading, card, gap=SIZE.gap_wide)
    page.setContentsMargins(
        px(SIZE.gap_page), px(SIZE.gap_wide), px(SIZE.gap_page), px(SIZE.gap_page)
    )
    page.setStretch(2, 1)
    screen.setLayout(page)


def _nothing_waits(rows: Sequence[ReviewRow], show: Show) -> EmptyState:
    if not rows or show is Show.ALL:
        return EmptyState(
            "没有等待审核审批的事项",
            "经办人员受理申请、完成调查和公示后，需要审核、审批的档案会列在这里。",
            icon="check",
        )
    if show is Show.LATE:
        return EmptyState("没有超期的事项", "所有事项都在期限以内。", icon="check")
    return EmptyState(
        "没有需要您办理的事项", "点“全部”可以看到等待其他同事办理的事项。", icon="check"
    )
