"""Photographs on a sheet: turned as they were taken, cut to their box, no finer than the printer."""

from io import BytesIO
from typing import Any

from app.errors import UserError
from app.paper import engine

_DPI = 300


def fitted(content: bytes, width: float, height: float) -> Any:
    """The picture in the shape of a box of so many mm, its middle kept. UserError when it cannot be read."""
    from PIL import Image, ImageOps

    size = (round(width / 25.4 * _DPI), round(height / 25.4 * _DPI))
    try:
        with Image.open(BytesIO(content)) as opened:
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise UserError("照片不是完整的图片，请在“材料”页换一张本人照片后再打印。") from error
    return ImageOps.fit(upright, size)


def for_canvas(picture: Any) -> Any:
    """The picture as reportlab wants it."""
    return engine.untyped("reportlab.lib.utils").ImageReader(picture)
