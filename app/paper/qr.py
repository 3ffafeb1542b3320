"""QR codes as one vector path: dark runs of each row become rectangles."""

import functools
import math
from dataclasses import dataclass
from itertools import compress
from operator import add, sub

from app.paper import engine

MAX_BYTES = 84  # the most that version 5 holds at error correction M
MASK = 4
"""Any of the eight masks may be used, readers take it from the code itself. Trying all eight for the one
that scores best would cost five times the rest of the code; this one scores best most often on serials."""


@dataclass(frozen=True)
class Code:
    """So many `modules` on a side, the quiet zone included; the dark ones as a path, a module long, y downwards."""

    modules: int
    path: str


def encode(payload: str) -> Code:
    """The code of a text.

    Raises ValueError for more than 84 bytes of UTF-8: the code would be too fine for an office printer.
    """
    length = len(payload.encode("utf-8"))
    if length > MAX_BYTES:
        raise ValueError(f"QR payload of {length} bytes; at most {MAX_BYTES} fit")
    barcodes = engine.untyped("zxingcpp")
    made = barcodes.create_barcode(
        payload, barcodes.BarcodeFormat.QRCode, ec_level="M", data_mask=MASK
    )
    # The picture has a pixel per module, and the quiet zone, so that dark runs end before the row does.
    pixels = memoryview(made.to_image(scale=1, add_quiet_zones=True)).tobytes()
    modules = math.isqrt(len(pixels))
    changes = _changes(pixels)
    starts, ends = changes[::2], changes[1::2]
    corners = map(_corners(modules).__getitem__, starts)
    widths = map(_widths(modules).__getitem__, map(sub, ends, starts))
    return Code(modules, " ".join(map(add, corners, widths)))


def _changes(pixels: bytes) -> list[int]:
    """Where a pixel is not as the one before it: dark begins, light begins, in turns. The first one is light."""
    row = int.from_bytes(pixels)
    differing = (row ^ row >> 8).to_bytes(len(pixels))
    return list(compress(range(len(pixels)), differing))[1:]


@functools.cache
def _corners(modules: int) -> tuple[str, ...]:
    """The place of each module, row by row."""
    return tuple(f"{x} {y}" for y in range(modules) for x in range(modules))


@functools.cache
def _widths(modules: int) -> tuple[str, ...]:
    """The end of a rectangle of so many modules."""
    return tuple(f" {width} 1 re" for width in range(modules))


def path(code: Code, left: float, bottom: float, side: float) -> str:
    """What paints it in black; `side` (points) includes the quiet zone."""
    # Whole modules under one matrix: short, and three times faster than the canvas's own rectangles.
    module = side / code.modules
    place = f"{module:.5f} 0 0 {-module:.5f} {left:.3f} {bottom + side:.3f} cm"
    return f"q {place} 0 g {code.path} f Q"
