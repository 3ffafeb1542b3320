"""`aid`, cell by cell of its table, and its complaints."""

from typing import Any

import pytest

from app.policy.aid import AidRequest, aid, aid_json
from app.policy.aidrules import AID_CATEGORIES, AID_ITEMS, AID_RULE_IDS, aid_rules
from app.policy.facts import FactsError

DEEP, RELATIVE, ACCIDENT = AID_CATEGORIES
LIVING, SCHOOL, MEDICAL, HARM = AID_ITEMS


def request(rules: str, item: str, category: str = DEEP, **more: object) -> dict[str, Any]:
    return {"rules": rules, "item": item, "category": category, "dibao": "800.00", **more}


def answer(rules: str, item: str, category: str = DEEP, **more: object) -> dict[str, Any]:
    result = aid_json(request(rules, item, category, **more))
    assert isinstance(result, dict)
    return result


def most(rules: str, item: str, category: str = DEEP, **more: object) -> tuple[str, str | None]:
    result = answer(rules, item, category, **more)
    assert result["allowed"] is (result["reason"] is None)
    assert result["allowed"] is (result["max_amount"] != "0.00")
    return result["max_amount"], result["approval"]


REFUSED = ("0.00", None)


def test_central() -> None:
    for category in AID_CATEGORIES:
        assert most("CENTRAL-2015", LIVING, category) == ("9600.00", "县级")
        for stage in ("大学", "小学", None, "随便"):
            assert most("CENTRAL-2015", SCHOOL, category, stage=stage) == ("8000.00", "县级")
        paid = most("CENTRAL-2015", MEDICAL, category, self_paid="88888.88")
        assert paid == ("88888.88", "县级")
        assert most("CENTRAL-2015", HARM, category, hardship_cost="9.00") == REFUSED


def test_jg_amounts() -> None:
    assert most("JG", LIVING) == ("8000.00", "县级")
    assert most("JG", LIVING, RELATIVE) == ("6400.00", "县级")
    assert most("JG", SCHOOL) == ("8000.00", "县级")
    assert most("JG", SCHOOL, RELATIVE) == ("6400.00", "县级")
    assert most("JG", MEDICAL, RELATIVE, self_paid="20000.00") == ("16000.00", "县级")
    assert most("JG", MEDICAL, RELATIVE, self_paid="19999.99") == ("15999.99", "县级")
    assert most("JG", HARM, ACCIDENT, hardship_cost="80000.00") == ("10000.00", "县级")
    for item in (LIVING, SCHOOL, MEDICAL):
        assert most("JG", item, ACCIDENT, self_paid="5.00") == REFUSED
    for category in (DEEP, RELATIVE):
        assert most("JG", HARM, category, hardship_cost="5.00") == REFUSED


@pytest.mark.parametrize(
    ("amount", "tier"),
    [
        ("20000.00", "县级"),
        ("20000.01", "省级"),
        ("50000.00", "省级"),
        ("50000.01", "全总"),
    ],
)
def test_jg_approval(amount: str, tier: str) -> None:
    assert most("JG", MEDICAL, self_paid=amount) == (amount, tier)
    # What was paid before lowers the amount, not the tier.
    assert answer("JG", MEDICAL, self_paid=amount, paid_this_year="19000.00")["approval"] == tier


def test_jg_relative_gets_one_item_a_year() -> None:
    for item in (LIVING, SCHOOL, MEDICAL):
        more = {"self_paid": "100.00", "other_items_this_year": 1}
        assert most("JG", item, RELATIVE, **more) == REFUSED
        assert most("JG", item, DEEP, **more) != REFUSED
    assert most("JG", LIVING, RELATIVE, other_items_this_year=0) == ("6400.00", "县级")
    harm = {"hardship_cost": "100.00", "other_items_this_year": 3}
    assert most("JG", HARM, ACCIDENT, **harm) == ("15.00", "县级")
    assert most("HB", LIVING, RELATIVE, other_items_this_year=5) == ("8000.00", "县级")


def test_hb() -> None:
    assert most("HB", LIVING) == ("9600.00", "县级")
    for category in (RELATIVE, ACCIDENT):
        assert most("HB", LIVING, category) == ("8000.00", "县级")
    for category in AID_CATEGORIES:
        assert most("HB", SCHOOL, category, stage="大学") == ("8000.00", "县级")
        assert most("HB", SCHOOL, category, stage="高中") == ("4800.00", "县级")
        assert most("HB", SCHOOL, category, stage="初中") == REFUSED
        assert most("HB", SCHOOL, category) == REFUSED
        assert most("HB", MEDICAL, category, self_paid="20000.01") == ("20000.00", "县级")
        assert most("HB", MEDICAL, category, self_paid="19999.99") == ("19999.99", "县级")
        assert most("HB", HARM, category, hardship_cost="1.00") == REFUSED


