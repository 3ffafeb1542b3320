"""Facts built from a stored case, without JSON: the same judgement, the same complaints."""

import datetime

import pytest

from app.policy.assess import assess
from app.policy.facts import Facts, FactsError, Household, Income, Member, Outlay, Region
from app.policy.months import Month


def test_facts_may_be_built_without_json() -> None:
    built = Facts(
        policy="PDS",
        apply_date=datetime.date(2026, 3, 15),
        region=Region(dibao=80_000),
        household=Household(
            members=(Member(id="m1", age=45), Member(id="m2", age=43)),
            income=(Income("m1", "工资", 6_000_000), Income("m1", "其他", 1, Month(2025, 2))),
            outlay=(Outlay("m2", "教育", 800_000),),
        ),
    )
    result = assess(built)
    assert (result.income, result.deducted, result.net_per_capita) == (6_000_000, 800_000, 216_667)
    assert not result.eligible
    assert result.rules.version >= 1
    assert result.rules.fingerprint


def test_built_facts_are_checked_too() -> None:
    def case(household: Household, dibao: int = 80_000, policy: str = "PDS") -> Facts:
        day = datetime.date(2026, 3, 15)
        return Facts(policy=policy, apply_date=day, region=Region(dibao), household=household)

    alone = (Member(id="m1", age=45),)
    bad = [
        (case(Household(members=())), "household.members"),
        (case(Household(members=alone + alone)), "household.members[1].id"),
        (case(Household(alone, (Income("m1", "奖金", 1),))), "household.income[0].item"),
        (case(Household(alone, (Income("m1", "工资", -1),))), "household.income[0].amount"),
        (case(Household(alone, (), (Outlay("m9", "教育", 1),))), "household.outlay[0].member"),
        (case(Household(alone), -1), "region.dibao"),
        (case(Household(alone), policy="XX"), "policy"),
    ]
    for facts_, field in bad:
        with pytest.raises(FactsError) as caught:
            assess(facts_)
        assert caught.value.field == field
