"""The window over a measured office, in a process of its own: `python -m ui.bench.typing FOLDER < texts.json`.

Types texts into the search letter by letter, each time until the rows are painted; then jumps about in the
list of all cases. Prints one line of JSON: milliseconds and the most memory that the process ever held.
"""

import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEventLoop
from PySide6.QtWidgets import QApplication

from app.bench.crowd import open_county
from app.bench.searching import Times
from ui.context import Context
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.screens.cases.view import CasesScreen
from ui.style import apply_theme, complete_fonts

_JUMPS = 60
_PATIENCE = 60.0


def main(argv: list[str]) -> int:
    """Measure and print."""
    from ui.application import make_application

    texts: list[str] = json.loads(sys.stdin.read())
    app = make_application()
    apply_theme(app)
    complete_fonts(app)
    office = open_county(Path(argv[0]))
    jobs = Jobs()
    try:
        window = MainWindow(Context(office, jobs))
        window.resize(1366, 768)
        window.show()
        jobs.wait(_PATIENCE)
        told = {
            "painted": vars_of(Times.of(_typed(app, window, texts))),
            **_listed(window, jobs),
            "memory_mb": peak_megabytes(),
        }
        window.close()
    finally:
        jobs.close()
        office.close()
    sys.stdout.write(json.dumps(told) + "\n")
    return 0


def vars_of(times: Times) -> dict[str, float]:
    """The figures as JSON has them."""
    return {"p50": times.p50, "p95": times.p95, "p99": times.p99, "longest": times.longest}


def _typed(app: QApplication, window: MainWindow, texts: list[str]) -> list[float]:
    """From each keystroke to the painted rows of its answer."""
    taken = []
    for text in texts:
        for size in range(1, len(text) + 1):
            if text[size - 1].isspace():
                continue
            taken.append(_stroke(window, text[:size]))
        window.search.clear()
        app.processEvents()
    return taken


def _stroke(window: MainWindow, text: str) -> float:
    begun = time.perf_counter()
    window.search.set_text(text)
    _until(lambda: window.popup.answered() == text.strip())
    # The rows are painted in the same round of events as their answer comes, or in the next one.
    QCoreApplication.processEvents()
    return time.perf_counter() - begun


def _listed(window: MainWindow, jobs: Jobs) -> dict[str, Any]:
    """How long until the list of all cases stands, and each jump in it until its rows are painted."""
    begun = time.perf_counter()
    window.go("cases")
    screen = window.current()
    assert isinstance(screen, CasesScreen)
    _until(lambda: bool(screen.table.rows()))
    opened = time.perf_counter() - begun
    jobs.wait(_PATIENCE)
    bar = screen.table.verticalScrollBar()
    draw, taken = random.Random(5), []
    for _ in range(_JUMPS):
        begun = time.perf_counter()
        bar.setValue(draw.randrange(max(1, bar.maximum())))
        screen.table.viewport().repaint()
        _until(lambda: jobs.is_idle)
        screen.table.viewport().repaint()
        taken.append(time.perf_counter() - begun)
    rows = len(screen.table.rows())
    return {"jump": vars_of(Times.of(taken)), "opened": round(opened * 1000, 1), "rows": rows}


def _until(predicate: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE
    while not predicate():
        if time.monotonic() > end:
            raise RuntimeError("the window did not answer")
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
        time.sleep(0.0002)
    QCoreApplication.processEvents()


def peak_megabytes() -> float:
    """The most memory that this process has held; 0 where the system does not tell.

    Not `ru_maxrss`: it begins with what the process that started this one held at that moment.
    """
    try:
        lines = Path("/proc/self/status").read_text("ascii").splitlines()
    except OSError:
        return 0.0
    kilobytes = next((line.split()[1] for line in lines if line.startswith("VmHWM:")), "0")
    return round(int(kilobytes) / 1024, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
