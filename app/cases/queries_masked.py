"""A row as a screen may show it: values by key, masked where the account sees no more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.fields.catalogue import FILED, Field
from app.fields.codes import codes
from app.fields.kinds import Mask
from app.office.masking import NOT_SHOWN, Place, ValueKind, apply_mask, mask_for
from app.office.masking import Mask as Shown
from app.office.session import Office
from db.models import Base


@dataclass(frozen=True)
class RecordView:
    """Stored values by key; of those in `masked` only what the mask leaves, as text.

    `warnings` are whole sentences about values that somebody should look at.
    """

    values: Mapping[str, Any]
    masked: frozenset[str]
    warnings: Mapping[str, str]

    def text(self, field: Field) -> str:
        """How people read a value."""
        value = self.values.get(field.key)
        return str(value or "") if field.key in self.masked else field.kind.format(value)


def record_view(
    office: Office,
    row: Base | None,
    fields: Iterable[Field],
    *,
    place: Place = Place.EDIT,
    town: str = "",
    is_unmasked: bool = False,
) -> RecordView:
    """The row for this account in this place. `town` is what may be shown of an address."""
    values: dict[str, Any] = {}
    masked: set[str] = set()
    warnings: dict[str, str] = {}
    for field in fields:
        value = None if row is None else getattr(row, field.key)
        shown = (
            value
            if isinstance(value, list)
            else _masked(office, field, value, place, town, is_unmasked)
        )
        values[field.key] = shown
        if shown != value:
            masked.add(field.key)
        else:
            _warn(warnings, field, value, office.today)
    return RecordView(values, frozenset(masked), warnings)


def shown_text(
    office: Office, field: Field, value: Any, *, town: str = "", is_unmasked: bool = False
) -> str:
    """One value as people read it on the edit pages, masked as in `record_view`."""
    shown = _masked(office, field, value, Place.EDIT, town, is_unmasked)
    return field.kind.format(value) if shown == value else str(shown or "")


def filed_text(office: Office, column: str, text: str, *, is_unmasked: bool = False) -> str:
    """A text that an import kept as filed, masked as the field that it is about."""
    field = FILED.get(column)
    if field is None:
        return text
    return str(_masked(office, field, text, Place.EDIT, "", is_unmasked))


def _masked(
    office: Office, field: Field, value: Any, place: Place, town: str, is_unmasked: bool
) -> Any:
    if field.kind.mask is Mask.NONE or not isinstance(value, str) or not value:
        return value
    mask = mask_for(
        ValueKind[field.kind.mask.name], place, office.user.roles, is_unmasked=is_unmasked
    )
    if mask is Shown.FULL:
        return value
    return apply_mask(mask, value, short=_short(field, value, town)) or NOT_SHOWN


def _short(field: Field, value: str, town: str) -> str:
    if field.kind.mask is Mask.ADDRESS:
        return town
    if field.key == "health":
        return health_class(value)
    return ""


def health_class(value: str | None) -> str:
    """良好, 疾病 or 残疾: of a diagnosis only the class."""
    return codes("health").match(value).label if value else ""


def _warn(warnings: dict[str, str], field: Field, value: Any, today: date) -> None:
    if value is None or value == "":
        return
    found = field.kind.warnings(value, today)
    if found:
        warnings[field.key] = found[0]
