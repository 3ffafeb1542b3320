"""材料: the scan of a stamped sheet that is dropped goes where its QR says; of anything else the kind is asked."""

from collections.abc import Callable
from pathlib import Path

from PIL import Image
from PySide6.QtWidgets import QApplication, QWidget

from app.forms.issuing import issue
from app.office.papers import register_list
from app.office.session import Office
from app.paper import render_page
from tests.app.forms.conftest import make_filed
from tests.ui.driver import wait_until
from ui.context import Context
from ui.jobs import Jobs
from ui.screens.case.attachments_page import AttachmentsPage
from ui.widgets import Dialog


def test_a_stamped_sheet_is_filed_at_once_and_a_photo_is_asked_about(
    office: Office, jobs: Jobs, show: Callable[..., QWidget], tmp_path: Path
) -> None:
    filed = make_filed(office)
    issued = issue(office, form="hardship_file", case_id=filed.case_id, reason="备案")
    page = AttachmentsPage(Context(office, jobs))
    show(page, 900, 560)
    page.show_case(filed.case_id)
    wait_until(lambda: page.view is not None and jobs.is_idle)
    drawn = render_page(issued.pdf, 0, 150)
    size = drawn.width, drawn.height
    sheet = Image.frombuffer("RGB", size, drawn.bgrx, "raw", "BGRX", drawn.stride)
    scan, photo = tmp_path / "scan.jpg", tmp_path / "photo.jpg"
    sheet.rotate(180).save(scan)
    Image.new("RGB", (400, 300), (90, 120, 90)).save(photo)
    page.take_dropped([scan])
    wait_until(lambda: register_list(office)[0].scan_id is not None)
    wait_until(lambda: jobs.is_idle)
    page.take_dropped([photo])
    wait_until(lambda: any(isinstance(one, Dialog) for one in QApplication.topLevelWidgets()))
    dialog = next(one for one in QApplication.topLevelWidgets() if isinstance(one, Dialog))
    assert dialog.isVisible()
    dialog.reject()


def test_the_issued_file_itself_is_no_scan(office: Office, tmp_path: Path) -> None:
    from app.forms.scan_filing import case_of_scan

    filed = make_filed(office)
    issued = issue(office, form="certificate", case_id=filed.case_id, reason="备案")
    original = tmp_path / "paper.pdf"
    original.write_bytes(issued.pdf)
    assert case_of_scan(office, original) is None
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"none")
    assert case_of_scan(office, broken) is None
