"""Measurements without a window."""

from argparse import Namespace

from app.bench import printing
from app.bench.importing import GOAL, measure
from app.cli.terminal import check_range, complain, say, say_json

_MOST_ROWS = 100_000
_MOST_PAPERS = 10_000


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


def bench_print(arguments: Namespace) -> int:
    """Stamped certificates beside a bare canvas and LibreOffice; whether each goal is met is told."""
    figures = printing.measure(check_range("--papers", arguments.papers, 1, _MOST_PAPERS))
    if figures.libreoffice_one_file is None:
        complain(printing.NO_LIBREOFFICE)
    if arguments.json:
        say_json(figures.as_json())
        return 0
    for line in figures.lines():
        say(line)
    return 0
