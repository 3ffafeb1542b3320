"""印章: the office's own scans, cleaned, with the size of the real seal."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel

from app.changes import Op
from app.forms.specimen import specimen_of
from app.office.saving import read_picked
from app.office.seals import (
    SealRow,
    clean,
    registered_seals,
    retire_seal,
)
from app.office.settings import settings
from app.office.units import UnitView, units
from ui.context import Context, bound
from ui.files import ask_file
from ui.screens.settings.page import TablePage
from ui.screens.settings.seal_dialogs import (
    SpecimenDialog,
    on_paper,
    sample_dialog,
    scan_dialog,
)
from ui.style import SIZE, Role, Tone, px
from ui.widgets import (
    Button,
    Card,
    CellKind,
    ChipText,
    Column,
    Label,
    PrimaryButton,
    ReasonDialog,
    row,
)

_PICTURES = "图片 (*.png *.jpg *.jpeg *.bmp *.tif *.tiff)"


def _state(seal: SealRow) -> ChipText:
    return ChipText("在用", Tone.GREEN) if seal.is_active else ChipText("已停用", Tone.NEUTRAL)


def _name(seal: SealRow) -> str:
    return f"{seal.name}（样章）" if seal.is_sample else seal.name


class SealsPage(TablePage):
    """The seals and a picture of the chosen one."""

    key = "seals"
    title = "印章"
    note = "由用印人登记本单位印章的彩色扫描件（300 到 600 dpi）。每次用印都记入登记簿。"

    def __init__(self, ctx: Context) -> None:
        columns = (
            Column("印章", _name, strong=True, stretch=True),
            Column("单位", lambda seal: seal.unit_name, width=130, aside=2),
            Column("属于", lambda seal: seal.bearer.value, width=120, aside=1),
            Column("直径", lambda seal: f"{seal.diameter_mm:g} 毫米", CellKind.NUMBER, width=84),
            Column("状态", _state, CellKind.CHIP, width=72),
        )
        empty = ("还没有印章", "请把盖有印章的白纸彩色扫描，再登记印章图片。")
        super().__init__(ctx, columns, lambda seal: seal.id, empty)
        may = ctx.may(Op.SAVE_SEAL)
        look = self.needs_row(
            Button("在表上预览…", self._look, tip="按登记的直径，印在空白的档案表上看"),
            lambda seal: seal.is_active,
        )
        retire = self.needs_row(Button("停用", self._retire), lambda seal: seal.is_active)
        self._sample = Button("登记样章", self._add_sample, tip="只在演示单位")
        add = PrimaryButton("登记印章", self._choose, icon="plus")
        retire.setVisible(may)
        add.setVisible(may)
        self._sample.hide()
        self._may = may
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words = Label("", Role.MUTED, wrap=True)
        card = Card("预览")
        card.add(self._picture)
        card.add(self._words)
        card.add_stretch()
        card.setFixedWidth(px(SIZE.side_column))
        middle = row(self.table, card, gap=SIZE.gap)
        middle.setStretch(0, 1)
        self.table.chosen.connect(lambda _seal: self._show_picture())
        self.lay_out(middle, buttons=(look, retire, self._sample, add))

    def refresh(self) -> None:
        """Read the seals anew."""
        self.ctx.read(self, bound(registered_seals, self.ctx.office), self._show, key=self.key)
        self.ctx.read(self, bound(settings, self.ctx.office), self._show_sample, key="demo-seal")

    def _show_sample(self, values: Any) -> None:
        self._sample.setVisible(self._may and bool(values["is_demo"]))

    def _show(self, seals: Any) -> None:
        self.show_rows(seals)
        if seals and self.table.current_row() is None:
            self.table.choose(0)
        self._show_picture()

    def _show_picture(self) -> None:
        seal: SealRow | None = self.table.current_row()
        picture = QPixmap()
        if seal is None:
            self._words.setText("选择一枚印章，可以看到清理后的图样。")
        else:
            picture = on_paper(seal.preview, px(SIZE.side_column) * 2 // 3)
            self._words.setText(
                "演示单位的样章由程序绘制，印文中总带“样章”二字。"
                if seal.is_sample
                else f"打印时直径 {seal.diameter_mm:g} 毫米，请与实物比对。"
            )
        self._picture.setPixmap(picture)
        self._picture.setVisible(not picture.isNull())

    def _choose(self) -> None:
        ask_file(self, "选择印章的扫描件", _PICTURES, self._take)

    def _take(self, path: Path) -> None:
        self.banner.clear()
        self.ctx.read(self, bound(_read_scan, path), self._ask_details)

    def _ask_details(self, read: tuple[bytes, bytes]) -> None:
        self._with_units(lambda found: scan_dialog(self.ctx, self, found, *read).open())

    def _with_units(self, then: Callable[[tuple[UnitView, ...]], None]) -> None:
        self.ctx.read(self, bound(units, self.ctx.office), then)

    def _add_sample(self) -> None:
        self._with_units(lambda found: sample_dialog(self.ctx, self, found).open())

    def _look(self) -> None:
        seal: SealRow = self.current()
        self.ctx.read(
            self,
            bound(specimen_of, self.ctx.office, seal.id),
            lambda found: SpecimenDialog(self.ctx, self, seal.name, found).open(),
        )

    def _retire(self) -> None:
        seal: SealRow = self.current()
        dialog = ReasonDialog(
            self.window(),
            f"停用印章 {seal.name}",
            "停用后不能再用它签发文书；已签发的文书不受影响。",
            "停用",
            danger=True,
        )
        dialog.given.connect(
            lambda reason: self.ctx.run(
                dialog,
                bound(retire_seal, self.ctx.office, seal_id=seal.id, reason=reason),
                on_done=lambda _changes: dialog.accept(),
            )
        )
        dialog.open()


def _read_scan(path: Path) -> tuple[bytes, bytes]:
    """The scan, if there is a seal in it, and how it looks cleaned."""
    scan = read_picked(path)
    return scan, clean(scan)
