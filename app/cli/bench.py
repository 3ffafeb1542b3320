"""Measurements without a window."""

from argparse import Namespace

from app.bench.importing import GOAL, measure
from app.cli.terminal import check_range, say, say_json

_MOST_ROWS = 100_000


def bench_import(arguments: Namespace) -> int:
    """The import of a large workbook beside reading it and bare inserts; whether the goal is met is told."""
    figures = measure(check_range("--rows", arguments.rows, 1, _MOST_ROWS))
    if arguments.json:
        say_json(figures.as_json())
        return 0
    for line in figures.lines():
        say(line)
    say("达到目标。" if figures.ratio <= GOAL else "没有达到目标。")
    return 0
