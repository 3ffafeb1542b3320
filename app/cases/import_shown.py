"""A difference between a workbook and a file, as this account may read it: old and new, masked by role."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.fields.catalogue import APPLICANT, CASE, HOUSEHOLD, MEMBER, Field
from app.fields.codes import codes
from app.fields.kinds import Mask
from app.office.masking import Place, ValueKind, masked
from app.office.session import Office
from db.models import Case

__all__ = ["Difference", "Teller"]

_FIELDS: dict[str, Field] = {
    field.key: field for record in (MEMBER, APPLICANT, HOUSEHOLD, CASE) for field in record
}


@dataclass(frozen=True)
class Difference:
    """One value. `row` of the sheet, `field` its column; `is_written`: an update would write it."""

    row: int
    case_id: int
    number: str
    name: str
    field: str
    old: str
    new: str
    note: str
    is_written: bool

    @property
    def place(self) -> tuple[int, str]:
        """What an update that is to leave it out is told."""
        return self.row, self.field


class Teller:
    """Values of one case as text. Who edits the case sees them as on its pages, others as in lists."""

    def __init__(self, office: Office, case: Case) -> None:
        self._roles = office.user.roles
        self._place = Place.EDIT if office.sees_unit(case.unit_id) else Place.LIST
        self._town = case.household.town or ""

    def text(self, key: str, value: Any) -> str:
        """As people read the value; "" for nothing."""
        field = _FIELDS.get(key)
        if field is None:
            return _plain(value)
        if field.kind.mask is Mask.NONE or not isinstance(value, str) or not value:
            return field.kind.format(value)
        kind = ValueKind[field.kind.mask.name]
        return masked(value, kind, self._place, self._roles, short=self._short(field, value))

    def name(self, key: str) -> str:
        """What a fact is called; "" for one that has no field."""
        return _FIELDS[key].label if key in _FIELDS else ""

    def _short(self, field: Field, value: str) -> str:
        if field.kind.mask is Mask.ADDRESS:
            return self._town
        if field.key == "health":
            return codes("health").match(value).label
        return "残疾" if field.key.startswith("disability") else "疾病"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
