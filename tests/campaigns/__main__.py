"""`python -m tests.campaigns kill|kill-services|search|soak|undo|workbooks --count 10000 --seed 1`."""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.campaigns import kill_services, searching, soak, undoing, workbooks
from tests.db import kill_campaign


def _kill(folder: Path, count: int, seed: int) -> dict[str, int]:
    return kill_campaign.main(folder, count, seed, lie=False)


CAMPAIGNS: dict[str, tuple[Callable[[Path, int, int], dict[str, int]], tuple[str, ...]]] = {
    "kill": (_kill, ("lost", "partial", "damaged")),
    "kill-services": (kill_services.run, kill_services.MUST_BE_ZERO),
    "search": (searching.run, searching.MUST_BE_ZERO),
    "soak": (soak.run, soak.MUST_BE_ZERO),
    "undo": (undoing.run, undoing.MUST_BE_ZERO),
    "workbooks": (workbooks.run, workbooks.MUST_BE_ZERO),
}


def main() -> int:
    """Exit 0 where every figure that must be zero is."""
    parser = argparse.ArgumentParser(prog="tests.campaigns", description=__doc__)
    parser.add_argument("name", choices=sorted(CAMPAIGNS))
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=20261120)
    asked = parser.parse_args()
    run, must_be_zero = CAMPAIGNS[asked.name]
    with tempfile.TemporaryDirectory() as folder:
        figures = run(Path(folder), asked.count, asked.seed)
    again = f"python -m tests.campaigns {asked.name} --count {asked.count} --seed {asked.seed}"
    sys.stdout.write(json.dumps(figures | {"again": again}, ensure_ascii=False) + "\n")
    return int(any(figures[name] for name in must_be_zero))


if __name__ == "__main__":
    sys.exit(main())
