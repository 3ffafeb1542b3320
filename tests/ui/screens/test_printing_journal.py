"""A paper is journalled as printed when the printer has been chosen: who gives up there has printed nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QWidget
from sqlalchemy import func, select

from app.changes import Op
from app.errors import UserError
from app.forms.choosing import print_choices
from app.office.papers import register_list
from app.office.session import Office
from app.paper import page_count
from db.models import Operation
from tests.app.forms.conftest import make_filed
from tests.ui.driver import click, parts, settle, wait_until
from ui.context import Context
from ui.jobs import Jobs
from ui.screens.papers import paper_out
from ui.screens.papers.card_dialog import CardDialog, open_cards
from ui.screens.papers.printing import PrintDialog
from ui.screens.papers.set_dialog import SetDialog, open_set
from ui.widgets import Banner, Dialog, FormGrid, Label, TextInput

Show = Callable[..., QWidget]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What a queue got that takes everything."""
    found: list[bytes] = []
    monkeypatch.setattr(paper_out, "queues", lambda: ("office",))
    monkeypatch.setattr(paper_out, "send", lambda pdf, **_order: found.append(pdf))
    return found


def opened_form(office: Office, jobs: Jobs, show: Show) -> PrintDialog:
    """The file's own form of two pages."""
    choices = print_choices(office, case_id=make_filed(office).case_id)
    dialog = PrintDialog(Context(office, jobs), choices, "hardship_file", None)
    show(dialog, 1180, 760)
    return dialog


def opened_set(office: Office, jobs: Jobs, show: Show) -> SetDialog:
    """The questionnaires of two households."""
    ids = tuple(make_filed(office, number=f"QH20260030{at}").case_id for at in range(2))
    dialog = open_set(Context(office, jobs), ids, show(QWidget(), 1100, 800))
    dialog.which.setCurrentIndex(dialog.which.findText("困难职工帮扶满意度问卷"))
    return dialog


def opened_cards(office: Office, jobs: Jobs, show: Show) -> CardDialog:
    """Cards of nine households: two sheets of two sides."""
    ids = tuple(make_filed(office, number=f"QH20260030{at}").case_id for at in range(9))
    return open_cards(Context(office, jobs), ids, show(QWidget(), 1100, 800))


def printed(office: Office) -> int:
    """How often the journal says that a form was printed."""
    with office.read() as session:
        query = select(func.count()).where(Operation.op == Op.PRINT_FORM.name)
        return session.scalar(query) or 0


def asked(dialog: Dialog, jobs: Jobs) -> Dialog:
    """Press 打印 and wait for the question which printer."""
    wait_until(lambda: dialog.view.page_count() == 2 and jobs.is_idle)  # type: ignore[attr-defined]
    click(dialog.main_button)
    wait_until(lambda: any(one.isVisible() for one in parts(dialog, Dialog)))
    (question,) = (one for one in parts(dialog, Dialog) if one.isVisible())
    assert jobs.wait()
    return question


@pytest.mark.parametrize(
    ("opened", "pages"), [(opened_form, 2), (opened_set, 2), (opened_cards, 4)]
)
def test_nothing_is_printed_before_a_printer_is_chosen(
    office: Office,
    jobs: Jobs,
    show: Show,
    sent: list[bytes],
    opened: Callable[[Office, Jobs, Show], Any],
    pages: int,
) -> None:
    dialog = opened(office, jobs, show)
    asked(dialog, jobs).give_up()
    settle()
    assert printed(office) == 0, "the question was given up"
    question, banner = asked(dialog, jobs), parts(dialog, Banner)[0]
    click(question.main_button)
    wait_until(lambda: "已送到打印机" in banner.text())
    assert printed(office) > 0
    assert [page_count(pdf) for pdf in sent] == [pages]
    dialog.give_up()


def test_without_a_printer_nothing_is_printed(
    office: Office, jobs: Jobs, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_out, "queues", lambda: ())
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
    dialog = opened_form(office, jobs, show)
    told = asked(dialog, jobs)
    assert any("没有安装打印机" in label.text() for label in parts(told, Label))
    told.give_up()
    assert printed(office) == 0
    dialog.give_up()


def test_cards_are_issued_when_a_printer_was_chosen_and_once_though_it_refuses(
    office: Office,
    jobs: Jobs,
    show: Show,
    sent: list[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    refusals = [UserError("打印机没有接收文件。")]

    def send(pdf: bytes, **_order: object) -> None:
        sent.append(pdf)
        if refusals:
            raise refusals.pop()

    monkeypatch.setattr(paper_out, "send", send)
    dialog = opened_cards(office, jobs, show)
    dialog.stamp.setChecked(True)
    dialog.reason.setText("发放困难职工证")
    question = asked(dialog, jobs)
    (pages,) = (one for one in parts(question, TextInput) if one.isVisible())
    pages.setText("5")
    click(question.main_button)
    wait_until(lambda: "1 到 4 之间" in parts(question, FormGrid)[0].error("pages"))
    assert not register_list(office) and not sent
    pages.setText("3-4")
    click(question.main_button)
    wait_until(lambda: "没有接收" in question.error())
    click(question.main_button)
    wait_until(lambda: "已签发 9 张" in dialog.banner.text())
    assert len(register_list(office)) == 9
    assert [page_count(pdf) for pdf in sent] == [2, 2]
    assert not dialog.form.isEnabled()
    dialog.give_up()
