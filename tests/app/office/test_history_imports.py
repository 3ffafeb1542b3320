"""The history of a file begins with the import that brought it, and tells what was done to many at once."""

from pathlib import Path

import pytest
from sqlalchemy import select

from app.cases.commands import transfer_cases
from app.cases.imports import import_workbook
from app.cases.merging import merge
from app.cases.workbook.reader import Cell
from app.changes import Op
from app.errors import AccessDeniedError
from app.office.accounts import accounts
from app.office.history import RowChange, case_history, changes_of
from app.office.session import Office
from db.codes import Role
from db.models import Case, Person
from tests.app.cases.importing import Row, family
from tests.app.cases.invented import full_draft
from tests.app.cases.workbook.making import person, write_table
from tests.app.review.review_cases import add_colleagues
from tests.conftest import OpenAs


def imported(office: Office, tmp_path: Path, *, update: bool = False, **values: Cell) -> int:
    """The id of the family's case, which an import brings between two others."""
    rows = (person(1, 姓名="覃永福"), family(2, **values), person(3))
    import_workbook(office, path=write_table(tmp_path / "a.xlsx", *rows), update=update)
    with office.read() as session:
        return session.scalars(select(Case.id).order_by(Case.id)).all()[1]


def edit(office: Office, case_id: int, **values: object) -> None:
    """Change the applicant of a case."""
    with office.write(Op.EDIT_FACTS, case_id) as work:
        for key, value in values.items():
            setattr(work.case.household.people[0], key, value)
        work.done()


def labels(office: Office, case_id: int) -> list[str]:
    """What was done to the case, the oldest first."""
    return [line.label for line in reversed(case_history(office, case_id).lines)]


def unfolded(office: Office, case_id: int, label: str) -> tuple[RowChange, ...]:
    """What the oldest operation of this name did to the case."""
    lines = [line for line in case_history(office, case_id).lines if line.label == label]
    return changes_of(office, lines[-1].id, case_id=case_id)


def told(changes: tuple[RowChange, ...], what: str) -> list[dict[str, str]]:
    """The fields of the rows of one kind as they were afterwards."""
    return [
        {field.label: field.after for field in change.fields}
        for change in changes
        if change.what == what
    ]


def test_the_history_of_an_imported_file_begins_with_its_import(
    office: Office, tmp_path: Path
) -> None:
    case_id = imported(office, tmp_path)
    edit(office, case_id, phone="13911112222")
    opened = full_draft(office)
    (line,) = case_history(office, case_id).lines[-1:]
    assert labels(office, case_id) == ["导入", "修改档案"]
    assert (line.who, line.shows_values) == (office.user.display_name, True)
    assert line.summary == "这一步是成批办理的，展开只列这一份档案的内容。"
    assert labels(office, opened)[0] == "新建档案"


def test_an_import_is_told_by_what_the_file_was_before_its_first_change(
    office: Office, tmp_path: Path
) -> None:
    case_id = imported(office, tmp_path)
    edit(office, case_id, phone="13911112222", health="良好", disease=None)
    edit(office, case_id, phone="13922223333")
    with office.write(Op.EDIT_FACTS, case_id) as work:
        work.case.household.main_cause_text = "车祸"
        work.case.household.people.append(Person(name="韦秀兰", position=2))
        work.done()
    changes = unfolded(office, case_id, "导入")
    assert {change.act for change in changes} == {"新增"}
    applicant, member = told(changes, "家庭成员")
    assert (applicant["手机号码"], applicant["疾病类别"]) == ("138 0000 0000", "恶性肿瘤")
    assert member["姓名"] == "黎小禾"
    (household,) = told(changes, "家庭")
    assert household["致困原因说明"] == "本人大病"
    (case,) = told(changes, "档案")
    assert case["档案编号"] == "QH00002"
    (filed,) = told(changes, "导入原值")
    assert filed["原值"] == "癌症"


def test_a_later_import_tells_what_it_changed_in_this_file_only(
    office: Office, tmp_path: Path
) -> None:
    case_id = imported(office, tmp_path)
    values: Row = {"工作单位": "青禾县糖厂", "家庭成员2姓名": "黎大山", "家庭成员2关系": "父亲"}
    assert imported(office, tmp_path, update=True, **values) == case_id
    assert labels(office, case_id) == ["导入", "导入"]
    assert labels(office, case_id + 1) == ["导入"]
    later = changes_of(office, case_history(office, case_id).lines[0].id, case_id=case_id)
    changed = [change for change in later if change.act == "修改"]
    assert [(one.label, one.before, one.after) for one in changed[0].fields] == [
        ("工作单位", "青禾县水泥厂", "青禾县糖厂")
    ]
    assert [one["姓名"] for one in told(later, "家庭成员") if "姓名" in one] == ["黎大山"]
    first = told(unfolded(office, case_id, "导入"), "家庭成员")
    assert [one["姓名"] for one in first] == ["黎小满", "黎小禾"]
    assert first[0]["工作单位"] == "青禾县水泥厂"


def test_what_was_done_to_many_at_once_is_told_in_each(office: Office, tmp_path: Path) -> None:
    case_id = imported(office, tmp_path)
    add_colleagues(office)
    with office.read() as session:
        clerk = session.scalar(select(Case.clerk_id).where(Case.id == case_id))
    other = next(one.id for one in accounts(office) if Role.CLERK in one.roles and one.id != clerk)
    transfer_cases(office, case_ids=[case_id, case_id + 1], clerk_id=other, reason="调岗。")
    assert labels(office, case_id) == ["导入", "移交档案"]
    assert labels(office, case_id - 1) == ["导入"]
    (change,) = unfolded(office, case_id, "移交档案")
    assert [field.label for field in change.fields] == ["经办人"]


def test_two_files_that_were_merged_tell_each_whom_its_import_brought(
    office: Office, tmp_path: Path
) -> None:
    case_id = imported(office, tmp_path)
    merge(office, case_id=case_id - 1, absorbed_id=case_id, reason="一户两档。")
    assert labels(office, case_id - 1) == ["导入", "合并档案"]
    assert labels(office, case_id) == ["导入", "合并档案"]
    (kept,) = told(unfolded(office, case_id - 1, "导入"), "家庭成员")
    absorbed = told(unfolded(office, case_id, "导入"), "家庭成员")
    assert kept["姓名"] == "覃永福"
    assert [one["姓名"] for one in absorbed] == ["黎小满", "黎小禾"]
    (change,) = unfolded(office, case_id, "合并档案")
    assert (change.what, change.act) == ("档案", "修改")


def test_who_reads_own_operations_only_reads_no_import_of_another(
    office: Office, open_as: OpenAs, tmp_path: Path
) -> None:
    case_id = imported(office, tmp_path)
    line = case_history(office, case_id).lines[-1]
    add_colleagues(office)
    assert labels(open_as("reviewer"), case_id) == ["导入"]
    assert unfolded(open_as("auditor"), case_id, "导入")
    clerk = open_as("clerk")
    assert labels(clerk, case_id) == []
    with pytest.raises(AccessDeniedError):
        changes_of(clerk, line.id, case_id=case_id)


def test_an_operation_on_another_file_is_not_told_in_this_one(
    office: Office, tmp_path: Path
) -> None:
    case_id = imported(office, tmp_path)
    other = full_draft(office)
    with pytest.raises(AccessDeniedError):
        changes_of(office, case_history(office, other).lines[0].id, case_id=case_id)
