"""节假日: the days off and moved working days of each year; a year without any is 未公布."""

from typing import Any

from PySide6.QtWidgets import QComboBox

from app.changes import Op
from app.fields.kinds import Day
from app.office.holidays import HolidayRow, YearView, days_of, save_year, span, years
from ui import commands
from ui.context import Context, bound
from ui.fields.form_dialog import Entry, FormDialog
from ui.screens.settings.page import TablePage
from ui.screens.settings.presenter import weekday_words
from ui.style import Role, Tone
from ui.widgets import Button, CellKind, ChipText, Column, DangerButton, Label, PrimaryButton


def _kind(row: HolidayRow) -> ChipText:
    return ChipText("调休上班", Tone.AMBER) if row.is_workday else ChipText("放假", Tone.GREEN)


class HolidaysPage(TablePage):
    """One year of the table."""

    key = "holidays"
    title = "节假日"
    note = "办理期限和公示期按这张表计算工作日。每年 11 月前后，照国务院办公厅的通知填写下一年。"

    def __init__(self, ctx: Context) -> None:
        columns = (
            Column("日期", lambda row: weekday_words(row.day), strong=True, width=200),
            Column("安排", _kind, CellKind.CHIP, width=120),
            Column("节日", lambda row: row.name or "", stretch=True),
        )
        empty = ("这一年还没有填写", "先按周一到周五计算，期限旁标明“节假日未公布”。")
        super().__init__(ctx, columns, lambda row: row.day, empty)
        self._box = QComboBox()
        self._box.setAccessibleName("年份")
        self._box.activated.connect(lambda _at: self._read_days())
        self._state = Label("", Role.MUTED)
        buttons = (
            self.needs_row(DangerButton("删除这一天", self._remove)),
            Button("添加调休上班", self._add_workday),
            PrimaryButton("添加假期", self._add_break, icon="plus"),
        )
        for button in buttons:
            button.setVisible(ctx.may(Op.SAVE_HOLIDAYS))
        self.lay_out(self.table, buttons=(self._state, self._box, *buttons))

    def refresh(self) -> None:
        """Read years and days anew."""
        self.ctx.read(self, bound(years, self.ctx.office), self._show_years, key=self.key)

    def _show_years(self, found: tuple[YearView, ...]) -> None:
        held = self._box.currentData()
        self._box.clear()
        for view in found:
            self._box.addItem(f"{view.year} 年", view)
        at = next(
            (
                index
                for index, view in enumerate(found)
                if view.year == (held.year if held else self.ctx.office.today.year)
            ),
            0,
        )
        self._box.setCurrentIndex(at)
        self._read_days()

    def _year(self) -> int:
        view: YearView | None = self._box.currentData()
        return view.year if view else self.ctx.office.today.year

    def _read_days(self) -> None:
        view: YearView | None = self._box.currentData()
        if view is not None:
            words = f"放假 {view.days_off} 天，调休上班 {view.moved} 天"
            self._state.setText(words if view.is_published else "未公布")
            self._state.set_tone(None if view.is_published else Tone.AMBER)
        work = bound(days_of, self.ctx.office, self._year())
        self.ctx.read(self, work, self.show_rows, key="holiday-days")

    def _add_break(self) -> None:
        entries = (
            Entry("name", "节日", required=True, hint="例如春节"),
            Entry("first", "第一天", Day(), required=True),
            Entry("last", "最后一天", Day(), required=True),
        )

        def work(values: Any) -> Any:
            return bound(_put_break, self.ctx.office, **values)

        FormDialog(self.ctx, self, "添加假期", entries, work, action="添加").open()

    def _add_workday(self) -> None:
        entries = (
            Entry("day", "日期", Day(), required=True, hint="星期六或星期日"),
            Entry("name", "因哪个节日", required=True),
        )

        def work(values: Any) -> Any:
            row = HolidayRow(values["day"], True, values["name"])
            return bound(_put, self.ctx.office, values["day"].year, (row,))

        FormDialog(self.ctx, self, "添加调休上班", entries, work, action="添加").open()

    def _remove(self) -> None:
        row: HolidayRow = self.current()
        rows = tuple(other for other in self.table.rows() if other.day != row.day)
        commands.run(
            self,
            self.ctx.jobs,
            bound(save_year, self.ctx.office, year=self._year(), days=rows),
        )


def _put_break(office: Any, *, name: str, first: Any, last: Any) -> Any:
    """A holiday; one over New Year is put into both years."""
    rows = span(first, last, name)
    changes = None
    for year in sorted({row.day.year for row in rows}):
        changes = _put(office, year, tuple(row for row in rows if row.day.year == year))
    return changes


def _put(office: Any, year: int, rows: tuple[HolidayRow, ...]) -> Any:
    new = {row.day for row in rows}
    kept = tuple(row for row in days_of(office, year) if row.day not in new)
    return save_year(office, year=year, days=(*kept, *rows))
