"""Texts of a form that an office may put in its own words; the form knows the delivered ones.

A text is plain: nothing in it is markup. A slot such as 【用途】 is where the form puts a value; a text of the
office must keep every slot, so that no value is lost. One line is one paragraph.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.errors import UserError
from app.paper.fixedwords import is_upright

MOST_TITLE, MOST_CELL = 40, 60
MOST_TEXT = 1500
_SLOT = re.compile("【([^【】]+)】")


@dataclass(frozen=True)
class Wording:
    """One replaceable text. `label` is what the settings call it, `delivered` what stands without a change."""

    key: str
    label: str
    delivered: str
    most: int = MOST_TEXT
    """Characters."""
    places: int = 1
    """How often the empty form says it; all are said the same way."""

    @property
    def slots(self) -> tuple[str, ...]:
        """The names of the values that the form puts in."""
        return tuple(_SLOT.findall(self.delivered))

    @property
    def is_one_line(self) -> bool:
        """Whether it has to stay one paragraph."""
        return "\n" not in self.delivered


def cell_word(delivered: str, places: int) -> Wording:
    """Words in the cells of a form: they are their own key, and stand wherever the form says them."""
    flat = "".join(delivered.split())
    said = flat if is_upright(delivered) else delivered
    return Wording(delivered, flat, said, MOST_CELL, places)


def title_of(name: str) -> Wording:
    """The title of the form of this name."""
    return Wording("title", "标题", name, MOST_TITLE)


def checked(wording: Wording, text: str) -> str:
    """A text of the office as it is kept; empty means the delivered one. UserError names the text by its key."""
    lines = [line.strip() for line in text.splitlines()]
    kept = "\n".join(line for line in lines if line)
    if kept == wording.delivered:
        return ""
    if len(kept) > wording.most:
        raise UserError(f"“{wording.label}”最多 {wording.most} 个字，请缩短。", field=wording.key)
    if wording.is_one_line and "\n" in kept:
        raise UserError(f"“{wording.label}”只能是一段，请去掉换行。", field=wording.key)
    lost = [slot for slot in wording.slots if kept and kept.count(f"【{slot}】") != 1]
    if lost:
        raise UserError(
            f"“{wording.label}”里要有而且只有一处【{lost[0]}】，打印时在那里填上内容，请改正。",
            field=wording.key,
        )
    return kept


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with the values in its slots; what looks like a slot inside a value stays as it is."""
    return _SLOT.sub(lambda found: values.get(found[1], found[0]), text)
