"""What the right column of the case page says of the newest assessment."""

import pytest

from app.cases.overview import Verdict
from ui.screens.case.presenter import verdict_lines, verdict_word


def _verdict(category: str, per_capita: str, *, is_eligible: bool = True) -> Verdict:
    return Verdict("2026-11-20", category, is_eligible, per_capita, 80_000, "PDS")


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("1234567.50", "1,234,567.50"),
        ("-1250.05", "−1,250.05"),
        ("-0.50", "−0.50"),
        ("0", "0"),
        ("", "0"),
    ],
)
def test_money_has_its_separators(told: str, shown: str) -> None:
    assert verdict_lines(_verdict("深度困难职工", told))[0] == f"月人均纯收入 {shown} 元"


def test_the_category_has_the_colour_of_the_heading() -> None:
    assert verdict_word(_verdict("深度困难职工", "1"), "深度困难职工").tone == "red"
    assert verdict_word(_verdict("意外致困职工", "1"), "").tone == "blue"
    assert verdict_word(_verdict("不符合", "1", is_eligible=False), "").tone == "neutral"


def test_a_category_that_the_file_does_not_say_yet_is_proposed() -> None:
    found = _verdict("深度困难职工", "1")
    assert verdict_word(found, "深度困难职工").word == "深度困难职工"
    assert verdict_word(found, "").word == "拟深度困难职工"
    assert verdict_word(found, "相对困难职工").word == "拟深度困难职工"
    assert verdict_word(_verdict("不符合", "1", is_eligible=False), "").word == "不符合"
