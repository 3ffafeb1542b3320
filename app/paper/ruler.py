"""A sheet to calibrate a printer by: rulers at known distances from the four edges, and how to measure them."""

from dataclasses import dataclass
from datetime import datetime

from app.paper.align import Align
from app.paper.document import A4, Document
from app.paper.fonts import Face
from app.paper.page import Page
from app.paper.shifting import NO_SHIFT, Shift, shifted

EDGE = 10.0
"""Millimetres from each edge of the sheet to the line of its ruler."""
_LINE, _HAIR, _BOLD = 0.5, 0.25, 1.0
_TICKS = ((10, 5.0), (5, 3.5), (1, 2.0))
"""Every so many millimetres a tick of this length."""
_NUMBER_SIZE = 7.0
_CROSS = 5.0
_MARGIN = 34.0

_MEASURE = (
    "一、先看大小。用直尺量上边的尺，从 50 到 150 应当正好是 100 毫米。不是的话，打印机把页面缩放了："
    "请在打印机的设置里选“实际大小”（100 %），再印一张。",
    "二、量左边。从纸的左边缘量到左边那把尺的竖线，应当是 10 毫米。"
    "“向右移”填 10 减去量到的数：量到 8.5，就填 1.5；量到 11，就填 −1。",
    "三、量上边。从纸的上边缘量到上边那把尺的横线，应当是 10 毫米。"
    "“向下移”填 10 减去量到的数：量到 9，就填 1；量到 12，就填 −2。",
    "四、左右两边量到的数相加、上下两边量到的数相加，都应当是 20 毫米。"
    "差一毫米以上，说明纸不是 A4，或者纸没有放正，请放好纸再印一张。",
    "五、在“设置 → 打印”里填好这两个数，按“印校准后的标尺页”，再量一次。",
)
_CHECK = (
    "这一页已经按标题下面的数移动过。四把尺到纸边都应当是 10 毫米，差不到半毫米，就在“设置 → 打印”里按“保存”。",
    "还差得多的话：左边量到的数比 10 小多少，“向右移”就再加多少；比 10 大多少，就减多少。"
    "上边和“向下移”也是这样。改好以后再印一张校准后的标尺页。",
)


@dataclass(frozen=True)
class Ruled:
    """One side of a ruler sheet: what it is called, and by how much it is moved."""

    name: str
    shift: Shift = NO_SHIFT


def ruler_sheet(created: datetime, sides: tuple[Ruled, ...], *, about: str, lies: bool) -> bytes:
    """A PDF of one page a side. `about` says for which forms; `lies` turns the sheet."""
    width, height = reversed(A4) if lies else A4
    document = Document(form="打印标尺页", created=created)
    for side in sides:
        page = document.page(width=width, height=height)
        _rulers(page)
        _words(page, side, about)
    return shifted(document.to_bytes(), lambda number, _lies: sides[number].shift)


def shift_words(shift: Shift) -> str:
    """A shift as people say it."""
    right, down = (f"{length:g}".replace("-", "−") for length in shift)
    return f"向右移 {right} 毫米，向下移 {down} 毫米"


def _words(page: Page, side: Ruled, about: str) -> None:
    room = page.width - 2 * _MARGIN
    y = 36.0
    page.text(_MARGIN, y, "打印标尺页", face=Face.HEI_BOLD, size=22, align=Align.CENTER, width=room)
    is_moved = side.shift != NO_SHIFT
    state = f"校准后：{shift_words(side.shift)}" if is_moved else "没有移动"
    line = f"{about} · {side.name} · {state}"
    page.text(_MARGIN, y + 13, line, face=Face.HEI, size=11, align=Align.CENTER, width=room)
    y += 26
    for sentence in _CHECK if is_moved else _MEASURE:
        y = page.paragraph(_MARGIN, y, room, sentence, size=12, leading=1.6) + 4


def _rulers(page: Page) -> None:
    for at, inward in ((EDGE, 1.0), (page.height - EDGE, -1.0)):
        _across(page, at, inward)
    for at, inward in ((EDGE, 1.0), (page.width - EDGE, -1.0)):
        _down(page, at, inward)
    for x in (EDGE, page.width - EDGE):
        for y in (EDGE, page.height - EDGE):
            page.rule(x - _CROSS, y, x + _CROSS, y, weight=_BOLD)
            page.rule(x, y - _CROSS, x, y + _CROSS, weight=_BOLD)


def _across(page: Page, y: float, inward: float) -> None:
    page.rule(EDGE, y, page.width - EDGE, y, weight=_LINE)
    for mm in _marks(page.width):
        tick = _tick(mm)
        page.rule(mm, y, mm, y + inward * tick, weight=_HAIR)
        if mm % 10 == 0:
            top = y + inward * (tick + 1.8) - 1.3
            page.text(mm - 5, top, f"{mm}", size=_NUMBER_SIZE, align=Align.CENTER, width=10)


def _down(page: Page, x: float, inward: float) -> None:
    page.rule(x, EDGE, x, page.height - EDGE, weight=_LINE)
    for mm in _marks(page.height):
        tick = _tick(mm)
        page.rule(x, mm, x + inward * tick, mm, weight=_HAIR)
        if mm % 10 == 0:
            left = x + inward * (tick + 3.2) - 5
            page.text(left, mm - 1.3, f"{mm}", size=_NUMBER_SIZE, align=Align.CENTER, width=10)


def _marks(length: float) -> range:
    """The millimetres of a ruler; at the corners the crosses stand instead of its ends."""
    return range(int(EDGE) + 8, int(length - EDGE) - 7)


def _tick(mm: int) -> float:
    return next(length for every, length in _TICKS if mm % every == 0)
