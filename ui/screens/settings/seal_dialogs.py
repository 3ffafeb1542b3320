"""The dialogs of 印章: details of a new seal, and a seal on a form at its true size."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPixmap, QShowEvent
from PySide6.QtWidgets import QLabel, QWidget

from app.changes import Changes
from app.errors import UserError
from app.fields.kinds import Text
from app.forms.specimen import PAGE, Specimen, specimen
from app.office.seals import (
    DEFAULT_MM,
    Bearer,
    register_sample_seal,
    register_seal,
)
from app.office.units import UnitView
from ui.context import Context, bound
from ui.fields.form_dialog import Entry, FormDialog
from ui.pdf_pages import PdfPages
from ui.style import SIZE, px, theme
from ui.widgets import Button, Dialog, PdfView

Values = Any
_WIDTH, _HEIGHT = 980, 760


def _whose(ctx: Context, units: tuple[UnitView, ...]) -> tuple[Entry, Entry]:
    own = ctx.office.user.unit_id
    return (
        Entry(
            "unit_id",
            "所属工会",
            required=True,
            options=tuple((unit.id, "　" * unit.depth + unit.name) for unit in units),
            value=own,
        ),
        Entry(
            "bearer",
            "印章属于",
            required=True,
            options=tuple((one, one.value) for one in Bearer),
            value=Bearer.COUNTY,
            help="用印时盖在表上这一级工会的意见栏",
        ),
    )


def on_paper(png: bytes, side: int) -> QPixmap:
    """A cleaned seal, at most `side` pixels wide and high, on white in the dark look, too: it is made for paper."""
    seal = QPixmap()
    seal.loadFromData(png)
    seal = seal.scaled(
        side,
        side,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    paper = QPixmap(seal.size())
    paper.fill(QColor(theme().palette.paper))
    painter = QPainter(paper)
    painter.drawPixmap(0, 0, seal)
    painter.end()
    return paper


def scan_dialog(
    ctx: Context, parent: QWidget, units: tuple[UnitView, ...], scan: bytes, png: bytes
) -> FormDialog:
    """Name, bearer and size of a scanned seal, with `png`, the cleaned picture, and a look at it on a form."""
    entries = (
        Entry("name", "印章名称", required=True, value=ctx.office.user.unit_name),
        *_whose(ctx, units),
        Entry("diameter", "直径（毫米）", Text(), required=True, value=f"{DEFAULT_MM:g}"),
    )

    dialog = FormDialog(
        ctx,
        parent,
        "登记印章",
        entries,
        lambda values: bound(_register, ctx, values, scan),
        action="登记",
        explanation="下面是清理后的图样，双语印章照原样保留。直径照实物量，圆章一般是 42 毫米。",
    )
    label = QLabel()
    label.setPixmap(on_paper(png, px(SIZE.side_column) // 2))
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    dialog.add(label)

    def look() -> None:
        values = dialog.values()
        if values is not None:
            ctx.read(
                dialog,
                partial(_specimen, ctx, values, png),
                lambda found: SpecimenDialog(ctx, dialog, values["name"], found).open(),
            )

    dialog.add_extra(Button("在表上预览…", look, tip="按登记的直径，印在空白的档案表上看"))
    return dialog


def sample_dialog(ctx: Context, parent: QWidget, units: tuple[UnitView, ...]) -> FormDialog:
    """Name and bearer of a drawn sample seal of the demo office, in two scripts if wanted."""
    entries = (
        Entry("name", "印章名称", required=True, value=ctx.office.user.unit_name),
        Entry(
            "second_name",
            "另一种文字",
            hint="例如：Cinghhoz Yen Cunghgunghvei",
            help="民族自治地方的双语印章，可不填",
        ),
        *_whose(ctx, units),
    )
    return FormDialog(
        ctx,
        parent,
        "登记样章",
        entries,
        lambda values: bound(
            register_sample_seal,
            ctx.office,
            name=values["name"],
            second_name=values["second_name"] or "",
            unit_id=values["unit_id"],
            bearer=values["bearer"],
        ),
        action="登记",
        explanation="样章由程序绘制，印文中总带“样章”二字，只供演示单位使用。",
    )


class SpecimenDialog(Dialog):
    """A seal on an empty form, shown at 100 %."""

    def __init__(self, ctx: Context, parent: QWidget, name: str, shown: Specimen) -> None:
        super().__init__(
            parent.window(), f"印章在表上的样子 · {name}", give_up="关闭", width=SIZE.dialog_wide
        )
        self.view = PdfView(ctx.jobs.read)
        self.view.setMinimumSize(px(_WIDTH) // 2, px(_HEIGHT) // 2)
        self.body.addWidget(self.view, 1)
        self.resize(px(_WIDTH), px(_HEIGHT))
        self.view.show_pages(PdfPages(shown.pdf, shown.pages).picture, shown.pages)
        self.view.go_to(PAGE)
        self.view.actual_size()
        self._place = shown.place

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """The seal in sight, once the sheet has its size."""
        super().showEvent(event)
        QTimer.singleShot(0, self, lambda: self.view.show_place(*self._place))


def _specimen(ctx: Context, values: Values, png: bytes) -> Specimen:
    return specimen(
        ctx.office,
        name=values["name"],
        png=png,
        diameter_mm=_millimetres(values["diameter"]),
        bearer=values["bearer"],
    )


def _register(ctx: Context, values: Values, scan: bytes) -> Changes:
    return register_seal(
        ctx.office,
        name=values["name"],
        scan=scan,
        diameter_mm=_millimetres(values["diameter"]),
        unit_id=values["unit_id"],
        bearer=values["bearer"],
    )


def _millimetres(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise UserError("直径请填毫米数，例如 42。", field="diameter") from error
