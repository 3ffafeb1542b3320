"""Types into the window of an office until it is killed: `typing_child.py FOLDER CASE_ID`.

Prints "typed" when the fixed part stands, then the number of each further word as it is typed.
"""

import os
import sys
import time
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.office.clock import Clock
from app.office.opening import log_in
from db.keys import KdfCost
from tests.conftest import PASSWORD, TickingClock
from ui.application import make_application
from ui.context import Context
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.screens.case.facts_page import FactsPage
from ui.screens.case.view import CaseScreen
from ui.style import apply_theme

ADDRESS = "新民路 8 号 2 栋"


def commit(widget: QWidget, text: str) -> None:
    """Put words in as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QCoreApplication.sendEvent(widget, event)


def main(folder: Path, case_id: int) -> None:
    """Open the file and type for ever."""
    app = make_application()
    apply_theme(app)
    clock = Clock(now=TickingClock().now)
    cost = KdfCost.for_tests()
    office = log_in(folder, account="admin", password=PASSWORD, clock=clock, cost=cost)
    jobs = Jobs()
    window = MainWindow(Context(office, jobs))
    window.show()
    jobs.wait()
    window.go("case", case_id=case_id, page="facts")
    jobs.wait()
    screen = window.screen_of("case")
    assert isinstance(screen, CaseScreen)
    page = screen.page("facts")
    assert isinstance(page, FactsPage)
    jobs.wait()
    address = page.form.field_editor("home_address")
    address.setFocus()
    address.selectAll()
    commit(address, ADDRESS)
    sys.stdout.write("typed\n")
    sys.stdout.flush()
    words = page.form.field_editor("situation")
    words.setFocus()
    count = 0
    while True:
        QTest.keyClicks(words, f" {count}")
        sys.stdout.write(f"{count}\n")
        sys.stdout.flush()
        count += 1
        end = time.monotonic() + 0.1
        while time.monotonic() < end:
            QCoreApplication.processEvents()
            time.sleep(0.005)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
