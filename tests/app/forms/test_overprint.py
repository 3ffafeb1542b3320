"""The values alone, printed onto the form that was printed empty before."""

from datetime import date

import pytest

from app.forms import FORMS, Form
from app.paper import Document, text_of
from app.paper.cells import Day
from app.paper.entries import Entry
from app.paper.sheet import Sheet

from .printed import characters
from .samples import CREATED, Samples, blank

_RUNNING_TEXT = {
    "certificate",
    "missing_papers",
    "authorisation",
    "entry_notice",
    "exit_notice",
    "exit_letter",
}
"""Letters: their sentences run on around what is filled in, so their blanks are filled in by hand only."""
_GROWS = {"plan"}
"""The text of a measure makes its row higher than the blank has it."""
OVERPRINTED = [form for form in FORMS if form.key not in _RUNNING_TEXT | _GROWS]


@pytest.mark.parametrize("form", OVERPRINTED, ids=lambda form: form.key)
def test_values_fall_between_the_words_of_the_blank(samples: Samples, form: Form) -> None:
    printed_before = characters(blank(form).to_bytes())
    values = characters(samples.build(form).to_bytes(values_only=True))
    struck = [
        (one, other)
        for one in values
        for other in printed_before
        if one.overlaps(other, by=0.1) and not one.is_at(other)
    ]
    assert not struck


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
