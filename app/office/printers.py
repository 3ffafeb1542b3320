"""The printers of this computer: which one prints a form, and by how much its print is off.

Kept beside the encrypted file, as the look of the window is: another computer has other printers.
It holds names of printers and keys of forms, nothing about a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeGuard

from app.errors import UserError
from app.office.local_files import read_local, write_local

__all__ = [
    "ALL_LYING",
    "ALL_UPRIGHT",
    "MOST_MM",
    "STEP_MM",
    "Choice",
    "Offset",
    "Place",
    "Printers",
    "Side",
    "read_printers",
    "remember_choice",
    "save_offset",
]

FILE_NAME = "printers.json"
MOST_MM, STEP_MM = 20.0, 0.5
ALL_UPRIGHT, ALL_LYING = "upright", "lying"
"""In the place of a form: every form on an upright sheet, or on a lying one, that has no offset of its own."""
_LONGEST_NAME = 200


class Side(StrEnum):
    """Of a sheet that is printed on both sides; what has one side only is a front."""

    FRONT = "front"
    BACK = "back"


@dataclass(frozen=True)
class Offset:
    """Millimetres that a print is moved to the right and down, as the page is read."""

    right: float = 0.0
    down: float = 0.0


@dataclass(frozen=True)
class Place:
    """Where an offset holds. `form` is the key of a form, ALL_UPRIGHT or ALL_LYING."""

    printer: str
    form: str
    side: Side


@dataclass(frozen=True)
class Choice:
    """How a form was printed last."""

    printer: str
    is_duplex: bool = False


@dataclass(frozen=True)
class Printers:
    """`choices` by the key of a form."""

    choices: Mapping[str, Choice] = field(default_factory=dict)
    offsets: Mapping[Place, Offset] = field(default_factory=dict)

    def offset(self, printer: str, form: str, side: Side, *, lies: bool) -> Offset:
        """The form's own offset on this printer, else that of all forms, else none."""
        for key in (form, ALL_LYING if lies else ALL_UPRIGHT):
            found = self.offsets.get(Place(printer, key, side))
            if found is not None:
                return found
        return Offset()


def read_printers(folder: Path) -> Printers:
    """What is kept; a line that makes no sense is passed over, nothing is a reason not to print."""
    told = read_local(folder / FILE_NAME)
    choices = filter(None, map(_choice, _lines(told, "choices")))
    offsets = filter(None, map(_offset, _lines(told, "offsets")))
    return Printers(dict(choices), dict(offsets))


def remember_choice(folder: Path, form: str, choice: Choice) -> None:
    """Offer this printer when the form is printed next. Raises StorageError."""
    kept = read_printers(folder)
    if kept.choices.get(form) != choice:
        _save(folder, Printers({**kept.choices, form: choice}, kept.offsets))


def save_offset(folder: Path, place: Place, offset: Offset | None) -> None:
    """Move what is printed there from now on; None takes the offset away.

    Raises UserError (field right, down) for more than MOST_MM, StorageError.
    """
    kept = read_printers(folder)
    offsets = dict(kept.offsets)
    if offset is None:
        offsets.pop(place, None)
    else:
        for name, length in (("right", offset.right), ("down", offset.down)):
            if not _is_length(length):
                raise UserError(
                    f"偏移只能在 −{MOST_MM:g} 到 {MOST_MM:g} 毫米之间，请重新量一次。", field=name
                )
        offsets[place] = offset
    _save(folder, Printers(kept.choices, offsets))


def _save(folder: Path, printers: Printers) -> None:
    told = {
        "choices": [
            {"form": form, "printer": choice.printer, "is_duplex": choice.is_duplex}
            for form, choice in printers.choices.items()
        ],
        "offsets": [
            {
                "printer": place.printer,
                "form": place.form,
                "side": place.side,
                "right": offset.right,
                "down": offset.down,
            }
            for place, offset in printers.offsets.items()
        ],
    }
    write_local(folder / FILE_NAME, told, what="打印设置的保存")


def _lines(told: dict[str, Any], key: str) -> list[dict[str, Any]]:
    lines = told.get(key)
    return [line for line in lines if isinstance(line, dict)] if isinstance(lines, list) else []


def _choice(line: dict[str, Any]) -> tuple[str, Choice] | None:
    form, printer = line.get("form"), line.get("printer")
    if not (_is_name(form) and _is_name(printer)):
        return None
    return form, Choice(printer, line.get("is_duplex") is True)


def _offset(line: dict[str, Any]) -> tuple[Place, Offset] | None:
    printer, form, side = line.get("printer"), line.get("form"), line.get("side")
    right, down = line.get("right"), line.get("down")
    if not (_is_name(printer) and _is_name(form) and side in tuple(Side)):
        return None
    if not (_is_length(right) and _is_length(down)):
        return None
    return Place(printer, form, Side(side)), Offset(float(right), float(down))


def _is_name(found: object) -> TypeGuard[str]:
    return isinstance(found, str) and 0 < len(found) <= _LONGEST_NAME


def _is_length(found: object) -> TypeGuard[float]:
    if isinstance(found, bool) or not isinstance(found, int | float):
        return False
    return abs(found) <= MOST_MM
