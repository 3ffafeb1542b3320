"""Photos of a camera, a phone or a stick: the newest first, as small pictures, to be ticked and added.

Those that are in a file already say so.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QSize, QStandardPaths, QStorageInfo, Qt
from PySide6.QtGui import QIcon, QImage, QImageReader, QPixmap
from PySide6.QtWidgets import QFileDialog, QListView, QListWidget, QListWidgetItem, QWidget

from app.cases.attachments import ENDINGS, is_taken, read_file, small_heic
from app.errors import UserError
from app.office.session import Office
from ui.context import Context, bound
from ui.icons import icon
from ui.style import SIZE, Role, px
from ui.widgets import Button, Dialog, Label, row

_HEIC_ENDINGS = (".heic", ".heif")
_ENDINGS = tuple(one for one in ENDINGS if one != ".pdf")
_MOST = 60
_DEEPEST = 3
"""Folders that are looked through: cameras keep their pictures two below the root of a stick (DCIM/100CANON)."""
_THUMBNAIL = 120
_HEIGHT = 400

_last: list[Path] = []
"""The folder that was used last, until the program ends."""


def camera_folder() -> Path:
    """Where to look first: the folder used last, the DCIM of a camera or stick, else the pictures."""
    if _last and _last[0].is_dir():
        return _last[0]
    for volume in QStorageInfo.mountedVolumes():
        folder = Path(volume.rootPath()) / "DCIM"
        if volume.isReady() and folder.is_dir():
            return folder
    places = QStandardPaths.standardLocations(QStandardPaths.StandardLocation.PicturesLocation)
    return next((Path(one) for one in places if Path(one).is_dir()), Path.home())


def newest_photos(folder: Path) -> tuple[Path, ...]:
    """At most sixty pictures of a folder, the newest first. UserError where it cannot be read."""
    try:
        found = [
            (path.stat().st_mtime, path)
            for depth in range(_DEEPEST)
            for path in folder.glob("*/" * depth + "*")
            if path.suffix.lower() in _ENDINGS and path.is_file()
        ]
    except OSError as error:
        raise UserError("读不了这个文件夹，请检查相机或 U 盘是否接好，再选一次。") from error
    return tuple(path for _, path in sorted(found, reverse=True)[:_MOST])


@dataclass(frozen=True)
class Look:
    """A photo made small, and whether it is in a file already. One that cannot be drawn is empty."""

    image: QImage
    is_taken: bool = False


def look_at(office: Office, path: Path, *, edge: int) -> Look:
    """Read a photo to be chosen by: at most `edge` pixels a side."""
    try:
        data = read_file(path)
        is_heic = path.suffix.lower() in _HEIC_ENDINGS
        shown = small_heic(data, edge) if is_heic else data
    except UserError:
        return Look(QImage())
    buffer = QBuffer()
    buffer.setData(shown)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid():
        reader.setScaledSize(size.scaled(edge, edge, Qt.AspectRatioMode.KeepAspectRatio))
    return Look(reader.read(), is_taken(office, data))


class CameraDialog(Dialog):
    """Tick photos; `offer` is given their paths."""

    def __init__(
        self, ctx: Context, parent: QWidget, offer: Callable[[Sequence[Path]], object]
    ) -> None:
        super().__init__(parent.window(), "从照片文件夹添加", action="添加", width=SIZE.dialog_wide)
        self.ctx = ctx
        self._offer = offer
        self._waiting: list[int] = []
        """The photos that were not looked at yet, by their place in the list."""
        self.where = Label("", Role.MUTED, wrap=True)
        self.note = Label("", Role.SMALL, wrap=True)
        self.photos = QListWidget()
        self.photos.setViewMode(QListView.ViewMode.IconMode)
        self.photos.setMovement(QListView.Movement.Static)
        self.photos.setResizeMode(QListView.ResizeMode.Adjust)
        self.photos.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        edge = px(_THUMBNAIL)
        self.photos.setIconSize(QSize(edge, edge))
        self.photos.setGridSize(QSize(edge + px(24), edge + px(48)))
        self.photos.setMinimumHeight(px(_HEIGHT))
        self.photos.setAccessibleName("照片")
        self.photos.itemSelectionChanged.connect(self._count)
        self.photos.itemActivated.connect(lambda _item: self._give())
        folder = Button("换一个文件夹…", self._choose_folder)
        top = row(self.where, folder, gap=SIZE.gap)
        top.setStretch(0, 1)
        self.add(top, self.photos, self.note)
        self.confirmed.connect(self._give)
        self.look_in(camera_folder())
        self.photos.setFocus()

    def look_in(self, folder: Path) -> None:
        """Show the newest photos of a folder."""
        self.where.setText(f"文件夹：{folder}")
        self.photos.clear()
        self.main_button.setEnabled(False)
        self._waiting.clear()

        def show(found: tuple[Path, ...]) -> None:
            _last[:] = [folder]
            self._show(found)

        self.ctx.read(self, bound(newest_photos, folder), show, key=("photos", id(self)))

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, "选择照片文件夹", str(camera_folder()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.fileSelected.connect(lambda name: self.look_in(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _show(self, found: tuple[Path, ...]) -> None:
        for path in found:
            item = QListWidgetItem(icon("file", size=SIZE.card_header), path.name)
            item.setData(Qt.ItemDataRole.UserRole, str(path))
            item.setSizeHint(self.photos.gridSize())
            self.photos.addItem(item)
        if found:
            self.photos.setCurrentRow(0)
        self._count()
        self._waiting = list(range(len(found)))
        self._look_at_next()

    def _look_at_next(self) -> None:
        """One photo after the other, the newest first: the pictures of a stick come slowly."""
        if not self._waiting:
            return
        item = self.photos.item(self._waiting.pop(0))
        path = Path(item.data(Qt.ItemDataRole.UserRole))

        def show(look: Look) -> None:
            _draw(item, path.name, look)
            self._look_at_next()

        work = bound(look_at, self.ctx.office, path, edge=px(_THUMBNAIL))
        self.ctx.read(self, work, show, key=("photos", id(self)))

    def paths(self) -> list[Path]:
        """What is ticked, in the order in which it was taken: the front of a card, then its back."""
        rows = sorted((self.photos.row(item) for item in self.photos.selectedItems()), reverse=True)
        return [Path(self.photos.item(at).data(Qt.ItemDataRole.UserRole)) for at in rows]

    def _count(self) -> None:
        count, there = len(self.photos.selectedItems()), self.photos.count()
        self.main_button.setEnabled(bool(count))
        self.main_button.set_text(f"添加 {count} 张" if count else "添加")
        if there:
            more = f"只列出最新的 {_MOST} 张。" if there == _MOST else ""
            self.note.setText(
                f"按住 Ctrl 或 Shift 可以选多张；标着“已添加”的已经在某一户的档案里。{more}"
            )
        else:
            self.note.setText("这个文件夹里没有照片；请接好相机、手机或 U 盘，再换一个文件夹。")

    def _give(self) -> None:
        if chosen := self.paths():
            self.accept()
            self._offer(chosen)


def _draw(item: QListWidgetItem, name: str, look: Look) -> None:
    if look.is_taken:
        item.setText(f"{name}\n已添加")
    if not look.image.isNull():
        picture, drawn = QIcon(), QPixmap.fromImage(look.image)
        picture.addPixmap(drawn)
        picture.addPixmap(drawn, QIcon.Mode.Selected)
        item.setIcon(picture)
