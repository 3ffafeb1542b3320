"""The workbench screen: figures, tasks, causes of hardship, what was opened last."""

from typing import Any

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.cases.workbench import Recent, TaskLine, Workbench, workbench
from app.changes import Op
from ui.context import Context, Screen, bound
from ui.screens.cases.nothing_yet import nothing_yet
from ui.screens.workbench import presenter
from ui.screens.workbench.presenter import Show
from ui.style import SIZE, Tone, px, theme
from ui.widgets import (
    Banner,
    Card,
    CellKind,
    ChipText,
    Column,
    DataTable,
    EmptyState,
    Figure,
    Heading,
    LinkButton,
    column,
    restyle,
    row,
)

__all__ = ["CauseChart", "WorkbenchScreen"]

_WIDE_ENOUGH = 900
"""From this width on, in pixels at 100 %, causes and recent cases stand beside the tasks."""


class WorkbenchScreen(Screen):
    """What is to be done today. Enter opens the case at the page that does it."""

    key = "workbench"
    title = "工作台"
    was_read = Signal(object)
    """The Workbench that was just read; the window takes its counts from it."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._data: Workbench | None = None
        self._show = Show.ALL
        self._heading = Heading(self.title, presenter.long_day(ctx.office.today))
        self._figures: list[Figure] = []
        self._figure_row = row(gap=SIZE.gap)
        self.tasks = self._make_table()
        self.chart = CauseChart()
        self.recent = self._make_recent()
        self._task_card = Card("待办", action=self._filters(), flush=True)
        self._task_card.add(self.tasks, 1)
        self._causes = Card("致困原因")
        self._causes.add(self.chart)
        recent_card = Card("最近打开", flush=True)
        recent_card.add(self.recent, 1)
        side = column(self._causes, recent_card, gap=SIZE.gap_wide)
        side.setStretch(1, 1)
        self._side = QWidget()
        self._side.setFixedWidth(px(SIZE.side_column + 46))
        self._side.setLayout(side)
        lower = row(self._task_card, self._side, gap=SIZE.gap_wide)
        lower.setStretch(0, 1)
        page = column(Banner(self), self._heading, self._figure_row, lower, gap=SIZE.gap_wide)
        page.setContentsMargins(
            px(SIZE.gap_page), px(SIZE.gap_wide), px(SIZE.gap_page), px(SIZE.gap_page)
        )
        page.setStretch(3, 1)
        self.setLayout(page)
        self.setFocusProxy(self.tasks)  # Enter opens the first task, the arrows walk
        self.show_only(Show.ALL)

    def refresh(self) -> None:
        """Read the tasks and figures anew."""
        self.ctx.read(self, bound(workbench, self.ctx.office), self.show_data, key=self.key)

    def show_data(self, data: Workbench) -> None:
        """Put what was read on the page."""
        self._data = data
        self._heading.set_title(presenter.heading(data))
        self._heading.set_note(presenter.note(data))
        self._show_figures(data)
        self._fill_tasks()
        self._causes.set_title(f"致困原因（在档 {data.figures.on_books} 户）")
        self._causes.setVisible(data.reads_cases)
        self.chart.set_bars(data.causes)
        self.recent.set_rows(data.recent, key=lambda one: one.case_id)
        self._set_empty(data)
        self.was_read.emit(data)

    def showEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Always anew: what was opened meanwhile belongs on top of the recent cases."""
        self._is_stale = True
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """At large letters on a small screen the tasks need the whole width."""
        super().resizeEvent(event)
        self._side.setVisible(self.width() >= px(_WIDE_ENOUGH))

    def show_only(self, show: Show) -> None:
        """List all tasks, the account's own, or the overdue ones."""
        self._show = show
        for one, button in self._buttons.items():
            button.setProperty("chosen", one is show)
            font = button.font()
            font.setBold(one is show)
            button.setFont(font)
            restyle(button)
        self._fill_tasks()

    def _show_figures(self, data: Workbench) -> None:
        if not data.reads_cases:  # naughts would say that there are no files
            return
        if self._figure_row.count() == 0:
            self._figures = [Figure(text.label) for text in presenter.figures(data.figures)]
            for figure in self._figures:
                self._figure_row.addWidget(figure)
        for figure, text in zip(self._figures, presenter.figures(data.figures), strict=True):
            tone = Tone(text.tone) if text.tone else None
            figure.show_number(text.number, text.unit, text.note, tone)

    def _fill_tasks(self) -> None:
        if self._data is None:
            return
        shown = presenter.lines(self._data, self._show)
        late = self._data.figures.overdue
        title = f"待办（{late} 件超期）" if late else "待办"
        self._task_card.set_title(title)
        self.tasks.set_rows(shown, key=lambda line: (line.case_id, line.task.kind))
        if shown and self.tasks.current_row() is None:
            self.tasks.choose(0)

    def _filters(self) -> QWidget:
        holder = QWidget()
        self._buttons = {show: LinkButton(show.value, bound(self.show_only, show)) for show in Show}
        holder.setLayout(row(*self._buttons.values(), gap=SIZE.gap_tiny))
        return holder

    def _make_table(self) -> DataTable:
        def when(line: TaskLine) -> ChipText:
            chip = presenter.day_chip(line, self.ctx.today())
            return ChipText(chip.word, Tone(chip.tone))

        table = DataTable(
            (
                Column("期限", when, CellKind.CHIP, width=124),
                Column("户", lambda line: f"{line.applicant} 一户", width=132, strong=True),
                Column("要做什么", lambda line: line.task.brief, stretch=True),
                Column("类别与原因", lambda line: line.detail, width=196, muted=True, aside=1),
            ),
            name="待办事项",
        )
        table.opened.connect(self._open_task)
        return table

    def _make_recent(self) -> DataTable:
        table = DataTable(
            (
                Column("户", lambda one: one.applicant, width=110, strong=True),
                Column(
                    "类别与阶段",
                    lambda one: f"{one.category} · {one.stage}",
                    stretch=True,
                    muted=True,
                ),
            ),
            compact=True,
            name="最近打开的档案",
        )
        table.horizontalHeader().hide()
        table.set_empty(
            EmptyState("还没有打开过档案", "打开过的档案会列在这里，方便接着办理。", icon="clock")
        )
        table.opened.connect(self._open_recent)
        return table

    def _set_empty(self, data: Workbench) -> None:
        if not data.reads_cases and self.ctx.may(Op.ISSUE_PAPER):
            empty = EmptyState(
                "这个账号不查看档案",
                "签发、作废和核验文书在“文书与用印”里办理，印章和签名证书在“设置”里管理。",
                button="签发和核验文书",
                on_click=bound(self.ctx.go, "papers"),
                icon="seal",
            )
        elif not data.reads_cases:
            empty = EmptyState(
                "这个账号不查看档案", "账号、组织、标准和备份在“设置”里管理。", icon="gear"
            )
        elif data.has_cases:
            empty = EmptyState(
                "没有待办事项", "到期的走访、复核和审批会自动列在这里。", icon="check"
            )
        else:
            empty = nothing_yet(self.ctx)
        self.tasks.set_empty(empty)

    def _open_task(self, line: TaskLine) -> None:
        op = line.task.op
        self.ctx.go("case", case_id=line.case_id, op=op)

    def _open_recent(self, one: Recent) -> None:
        self.ctx.go("case", case_id=one.case_id)


