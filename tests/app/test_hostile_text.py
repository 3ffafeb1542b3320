"""Hostile texts in every text field: stored as they are read, or refused with one sentence (T12)."""

from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2 as untyped_pdfium
import pytest

from app.cases.commands import add_member, edit_facts, end_application, request_correction
from app.cases.facts_values import accept
from app.cases.find import find
from app.cases.import_report import write_rejects
from app.cases.imports import check_import
from app.cases.queries import case_file
from app.changes import Changes
from app.errors import UserError
from app.fields import catalogue
from app.fields.catalogue import Field
from app.fields.kinds import Contact, LongText, PersonName, Text
from app.forms.issuing import preview
from app.office.checking import check_office
from app.office.session import Office
from app.office.settings import save_settings
from app.office.undo import take_back
from db.codes import ExitKind
from db.models import Case, Household, Person
from db.values import clean_text
from tests.app.cases.invented import full_draft, member_facts
from tests.app.cases.workbook.making import person, write_table
from tests.conftest import TODAY
from tests.hostile import HOSTILE

_pdfium: Any = untyped_pdfium
_WORDS = (Text, LongText, PersonName, Contact)
_IDS = [f"{number}" for number in range(len(HOSTILE))]
FIELDS = [
    (name, field)
    for name, fields in catalogue.RECORDS
    for field in fields
    if isinstance(field.kind, _WORDS)
]


def _one_sentence(error: UserError) -> bool:
    text = error.message
    return text.endswith("。") and "\n" not in text and len(text) < 200


def test_every_record_has_text_fields_to_try() -> None:
    assert len(FIELDS) > 60


@pytest.mark.parametrize("text", HOSTILE, ids=_IDS)
def test_each_text_field_reads_or_refuses(text: str) -> None:
    for name, field in FIELDS:
        try:
            read = accept(field, text, TODAY)
        except UserError as error:
            assert _one_sentence(error), f"{name}.{field.key}: {error.message}"
            continue
        if read is None:
            assert not clean_text(text)
            continue
        read.encode("utf-8")
        assert "\x00" not in read
        lines = isinstance(field.kind, LongText)
        kept = clean_text(text, lines=lines)
        assert "".join(read.split()) == "".join(kept.split()), f"{name}.{field.key}"


def _set_all(office: Office, case_id: int, text: str) -> dict[tuple[str, str], str]:
    """Put a text in every text field of applicant and household; what was taken."""
    taken: dict[tuple[str, str], str] = {}
    records: tuple[tuple[str, tuple[Field, ...]], ...] = (
        ("applicant", catalogue.APPLICANT),
        ("household", catalogue.HOUSEHOLD),
    )
    for record, fields in records:
        values: dict[str, Any] = {}
        for field in fields:
            if isinstance(field.kind, _WORDS):
                try:
                    read = accept(field, text, TODAY)
                except UserError:
                    continue
                if read:
                    values[field.key] = text
                    taken[(record, field.key)] = read
        if values:
            edit_facts(office, case_id=case_id, **{record: values})
    return taken


def test_what_is_stored_comes_back_as_it_was_read(office: Office) -> None:
    case_id = full_draft(office)
    for text in HOSTILE:
        taken = _set_all(office, case_id, text)
        with office.read() as session:
            case = session.get_one(Case, case_id)
            household = session.get_one(Household, case.household_id)
            applicant = next(one for one in household.people if one.is_applicant)
            rows = {"applicant": applicant, "household": household}
            for (record, key), read in taken.items():
                assert getattr(rows[record], key) == read
        shown = case_file(office, case_id)
        for (record, key), read in taken.items():
            if record == "applicant" and key == "employer":
                field = next(one for one in catalogue.APPLICANT if one.key == key)
                assert shown.applicant.text(field) == read


def test_free_words_are_kept_or_refused(office: Office) -> None:
    case_id = full_draft(office)
    for text in HOSTILE:
        attempts: tuple[Callable[[], Changes], ...] = (
            partial(add_member, office, case_id=case_id, values={"name": text}, reason=text),
            partial(save_settings, office, values={"complaint_phone": text}),
            partial(request_correction, office, case_id=case_id, reason=text),
            partial(end_application, office, case_id=case_id, kind=ExitKind.DEATH, note=text),
            partial(restart, office, case_id),
        )
        for attempt in attempts:
            try:
                attempt()
            except UserError as error:
                assert _one_sentence(error), error.message
    assert check_office(office).ok


def restart(office: Office, case_id: int) -> Changes:
    """Take the end of the application back, so that the next text can end it."""
    return take_back(office, case_id=case_id, reason="再试一次")


def test_a_search_for_it_finds_it_or_nothing(office: Office) -> None:
    full_draft(office)
    for text in HOSTILE:
        assert all(hit.name == "覃永福" for hit in find(office, text)), text[:40]


def _words_of(pdf: bytes) -> str:
    document = _pdfium.PdfDocument(pdf)
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    return "".join("".join(pages).split())


def test_a_form_prints_it_or_names_the_character(office: Office) -> None:
    case_id = full_draft(office)
    printed = 0
    for text in HOSTILE:
        taken: dict[str, str] = {}
        records = ("applicant", "name"), ("applicant", "employer"), ("household", "needs")
        for record, key in records:
            try:
                edit_facts(office, case_id=case_id, **{record: {key: text}})
            except UserError:
                continue
            taken[key] = clean_text(text)
        try:
            words = _words_of(preview(office, form="hardship_file", case_id=case_id))
        except UserError as error:
            assert _one_sentence(error), error.message
            continue
        printed += 1
        for key, value in taken.items():
            assert "".join(value.split()) in words, f"{key}: {value!r}"
    assert printed >= 20


def test_refused_rows_go_back_as_text(office: Office, tmp_path: Path) -> None:
    cells = [text for text in HOSTILE if len(text) < 1000 and text.isprintable()]
    source, out = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
    rows = [person(at, 姓名=text, 身份证号="+1+1") for at, text in enumerate(cells)]
    write_table(source, *rows)
    write_rejects(check_import(office, source), out)
    sheet = openpyxl.load_workbook(BytesIO(out.read_bytes())).active
    assert sheet is not None
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s"}
    texts = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert "+1+1" in texts
    assert sum(clean_text(text) in texts for text in cells) >= 15


def test_people_hold_what_was_read(office: Office) -> None:
    case_id = full_draft(office)
    made = add_member(office, case_id=case_id, values=member_facts(name="<b>甲</b>"))
    with office.read() as session:
        assert session.get_one(Person, made.result_id).name == "<b>甲</b>"
