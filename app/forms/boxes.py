"""What the forms share on paper: pairs of label and value, and the box for an opinion with its seal."""

from collections.abc import Sequence
from datetime import date

from app.forms.context import FormContext
from app.forms.records import CaseHead, OpinionText
from app.paper import (
    Align,
    Blank,
    Face,
    Label,
    Margins,
    Orientation,
    Seal,
    Sheet,
    Tick,
    Value,
)
from app.paper.cellpaint import put_signer
from app.paper.cells import Cell, Day
from app.paper.entries import Entry, put_day
from db.codes import Bearer
from db.values import format_day_chinese, format_money

LABEL = 23.0  # mm
ROW = 8.0
BOX_HEIGHT = 46.0
_SEAL_ZONE = (
    58.0  # mm at the right of a box: the 42 mm circle and its margin stay free of other text
)
_TEXT_SIZE = 10.5
_LINE = 5.6  # mm from line to line of an opinion
_SIGNER = 50.0  # mm for who signs and the signature
_SIGNATURE = 9.0  # mm from the bottom of a box to the top of the signature line

Pair = tuple[str, str | date | None]
"""A label and its text; a day where one is written by hand, too."""

_REGISTER_MARGINS = Margins(left=18.0, top=16.0, right=12.0, bottom=16.0)


def day(value: date | None) -> str:
    """2026年11月20日; empty for the hand."""
    return "" if value is None else format_day_chinese(value)


def span(label: str, first: date | None, last: date | None) -> Entry:
    """From the first day to the last; room for the hand where there is none."""
    return Entry(label, f"{day(first)}至{day(last)}" if first else "", 14)


def begin_register(name: str, context: FormContext, days: Entry) -> Sheet:
    """A register over a span of days: lying, bound at the left; title, office and the days it covers."""
    document = context.document(name)
    title = context.title(name)
    sheet = Sheet(
        document,
        orientation=Orientation.LANDSCAPE,
        margins=_REGISTER_MARGINS,
        running_head=title,
    )
    sheet.title(title)
    sheet.line(left=f"单位：{context.office_name}", right=days)
    return sheet


def yuan(fen: int | None) -> str:
    """1,234.50; empty for the hand."""
    return "" if fen is None else format_money(fen)


def number(value: int | None, unit: str = "") -> str:
    """A number with its unit; empty for the hand."""
    return "" if value is None else f"{value}{unit}"


def yes_no(value: bool | None) -> str:
    """是 or 否; empty for the hand."""
    return "" if value is None else ("是" if value else "否")


def begin(
    form: str,
    context: FormContext,
    *,
    head_left: str | Entry = "",
    head_right: str | Entry = "",
    orientation: Orientation = Orientation.PORTRAIT,
) -> Sheet:
    """A sheet with title, number line and, if the form is issued, code, serial and QR."""
    document = context.document(form)
    stamp = context.stamp
    title = context.title(form)
    number = stamp.serial if stamp else _number_in(head_right)
    head = f"{title}  {number}".strip()  # a loose sheet finds its paper again
    sheet = Sheet(document, orientation=orientation, running_head=head)
    if stamp:
        sheet.qr(stamp.qr)
        print_serial(sheet, context)
    sheet.title(title)
    sheet.line(left=head_left, right=head_right)
    return sheet


def begin_of_file(
    form: str,
    context: FormContext,
    file: CaseHead,
    *,
    head_right: Entry | None = None,
    orientation: Orientation = Orientation.PORTRAIT,
) -> Sheet:
    """As `begin`, with the union that fills it in at the left and, unless told otherwise, the file's number."""
    return begin(
        form,
        context,
        head_left=Entry("填报单位", file.unit, 12),
        head_right=head_right or Entry("档案编号", file.number),
        orientation=orientation,
    )


def _number_in(said: str | Entry) -> str:
    """The number in the number line; a day tells no paper from another."""
    return said.value if isinstance(said, Entry) and isinstance(said.value, str) else ""


def print_serial(sheet: Sheet, context: FormContext) -> None:
    """Serial and authentication code, small above the title at the right."""
    if context.stamp is None:
        return
    width = sheet.right - sheet.margins.left
    for at, text in enumerate(
        (f"文书编号：{context.stamp.serial}", f"验证码：{context.stamp.code}")
    ):
        sheet.page.text(
            sheet.margins.left, 8.5 + at * 4, text, size=8.5, align=Align.RIGHT, width=width
        )


