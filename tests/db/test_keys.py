"""Who opens the office: passwords, the recovery code, the counter of failures, tampering."""

import json
import secrets
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import keys as module
from db import sidecar
from db.errors import DamagedError, StorageError, WrongKeyError
from db.keys import KdfCost, KeyRing, LockedOutError, Purpose, key_check, sub_key
from db.recovery_code import make_code, parse_code
from db.sidecar import SIDECAR_NAME

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
WEAK = KdfCost.for_tests()
PASSWORD = "寒冬-Nuan-1"


class Clock:
    """Both clocks of a ring, under the test's hand."""

    def __init__(self) -> None:
        self.ticks = 0.0

    def __call__(self) -> float:
        return self.ticks


Office = tuple[KeyRing, bytes, str]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return KeyRing.create(tmp_path, "王芳", PASSWORD, WEAK, uid="uid-1")


def ring(folder: Path) -> KeyRing:
    """Another start of the program, a moment without end ago."""
    return KeyRing(folder, WEAK, monotonic=Clock())


def told(folder: Path) -> Any:
    return json.loads((folder / SIDECAR_NAME).read_bytes())


def tell(folder: Path, value: object) -> None:
    (folder / SIDECAR_NAME).write_text(json.dumps(value))


def fail(folder: Path, account: str, times: int, now: datetime = NOW) -> None:
    for _ in range(times):
        with pytest.raises(WrongKeyError):
            ring(folder).unlock(account, "wrong", now=now)


def test_the_right_password_opens(tmp_path: Path, office: Office) -> None:
    made, key, _ = office
    assert len(key) == 32
    assert made.unlock("王芳", PASSWORD, now=NOW) == key
    opened = ring(tmp_path).login("王芳", PASSWORD, now=NOW)
    assert opened.data_key == key
    assert opened.account_uid == "uid-1"
    assert key.hex() not in repr(opened)
    assert repr(key) not in repr(opened)


@pytest.mark.parametrize(
    "password", ["", PASSWORD + " ", PASSWORD.lower(), PASSWORD[:-1], "\ud800"]
)
def test_a_wrong_password_does_not(tmp_path: Path, office: Office, password: str) -> None:
    with pytest.raises(WrongKeyError, match="账号或密码不正确"):
        ring(tmp_path).unlock("王芳", password, now=NOW)


