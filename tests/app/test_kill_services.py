"""A program that works through the services is killed at random moments: nothing is lost, nothing half (R01, R27)."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks")
HOUSE = Path(__file__).parents[2]
KILLS, SEED = 12, 20261120


def campaign(folder: Path, kills: int, *, lie: bool = False) -> dict[str, int]:
    """The figures, from a process of its own: it forks, and a fork wants no other threads."""
    code = (
        "import json, sys; from pathlib import Path; from tests.campaigns.kill_services import run; "
        f"print(json.dumps(run(Path(sys.argv[1]), {kills}, {SEED}, lie={lie})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        capture_output=True,
        text=True,
        timeout=180,
        cwd=HOUSE,
        env={"PYTHONPATH": str(HOUSE), "PATH": "", "PYTHONUTF8": "1"},
    )
    assert done.returncode == 0, done.stderr
    figures: dict[str, int] = json.loads(done.stdout)
    return figures


def test_kills_in_the_services_lose_nothing_and_are_noticed(tmp_path: Path) -> None:
    figures = campaign(tmp_path, KILLS)
    faults = {name: figures[name] for name in ("lost", "partial", "damaged", "unnoticed")}
    assert not any(faults.values()), figures
    assert figures["lives_with_work"] > KILLS // 5, figures


def test_the_campaign_would_notice_a_loss(tmp_path: Path) -> None:
    # Whether a kill falls between the lie and the commit is chance: a control that may wait for it.
    rounds = (campaign(tmp_path / str(number), 8, lie=True)["lost"] for number in range(8))
    assert any(lost > 0 for lost in rounds)
