"""What holds for all facts: order, monotonicity, and that nothing but FactsError comes out."""

import random
from typing import Any

from hypothesis import given, seed, settings
from hypothesis import strategies as st

from app.policy.aid import aid_json
from app.policy.aidrules import AID_CATEGORIES, AID_ITEMS, AID_RULE_IDS
from app.policy.amounts import plain, read_hundredths, round_half_up
from app.policy.assess import assess_json
from app.policy.facts import INCOME_ITEMS, OUTLAY_ITEMS, FactsError
from app.policy.rules import RULE_SET_IDS, rule_set

from .building import Json, facts, income, judged, member, outlay

money = st.integers(0, 20_000_000).map(plain)
policies = st.sampled_from(RULE_SET_IDS)
months = st.sampled_from([None, "2025-02", "2025-03", "2026-02", "2026-03"])


@st.composite
def households(draw: st.DrawFn, policy: st.SearchStrategy[str] = policies) -> Json:
    n = draw(st.integers(1, 4))
    who = st.integers(1, n).map(lambda number: f"m{number}")
    people = [
        member(
            number,
            age=draw(st.integers(0, 90)),
            counted=number == 1 or draw(st.booleans()),
            work_status=draw(st.sampled_from(["在岗", "失(无)业", "下(待)岗", None])),
        )
        for number in range(1, n + 1)
    ]
    earned = st.builds(income, money, st.sampled_from(INCOME_ITEMS), who, months)
    spent = st.builds(
        outlay, money, st.sampled_from(OUTLAY_ITEMS), who, months, sudden=st.booleans()
    )
    return facts(
        draw(policy),
        draw(st.lists(earned, max_size=4)),
        draw(st.lists(spent, max_size=4)),
        members=people,
        on_dibao=draw(st.booleans()),
        homes=draw(st.lists(st.just({"area": "30", "deeded": True}), max_size=3)),
    )


def _net(result: Json) -> int:
    earned, deducted = read_hundredths(result["income"]), read_hundredths(result["deducted"])
    assert earned is not None and deducted is not None
    return earned - deducted


@seed(20261120)
@settings(max_examples=60, deadline=None)
@given(households(), st.randoms(use_true_random=False))
def test_the_order_of_entries_does_not_matter(case: Json, shuffler: random.Random) -> None:
    before = judged(case)
    for key in ("members", "income", "outlay", "homes"):
        shuffler.shuffle(case["household"][key])
    after = judged(case)
    assert {**after, "trace": None} == {**before, "trace": None}
    assert len(after["trace"]) == len(before["trace"])


@seed(20261120)
@settings(max_examples=60, deadline=None)
@given(households(), money, st.data())
def test_more_deductible_outlay_never_raises_the_net(
    case: Json, more: str, data: st.DataObject
) -> None:
    before = judged(case)
    item = data.draw(st.sampled_from(rule_set(case["policy"]).deductions))
    case["household"]["outlay"].append(outlay(more, item))
    after = judged(case)
    assert _net(after) == _net(before) - (read_hundredths(more) or 0)
    assert after["income"] == before["income"]


@seed(20261120)
@settings(max_examples=60, deadline=None)
@given(households(st.sampled_from(["HEB", "QD", "JM"])), money)
def test_more_income_never_adds_a_means_tested_category(case: Json, more: str) -> None:
    before = judged(case)
    case["household"]["income"].append(income(more, "其他"))
    assert set(judged(case)["matched"]) <= set(before["matched"])


@seed(20261120)
@settings(max_examples=60, deadline=None)
@given(households())
def test_a_result_agrees_with_itself(case: Json) -> None:
    result = judged(case)
    assert result["exclusions"] == sorted(result["exclusions"])
    found = bool(result["matched"] or result["level"])
    assert result["eligible"] is (found and not result["exclusions"])
    expected = result["matched"][0] if result["matched"] and not result["exclusions"] else None
    assert result["category"] == expected
    per_head = read_hundredths(result["net_per_capita"].lstrip("-"))
    assert per_head == abs(round_half_up(_net(result), 12 * result["n"]))


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@seed(20261120)
@settings(max_examples=150, deadline=None)
@given(households(), st.data())
def test_any_json_in_any_place_is_judged_or_refused(case: Json, data: st.DataObject) -> None:
    place: Any = case
    for _ in range(data.draw(st.integers(0, 4))):
        inner = list(place.values()) if isinstance(place, dict) else list(place)
        containers = [value for value in inner if isinstance(value, dict | list) and value]
        if not containers:
            break
        place = data.draw(st.sampled_from(containers))
    key = data.draw(st.sampled_from(list(place) if isinstance(place, dict) else range(len(place))))
    place[key] = data.draw(json_values)
    try:
        result = assess_json(case)
    except FactsError as error:
        assert error.message
    else:
        assert isinstance(result, dict)


@seed(20261120)
@settings(max_examples=100, deadline=None)
@given(json_values)
def test_any_json_at_all_is_judged_or_refused(value: Any) -> None:
    for judge in (assess_json, aid_json):
        try:
            judge(value)
        except FactsError as error:
            assert error.message


@seed(20261120)
@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(AID_RULE_IDS),
    st.sampled_from(AID_ITEMS),
    st.sampled_from(AID_CATEGORIES),
    st.fixed_dictionaries({"dibao": money, "self_paid": money, "hardship_cost": money}),
    st.sampled_from([None, "大学", "高中", "小学"]),
    money,
)
def test_aid_paid_before_never_raises_what_is_left(
    rules: str, item: str, category: str, costs: Json, stage: str | None, paid: str
) -> None:
    asked = {"rules": rules, "item": item, "category": category, "stage": stage, **costs}
    results = aid_json([asked, {**asked, "paid_this_year": paid}])
    assert isinstance(results, list)
    before, after = results
    whole, left = (read_hundredths(result["max_amount"]) for result in (before, after))
    assert whole is not None
    assert left == max(0, whole - (read_hundredths(paid) or 0))
    if after["allowed"]:
        assert after["approval"] == before["approval"]
