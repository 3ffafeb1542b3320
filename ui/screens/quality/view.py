"""The screen 档案体检: lists of files by what is wrong with them; each list opens its files one by one."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.cases.quality import Fault, QualityList, QualityRow, quality_lists, why_listed
from app.errors import Cancelled
from app.progress import Progress
from ui.commands import show_error
from ui.context import Context, Screen, bound
from ui.list_export import offer_export
from ui.screens.quality import presenter
from ui.style import SIZE, Role, px
from ui.style.tokens import LONG_WORK_MS
from ui.trail import Stop, Trail
from ui.widgets import (
    Banner,
    Card,
    CellKind,
    Column,
    DataTable,
    EmptyState,
    Heading,
    Label,
    Line,
    Tone,
    column,
    left_words,
    row,
)

__all__ = ["QualityScreen"]

_LISTS_WIDTH = 232
_TELL_EVERY_MS = 200
_NARROW = 980
_UNIT = 2
_ASIDE = ((3, _NARROW), (4, 1120))
"""Columns that stand beside the sentences only on a page at least so wide: stage and number."""


class QualityScreen(Screen):
    """On the left the lists with their numbers, on the right the files. Enter opens a file where it is mended."""

    key = "quality"
    title = "档案体检"

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.lists: tuple[QualityList, ...] = ()
        self.fault = next(iter(Fault))
        self.heading = Heading(self.title)
        self.banner = Banner(self)
        offer_export(self, self.heading, self.banner, self._listed)
        self.checking = Banner(self)
        self._progress: Progress | None = None
        self._ticks = QTimer(self, interval=_TELL_EVERY_MS)
        self._ticks.timeout.connect(self._tell)
        self.names = _lists_table()
        self.names.chosen.connect(self._choose)
        self.about = Label("", Role.MUTED, wrap=True)
        self.about.setContentsMargins(
            px(SIZE.gap_wide), px(SIZE.gap), px(SIZE.gap_wide), px(SIZE.gap)
        )
        self.files = _files_table()
        self.files.opened.connect(self._open)
        self.names.opened.connect(lambda _one: self.files.setFocus())
        self.rest = Label("", Role.SMALL)
        self.rest.setContentsMargins(
            px(SIZE.gap_wide), px(SIZE.gap_tiny), px(SIZE.gap_wide), px(SIZE.gap_tiny)
        )
        left, right = Card(flush=True), Card(flush=True)
        left.setFixedWidth(px(_LISTS_WIDTH))
        left.add(self.names, 1)
        for part in (self.about, Line()):
            right.add(part)
        right.add(self.files, 1)
        right.add(self.rest)
        lower = row(left, right, gap=SIZE.gap_wide)
        lower.setStretch(1, 1)
        page = column(self.banner, self.checking, self.heading, lower, gap=SIZE.gap_wide)
        page.setContentsMargins(
            px(SIZE.gap_page), px(SIZE.gap_wide), px(SIZE.gap_page), px(SIZE.gap_page)
        )
        page.setStretch(3, 1)
        self.setLayout(page)
        self.setFocusProxy(self.names)
        self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Where there is little room the sentences have it."""
        super().resizeEvent(event)
        self._fit()

    def show_what(self, **what: object) -> None:
        """`fault`: the list to stand at, `case_id`: the file in it."""
        fault = what.get("fault")
        if isinstance(fault, Fault):
            self.fault = fault
            self._fill()
        places = [one.case_id for one in self.files.rows()]
        is_back = what.get("case_id") in places
        if is_back:
            self.files.choose(places.index(what["case_id"]))
        self.setFocusProxy(self.files if is_back else self.names)

    def refresh(self) -> None:
        """Check the files anew; what is shown stays until that is done."""
        self._end_check()
        self._progress = progress = Progress()
        self.ctx.jobs.read(
            bound(quality_lists, self.ctx.office, progress=progress),
            self._checked,
            self._not_checked,
            key=self.key,
            owner=self,
            progress=progress,
        )
        QTimer.singleShot(LONG_WORK_MS, self, lambda: self._tell_when_long(progress))
        if not self.lists:
            self._fill()

    def show_lists(self, lists: tuple[QualityList, ...]) -> None:
        """Put what was found on the page; at first it stands at a list that has something on it."""
        if not self.lists and not presenter.of(lists, self.fault).total:
            self.fault = next((one.fault for one in lists if one.total), self.fault)
        self.lists = lists
        self._fill()

    def _checked(self, lists: tuple[QualityList, ...]) -> None:
        self._end_check()
        self.show_lists(lists)

    def _not_checked(self, error: BaseException) -> None:
        self._end_check()
        self._fill()
        if isinstance(error, Cancelled):
            sentence = presenter.stopped_words(bool(self.lists))
            self.checking.show_message(
                sentence, Tone.AMBER, action="重新检查", on_action=self.refresh
            )
        else:
            show_error(self, error)

    def _end_check(self) -> None:
        self._progress = None
        self._ticks.stop()
        self.checking.clear()

    def _tell_when_long(self, progress: Progress) -> None:
        if progress is self._progress:
            self._ticks.start()
            self._tell()

    def _tell(self) -> None:
        progress = self._progress
        if progress is not None:
            counted = left_words(progress.done, progress.total, progress.seconds_left)
            sentence = presenter.checking_words(counted)
            self.checking.show_message(sentence, action="停止", on_action=progress.cancel)

    def _listed(self) -> Sequence[int] | None:
        return presenter.of(self.lists, self.fault).case_ids if self.lists else None

    def _choose(self, one: QualityList | None) -> None:
        if one is not None and one.fault is not self.fault:
            self.fault = one.fault
            self._fill_files()

    def _fill(self) -> None:
        self.heading.set_note(presenter.heading(self.lists, is_checking=self._progress is not None))
        named = [presenter.of(self.lists, fault) for fault in Fault]
        self.names.set_rows(named, key=lambda one: one.fault)
        self.names.choose(list(Fault).index(self.fault))
        self._fill_files()

    def _fill_files(self) -> None:
        shown = presenter.of(self.lists, self.fault)
        self.about.setText(presenter.about(self.fault))
        title, sentence = presenter.empty_words(
            is_read=bool(self.lists), is_checking=self._progress is not None
        )
        self.files.set_empty(EmptyState(title, sentence, icon="check"))
        self._fit()
        self.files.set_rows(shown.rows, key=lambda one: one.case_id)
        rest = presenter.rest_words(shown)
        self.rest.setText(rest)
        self.rest.setVisible(bool(rest))

    def _fit(self) -> None:
        """Beside the sentences stand the union, where the files are of more than one, stage and number."""
        is_narrow = self.width() < px(_NARROW)
        units = {one.unit for one in presenter.of(self.lists, self.fault).rows}
        self.files.setColumnHidden(_UNIT, is_narrow or len(units) < 2)
        for at, least in _ASIDE:
            self.files.setColumnHidden(at, self.width() < px(least))

    def _open(self, one: QualityRow) -> None:
        rows = presenter.of(self.lists, self.fault).rows
        stops = tuple(Stop(each.case_id, each.page, each.why) for each in rows)
        trail = Trail(
            self.fault.value,
            stops,
            rows.index(one),
            self.key,
            bound(why_listed, self.ctx.office, fault=self.fault),
            (("fault", self.fault),),
        )
        self.ctx.go("case", case_id=one.case_id, page=one.page, trail=trail)


def _lists_table() -> DataTable:
    return DataTable(
        (
            Column("清单", lambda one: one.fault.value, stretch=True, strong=True),
            Column("数量", presenter.count_words, CellKind.NUMBER, width=76),
        ),
        name="体检清单",
    )


def _files_table() -> DataTable:
    return DataTable(
        (
            Column("户", lambda one: f"{one.name} 一户", width=132, strong=True),
            Column("要处理的问题", lambda one: one.why, width=260, stretch=True),
            Column("单位", lambda one: one.unit, width=132, muted=True),
            Column("阶段", lambda one: one.stage, width=88, muted=True),
            Column("档案号", lambda one: one.number, width=136, muted=True),
        ),
        name="要处理的档案",
    )
