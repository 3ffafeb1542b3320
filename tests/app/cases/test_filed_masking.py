"""What an import kept as filed of somebody's health is masked as the field itself is, wherever it is shown."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.cases.commands import edit_facts
from app.cases.export import export_list
from app.cases.imports import import_workbook
from app.cases.overview import overview
from app.cases.quality import Fault, quality_lists
from app.cases.queries import case_file, members_view, unmask_case
from app.cases.transcription import transcription
from app.cases.workbook.reader import read_workbook
from app.changes import Op
from app.office.history import case_history, changes_of
from app.office.masking import NOT_SHOWN
from app.office.session import Office
from db.codes import Stage
from db.models import Case, FiledValue
from tests.app.cases.households import Filing, file
from tests.app.cases.importing import family
from tests.app.cases.workbook.making import write_table
from tests.app.review.review_cases import add_colleagues
from tests.conftest import OpenAs

WORDS = ("透析多年", "看不清东西", "常年卧床")
"""What the workbook says of the applicant's health and disability and of the member's health."""


@pytest.fixture
def case_id(office: Office, tmp_path: Path) -> int:
    """An imported household; no list knows the words about its health. Its office has colleagues."""
    row = family(健康状况=WORDS[0], 残疾类别=WORDS[1], 家庭成员1健康状况=WORDS[2])
    import_workbook(office, path=write_table(tmp_path / "a.xlsx", row))
    add_colleagues(office)
    with office.read() as session:
        return session.scalars(select(Case.id)).one()


def history(office: Office, case_id: int) -> object:
    """All that the tab 历史 unfolds."""
    lines = case_history(office, case_id).lines
    return [changes_of(office, line.id, case_id=case_id) for line in lines]


@pytest.mark.parametrize(
    "page",
    [
        overview,
        case_file,
        members_view,
        transcription,
        history,
        lambda office, _case_id: quality_lists(office),
    ],
    ids=["overview", "case_file", "members_view", "transcription", "history", "quality_lists"],
)
def test_the_auditor_reads_no_words_about_health(
    office: Office, case_id: int, open_as: OpenAs, page: Callable[[Office, int], Any]
) -> None:
    told = repr(page(open_as("auditor"), case_id))
    assert [word for word in WORDS if word in told] == []


@pytest.mark.parametrize("is_full", [True, False])
def test_an_export_tells_no_words_about_health_unless_they_are_asked_for(
    office: Office, case_id: int, tmp_path: Path, *, is_full: bool
) -> None:
    out = tmp_path / "out.xlsx"
    export_list(office, case_ids=[case_id], out=out, purpose="核对", is_full=is_full)
    told = repr(read_workbook(out).rows)
    assert [word for word in WORDS if word in told] == (list(WORDS) if is_full else [])


def test_who_works_on_the_file_reads_the_words(office: Office, case_id: int) -> None:
    filed = (
        ("健康状况", WORDS[0]),
        ("残疾类别", WORDS[1]),
        ("黎小禾的健康状况", WORDS[2]),
    )
    assert sorted(case_file(office, case_id).filed) == sorted(filed)
    told = repr(history(office, case_id))
    assert [word for word in WORDS if word not in told] == []
    assert "FieldChange(label='字段', before='', after='残疾类别')" in told


def test_the_auditor_sees_that_something_was_filed_and_reads_it_for_a_reason(
    case_id: int, open_as: OpenAs
) -> None:
    auditor = open_as("auditor")
    assert {value for _, value in case_file(auditor, case_id).filed} == {NOT_SHOWN}
    opened = unmask_case(auditor, case_id=case_id, reason="抽查")
    assert {value for _, value in opened.filed} == set(WORDS)
    assert [one.health for one in opened.members] == [WORDS[2]]


def test_a_chosen_kind_of_disability_settles_what_was_filed_of_it(office: Office) -> None:
    """It is kept under the name of the sheet's column, which also holds the grade."""
    (case_id,) = file(office, [Filing("覃永福", "甲", Stage.DRAFT)])
    with office.write(Op.IMPORT, is_bulk=True) as work:
        household = work.session.get_one(Case, case_id).household
        owner = household.people[0].id
        work.session.add(
            FiledValue(
                household_id=household.id, person_id=owner, field="disability", value=WORDS[1]
            )
        )
        work.done()
    (found,) = (one for one in quality_lists(office) if one.fault is Fault.UNSETTLED)
    assert [row.why[:4] for row in found.rows] == ["残疾类别"]
    edit_facts(office, case_id=case_id, applicant={"health": "残疾", "disability_kind": "视力残疾"})
    assert case_file(office, case_id).filed == ()
