"""`assess`, sentence by sentence of its contract."""

import datetime
from typing import Any

import pytest

from app.policy.facts import FactsError
from app.policy.months import window_before
from app.policy.rules import RULE_SET_IDS, rule_set, rule_sets

from .building import Json, facts, income, judged, member, outlay

DEEP, RELATIVE, ACCIDENT = "深度困难职工", "相对困难职工", "意外致困职工"


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        ("2026-03-15", "2025-03", "2026-02"),
        ("2026-01-01", "2025-01", "2025-12"),
        ("2026-12-31", "2025-12", "2026-11"),
        ("2024-02-29", "2023-02", "2024-01"),
    ],
)
def test_window_is_the_twelve_months_before_the_month(day: str, first: str, last: str) -> None:
    window = window_before(datetime.date.fromisoformat(day))
    assert (str(window.first), str(window.last)) == (first, last)


def test_dated_items_count_inside_the_window_only() -> None:
    earned = [income("100.00", month=month) for month in ("2025-02", "2025-03", "2026-02")]
    spent = [outlay("10.00", month=month) for month in ("2026-02", "2026-03")]
    result = judged(facts("PDS", [*earned, income("7.00")], spent))
    assert (result["income"], result["deducted"]) == ("207.00", "10.00")


def test_an_uncounted_member_counts_nowhere() -> None:
    case = facts(
        "PDS",
        [income("10.00"), income("90.00", who="m2")],
        [outlay("9.00", who="m2", sudden=True)],
        members=[member(1), member(2, counted=False)],
    )
    result = judged(case)
    assert (result["n"], result["income"], result["deducted"]) == (1, "10.00", "0.00")
    # The sudden outlay of a person who is not counted brings no accident category either.
    assert result["matched"] == [DEEP, RELATIVE]


def test_flags_left_out_have_the_defaults_of_the_contract() -> None:
    case: Json = {
        "policy": "JM",
        "apply_date": "2026-03-15",
        "region": {"dibao": "800"},
        "household": {"members": [{"id": "a", "age": 30}]},
    }
    result = judged(case)
    assert result["id"] is None
    assert (result["n"], result["income"], result["category"]) == (1, "0.00", DEEP)
    nulled: Json = {**case, "id": 7, "applicant": None}
    nulled["household"] = {
        "members": [{"id": "a", "age": 30, "counted": None, "in_school": None, "relation": None}],
        **dict.fromkeys(("income", "outlay", "assets", "homes", "on_dibao", "cause_member")),
    }
    assert judged(nulled) == {**result, "id": 7}


@pytest.mark.parametrize(
    ("policy", "at_one", "at_two"),
    [
        ("PDS", [RELATIVE], [RELATIVE]),
        ("HEB", [DEEP, RELATIVE], [RELATIVE]),
        ("CQ", [RELATIVE], []),
        ("QD", [RELATIVE], []),
        ("JM", [RELATIVE], []),
    ],
)
def test_operators_at_the_exact_lines(policy: str, at_one: Any, at_two: Any) -> None:
    # n = 3: the lines are 28,800 and 57,600; one fen beside them changes sides.
    assert judged(facts(policy, "28800.00"))["matched"] == at_one
    assert judged(facts(policy, "28799.99"))["matched"] == [DEEP, RELATIVE]
    assert judged(facts(policy, "28800.01"))["matched"] == [RELATIVE]
    assert judged(facts(policy, "57600.00"))["matched"] == at_two
    assert judged(facts(policy, "57599.99"))["matched"] == [RELATIVE]
    assert judged(facts(policy, "57600.01"))["matched"] == []


def test_levels_of_cz_at_the_exact_lines() -> None:
    def level(income_: str, spent: str) -> object:
        return judged(facts("CZ", income_, [outlay(spent, "教育")]))["level"]

    assert level("43200.00", "14400.00") == "全总级"
    assert level("43200.00", "14399.99") == "省总级"
    assert level("43200.00", "0.00") == "省总级"
    # Beyond 1.5 D the gate closes, so 市总级 is reached by nobody but within it.
    beyond = judged(facts("CZ", "43200.01"))
    assert (beyond["level"], beyond["exclusions"]) == (None, ["GATE"])


