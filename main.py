"""The door of 暖档: arguments go to the command line, none opens the window. No logic here."""

import sys
from argparse import Namespace
from pathlib import Path

from app.cli import run


def _window(folder: Path | None) -> int:
    from ui.application import main as window

    return window(folder)


def _demo(arguments: Namespace) -> int:
    from ui.demo import main as demo

    return demo(arguments)


def _bench_start(arguments: Namespace) -> int:
    from ui.bench import main as bench

    return bench(arguments)


def _bench_search(arguments: Namespace) -> int:
    from ui.bench.search import main as bench

    return bench(arguments)


SHOWN = (("demo", _demo), ("bench start", _bench_start), ("bench search", _bench_search))
"""Commands that show a window; everything else is `app.cli`'s."""


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:], SHOWN, _window))
