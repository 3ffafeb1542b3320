"""The door of 暖档: arguments go to the command line, none opens the window. No logic here."""

import sys
from collections.abc import Sequence


def _demo(argv: Sequence[str]) -> int:
    from ui.demo import main as demo

    return demo(argv)


def _bench_start(argv: Sequence[str]) -> int:
    from ui.bench import main as bench

    return bench(argv)


SHOWN = (("demo", _demo), ("bench start", _bench_start))
"""Commands that show a window; everything else is `app.cli`'s."""


def main(argv: Sequence[str]) -> int:
    """Run a command, or open the window."""
    if not argv:
        from ui.application import main as window

        return window()
    from app.cli import run

    return run(argv, SHOWN)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
