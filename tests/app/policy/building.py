"""Facts for the tests, as JSON objects: a household of invented people under round standards."""

from collections.abc import Sequence
from typing import Any

from app.policy.assess import assess_json

Json = dict[str, Any]

RELATIONS = ("本人", "配偶", "子女", "父母", "父母", "兄弟姐妹")


def member(number: int, **changes: object) -> Json:
    """Member m1, m2 …: 45 years old and at work unless the test says otherwise."""
    person: Json = {"id": f"m{number}", "relation": RELATIONS[number - 1], "age": 45}
    return {**person, "work_status": "在岗", **changes}


def income(amount: str, item: str = "工资", who: str = "m1", month: str | None = None) -> Json:
    return {"member": who, "item": item, "amount": amount, "month": month}


def outlay(
    amount: str,
    item: str = "医疗自付",
    who: str = "m1",
    month: str | None = None,
    *,
    sudden: bool = False,
) -> Json:
    return {"member": who, "item": item, "amount": amount, "month": month, "sudden": sudden}


def facts(
    policy: str,
    earned: str | Sequence[Json] = "0.00",
    spent: Sequence[Json] = (),
    *,
    n: int = 3,
    region: Json | None = None,
    applicant: Json | None = None,
    **household: object,
) -> Json:
    """One case. `earned` is a yearly wage of m1 or the list of income items; D is 800.00."""
    earned_items = [income(earned)] if isinstance(earned, str) else list(earned)
    standard = {"dibao": "800.00", "min_wage": "1850.00", "mean_area": "38", "min_area": "15"}
    case: Json = {
        "id": "case",
        "policy": policy,
        "apply_date": "2026-03-15",
        "region": standard if region is None else region,
        "household": {
            "members": [member(number) for number in range(1, n + 1)],
            "income": earned_items,
            "outlay": list(spent),
            **household,
        },
    }
    return case if applicant is None else {**case, "applicant": applicant}


def judged(case: Json) -> Json:
    """The result of one case as JSON."""
    result = assess_json(case)
    assert isinstance(result, dict)
    return result
