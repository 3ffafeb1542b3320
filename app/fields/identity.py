"""What an ID number says about its holder."""

from dataclasses import dataclass
from datetime import date

from db.values import age_on, check_id, region_name


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


def region_path(code: str) -> str:
    """Province, city and county of a code as one name; "" where no table knows the county.

    For display only. The county may have been abolished since.
    """
    county = region_name(code)
    if county is None:
        return ""
    above = (region_name(code[:2] + "0000"), region_name(code[:4] + "00"))
    names = [name for name in (*above, county) if name and name not in ("市辖区", "县")]
    return "".join(dict.fromkeys(names))
