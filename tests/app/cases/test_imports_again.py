"""A later export of the same households, and taking an import back."""

from pathlib import Path

import pytest
from sqlalchemy import select, update

from app.cases.find import find
from app.cases.imports import check_import, import_workbook, undo_import
from app.cases.workbook.reader import Cell
from app.changes import Op
from app.errors import ConflictError, UserError
from app.office.session import Office
from db import journal
from db.codes import Origin, Stage
from db.models import (
    Case,
    FiledValue,
    Person,
)
from tests.app.cases.importing import CLEAN, counts, family, only_case, sizes
from tests.app.cases.workbook.making import id_number, person, write_table

# ---------------------------------------------------------------- again, with differences


def changed(tmp_path: Path, **values: Cell) -> Path:
    """The family's row as a later export has it."""
    return write_table(tmp_path / "b.xlsx", family() | values)


def waiting(office: Office) -> list[tuple[int | None, object]]:
    """Whose old values wait, and what they are."""
    query = select(FiledValue.person_id, FiledValue.value).where(FiledValue.is_settled.is_(False))
    with office.read() as session:
        return [(row.person_id, row.value) for row in session.execute(query)]


def test_an_old_value_waits_with_its_person_until_a_later_export_knows_better(
    office: Office, tmp_path: Path
) -> None:
    import_workbook(office, path=write_table(tmp_path / "a.xlsx", family(政治面貌="老同志")))
    applicant = only_case(office)[2][0].id
    assert waiting(office) == [(applicant, "老同志")]
    import_workbook(office, path=changed(tmp_path, 政治面貌="积极分子"), update=True)
    assert waiting(office) == [(applicant, "积极分子")], "the last one counts"
    import_workbook(office, path=changed(tmp_path, 政治面貌="群众"), update=True)
    assert waiting(office) == []


def test_differences_are_listed_and_written_only_with_update(
    office: Office, tmp_path: Path
) -> None:
    import_workbook(office, path=write_table(tmp_path / "a.xlsx", family()))
    later = changed(
        tmp_path,
        姓名="黎晓满",
        工作单位="青禾县糖厂",
        家庭成员1身份="高中",
        本人月平均收入=None,
        家庭成员2姓名="黎大山",
        家庭成员2身份证号=id_number(701, "19520101"),
    )
    listed = import_workbook(office, path=later)
    assert counts(listed.as_json()) == [1, 0, 0, 0, 1, 1]
    fields = {"姓名", "工作单位", "家庭成员1身份", "家庭成员2姓名"}
    assert {cell.field for cell in listed.warnings if "档案里" in cell.note} == fields
    assert only_case(office)[2][0].name == "黎小满"
    written = import_workbook(office, path=later, update=True)
    assert counts(written.as_json()) == [1, 0, 0, 1, 1, 1]
    _, _, people = only_case(office)
    assert [p.name for p in people] == ["黎晓满", "黎小禾", "黎大山"]
    assert people[0].employer == "青禾县糖厂"
    assert people[0].monthly_income_fen == 120_000
    assert people[2].open_id_number == id_number(701, "19520101")
    assert counts(import_workbook(office, path=later, update=True).as_json()) == [1, 0, 0, 0, 1, 0]
    with office.read() as session:
        assert journal.verify(session, office.keys.journal).is_whole
    assert find(office, "黎晓满")
    assert find(office, "黎大山")
    assert not find(office, "黎小满")


def test_notes_of_differences_hold_no_values(office: Office, tmp_path: Path) -> None:
    import_workbook(office, path=write_table(tmp_path / "a.xlsx", family()))
    report = check_import(office, changed(tmp_path, 手机号码="13911112222", 健康状况="残疾"))
    assert report.differing == 1
    for cell in report.warnings:
        assert "139" not in cell.note
        assert "残疾" not in cell.note


def test_a_fact_that_shares_its_column_with_another_is_named(
    office: Office, tmp_path: Path
) -> None:
    import_workbook(office, path=write_table(tmp_path / "a.xlsx", family()))
    report = check_import(office, changed(tmp_path, 主要致困原因="谁也不知道的原因"))
    notes = {(one.field, one.new): one.note for one in report.differences}
    assert notes == {
        ("主要致困原因", "其他"): "",
        ("主要致困原因", "谁也不知道的原因"): "写在“致困原因说明”里",
    }


