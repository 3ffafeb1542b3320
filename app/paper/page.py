"""One sheet side: text, rules, boxes, ticks, seals and codes at fixed places.

Lengths are millimetres from the top left corner, sizes of type are points. Drawing is recorded in layers and
painted when the document is written: photographs, seals over them (under the text, without blending), then the
rest. The values are told apart from the form, so that they alone can be printed onto a blank that the office had
printed before.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from app.errors import UserError
from app.paper import glyphs, pictures, qr
from app.paper.align import Align, lead
from app.paper.fit import LEADING, FitNote, Setting, airier, fit, upright, wrap
from app.paper.fixedwords import FixedWords
from app.paper.fonts import Face
from app.paper.glyphs import UNNAMED
from app.paper.ink import Ink, Words, frame
from app.paper.lines import Line, stretch

if TYPE_CHECKING:
    from app.paper.seal import Seal

POINTS = 72 / 25.4  # per millimetre
PADDING = 1.2  # mm between a rule and the text of a cell
ASCENT = 0.88  # of the em above the base line, as in every bundled font
GRID = 0.5  # points
SMALLEST = 5.0  # points; below this nobody reads it
REPORTED_BELOW = 8.0  # points
LABEL_FLOOR = 7.0  # points

Mark = str | Words | Callable[[Ink], None]
"""Finished operators of the page's content, words, or what paints itself."""


class Layer(Enum):
    """What a mark belongs to."""

    PICTURE = "picture"
    """A value, too; a seal is stamped across its edge."""
    SEAL = "seal"
    FORM = "form"
    VALUE = "value"
    OVERPRINT = "overprint"
    """A value as it is printed onto a form that was printed before, where the whole form has it in other words."""


class TextTooLongError(UserError):
    """A text that its box cannot hold at a readable size; names the field."""