@pytest.mark.parametrize(
    ("policy", "deducted"),
    [
        ("PDS", {"医疗自付", "残疾照料", "长期照料", "教育", "必要就业成本"}),
        ("HEB", {"医疗自付", "残疾照料", "教育", "住房", "其他"}),
        ("CQ", {"医疗自付", "教育", "残疾照料", "无房租房", "赡养老人", "必要就业成本"}),
        ("JM", {"医疗自付", "残疾照料", "教育", "必要就业成本"}),
        ("CZ", {"教育", "医疗自付", "事故损失"}),
        ("OLD", {"医疗自付", "残疾照料", "教育", "事故损失", "其他"}),
    ],
)
def test_what_is_deducted(policy: str, deducted: set[str]) -> None:
    items = rule_set("QD").deductions
    assert len(items) == 11
    counted = {
        item
        for item in items
        if judged(facts(policy, "1000.00", [outlay("1.00", item)]))["deducted"] == "1.00"
    }
    assert counted == deducted
    assert judged(facts("QD", "1.00", [outlay("1.00", x) for x in items]))["deducted"] == "11.00"


def test_only_jm_leaves_income_items_out() -> None:
    items = [
        income("1.00", "节日慰问"),
        income("2.00", "城乡居民基础养老金"),
        income("4.00", "工会救助"),
    ]
    totals = {name: judged(facts(name, items))["income"] for name in RULE_SET_IDS}
    assert totals.pop("JM") == "4.00"
    assert set(totals.values()) == {"7.00"}


@pytest.mark.parametrize(
    ("changes", "imputed"),
    [
        ({}, True),
        ({"work_status": "下(待)岗"}, True),
        ({"work_status": "失（无）业"}, True),
        ({"age": 16}, True),
        ({"age": 15}, False),
        ({"age": 59}, True),
        ({"age": 60}, False),
        ({"able_to_work": False}, False),
        ({"in_school": True}, False),
        ({"counted": False}, False),
        ({"work_status": "在岗"}, False),
        ({"work_status": None}, False),
        ({"jobless_reason": "照料重病家属"}, False),
        ({"jobless_reason": "  "}, True),
    ],
)
def test_who_is_given_the_minimum_wage(changes: Json, imputed: bool) -> None:
    jobless = member(2, **{"work_status": "失(无)业", **changes})
    case = facts("JM", "1000.00", members=[member(1), jobless])
    assert judged(case)["income"] == ("23200.00" if imputed else "1000.00")
    case["region"] = {"dibao": "800.00"}
    if imputed:
        with pytest.raises(FactsError) as caught:
            judged(case)
        assert caught.value.field == "region.min_wage"
    else:
        judged(case)


def test_the_minimum_wage_takes_the_place_of_a_lower_wage_only() -> None:
    def total(*earned: Json) -> object:
        jobless = member(1, work_status="失(无)业")
        return judged(facts("JM", earned, members=[jobless]))["income"]

    assert total(income("22199.99")) == "22200.00"
    assert total(income("22200.00")) == "22200.00"
    assert total(income("30000.00")) == "30000.00"
    assert total(income("5000.00"), income("3000.00", "失业金")) == "25200.00"
    assert total(income("22200.00", month="2025-02")) == "22200.00"
    assert total(income("12000.00"), income("12000.00")) == "24000.00"


def test_accident_of_pds() -> None:
    event = [{"kind": "突发公共事件", "injury_or_death": True}]
    harmless = [{"kind": "突发公共事件", "injury_or_death": False}, {}]
    assert judged(facts("PDS", "200000.00", events=event))["matched"] == [ACCIDENT]
    assert judged(facts("PDS", "200000.00", events=harmless))["matched"] == []
    sudden = [outlay("1.00", "其他", sudden=True)]
    at_two = judged(facts("PDS", "57600.00", sudden))
    assert at_two["matched"] == [ACCIDENT, RELATIVE]
    assert at_two["category"] == ACCIDENT
    assert judged(facts("PDS", "57600.01", sudden))["matched"] == []
    nothing = [outlay("0.00", "其他", sudden=True)]
    assert judged(facts("PDS", "57600.00", nothing))["matched"] == [RELATIVE]