def test_an_older_category_of_a_later_export_waits_for_review(
    office: Office, tmp_path: Path
) -> None:
    import_workbook(office, path=write_table(tmp_path / "a.xlsx", family()))
    import_workbook(office, path=changed(tmp_path, 困难类别="低保户"), update=True)
    case, _, _ = only_case(office)
    assert (case.category, case.filed_category, case.category_to_review) == (None, "低保户", True)


def test_of_what_differs_the_user_leaves_out_what_he_likes(office: Office, tmp_path: Path) -> None:
    import_workbook(office, path=write_table(tmp_path / "a.xlsx", family()))
    second = {"家庭成员2姓名": "黎小麦", "家庭成员2关系": "儿子"}
    later = changed(
        tmp_path, 工作单位="青禾县糖厂", 手机号码="13900000000", 本人月平均收入=900, **second
    )
    left = {(4, "手机号码"), (4, "本人月平均收入"), (4, "家庭成员2姓名")}
    report = import_workbook(office, path=later, update=True, left_out=left)
    applicant, *members = only_case(office)[2]
    assert (applicant.employer, applicant.phone) == ("青禾县糖厂", "13800000000")
    assert [one.name for one in members] == ["黎小禾"]
    told = {one.field: one.note for one in report.warnings if one.note.startswith("与档案")}
    assert told["工作单位"] == "与档案里的不同，已按文件更新。"
    kept = "与档案里的不同，按您的选择没有改动。"
    assert {told[name] for _, name in left} == {kept}
    assert {(4, one.field) for one in check_import(office, later).differences} == left


def test_a_workbook_that_was_saved_after_the_check_is_not_imported_unseen(
    office: Office, tmp_path: Path
) -> None:
    seen = check_import(office, write_table(tmp_path / "a.xlsx", family(1)))
    path = write_table(tmp_path / "a.xlsx", family(1), family(2))
    with pytest.raises(ConflictError, match="又保存过"):
        import_workbook(office, path=path, seen=seen)
    assert sizes(office)[0] == 0
    assert import_workbook(office, path=path, seen=check_import(office, path)).written == 2


def test_a_household_of_which_everything_is_left_out_is_not_touched(
    office: Office, tmp_path: Path
) -> None:
    import_workbook(office, path=write_table(tmp_path / "a.xlsx", family()))
    later = changed(tmp_path, 工作单位="青禾县糖厂")
    report = import_workbook(office, path=later, update=True, left_out={(4, "工作单位")})
    assert report.written == 0
    assert only_case(office)[2][0].employer == "青禾县水泥厂"


def test_a_corrected_id_number_is_written_and_held(office: Office, tmp_path: Path) -> None:
    import_workbook(office, path=write_table(tmp_path / "a.xlsx", family()))
    later = changed(tmp_path, 身份证号=id_number(3))
    assert import_workbook(office, path=later, update=True).written == 1
    applicant = only_case(office)[2][0]
    assert applicant.id_number == applicant.open_id_number == id_number(3)


def test_an_id_number_held_by_another_open_case_is_not_taken(
    office: Office, tmp_path: Path
) -> None:
    import_workbook(office, path=write_table(tmp_path / "a.xlsx", family(1), family(2)))
    later = family(1) | {"家庭成员1姓名": "黎新禾", "家庭成员1身份证号": id_number(502, "20100607")}
    report = import_workbook(office, path=write_table(tmp_path / "b.xlsx", later), update=True)
    assert counts(report.as_json()) == [1, 0, 0, 0, 1, 1]
    assert any("另一份未结的档案" in cell.note for cell in report.warnings)


def test_a_closed_case_is_not_changed(office: Office, tmp_path: Path) -> None:
    import_workbook(office, path=write_table(tmp_path / "a.xlsx", family()))
    close(office)
    report = import_workbook(office, path=changed(tmp_path, 工作单位="青禾县糖厂"), update=True)
    assert counts(report.as_json()) == [1, 0, 0, 0, 1, 1]
    assert only_case(office)[2][0].employer == "青禾县水泥厂"


