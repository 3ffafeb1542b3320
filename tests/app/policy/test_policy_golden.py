"""The golden cases that came with the contracts, and what holds for every result of them."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.policy.aid import aid_json
from app.policy.assess import assess_json

GOLDEN = Path(__file__).parent / "golden"
ASSESSMENTS: list[dict[str, Any]] = json.loads((GOLDEN / "assess.json").read_text("utf-8"))
AIDS: list[dict[str, Any]] = json.loads((GOLDEN / "aid.json").read_text("utf-8"))


@pytest.mark.parametrize("case", ASSESSMENTS, ids=lambda case: str(case["facts"]["id"]))
def test_assessment_is_as_expected(case: dict[str, Any]) -> None:
    result = assess_json(case["facts"])
    assert isinstance(result, dict)
    assert {key: result[key] for key in case["expect"]} == case["expect"]


@pytest.mark.parametrize("case", AIDS, ids=lambda case: str(case["request"]["id"]))
def test_aid_is_as_expected(case: dict[str, Any]) -> None:
    result = aid_json(case["request"])
    assert isinstance(result, dict)
    assert {key: result[key] for key in case["expect"]} == case["expect"]


def test_results_have_the_shape_of_the_contract() -> None:
    result = assess_json(ASSESSMENTS[0]["facts"])
    assert isinstance(result, dict)
    assert list(result) == [
        "id",
        "policy",
        "eligible",
        "category",
        "level",
        "matched",
        "n",
        "income",
        "deducted",
        "gross_per_capita",
        "net_per_capita",
        "exclusions",
        "borderline",
        "window",
        "trace",
        "unverified",
    ]
    granted = aid_json(AIDS[0]["request"])
    assert isinstance(granted, dict)
    assert list(granted) == ["id", "rules", "allowed", "max_amount", "approval", "reason", "trace"]
    assert all(set(line) == {"text", "source"} for line in granted["trace"])


@pytest.mark.parametrize("case", ASSESSMENTS, ids=lambda case: str(case["facts"]["id"]))
def test_every_amount_of_the_facts_stands_in_the_trace(case: dict[str, Any]) -> None:
    result = assess_json(case["facts"])
    assert isinstance(result, dict)
    text = "\n".join(line["text"] for line in result["trace"])
    household = case["facts"]["household"]
    for entry in (*household.get("income", ()), *household.get("outlay", ())):
        assert f"{float(entry['amount']):,.2f} 元" in text
    for line in result["trace"]:
        assert set(line) == {"step", "text", "source"}
        assert line["step"] and line["source"]
        assert line["text"].endswith("。")


def test_a_list_gives_a_list_in_the_same_order() -> None:
    results = assess_json([case["facts"] for case in ASSESSMENTS])
    assert isinstance(results, list)
    assert [result["id"] for result in results] == [case["facts"]["id"] for case in ASSESSMENTS]
    assert assess_json([]) == []
    assert aid_json([]) == []
