"""The values alone, printed onto the form that was printed empty before."""

from collections.abc import Sequence
from datetime import date

import pytest

from app.errors import UserError
from app.forms import FORMS, Form, form_of
from app.forms.issuing import blank_form, preview, print_form
from app.forms.own_texts import save_texts
from app.office.session import Office
from app.paper import Document, text_of
from app.paper.cells import Day
from app.paper.entries import Entry
from app.paper.sheet import Sheet

from .conftest import Filed
from .printed import Box, characters
from .samples import CREATED, Samples, blank

_OF_CASE = [form for form in FORMS if form.is_of_case]


def _is_struck(values: Sequence[Box], printed_before: Sequence[Box]) -> bool:
    """Whether a value stands on something else that is printed."""
    return any(
        one.overlaps(other, by=0.1) and not one.is_at(other)
        for one in values
        for other in printed_before
    )


@pytest.mark.parametrize("form", _OF_CASE, ids=lambda form: form.key)
def test_a_form_fits_its_blank_where_values_fall_between_its_words_and_lines(
    samples: Samples, form: Form
) -> None:
    filled, empty = samples.build(form), blank(form)
    printed_before = characters(empty.to_bytes())
    values = characters(filled.to_bytes(values_only=True))
    is_in_lines = [page.lines for page in filled.pages] == [page.lines for page in empty.pages]
    is_clear = bool(values) and not _is_struck(values, printed_before)
    assert form.fits_blank == (is_clear and is_in_lines)


def test_a_letter_is_not_printed_onto_its_blank(office: Office, filed: Filed) -> None:
    target = {"form": "certificate", "case_id": filed.case_id}
    for make in (preview, print_form):
        with pytest.raises(UserError, match="困难职工帮扶证明的文字.*不能套印.*整张打印") as caught:
            make(office, values_only=True, **target)  # type: ignore[arg-type]  # by name
        assert caught.value.field == "overprint"


def test_a_blank_in_the_office_s_own_words_is_printed_onto(office: Office, filed: Filed) -> None:
    promises = form_of("declaration").texts[-1]
    longer = promises.delivered + "\n" + "以上内容已经逐条听清，没有不明白的地方。" * 4
    save_texts(office, form="declaration", texts={promises.key: longer})
    made = print_form(office, form="declaration", case_id=filed.case_id, values_only=True)
    blank_sheet = characters(blank_form(office, form="declaration").pdf)
    values = characters(made.pdf)
    assert values and not _is_struck(values, blank_sheet)


def _head(value: date | str | None) -> bytes:
    document = Document(form="试验表", created=CREATED)
    sheet = Sheet(document)
    is_day = not isinstance(value, str)
    sheet.line(right=Entry("填表日期" if is_day else "档案编号", value))
    if is_day:
        assert not isinstance(value, str)
        sheet.row([Day(value)])
    return document.to_bytes(values_only=bool(value))


def test_of_a_day_only_its_figures_go_onto_the_blank() -> None:
    figures = characters(_head(date(2026, 3, 12)))
    assert "".join(one.text for one in figures) == "2026312" * 2
    marks = [one for one in characters(_head(None)) if one.text in "年月日"][-6:]
    for mark, last in zip(marks, (3, 4, 6), strict=False):
        assert 0 < mark.left - figures[last].right < 6


def test_of_a_labelled_value_only_the_value_goes_onto_the_blank() -> None:
    assert text_of(_head("QH202600063"), 0).strip() == "QH202600063"
    blank_line, value = characters(_head("")), characters(_head("QH202600063"))
    assert "".join(one.text for one in blank_line).startswith("档案编号：")
    assert 0 < value[0].left - blank_line[4].right < 4