def test_wuhan_figures() -> None:
    assert most("HB", LIVING, dibao="940.00") == ("11280.00", "县级")
    assert most("HB", SCHOOL, dibao="940.00", stage="大学") == ("9400.00", "县级")


def test_sh() -> None:
    assert most("SH", LIVING) == ("5000.00", "县级")
    assert most("SH", LIVING, dibao="400.00") == ("4800.00", "县级")
    assert most("SH", SCHOOL, stage="大学", dibao="1420.00") == ("14200.00", "县级")
    assert most("SH", SCHOOL, stage="高中", dibao="1420.01") == ("7100.05", "县级")
    assert most("SH", SCHOOL, stage="小学") == REFUSED
    assert most("SH", MEDICAL, self_paid="10000.00") == ("9000.00", "县级")
    assert most("SH", MEDICAL, self_paid="10000.01") == ("9000.01", "县级")
    for category in (RELATIVE, ACCIDENT):
        for item in AID_ITEMS:
            more = {"self_paid": "9.00", "hardship_cost": "9.00", "stage": "大学"}
            assert most("SH", item, category, **more) == REFUSED


def test_rounding_is_half_up_to_the_fen() -> None:
    # 80 % of 0.03 is 0.024, of 0.02 is 0.016; 15 % of 0.10 is 0.015.
    assert most("JG", MEDICAL, RELATIVE, self_paid="0.03")[0] == "0.02"
    assert most("JG", MEDICAL, RELATIVE, self_paid="0.02")[0] == "0.02"
    assert most("JG", HARM, ACCIDENT, hardship_cost="0.10")[0] == "0.02"
    assert most("JG", HARM, ACCIDENT, hardship_cost="0.03") == REFUSED


def test_what_was_paid_lowers_what_is_left_never_below_zero() -> None:
    assert most("JG", LIVING, paid_this_year="7999.99") == ("0.01", "县级")
    assert most("JG", LIVING, paid_this_year="8000.00") == REFUSED
    assert most("JG", LIVING, paid_this_year="99999.00") == REFUSED
    # The cap comes first, then what was paid.
    capped = {"self_paid": "26000.00", "paid_this_year": "6000.00"}
    assert most("JG", MEDICAL, RELATIVE, **capped) == ("10000.00", "县级")


def test_a_refusal_says_why() -> None:
    reasons = [
        answer("SH", LIVING, RELATIVE)["reason"],
        answer("HB", SCHOOL)["reason"],
        answer("HB", SCHOOL, stage="小学")["reason"],
        answer("JG", LIVING, RELATIVE, other_items_this_year=2)["reason"],
        answer("JG", LIVING, paid_this_year="9000.00")["reason"],
        answer("JG", MEDICAL)["reason"],
    ]
    assert len(set(reasons)) == 6
    assert all(reason.endswith("。") for reason in reasons)


def test_trace_shows_the_calculation_and_its_source() -> None:
    trace = answer("SH", MEDICAL, self_paid="24000.00")["trace"]
    assert any("10,000.00 × 90% + 14,000.00 × 70% = 18,800.00" in line["text"] for line in trace)
    assert {"S24"} <= {line["source"] for line in trace}
    for line in trace:
        assert line["text"].endswith("。")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("rules", value) for value in (None, "XX", 1)),
        *(("item", value) for value in (None, "送温暖", 1)),
        *(("category", value) for value in (None, "低保户", 1)),
        *(("dibao", value) for value in (None, "", 800, "-1", "1.234")),
        ("self_paid", 5),
        ("hardship_cost", "-1"),
        ("paid_this_year", "1.234"),
        ("stage", 3),
        *(("other_items_this_year", value) for value in (-1, 1.0, "1", True)),
        ("id", {}),
    ],
)
def test_malformed_request_is_named(field: str, value: object) -> None:
    bad = request("JG", LIVING) | {field: value}
    with pytest.raises(FactsError) as caught:
        aid_json(bad)
    assert caught.value.field == field
    with pytest.raises(FactsError) as caught:
        aid_json([request("JG", LIVING), bad])
    assert caught.value.field == f"[1].{field}"


def test_something_that_is_no_request() -> None:
    for value in (None, "JG", [5]):
        with pytest.raises(FactsError):
            aid_json(value)


def test_a_request_may_be_built_without_json() -> None:
    result = aid(AidRequest("JG", MEDICAL, DEEP, 80_000, self_paid=2_600_000, id=5))
    assert (result.max_amount, result.approval, result.allowed) == (2_600_000, "省级", True)
    assert result.as_json()["id"] == 5
    with pytest.raises(FactsError) as caught:
        aid(AidRequest("JG", MEDICAL, DEEP, 80_000, self_paid=-1))
    assert caught.value.field == "self_paid"


def test_all_rules_are_loaded_in_order() -> None:
    assert tuple(rules.id for rules in aid_rules()) == AID_RULE_IDS
