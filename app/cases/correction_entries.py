"""One changed fact of a correction, and how it is kept as JSON."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from app.fields.catalogue import Field
from app.fields.kinds import Day


@dataclass(frozen=True)
class Entry:
    """`table`: household, case_file, person, or the key of a list of `app.cases.money`.

    `row_id` None adds a row. With a `field`, `old` and `new` are its values; without one they are whole
    rows by key, None for a row that is not there. Of a person the field `is_applicant` makes them 户主;
    `old` is then the name of who was it, and `new` what that one becomes to them.
    """

    table: str
    row_id: int | None
    field: str | None
    old: Any
    new: Any


def encode(entry: Entry) -> dict[str, Any]:
    """As JSON: days as text."""
    raw = asdict(entry)
    return raw | {"old": _plain(entry.old), "new": _plain(entry.new)}


def entries_of(new_facts: Iterable[Mapping[str, Any]]) -> tuple[Entry, ...]:
    """The entries of a stored correction; days are still text, see `decode`."""
    return tuple(Entry(**dict(raw)) for raw in new_facts)


def decode(values: Mapping[Any, Any], fields: Iterable[Field]) -> dict[str, Any]:
    """Stored values by key from JSON."""
    days = {field.key for field in fields if isinstance(field.kind, Day)}
    return {
        key: date.fromisoformat(value) if key in days and isinstance(value, str) else value
        for key, value in values.items()
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return value.isoformat() if isinstance(value, date) else value
