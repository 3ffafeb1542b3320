"""A document is the same bytes each time, carries no personal data, and embeds its fonts."""

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pytest

from app.paper import Document, Label, Sheet, Value, Volume, demo_seal, page_count, text_of

STAMP = datetime(2026, 11, 20, 1, 2, 3, tzinfo=UTC)


def _form(name: str = "张𠮷明") -> Document:
    document = Document(form="困难职工档案表", created=STAMP)
    sheet = Sheet(document)
    sheet.title("困难职工档案表")
    sheet.row([Label("姓名", 20), Value(name, field="姓名")])
    sheet.closing("示范县总工会", STAMP.date(), seal=demo_seal("示范县总工会"))
    return document


def test_the_same_pages_are_the_same_bytes() -> None:
    first = _form()
    assert first.to_bytes() == first.to_bytes() == _form().to_bytes()
    assert _form("张明").to_bytes() != first.to_bytes()


def test_threads_write_the_same_bytes() -> None:
    names = [f"张{char}明" for char in "𠮷𬱖𫖯𠅤𡐓𤩽"]
    alone = [_form(name).to_bytes() for name in names]
    with ThreadPoolExecutor(3) as pool:
        together = list(pool.map(lambda name: _form(name).to_bytes(), names))
    assert together == alone


def test_the_metadata_names_the_form_and_the_time_and_no_person() -> None:
    with pikepdf.open(BytesIO(_form().to_bytes())) as pdf:
        info = {key: str(value) for key, value in pdf.docinfo.items()}
        assert str(pdf.Root.Lang) == "zh-CN"
    assert info["/Title"] == "困难职工档案表"
    assert info["/CreationDate"] == info["/ModDate"] == "D:20261120010203+00'00'"
    assert "张" not in "".join(info.values())
    assert "anonymous" not in "".join(info.values())


def test_every_font_is_embedded_as_a_subset() -> None:
    data = _form().to_bytes()
    assert len(data) < 120_000
    with pikepdf.open(BytesIO(data)) as pdf:
        fonts = [
            item
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
        ]
        assert len(fonts) >= 3
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)
        assert all("/ToUnicode" in font for font in fonts)


def test_values_alone_go_onto_a_printed_blank() -> None:
    # pdfium may begin a new line where the font changes on a nearly empty page.
    text = "".join(text_of(_form().to_bytes(values_only=True), 0).split())
    assert "张𠮷明" in text
    assert "姓名" not in text
    assert "姓名" in text_of(_form().to_bytes(), 0)


def test_a_stamp_without_zone_is_a_fault() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Document(form="空", created=STAMP.replace(tzinfo=None))


def test_an_empty_document_is_a_fault() -> None:
    with pytest.raises(ValueError, match="without pages"):
        Document(form="空", created=STAMP).to_bytes()


def test_a_volume_of_one_document_is_that_document() -> None:
    volume = Volume("困难职工档案表", STAMP)
    volume.add(_form())
    assert volume.to_bytes() == _form().to_bytes()


def test_a_volume_counts_each_document_for_itself_and_keeps_none() -> None:
    volume = Volume("档案表", STAMP)
    kept = []
    for name in ("张𠮷明", "覃永福"):
        document = _form(name)
        kept.append(weakref.ref(document))
        volume.add(document, copies=2, is_duplex=True)
        del document
    gc.collect()
    assert [found() for found in kept] == [None, None]
    pdf = volume.to_bytes()
    pages = ["".join(text_of(pdf, number).split()) for number in range(page_count(pdf))]
    assert volume.page_count == len(pages) == 8 and pages[1::2] == [""] * 4
    assert all("第1页共1页" in page for page in pages[::2])
    assert ["张𠮷明" in page for page in pages[::2]] == [True, True, False, False]


def test_what_was_printed_small_is_told_by_its_page_in_the_volume_once_for_all_copies() -> None:
    volume = Volume("档案表", STAMP)
    for name in ("张𠮷明", "长" * 36):
        document = Document(form="档案表", created=STAMP)
        document.page().value(20, 20, 30, 8, name, field="姓名")
        volume.add(document, copies=2)
    ((field, page),) = [(note.field, note.page) for note in volume.fit_notes]
    assert (field, page) == ("姓名", 3)


def test_an_empty_volume_is_a_fault() -> None:
    with pytest.raises(ValueError, match="without pages"):
        Volume("空", STAMP).to_bytes()
