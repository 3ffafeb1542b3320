"""What was reported as saved is there after a kill at any moment (R01, T1)."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

KILLS, SEED = 60, 20261120
PROGRAM = Path(__file__).parent / "kill_campaign.py"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks")


def campaign(folder: Path, kills: int, *more: str) -> dict[str, int]:
    done = subprocess.run(
        [sys.executable, str(PROGRAM), str(folder), str(kills), str(SEED), *more],
        capture_output=True,
        text=True,
        timeout=120,
        env={"PYTHONPATH": str(PROGRAM.parents[2]), "PATH": ""},
    )
    assert done.returncode == 0, done.stderr
    figures: dict[str, int] = json.loads(done.stdout)
    return figures


def test_sixty_kills_lose_nothing(tmp_path: Path) -> None:
    figures = campaign(tmp_path, KILLS)
    assert (figures["lost"], figures["partial"], figures["damaged"]) == (0, 0, 0), figures
    # A campaign that kills before anything was written would prove nothing.
    assert figures["lives_with_work"] > KILLS // 3, figures


def test_the_campaign_would_notice_a_loss(tmp_path: Path) -> None:
    # Whether a kill falls between the lie and the commit is chance: a control that may wait for it.
    rounds = (campaign(_made(tmp_path / str(number)), 25, "lie")["lost"] for number in range(12))
    assert any(lost > 0 for lost in rounds)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
