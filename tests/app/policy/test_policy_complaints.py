"""What cannot be read: every sentence of the contract, with the path of the field."""

import copy
from typing import Any

import pytest

from app.errors import UserError
from app.policy.assess import assess_json
from app.policy.facts import FactsError

from .building import Json, facts, income, judged, member, outlay

GONE = object()


def _complete(policy: str = "PDS") -> Json:
    return facts(
        policy,
        "1000.00",
        [outlay("100.00")],
        applicant={"migrant": False, "contract_months": 36},
        assets={"savings": "0.00", "net_investments": "0.00"},
        homes=[{"area": "60", "deeded": True}],
        vehicles=[{"disability_aid": False}],
        schooling=[{"fee": "1.00", "public_fee": "1.00", "private_or_overseas": False}],
        events=[{"kind": "突发公共事件", "injury_or_death": False}],
        cause_member="本人",
    )


def _changed(case: Json, path: str, value: object) -> Json:
    case = copy.deepcopy(case)
    place: Any = case
    steps: list[Any] = []
    for part in path.split("."):
        name, _, rest = part.partition("[")
        steps += [name, *([int(rest.rstrip("]"))] if rest else [])]
    for step in steps[:-1]:
        place = place[step]
    if value is GONE:
        del place[steps[-1]]
    else:
        place[steps[-1]] = value
    return case


MALFORMED: list[tuple[str, object]] = [
    *(("policy", value) for value in (GONE, None, "XX", "pds", "", 7)),
    *(
        ("apply_date", value)
        for value in (GONE, None, "", "2026-02-30", "2026-3-15", "20260315", 20260315)
    ),
    ("apply_date", "2026-03-15T00:00:00"),
    ("apply_date", "２０２６-03-15"),
    *(
        ("region.dibao", value)
        for value in (GONE, None, "", "-800.00", "800.001", "800.", ".5", "1,000", 800, 800.0)
    ),
    ("region.dibao", "８００"),
    ("region.dibao", "800\n"),
    ("region.dibao", " 800"),
    ("region.dibao", "1e3"),
    ("region.dibao", True),
    ("region.dibao", "9" * 5000),
    ("region", []),
    ("region.min_wage", 1850),
    ("region.min_wage", "-1"),
    ("region.mean_area", 38),
    ("region.min_area", "15.555"),
    ("applicant", "农民工"),
    ("applicant.migrant", "true"),
    ("applicant.migrant", 1),
    *(("applicant.contract_months", value) for value in (-1, 8.0, "8", True)),
    ("household", []),
    ("household.members", {}),
    ("household.members", []),
    ("household.members[0]", None),
    ("household.members[0]", "m1"),
    *(("household.members[0].id", value) for value in (GONE, None, "", 1)),
    ("household.members[1].id", "m1"),
    *(("household.members[0].age", value) for value in (GONE, None, -1, 45.0, "45", True, 10**9)),
    ("household.members[0].counted", "否"),
    ("household.members[0].able_to_work", 1),
    ("household.members[0].in_school", 0),
    ("household.members[0].relation", 1),
    ("household.members[0].work_status", False),
    ("household.members[0].jobless_reason", []),
    ("household.members[0].relation", "\ud800"),
    ("household.income", {}),
    ("household.income[0]", 5),
    *(("household.income[0].member", value) for value in (GONE, "m9", 1)),
    *(("household.income[0].item", value) for value in (GONE, "奖金", "医疗自付", 1)),
    *(("household.income[0].amount", value) for value in (GONE, None, 1000, 0.1, "-0.00", "1.234")),
    *(
        ("household.income[0].month", value)
        for value in ("2025", "2025-13", "2025-00", "2025-7", "2025-07-01", "2025/07", 202507, "")
    ),
    *(("household.outlay[0].member", value) for value in (GONE, "m9")),
    *(("household.outlay[0].item", value) for value in (GONE, "工资")),
    *(("household.outlay[0].amount", value) for value in (GONE, "一百", "-1")),
    ("household.outlay[0].month", "July"),
    ("household.outlay[0].sudden", "是"),
    ("household.on_dibao", "否"),
    ("household.assets", []),
    ("household.assets.savings", -1),
    ("household.assets.net_investments", "-1.00"),
    ("household.homes", 2),
    ("household.homes[0]", "60"),
    ("household.homes[0].area", 60),
    ("household.homes[0].area", "-60"),
    ("household.homes[0].deeded", 1),
    ("household.vehicles[0].disability_aid", "no"),
    ("household.company_controller", 0),
    ("household.schooling[0].fee", "x"),
    ("household.schooling[0].public_fee", 1),
    ("household.schooling[0].private_or_overseas", "是"),
    ("household.events[0].kind", 1),
    ("household.events[0].injury_or_death", "是"),
    ("household.cause_member", 1),
    ("id", []),
    ("id", 1.5),
    ("id", 10**40),
]


