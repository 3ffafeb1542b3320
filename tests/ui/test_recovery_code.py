"""The recovery code as it is shown once."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from tests.ui.driver import parts, settle
from ui.jobs import Jobs
from ui.recovery_code import RecoveryCode
from ui.widgets import Button


def test_the_sheet_is_saved_where_the_user_says(
    jobs: Jobs, show: Callable[..., QWidget], tmp_path: Path
) -> None:
    code = RecoveryCode(jobs, "青禾县总工会", "AAAAA-BBBBB", date(2026, 11, 21))
    show(code, 600, 400)
    next(one for one in parts(code, Button) if one.text() == "存为 PDF…").click()
    assert jobs.wait(60)
    settle()
    (chooser,) = parts(code, QFileDialog)
    out = tmp_path / "恢复码.pdf"
    chooser.filesSelected.emit([str(out)])
    chooser.reject()
    settle()
    assert out.read_bytes().startswith(b"%PDF")
