"""One start, measured in a process of its own: `python -m ui.bench.child WHAT BEGUN [FOLDER]`.

BEGUN is the parent's monotonic clock just before this process was made: loading Python counts. Prints
one line of JSON.
"""

import json
import sys
import time
from pathlib import Path


def main(argv: list[str]) -> int:
    """Measure an empty window, the login window, or the way from the password to the workbench."""
    what, begun = argv[0], float(argv[1])
    if what == "empty":
        told = _empty(begun)
    elif what == "login":
        told = _login(begun, Path(argv[2]))
    else:
        told = _work(Path(argv[2]))
    sys.stdout.write(json.dumps(told) + "\n")
    return 0


def _empty(begun: float) -> dict[str, float]:
    """The least that Qt itself needs: an application and a window with nothing in it."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication(["empty"])
    window = QMainWindow()
    window.resize(860, 700)
    seconds: list[float] = []

    def painted() -> None:
        seconds.append(time.monotonic() - begun)
        app.quit()

    window.show()
    QTimer.singleShot(0, painted)
    app.exec()
    return {"seconds": seconds[0]}


def _login(begun: float, folder: Path) -> dict[str, float]:
    """The login window of an office, to its first picture."""
    from ui.application import Program, make_application
    from ui.screens.login.presenter import Door

    app = make_application()
    program = Program(app, Door(folder))
    program.start()
    seconds: list[float] = []

    def painted() -> None:
        seconds.append(time.monotonic() - begun)
        app.quit()

    assert program.entry is not None
    program.entry.painted.connect(painted)
    app.exec()
    program.close()
    return {"seconds": seconds[0]}


def _work(folder: Path) -> dict[str, float]:
    """From the password to a workbench that shows its tasks; what the window loads meanwhile is loaded."""
    from PySide6.QtCore import QTimer

    from app.demo.measured import ACCOUNT, PASSWORD, key_seconds
    from ui.application import Program, make_application
    from ui.main_window import MainWindow
    from ui.screens.login.presenter import Door
    from ui.screens.login.view import LoginPage
    from ui.screens.workbench.view import WorkbenchScreen

    app = make_application()
    program = Program(app, Door(folder))
    program.start()
    assert program.entry is not None
    page = program.entry.centralWidget()
    assert isinstance(page, LoginPage)
    app.processEvents()
    program.jobs.wait(30.0)
    begun: list[float] = []
    seconds: list[float] = []

    def submit() -> None:
        page.account.setText(ACCOUNT)
        page.password.setText(PASSWORD)
        begun.append(time.monotonic())
        page.submit()

    def entered(window: MainWindow) -> None:
        screen = window.screen_of("workbench")
        assert isinstance(screen, WorkbenchScreen)
        screen.was_read.connect(lambda _data: QTimer.singleShot(0, filled))

    def filled() -> None:
        seconds.append(time.monotonic() - begun[0])
        app.quit()

    program.entered.connect(entered)
    QTimer.singleShot(0, submit)
    app.exec()
    program.jobs.wait(30.0)
    program.close()
    return {"seconds": seconds[0], "key_seconds": key_seconds(folder)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
