"""What an ID number says about its holder."""

from dataclasses import dataclass
from datetime import date

from app.fields.regions import region_path
from db.values import age_on, check_id


@dataclass(frozen=True)
class Derived:
    """Birth, sex (男 or 女) and the county where the number was given; `region` "" where unknown."""

    birth_date: date
    sex: str
    region: str
    age: int


def derive_from_id(number: str, today: date) -> Derived | None:
    """What the number says; None while it has a hard error, so that a slip derives nothing."""
    check = check_id(number, today)
    if check.birth is None or check.sex is None:
        return None
    return Derived(
        birth_date=check.birth,
        sex=check.sex,
        region=region_path(check.number18[:6]),
        age=age_on(check.birth, today),
    )