@pytest.mark.parametrize(("path", "value"), MALFORMED)
def test_malformed_field_is_named(path: str, value: object) -> None:
    with pytest.raises(FactsError) as caught:
        judged(_changed(_complete(), path, value))
    assert caught.value.field == path
    assert caught.value.message == f"{path}：{caught.value.problem}"
    assert caught.value.problem.endswith("。")
    assert "\n" not in caught.value.message
    assert isinstance(caught.value, UserError)


@pytest.mark.parametrize(
    ("path", "field"),
    [("region", "region.dibao"), ("household", "household.members"), ("household.members",) * 2],
)
def test_a_missing_part_names_what_it_should_hold(path: str, field: str) -> None:
    with pytest.raises(FactsError) as caught:
        judged(_changed(_complete(), path, GONE))
    assert caught.value.field == field


def test_nobody_counted() -> None:
    with pytest.raises(FactsError) as caught:
        judged(facts("PDS", members=[member(1, counted=False)]))
    assert caught.value.field == "household.members"


def test_an_unknown_item_lists_the_known_ones() -> None:
    with pytest.raises(FactsError, match="工资、经营净收入、.*城乡居民基础养老金、其他"):
        judged(facts("PDS", [income("1.00", "奖金")]))
    with pytest.raises(FactsError, match="医疗自付、残疾照料、.*事故损失、其他"):
        judged(facts("PDS", "1.00", [outlay("1.00", "旅游")]))


def test_foreign_text_cannot_break_the_sentence() -> None:
    nasty = "奖\n金\u202e" + "很" * 500
    with pytest.raises(FactsError) as caught:
        judged(facts("PDS", [income("1.00", nasty)]))
    assert "\n" not in caught.value.message
    assert "\u202e" not in caught.value.message
    assert len(caught.value.message) < 300
    case = facts("PDS", members=[member(1, id="m1\n", relation=nasty)], income=[])
    assert all("\n" not in line["text"] for line in judged(case)["trace"])


TWO_HOMES = [{"area": "10", "deeded": True}, {"area": "10", "deeded": True}]


@pytest.mark.parametrize(
    ("policy", "household", "applicant", "lacking"),
    [
        ("HEB", {"homes": TWO_HOMES}, None, "region.mean_area"),
        ("CZ", {"homes": TWO_HOMES}, None, "region.min_area"),
        ("CZ", {"homes": [{}, {}]}, None, "region.min_area"),
        ("QD", {"schooling": [{"fee": "1.00"}]}, None, "household.schooling[0].public_fee"),
        ("QD", {"schooling": [{"public_fee": "1.00"}]}, None, "household.schooling[0].fee"),
        ("QD", {}, {"migrant": True}, "applicant.contract_months"),
        ("QD", {}, {"migrant": True, "contract_months": None}, "applicant.contract_months"),
    ],
)
def test_a_value_that_the_rule_set_needs(
    policy: str, household: Json, applicant: Json | None, lacking: str
) -> None:
    case = facts(policy, "1.00", region={"dibao": "800.00"}, applicant=applicant, **household)
    with pytest.raises(FactsError) as caught:
        judged(case)
    assert caught.value.field == lacking
    # Every other rule set but those that read the same value judges the same facts.
    judged({**case, "policy": "PDS"})


@pytest.mark.parametrize("policy", ["HEB", "CZ"])
def test_two_homes_need_their_areas(policy: str) -> None:
    with pytest.raises(FactsError) as caught:
        judged(facts(policy, "1.00", homes=[{"area": "10"}, {"deeded": True}]))
    assert caught.value.field == "household.homes[1].area"
    judged(facts("OLD", "1.00", homes=[{}, {}]))
    judged(facts(policy, "1.00", region={"dibao": "800.00"}, homes=[{}]))


def test_one_unreadable_case_refuses_the_whole_list() -> None:
    good = _complete()
    bad = _changed(good, "household.income[0].amount", "-5")
    with pytest.raises(FactsError) as caught:
        assess_json([good, good, bad])
    assert caught.value.field == "[2].household.income[0].amount"
    assert caught.value.message.startswith("[2].household.income[0].amount：")
    lacking = facts("QD", applicant={"migrant": True})
    with pytest.raises(FactsError) as caught:
        assess_json([lacking])
    assert caught.value.field == "[0].applicant.contract_months"


@pytest.mark.parametrize("value", [None, "PDS", 5, True])
def test_something_that_is_no_case(value: object) -> None:
    with pytest.raises(FactsError) as caught:
        assess_json(value)
    assert caught.value.field is None
    with pytest.raises(FactsError) as caught:
        assess_json([value])
    assert caught.value.field == "[0]"
    with pytest.raises(FactsError) as caught:
        assess_json([[_complete()]])
    assert caught.value.field == "[0]"
