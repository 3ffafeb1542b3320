"""How each kind of cell measures and paints itself. Lengths in mm."""

from collections.abc import Sequence
from dataclasses import replace

from app.paper import cells, glyphs
from app.paper.align import Align
from app.paper.cells import Blank, Cell, Column, Day, Label, Opinion, Prose, Tick, Ticks, Value
from app.paper.entries import BLANK_DAY, chinese_day, put_day
from app.paper.fit import STEP, fit, one_line_size
from app.paper.fonts import Face
from app.paper.lines import Line
from app.paper.page import PADDING, POINTS, Layer, Page

_GROWN_SIZE = 9.0  # points: a row grows rather than print a long text at the floor
_OPINION_LEADING = 1.5
_OPINION_FOOT = 15.0  # mm for signature and day
_SIGNATURE_ROOM = 64.0  # mm from the beginning of the signer's label to the right end
_SHORTEST_SIGNATURE = 20.0  # mm to write on
_RIGHT_INSET = 8.0
_SLACK = 0.01
_TICK_GAP, _TICK_INNER = 4.0, 0.9


def needed_height(page: Page, cell: Cell, width: float, wanted: float) -> float:
    """The height that the cell's content takes: `wanted` if it fits in there, else more."""
    if isinstance(cell, Value):
        return _value_height(cell, width, wanted)
    if isinstance(cell, Ticks):
        rows = len(_tick_lines(cell, width))
        return max(wanted, _tick_block(cell, rows) + 2.5 * PADDING)
    if isinstance(cell, Prose):
        return max(wanted, _prose_height(page, cell, width, _prose_size(page, cell, width, wanted)))
    if isinstance(cell, Opinion):
        lines = page.wrapped(
            cell.text, width - 4 * PADDING, face=Face.SONG, size=cell.size, field=cell.field
        )
        text = len(lines) * cell.size * _OPINION_LEADING / POINTS if cell.text else 0.0
        return max(wanted, text + _OPINION_FOOT + 2 * PADDING)
    return wanted


def _value_height(cell: Value, width: float, wanted: float) -> float:
    text = glyphs.plain(cell.text).strip("\n")
    if not text.strip():
        return wanted
    glyphs.require_printable(text, cell.field)
    inner = (width - 2 * PADDING) * POINTS
    floor = min(cell.size, cell.floor)
    room = (wanted - PADDING) * POINTS
    if fit(text, cell.face, width=inner, height=room, size=cell.size, floor=floor).fits:
        return wanted
    size = max(floor, min(cell.size, _GROWN_SIZE))
    grown = fit(text, cell.face, width=inner, height=1e9, size=size, floor=floor)
    return max(wanted, grown.height / POINTS + 2 * PADDING)


def said(page: Page, cell: Cell) -> Cell:
    """The cell with the office's own words beside its boxes; other words are found when they are painted."""
    if isinstance(cell, Ticks):
        options = [replace(option, label=page.fixed.said(option.label)) for option in cell.options]
        lead = page.fixed.said(cell.lead) if cell.lead else ""
        return replace(cell, options=options, lead=lead)
    return cell


def paint(page: Page, cell: Cell, x: float, y: float, width: float, height: float) -> None:
    """Paint one cell with its border."""
    if isinstance(cell, Label):
        page.label(x, y, width, height, cell.text, face=cell.face, size=cell.size)
    elif isinstance(cell, Value):
        page.value(
            x,
            y,
            width,
            height,
            cell.text,
            field=cell.field,
            align=cell.align,
            face=cell.face,
            size=cell.size,
            floor=cell.floor,
        )
    elif isinstance(cell, Day):
        page.box(x, y, width, height)
        top = y + (height - cell.size / POINTS) / 2
        put_day(page, x, top, cell.day, size=cell.size, align=Align.CENTER, width=width)
    elif isinstance(cell, Prose):
        _paint_prose(page, cell, x, y, width, height)
    elif isinstance(cell, Ticks):
        _paint_ticks(page, cell, x, y, width, height)
    elif isinstance(cell, Opinion):
        _paint_opinion(page, cell, x, y, width, height)
    else:
        assert isinstance(cell, Blank)
        page.box(x, y, width, height)


