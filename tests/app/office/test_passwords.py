"""Which passwords are let through, and the sentence for those that are not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.office.passwords import KEPT, check_password, is_remembered, remember


def check(password: str, account: str = "wangfang", *words: str) -> str | None:
    return check_password(password, account=account, words=words or ("青禾县总工会", "王芳"))


@pytest.mark.parametrize(
    "password",
    [
        "Nuan-dang-2026!",
        "tY7#kplw2Q",
        "Sz9mKd3Rvw",
        "the cat sat upon a mat",
        "春眠不觉晓处处闻啼鸟夜来风雨声",
        "😀correct-horse-Battery",
        "x" * 3 + "correct horse battery staple",
    ],
)
def test_good_ones_pass(password: str) -> None:
    assert check(password) is None


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("tY7#kplw2", "太短"),
        ("", "太短"),
        ("aB3$wr" * 22, "太长"),
        ("tykplwqrbn", "3 种"),
        ("4729461058", "3 种"),
        ("tykplw4729", "3 种"),
        ("Aa1!Aa1!Aa1!", "重复"),
        ("aaaaaaaaaaaaaaaaaaaa", "重复"),
        ("WangFang#92kx", "账号名"),
        ("青禾Xk92#plwt", "账号名"),
        ("Xk92#王芳plwt", "账号名"),
        ("Xk#13800138000", "手机号"),
        ("Xk#19760214pl", "生日"),
        ("450224197602141234", "生日"),
        ("Password2026!", "常见"),
        ("P@ssw0rd2026!", "常见"),
        ("Admin@123456", "常见"),
        ("Qwerty!12345", "常见"),
        ("1qaz2wsx3edc4rfv", "常见"),
        ("abcdefghijklmnopqrst", "常见"),
        ("ZYXWVU987654!", "常见"),
        ("Gonghui@2026", "常见"),
        ("困难职工档案2026Ab!", "常见"),
    ],
)
def test_bad_ones_get_their_sentence(password: str, words: str) -> None:
    sentence = check(password)
    assert sentence is not None
    assert words in sentence
    assert sentence.endswith("。")


def test_the_edges_of_length() -> None:
    assert check("tY7#kplw2Q") is None
    assert check("tykplwqrbnsdgh") is not None
    assert check("tykplwqrbnsdghj") is None
    assert check("tY7#kplw2Q" + "vm" * 59) is None
    assert check("tY7#kplw2Q" + "vm" * 59 + "v") is not None


def test_a_short_account_name_does_not_forbid_its_letters() -> None:
    assert check("tY7#kplw2Qab", "ab") is None


@settings(deadline=None, max_examples=200, derandomize=True)
@given(st.text(max_size=140), st.text(max_size=10), st.lists(st.text(max_size=8), max_size=3))
def test_any_text_gets_an_answer(password: str, account: str, words: list[str]) -> None:
    sentence = check_password(password, account=account, words=words)
    assert sentence is None or sentence.endswith("。")
    if sentence is None:
        assert 10 <= len(password) <= 128


def test_the_last_five_are_remembered() -> None:
    kept: tuple[str, ...] = ()
    for number in range(KEPT + 1):
        kept = remember(f"pass number {number}", kept)
    assert len(kept) == KEPT
    assert is_remembered("pass number 5", kept)
    assert is_remembered("pass number 1", kept)
    assert not is_remembered("pass number 0", kept)
    assert not is_remembered("Pass number 5", kept)
    assert "pass" not in "".join(kept)
