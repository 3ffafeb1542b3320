"""QR codes as one vector path: dark runs of each row become rectangles."""

from typing import Any

MAX_BYTES = 84  # the most that version 5 holds at error correction M
QUIET = 4  # blank modules on each side, as the standard asks

Rows = tuple[bytes, ...]


def encode(payload: str) -> Rows:
    """The modules, 1 for dark, without the quiet zone.

    Raises ValueError for more than 84 bytes of UTF-8: the code would be too fine for an office printer.
    """
    import segno

    data = payload.encode("utf-8")
    if len(data) > MAX_BYTES:
        raise ValueError(f"QR payload of {len(data)} bytes; at most {MAX_BYTES} fit")
    code = segno.make(data, error="m", boost_error=False, micro=False, encoding=None)
    return tuple(bytes(row) for row in code.matrix)


def draw(canvas: Any, rows: Rows, left: float, bottom: float, side: float) -> None:
    """Paint in black; `side` (points) includes the quiet zone."""
    module = side / (len(rows) + 2 * QUIET)
    path = canvas.beginPath()
    for index, row in enumerate(rows):
        y = bottom + side - (index + QUIET + 1) * module
        for start, end in _dark_runs(row):
            path.rect(left + (start + QUIET) * module, y, (end - start) * module, module)
    canvas.setFillGray(0)
    canvas.drawPath(path, stroke=0, fill=1)


def _dark_runs(row: bytes) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    start: int | None = None
    for place, module in enumerate((*row, 0)):
        if module and start is None:
            start = place
        elif not module and start is not None:
            runs.append((start, place))
            start = None
    return runs
