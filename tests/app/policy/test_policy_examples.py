"""The worked examples of the domain notes, by their numbers there (table of recognition)."""

from typing import Any

import pytest

from .building import Json, facts, income, judged, member, outlay

EXAMPLES: list[tuple[str, Json, Json]] = [
    (
        "4 exactly 2 D, PDS",
        facts("PDS", "96000.00", [outlay("19200.00")], n=4),
        {"matched": ["相对困难职工"], "net_per_capita": "1600.00", "borderline": True},
    ),
    (
        "4 exactly 2 D, QD",
        facts("QD", "96000.00", [outlay("19200.00")], n=4),
        {"matched": [], "net_per_capita": "1600.00", "borderline": True, "eligible": False},
    ),
    (
        "5b on dibao, outlay below income",
        facts("CQ", "24000.00", [outlay("18000.00")], on_dibao=True),
        {"matched": ["相对困难职工"], "net_per_capita": "166.67"},
    ),
    (
        "6a illness 85 %",
        facts("QD", "100000.00", [outlay("85000.00", sudden=True)]),
        {
            "matched": ["深度困难职工", "意外致困职工", "相对困难职工"],
            "category": "深度困难职工",
            "net_per_capita": "416.67",
        },
    ),
    (
        "8c national level",
        facts("CZ", "42000.00", [outlay("8000.00", "教育"), outlay("6000.00")]),
        {"level": "全总级", "category": None, "matched": [], "net_per_capita": "777.78"},
    ),
    (
        "9b assets added",
        facts(
            "OLD",
            "90000.00",
            [outlay("58000.00", "事故损失", sudden=True)],
            assets={"savings": "30000.00", "net_investments": "0.00"},
        ),
        {"eligible": False, "matched": [], "gross_per_capita": "2500.00"},
    ),
    (
        "11 aid counts as income",
        facts(
            "JM",
            [income("57000.00"), income("8000.00", "工会救助")],
            [outlay("30000.00")],
        ),
        {"category": "相对困难职工", "income": "65000.00", "net_per_capita": "972.22"},
    ),
    (
        "11 before the aid",
        facts("JM", "57000.00", [outlay("30000.00")]),
        {"category": "深度困难职工", "net_per_capita": "750.00"},
    ),
    (
        "11 further outlay",
        facts(
            "JM",
            [income("57000.00"), income("8000.00", "工会救助")],
            [outlay("30000.00"), outlay("8000.00", "教育")],
        ),
        {"category": "深度困难职工", "net_per_capita": "750.00"},
    ),
    (
        "12 basic pension not counted",
        facts(
            "JM",
            [income("76600.00"), income("2400.00", "城乡居民基础养老金", "m4")],
            n=4,
        ),
        {"category": "相对困难职工", "income": "76600.00", "net_per_capita": "1595.83"},
    ),
    (
        "14 small homes, HEB",
        facts("HEB", "20000.00", homes=[{"area": "18"}, {"area": "18"}]),
        {"exclusions": [], "category": "深度困难职工"},
    ),
    (
        "14 small homes, OLD",
        facts("OLD", "20000.00", homes=[{"area": "18"}, {"area": "18"}]),
        {"exclusions": ["HOMES"], "category": None, "matched": ["低保户", "低保边缘户"]},
    ),
    (
        "14 small homes, CZ, no illness",
        facts(
            "CZ",
            "20000.00",
            homes=[{"area": "18", "deeded": True}, {"area": "18", "deeded": True}],
            cause_member="配偶",
        ),
        {"exclusions": ["HOMES"], "level": None, "eligible": False},
    ),
    (
        "14 small homes, CZ, sudden illness",
        facts(
            "CZ",
            "20000.00",
            [outlay("3000.00", sudden=True)],
            homes=[{"area": "18", "deeded": True}, {"area": "18", "deeded": True}],
            cause_member="配偶",
        ),
        {"exclusions": [], "level": "全总级", "eligible": True},
    ),
    (
        "17 school fee 2.5 times",
        facts(
            "QD",
            "20000.00",
            schooling=[{"fee": "25000.00", "public_fee": "10000.00"}],
        ),
        {"exclusions": ["SCHOOL"], "category": None, "matched": ["深度困难职工", "相对困难职工"]},
    ),
]


@pytest.mark.parametrize(
    ("case", "expected"), [row[1:] for row in EXAMPLES], ids=[row[0] for row in EXAMPLES]
)
def test_worked_example(case: Json, expected: Json) -> None:
    result = judged(case)
    assert {key: result[key] for key in expected} == expected


def test_example_9b_shows_the_assets() -> None:
    case = facts(
        "OLD",
        "90000.00",
        [outlay("58000.00", "事故损失", sudden=True)],
        assets={"savings": "30000.00", "net_investments": "500.00"},
    )
    text = " ".join(line["text"] for line in judged(case)["trace"])
    assert "90,000.00 + 500.00 + 30,000.00 − 58,000.00" in text


def test_example_10_without_and_with_a_reason() -> None:
    def household(**changes: Any) -> Json:
        jobless = member(2, age=42, work_status="失(无)业", **changes)
        return facts(
            "JM",
            "33600.00",
            [outlay("10000.00", "教育")],
            members=[member(1), jobless, member(3, age=19, in_school=True)],
        )

    assert judged(household())["net_per_capita"] == "1272.22"
    excused = judged(household(jobless_reason="照料重病家属"))
    assert excused["net_per_capita"] == "655.56"
    assert excused["category"] == "深度困难职工"
