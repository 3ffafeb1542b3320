"""How commands are called: help and complaints in Chinese, exit codes, and what a bug leaves behind."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli import run
from app.cli.arguments import in_chinese
from app.errors import StorageError, UserError
from tests.cli.conftest import Say

ROOT = Path(__file__).parent.parent.parent
ENGLISH = re.compile(
    r"\b(usage|options|optional|positional|arguments?|expected|invalid|choose|show this)\b"
)

COMMANDS = (
    *("assess", "aid", "office create", "check", "backup", "restore", "import", "find", "show"),
    *("forms", "print", "verify", "demo", "bench", "bench start", "bench import", "bench print"),
)


@pytest.mark.parametrize("command", ("", *COMMANDS))
def test_help_is_chinese(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        run([*command.split(), "--help"], (), lambda _folder: 0)
    told = capsys.readouterr().out
    assert left.value.code == 0
    assert told.startswith("用法：")
    assert not ENGLISH.search(told), told


WRONG = (
    "foo",
    "office",
    "office make",
    "find",
    "find a --limit many",
    "find a --limit 0",
    "find a --limit",
    "find a b",
    "find a --bogus",
    "find a --json=1",
    "find a --lim 3",
    "backup",
    "print",
    "bench",
    "bench everything",
    "bench import --rows 0",
    "bench print --papers 0",
    "--bogus",
    "--data",
)


@pytest.mark.parametrize("words", WRONG)
def test_wrong_words_are_one_chinese_sentence(say: Say, words: str) -> None:
    said = say(*words.split())
    assert said.code == 2
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert said.err.endswith("。\n")
    assert not ENGLISH.search(said.err) and "'" not in said.err


def test_what_argparse_says_is_never_repeated_unknown() -> None:
    assert in_chinese("something new that nobody has translated") == "命令的写法不对"


def test_the_window_opens_on_a_named_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    asked: list[Path | None] = []

    def window(folder: Path | None) -> int:
        asked.append(folder)
        return 0

    assert run([], (), window) == 0
    assert run(["--data", str(tmp_path)], (), window) == 0
    assert asked == [None, tmp_path]


def test_the_folder_may_stand_before_the_command(say: Say, tmp_path: Path) -> None:
    before, behind = say("--data", tmp_path, "check"), say("check", "--data", tmp_path)
    assert before == behind
    assert "没有单位" in before.err


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_without_a_display_a_sentence_says_so(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    said = say()
    assert said.code == 1
    assert "没有显示器" in said.err and "demo" in said.err


def test_a_bug_is_one_sentence_and_a_log_without_data(
    say: Say, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(_arguments: object) -> int:
        raise ValueError("覃永福 450224197703127233")

    monkeypatch.setattr("app.cli.papers.forms", broken)
    said = say("forms")
    assert said.code == 1
    assert said.out == "" and said.err.count("\n") == 1
    assert "Traceback" not in said.err and "覃永福" not in said.err
    log = next((tmp_path / "home").rglob("errors.log"))
    assert str(log) in said.err
    text = log.read_text(encoding="utf-8")
    assert "ValueError" in text and "覃永福" not in text and "4502" not in text


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (UserError("请先做这件事。"), "请先做这件事。"),
        (StorageError("磁盘已满。"), "磁盘已满。"),
        (KeyboardInterrupt(), "已经停止，没有写入。"),
    ],
)
def test_what_the_user_can_mend_exits_1(
    say: Say, monkeypatch: pytest.MonkeyPatch, error: BaseException, sentence: str
) -> None:
    def refused(_arguments: object) -> int:
        raise error

    monkeypatch.setattr("app.cli.papers.forms", refused)
    said = say("forms")
    assert (said.code, said.out, said.err) == (1, "", f"{sentence}\n")


def test_a_date_that_is_none(
    say: Say, office: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUANDANG_TODAY", "yesterday")
    said = say("check", *office)
    assert said.code == 1 and "NUANDANG_TODAY" in said.err


def test_the_door_itself(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "forms", "--json"],
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 0 and done.stderr == ""
    assert "困难职工档案表" in done.stdout