@dataclass
class Page:
    """A sheet side of `width` × `height` mm. Made by `Document.page()`."""

    width: float
    height: float
    number: int = 1
    fit_notes: list[FitNote] = field(default_factory=list)
    fixed: FixedWords = field(default_factory=FixedWords)
    _marks: list[Mark] = field(default_factory=list)
    _layers: list[Layer] = field(default_factory=list)
    """Of each mark. Beside them, not with them: a batch keeps hundreds of thousands until it is written."""

    # -- text -------------------------------------------------------------------------------------------

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        face: Face = Face.SONG,
        size: float = 10.5,
        align: Align = Align.LEFT,
        width: float = 0.0,
        field: str | None = None,
        gray: float = 0.0,
        layer: Layer | None = None,
    ) -> float:
        """One line; `y` is the top of its em box. `width` is what it is centred or set right in.

        What has a `field` is a value, unless a `layer` is named. Returns the printed width in mm.
        """
        shown = glyphs.plain(text).replace("\n", " ")
        glyphs.require_printable(shown, field)
        measured = glyphs.width_of(shown, face, size)
        start = x * POINTS + lead(width * POINTS, measured, align)
        layer = layer or (Layer.FORM if field is None else Layer.VALUE)
        self._put_line(shown, start, self._base(y, size), face, size, layer=layer, gray=gray)
        return measured / POINTS

    def paragraph(
        self,
        x: float,
        y: float,
        width: float,
        text: str,
        *,
        face: Face = Face.SONG,
        size: float = 10.5,
        leading: float = 1.5,
        indent: bool = False,
        field: str | None = None,
    ) -> float:
        """Wrapped and justified text; returns the y (mm) of its bottom. `leading` is in em."""
        lines = self.wrapped(text, width, face=face, size=size, indent=indent, field=field)
        layer = Layer.FORM if field is None else Layer.VALUE
        return self.put_lines(lines, x, y, width, face, size, leading=leading, layer=layer)

    def wrapped(
        self,
        text: str,
        width: float,
        *,
        face: Face,
        size: float,
        indent: bool = False,
        field: str | None = None,
    ) -> tuple[Line, ...]:
        """The lines that `paragraph` would print, found printable."""
        shown = glyphs.plain(text)
        glyphs.require_printable(shown, field)
        return wrap(shown, face, size, width * POINTS, indent=indent)

    def put_lines(
        self,
        lines: tuple[Line, ...],
        x: float,
        y: float,
        width: float,
        face: Face,
        size: float,
        *,
        leading: float = LEADING,
        layer: Layer = Layer.FORM,
        align: Align = Align.LEFT,
    ) -> float:
        """Print lines that `wrapped` has made; flush left they are justified. Returns the bottom in mm."""
        inner = width * POINTS
        for index, line in enumerate(lines):
            top = y + index * size * leading / POINTS
            spacing = stretch(line, inner, size) if align is Align.LEFT else 0.0
            start = x * POINTS + lead(inner, line.width, align)
            self._put_line(
                line.text, start, self._base(top, size), face, size, layer=layer, spacing=spacing
            )
        return y + len(lines) * size * leading / POINTS

    def label(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        text: str,
        *,
        face: Face = Face.HEI,
        size: float = 10.0,
        is_upright: bool = False,
        is_fixed: bool = True,
    ) -> None:
        """A bordered cell with a heading of the form, or the office's own words for it, centred both ways.

        `is_upright`: one character below the other if the height allows. What is not fixed has no other words.
        """
        self.box(x, y, width, height)
        words = self.fixed.said(text) if is_fixed else text
        shown = upright(words, size, (height - 2) * POINTS) if is_upright else words
        inner, named = (width - PADDING, height - PADDING), None if words == text else text
        setting = self._fit(shown, face, *inner, size, LABEL_FLOOR, named)
        if setting.size < LABEL_FLOOR:
            self.fixed.tight.add(words)
        self._put_setting(setting, x, y, width, height, face, Align.CENTER, Layer.FORM)

    def value(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        text: str,
        *,
        field: str | None = None,
        align: Align | None = None,
        face: Face = Face.SONG,
        size: float = 10.5,
        floor: float = 8.0,
        border: bool = True,
    ) -> None:
        """A cell with a value: wrapped, made smaller to the floor, and below it only with a fit note.

        Raises TextTooLongError when not even 5 pt fits, MissingGlyphError for a character without glyph.
        """
        if border:
            self.box(x, y, width, height)
        if not text.strip():
            return
        room = width - 2 * PADDING, height - PADDING
        setting = self._fit(text, face, *room, size, floor, field)
        if len(setting.lines) > 1:
            setting = airier(setting, glyphs.plain(text).strip("\n"), face, *room)
        if setting.size < REPORTED_BELOW:
            self.fit_notes.append(FitNote(field or UNNAMED, setting.size, self.number))
        if align is None:
            align = Align.CENTER if len(setting.lines) == 1 else Align.LEFT
        self._put_setting(setting, x, y, width, height, face, align, Layer.VALUE)

    def _fit(
        self,
        text: str,
        face: Face,
        width: float,
        height: float,
        size: float,
        floor: float,
        field: str | None,
    ) -> Setting:
        shown = glyphs.plain(text).strip("\n")
        glyphs.require_printable(shown, field)
        room = {"width": width * POINTS, "height": height * POINTS}
        setting = fit(shown, face, **room, size=size, floor=min(size, floor))
        if not setting.fits:
            setting = fit(shown, face, **room, size=setting.size, floor=SMALLEST)
        if not setting.fits:
            raise TextTooLongError(
                f"“{field or UNNAMED}”的内容太长，表格中印不下；请缩短后再打印。", field=field
            )
        return setting

    def _put_setting(
        self,
        setting: Setting,
        x: float,
        y: float,
        width: float,
        height: float,
        face: Face,
        align: Align,
        layer: Layer,
    ) -> None:
        top = y + (height - setting.height / POINTS) / 2
        inner = width - 2 * PADDING
        self.put_lines(
            setting.lines, x + PADDING, top, inner, face, setting.size, layer=layer, align=align
        )

    def _base(self, top: float, size: float) -> float:
        return (self.height - top) * POINTS - ASCENT * size

    def _put_line(
        self,
        text: str,
        x: float,
        base: float,
        face: Face,
        size: float,
        *,
        layer: Layer,
        spacing: float = 0.0,
        gray: float = 0.0,
    ) -> None:
        runs = glyphs.runs(text, face)
        for run in runs:
            self._put(layer, Words(run.text, run.face, size, x, base, spacing, gray))
            if len(runs) > 1:
                x += glyphs.width_of(run.text, run.face, size) + spacing * len(run.text)

    # -- lines and marks --------------------------------------------------------------------------------

    def rule(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        *,
        weight: float = GRID,
        gray: float = 0.0,
        dash: tuple[float, float] | None = None,
    ) -> None:
        """A straight line, `weight` in points; `dash` is the mm of a dash and of the gap behind it."""
        # Written out: a form has hundreds of rules, and the canvas's own numbers take most of its time.
        line = (
            f"{weight:g} w {gray:g} G {x1 * POINTS:.3f} {self._up(y1):.3f} m "
            f"{x2 * POINTS:.3f} {self._up(y2):.3f} l S"
        )
        if dash is not None:
            line = f"[{dash[0] * POINTS:.3f} {dash[1] * POINTS:.3f}] 0 d {line} [] 0 d"
        self._put(Layer.FORM, line)

    def box(self, x: float, y: float, width: float, height: float, *, weight: float = GRID) -> None:
        """A frame without filling."""
        corner = x * POINTS, self._up(y + height)
        self._put(Layer.FORM, frame(*corner, width * POINTS, height * POINTS, weight))

    def tick(self, x: float, y: float, *, is_ticked: bool, size: float = 10.5) -> float:
        """A box to tick, its top at the em box of a line of `size`; returns its side in mm.

        The tick itself is a character, so that the text of the page says what is ticked.
        """
        side = size * 0.82 / POINTS
        self.box(x, y + size * 0.09 / POINTS, side, side)
        if is_ticked:
            self.text(
                x,
                y,
                "✓",
                face=Face.HEI_BOLD,
                size=size,
                align=Align.CENTER,
                width=side,
                field="选项",
            )
        return side

    # -- seal and code ----------------------------------------------------------------------------------

    def seal(self, seal: "Seal", center_x: float, center_y: float) -> None:
        """A seal under everything but photographs; kept 3 mm inside the sheet."""
        reach = seal.diameter_mm / 2 + 3
        x = min(max(center_x, reach), self.width - reach)
        y = min(max(center_y, reach), self.height - reach)
        self._put(Layer.SEAL, lambda ink: seal.draw(ink.canvas, x, y))

    def seal_strip(self, seal: "Seal", strip: int, strips: int, *, inset: float) -> None:
        """One strip of a seal that runs across several sheets, `inset` mm from the right edge, at half height."""
        right, middle = self.width - inset, self.height / 2
        self._put(
            Layer.SEAL,
            lambda ink: seal.draw_strip(ink.canvas, right, middle, strip=strip, strips=strips),
        )

    def qr(self, x: float, y: float, payload: str, *, size: float = 24.0) -> None:
        """A QR code; `size` includes the four blank modules on each side."""
        code = qr.encode(payload)
        left, bottom = x * POINTS, self._up(y + size)
        self._put(Layer.FORM, qr.path(code, left, bottom, size * POINTS))

    def picture(self, x: float, y: float, width: float, height: float, content: bytes) -> None:
        """A photograph under the seals, cut to the shape of its box, at 300 dpi. UserError when it cannot be read."""
        picture = pictures.fitted(content, width, height)
        corner = (x * POINTS, self._up(y + height), width * POINTS, height * POINTS)

        def paint(ink: Ink) -> None:
            ink.canvas.drawImage(pictures.for_canvas(picture), *corner)

        self._put(Layer.PICTURE, paint)

    @property
    def words(self) -> list[Words]:
        """Every piece of text of the whole form, in the order it was put there."""
        return [
            mark
            for layer, mark in zip(self._layers, self._marks, strict=True)
            if layer is not Layer.OVERPRINT and isinstance(mark, Words)
        ]

    @property
    def lines(self) -> list[str]:
        """Every rule and box, as it is written."""
        return [mark for mark in self._marks if isinstance(mark, str)]

    def _put(self, layer: Layer, mark: Mark) -> None:
        self._layers.append(layer)
        self._marks.append(mark)

    def _up(self, y: float) -> float:
        return (self.height - y) * POINTS

    def paint(self, ink: Ink, *, values_only: bool) -> None:
        """Everything onto the canvas: photographs and seals first, then the rest in the order it was recorded."""
        lowest = (Layer.PICTURE,) if values_only else (Layer.PICTURE, Layer.SEAL)
        for layer in lowest:
            if layer in self._layers:
                self._paint_layers(ink, (layer,))
        rest = Layer.OVERPRINT if values_only else Layer.FORM
        self._paint_layers(ink, (rest, Layer.VALUE))

    def _paint_layers(self, ink: Ink, layers: tuple[Layer, ...]) -> None:
        for layer, mark in zip(self._layers, self._marks, strict=True):
            if layer not in layers:
                continue
            if isinstance(mark, str):
                ink.write(mark)
            elif isinstance(mark, Words):
                ink.say(mark)
            else:
                mark(ink)
