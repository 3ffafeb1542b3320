"""What an account typed last: addresses, employers and banks that the next file may share."""

from collections.abc import Mapping

from sqlalchemy import select

from app.changes import Op
from app.office.session import Office
from db.models import Case, Household, Operation, Person

__all__ = ["recent_entries"]

_OF_HOUSEHOLD = (
    "home_address",
    "registered_address",
    "town",
    "region_code",
    "postcode",
    "bank_name",
    "bank_branch",
)
_OF_PERSON = ("employer",)
_FILES = 30
_MOST = 8


def recent_entries(office: Office) -> Mapping[str, tuple[str, ...]]:
    """By field key the last different values in files that this account worked on, the newest first.

    Only files the account may see; no name, number or phone of anybody. Raises StorageError.
    """
    written = (Op.OPEN_DRAFT.name, Op.EDIT_FACTS.name, Op.BACK_ENTRY.name)
    found: dict[str, dict[str, None]] = {key: {} for key in (*_OF_HOUSEHOLD, *_OF_PERSON)}
    with office.read() as session:
        touched = session.scalars(
            select(Operation.case_id)
            .where(
                Operation.account_id == office.user.id,
                Operation.op.in_(written),
                Operation.case_id.is_not(None),
                Operation.result == "done",
            )
            .order_by(Operation.id.desc())
            .limit(_FILES * 10)
        )
        case_ids = list(dict.fromkeys(touched))[:_FILES]
        for case_id in case_ids:
            case = session.get(Case, case_id)
            if case is None or not office.sees_unit(case.unit_id):
                continue
            _collect(found, case.household)
    return {key: tuple(values)[:_MOST] for key, values in found.items() if values}


def _collect(found: dict[str, dict[str, None]], household: Household) -> None:
    people: list[Person] = sorted(household.people, key=lambda one: -one.position)
    for key in _OF_HOUSEHOLD:
        if value := getattr(household, key):
            found[key].setdefault(value)
    for person in people:
        for key in _OF_PERSON:
            if value := getattr(person, key):
                found[key].setdefault(value)
