"""打印: by how much the printers of this computer print askew, and the sheet to measure it by."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QComboBox, QDoubleSpinBox

from app.changes import Changes
from app.forms import FORMS
from app.forms.issuing import blank_form
from app.forms.spooling import queues
from app.office.printers import (
    ALL_LYING,
    ALL_UPRIGHT,
    MOST_MM,
    STEP_MM,
    Choice,
    Offset,
    Place,
    Printers,
    Side,
    read_printers,
    save_offset,
)
from app.office.session import Office
from app.paper.ruler import Ruled, ruler_sheet, shift_words
from app.paper.shifting import page_shapes
from ui.context import Context, bound
from ui.screens.papers.paper_out import default_printer, print_on, printer_names
from ui.screens.settings.page import SettingsPage
from ui.style import Role, Tone
from ui.widgets import Button, Card, Column, DataTable, EmptyState, FormGrid, Label, row
from ui.widgets.keys import Key

_FORMS: Mapping[str, str] = {
    ALL_UPRIGHT: "全部竖向表格",
    ALL_LYING: "全部横向表格",
    **{form.key: form.name for form in FORMS},
}
_SIDES: Mapping[Side, str] = {Side.FRONT: "正面", Side.BACK: "反面"}
_HELP = (
    "先按“印标尺页”，照纸上写的办法用直尺量，把两个数填在上面；再按“印校准后的标尺页”检查，量准了按“保存”。"
    "数只在打印时使用，已签发的文件不会改动。单独校准过的表格用它自己的数，其余的用“全部”的数；"
    "只印正面的表格不必量反面。"
)
_JOB = "ruler"


@dataclass(frozen=True)
class _Line:
    """One offset that is kept."""

    place: Place
    offset: Offset


class PrintingPage(SettingsPage):
    """Everybody who prints may calibrate: it belongs to this computer and moves paper only."""

    key = "printing"
    title = "打印"
    note = "只影响这台电脑。印出来的位置偏了，在这里按打印机校准；页面大小不变，只移动位置。"

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self._kept = Printers()
        self._make_editors()
        self.ruler_button = Button(
            "印标尺页", self._print_ruler, tip="不移动，用来量打印机偏了多少"
        )
        self.check_button = Button(
            "印校准后的标尺页", self._print_check, tip="按填写的数移动，用来检查，不必先保存"
        )
        self.save_button = Button("保存", self._save, shortcut="Ctrl+S")
        Key(self, "F8", self.save_button)
        card = Card("校准一台打印机")
        buttons = row(None, self.ruler_button, self.check_button, self.save_button)
        card.add(self.form)
        card.add(Label(_HELP, Role.SMALL, wrap=True))
        self.table = DataTable(
            (
                Column("打印机", lambda line: line.place.printer, width=180),
                Column("表格", lambda line: _form_name(line.place.form), width=150, stretch=True),
                Column("面", lambda line: _SIDES[line.place.side], width=70),
                Column("移动", lambda line: _words(line.offset), width=270),
            ),
            name="已经校准的",
        )
        self.table.set_empty(EmptyState("还没有校准", "打印位置准确的打印机不用校准。"))
        self.table.opened.connect(self._open)
        self.remove_button = Button("去掉选中的校准", self._remove, tip="以后打印不再移动")
        kept = Card("已经校准的")
        kept.add(self.table)
        self.lay_out_form(card, buttons, kept, row(None, self.remove_button))

    def _make_editors(self) -> None:
        self.form = FormGrid(columns=3)
        self.printer, self.which, self.side = QComboBox(), QComboBox(), QComboBox()
        for key, name in _FORMS.items():
            self.which.addItem(name, key)
        for side, word in _SIDES.items():
            self.side.addItem(word, side)
        self.right, self.down = _length(), _length()
        self.form.add("printer", "打印机", self.printer)
        self.form.add("form", "表格", self.which)
        self.form.add("side", "面", self.side)
        self.form.add("right", "向右移", self.right, help="负数向左移；每次 0.5 毫米")
        self.form.add("down", "向下移", self.down, help="负数向上移；每次 0.5 毫米")
        for box in (self.printer, self.which, self.side):
            box.currentIndexChanged.connect(lambda _index: self._show_place())

    def concerns(self, changes: Changes) -> bool:
        """Nothing that is written in the file."""
        return False

    def refresh(self) -> None:
        """Look which printers there are, and what is kept of them."""
        self.ctx.read(self, bound(_look, self.ctx.office), self._show, key=self.key)

    # -- showing ----------------------------------------------------------------------------------------

    def _show(self, found: tuple[tuple[str, ...], Printers]) -> None:
        names, self._kept = printer_names(found[0]), found[1]
        chosen = self.printer.currentText() or default_printer()
        self.printer.blockSignals(True)
        self.printer.clear()
        self.printer.addItems(list(names))
        self.printer.setCurrentIndex(max(0, self.printer.findText(chosen)))
        self.printer.blockSignals(False)
        for button in (self.ruler_button, self.check_button, self.save_button):
            button.setEnabled(bool(names))
        if not names:
            self.banner.show_message("这台电脑还没有安装打印机；请装好以后再来校准。", Tone.AMBER)
        self._show_lines()
        self._show_place()

    def _show_lines(self) -> None:
        lines = [_Line(place, offset) for place, offset in self._kept.offsets.items()]
        lines.sort(key=lambda line: (line.place.printer, _form_name(line.place.form)))
        self.table.set_rows(lines, key=lambda line: line.place)
        self.table.fit_height()
        if self.table.current_row() is None:
            self.table.choose(0)
        self.remove_button.setEnabled(bool(lines))

    def _show_place(self) -> None:
        """The numbers that are kept for what is chosen above."""
        offset = self._kept.offsets.get(self._place, Offset())
        self.right.setValue(offset.right)
        self.down.setValue(offset.down)

    def _open(self, line: _Line) -> None:
        """Show a kept offset in the form, to change it."""
        at = self.printer.findText(line.place.printer)
        if at < 0:
            self.banner.show_message(
                f"打印机“{line.place.printer}”现在不在这台电脑上，不能校准；不再使用的话可以去掉。",
                Tone.AMBER,
            )
            return
        self.printer.setCurrentIndex(at)
        self.which.setCurrentIndex(self.which.findData(line.place.form))
        self.side.setCurrentIndex(self.side.findData(line.place.side))
        self.right.setFocus()

    @property
    def _place(self) -> Place:
        side = Side(self.side.currentData())
        return Place(self.printer.currentText(), str(self.which.currentData()), side)

    @property
    def _offset(self) -> Offset:
        return Offset(self.right.value(), self.down.value())

    # -- keeping ----------------------------------------------------------------------------------------

    def _save(self) -> None:
        place, offset = self._place, self._offset
        words = f"已保存：{place.printer} 打印{_form_name(place.form)}的{_SIDES[place.side]}时{_words(offset)}。"
        self._keep(place, offset, words)

    def _remove(self) -> None:
        line = self.table.current_row()
        if line is not None:
            self._keep(line.place, None, "已去掉，以后打印不再移动。")

    def _keep(self, place: Place, offset: Offset | None, words: str) -> None:
        def done(_none: Any) -> None:
            self.banner.show_message(words, Tone.GREEN)
            self.refresh()

        work = bound(save_offset, self.ctx.office.folder, place, offset)
        self.ctx.run(self, work, on_done=done, form=self.form)

    # -- the sheet --------------------------------------------------------------------------------------

    def _print_ruler(self) -> None:
        self._print(Printers())

    def _print_check(self) -> None:
        offsets = {**self._kept.offsets, self._place: self._offset}
        self._print(replace(self._kept, offsets=offsets))

    def _print(self, printers: Printers) -> None:
        """Both sides when it is about the back: only then there is one."""
        place = self._place
        is_duplex = place.side is Side.BACK
        work = bound(_sheet, self.ctx.office, place, printers, self.ctx.office.clock.now())
        choice = Choice(place.printer, is_duplex)

        def go(pdf: bytes) -> None:
            print_on(self.ctx, self, pdf, choice, title=_JOB, on_done=done)

        def done() -> None:
            self.banner.show_message("标尺页已送到打印机，请照纸上写的办法量。", Tone.GREEN)

        self.ctx.read(self, work, go, key=_JOB)


def _look(office: Office) -> tuple[tuple[str, ...], Printers]:
    return queues(), read_printers(office.folder)


def _sheet(office: Office, place: Place, printers: Printers, created: datetime) -> bytes:
    """A ruler sheet that lies or stands as the form does."""
    lies = place.form == ALL_LYING
    if place.form not in (ALL_LYING, ALL_UPRIGHT):
        lies = page_shapes(blank_form(office, form=place.form).pdf)[0]
    sides = tuple(Side) if place.side is Side.BACK else (Side.FRONT,)
    ruled = []
    for side in sides:
        offset = printers.offset(place.printer, place.form, side, lies=lies)
        ruled.append(Ruled(_SIDES[side], (offset.right, offset.down)))
    return ruler_sheet(created, tuple(ruled), about=_form_name(place.form), lies=lies)


def _form_name(key: str) -> str:
    return _FORMS.get(key, key)


def _words(offset: Offset) -> str:
    return shift_words((offset.right, offset.down))


def _length() -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setRange(-MOST_MM, MOST_MM)
    box.setSingleStep(STEP_MM)
    box.setDecimals(1)
    box.setSuffix(" 毫米")
    return box