# -- sentences ------------------------------------------------------------------------------------------


def _prose_size(page: Page, cell: Prose, width: float, wanted: float) -> float:
    """The cell's own size, or a little less if that keeps the row from growing."""
    size = cell.size
    while size > _GROWN_SIZE and _prose_height(page, cell, width, size) > wanted:
        size = max(_GROWN_SIZE, size - STEP)
    return size


def _prose_lines(page: Page, cell: Prose, width: float, size: float) -> tuple[Line, ...]:
    inner = width - 4 * PADDING
    return page.wrapped(cell.text, inner, face=Face.SONG, size=size, indent=True, field=cell.field)


def _prose_height(page: Page, cell: Prose, width: float, size: float) -> float:
    lines = _prose_lines(page, cell, width, size)
    return len(lines) * size * _OPINION_LEADING / POINTS + 2 * PADDING


def _paint_prose(page: Page, cell: Prose, x: float, y: float, width: float, height: float) -> None:
    page.box(x, y, width, height)
    if not cell.text.strip():
        return
    size = _prose_size(page, cell, width, height)
    page.put_lines(
        _prose_lines(page, cell, width, size),
        x + 2 * PADDING,
        y + 1.5 * PADDING,
        width - 4 * PADDING,
        Face.SONG,
        size,
        leading=_OPINION_LEADING,
        layer=Layer.VALUE,
    )


# -- boxes to tick --------------------------------------------------------------------------------------


def _tick_width(option: Tick, size: float) -> float:
    words = glyphs.width_of(glyphs.plain(option.label), Face.SONG, size)
    return (size * 0.82 + words) / POINTS + _TICK_INNER


def _lead_width(cell: Ticks) -> float:
    if not cell.lead:
        return 0.0
    return glyphs.width_of(glyphs.plain(cell.lead), Face.SONG, cell.size) / POINTS + 1.0


def _tick_lines(cell: Ticks, width: float) -> list[list[tuple[float, Tick]]]:
    """Options with their distance from the left of the cell, line by line."""
    lines: list[list[tuple[float, Tick]]] = [[]]
    place = PADDING + _lead_width(cell)
    for option in cell.options:
        needed = _tick_width(option, cell.size)
        if lines[-1] and place + needed > width - PADDING:
            lines.append([])
            place = PADDING
        lines[-1].append((place, option))
        place += needed + _TICK_GAP
    return lines


def _tick_block(cell: Ticks, lines: int) -> float:
    return cell.size * (1 + 1.5 * (lines - 1)) / POINTS


def _paint_ticks(page: Page, cell: Ticks, x: float, y: float, width: float, height: float) -> None:
    page.box(x, y, width, height)
    lines = _tick_lines(cell, width)
    top = y + (height - _tick_block(cell, len(lines))) / 2
    if cell.lead:
        page.text(x + PADDING, top, cell.lead, size=cell.size)
    for number, line in enumerate(lines):
        line_top = top + number * 1.5 * cell.size / POINTS
        for place, option in line:
            if place + _tick_width(option, cell.size) > width - PADDING + _SLACK:
                page.fixed.tight |= {option.label, cell.lead}
            side = page.tick(x + place, line_top, is_ticked=option.is_ticked, size=cell.size)
            _paint_option(page, x + place + side + _TICK_INNER, line_top, option.label, cell)


def _paint_option(page: Page, x: float, y: float, label: str, cell: Ticks) -> None:
    """The words of a box belong to the form; only the tick is a value."""
    glyphs.require_printable(glyphs.plain(label), cell.field)
    page.text(x, y, label, size=cell.size)


# -- opinions -------------------------------------------------------------------------------------------


