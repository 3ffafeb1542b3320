"""`bench search` on a small county: every goal has a verdict, and the window was really driven."""

import json
import subprocess
import sys
from argparse import Namespace
from functools import partial

import pytest

from app.bench.searching import GOALS, measure
from ui.bench import search


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few questions and one typed text: what is measured is the same."""
    monkeypatch.setattr(search, "measure", partial(measure, asked=2))
    monkeypatch.setattr(search, "_TYPED", 1)


@pytest.mark.usefixtures("small")
def test_every_goal_is_measured_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert search.main(Namespace(people="1000", json=True)) == 0
    told = json.loads(capsys.readouterr().out)
    (size,) = told["sizes"]
    assert size["people"] == 1000
    assert size["find"]["count"] == size["find_all"]["count"] > 40
    assert size["window"]["rows"] > 300
    assert 0 < size["window"]["painted"]["p50"] <= size["window"]["painted"]["longest"]
    assert set(told["goals"]) == set(GOALS)
    assert told["goals"]["growth"] == {"goal": 4.0, "measured": 1.0, "is_met": True}
    assert told["is_met"] == all(one["is_met"] for one in told["goals"].values())


def test_a_verdict_says_yes_or_no() -> None:
    assert (
        search.Verdict("查找 p95 毫秒", 2.5, 3.0).line == "查找 p95 毫秒 2.5（目标 3 以内，达到）"
    )
    assert not search.Verdict("", 3.1, 3.0).is_met
    assert "没有达到" in search.Verdict("", 3.1, 3.0).line


def test_memory_is_the_windows_own_and_not_that_of_who_started_it() -> None:
    heavy = bytearray(400_000_000)
    heavy[::4096] = b"x" * len(heavy[::4096])
    code = "from ui.bench.typing import peak_megabytes; print(peak_megabytes())"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert 0 < float(told.stdout) < 200
    del heavy
