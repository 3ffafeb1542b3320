"""Every check of the test command: all are run, whatever fails, and summed up at the end."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from setup.console import say


@dataclass(frozen=True)
class Check:
    """One program that exits non-zero when it found something."""

    name: str
    command: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """How a check went."""

    check: Check
    passed: bool
    seconds: float


# Modules rather than scripts: scripts carry the path of the checkout they were installed in.
CHECKS = (
    Check("排版", ("-m", "ruff", "format", "--check", "--quiet", ".")),
    Check("写法", ("-m", "ruff", "check", "--quiet", ".")),
    Check("类型", ("-m", "mypy")),
    Check(
        "层次",
        (
            "-c",
            "import sys; from importlinter.cli import lint_imports as lint; sys.exit(lint(no_logo=True))",
        ),
    ),
)


def run_all(checkout: Path, arguments: Sequence[str]) -> int:
    """Exit code 0 when every check passed. ``arguments`` are for pytest alone."""
    outcomes = [_run(check, checkout) for check in CHECKS]
    # Last, so that its own closing line stands at the end, just above the summary.
    tests = Check("测试", ("-m", "pytest", "-n", "2", *arguments))
    outcomes.append(_run(tests, checkout))
    say("")
    for outcome in outcomes:
        mark = "通过  " if outcome.passed else "未通过"
        say(f"{mark}  {outcome.check.name}  {outcome.seconds:6.1f} 秒")
    failed = [outcome.check.name for outcome in outcomes if not outcome.passed]
    if failed:
        say(f"有 {len(failed)} 项检查没有通过：{'、'.join(failed)}。")
        return 1
    say("全部检查通过。")
    return 0


def _run(check: Check, checkout: Path) -> Outcome:
    say(f"── {check.name} ──")
    began = time.monotonic()
    # The path this package itself was found by must not help what is checked.
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, *check.command],
        cwd=checkout,
        env={**inherited, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"},
        check=False,
    )
    return Outcome(check, done.returncode == 0, time.monotonic() - began)