class CauseChart(QWidget):
    """Bars of the causes of hardship: word, bar, count. The commonest in red."""

    _LABEL = 108
    _LINE = 26

    def __init__(self) -> None:
        super().__init__()
        self._bars: tuple[tuple[str, int], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_bars(self, bars: tuple[tuple[str, int], ...]) -> None:
        """Show these counts; also said in words for the screen reader."""
        self._bars = bars
        self.setAccessibleName("致困原因")
        self.setAccessibleDescription("，".join(f"{word} {count} 户" for word, count in bars))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """One line per cause."""
        return QSize(px(SIZE.side_column), px(self._LINE) * max(2, len(self._bars)))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the bars; without any, a sentence."""
        del event
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font(SIZE.text_label))
        if not self._bars:
            painter.setPen(QColor(look.palette.muted))
            painter.drawText(
                self.rect(), Qt.AlignmentFlag.AlignCenter, "有在档户后，这里显示致困原因。"
            )
            return
        most = max(count for _, count in self._bars)
        label, line, gap = px(self._LABEL), px(self._LINE), px(SIZE.gap_small)
        room = self.width() - label - gap - px(44)
        middle = Qt.AlignmentFlag.AlignVCenter
        for at, (word, count) in enumerate(self._bars):
            top = at * line
            painter.setPen(QColor(look.palette.muted))
            shown = painter.fontMetrics().elidedText(word, Qt.TextElideMode.ElideRight, label)
            painter.drawText(
                QRect(0, top, label, line), middle | Qt.AlignmentFlag.AlignRight, shown
            )
            width = max(px(3), round(room * count / most))
            bar = QRect(label + gap, top + (line - px(12)) // 2, width, px(12))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.palette.red if at == 0 else look.palette.bar))
            painter.drawRoundedRect(bar, px(2), px(2))
            painter.setPen(QColor(look.palette.ink))
            place = QRect(bar.right() + gap, top, px(44), line)
            painter.drawText(place, middle | Qt.AlignmentFlag.AlignLeft, str(count))
