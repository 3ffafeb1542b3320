"""Importing into a real encrypted office: counts, what is written, refusals, the refused rows."""

import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import func, select

from app.cases.find import find
from app.cases.imports import check_import, import_workbook, write_rejects
from app.cases.numbering import next_numbers
from app.cases.workbook.reader import UnreadableWorkbookError
from app.changes import Op
from app.errors import AccessDeniedError, Cancelled, ConflictError
from app.office.accounts import add_account
from app.office.session import Office
from app.progress import Progress
from app.version import VERSION
from db import journal
from db.backup import list_backups
from db.codes import Origin, Role, Stage
from db.models import (
    Base,
    Case,
    FiledValue,
    NewRows,
    Operation,
    RowImage,
)
from tests.app.cases.importing import (
    BAD_ROWS,
    CLEAN,
    MESSY,
    ROOT,
    TABLES,
    counts,
    family,
    only_case,
    sizes,
)
from tests.app.cases.workbook.making import id_number, person, write_table
from tests.conftest import PASSWORD, OpenAs

# ---------------------------------------------------------------- both samples


def test_the_messy_workbook_is_refused_whole_then_its_good_rows_are_taken(office: Office) -> None:
    refused = import_workbook(office, path=MESSY)
    assert not refused.is_ok
    assert counts(refused.as_json()) == [200, 174, 530, 0, 0, 0]
    assert sizes(office) == [0] * len(TABLES)
    assert not list_backups(office.folder)
    taken = import_workbook(office, path=MESSY, accept_good=True)
    assert taken.is_ok
    assert counts(taken.as_json()) == [200, 174, 530, 174, 0, 0]
    assert {cell.row for cell in taken.rejected} == BAD_ROWS
    assert sizes(office)[:3] == [174, 174, 530]
    before = sizes(office)
    again = import_workbook(office, path=MESSY, accept_good=True)
    assert again.is_ok
    assert counts(again.as_json()) == [200, 0, 0, 0, 174, 0]
    assert {cell.row for cell in again.rejected} == BAD_ROWS
    assert not import_workbook(office, path=MESSY).is_ok
    assert sizes(office) == before
    with office.read() as session:
        assert journal.verify(session, office.keys.journal).is_whole
        imports = select(func.count()).where(Operation.op == Op.IMPORT.name)
        assert session.scalar(imports) == 1


def test_the_clean_workbook_is_taken_whole_and_again_changes_nothing(office: Office) -> None:
    assert counts(import_workbook(office, path=CLEAN).as_json()) == [120, 120, 374, 120, 0, 0]
    again = import_workbook(office, path=CLEAN, update=True)
    assert again.is_ok
    assert counts(again.as_json()) == [120, 0, 0, 0, 120, 0]


def test_a_check_writes_nothing(office: Office) -> None:
    report = check_import(office, CLEAN)
    assert counts(report.as_json()) == [120, 120, 374, 0, 0, 0]
    assert sizes(office) == [0] * len(TABLES)


def test_the_report_is_plain_json(office: Office) -> None:
    report = json.loads(json.dumps(check_import(office, MESSY).as_json()))
    assert set(report["rejected"][0]) == {"row", "field", "reason"}
    assert set(report["warnings"][0]) == {"row", "field", "note"}


# ---------------------------------------------------------------- what is written


def test_a_case_is_on_file_since_the_day_of_filing_and_nothing_is_invented(
    office: Office, tmp_path: Path
) -> None:
    report = import_workbook(office, path=write_table(tmp_path / "a.xlsx", family()))
    case, household, people = only_case(office)
    assert (case.stage, case.origin, case.number) == (Stage.ON_FILE, Origin.IMPORT, "QH00001")
    assert case.stage_since == case.filed_on == date(2024, 5, 6)
    assert case.stage_step == len(case.stage_order)
    assert (case.category, case.remarks, case.unit_id) == (
        "深度困难职工",
        "爱好：下棋",
        office.user.unit_id,
    )
    assert (household.main_cause, household.main_cause_text) == ("患重特大疾病", "本人大病")
    applicant, member = people
    assert (applicant.is_applicant, applicant.relation, applicant.position) == (True, "本人", 0)
    assert applicant.open_id_number == applicant.id_number == id_number(1)
    assert (applicant.health, applicant.disease, applicant.monthly_income_fen) == (
        "疾病",
        "恶性肿瘤",
        120_000,
    )
    assert (member.name, member.relation, member.in_school) == ("黎小禾", "女儿", True)
    with office.read() as session:
        (filed,) = session.scalars(select(FiledValue))
        assert (filed.person_id, filed.field, filed.value) == (applicant.id, "health", "癌症")
        for name in ("survey", "publicity", "decision", "assessment"):
            table = Base.metadata.tables[name]
            assert session.scalar(select(func.count()).select_from(table)) == 0
    assert report.changes is not None
    assert report.changes.case_ids == (case.id,)


def test_new_rows_are_journalled_by_their_ids_under_one_operation(
    office: Office, tmp_path: Path
) -> None:
    report = import_workbook(office, path=write_table(tmp_path / "a.xlsx", family()))
    assert report.changes is not None
    with office.read() as session:
        operation = session.get_one(Operation, report.changes.operation_id)
        assert operation.op == Op.IMPORT.name
        assert operation.counts == {"case_file": 1, "filed_value": 1, "household": 1, "person": 2}
        here = NewRows.operation_id == operation.id
        assert session.scalar(select(func.count()).select_from(NewRows).where(here)) == 5
        images = select(func.count()).where(RowImage.operation_id == operation.id)
        assert session.scalar(images) == 0


