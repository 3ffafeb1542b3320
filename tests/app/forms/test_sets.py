"""Sets: what a stage needs, in page order, with copies, for one household or many."""

import re

import pytest

from app.changes import Op
from app.errors import Cancelled, UserError
from app.forms.issuing import print_form
from app.forms.sets import PrintedSet, SetOrder, preview_set, print_set, set_names
from app.office.session import Office
from app.paper import MissingGlyphError, page_count, text_of
from app.progress import Progress
from db.codes import Stage
from db.models import Case, Operation

from .conftest import Filed, make_filed


def _pages(made: PrintedSet) -> list[str]:
    return [
        re.sub(r"\s+", "", text_of(pdf, page))
        for _, pdf in made.files
        for page in range(page_count(pdf))
    ]


def _prints(office: Office) -> list[int | None]:
    with office.read() as session:
        found = session.query(Operation).filter(Operation.op == Op.PRINT_FORM.name)
        return [operation.case_id for operation in found]


def test_a_stage_prints_its_forms_in_order_and_in_copies(office: Office, filed: Filed) -> None:
    made = print_set(office, SetOrder((filed.case_id,)))
    pages = _pages(made)
    assert made.pages == len(pages) == 3 * 2 + 2 * 1 and made.households == 1
    assert ["一户一策" in page for page in pages] == [False] * 6 + [True] * 2
    assert made.page_forms == ("hardship_file",) * 6 + ("plan",) * 2
    assert made.files[0][0] == "本阶段文书-QH202600063.pdf"
    assert _prints(office) == [filed.case_id]


def test_without_copies_each_is_printed_once(office: Office, filed: Filed) -> None:
    order = SetOrder((filed.case_id,), ("plan",), has_copies=False, is_duplex=True)
    pages = _pages(preview_set(office, order))
    assert len(pages) == 2 and pages[1] == "", "a sheet of one page has an empty back"
    assert _prints(office) == []


@pytest.fixture
def two(office: Office, filed: Filed) -> tuple[int, int]:
    """A household on file, and one whose stage needs nothing."""
    other = make_filed(office, number="QH202600064")
    with office.write(Op.EDIT_FACTS, other.case_id) as work:
        work.session.get_one(Case, other.case_id).stage = Stage.REFUSED
        work.done()
    return filed.case_id, other.case_id


def test_many_households_go_into_one_file_or_into_one_each(
    office: Office, two: tuple[int, int]
) -> None:
    order = SetOrder(two, ("hardship_file", "exit_approval"), has_copies=False)
    assert set_names(office, order) == ("本阶段文书-20261120-2户.pdf",)
    one = print_set(office, order)
    assert tuple(name for name, _ in one.files) == set_names(office, order)
    order = SetOrder(two, ("hardship_file",), has_copies=False, is_apart=True)
    assert set_names(office, order) == ("本阶段文书-QH202600063.pdf", "本阶段文书-QH202600064.pdf")
    apart = print_set(office, order)
    assert tuple(name for name, _ in apart.files) == set_names(office, order)
    assert one.page_forms == ("hardship_file", "hardship_file", "exit_approval") * 2
    assert one.pages == 6 and apart.pages == 4 and _prints(office) == [*two, *two]


def test_a_file_is_named_by_any_number_of_a_household(office: Office) -> None:
    """A number may come from a workbook: a stroke in it is no folder, and Windows takes no colon."""
    ids = tuple(make_filed(office, number=number).case_id for number in ("鲁困/20:3", "鲁困-20-3"))
    made = print_set(office, SetOrder(ids, ("questionnaire",), is_apart=True))
    names = ("本阶段文书-鲁困／20：3.pdf", "本阶段文书-鲁困-20-3.pdf")
    assert tuple(name for name, _ in made.files) == names
    assert set_names(office, SetOrder(ids, is_apart=True)) == names
    one = print_form(office, form="questionnaire", case_id=ids[0])
    assert one.file_name == "困难职工帮扶满意度问卷-鲁困／20：3.pdf"


def test_what_has_nothing_to_print_is_left_out_and_named(
    office: Office, two: tuple[int, int]
) -> None:
    made = preview_set(office, SetOrder(two))
    assert made.households == 1
    assert made.left_out == ("QH202600064 现在的阶段没有要打印的文书。",)
    some = preview_set(office, SetOrder(two, ("member_changes", "questionnaire")))
    assert some.households == 2 and len(some.left_out) == 2
    assert some.left_out[0].startswith("QH202600063 的困难职工家庭成员增减表没有打印：")
    with pytest.raises(UserError, match="没有要打印的文书"):
        preview_set(office, SetOrder((two[1],)))
    with pytest.raises(UserError, match="请先选择"):
        preview_set(office, SetOrder(()))


def test_a_preview_shows_the_first_households_that_have_something(
    office: Office, two: tuple[int, int]
) -> None:
    third = make_filed(office, number="QH202600065").case_id
    made = preview_set(office, SetOrder((two[1], two[0], third)), households=1)
    assert made.households == 1 and "QH202600063" in "".join(_pages(made))


def test_a_missing_glyph_names_the_file_and_nothing_is_journalled(
    office: Office, two: tuple[int, int]
) -> None:
    with office.write(Op.EDIT_FACTS, two[0]) as work:
        household = work.session.get_one(Case, two[0]).household
        household.people[0].name = "覃\U000323b0"
        work.done()
    with pytest.raises(UserError, match="QH202600063 的困难职工档案表：.*“姓名”") as caught:
        print_set(office, SetOrder(two, ("hardship_file",)))
    assert isinstance(caught.value.__cause__, MissingGlyphError) and _prints(office) == []


def test_stopping_makes_nothing(office: Office, two: tuple[int, int]) -> None:
    progress = Progress()
    progress.listener = lambda one: one.cancel() if one.done == 1 else None
    with pytest.raises(Cancelled):
        print_set(office, SetOrder(two, ("hardship_file",)), progress=progress)
    assert _prints(office) == []
