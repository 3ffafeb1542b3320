"""Every colour, size and distance of the window, by name. No other module writes a number for a look.

Colours come in a light and a dark set of the same names. Text colours stand on their grounds with a
contrast of at least 4.5 : 1 (WCAG 2.1, 1.4.3); `faint` is for strokes and disabled things only.
Sizes are pixels at a scale of 100 %; `ui.style.px` scales them.
"""

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """The meaning of a coloured ground. A tone never stands without a word beside it."""

    NEUTRAL = "neutral"
    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    BLUE = "blue"


class Role(StrEnum):
    """What a piece of text is for; decides its size, weight and colour."""

    TITLE = "title"
    SECTION = "section"
    BODY = "body"
    STRONG = "strong"
    FIGURE = "figure"
    MUTED = "muted"
    SMALL = "small"
    LABEL = "label"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Palette:
    """One set of colours, as `#rrggbb`."""

    is_dark: bool
    ground: str
    card: str
    line: str
    line_strong: str
    ink: str
    muted: str
    faint: str
    red: str
    red_hover: str
    red_pressed: str
    on_red: str
    red_ground: str
    amber: str
    amber_ground: str
    green: str
    on_green: str
    green_ground: str
    blue: str
    blue_ground: str
    selected: str
    hover: str
    neutral_ground: str
    bar: str
    halo: str
    paper: str

    def tone(self, tone: Tone) -> tuple[str, str]:
        """Text colour and ground of a tone."""
        return {
            Tone.NEUTRAL: (self.muted, self.neutral_ground),
            Tone.RED: (self.red, self.red_ground),
            Tone.AMBER: (self.amber, self.amber_ground),
            Tone.GREEN: (self.green, self.green_ground),
            Tone.BLUE: (self.blue, self.blue_ground),
        }[tone]


LIGHT = Palette(
    is_dark=False,
    ground="#f6f5f2",
    card="#ffffff",
    line="#e4e1da",
    line_strong="#cfcac0",
    ink="#22211f",
    muted="#6a665f",
    faint="#9b968d",
    red="#b3261e",
    red_hover="#9f1f18",
    red_pressed="#8a1a14",
    on_red="#ffffff",
    red_ground="#fbeae8",
    amber="#8f5b00",
    amber_ground="#fdf1dc",
    green="#2f6b3a",
    on_green="#ffffff",
    green_ground="#e6f2e6",
    blue="#2b5a8c",
    blue_ground="#e6eef7",
    selected="#f3ece2",
    hover="#f8f5ef",
    neutral_ground="#f0ede6",
    bar="#cbb8a4",
    halo="#f5d5d2",
    paper="#ffffff",
)

DARK = Palette(
    is_dark=True,
    ground="#1d1c1a",
    card="#262523",
    line="#3a3835",
    line_strong="#504d48",
    ink="#ece9e3",
    muted="#a8a399",
    faint="#7d786f",
    red="#f07b72",
    red_hover="#f48d85",
    red_pressed="#d96a61",
    on_red="#1d1c1a",
    red_ground="#3d2422",
    amber="#e5b25d",
    amber_ground="#3a3020",
    green="#8cc796",
    on_green="#1d1c1a",
    green_ground="#22331f",
    blue="#8db8e6",
    blue_ground="#1f2e3d",
    selected="#322f2a",
    hover="#2c2a27",
    neutral_ground="#35322d",
    bar="#6e6254",
    halo="#5a2f2b",
    paper="#ffffff",
)


@dataclass(frozen=True, slots=True)
class Size:
    """Sizes and distances in pixels at 100 %."""

    # Type
    text: int = 14
    text_small: int = 12
    text_label: int = 13
    text_title: int = 20
    text_figure: int = 26
    text_line: int = 20
    # Distances
    gap_tiny: int = 4
    gap_small: int = 8
    gap_line: int = 6
    gap: int = 12
    gap_wide: int = 16
    gap_page: int = 20
    # Shapes
    radius: int = 6
    radius_card: int = 8
    control: int = 32
    field: int = 30
    row: int = 36
    row_compact: int = 28
    header_row: int = 32
    card_header: int = 42
    chip: int = 22
    icon: int = 18
    icon_large: int = 40
    dot: int = 20
    # Frames of the window
    rail: int = 176
    rail_narrow: int = 58
    rail_row: int = 36
    top_bar: int = 52
    status: int = 28
    stepper: int = 50
    tabs: int = 40
    search: int = 420
    # Forms
    form_label: int = 92
    form_three: int = 800
    form_two: int = 520
    # Dialogs and paper
    dialog: int = 480
    dialog_wide: int = 760
    thumbnail: int = 96
    side_column: int = 284


SIZE = Size()
SCALES = (1.0, 1.1, 1.25, 1.5)
LONG_WORK_MS = 500
"""Work that lasts longer than this shows its progress (design.md §2 Jobs)."""


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two `#rrggbb` colours, 1 to 21 (WCAG 2.1, relative luminance)."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