def pairs(
    sheet: Sheet, *found: Pair, label: float = LABEL, height: float = ROW, share: int = 0
) -> None:
    """One row of label–value pairs of equal width; `share` columns in all where a row has fewer pairs.

    A line break in a label is where it wraps. With `share` the last value takes the room of the pairs that are not there.
    """
    columns = share or len(found)
    part = sheet.width / columns
    cells: list[Cell] = []
    for at, (name, value) in enumerate(found):
        width = None if at == len(found) - 1 else part - label
        cells.append(Label(name, label))
        if isinstance(value, str):
            cells.append(Value(value, width, field=name.replace("\n", "")))
        else:
            cells.append(Day(value, width))
    sheet.row(cells, height=height)


def choices(labels: Sequence[str], chosen: Sequence[str]) -> list[Tick]:
    """Boxes to tick; what is chosen and in no list is added at the end, so that nothing vanishes."""
    others = [label for label in chosen if label and label not in labels]
    return [
        *(Tick(label, label in chosen) for label in labels),
        *(Tick(label, True) for label in others),
    ]


def opinion_box(
    sheet: Sheet,
    title: str,
    opinion: OpinionText,
    *,
    seal: Seal | None = None,
    above: str = "",
    signer_label: str = "负责人签字",
    height: float = BOX_HEIGHT,
    seal_hint: bool = True,
    fallback_day: date | None = None,
    handler_label: str = "",
) -> None:
    """An opinion at the left, signature and day at the right, the whole 42 mm circle inside the box.

    `above` is a sentence before the opinion, as the result of the publicity is. `fallback_day` dates a box
    that is sealed without a recorded decision: a seal must ride on a day. `handler_label`: who signs above
    the signer, as the office that has prepared the decision does.
    """
    text_width = sheet.width - LABEL - _SEAL_ZONE - 6
    lines = [
        line
        for text in (above, opinion.text)
        if text
        for line in sheet.page.wrapped(
            text, text_width, face=Face.SONG, size=_TEXT_SIZE, field=title
        )
    ]
    foot = _SIGNATURE + (_SIGNATURE if handler_label else 0.0)
    height = max(height, len(lines) * _LINE + 7 + foot)
    sheet.row([Label(title, LABEL), Blank()], height=height)
    top, left = sheet.y - height, sheet.left + LABEL
    sheet.page.paragraph(
        left + 4,
        top + 4,
        text_width,
        "\n".join(filter(None, (above, opinion.text))),
        size=_TEXT_SIZE,
        leading=_LINE / (_TEXT_SIZE * 25.4 / 72),
        field=title,
    )
    end = left + text_width + 4
    if handler_label:
        longer = (len(handler_label) - len(signer_label)) * _TEXT_SIZE * 25.4 / 72
        place = (end - _SIGNER - longer, sheet.y - 2 * _SIGNATURE)
        put_signer(sheet.page, *place, handler_label, "", size=_TEXT_SIZE, end=end)
    if signer_label:
        # At the foot of the words, left of the circle.
        put_signer(
            sheet.page,
            end - _SIGNER,
            sheet.y - _SIGNATURE,
            signer_label,
            opinion.signer,
            size=_TEXT_SIZE,
            end=end,
        )
    _date(sheet, opinion.day or fallback_day, top + height / 2, seal, seal_hint)


def sealed_box(
    sheet: Sheet,
    context: FormContext,
    box: Bearer,
    title: str,
    opinion: OpinionText,
    *,
    above: str = "",
    height: float = BOX_HEIGHT,
    handler_label: str = "",
) -> None:
    """The opinion of a union with its seal, if the form is issued with it."""
    opinion_box(
        sheet,
        title,
        opinion,
        seal=context.seal_in(box),
        above=above,
        height=height,
        fallback_day=context.sealed_on(box),
        handler_label=handler_label,
    )


def _date(sheet: Sheet, on: date | None, middle: float, seal: Seal | None, seal_hint: bool) -> None:
    """The day in the middle of the free circle, the seal centred on it."""
    page, x = sheet.page, sheet.right - _SEAL_ZONE
    if seal is not None:
        page.seal(seal, x + _SEAL_ZONE / 2, middle)
    elif seal_hint:
        page.text(
            x, middle - 8.5, "（盖章）", size=9, align=Align.CENTER, width=_SEAL_ZONE, gray=0.55
        )
    top = middle - _TEXT_SIZE * 25.4 / 72 / 2
    put_day(page, x, top, on, size=_TEXT_SIZE, align=Align.CENTER, width=_SEAL_ZONE)