def test_an_unknown_account_gets_the_same_answer_after_the_same_work(
    tmp_path: Path, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers, derived = [], []
    real = module._derive

    def derive(wrap: sidecar.Wrap, secret: str) -> bytes:
        derived.append(1)
        return real(wrap, secret)

    monkeypatch.setattr(module, "_derive", derive)
    for account in ("王芳", "无此人"):
        with pytest.raises(WrongKeyError) as caught:
            ring(tmp_path).unlock(account, "wrong", now=NOW)
        answers.append((type(caught.value), str(caught.value), len(derived)))
        derived.clear()
    assert answers[0] == answers[1]
    assert answers[0][2] == 1
    assert ring(tmp_path).failures("无此人") == ring(tmp_path).failures("王芳") == 1
    fail(tmp_path, "无此人", 4)
    fail(tmp_path, "王芳", 4)
    for account in ("王芳", "无此人"):
        with pytest.raises(LockedOutError, match="暂停登录"):
            ring(tmp_path).unlock(account, "wrong", now=NOW)


def test_names_are_typed_as_people_type_them(tmp_path: Path, office: Office) -> None:
    made, key, _ = office
    made.add("LiMing", "pass", key)
    for name in ("liming", " LIMING ", "ＬｉＭｉｎｇ"):
        assert made.unlock(name, "pass", now=NOW) == key


def test_the_sidecar_names_nobody_and_holds_no_key(tmp_path: Path, office: Office) -> None:
    made, key, code = office
    made.add("liming", "pass", key)
    fail(tmp_path, "wanglei", 1)
    text = (tmp_path / SIDECAR_NAME).read_text()
    for piece in ("王芳", "\\u738b", "liming", "wanglei", key.hex(), code, code.replace("-", "")):
        assert piece not in text
    assert (tmp_path / SIDECAR_NAME).stat().st_mode & 0o077 == 0


def test_sub_keys_differ_and_are_stable() -> None:
    key = bytes(range(32))
    derived = {sub_key(key, purpose) for purpose in Purpose}
    assert len(derived) == len(Purpose) == 5
    assert all(len(one) == 32 for one in derived)
    # A changed derivation would lock every office out of its own file.
    assert sub_key(key, Purpose.DATABASE).hex()[:16] == "1663592523fd72e2"
    assert key_check(key) == "8ba29d5497489716a076ca7b62d81891"
    with pytest.raises(ValueError, match="32 bytes"):
        sub_key(b"short", Purpose.JOURNAL)


def test_passwords_change_and_the_old_one_opens_nothing(tmp_path: Path, office: Office) -> None:
    made, key, _ = office
    made.change_password("王芳", PASSWORD, "新的-Secret-9", now=NOW)
    assert made.login("王芳", "新的-Secret-9", now=NOW).account_uid == "uid-1"
    with pytest.raises(WrongKeyError):
        made.unlock("王芳", PASSWORD, now=NOW)
    with pytest.raises(WrongKeyError):
        made.change_password("王芳", PASSWORD, "x", now=NOW)
    made.set_password("王芳", "third", key)
    assert made.failures("王芳") == 0
    assert made.unlock("王芳", "third", now=NOW) == key


def test_accounts_come_go_and_change_their_names(tmp_path: Path, office: Office) -> None:
    made, key, _ = office
    made.add("liming", "one", key, uid="uid-2")
    with pytest.raises(ValueError, match="has a wrap"):
        made.add("LiMing", "two", key)
    with pytest.raises(ValueError, match="has a wrap"):
        made.rename("王芳", "liming")
    made.rename("liming", "zhaolei")
    made.rename("zhaolei", "ZhaoLei")
    assert made.login("zhaolei", "one", now=NOW).account_uid == "uid-2"
    with pytest.raises(WrongKeyError):
        made.unlock("liming", "one", now=NOW)
    made.remove("zhaolei")
    made.remove("nobody")
    assert not made.has("zhaolei")
    with pytest.raises(WrongKeyError):
        made.unlock("zhaolei", "one", now=NOW)
    with pytest.raises(KeyError):
        made.rename("zhaolei", "x")
    with pytest.raises(KeyError):
        made.set_password("zhaolei", "x", key)


def test_only_the_offices_own_key_is_wrapped(tmp_path: Path, office: Office) -> None:
    made, key, _ = office
    assert made.owns(key)
    assert not made.owns(bytes(32))
    for change in (
        lambda: made.add("b", "p", bytes(32)),
        lambda: made.set_password("王芳", "p", bytes(32)),
        lambda: made.renew_recovery(bytes(32)),
    ):
        with pytest.raises(ValueError, match="another office"):
            change()
    assert made.unlock("王芳", PASSWORD, now=NOW) == key


def test_an_office_is_never_created_over_another(tmp_path: Path, office: Office) -> None:
    before = (tmp_path / SIDECAR_NAME).read_bytes()
    with pytest.raises(StorageError, match="已经有一个单位"):
        KeyRing.create(tmp_path, "x", "y", WEAK)
    assert (tmp_path / SIDECAR_NAME).read_bytes() == before


def test_the_recovery_code_opens_however_it_is_typed(tmp_path: Path, office: Office) -> None:
    made, key, code = office
    assert [len(group) for group in code.split("-")] == [5] * 8
    for typed in (
        code,
        code.lower(),
        code.replace("-", ""),
        code.replace("-", " — "),
        "　".join(code),
        code.replace("0", "O").replace("1", "l"),
        code.replace("0", "o").replace("1", "I"),
    ):
        assert made.unlock_with_recovery(typed) == key
    for typed in ("", code[:-1], code + "0", make_code(), "U" * 40):
        with pytest.raises(WrongKeyError, match="恢复码不正确"):
            made.unlock_with_recovery(typed)
    renewed = made.renew_recovery(key)
    assert made.unlock_with_recovery(renewed) == key
    with pytest.raises(WrongKeyError):
        made.unlock_with_recovery(code)


@settings(deadline=None, max_examples=100, derandomize=True)
@given(st.integers(0, 39), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_a_slip_in_the_code_is_noticed(at: int, letter: str) -> None:
    code = parse_code("7ZK3QH0A9WXM2PDE5RTV8BCFGJNS641YKQ3H7YTZ")
    assert code is not None
    slipped = code[:at] + letter + code[at + 1 :]
    assert (parse_code(slipped) == code) == (slipped == code)


def test_the_floor_of_the_kdf() -> None:
    cost = KdfCost()
    assert (cost.memory_kib, cost.time, cost.lanes) == (65536, 3, 4)
    for memory, passes, lanes in ((65535, 3, 4), (65536, 2, 4), (65536, 3, 3)):
        with pytest.raises(ValueError, match="below the floor"):
            KdfCost(memory, passes, lanes)


def test_a_real_office_opens_with_the_real_cost(tmp_path: Path) -> None:
    made, key, _ = KeyRing.create(tmp_path, "a", PASSWORD)
    assert made.unlock("a", PASSWORD, now=NOW) == key
    assert told(tmp_path)["recovery"]["kdf"]["memory_kib"] == 65536


def test_a_downgrade_of_the_kdf_is_refused(tmp_path: Path, office: Office) -> None:
    # This office was made at the tests' cost: to the real program that is a downgrade.
    with pytest.raises(StorageError, match="加密强度被改动过"):
        KeyRing(tmp_path).unlock("王芳", PASSWORD, now=NOW)
    with pytest.raises(StorageError, match="加密强度被改动过"):
        KeyRing(tmp_path).unlock_with_recovery(office[2])


@pytest.mark.parametrize(("part", "value"), [("memory_kib", 33), ("time", 2), ("lanes", 3)])
def test_a_tampered_cost_never_opens(tmp_path: Path, office: Office, part: str, value: int) -> None:
    content = told(tmp_path)
    for wrap in content["accounts"].values():
        wrap["kdf"][part] = value
    tell(tmp_path, content)
    with pytest.raises(WrongKeyError):
        ring(tmp_path).unlock("王芳", PASSWORD, now=NOW)


def test_a_cost_that_would_eat_the_machine_is_refused(tmp_path: Path, office: Office) -> None:
    content = told(tmp_path)
    next(iter(content["accounts"].values()))["kdf"]["memory_kib"] = 1 << 30
    tell(tmp_path, content)
    with pytest.raises(StorageError, match="加密强度被改动过"):
        ring(tmp_path).unlock("王芳", PASSWORD, now=NOW)


def test_a_wrap_moved_to_another_name_still_says_whose_it_is(
    tmp_path: Path, office: Office
) -> None:
    made, key, _ = office
    made.add("clerk", "clerk-pass", key, uid="uid-clerk")
    content = told(tmp_path)
    first, second = content["accounts"]
    content["accounts"] = {
        first: content["accounts"][second],
        second: content["accounts"][first],
    }
    tell(tmp_path, content)
    assert made.login("王芳", "clerk-pass", now=NOW).account_uid == "uid-clerk"
    for wrap in content["accounts"].values():
        wrap["owner"] = "uid-1"
    tell(tmp_path, content)
    with pytest.raises(WrongKeyError):
        made.login("王芳", "clerk-pass", now=NOW)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        '{"format": 1}',
        "\x00",
        "[" * 5000,
        '{"format": "1"}',
        '{"format": -1}',
    ],
)
def test_a_broken_sidecar_is_damage_not_a_crash(tmp_path: Path, office: Office, text: str) -> None:
    (tmp_path / SIDECAR_NAME).write_text(text)
    with pytest.raises(DamagedError, match="keys.json"):
        ring(tmp_path).unlock("王芳", PASSWORD, now=NOW)
    assert (tmp_path / SIDECAR_NAME).read_text() == text


