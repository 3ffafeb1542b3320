"""The program's own icons: strokes of one width on a 24-unit square, drawn in the colour asked for."""

from functools import lru_cache
from importlib import resources

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ui.style import SIZE, px, theme


def icon(name: str, colour: str = "", size: int = SIZE.icon) -> QIcon:
    """The icon `name` (a file of resources/icons) in a colour (`#rrggbb`, default ink).

    `size` is in pixels at 100 %. Raises FileNotFoundError for a name that is not there.
    """
    return QIcon(pixmap(name, colour, size))


def pixmap(name: str, colour: str = "", size: int = SIZE.icon) -> QPixmap:
    """The icon as a picture for painting, sharp on the screen in use."""
    ratio = QGuiApplication.primaryScreen().devicePixelRatio()
    picture = QPixmap.fromImage(_draw(name, colour or theme().palette.ink, px(size), ratio))
    picture.setDevicePixelRatio(ratio)
    return picture


@lru_cache(maxsize=256)
def _draw(name: str, colour: str, edge: int, ratio: float) -> QImage:
    # Images, not pixmaps, are kept: they may outlive the application object.
    data = _source(name).replace("currentColor", colour).encode()
    image = QImage(QSize(edge, edge) * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(data)).render(painter, QRectF(0, 0, edge * ratio, edge * ratio))
    painter.end()
    return image


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    return resources.files("resources").joinpath("icons", f"{name}.svg").read_text("utf-8")
