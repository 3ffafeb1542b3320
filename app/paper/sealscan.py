"""Cleaning the scan of a seal: red ink on nothing, cropped to the seal. Pillow only."""

from io import BytesIO
from typing import TYPE_CHECKING

from app.errors import UserError

if TYPE_CHECKING:
    from PIL.Image import Image

_RED = (230, 0, 18)
_MAX_PIXELS = 60_000_000  # an A4 sheet at 600 dpi has 35 million
_SIDE = 1000  # pixels; 600 dpi at 42 mm
_FAINTEST, _FULLEST = 24, 150  # excess of red over the other colours: paper tint … solid ink
_SPARSE = 2  # mean darkness of a row or column, of 255, below which it holds only specks
_MAX_ASPECT = 1.35
_MARGIN = 0.01


def clean_scan(scan: bytes) -> bytes:
    """A square PNG, red on transparent, cropped so that the seal's edge is the picture's.

    Black print under the seal and the tint of the paper go. Raises UserError when the picture cannot be read
    or has no seal in it.
    """
    ink = _ink(_opened(scan))
    box = _bounds(ink)
    if box is None:
        raise UserError(
            "图片中没有找到红色印迹；请用彩色模式重新扫描印章后再导入。", field="印章图片"
        )
    left, top, right, bottom = box
    longer, shorter = max(right - left, bottom - top), min(right - left, bottom - top)
    if longer > shorter * _MAX_ASPECT:
        raise UserError(
            "图片中的印章不完整，或旁边还有其他红色内容；请只截取完整的印章后再导入。",
            field="印章图片",
        )
    return _squared(ink.crop(box))


def _opened(scan: bytes) -> "Image":
    import warnings

    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(scan), formats=("PNG", "JPEG", "BMP", "TIFF")) as opened:
                if opened.width * opened.height > _MAX_PIXELS:
                    raise UserError(
                        "图片太大；请把扫描分辨率降到 600 dpi 以下后再导入。", field="印章图片"
                    )
                rgba = opened.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UserError(
            "无法读取这个图片；请使用 PNG 或 JPEG 格式的扫描件。", field="印章图片"
        ) from error
    white = Image.new("RGBA", rgba.size, (255, 255, 255, 255))
    return Image.alpha_composite(white, rgba).convert("RGB")


def _ink(picture: "Image") -> "Image":
    """How much red ink each pixel holds, 0 … 255: the excess of red over green and blue."""
    from PIL import ImageChops

    red, green, blue = picture.split()
    excess = ImageChops.subtract(red, ImageChops.lighter(green, blue))
    scale = 255 / (_FULLEST - _FAINTEST)
    return excess.point([min(255, max(0, round((v - _FAINTEST) * scale))) for v in range(256)])


def _bounds(ink: "Image") -> tuple[int, int, int, int] | None:
    """The box around everything but specks of dust."""
    from PIL import Image, ImageFilter

    quiet = ink.filter(ImageFilter.MedianFilter(3))
    columns = quiet.resize((quiet.width, 1), Image.Resampling.BOX).tobytes()
    rows = quiet.resize((1, quiet.height), Image.Resampling.BOX).tobytes()
    across = [place for place, mean in enumerate(columns) if mean >= _SPARSE]
    down = [place for place, mean in enumerate(rows) if mean >= _SPARSE]
    if not across or not down:
        return None
    return across[0], down[0], across[-1] + 1, down[-1] + 1


def _squared(ink: "Image") -> bytes:
    from PIL import Image

    side = max(ink.size)
    square = Image.new("L", (side, side), 0)
    square.paste(ink, ((side - ink.width) // 2, (side - ink.height) // 2))
    if side > _SIDE:
        square = square.resize((_SIDE, _SIDE), Image.Resampling.LANCZOS)
    result = Image.new("RGBA", square.size, (*_RED, 0))
    result.putalpha(square)
    stream = BytesIO()
    result.save(stream, "PNG", optimize=True)
    return stream.getvalue()
