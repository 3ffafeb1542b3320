"""The words of the journal: what a table, a column and a stored value are called where people read them.

Labels of fields are the catalogue's, those of other columns `app.office.history_labels`. Values come from
row images, as the database wrote them down: days and moments as text, yes and no as 1 and 0.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from types import MappingProxyType
from typing import Any

from sqlalchemy import JSON, Boolean, Table

from app.changes import Op
from app.fields.catalogue import FILED, RECORDS, Field
from app.fields.kinds import Day, Month, MultiChoice, YesNo
from app.fields.kinds.ground import Mask
from app.office.clock import CHINA
from app.office.history_labels import ANYWHERE, LABELS
from app.office.masking import NOT_SHOWN, Place, ValueKind, masked
from db.codes import Role, Stage
from db.models import Base
from db.models.base import Code, Instant
from db.values import format_money

__all__ = [
    "NOT_SHOWN",
    "PEOPLE",
    "Names",
    "column_label",
    "is_told",
    "row_name",
    "value_words",
]


_UNTOLD = frozenset(
    {
        "id",
        "uid",
        "row_version",
        "stage_step",
        "position",
        "open_id_number",
        "household_id",
        "case_id",
        "plan_id",
        "publicity_id",
        "operation_id",
        "images_hash",
        "fund_id",
        "batch_id",
        "seal_id",
        "paper_id",
        "attachment_id",
        "paper_scan_id",
        "previous_case_id",
        "merged_into_id",
        "facts",
        "result",
        "basis",
        "signers",
        "new_facts",
        "image",
        "certificates",
        "private_key",
        "stored_name",
        "received_sha256",
        "stored_sha256",
        "sha256",
        "code",
        "mime",
    }
)
"""Keys of rows, sums of files, and what is long and shown on its own page."""

_ACCOUNTS = frozenset({"account_id", "clerk_id", "asked_by_id", "decided_by_id", "prepared_by_id"})
_UNITS = frozenset({"unit_id", "parent_id"})
PEOPLE = frozenset({"person_id", "other_id"})
"""Columns that hold a person's id."""
_NAMED_BY = ("name", "item", "title", "kind", "form", "serial", "key", "day", "visited_on")

_MODELS = {mapper.class_.__tablename__: mapper.class_.__name__ for mapper in Base.registry.mappers}
_FIELDS: Mapping[tuple[str, str], Field] = MappingProxyType(
    {(model, field.key): field for model, fields in reversed(RECORDS) for field in fields}
)
_MASKED_LIKE = MappingProxyType({("person", "id_number_filed"): _FIELDS["Person", "id_number"]})
"""Columns that hold what a field masks without being that field."""
_FILED_FIELD = ("filed_value", "field")
_FILED_TEXT = ("filed_value", "value")
_KINDS: Mapping[Mask, ValueKind] = MappingProxyType(
    {mask: ValueKind[mask.name] for mask in Mask if mask is not Mask.NONE}
)


@dataclass(frozen=True)
class Names:
    """Names for the ids that images hold. `roles` decide what is masked."""

    accounts: Mapping[int, str]
    units: Mapping[int, str]
    people: Mapping[int, str]
    roles: Collection[Role] = ()


def is_told(table: Table, column: str) -> bool:
    """Whether the history tells of this column at all."""
    return column not in _UNTOLD and column in table.columns


def column_label(table: Table, column: str) -> str:
    """What people call the column. KeyError for one that has no name: a test finds it first."""
    field = _field(table, column)
    if field is not None:
        return field.label
    return LABELS.get((table.name, column)) or ANYWHERE[column]


def row_name(table: Table, image: Mapping[str, Any], names: Names) -> str:
    """What tells this row from its neighbours: a name, an item, a day; empty where nothing does."""
    owner = names.people.get(image.get("person_id") or 0, "")
    for column in _NAMED_BY:
        if image.get(column) and column in table.columns:
            words = value_words(table, column, image, names)
            return f"{owner}　{words}" if owner else words
    return owner


def value_words(table: Table, column: str, image: Mapping[str, Any], names: Names) -> str:
    """A value of an image as people read it, masked as on the edit pages; empty for nothing."""
    value = image.get(column)
    if value is None or value == "":
        return ""
    field = _field(table, column)
    words = _by_field(field, value) if field is not None else None
    if words is None:
        words = _by_column(table, column, value, names)
    masking = _masking(table, column, image)
    return words if masking is None else _masked(masking, value, words, names.roles)


def _masking(table: Table, column: str, image: Mapping[str, Any]) -> Field | None:
    """The field whose mask the column has; a text kept as filed has that of the field it is about."""
    if (table.name, column) == _FILED_TEXT:
        return FILED.get(image.get("field") or "")
    return _MASKED_LIKE.get((table.name, column)) or _field(table, column)


def _field(table: Table, column: str) -> Field | None:
    return _FIELDS.get((_MODELS.get(table.name, ""), column))


def _by_field(field: Field, value: Any) -> str | None:
    """By the field's kind; None where the image does not hold what the kind stores."""
    kind = field.kind
    try:
        if isinstance(kind, YesNo):
            return kind.format(bool(value))
        if isinstance(kind, MultiChoice):
            return kind.format(json.loads(value) if isinstance(value, str) else value)
        if isinstance(kind, Day):
            return kind.format(date.fromisoformat(str(value)))
        if isinstance(kind, Month):
            return str(value)
        return kind.format(value)
    except (TypeError, ValueError):
        return None


def _by_column(table: Table, column: str, value: Any, names: Names) -> str:
    """By what the column holds."""
    known = _named(column, value, names)
    if known is not None:
        return known
    type_ = table.columns[column].type
    if isinstance(type_, Code):
        return _code_words(type_.codes, value)
    if isinstance(type_, Boolean):
        return "是" if value else "否"
    if isinstance(type_, JSON):
        return _json_words(column, value)
    if isinstance(type_, Instant):
        return _moment_words(str(value))
    if column.endswith("_fen"):
        return f"{format_money(int(value))} 元"
    if (table.name, column) == ("decision", "op") and value in Op.__members__:
        return Op[value].label
    if (table.name, column) == _FILED_FIELD and value in FILED:
        return FILED[value].label
    return str(value)


def _named(column: str, value: Any, names: Names) -> str | None:
    for columns, known in (
        (_ACCOUNTS, names.accounts),
        (_UNITS, names.units),
        (PEOPLE, names.people),
    ):
        if column in columns:
            return known.get(int(value), "（已不在）")
    return None


def _code_words(codes: type[Enum], value: Any) -> str:
    member = codes(value)
    return str(getattr(member, "label", member.value))


def _json_words(column: str, value: Any) -> str:
    try:
        found = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return str(value)
    if column == "stage_order":
        return " → ".join(Stage(key).label for key in found)
    if isinstance(found, bool):
        return "是" if found else "否"
    if isinstance(found, list):
        return "、".join(str(item) for item in found)
    return "" if found is None else str(found)


def _moment_words(value: str) -> str:
    moment = datetime.strptime(value, "%Y-%m-%dT%H:%M:%S.%f%z")
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}"


def _masked(field: Field, value: Any, words: str, roles: Collection[Role]) -> str:
    """The words where the account may see the value, what the mask leaves of it where not."""
    kind = _KINDS.get(field.kind.mask)
    if kind is None:
        return words
    shown = masked(str(value), kind, Place.EDIT, roles)
    return words if shown == str(value) else shown or NOT_SHOWN
