"""Looking at one paper of a file: a picture to zoom and to turn, or the pages of a PDF."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from app.errors import UserError
from ui.context import Context
from ui.pdf_pages import PdfPages, pages_of
from ui.style import px
from ui.widgets import Button, Dialog, EmptyState, Label, PdfView, PictureView, Role

_WIDTH, _HEIGHT = 860, 560

Readable = QImage | PdfPages | UserError
"""What a paper turned out to be; the error says why it cannot be shown."""


class Viewer(Dialog):
    """A paper at a time. A picture that was turned can be kept so, where `on_turn` is given."""

    def __init__(self, ctx: Context, parent: QWidget) -> None:
        super().__init__(parent.window(), "", action="保存旋转", give_up="关闭", width=_WIDTH)
        self._ctx = ctx
        self._on_turn: Callable[[], object] | None = None
        self.view: QWidget = QWidget()
        self.note = Label("", Role.SMALL, wrap=True)
        self._steps: tuple[Button, ...] = ()
        self.add(self.view, self.note)
        self.confirmed.connect(self._keep)

    def show_paper(
        self, title: str, shown: Readable, *, note: str, on_turn: Callable[[], object] | None
    ) -> None:
        """Show this one instead of the one before."""
        self.set_title(title)
        self.set_error("")
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self._on_turn = on_turn
        before, self.view = self.view, _view(self._ctx, shown)
        room = self.screen().availableGeometry()
        self.view.setMinimumHeight(min(px(_HEIGHT), room.height() - px(240)))
        self.body.replaceWidget(before, self.view)
        before.deleteLater()
        self.main_button.hide()
        if isinstance(self.view, PictureView):
            self.view.turned.connect(self._show_turned)
        self.view.setFocus()

    def add_ways(
        self,
        step: Callable[[int], object],
        correct: Callable[[], object],
        cut: Callable[[], object],
    ) -> None:
        """Buttons that lead to the paper before and to the next, to what this one really is, and to its frame."""
        self._steps = (
            Button("上一份", lambda: step(-1), shortcut="Alt+Up"),
            Button("下一份", lambda: step(1), shortcut="Alt+Down"),
        )
        self.correct_button = Button("改正种类…", correct, tip="改正这份材料的种类，是谁的")
        self.cut_button = Button("裁剪…", cut, tip="选定照片印在困难职工证上的部分")
        for button in (*self._steps, self.correct_button, self.cut_button):
            self.add_extra(button)

    def show_ways(self, at: int, count: int, *, may_correct: bool, may_cut: bool) -> None:
        """Which of how many papers stands there; at the ends there is no way on."""
        for button, is_there in zip(self._steps, (at > 0, at + 1 < count), strict=True):
            button.setVisible(count > 1)
            button.setEnabled(is_there)
        self.correct_button.setVisible(may_correct)
        self.cut_button.setVisible(may_cut)

    def quarters(self) -> int:
        """By how many quarters clockwise the picture was turned and not kept yet."""
        return self.view.quarters() if isinstance(self.view, PictureView) else 0

    def keep_turn(self) -> None:
        """The turn was kept: there is none any more."""
        if isinstance(self.view, PictureView):
            self.view.keep_turn()

    def _show_turned(self, quarters: int) -> None:
        self.main_button.setVisible(bool(quarters) and self._on_turn is not None)

    def _keep(self) -> None:
        if self._on_turn is not None:
            self._on_turn()


def open_viewer(
    ctx: Context,
    parent: QWidget,
    title: str,
    content: bytes,
    mime: str,
    *,
    note: str = "",
    on_turn: Callable[[], object] | None = None,
    on_open: Callable[[Viewer], object] | None = None,
    viewer: Viewer | None = None,
) -> None:
    """Show a paper once it is read, in a dialog of its own or in `viewer`.

    What cannot be drawn is said, not shown empty.
    """

    def show(shown: Readable) -> None:
        dialog = viewer or Viewer(ctx, parent)
        dialog.show_paper(title, shown, note=note, on_turn=on_turn)
        if on_open is not None:
            on_open(dialog)
        if viewer is None:
            dialog.open()

    ctx.read(parent, partial(_readable, content, mime), show, key=("viewer", id(parent)))


def _readable(content: bytes, mime: str) -> Readable:
    if mime == "application/pdf":
        try:
            return pages_of(lambda: content)
        except UserError as error:
            return error
    image = QImage.fromData(content)
    return UserError("请重新扫描后再添加，或从备份恢复附件。") if image.isNull() else image


def _view(ctx: Context, shown: Readable) -> QWidget:
    if isinstance(shown, UserError):
        return EmptyState("这份材料显示不出来", shown.message)
    if isinstance(shown, QImage):
        return PictureView(shown, name="材料的图片")
    pages = PdfView(ctx.jobs.read)
    pages.show_pages(shown.picture, shown.count)
    return pages
