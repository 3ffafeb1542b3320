"""Values on their way into a row: read by the catalogue, checked, put in.

A text is read as somebody typed it; anything else must already be the value that is stored (fen as int,
a date, a bool, a list of labels).
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from app.errors import UserError
from app.fields.catalogue import Field, by_key
from app.fields.identity import derive_from_id
from app.fields.kinds import Area, Count, Day, Money, MultiChoice, YesNo
from db.models import Base, Person

Values = dict[str, Any]

_NUMBERS = (Money, Count, Area)


def accepted(fields: tuple[Field, ...], raw: Mapping[str, Any], today: date) -> Values:
    """The values to store, by key. UserError at the field; KeyError for a key the record has not."""
    known = by_key(fields)
    return {key: accept(known[key], value, today) for key, value in raw.items()}


def accept(field: Field, value: Any, today: date) -> Any:
    """One value as it is stored; None for nothing. UserError, with the field's key, says what to do."""
    try:
        return _read(field, value, today)
    except UserError as error:
        raise UserError(f"“{field.label}”：{error.message}", field=field.key) from error


def _read(field: Field, value: Any, today: date) -> Any:
    kind = field.kind
    if isinstance(kind, MultiChoice):
        return kind.parse(value if value is not None else (), today)
    if value is None or isinstance(value, str):
        return kind.parse(value, today)
    if isinstance(kind, _NUMBERS):
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(f"{field.key} is stored as an int")
        if value < 0:
            raise UserError("不能是负数，请核对。")
        return kind.parse(value, today) if isinstance(kind, Count) else value
    if isinstance(kind, Day | YesNo):
        return kind.parse(value, today)
    raise TypeError(f"{field.key} is stored as text")


def put(row: Base, values: Mapping[str, Any]) -> None:
    """Set columns; nothing in a column that must hold something becomes its default."""
    columns = type(row).__table__.columns
    for key, value in values.items():
        column = columns[key]
        if value is None and not column.nullable:
            default = column.default
            value = default.arg if default is not None and default.is_scalar else value
        if getattr(row, key) != value:
            setattr(row, key, value)


def put_person(row: Person, values: Mapping[str, Any], today: date) -> None:
    """As `put`; birth and sex follow from the ID number where it says them.

    UserError where nothing is left of the name.
    """
    if "name" in values and not values["name"]:
        raise UserError("请填写姓名。", field="name")
    put(row, values)
    derived = derive_from_id(row.id_number, today) if row.id_number else None
    if derived is not None:
        put(row, {"birth_date": derived.birth_date, "sex": derived.sex})


def stored(row: Base, fields: Iterable[Field]) -> Values:
    """What stands in a row, by the keys of its fields."""
    return {field.key: getattr(row, field.key) for field in fields}
