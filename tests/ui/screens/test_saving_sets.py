"""Papers into files: journalled once it is known where to; what has the same name there is replaced only when that

was said, and writing many can be stopped.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from sqlalchemy import func, select

from app.changes import Op
from app.forms.choosing import print_choices
from app.forms.issuing import blank_form
from app.office import saving
from app.office.session import Office
from db.files import write_atomically
from db.models import Operation
from tests.app.forms.conftest import make_filed
from tests.ui.driver import click, parts, settle, wait_until
from ui.context import Context
from ui.jobs import Jobs
from ui.screens.papers.printing import PrintDialog
from ui.screens.papers.set_dialog import SetDialog, open_set
from ui.widgets import Button, Dialog, Label, ProgressDialog

Show = Callable[..., QWidget]

NAMES = tuple(f"本阶段文书-QH20260020{at}.pdf" for at in (1, 2, 3))


@pytest.fixture
def dialog(office: Office, jobs: Jobs, show: Show) -> SetDialog:
    """A sheet of each of three households, a file for each."""
    cases = tuple(make_filed(office, number=f"QH20260020{at}").case_id for at in (1, 2, 3))
    opened = open_set(Context(office, jobs), cases, show(QWidget()))
    opened.which.setCurrentIndex(opened.which.findText("困难职工帮扶满意度问卷"))
    opened.apart.setChecked(True)
    wait_until(lambda: opened.view.page_count() == 3 and jobs.is_idle)
    return opened


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


def _chooser(dialog: Dialog) -> QFileDialog:
    wait_until(lambda: any(one.isVisible() for one in parts(dialog, QFileDialog)))
    return next(one for one in parts(dialog, QFileDialog) if one.isVisible())


def _printed(office: Office) -> int:
    """How often something was journalled as printed."""
    query = select(func.count()).where(Operation.op == Op.PRINT_FORM.name)
    with office.read() as session:
        return session.scalar(query) or 0


def test_a_folder_that_is_not_chosen_journals_nothing(dialog: SetDialog, folder: Path) -> None:
    office = dialog._ctx.office
    dialog.save()
    _chooser(dialog).reject()
    settle()
    assert dialog._ctx.jobs.wait() and not _printed(office)
    dialog.save()
    chooser = _chooser(dialog)
    chooser.setDirectory(str(folder))
    chooser.filesSelected.emit([str(folder)])
    wait_until(lambda: "已保存 3 个 PDF" in dialog.banner.text())
    assert {path.name for path in folder.iterdir()} == set(NAMES) and _printed(office) == 3
    chooser.reject()
    dialog.give_up()


def test_a_file_that_is_not_chosen_journals_nothing(
    office: Office, jobs: Jobs, show: Show, folder: Path
) -> None:
    ctx = Context(office, jobs)
    choices = print_choices(office, case_id=make_filed(office).case_id)
    dialog = PrintDialog(ctx, choices, "hardship_file", None)
    show(dialog, 1200, 720)
    wait_until(lambda: dialog.view.page_count() == 2 and jobs.is_idle)
    click(dialog.save_button)
    chooser = _chooser(dialog)
    (name,) = chooser.selectedFiles()
    assert name.endswith(f"困难职工档案表-{choices.case_number}.pdf")
    chooser.reject()
    settle()
    assert jobs.wait() and not _printed(office)
    click(dialog.save_button)
    path = folder / "档案表.pdf"
    chooser = _chooser(dialog)
    chooser.filesSelected.emit([str(path)])
    wait_until(lambda: "PDF 已保存" in dialog._banner.text())
    assert path.read_bytes().startswith(b"%PDF") and _printed(office) == 1
    chooser.reject()
    small = "第 1 页“住址”内容较长，用 7 磅小字印出，请核对。"
    made = replace(blank_form(office, form="hardship_file"), notes=(small,))
    dialog._made(partial(dialog.save_to, folder / "另一份.pdf"), (None, made))
    wait_until(lambda: "PDF 已保存" in dialog._banner.text())
    assert small in dialog._banner.text(), "what has to be looked at is still to be read"
    dialog.reject()


def test_equal_names_are_asked_about_once(dialog: SetDialog, folder: Path) -> None:
    office = dialog._ctx.office
    there = [folder / name for name in NAMES[:2]]
    for path in there:
        path.write_bytes(b"scanned last week")
    dialog.save_into(NAMES, folder)
    question = _question(dialog)
    (sentence,) = (one.text() for one in parts(question, Label) if "找不回" in one.text())
    assert "2 个" in sentence and there[0].name in sentence
    question.give_up()
    settle()
    assert [path.read_bytes() for path in there] == [b"scanned last week"] * 2
    assert len(list(folder.iterdir())) == 2, "nothing is written in part"
    assert "没有保存" in dialog.banner.text() and not _printed(office)
    dialog.save_into(NAMES, folder)
    click(_button(_question(dialog), "全部替换"))
    wait_until(lambda: "已保存 3 个 PDF" in dialog.banner.text())
    assert all(path.read_bytes().startswith(b"%PDF") for path in folder.iterdir())
    assert _printed(office) == 3
    dialog.give_up()


def test_another_folder_may_be_chosen_instead(dialog: SetDialog, folder: Path) -> None:
    (folder / NAMES[0]).write_bytes(b"scanned last week")
    dialog.save_into(NAMES, folder)
    click(_button(_question(dialog), "换一个文件夹…"))
    settle()
    _chooser(dialog).reject()
    settle()
    assert [path.read_bytes() for path in folder.iterdir()] == [b"scanned last week"]
    dialog.give_up()


def test_saving_is_stopped_between_two_files_and_says_where(
    dialog: SetDialog, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = dialog._ctx.jobs

    def stop_at_the_second(path: Path, data: bytes, **how: Any) -> None:
        write_atomically(path, data, **how)
        if path.name == NAMES[1]:
            (job,) = jobs._open.values()
            assert job.progress is not None
            job.progress.cancel()

    monkeypatch.setattr(saving, "write_atomically", stop_at_the_second)
    dialog.save_into(NAMES, folder)
    wait_until(lambda: "已停止" in dialog.banner.text())
    assert "保存了 2 个" in dialog.banner.text() and "其余 1 个没有保存" in dialog.banner.text()
    assert {path.name for path in folder.iterdir()} == set(NAMES[:2])
    assert not any(one.isVisible() for one in parts(dialog, ProgressDialog))
    dialog.give_up()
