"""裁剪本人照片: which part of the portrait stands on the 困难职工证."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from app.cases.attachments import AttachmentsView, attachment_content
from app.cases.commands import cut_portrait
from app.cases.portrait import KIND, SHAPE, portrait
from app.errors import UserError
from app.office.session import Office
from ui.context import Context, bound
from ui.style import SIZE, Role, Tone, px
from ui.widgets import Button, CropView, Dialog, Label, row

_HEIGHT = 460
_FINE = 1600
"""Pixels a side that are enough for the screen."""
_DPI = 150
"""What is printed coarser looks blurred."""
_NEAR = 0.01
"""Of the shape as good as that is nothing to be cut."""
_HINT = (
    "照片横着的先转正。拖动红框或按方向键移动；拖动四角、滚动滚轮或按加号减号改变大小。"
    "框外的部分不保留，撤销后恢复整张；不裁剪的，印证时取正中。"
)


@dataclass(frozen=True)
class Found:
    """A portrait as it is kept, and drawn small enough for the screen."""

    attachment_id: int
    size: QSize
    image: QImage


class CutDialog(Dialog):
    """The portrait of a case under its frame."""

    def __init__(self, ctx: Context, parent: QWidget, case_id: int, found: Found) -> None:
        super().__init__(
            parent.window(),
            "裁剪本人照片",
            action="使用",
            give_up="不裁剪",
            width=SIZE.dialog_wide,
        )
        self.ctx = ctx
        self.case_id = case_id
        self._found = found
        self.view = CropView(found.image, found.size, shape=SHAPE, name="本人照片的裁剪框")
        room = self.screen().availableGeometry()
        self.view.setMinimumHeight(min(px(_HEIGHT), room.height() - px(300)))
        self.note = Label("", Role.SMALL)
        turn = self.view.turn
        left = Button("向左转", partial(turn, -1), icon="turn-left", shortcut="Ctrl+Shift+R")
        right = Button("向右转", partial(turn, 1), icon="turn-right", shortcut="Ctrl+R")
        below = row(self.note, left, right)
        below.setStretch(0, 1)
        self.add(Label(_HINT, Role.MUTED, wrap=True), self.view, below)
        self.view.framed.connect(self._tell)
        self.view.accepted.connect(self.main_button.click)
        self.confirmed.connect(self._cut)
        self._tell()
        self.view.setFocus()

    def _tell(self) -> None:
        box = self.view.box()
        is_coarse = box.width() < SHAPE[0] / 25.4 * _DPI
        more = "，像素太少，印出来会模糊" if is_coarse else ""
        self.note.setText(f"框内 {box.width()} × {box.height()} 像素{more}")
        self.note.set_tone(Tone.AMBER if is_coarse else None)

    def _cut(self) -> None:
        box, quarters = self.view.box(), self.view.quarters()
        if box == self.view.whole() and not quarters:
            self.accept()
            return
        work = bound(
            cut_portrait,
            self.ctx.office,
            case_id=self.case_id,
            attachment_id=self._found.attachment_id,
            box=(box.left(), box.top(), box.left() + box.width(), box.top() + box.height()),
            quarters=quarters,
        )
        self.ctx.run(self, work, on_done=lambda _done: self.accept())


def open_cut(ctx: Context, parent: QWidget, case_id: int, attachment_id: int) -> None:
    """Let the part of a portrait be chosen that is used."""
    _open(ctx, parent, case_id, bound(_kept, ctx.office, attachment_id))


def offer_cut(ctx: Context, parent: QWidget, case_id: int, before: AttachmentsView) -> None:
    """As `open_cut`, where the case has another portrait than before and it is of another shape."""
    known = frozenset(one.id for one in before.files if one.kind == KIND)
    _open(ctx, parent, case_id, bound(_new, ctx.office, case_id, known))


def _open(ctx: Context, parent: QWidget, case_id: int, find: Callable[[], Found | None]) -> None:
    def show(found: Found | None) -> None:
        if found is not None:
            CutDialog(ctx, parent, case_id, found).open()

    ctx.read(parent, find, show, key=("cut", id(parent)))


def _kept(office: Office, attachment_id: int) -> Found:
    content, _mime = attachment_content(office, attachment_id)
    return _drawn(attachment_id, content)


def _new(office: Office, case_id: int, known: frozenset[int]) -> Found | None:
    newest = portrait(office, case_id)
    if newest is None or newest.attachment_id in known:
        return None
    found = _drawn(newest.attachment_id, newest.content)
    ratio = found.size.width() / found.size.height()
    return None if abs(ratio - SHAPE[0] / SHAPE[1]) < _NEAR else found


def _drawn(attachment_id: int, content: bytes) -> Found:
    image = QImage.fromData(content)
    if image.isNull():
        raise UserError("这张照片显示不出来，请重新拍照或扫描后再添加。")
    size = image.size()
    if max(size.width(), size.height()) > _FINE:
        image = image.scaled(
            _FINE,
            _FINE,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    return Found(attachment_id, size, image)
