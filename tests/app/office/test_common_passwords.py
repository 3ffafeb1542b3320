"""What a guesser tries first: how much is known, and what is not taken for it."""

import pytest

from app.office.common_passwords import SHORTEST, common_passwords, is_common
from app.office.passwords import check_password


def test_more_than_ten_thousand_are_known_and_each_is_long_enough_to_be_tried_here() -> None:
    known = set(common_passwords())
    assert len(known) > 10_000
    assert min(len(one) for one in known) >= SHORTEST


def test_none_of_them_is_let_through_however_it_is_dressed_up() -> None:
    for one in sorted(set(common_passwords()))[::101]:
        for dressed in (one, one.capitalize(), f"{one.capitalize()}!", f"{one.upper()}！"):
            assert is_common(dressed), dressed
            assert check_password(dressed, account="zz", words=()) is not None, dressed


@pytest.mark.parametrize(
    "password",
    [
        "Zhangwei123",
        "Wangfang@123",
        "LiNa@12345",
        "Qinyong@2026",
        "Gonghui@2024!",
        "1qaz!QAZ2wsx",
        "Zaq1@wsx3edc",
        "Qwert@123456",
        "2019Zhouxia",
        "Zhangwei123！",
        "Zh@ngwei123",
    ],
)
def test_what_people_choose_is_known(password: str) -> None:
    assert is_common(password)


@pytest.mark.parametrize(
    "password",
    [
        "tY7#kplw2Q",
        "the cat sat upon a mat",
        "春眠不觉晓处处闻啼鸟夜来风雨声",
        "Zhangwei-Kplw7",
        "",
    ],
)
def test_what_nobody_else_chooses_is_not(password: str) -> None:
    assert not is_common(password)
