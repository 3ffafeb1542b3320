"""印章: registering a scan with whose it is, and a look at it on a form at its true size."""

import threading
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from app.forms.specimen import PAGE
from app.office import seals
from app.office.seals import Bearer, clean, register_sample_seal, registered_seals
from app.office.session import Office
from app.office.settings import save_settings
from app.office.units import save_unit
from app.paper import clean_scan
from tests.ui.driver import click, parts, wait_until
from ui.context import Context
from ui.fields.form_dialog import FormDialog
from ui.jobs import Jobs
from ui.screens.settings.seal_dialogs import SpecimenDialog, on_paper
from ui.screens.settings.seals_page import SealsPage
from ui.widgets import Button

Show = Callable[..., QWidget]


def _type(dialog: FormDialog, key: str, text: str) -> None:
    editor = dialog.form.editor(key)
    assert isinstance(editor, QLineEdit)
    editor.setText(text)


def _pick(dialog: FormDialog, key: str, place: int) -> None:
    editor = dialog.form.editor(key)
    assert isinstance(editor, QComboBox)
    editor.setCurrentIndex(place)


def _chosen(page: SealsPage, tmp_path: Path) -> FormDialog:
    """The dialog for a scan that was chosen."""
    scan = tmp_path / "seal.png"
    scan.write_bytes(_scan())
    page._take(scan)
    wait_until(lambda: bool(parts(page, FormDialog)))
    (dialog,) = parts(page, FormDialog)
    return dialog


def _scan() -> bytes:
    picture = Image.new("RGB", (600, 600), (250, 250, 245))
    ImageDraw.Draw(picture).ellipse((60, 60, 540, 540), outline=(220, 20, 40), width=18)
    stream = BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


def test_a_scanned_seal_of_a_basic_union_is_seen_on_a_form_and_registered(
    office: Office, jobs: Jobs, show: Show, tmp_path: Path
) -> None:
    made = save_unit(
        office, name="青禾县纺织厂工会委员会", level="基层", parent_id=office.user.unit_id
    )
    ctx = Context(office, jobs)
    page = SealsPage(ctx)
    show(page, 1100, 640)
    wait_until(lambda: jobs.is_idle)
    dialog = _chosen(page, tmp_path)
    _type(dialog, "name", "青禾县纺织厂工会委员会")
    _pick(dialog, "unit_id", 1)
    _pick(dialog, "bearer", list(Bearer).index(Bearer.BASIC))
    (look,) = (one for one in parts(dialog, Button) if "预览" in one.text())
    click(look)
    wait_until(lambda: bool(parts(dialog, SpecimenDialog)))
    (specimen,) = parts(dialog, SpecimenDialog)
    assert specimen.view.page() == PAGE and specimen.view._zoom == 1.0
    bar = specimen.view._area.verticalScrollBar()
    wait_until(lambda: bar.value() > 0)
    specimen.reject()
    click(dialog.main_button)
    wait_until(lambda: len(registered_seals(office)) == 1)
    (seal,) = registered_seals(office)
    assert seal.bearer is Bearer.BASIC and seal.unit_name == "青禾县纺织厂工会委员会"
    assert made.result_id is not None and not seal.is_sample


def test_a_wrong_size_is_said_at_its_field(
    office: Office, jobs: Jobs, show: Show, tmp_path: Path
) -> None:
    page = SealsPage(Context(office, jobs))
    show(page, 1100, 640)
    wait_until(lambda: jobs.is_idle)
    dialog = _chosen(page, tmp_path)
    _type(dialog, "diameter", "四十二")
    click(dialog.main_button)
    wait_until(lambda: "毫米" in dialog.form.error("diameter"))
    dialog.reject()


def test_the_window_never_waits_for_a_scan_to_be_cleaned(
    office: Office, jobs: Jobs, show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cleaned_in: list[str] = []

    def watched(scan: bytes) -> bytes:
        cleaned_in.append(threading.current_thread().name)
        return clean_scan(scan)

    monkeypatch.setattr(seals, "clean_scan", watched)
    page = SealsPage(Context(office, jobs))
    show(page, 1100, 640)
    wait_until(lambda: jobs.is_idle)
    dialog = _chosen(page, tmp_path)
    _type(dialog, "name", "青禾县总工会")
    click(dialog.main_button)
    wait_until(lambda: len(registered_seals(office)) == 1 and jobs.is_idle)
    assert cleaned_in and threading.main_thread().name not in cleaned_in
    assert registered_seals(office)[0].preview == clean(_scan()), "cleaned once, not twice"


def test_a_cleaned_seal_is_shown_on_paper(show: Show) -> None:
    picture = on_paper(clean(_scan()), 120).toImage()
    assert (picture.width(), picture.height()) == (120, 120)
    assert picture.pixelColor(60, 60).name() == "#ffffff", "it has no ground of its own"
    ring = picture.pixelColor(60, 2)
    assert ring.red() > 180 and ring.blue() < 120


def test_a_drawn_sample_is_seen_before_it_is_used(office: Office, jobs: Jobs, show: Show) -> None:
    save_settings(office, values={"is_demo": True})
    register_sample_seal(office)
    page = SealsPage(Context(office, jobs))
    show(page, 1100, 640)
    wait_until(lambda: jobs.is_idle and len(page.table.rows()) == 1)
    assert page._picture.isVisible() and page._picture.pixmap().width() > 100
    assert "样章" in page._words.text()
