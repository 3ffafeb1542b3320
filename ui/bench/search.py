"""The command `bench search`: finding people at growing sizes, and the window over the largest of them.

The window runs in a process of its own, so that its memory is told as it is. Goals: see
`app.bench.searching.GOALS`. Every figure stands beside a LIKE scan and a bare b-tree range of the same run.
"""

import json
import os
import subprocess
import sys
import tempfile
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.bench.searching import GOALS, Figures, Times, measure, sample
from app.cli.arguments import UsageError
from app.cli.terminal import complain, say, say_json

_ROOT = Path(__file__).parent.parent.parent
_PATIENCE = 900
_LEAST, _MOST = 1000, 1_000_000
_TYPED = 40


def main(arguments: Namespace) -> int:
    """Measure every size, tell, and remove what was made. UsageError for sizes that make no sense."""
    sizes = _sizes(arguments.people)
    with tempfile.TemporaryDirectory(prefix="nuandang-bench-", ignore_cleanup_errors=True) as name:
        found, windows = [], []
        for size in sizes:
            folder = Path(name) / str(size) / "office"
            complain(f"{size} 人：")
            found.append(measure(folder, size, step=lambda what: complain(f"　正在{what}……")))
            complain("　正在测量窗口……")
            windows.append(_window(folder))
    if arguments.json:
        say_json(_as_json(found, windows))
    else:
        for line in _lines(found, windows):
            say(line)
    return 0


def _sizes(text: str) -> tuple[int, ...]:
    try:
        sizes = tuple(sorted({int(part) for part in text.replace("，", ",").split(",")}))
    except ValueError:
        raise UsageError("--people 应当是用逗号分开的人数，例如 10000,100000。") from None
    if not sizes or not all(_LEAST <= size <= _MOST for size in sizes):
        raise UsageError(f"--people 应当在 {_LEAST} 到 {_MOST} 之间。")
    return sizes


def _window(folder: Path) -> dict[str, Any]:
    environment = dict(os.environ)
    if not any(environment.get(key) for key in ("DISPLAY", "WAYLAND_DISPLAY")):
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    done = subprocess.run(
        [sys.executable, "-m", "ui.bench.typing", str(folder)],
        cwd=_ROOT,
        env=environment,
        input=json.dumps(sample(folder, _TYPED)),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=_PATIENCE,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError("the measured window failed")
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


@dataclass(frozen=True)
class Verdict:
    """A goal beside what was measured."""

    words: str
    measured: float
    goal: float

    @property
    def is_met(self) -> bool:
        """Whether it is no more than the goal."""
        return self.measured <= self.goal

    @property
    def line(self) -> str:
        """The verdict for people."""
        is_met = "达到" if self.is_met else "没有达到"
        return f"{self.words} {self.measured:g}（目标 {self.goal:g} 以内，{is_met}）"


def _verdicts(found: Sequence[Figures], windows: Sequence[dict[str, Any]]) -> dict[str, Verdict]:
    """Every goal, at the largest size."""
    window = windows[-1]
    # From the smallest to the largest size.
    growth = round(found[-1].find.p95 / found[0].find.p95, 2)
    measured = {
        "find_p95": ("查找 p95 毫秒", found[-1].find.p95),
        "growth": ("从最小到最大，查找 p95 增长的倍数", growth),
        "painted_p95": ("按键到画出 p95 毫秒", window["painted"]["p95"]),
        "jump_p95": ("列表跳转到画出 p95 毫秒", window["jump"]["p95"]),
        "memory_mb": ("窗口占用内存的最大值 MB", window["memory_mb"]),
    }
    return {key: Verdict(*measured[key], goal) for key, goal in GOALS.items()}


def _as_json(found: Sequence[Figures], windows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    sizes = [one.as_json() | {"window": window} for one, window in zip(found, windows, strict=True)]
    goals = {
        key: {"goal": one.goal, "measured": one.measured, "is_met": one.is_met}
        for key, one in _verdicts(found, windows).items()
    }
    return {"sizes": sizes, "goals": goals, "is_met": all(one["is_met"] for one in goals.values())}


def _lines(found: Sequence[Figures], windows: Sequence[dict[str, Any]]) -> list[str]:
    lines = [
        "人数        查找 p50/p95/p99 毫秒      LIKE 扫描          b 树范围          建立   文件"
    ]
    for one in found:
        lines.append(
            f"{one.people:<9} {_told(one.find):>24} {_told(one.like_scan):>22}"
            f" {_told(one.btree_range):>18} {one.build_seconds:6.0f} 秒 {one.file_mb:6.0f} MB"
        )
        lines.append(
            f"　　扣除机器的其他工作 {_told(one.find_cpu)}；读出全部 51 人 {_told(one.find_all)}；"
            f"只看一个基层工会 {_told(one.own_unit)}；"
            f"最慢的一类“{one.slowest_kind}”p95 {one.slowest_kind_p95:g}"
        )
    for one, window in zip(found, windows, strict=True):
        painted, jump = window["painted"], window["jump"]
        lines.append(
            f"{one.people} 人的窗口：按键到画出 p50 {painted['p50']:g}、p95 {painted['p95']:g}；"
            f"打开列表 {window['opened']:g}；列表跳转 p50 {jump['p50']:g}、p95 {jump['p95']:g}；"
            f"内存 {window['memory_mb']:.0f} MB"
        )
    return lines + [one.line for one in _verdicts(found, windows).values()]


def _told(times: Times) -> str:
    return f"{times.p50:.2f}/{times.p95:.2f}/{times.p99:.2f}"
