"""How names are read."""

import tomllib
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.readings import (
    first_reading,
    has_unread,
    plain_name,
    readings,
    spoken,
    syllable_table,
    without_tones,
)

TABLE = tomllib.loads(
    resources.files("resources.readings").joinpath("surnames.toml").read_text("utf-8")
)


def test_the_surname_table_is_whole() -> None:
    assert len(TABLE["single"]) >= 60
    assert len(TABLE["compound"]) >= 20
    for surname, words in {**TABLE["single"], **TABLE["compound"]}.items():
        spelt = [without_tones(word) for word in words.split()]
        assert len(spelt) == len(surname), surname
        assert set(spelt) <= syllable_table(), surname
        assert spoken(surname) == words


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("单雄", "shan xiong"),
        ("仇英", "qiu ying"),
        ("曾国", "zeng guo"),
        ("尉迟恭", "yu chi gong"),
        ("盖叫", "ge jiao"),
        ("朴正", "piao zheng"),
        ("黑山", "he shan"),
        ("吕布", "lv bu"),
        ("\ue863云", "yan yun"),
        ("买买提·艾力", "mai mai ti ai li"),
    ],
)
def test_the_first_reading_is_the_surnames(name: str, first: str) -> None:
    found = readings(name)
    assert " ".join(found[0].syllables) == first
    assert [one.is_first for one in found] == [True] + [False] * (len(found) - 1)


def test_every_reading_counts_and_the_typed_one_goes_before() -> None:
    found = [" ".join(one.syllables) for one in readings("单雄", "Dān xióng")]
    assert found[0] == "dan xiong"
    assert "shan xiong" in found
    assert spoken("单雄", "Dān xióng") == "Dān xióng"
    assert spoken("覃永福") == "qín yǒng fú"


def test_u_umlaut_is_found_both_ways() -> None:
    found = {" ".join(one.syllables) for one in readings("吕女")}
    assert {"lv nv", "lyu nyu"} <= found
    assert without_tones("lǚ") == without_tones("lu:") == "lv"


def test_a_character_that_no_table_knows_is_said_so() -> None:
    assert has_unread("𡋾三")
    assert readings("𡋾") == ()
    assert not has_unread("覃永福")


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(max_size=14))
def test_any_text_is_read_without_end_or_error(text: str) -> None:
    found = readings(text)
    assert len(found) <= 120
    size = len(plain_name(text))
    for one in found:
        assert len(one.syllables) == size
        assert all(word == "" or word.isascii() for word in one.syllables)


@given(
    st.text(alphabet="单解曾查尉迟任区仇吕欧阳小明䶮\ue863A·z 1", max_size=6),
    st.sampled_from((None, "", "shàn xiǎo", "?")),
)
def test_the_first_reading_alone_is_the_first_of_all(name: str, typed: str | None) -> None:
    found = readings(name, typed)
    assert first_reading(name, typed) == (found[0].syllables if found else ())
