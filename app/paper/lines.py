"""Breaking Chinese text into lines.

Rules (GB/T 15834-2011, section 5.1): no line begins with a closing mark or ends with an opening one; the dash
and the ellipsis are not torn; a number, a word or an ID number is not cut unless it alone is wider than the line.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

NO_START = frozenset("，。、；：？！”’）》〉】〕」』〗·～％‰℃°)]},.;:?!%")
NO_END = frozenset("“‘（《〈【〔「『〖￥([{$¥")
_INNER_INDENT = "\u3000\u3000"

_TOKEN = re.compile(
    r"——|……"  # two-place marks stay whole
    r"|[A-Za-z0-9](?:[A-Za-z0-9*]|[.,:/@_%+#&'-](?=[A-Za-z0-9*]))*"  # words, amounts, dates, masked numbers
    r"|.",
    re.DOTALL,
)

Measure = Callable[[str], float]


class Line(NamedTuple):
    """One line; `is_last` ends a paragraph and is therefore not stretched."""

    text: str
    width: float
    is_last: bool


class _Token(NamedTuple):
    text: str
    width: float


def tokens(text: str) -> list[str]:
    """The smallest pieces between which a line may end."""
    return _TOKEN.findall(text)


def break_lines(text: str, width: float, measure: Measure, *, indent: bool = False) -> list[Line]:
    """Lines of at most `width`, in the unit of `measure`; nothing but blanks at a break is lost.

    `indent` begins each paragraph with two ideographic blanks, as body text is set.
    """
    lines: list[Line] = []
    for paragraph in text.split("\n"):
        body = _INNER_INDENT + paragraph if indent and paragraph else paragraph
        lines.extend(_break_paragraph(body, width, measure))
    return lines


def _break_paragraph(text: str, width: float, measure: Measure) -> Iterator[Line]:
    pieces = list(_cut_wide(text, width, measure))
    start = 0
    while start < len(pieces):
        end = _line_end(pieces, start, width)
        line = "".join(piece.text for piece in pieces[start:end])
        is_last = end == len(pieces)
        start = end
        while start < len(pieces) and pieces[start].text == " ":
            start += 1
        shown = line.rstrip(" ")
        yield Line(shown, measure(shown), is_last or start == len(pieces))
    if not pieces:
        yield Line("", 0.0, True)


def _cut_wide(text: str, width: float, measure: Measure) -> Iterator[_Token]:
    """Tokens; one that is wider than a whole line is cut into characters, as there is no other way."""
    for token in tokens(text):
        token_width = measure(token)
        if token_width > width and len(token) > 1:
            yield from (_Token(char, measure(char)) for char in token)
        else:
            yield _Token(token, token_width)


def _line_end(pieces: list[_Token], start: int, width: float) -> int:
    """Index of the first token of the next line."""
    used = 0.0
    end = start
    while end < len(pieces) and (end == start or used + pieces[end].width <= width + 1e-6):
        used += pieces[end].width
        end += 1
    if end == len(pieces):
        return end
    return _pull_down(pieces, start, end)


def _pull_down(pieces: list[_Token], start: int, end: int) -> int:
    """Move the break left until both sides may stand there; `”，` and `（“` need more than one step."""
    place = end
    while place > start + 1 and not _may_break(pieces, place):
        place -= 1
    if _may_break(pieces, place):
        return place
    return end  # a line of nothing but marks: no better place exists


def _may_break(pieces: list[_Token], place: int) -> bool:
    """Blanks at the break vanish, so the marks beyond them count."""
    after, before = place, place - 1
    while after < len(pieces) - 1 and pieces[after].text == " ":
        after += 1
    while before > 0 and pieces[before].text == " ":
        before -= 1
    return pieces[after].text not in NO_START and pieces[before].text not in NO_END


def stretch(line: Line, width: float, size: float) -> float:
    """Space to add after each character so that the line fills the width; 0 where that would look torn."""
    if line.is_last or len(line.text) < 2:
        return 0.0
    spread = (width - line.width) / (len(line.text) - 1)
    return spread if 0 < spread <= size * 0.25 else 0.0
