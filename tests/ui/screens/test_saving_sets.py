"""Many files into one folder: what has the same name there is replaced only when that was said, and it can be stopped."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from app.forms.issuing import blank_form
from app.office import saving
from app.office.session import Office
from db.files import write_atomically
from tests.app.forms.conftest import make_filed
from tests.ui.driver import click, parts, settle, wait_until
from ui.context import Context
from ui.jobs import Jobs
from ui.screens.papers.ready_dialog import Made
from ui.screens.papers.set_dialog import SetDialog, open_set
from ui.widgets import Button, Dialog, Label, ProgressDialog

Show = Callable[..., QWidget]


@pytest.fixture
def dialog(office: Office, jobs: Jobs, show: Show) -> SetDialog:
    """The dialog of one household: what is saved here is given to it."""
    opened = open_set(Context(office, jobs), (make_filed(office).case_id,), show(QWidget()))
    wait_until(lambda: opened.view.page_count() > 0 and jobs.is_idle)
    return opened


@pytest.fixture
def made(office: Office) -> Made:
    """Three files."""
    pdf = blank_form(office, form="questionnaire").pdf
    return Made(tuple((f"本阶段文书-QH20260000{at}.pdf", pdf) for at in (1, 2, 3)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where they are to be saved."""
    made = tmp_path / "打印"
    made.mkdir()
    return made


def _question(dialog: SetDialog) -> Dialog:
    wait_until(lambda: any(one.isVisible() for one in parts(dialog, Dialog)))
    (found,) = (one for one in parts(dialog, Dialog) if one.isVisible())
    return found


def _button(dialog: Dialog, words: str) -> Button:
    return next(one for one in parts(dialog, Button) if one.text() == words)


def test_equal_names_are_asked_about_once(dialog: SetDialog, made: Made, folder: Path) -> None:
    there = [folder / name for name, _ in made.files[:2]]
    for path in there:
        path.write_bytes(b"scanned last week")
    dialog.save_to(made, folder)
    question = _question(dialog)
    (sentence,) = (one.text() for one in parts(question, Label) if "找不回" in one.text())
    assert "2 个" in sentence and there[0].name in sentence
    question.give_up()
    settle()
    assert [path.read_bytes() for path in there] == [b"scanned last week"] * 2
    assert len(list(folder.iterdir())) == 2, "nothing is written in part"
    assert "没有保存" in dialog.banner.text()
    dialog.save_to(made, folder)
    click(_button(_question(dialog), "全部替换"))
    wait_until(lambda: "已保存 3 个 PDF" in dialog.banner.text())
    assert all(path.read_bytes().startswith(b"%PDF") for path in folder.iterdir())
    dialog.give_up()


def test_another_folder_may_be_chosen_instead(dialog: SetDialog, made: Made, folder: Path) -> None:
    (folder / made.files[0][0]).write_bytes(b"scanned last week")
    dialog.save_to(made, folder)
    click(_button(_question(dialog), "换一个文件夹…"))
    settle()
    (chooser,) = parts(dialog, QFileDialog)
    chooser.reject()
    settle()
    assert [path.read_bytes() for path in folder.iterdir()] == [b"scanned last week"]
    dialog.give_up()


def test_saving_is_stopped_between_two_files_and_says_where(
    dialog: SetDialog, made: Made, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = dialog._ctx.jobs

    def stop_at_the_second(path: Path, data: bytes, **how: Any) -> None:
        write_atomically(path, data, **how)
        if path.name == made.files[1][0]:
            (job,) = jobs._open.values()
            assert job.progress is not None
            job.progress.cancel()

    monkeypatch.setattr(saving, "write_atomically", stop_at_the_second)
    dialog.save_to(made, folder)
    wait_until(lambda: "已停止" in dialog.banner.text())
    assert "保存了 2 个" in dialog.banner.text() and "其余 1 个没有保存" in dialog.banner.text()
    assert {path.name for path in folder.iterdir()} == {name for name, _ in made.files[:2]}
    assert not any(one.isVisible() for one in parts(dialog, ProgressDialog))
    dialog.give_up()
