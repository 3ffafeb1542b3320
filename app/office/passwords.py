"""Which passwords an account may have (R12), as pure functions.

Ten characters or more of three kinds, or fifteen of any: the first satisfies the graded protection
of GB/T 22239, the second is what makes a sentence a good password. Nothing that a colleague would
try first: the office, the account, a birthday, a telephone number, a run on the keyboard.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Sequence

from app.office.common_passwords import is_common

__all__ = ["KEPT", "LONGEST", "SHORTEST", "check_password", "is_remembered", "remember"]

SHORTEST, LONG_ENOUGH, LONGEST = 10, 15, 128
KEPT = 5
"""A new password differs from this many before it."""

_KINDS_NEEDED = 3
_LEAST_DISTINCT = 5
_LEAST_OWN = 5
"""Characters that remain of a password when all that is easily guessed is taken out of it."""

_COMMON = frozenset(
    {"admin", "administrator", "root", "user", "test", "guest", "login", "master", "system"}
    | {"password", "passw", "passwd", "pass", "secret", "welcome", "letmein", "changeme", "default"}
    | {"monkey", "dragon", "sunshine", "princess", "football", "iloveyou", "hello", "baby"}
    | {"woaini", "woaiwojia", "nihao", "mima", "zhanghao", "guanliyuan", "asd", "aini", "zxc"}
    | {"gonghui", "zonggonghui", "zhigong", "kunnan", "bangfu", "dangan", "nuandang", "laomo"}
    | {"zhongguo", "china", "beijing", "office", "windows", "computer", "internet", "qwe", "abc"}
    | {"密码", "管理员", "工会", "总工会", "困难职工", "帮扶", "档案", "暖档", "中国", "单位"}
)
_RUNS = (
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "一二三四五六七八九十",
    "!@#$%^&*()",
)
_RUN_LENGTH = 4
_LOOK_ALIKES = str.maketrans("@430$517", "aaeosslt")
_PHONE = re.compile(r"1[3-9]\d{9}")
_BIRTHDAY = re.compile(r"(19[3-9]\d|20[01]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_PLACE_ENDINGS = ("总工会", "工会", "委员会", "自治县", "县", "市", "区", "旗", "镇", "街道")

_SHORT = f"密码太短，请至少用 {SHORTEST} 个字符（建议 {LONG_ENOUGH} 个以上，例如一句话）。"
_LONG = f"密码太长，请不要超过 {LONGEST} 个字符。"
_FEW_KINDS = (
    f"密码太简单，请在大写字母、小写字母、数字、符号中至少用 {_KINDS_NEEDED} 种，"
    f"或者用 {LONG_ENOUGH} 个以上的字符。"
)
_REPEATED = "密码里重复的字符太多，请换一个。"
_NAMED = "密码里不能有账号名、姓名、单位或地名，请换一个。"
_NUMBERS = "密码里不能有手机号、身份证号或生日，请换一个。"
_GUESSED = "这个密码太常见，容易被猜到，请换一个。"


def check_password(password: str, *, account: str, words: Iterable[str]) -> str | None:
    """The sentence to show for a password that will not do, or None.

    `words` are names of the office, the place and the person; they must not occur in it. The
    password is taken exactly as typed, with every character of Unicode.
    """
    if len(password) < SHORTEST:
        return _SHORT
    if len(password) > LONGEST:
        return _LONG
    if len(password) < LONG_ENOUGH and _kinds(password) < _KINDS_NEEDED:
        return _FEW_KINDS
    plain = password.casefold()
    if len(set(plain)) < _LEAST_DISTINCT:
        return _REPEATED
    if any(name in plain for name in _names(account, words)):
        return _NAMED
    if _PHONE.search(password) or _BIRTHDAY.search(password):
        return _NUMBERS
    return _GUESSED if _own_part(plain) < _LEAST_OWN or is_common(plain) else None


def remember(password: str, remembered: Sequence[str]) -> tuple[str, ...]:
    """The fingerprints to keep, newest first: this password's and those of the ones before it."""
    salt = secrets.token_bytes(16)
    return (f"{salt.hex()}:{_fingerprint(password, salt)}", *remembered)[:KEPT]


def is_remembered(password: str, remembered: Iterable[str]) -> bool:
    """Whether the password is one of those kept; each costs a slow hash (about 40 ms)."""
    for kept in remembered:
        salt, _, fingerprint = kept.partition(":")
        if hmac.compare_digest(_fingerprint(password, bytes.fromhex(salt)), fingerprint):
            return True
    return False


def _fingerprint(password: str, salt: bytes) -> str:
    secret = password.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(secret, salt=salt, n=2**14, r=8, p=1, dklen=32).hex()


def _kinds(password: str) -> int:
    """How many of: lower case, upper case, digits, anything else (Chinese and blanks too)."""
    tests = (str.islower, str.isupper, str.isdigit)
    kinds = {
        next(
            (kind for kind, test in enumerate(tests) if character.isascii() and test(character)), 3
        )
        for character in password
    }
    return len(kinds)


def _names(account: str, words: Iterable[str]) -> set[str]:
    found = set()
    for word in (account, *words):
        name = word.strip().casefold()
        found.add(name)
        for ending in _PLACE_ENDINGS:
            name = name.removesuffix(ending)
            found.add(name)
    return {name for name in found if len(name) >= (4 if name.isascii() else 2)}


def _own_part(plain: str) -> int:
    """How much remains when common words, runs, repetitions and years are taken out."""
    left = plain
    for word in sorted(_COMMON, key=len, reverse=True):
        left = left.replace(word, "\0")
    if "\0" not in left:
        alike = plain.translate(_LOOK_ALIKES)
        for word in sorted(_COMMON, key=len, reverse=True):
            alike = alike.replace(word, "\0" * len(word))
        left = "".join(
            "\0" if other == "\0" else own for own, other in zip(left, alike, strict=True)
        )
    left = re.sub(r"(19|20)\d\d", "\0", left)
    left = _without_runs(left)
    left = re.sub(r"(.)\1{2,}", "\0", left)
    return len(set(left.replace("\0", "")))


def _without_runs(text: str) -> str:
    kept, at = [], 0
    while at < len(text):
        length = max(_run_at(text, at, run) for row in _RUNS for run in (row, row[::-1]))
        kept.append("\0" if length >= _RUN_LENGTH else text[at])
        at += length if length >= _RUN_LENGTH else 1
    return "".join(kept)


def _run_at(text: str, at: int, run: str) -> int:
    start, length = run.find(text[at]), 0
    if start < 0:
        return 0
    while (
        at + length < len(text)
        and start + length < len(run)
        and text[at + length] == run[start + length]
    ):
        length += 1
    return length
