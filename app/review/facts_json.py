"""Facts back into the shape of the assess contract, so that a kept record can be judged again."""

from typing import Any

from app.policy.amounts import plain
from app.policy.facts import Facts


def as_json(facts: Facts) -> dict[str, Any]:
    """The facts as `main.py assess` reads them: money as decimal strings in yuan, areas as digits."""
    home = facts.household
    return {
        "id": facts.id,
        "policy": facts.policy,
        "apply_date": facts.apply_date.isoformat(),
        "region": _present(
            dibao=plain(facts.region.dibao),
            min_wage=_yuan(facts.region.min_wage),
            mean_area=_area(facts.region.mean_area),
            min_area=_area(facts.region.min_area),
        ),
        "applicant": _present(
            migrant=facts.applicant.migrant, contract_months=facts.applicant.contract_months
        ),
        "household": _present(
            on_dibao=home.on_dibao,
            members=[
                {
                    "id": member.id,
                    "relation": member.relation,
                    "age": member.age,
                    "work_status": member.work_status,
                    "able_to_work": member.able_to_work,
                    "in_school": member.in_school,
                    "counted": member.counted,
                    "jobless_reason": member.jobless_reason,
                }
                for member in home.members
            ],
            income=[_line(line.member, line.item, line.amount, line.month) for line in home.income],
            outlay=[
                _line(line.member, line.item, line.amount, line.month) | {"sudden": line.sudden}
                for line in home.outlay
            ],
            assets={
                "savings": plain(home.assets.savings),
                "net_investments": plain(home.assets.net_investments),
            },
            homes=[_present(area=_area(one.area), deeded=one.deeded) for one in home.homes],
            vehicles=[{"disability_aid": one.disability_aid} for one in home.vehicles],
            company_controller=home.company_controller,
            schooling=[
                _present(
                    fee=_yuan(one.fee),
                    public_fee=_yuan(one.public_fee),
                    private_or_overseas=one.private_or_overseas,
                )
                for one in home.schooling
            ],
            events=[
                _present(kind=one.kind, injury_or_death=one.injury_or_death) for one in home.events
            ],
            cause_member=home.cause_member,
        ),
    }


def _line(member: str, item: str, amount: int, month: object | None) -> dict[str, Any]:
    return {
        "member": member,
        "item": item,
        "amount": plain(amount),
        "month": None if month is None else str(month),
    }


def _present(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def _yuan(fen: int | None) -> str | None:
    return None if fen is None else plain(fen)


def _area(centi: int | None) -> str | None:
    if centi is None:
        return None
    whole, part = divmod(centi, 100)
    return f"{whole}.{part:02d}".rstrip("0").rstrip(".")
