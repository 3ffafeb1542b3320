"""Registers of a span of days: the seal log, the index of files, the spines of their boxes."""

from datetime import date
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.errors import UserError
from app.fields.kinds import Day
from app.forms.spans import preview_span, print_span, span_forms, span_name
from app.progress import Progress
from ui.context import Context
from ui.fields.pick_box import PickBox
from ui.screens.papers.paper_out import Made
from ui.screens.papers.ready_dialog import Printable, ReadyDialog
from ui.widgets import FormGrid, TextInput

_PAUSE_MS = 400
_DAY = Day()


def open_span(
    ctx: Context, parent: QWidget, *, form: str = "", first: str = "", last: str = ""
) -> "SpanDialog":
    """Open the registers over `parent`; this year's days are chosen where none are given."""
    dialog = SpanDialog(ctx, parent, form=form, first=first, last=last)
    dialog.open()
    return dialog


class SpanDialog(ReadyDialog):
    """Which register and which days; the sheets follow what is typed."""

    def __init__(
        self,
        ctx: Context,
        parent: QWidget | None,
        *,
        form: str = "",
        first: str = "",
        last: str = "",
    ) -> None:
        today = ctx.office.today
        self.which = PickBox()
        for key, name in span_forms(ctx.office):
            self.which.addItem(name, key)
        self.which.setCurrentIndex(max(0, self.which.findData(form)))
        self.first = TextInput(first or date(today.year, 1, 1).isoformat())
        self.last = TextInput(last or today.isoformat())
        self.form = FormGrid(columns=3)
        self.form.add("form", "登记表", self.which)
        self.form.add("first", "开始日期", self.first, required=True)
        self.form.add("last", "结束日期", self.last, required=True)
        super().__init__(ctx, parent, "登记表和目录", self.form)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.show_sheets)
        self.which.currentIndexChanged.connect(lambda _at: self.show_sheets())
        for line in (self.first, self.last):
            line.textChanged.connect(lambda _text: self._pause.start())
        self.show_sheets()

    def show_sheets(self) -> None:
        """Lay out the register of the days that are typed; a day that is none is asked for at its field."""
        self._pause.stop()
        self.form.clear_errors()
        days = [self._day("first", self.first), self._day("last", self.last)]
        first, last = days
        if first is None or last is None:
            self.refuse("请先填写起止日期。")
            return
        given = {"form": self.which.currentData(), "first": first, "last": last}
        office = self._ctx.office
        self.offer(
            Printable(
                partial(preview_span, office, **given),
                lambda: (span_name(**given),),
                partial(_made, self._ctx, given),
                str(given["form"]),
            )
        )

    def _day(self, key: str, line: TextInput) -> date | None:
        try:
            found = _DAY.parse(line.text(), self._ctx.office.today)
        except UserError as error:
            self.form.set_error(key, error.message)
            return None
        return found if isinstance(found, date) else None


def _made(ctx: Context, given: dict[str, object], _progress: Progress) -> Made:
    return Made.of(print_span(ctx.office, **given))  # type: ignore[arg-type]  # what the dialog has read
