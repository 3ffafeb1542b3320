"""The command `bench start`: how long until the login window stands, and from the password to the workbench.

Each run starts fresh processes: an empty Qt window beside the login window, so that both know the same
machine. Medians of several runs. Goals: the login within twice the empty window, the workbench within a
second, the derivation of the key reported apart.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from argparse import Namespace
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.cli.terminal import check_range, complain, say, say_json
from app.demo.measured import make_office

GOAL_RATIO, GOAL_WORKBENCH = 2.0, 1.0
_ROOT = Path(__file__).parent.parent.parent
_PATIENCE = 120


@dataclass(frozen=True)
class Figures:
    """Medians in seconds. `workbench` is the way from the password, without the derivation of the key."""

    households: int
    runs: int
    platform: str
    empty_window: float
    login_window: float
    password_to_workbench: float
    key_derivation: float

    @property
    def ratio(self) -> float:
        """The login window beside the empty one."""
        return self.login_window / self.empty_window

    @property
    def workbench(self) -> float:
        """From the password to the filled workbench, without the derivation of the key."""
        return self.password_to_workbench - self.key_derivation

    def as_json(self) -> dict[str, Any]:
        """The figures as the command prints them."""
        rounded = {
            key: round(value, 3) if isinstance(value, float) else value
            for key, value in asdict(self).items()
        }
        return rounded | {
            "ratio": round(self.ratio, 2),
            "ratio_goal": GOAL_RATIO,
            "workbench": round(self.workbench, 3),
            "workbench_goal": GOAL_WORKBENCH,
            "is_met": self.ratio <= GOAL_RATIO and self.workbench <= GOAL_WORKBENCH,
        }


def main(arguments: Namespace) -> int:
    """Measure and tell. UsageError for a number that makes no sense."""
    households = check_range("--households", arguments.households, 1, 200_000)
    runs = check_range("--runs", arguments.runs, 1, 50)
    complain(f"正在准备 {households} 户的虚构数据……")
    figures = measure(households, runs)
    if arguments.json:
        say_json(figures.as_json())
        return 0
    met = "达到" if figures.ratio <= GOAL_RATIO else "没有达到"
    say(f"{figures.households} 户，{figures.runs} 次的中位数，显示平台 {figures.platform}")
    say(f"空的 Qt 窗口          {figures.empty_window:6.3f} 秒")
    say(
        f"登录窗口              {figures.login_window:6.3f} 秒，"
        f"是空窗口的 {figures.ratio:.2f} 倍（目标 {GOAL_RATIO:g} 倍以内，{met}）"
    )
    met = "达到" if figures.workbench <= GOAL_WORKBENCH else "没有达到"
    say(
        f"输入密码到工作台      {figures.workbench:6.3f} 秒"
        f"（目标 {GOAL_WORKBENCH:g} 秒以内，{met}）"
    )
    say(f"另计：由密码推算密钥  {figures.key_derivation:6.3f} 秒")
    return 0


def measure(households: int, runs: int, *, warms_up: bool = True) -> Figures:
    """Make the office in a folder that is removed afterwards, then measure. RuntimeError if a start fails."""
    with tempfile.TemporaryDirectory(prefix="nuandang-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name) / "office"
        make_office(folder, households)
        environment = dict(os.environ)
        has_display = any(environment.get(key) for key in ("DISPLAY", "WAYLAND_DISPLAY"))
        if sys.platform.startswith("linux") and not has_display:
            environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        empty, login, work, key = [], [], [], []
        # The first start fills the caches of the disk; it counts for neither.
        for counts in ([False] if warms_up else []) + [True] * runs:
            told = {what: _start(what, folder, environment) for what in ("empty", "login", "work")}
            if not counts:
                continue
            empty.append(told["empty"]["seconds"])
            login.append(told["login"]["seconds"])
            work.append(told["work"]["seconds"])
            key.append(told["work"]["key_seconds"])
    return Figures(
        households,
        runs,
        environment.get("QT_QPA_PLATFORM", "default"),
        statistics.median(empty),
        statistics.median(login),
        statistics.median(work),
        statistics.median(key),
    )


def _start(what: str, folder: Path, environment: dict[str, str]) -> dict[str, float]:
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "ui.bench.child", what, repr(begun), str(folder)],
        cwd=_ROOT,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=_PATIENCE,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"the measured start failed: {what}")
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told