def test_a_verified_backup_is_made_before(office: Office, tmp_path: Path) -> None:
    import_workbook(office, path=write_table(tmp_path / "a.xlsx", family()))
    assert [backup.reason for backup in list_backups(office.folder)] == ["before-import"]


def test_missing_case_numbers_are_the_offices_next_ones(office: Office, tmp_path: Path) -> None:
    rows = [person(1, 编号="202600007"), person(2, 编号=None), person(3, 编号=None)]
    import_workbook(office, path=write_table(tmp_path / "a.xlsx", *rows))
    with office.read() as session:
        numbers = session.scalars(select(Case.number).order_by(Case.id)).all()
        assert numbers == ["202600007", "202600008", "202600009"]
        assert next_numbers(session, office.today) == ("202600010",)
    again = import_workbook(office, path=tmp_path / "a.xlsx")
    assert counts(again.as_json()) == [3, 0, 0, 0, 3, 0]


def test_without_a_day_of_filing_the_case_stands_since_today(
    office: Office, tmp_path: Path
) -> None:
    import_workbook(office, path=write_table(tmp_path / "a.xlsx", person(1, 建档日期=None)))
    case, _, _ = only_case(office)
    assert (case.stage_since, case.filed_on) == (date(2026, 11, 20), None)


def test_people_are_found_at_once(office: Office, tmp_path: Path) -> None:
    import_workbook(office, path=write_table(tmp_path / "a.xlsx", family()))
    for text in ("小满", "lixiaoman", "lxm", id_number(1)[-4:], "13800000000", "水泥厂", "QH00001"):
        assert [hit.name for hit in find(office, text)] == ["黎小满"], text
    assert [hit.name for hit in find(office, "黎小禾")] == ["黎小禾"]


# ---------------------------------------------------------------- refusals and failures


def test_an_account_without_the_permission_is_refused_and_the_refusal_journalled(
    office: Office, open_as: OpenAs
) -> None:
    add_account(
        office,
        name="jing",
        display_name="经审员",
        password=PASSWORD,
        roles=frozenset({Role.AUDITOR}),
        unit_id=office.user.unit_id,
    )
    auditor = open_as("jing")
    with pytest.raises(AccessDeniedError):
        import_workbook(auditor, path=CLEAN)
    with auditor.read() as session:
        last = session.scalars(select(Operation).order_by(Operation.id.desc())).first()
        assert last is not None
        assert (last.op, last.result) == (Op.IMPORT.name, "refused")


def test_a_stopped_import_writes_nothing(office: Office) -> None:
    def stop(progress: Progress) -> None:
        if progress.label == "写入档案":
            progress.cancel()

    with pytest.raises(Cancelled):
        import_workbook(office, path=CLEAN, progress=Progress(listener=stop))
    assert sizes(office) == [0] * len(TABLES)


def test_a_change_between_check_and_write_is_a_conflict(office: Office, tmp_path: Path) -> None:
    path = write_table(tmp_path / "a.xlsx", family())

    def meanwhile(progress: Progress) -> None:
        if progress.label == "正在备份并校验":
            import_workbook(office, path=path)

    with pytest.raises(ConflictError):
        import_workbook(office, path=path, progress=Progress(listener=meanwhile))
    assert sizes(office)[:3] == [1, 1, 2]


def test_an_unreadable_file_is_a_sentence(office: Office, tmp_path: Path) -> None:
    with pytest.raises(UnreadableWorkbookError, match="没有找到"):
        import_workbook(office, path=tmp_path / "none.xlsx")


# ---------------------------------------------------------------- the list of refused rows


def test_refused_rows_are_written_as_text_with_their_reasons(
    office: Office, tmp_path: Path
) -> None:
    rows = [family(1, 姓名=None), family(2), family(3, 身份证号=4.5e17, 工作单位="@SUM(1)")]
    path = write_table(tmp_path / "a.xlsx", *rows)
    out = tmp_path / "退回.xlsx"
    write_rejects(check_import(office, path), out)
    lines = list(openpyxl.load_workbook(out).worksheets[0].iter_rows())
    assert [[cell.value for cell in line][-2:] for line in lines] == [
        ["原行号", "退回原因"],
        ["4", "姓名：没有填写姓名，请补上申请人的姓名。"],
        ["6", "身份证号：身份证号存成了数字，后几位已经丢失，请改为文本格式后重新填写。"],
    ]
    assert {cell.data_type for line in lines for cell in line if cell.value is not None} == {"s"}


def test_a_mended_list_of_refused_rows_is_imported_without_a_word_on_its_own_columns(
    office: Office, tmp_path: Path
) -> None:
    out = tmp_path / "退回.xlsx"
    write_rejects(check_import(office, write_table(tmp_path / "a.xlsx", person(1, 姓名=None))), out)
    book = openpyxl.load_workbook(out)
    page = book.worksheets[0]
    column = [cell.value for cell in page[1]].index("姓名") + 1
    page.cell(2, column).value = "黎小满"
    book.save(out)
    report = import_workbook(office, path=out)
    assert report.written == 1
    assert not report.warnings


def test_hostile_text_comes_back_as_text(office: Office, tmp_path: Path) -> None:
    hostile = "<img src=x>'; DROP TABLE person; --{}%s"
    row = person(1, 工作单位=hostile, 身份证号=None, 开户银行="'=1+1")
    out = tmp_path / "退回.xlsx"
    write_rejects(check_import(office, write_table(tmp_path / "a.xlsx", row)), out)
    values = [cell.value for cell in openpyxl.load_workbook(out).worksheets[0][2]]
    assert hostile in values
    assert "'=1+1" in values


def test_the_version_is_the_projects() -> None:
    assert f'version = "{VERSION}"' in (ROOT / "pyproject.toml").read_text("utf-8")