def close(office: Office) -> None:
    """Close the only case, as an exit would."""
    with office.write(Op.WATCH_ENDED) as work:
        work.session.execute(update(Case).values(stage=Stage.CLOSED))
        work.session.execute(update(Person).values(open_id_number=None))
        work.done()


def test_a_new_case_of_somebody_whose_case_is_closed_is_linked(
    office: Office, tmp_path: Path
) -> None:
    import_workbook(office, path=write_table(tmp_path / "a.xlsx", family()))
    close(office)
    import_workbook(office, path=write_table(tmp_path / "b.xlsx", person(1, 编号="QH90000")))
    with office.read() as session:
        old, new = session.scalars(select(Case).order_by(Case.id))
        assert new.previous_case_id == old.id
        assert new.origin is Origin.IMPORT


# ---------------------------------------------------------------- undo


def test_an_import_is_taken_back_whole_and_can_be_done_again(office: Office) -> None:
    report = import_workbook(office, path=CLEAN)
    assert report.changes is not None
    operation_id = report.changes.operation_id
    assert operation_id is not None
    with office.read() as session:
        name = session.scalars(select(Person.name).where(Person.is_applicant)).first()
    assert find(office, name or "")
    undo_import(office, operation_id=operation_id, reason="选错了文件")
    assert sizes(office)[:4] == [0, 0, 0, 0]
    assert not find(office, name or "")
    with pytest.raises(UserError, match="已经撤销"):
        undo_import(office, operation_id=operation_id, reason="再来")
    assert import_workbook(office, path=CLEAN).written == 120
    with office.read() as session:
        assert journal.verify(session, office.keys.journal).is_whole
        ids = session.scalars(select(Case.id)).all()
    assert not set(ids) & set(report.changes.case_ids)


def test_an_update_is_taken_back_too(office: Office, tmp_path: Path) -> None:
    import_workbook(office, path=write_table(tmp_path / "a.xlsx", family()))
    later = changed(tmp_path, 姓名="黎晓满", 家庭成员2姓名="黎大山")
    report = import_workbook(office, path=later, update=True)
    assert report.changes is not None
    undo_import(office, operation_id=report.changes.operation_id or 0, reason="改错了")
    _, _, people = only_case(office)
    assert [p.name for p in people] == ["黎小满", "黎小禾"]


def test_an_import_whose_cases_were_touched_stays(office: Office, tmp_path: Path) -> None:
    first = import_workbook(office, path=write_table(tmp_path / "a.xlsx", family()))
    assert first.changes is not None
    operation_id = first.changes.operation_id or 0
    office.record(Op.OPEN_CASE, first.changes.case_ids[0])
    with office.write(Op.EDIT_FACTS, first.changes.case_ids[0]) as work:
        work.case.remarks = "已走访"
        work.done()
    before = sizes(office)
    with pytest.raises(ConflictError):
        undo_import(office, operation_id=operation_id, reason="选错了文件")
    assert sizes(office) == before


def test_looking_at_a_case_does_not_keep_an_import_from_being_undone(
    office: Office, tmp_path: Path
) -> None:
    report = import_workbook(office, path=write_table(tmp_path / "a.xlsx", family()))
    assert report.changes is not None
    office.record(Op.OPEN_CASE, report.changes.case_ids[0])
    undo_import(office, operation_id=report.changes.operation_id or 0, reason="选错了文件")
    assert sizes(office)[:4] == [0, 0, 0, 0]


@pytest.mark.parametrize("reason", ["", "  "])
def test_undo_wants_a_reason(office: Office, reason: str) -> None:
    with pytest.raises(UserError) as caught:
        undo_import(office, operation_id=1, reason=reason)
    assert caught.value.field == "reason"


def test_only_an_import_can_be_undone_as_one(office: Office) -> None:
    with pytest.raises(UserError, match="没有找到这次导入"):
        undo_import(office, operation_id=1, reason="试试")
