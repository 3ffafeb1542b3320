"""Pages for the screen are made beside it: in bands, and never by the thread that the window lives on."""

import threading
from collections.abc import Callable
from functools import partial
from types import TracebackType
from typing import Any

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from app.cases.scans_pdf import ScansPdf
from app.errors import UserError
from app.forms.choosing import print_choices
from app.forms.issuing import blank_form
from app.forms.own_texts import form_texts
from app.forms.specimen import specimen_of
from app.office.session import Office
from app.paper import render, render_page
from tests.app.forms.conftest import Filed, make_filed
from tests.ui.driver import parts, wait_until
from ui import pdf_pages
from ui.context import Context
from ui.jobs import Jobs
from ui.pdf_pages import PdfPages, pages_of
from ui.screens.case.attachment_viewer import open_viewer
from ui.screens.case.attachments_out import ScansDialog
from ui.screens.papers.blank_dialog import BlankDialog
from ui.screens.papers.printing import PrintDialog
from ui.screens.settings.seal_dialogs import SpecimenDialog
from ui.screens.settings.texts_dialog import TextsDialog
from ui.widgets import Dialog, PdfView

Show = Callable[..., QWidget]


class WatchedLock:
    """The lock of pdfium, with the threads that took it."""

    def __init__(self) -> None:
        self.threads: set[int] = set()
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        self.threads.add(threading.get_ident())
        self._lock.acquire()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._lock.release()


def _printing(ctx: Context, parent: QWidget, filed: Filed) -> None:
    choices = print_choices(ctx.office, case_id=filed.case_id)
    PrintDialog(ctx, choices, "hardship_file", parent).open()


def _ready(ctx: Context, parent: QWidget, _filed: Filed) -> None:
    BlankDialog(ctx, parent).open()


def _texts(ctx: Context, parent: QWidget, _filed: Filed) -> None:
    TextsDialog(ctx, parent, form_texts(ctx.office)[0]).open()


def _specimen(ctx: Context, parent: QWidget, filed: Filed) -> None:
    find = partial(specimen_of, ctx.office, filed.seal_id)
    ctx.read(parent, find, lambda found: SpecimenDialog(ctx, parent, "县工会", found).open())


def _scans(ctx: Context, parent: QWidget, _filed: Filed) -> None:
    form = blank_form(ctx.office, form="certificate")
    made = ScansPdf(form.pdf, form.pages, 1, (), "材料.pdf")
    ScansDialog(ctx, parent, "全部材料", made).open()


def _viewer(ctx: Context, parent: QWidget, _filed: Filed) -> None:
    pdf = blank_form(ctx.office, form="certificate").pdf
    open_viewer(ctx, parent, "其他证明材料", pdf, "application/pdf")


@pytest.mark.parametrize("opened", [_printing, _ready, _texts, _specimen, _scans, _viewer])
def test_no_dialog_waits_for_pdfium(
    office: Office,
    jobs: Jobs,
    show: Show,
    monkeypatch: pytest.MonkeyPatch,
    opened: Callable[[Context, QWidget, Filed], None],
) -> None:
    filed, lock = make_filed(office), WatchedLock()
    parent = show(QWidget(), 1000, 700)
    monkeypatch.setattr(render, "PDFIUM_LOCK", lock)
    opened(Context(office, jobs), parent, filed)
    wait_until(lambda: any(view.page_count() for view in parts(parent, PdfView)) and jobs.is_idle)
    assert lock.threads and threading.get_ident() not in lock.threads
    for dialog in parts(parent, Dialog):
        dialog.reject()


def _image(pdf: bytes, dpi: int) -> QImage:
    page = render_page(pdf, 0, dpi)
    shape = page.width, page.height, page.stride
    return QImage(page.bgrx, *shape, QImage.Format.Format_RGB32).copy()


def test_a_large_page_is_drawn_in_bands(
    app: QApplication, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    del app
    pdf, sizes = blank_form(office, form="hardship_file").pdf, list[int]()

    def watched(*args: Any, **kwargs: Any) -> Any:
        page = render_page(*args, **kwargs)
        sizes.append(len(page.bgrx))
        return page

    monkeypatch.setattr(pdf_pages, "render_page", watched)
    drawn, meant = PdfPages(pdf, 2).picture(0, 300), _image(pdf, 300)
    assert len(sizes) > 10 and max(sizes) <= 2 * 1024 * 1024
    assert drawn.size() == meant.size()
    lines = (drawn.height() * at // 40 for at in range(40))
    spots = [(drawn.width() * across // 30, y) for y in lines for across in range(30)]
    apart = [abs(drawn.pixelColor(*at).value() - meant.pixelColor(*at).value()) for at in spots]
    assert max(apart) < 9 and {drawn.pixelColor(*at).value() for at in spots} > {0, 255}


def test_a_wide_page_is_as_wide_as_an_upright_one(app: QApplication, office: Office) -> None:
    del app
    upright, wide = (blank_form(office, form=form).pdf for form in ("hardship_file", "roster"))
    widths = [PdfPages(pdf, 1).picture(0, 96).width() for pdf in (upright, wide)]
    assert abs(widths[0] - widths[1]) <= 2
    assert _image(wide, 96).width() > widths[1] * 1.3, "on paper it is wider"


def test_pages_are_counted_where_the_file_is_made(office: Office) -> None:
    made = pages_of(lambda: blank_form(office, form="hardship_file").pdf)
    assert made.count == 2
    with pytest.raises(UserError, match="不是完整的 PDF"):
        pages_of(lambda: b"%PDF-1.7")
