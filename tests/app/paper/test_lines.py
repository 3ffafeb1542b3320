"""Chinese lines break by the rules and lose nothing."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from app.paper.lines import NO_END, NO_START, break_lines, stretch, tokens

_PROSE = st.lists(
    st.one_of(
        st.text("困难职工帮扶档案经入户调查属实", min_size=1, max_size=9),
        st.sampled_from(["，", "。", "”，", "）。", "（“", "《", "》", "……", "——", "！？”", "：“"]),
        st.sampled_from(
            ["号450224198001011234", "共1,409.50元", "于2026-11-20", "abc字", " ", "话138****5678"]
        ),
    ),
    max_size=40,
).map("".join)


def _measure(text: str) -> float:
    return sum(0.5 if ord(char) < 0x2000 else 1.0 for char in text)


def _has_room_for_the_rules(text: str) -> bool:
    """Long chains of marks leave no lawful break; no real text has them. Nor does a number as long as a line."""
    marks = "".join(NO_START | NO_END)
    return re.search(f"[{re.escape(marks)} ]{{6,}}", text) is None


@settings(deadline=None, max_examples=300, derandomize=True)
@given(text=_PROSE.filter(_has_room_for_the_rules), width=st.integers(14, 30))
def test_no_line_breaks_the_rules_and_no_character_is_lost(text: str, width: int) -> None:
    lines = break_lines(text, width, _measure)
    joined = "".join(line.text for line in lines)
    assert joined.replace(" ", "") == text.replace(" ", "")
    for number, line in enumerate(lines):
        assert line.width <= width
        if number > 0:
            assert line.text[:1] not in NO_START, lines
        if not line.is_last:
            assert line.text[-1:] not in NO_END, lines
    assert lines[-1].is_last


@settings(deadline=None, max_examples=100, derandomize=True)
@given(text=_PROSE, width=st.integers(10, 30))
def test_whatever_the_marks_nothing_is_lost(text: str, width: int) -> None:
    joined = "".join(line.text for line in break_lines(text, width, _measure))
    assert joined.replace(" ", "") == text.replace(" ", "")


def test_numbers_words_and_double_marks_stay_whole() -> None:
    text = "共1,409.50元，见2026-11-20——证号450224********1234……http://a.b"
    assert {"1,409.50", "2026-11-20", "——", "450224********1234", "……"} <= set(tokens(text))
    lines = break_lines("身份证号450224198001011234核对无误", 12, _measure)
    assert lines[1].text.startswith("450224198001011234")


def test_what_is_wider_than_a_line_is_cut_all_the_same() -> None:
    lines = break_lines("A" * 50, 10, _measure)
    assert [len(line.text) for line in lines] == [20, 20, 10]


def test_marks_are_pulled_down_as_often_as_needed() -> None:
    lines = break_lines("一二三四五六七八”，九", 9, _measure)
    assert [line.text for line in lines] == ["一二三四五六七", "八”，九"]


def test_paragraphs_keep_their_ends_and_get_their_indent() -> None:
    lines = break_lines("一二三四五\n\n六", 4, _measure, indent=True)
    assert [line.text for line in lines] == ["\u3000\u3000一二", "三四五", "", "\u3000\u3000六"]
    assert [line.is_last for line in lines] == [False, True, True, True]


def test_only_full_lines_are_stretched() -> None:
    first, last = break_lines("一二三四五六七八九，十", 9.4, _measure)
    assert 0 < stretch(first, 9.4, 1.0) <= 0.25
    assert first.width + stretch(first, 9.4, 1.0) * (len(first.text) - 1) <= 9.4 + 1e-9
    assert stretch(last, 9.4, 1.0) == 0.0
    torn = first._replace(width=7.0)
    assert stretch(torn, 9.4, 1.0) == 0.0, "set apart so far it would read as single characters"
