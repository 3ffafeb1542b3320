"""Where a file dialog begins."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from tests.ui.driver import settle
from ui import files


@pytest.mark.parametrize("visited", ["", "stick/pulled"])
def test_a_folder_that_is_gone_is_not_offered_as_a_file(
    show: Callable[..., QWidget], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, visited: str
) -> None:
    monkeypatch.setattr(files, "_visited", [str(tmp_path / visited)] if visited else [])
    monkeypatch.setenv("HOME", str(tmp_path))
    dialog = files.ask_file(show(QWidget(), 600, 400), "选择文件", "PDF (*.pdf)", lambda path: None)
    assert Path(dialog.directory().path()) == tmp_path
    assert dialog.selectedFiles() in ([], [str(tmp_path)])
    dialog.reject()
    settle()


def test_the_next_dialog_begins_in_the_folder_that_was_chosen(
    show: Callable[..., QWidget], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_visited", [])
    folder, window = tmp_path / "打印", show(QWidget(), 600, 400)
    folder.mkdir()
    first = files.ask_folder(window, "保存到文件夹", lambda path: None)
    first.filesSelected.emit([str(folder)])
    first.reject()
    again = files.ask_folder(window, "保存到文件夹", lambda path: None)
    assert Path(again.directory().path()) == folder
    again.reject()
    settle()