def _paint_opinion(
    page: Page, cell: Opinion, x: float, y: float, width: float, height: float
) -> None:
    page.box(x, y, width, height)
    if cell.text:
        inner = width - 4 * PADDING
        lines = page.wrapped(cell.text, inner, face=Face.SONG, size=cell.size, field=cell.field)
        page.put_lines(
            lines,
            x + 2 * PADDING,
            y + 1.5 * PADDING,
            inner,
            Face.SONG,
            cell.size,
            leading=_OPINION_LEADING,
            layer=Layer.VALUE,
        )
    _paint_foot(page, cell, x, x + width - min(_RIGHT_INSET, width * 0.06), y + height)


def _paint_foot(page: Page, cell: Opinion, left: float, right: float, bottom: float) -> None:
    """Signature above, day below at the right, the seal's centre on the day."""
    size = cell.size
    wide = glyphs.width_of(BLANK_DAY, Face.SONG, size) / POINTS
    day_width = glyphs.width_of(chinese_day(cell.day), Face.SONG, size) / POINTS
    day_top = bottom - 6.0
    put_day(page, right - wide, day_top, cell.day, size=size, align=Align.RIGHT, width=wide)
    if cell.signer_label:
        start = max(left + 2 * PADDING, right - _SIGNATURE_ROOM)
        put_signer(page, start, bottom - 13.0, cell.signer_label, cell.signer, size=size, end=right)
    if cell.seal is not None:
        page.seal(cell.seal, right - day_width / 2, day_top + size / POINTS / 2)
    elif cell.seal_hint:
        page.text(
            right - 20, bottom - 13.0, "（盖章）", size=9, align=Align.RIGHT, width=20, gray=0.55
        )


def put_signer(
    page: Page, x: float, y: float, label: str, signer: str, *, size: float, end: float
) -> None:
    """Who signs: a label of the form and, where it is known, the name; the hand writes as far as `end`."""
    words = page.fixed.said(label)
    used = page.text(x, y, f"{words}：", size=size)
    if x + used > end - _SHORTEST_SIGNATURE:
        page.fixed.tight.add(words)
    if signer:
        page.text(x + used, y, signer, face=Face.KAI, size=size, field=label)


def row_height(page: Page, row: Sequence[Cell], widths: Sequence[float], wanted: float) -> float:
    """The height of a row: `wanted`, or what its fullest cell takes."""
    return max(
        needed_height(page, cell, width, wanted) for cell, width in zip(row, widths, strict=True)
    )


def column_size(column: Column, texts: Sequence[str], width: float) -> float:
    """One size for all one-line values of a column; numbers under each other must not differ in size."""
    inner = (width - 2 * PADDING) * POINTS
    shown = [glyphs.plain(text) for text in texts]

    def narrowed(size: float) -> float:
        sizes = (one_line_size(text, column.face, inner, size, cells.FLOOR) for text in shown)
        return min((found for found in sizes if found is not None), default=size)

    size = column.size
    while (smaller := narrowed(size)) < size:  # at which others are set on one line, and smaller
        size = smaller
    return size


def share_widths(row: Sequence[Cell | Column], total: float) -> list[float]:
    """Fixed widths stay, the others share the rest; without others the last cell takes what is left.

    Raises ValueError when the fixed widths leave too little: a fault of the form, not of the data.
    """
    fixed = sum(cell.width or 0.0 for cell in row)
    open_cells = sum(cell.width is None for cell in row)
    rest = total - fixed
    if rest < -0.01 or (open_cells and rest / open_cells < 3):
        raise ValueError(f"cells take {fixed:.1f} mm of {total:.1f} mm")
    widths = [rest / open_cells if cell.width is None else cell.width for cell in row]
    if not open_cells:
        widths[-1] += rest
    return widths


__all__ = [
    "column_size",
    "needed_height",
    "paint",
    "row_height",
    "share_widths",
]
