"""The printing dialog on a small screen: what stands in its narrow column is read whole."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QWidget

from app.forms.choosing import print_choices
from app.office.session import Office
from app.paper import page_count
from tests.app.forms.conftest import make_filed
from tests.ui.driver import click, settle, wait_until
from ui.context import Context
from ui.jobs import Jobs
from ui.screens.papers import paper_out
from ui.screens.papers.printing import PrintDialog

Show = Callable[..., QWidget]


def _dialog(office: Office, jobs: Jobs, show: Show) -> PrintDialog:
    choices = print_choices(office, case_id=make_filed(office).case_id)
    dialog = PrintDialog(Context(office, jobs), choices, "hardship_file", None)
    show(dialog, 1180, 760)
    wait_until(lambda: jobs.is_idle and dialog.view.page_count() == 2)
    return dialog


def _room(box: QComboBox) -> int:
    """Pixels for the words of a closed list."""
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    part = QStyle.SubControl.SC_ComboBoxEditField
    rect = box.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, box)
    return int(rect.width())


def test_no_form_s_name_and_no_tick_s_words_are_cut(office: Office, jobs: Jobs, show: Show) -> None:
    dialog = _dialog(office, jobs, show)
    box = dialog.which
    for at in range(box.count()):
        assert box.fontMetrics().horizontalAdvance(box.itemText(at)) <= _room(box), box.itemText(at)
    assert dialog.overprint.isVisible()
    for tick in (dialog.overprint, dialog.stamp):
        assert tick.sizeHint().width() <= tick.width(), tick.text()
    dialog.reject()


def test_a_file_in_place_of_a_printer_is_called_a_file(
    office: Office, jobs: Jobs, show: Show, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def choose(
        _parent: QWidget, printer: QPrinter, go: Callable[[], object], **_pages: int
    ) -> None:
        printer.setOutputFileName(str(tmp_path / "hardship_file.pdf"))
        go()

    monkeypatch.setattr(paper_out, "queues", lambda: ())
    monkeypatch.setattr(paper_out, "ask_printer", choose)
    dialog = _dialog(office, jobs, show)
    click(dialog.main_button)
    wait_until(lambda: "已写入文件“hardship_file.pdf”" in dialog._banner.text())
    assert page_count((tmp_path / "hardship_file.pdf").read_bytes()) == 2
    dialog.reject()


def test_the_forms_of_the_stage_come_first_under_their_own_heading(
    office: Office, jobs: Jobs, show: Show
) -> None:
    dialog = _dialog(office, jobs, show)
    box, of_stage = dialog.which, [one for one in dialog.choices.forms if one.is_of_stage]
    headings = [at for at in range(box.count()) if box.itemData(at) is None]
    assert [box.itemText(at) for at in headings] == ["本阶段需要的：", "其他表格："]
    first = [box.itemData(at) for at in range(1, headings[1])]
    assert first == [one.key for one in of_stage] and "hardship_file" in first
    assert "本阶段" in dialog.form.note("form")
    box.setCurrentIndex(box.findData("certificate"))
    settle()
    assert dialog.form.note("form") == ""
    wait_until(lambda: jobs.is_idle)
    dialog.reject()
