"""How a form looked when a person last looked at it: pictures of a millimetre to the pixel, in sixteen greys.

Rendered by pdfium with the bundled fonts, they are the same on every machine but for the rounding of a grey.
"""

from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from app.paper import page_count, render_page

FOLDER = Path(__file__).parent / "references"
TOLERANCE = 24
"""Of 255. The greys that are kept are right by 8; a rule that is missing or moved makes 45 and more."""
_DPI = 102
_STEP = 17  # between two of the greys

Grey = np.ndarray[Any, np.dtype[np.uint8]]


def picture_of(pdf: bytes) -> Grey:
    """The pages of a file one below the other, a pixel per square millimetre."""
    pages = [_page(pdf, at) for at in range(page_count(pdf))]
    width = max(page.shape[1] for page in pages)
    return np.vstack(
        [np.pad(page, ((0, 0), (0, width - page.shape[1])), constant_values=255) for page in pages]
    )


def _page(pdf: bytes, at: int) -> Grey:
    page = render_page(pdf, at, _DPI)
    size = (page.width, page.height)
    whole = Image.frombuffer("RGB", size, page.bgrx, "raw", "BGRX", page.stride, 1)
    width, height = (round(pixels / _DPI * 25.4) for pixels in size)
    return np.asarray(whole.convert("L").resize((width, height), Image.Resampling.BOX))


def keep(name: str, picture: Grey) -> None:
    """Make this the reference."""
    FOLDER.mkdir(exist_ok=True)
    save(picture, FOLDER / f"{name}.png")


def save(picture: Grey, path: Path) -> None:
    """Write it as references are written."""
    greys = Image.fromarray(np.rint(picture / _STEP).astype(np.uint8), "P")
    greys.putpalette([level for grey in range(16) for level in (grey * _STEP,) * 3])
    greys.save(path, optimize=True, bits=4)


def kept(name: str) -> Grey:
    """The reference."""
    with Image.open(FOLDER / f"{name}.png") as picture:
        return np.asarray(picture.convert("L"))


def difference(picture: Grey, reference: Grey) -> tuple[int, int, int]:
    """The largest difference of a square millimetre (255: a picture of another size), and its column and row."""
    if picture.shape != reference.shape:
        return 255, 0, 0
    apart = np.abs(picture.astype(int) - reference.astype(int))
    row, column = np.unravel_index(int(apart.argmax()), apart.shape)
    return int(apart.max()), int(column), int(row)