@pytest.mark.parametrize("clock", ["0001-01-01T00:00:00+14:00", "2026-11-20", 7])
def test_a_clock_that_is_no_moment_is_damage(tmp_path: Path, office: Office, clock: object) -> None:
    path = tmp_path / SIDECAR_NAME
    path.write_text(json.dumps(json.loads(path.read_text()) | {"clock": clock}))
    with pytest.raises(DamagedError, match="keys.json"):
        ring(tmp_path).unlock("王芳", PASSWORD, now=NOW)


def test_a_newer_sidecar_is_left_alone(tmp_path: Path, office: Office) -> None:
    tell(tmp_path, told(tmp_path) | {"format": 2})
    with pytest.raises(StorageError, match="升级程序"):
        ring(tmp_path).unlock("王芳", PASSWORD, now=NOW)


def test_a_missing_sidecar_is_said(tmp_path: Path) -> None:
    assert not KeyRing.exists(tmp_path)
    with pytest.raises(StorageError, match="没有钥匙文件"):
        ring(tmp_path).unlock("a", "b", now=NOW)


@settings(deadline=None, max_examples=80, derandomize=True)
@given(st.data())
def test_any_tampering_opens_nothing_wrong(data: st.DataObject) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        _, key, _ = KeyRing.create(folder, "a", "pass", WEAK)
        path = folder / SIDECAR_NAME
        content = bytearray(path.read_bytes())
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] ^= 1 << data.draw(st.integers(0, 6))
        path.write_bytes(content)
        with suppress(WrongKeyError, StorageError):
            assert ring(folder).unlock("a", "pass", now=NOW) == key


@settings(deadline=None, max_examples=15, derandomize=True)
@given(
    st.lists(st.tuples(st.sampled_from(["add", "remove", "change"]), st.integers(0, 3)), max_size=8)
)
def test_exactly_the_present_accounts_open_the_office(steps: list[tuple[str, int]]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        made, key, code = KeyRing.create(folder, "first", "first-pass", WEAK)
        current: dict[str, str] = {"first": "first-pass"}
        spent: list[tuple[str, str]] = []
        for step, number in steps:
            account, password = f"user{number}", secrets.token_hex(4)
            if step == "add" and account not in current:
                made.add(account, password, key)
                current[account] = password
            elif step == "change" and account in current:
                made.change_password(account, current[account], password, now=NOW)
                spent.append((account, current[account]))
                current[account] = password
            elif step == "remove":
                made.remove(account)
                if account in current:
                    spent.append((account, current.pop(account)))
        for account, password in current.items():
            assert ring(folder).unlock(account, password, now=NOW) == key
        for account, password in spent[:4]:
            with pytest.raises(WrongKeyError):
                ring(folder).unlock(account, password, now=NOW)
        assert made.unlock_with_recovery(code) == key