def test_accident_of_cq_is_more_than_half_of_the_income() -> None:
    def matched(*spent: Json) -> object:
        return judged(facts("CQ", "100000.00", spent))["matched"]

    assert matched(outlay("50000.01", sudden=True)) == [ACCIDENT, RELATIVE]
    assert matched(outlay("50000.00", sudden=True)) == [RELATIVE]
    assert matched(outlay("50000.01")) == [RELATIVE]
    assert matched(outlay("60000.00", "其他", sudden=True)) == []
    assert judged(facts("CQ", "0.00", [outlay("0.01", sudden=True)]))["matched"][1] == ACCIDENT


def test_accident_of_qd_is_more_than_four_fifths_of_the_income() -> None:
    def matched(amount: str) -> object:
        spent = [outlay(amount, "其他", sudden=True)]
        return judged(facts("QD", "400000.00", spent))["matched"]

    assert matched("320000.00") == []
    assert matched("320000.01") == [ACCIDENT]


def test_deep_of_cq_on_dibao_needs_more_outlay_than_income() -> None:
    def matched(spent: str) -> object:
        return judged(facts("CQ", "20000.00", [outlay(spent)], on_dibao=True))["matched"]

    assert matched("20000.00") == [RELATIVE]
    assert matched("20000.01") == [DEEP, RELATIVE]


def test_categories_of_old() -> None:
    def matched(earned: str, *spent: Json, **household: Any) -> object:
        return judged(facts("OLD", earned, spent, **household))["matched"]

    assert matched("28799.99") == ["低保户", "低保边缘户"]
    assert matched("28800.00") == ["低保边缘户"]
    assert matched("200000.00", on_dibao=True) == ["低保户"]
    assert matched("43200.00", outlay("14400.00")) == ["低保边缘户"]
    assert matched("43200.01", outlay("20000.00")) == []
    accident = outlay("57600.00", "长期照料", sudden=True)
    assert matched("86400.00", accident) == ["意外致困户"]
    assert matched("86400.01", accident) == []
    assert matched("86400.01", outlay("57600.01", "长期照料", sudden=True)) == ["意外致困户"]
    assets = {"savings": "0.01"}
    assert matched("86400.00", accident, assets=assets) == ["意外致困户"]
    richer = outlay("57600.01", "长期照料", sudden=True)
    assert matched("86400.01", richer, assets=assets) == []
    assert matched("86400.01", richer, assets={"net_investments": "0.01"}) == []


def test_exclusions_of_heb_come_sorted() -> None:
    case = facts(
        "HEB",
        "10000.00",
        homes=[{"area": "57.00"}, {"area": "57.01"}],
        vehicles=[{"disability_aid": True}, {}],
        company_controller=True,
        schooling=[{"private_or_overseas": True}],
    )
    result = judged(case)
    assert result["exclusions"] == ["COMPANY", "HOMES", "SCHOOL", "VEHICLE"]
    assert (result["eligible"], result["category"]) == (False, None)
    assert result["matched"] == [DEEP, RELATIVE]
    # 114 m² for three at a mean of 38 is not above it; one home is not two.
    case["household"].update(homes=[{"area": "57"}, {"area": "57"}])
    assert "HOMES" not in judged(case)["exclusions"]
    case["household"].update(homes=[{"area": "900"}])
    assert "HOMES" not in judged(case)["exclusions"]


