"""Setting a text into a box: one line if it nearly fits, else wrapped, else smaller down to a floor."""

import functools
from dataclasses import dataclass

from app.paper import glyphs
from app.paper.fonts import Face
from app.paper.lines import Line, break_lines, tokens

LEADING = 1.25
STEP = 0.5
_POINTS = 72 / 25.4  # per millimetre
_KEPT = 4096  # the words of a form return on every sheet of a batch
_AIR = 0.9  # mm, above and below together
_AIRY_FLOOR = 9.0  # points
_ONE_LINE_SLACK = 1.5  # points of size given up rather than leave one character on a second line


@dataclass(frozen=True)
class FitNote:
    """A text that was printed smaller than 8 pt. `page` counts from 1."""

    field: str
    size: float
    page: int


@dataclass(frozen=True)
class Setting:
    """Lines of one size; lengths in points. `fits` says whether the box holds them."""

    lines: tuple[Line, ...]
    size: float
    fits: bool

    @property
    def height(self) -> float:
        """From the top of the first line to the bottom of the last."""
        return self.size * (1 + LEADING * (len(self.lines) - 1))


@functools.lru_cache(maxsize=_KEPT)
def wrap(
    text: str, face: Face, size: float, width: float, *, indent: bool = False
) -> tuple[Line, ...]:
    """Lines of at most `width` points."""
    return tuple(
        break_lines(text, width, lambda part: glyphs.width_of(part, face, size), indent=indent)
    )


@functools.lru_cache(maxsize=_KEPT)
def fit(
    text: str, face: Face, *, width: float, height: float, size: float, floor: float
) -> Setting:
    """The largest setting that the box holds; at `floor` and with `fits` False if none does.

    No number or word is torn that a smaller size keeps whole.
    """
    single = one_line_size(text, face, width, size, floor)
    if single is not None and single <= height:
        line = Line(text, glyphs.width_of(text, face, single), True)
        return Setting((line,), single, True)
    longest = max((glyphs.width_of(token, face, 1.0) for token in tokens(text)), default=0.0)
    whole = width / longest if longest * floor <= width else size
    current = size
    while True:
        setting = Setting(wrap(text, face, current, width), current, True)
        if current <= max(whole, floor) and _is_inside(setting, width, height):
            return setting
        if current <= floor:
            return Setting(setting.lines, current, False)
        current = max(floor, current - STEP)


def airier(setting: Setting, text: str, face: Face, width: float, height: float) -> Setting:
    """The same lines a little smaller where they would nearly touch the rules of a box of so many mm."""
    room = {"width": width * _POINTS, "height": (height - _AIR) * _POINTS}
    floor = min(setting.size, _AIRY_FLOOR)
    found = fit(text, face, **room, size=setting.size, floor=floor)
    return found if found.fits else setting


def upright(text: str, size: float, height: float) -> str:
    """One character to a line where so many points of height hold them, else as it is."""
    is_held = len(text) * size * LEADING <= height
    return "\n".join(text) if is_held and "\n" not in text else text


def _is_inside(setting: Setting, width: float, height: float) -> bool:
    widest = max(line.width for line in setting.lines)
    return setting.height <= height + 1e-6 and widest <= width + 1e-6


def one_line_size(text: str, face: Face, width: float, size: float, floor: float) -> float | None:
    """The size, little below `size`, at which the text is one line; None if it must be wrapped."""
    if "\n" in text:
        return None
    per_point = glyphs.width_of(text, face, 1.0)
    current = size
    while current >= max(floor, size - _ONE_LINE_SLACK):
        if per_point * current <= width:
            return current
        current -= STEP
    return None
