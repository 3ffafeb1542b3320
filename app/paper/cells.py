"""What a row of a form is made of. Widths are millimetres; None shares what the others leave."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from app.paper.align import Align
from app.paper.fonts import Face
from app.paper.seal import Seal

LABEL_SIZE = 10.0
VALUE_SIZE = 10.5
FLOOR = 8.0


@dataclass(frozen=True)
class Label:
    """A fixed heading of the form, centred; breaks into an upright column where the cell is narrow."""

    text: str
    width: float | None = None
    face: Face = Face.HEI
    size: float = LABEL_SIZE


@dataclass(frozen=True)
class Value:
    """What the office has filled in. Without `align`: centred on one line, flush left when wrapped.

    `field` is the Chinese name that a missing glyph and a fit note name.
    """

    text: str
    width: float | None = None
    field: str | None = None
    align: Align | None = None
    face: Face = Face.SONG
    size: float = VALUE_SIZE
    floor: float = FLOOR


@dataclass(frozen=True)
class Day:
    """A day, or 年 月 日 for the hand."""

    day: datetime.date | None
    width: float | None = None
    size: float = VALUE_SIZE


@dataclass(frozen=True)
class Prose:
    """Sentences in a box with room for more: from its top, paragraphs indented, as they are written by hand."""

    text: str
    width: float | None = None
    field: str | None = None
    size: float = VALUE_SIZE


@dataclass(frozen=True)
class Blank:
    """An empty cell for the hand."""

    width: float | None = None


@dataclass(frozen=True)
class Tick:
    """One box to tick, with its words."""

    label: str
    is_ticked: bool = False


@dataclass(frozen=True)
class Ticks:
    """Boxes one after the other, wrapped where the cell ends; `lead` stands before them."""

    options: Sequence[Tick]
    width: float | None = None
    field: str | None = None
    lead: str = ""
    size: float = VALUE_SIZE


@dataclass(frozen=True)
class Opinion:
    """A box for an opinion: words at the top, who signs and the day at the bottom right, seal over the day.

    `day` None leaves “年 月 日” for the hand. `seal` None with `seal_hint` prints a light “（盖章）” where the
    42 mm circle is to be stamped. Without a seal of an organisation set `seal_hint` False.
    """

    text: str = ""
    width: float | None = None
    field: str | None = None
    signer_label: str = "负责人签字"
    signer: str = ""
    day: datetime.date | None = None
    seal: Seal | None = None
    seal_hint: bool = True
    size: float = VALUE_SIZE


Cell = Label | Value | Day | Prose | Blank | Ticks | Opinion


@dataclass(frozen=True)
class Column:
    """A column of a table; its title is also the field's name in messages."""

    title: str
    width: float | None = None
    align: Align | None = None
    face: Face = Face.SONG
    size: float = VALUE_SIZE