@pytest.mark.parametrize(
    ("changes", "excluded"),
    [
        ({}, False),
        ({"cause_member": "父母"}, True),
        ({"cause_member": None}, True),
        ({"cause_member": "本人"}, False),
        ({"homes": [{"area": "45", "deeded": True}, {"area": "0.01", "deeded": True}]}, True),
        ({"homes": [{"area": "20", "deeded": True}, {"area": "20", "deeded": False}]}, True),
        ({"homes": [{"area": "200"}]}, False),
        ({"outlay": []}, True),
        ({"outlay": [outlay("5.00", month="2024-12", sudden=True)]}, True),
    ],
)
def test_homes_of_cz(changes: Json, excluded: bool) -> None:
    household = {
        "homes": [{"area": "22.5", "deeded": True}, {"area": "22.5", "deeded": True}],
        "cause_member": "子女",
        "outlay": [outlay("5.00", "其他", sudden=True)],
        **changes,
    }
    result = judged(facts("CZ", "20000.00", **household))
    assert result["exclusions"] == (["HOMES"] if excluded else [])
    assert result["eligible"] is not excluded


def test_exclusions_of_qd() -> None:
    def excluded(applicant: Json, **school: str) -> object:
        return judged(facts("QD", "1.00", applicant=applicant, schooling=[school]))["exclusions"]

    same = {"fee": "20000.00", "public_fee": "10000.00"}
    dearer = {"fee": "20000.01", "public_fee": "10000.00"}
    assert excluded({"migrant": True, "contract_months": 12}, **same) == []
    assert excluded({"migrant": True, "contract_months": 11}, **dearer) == [
        "MIGRANT_TERM",
        "SCHOOL",
    ]
    assert excluded({"migrant": False, "contract_months": 3}, **same) == []


def test_policies_without_exclusions_read_none() -> None:
    rich: Json = {
        "homes": [{}, {}],
        "vehicles": [{}],
        "company_controller": True,
        "schooling": [{"private_or_overseas": True}],
    }
    for policy in ("PDS", "CQ", "JM"):
        assert judged(facts(policy, "1.00", **rich))["exclusions"] == []


@pytest.mark.parametrize(
    ("policy", "earned", "spent", "borderline"),
    [
        ("PDS", "28512.00", "0.00", True),
        ("PDS", "28511.99", "0.00", False),
        ("PDS", "29088.00", "0.00", True),
        ("PDS", "29088.01", "0.00", False),
        ("PDS", "58176.00", "0.00", True),
        ("PDS", "43200.00", "0.00", False),
        ("PDS", "57600.00", "20000.00", False),
        ("CZ", "43200.00", "20000.00", True),
        ("CZ", "43632.01", "20000.00", False),
        ("CZ", "50000.00", "6800.00", True),
        ("CZ", "28800.00", "20000.00", False),
        ("OLD", "28800.00", "20000.00", True),
        ("OLD", "43200.00", "40000.00", True),
        ("OLD", "86400.00", "20000.00", True),
        ("OLD", "86400.00", "57600.00", True),
        ("OLD", "57600.00", "0.00", False),
        ("OLD", "90000.00", "46800.00", False),
    ],
)
def test_borderline(policy: str, earned: str, spent: str, borderline: bool) -> None:
    assert judged(facts(policy, earned, [outlay(spent)]))["borderline"] is borderline


def test_rounding_is_half_up_on_the_magnitude() -> None:
    def net(earned: str, spent: str, n: int) -> object:
        return judged(facts("PDS", earned, [outlay(spent)], n=n))["net_per_capita"]

    assert net("0.06", "0.00", 1) == "0.01"
    assert net("0.05", "0.00", 1) == "0.00"
    assert net("0.00", "0.06", 1) == "-0.01"
    assert net("0.00", "0.05", 1) == "0.00"
    assert net("0.00", "1.98", 3) == "-0.06"


def test_large_amounts_stay_exact() -> None:
    result = judged(facts("PDS", "9007199254740993.01", n=1))
    assert result["income"] == "9007199254740993.01"


def test_unverified_is_listed_for_every_rule_set() -> None:
    for rules in rule_sets():
        result = judged(facts(rules.id, "1.00"))
        assert result["unverified"] == list(rules.unverified)
        assert result["unverified"]
        assert all(sentence.endswith("。") for sentence in result["unverified"])
    assert [rules.id for rules in rule_sets()] == list(RULE_SET_IDS)
