"""What is said to the terminal: results, complaints, progress, and the question for a password."""

import getpass
import io
import json
import os
import sys
from argparse import Namespace
from pathlib import Path

from app.cli.arguments import UsageError
from app.errors import UserError
from app.progress import Progress


class UnreadableInputError(UserError):
    """A file that the user named cannot be read at all, as against refused for what it says."""


_LARGEST = 64 * 1024 * 1024


def speak_utf8() -> None:
    """Write Chinese whatever the terminal's own encoding is."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def check_display() -> None:
    """UserError where no window can be shown: Qt itself would only abort, in English."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in named):
        raise UserError(
            "这里没有显示器，不能打开窗口；可以用 main.py demo 生成演示和图片，"
            "或用 main.py --help 查看不用窗口的命令。"
        )


def check_range(name: str, value: int, least: int, most: int) -> int:
    """The number, if it lies in the range; UsageError."""
    if not least <= value <= most:
        raise UsageError(f"{name} 应当在 {least} 到 {most} 之间。")
    return value


def say(text: str) -> None:
    """A line of the result."""
    print(text)


def say_json(value: object) -> None:
    """The result as JSON."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def complain(sentence: str) -> None:
    """A sentence for the user, beside the result."""
    print(sentence, file=sys.stderr)


def progress() -> Progress:
    """Tells longer work on standard error, where a person looks on."""
    if not sys.stderr.isatty():
        return Progress()
    return Progress(listener=_show)


def _show(state: Progress) -> None:
    counted = f" {state.done}/{state.total}" if state.total else ""
    print(f"\r{state.label}{counted}", end="", file=sys.stderr)


def password(arguments: Namespace, *, question: str = "密码：") -> str:
    """From NUANDANG_PASSWORD, from --password-file (its first line), or asked."""
    given = os.environ.get("NUANDANG_PASSWORD")
    if given:
        return given
    if arguments.password_file is not None:
        text = read_file(arguments.password_file, what="密码文件").decode("utf-8-sig", "replace")
        return text.splitlines()[0] if text else ""
    if not sys.stdin.isatty():
        raise UserError(
            "需要密码：请设置环境变量 NUANDANG_PASSWORD，或用 --password-file 指定密码文件。"
        )
    return getpass.getpass(question)


def read_file(path: Path, *, what: str) -> bytes:
    """The bytes of a file that the user named. UserError says why it cannot be read."""
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except FileNotFoundError:
        raise UnreadableInputError(f"没有找到{what}，请检查路径。") from None
    except IsADirectoryError:
        raise UnreadableInputError(f"{what}应当是一个文件，给出的却是文件夹。") from None
    except OSError:
        raise UnreadableInputError(f"{what}不能读取，请检查权限和存储设备。") from None
    if len(data) > _LARGEST:
        raise UnreadableInputError(f"{what}超过 64 MB，不能处理。")
    return data


def require_file(path: Path, *, what: str) -> None:
    """UnreadableInputError where there is no such file."""
    if not path.is_file():
        raise UnreadableInputError(f"没有找到{what}，请检查路径。")


def read_input(name: str, *, what: str) -> bytes:
    """The bytes of a file, or of standard input for "-"."""
    return sys.stdin.buffer.read(_LARGEST) if name == "-" else read_file(Path(name), what=what)
