"""Values stand in their cells, as they were typed, and never vanish."""

from collections.abc import Callable

import numpy as np
import pytest

from app.paper import Align, Document, Face, MissingGlyphError, Page, TextTooLongError, text_of

from .conftest import Pixels, TextAt

_LONG = "示范省示范市示范县城关镇人民路一百二十八号阳光花园小区三栋二单元一千二百零一室"


def _squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    "text",
    ["a<b>c</b>&amp;", "<para>x</para>", "=1+1", "%s {0} \\n", "(一)\\(二)", "<!--x-->", "'\"`"],
)
def test_user_text_is_printed_verbatim(document: Document, text_at: TextAt, text: str) -> None:
    document.page().value(20, 20, 80, 12, text, field="备注")
    assert text_at(document.to_bytes(), 20, 20, 80, 12) == text


def test_a_long_value_wraps_inside_its_cell(
    document: Document, text_at: TextAt, pixels: Callable[..., Pixels]
) -> None:
    document.page(width=100, height=60).value(20, 20, 50, 14, _LONG, field="住址", border=False)
    pdf = document.to_bytes()
    assert _squeezed(text_at(pdf, 20, 20, 50, 14)) == _LONG
    dark_rows, dark_columns = (pixels(pdf, dpi=254)[:, :, 0] < 128).nonzero()
    assert dark_rows.min() >= 200 and dark_rows.max() <= 340
    assert dark_columns.min() >= 200 and dark_columns.max() <= 700
    assert document.fit_notes == ()


def test_below_eight_points_is_reported(document: Document, text_at: TextAt) -> None:
    document.page()
    document.page().value(20, 20, 40, 9, _LONG, field="住址")
    (note,) = document.fit_notes
    assert (note.field, note.page) == ("住址", 2)
    assert 5 <= note.size < 8
    assert _squeezed(text_at(document.to_bytes(), 20, 20, 40, 9, page=1)) == _LONG


def test_what_cannot_be_read_is_refused_by_field(document: Document) -> None:
    with pytest.raises(TextTooLongError, match="“住址”") as caught:
        document.page().value(20, 20, 20, 8, _LONG, field="住址")
    assert caught.value.field == "住址"
    assert _LONG not in caught.value.message


def _print_text(page: Page) -> None:
    page.text(20, 20, "张\ue000", field="姓名")


def _print_value(page: Page) -> None:
    page.value(20, 20, 40, 9, "张\ue000", field="姓名")


def _print_paragraph(page: Page) -> None:
    page.paragraph(20, 20, 100, "兹证明张\ue000", field="姓名")


@pytest.mark.parametrize("write", [_print_text, _print_value, _print_paragraph])
def test_a_missing_glyph_stops_whatever_prints_it(
    document: Document, write: Callable[[Page], None]
) -> None:
    with pytest.raises(MissingGlyphError, match="“姓名”.*U\\+E000"):
        write(document.page())


def test_text_is_set_left_centred_and_right(
    document: Document, pixels: Callable[..., Pixels]
) -> None:
    for align in Align:
        document.page(width=100, height=30).text(20, 10, "一一", align=align, width=60, size=10)
    pdf = document.to_bytes()
    middles = []
    for number in range(3):
        _, columns = (pixels(pdf, number, 254)[:, :, 0] < 128).nonzero()
        middles.append(columns.mean() / 10)
    assert middles == pytest.approx([23.5, 50.0, 76.5], abs=0.4)


def test_a_justified_paragraph_fills_its_lines(
    document: Document, pixels: Callable[..., Pixels]
) -> None:
    page = document.page(width=100, height=60)
    bottom = page.paragraph(20, 10, 60, "工" * 41, size=10.7, leading=1.5)
    picture = pixels(document.to_bytes(), dpi=254)[:, :, 0] < 128
    step = 10.7 * 1.5 / 72 * 25.4
    assert bottom == pytest.approx(10 + 3 * step)
    for line in range(2):
        top = int((10 + line * step) * 10)
        columns = np.flatnonzero(picture[top : top + 40].max(axis=0))
        assert columns.min() / 10 == pytest.approx(20, abs=0.5)
        assert columns.max() / 10 == pytest.approx(80, abs=0.5)


def test_a_tick_is_seen_and_read(document: Document, pixels: Callable[..., Pixels]) -> None:
    for is_ticked in (False, True):
        document.page(width=30, height=30).tick(10, 10, is_ticked=is_ticked, size=14)
    pdf = document.to_bytes()
    assert "✓" not in text_of(pdf, 0)
    assert "✓" in text_of(pdf, 1)
    inside = [(pixels(pdf, page, 254)[110:140, 110:130, 0] < 128).sum() for page in range(2)]
    assert inside[0] == 0 < inside[1]


def test_every_face_prints(document: Document) -> None:
    page = document.page()
    for number, face in enumerate(Face):
        page.text(20, 20 + number * 10, "𠀀" if face is Face.RARE else "永", face=face)
    assert _squeezed(text_of(document.to_bytes(), 0)) == "永永永永永永𠀀"


def test_a_number_is_made_smaller_rather_than_torn(document: Document, text_at: TextAt) -> None:
    document.page().value(20, 20, 28, 18, "KN4502240000004", field="档案编号", border=False)
    assert text_at(document.to_bytes(), 20, 20, 28, 18) == "KN4502240000004"
    assert document.fit_notes == ()


def test_a_number_that_no_size_holds_in_one_line_is_not_made_smaller_for_it(
    document: Document, text_at: TextAt
) -> None:
    document.page().value(20, 20, 30, 18, "4502" * 10, field="流水号", border=False)
    shown = text_at(document.to_bytes(), 20, 20, 30, 18)
    assert _squeezed(shown) == "4502" * 10 and len(shown.splitlines()) == 3
