"""Lists as workbooks: the national layout, masked, journalled; exported and imported nothing changes."""

from pathlib import Path

import pytest
from sqlalchemy import select

from app.cases.export import export_list
from app.cases.imports import check_import, import_workbook
from app.cases.lists import CaseFilter, case_ids
from app.cases.workbook.reader import Sheet, read_workbook
from app.changes import Op
from app.errors import UserError
from app.office.seconding import Second
from app.office.session import Office
from app.office.settings import save_settings
from db.keys import KdfCost
from db.models import Case, Operation, Reason
from tests.app.cases.importing import CLEAN, MESSY, family
from tests.app.cases.workbook.making import write_table
from tests.app.review.review_cases import add_colleagues
from tests.conftest import PASSWORD, OpenAs


def exported(office: Office, tmp_path: Path, *, is_full: bool = False) -> Sheet:
    """Every case, exported and read again."""
    out = tmp_path / "out.xlsx"
    ids = case_ids(office, CaseFilter())
    export_list(office, case_ids=ids, out=out, purpose="上报市总工会", is_full=is_full)
    return read_workbook(out)


def cell(sheet: Sheet, name: str, row: int = 0) -> object:
    """A cell by its title."""
    return sheet.rows[row].cells[sheet.header.names.index(name)]


@pytest.mark.parametrize("sample", [CLEAN, MESSY])
def test_exporting_and_importing_changes_nothing(
    office: Office, tmp_path: Path, sample: Path
) -> None:
    written = import_workbook(office, path=sample, accept_good=True).written
    exported(office, tmp_path, is_full=True)
    report = import_workbook(office, path=tmp_path / "out.xlsx", update=True, accept_good=True)
    assert [one for one in report.warnings if "档案里" in one.note] == []
    assert not report.rejected
    assert (report.accepted, report.existing, report.differing) == (0, written, 0)
    assert report.written == 0


def test_the_layout_is_the_template_and_insurance_is_yes_or_no(
    office: Office, tmp_path: Path
) -> None:
    import_workbook(office, path=write_table(tmp_path / "a.xlsx", family(是否进入医保="职工医保")))
    sheet = exported(office, tmp_path, is_full=True)
    assert sheet.header.names[:4] == ("编号", "困难类别", "姓名", "民族")
    assert sheet.header.names[41:44] == ("建档日期", "家庭成员1姓名", "家庭成员1关系")
    assert cell(sheet, "是否进入医保") == "是"
    report = check_import(office, tmp_path / "out.xlsx")
    assert report.differing == 0


def test_lists_are_masked_unless_full_values_are_asked_for(office: Office, tmp_path: Path) -> None:
    import_workbook(office, path=write_table(tmp_path / "a.xlsx", family()))
    sheet = exported(office, tmp_path)
    assert "********" in str(cell(sheet, "身份证号"))
    assert cell(sheet, "手机号码") == "138****0000"
    assert cell(sheet, "健康状况") == "疾病"
    full = exported(office, tmp_path, is_full=True)
    assert cell(full, "手机号码") == "13800000000"
    assert cell(full, "健康状况") == "恶性肿瘤"


def test_an_export_is_journalled_with_its_reason_and_marked(office: Office, tmp_path: Path) -> None:
    import_workbook(office, path=write_table(tmp_path / "a.xlsx", family()))
    ids = case_ids(office, CaseFilter())
    with pytest.raises(UserError, match="用途"):
        export_list(office, case_ids=ids, out=tmp_path / "x.xlsx", purpose=" ")
    assert not (tmp_path / "x.xlsx").exists()
    made = export_list(office, case_ids=ids, out=tmp_path / "x.xlsx", purpose="领导调阅")
    with office.read() as session:
        operation = session.get_one(Operation, made.changes.operation_id)
        reason = session.scalars(select(Reason.text)).all()[-1]
    assert (operation.op, made.households) == (Op.EXPORT_LIST.name, 1)
    assert reason == "领导调阅（1 户，已遮盖）"
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(tmp_path / "x.xlsx"))
    told = str(book.get_sheet_by_name("导出说明").to_python())
    assert made.serial in told
    assert "领导调阅" in told


def test_full_values_leave_only_with_a_second_person(
    office: Office, open_as: OpenAs, tmp_path: Path
) -> None:
    import_workbook(office, path=write_table(tmp_path / "a.xlsx", family()))
    add_colleagues(office)
    save_settings(office, values={"is_solo": False})
    clerk = open_as("clerk")
    ids, out = case_ids(clerk, CaseFilter()), tmp_path / "x.xlsx"

    def export(second: Second | None, *, is_full: bool = True) -> None:
        export_list(
            clerk,
            case_ids=ids,
            out=out,
            purpose="上报",
            is_full=is_full,
            second=second,
            cost=KdfCost.for_tests(),
        )

    for second, field in (
        (None, "second"),
        (Second("reviewer", ""), "second_password"),
        (Second("reviewer", "Falsch-falsch-1"), "second_password"),
        (Second("clerk", PASSWORD), "second"),
        (Second("auditor", PASSWORD), "second"),
    ):
        with pytest.raises(UserError) as error:
            export(second)
        assert error.value.field == field, second
        assert not out.exists()
    export(None, is_full=False)
    export(Second("reviewer", PASSWORD))
    with clerk.read() as session:
        assert (
            session.scalars(select(Reason.text)).all()[-1] == "上报（1 户，含完整信息，孟与之同意）"
        )
    from python_calamine import CalamineWorkbook

    told = CalamineWorkbook.from_path(str(out)).get_sheet_by_name("导出说明").to_python()
    assert ["同意导出人", "孟与之"] in told
    assert PASSWORD not in repr(Second("reviewer", PASSWORD))


def test_text_never_becomes_a_formula(office: Office, tmp_path: Path) -> None:
    import_workbook(office, path=write_table(tmp_path / "a.xlsx", family()))
    with office.write(Op.EDIT_FACTS) as work:
        case = work.session.scalars(select(Case)).one()
        case.remarks = '=HYPERLINK("http://a")'
        case.household.people[0].employer = "@SUM(1)"
        work.done(case_ids=(case.id,))
    sheet = exported(office, tmp_path, is_full=True)
    assert cell(sheet, "备注") == '=HYPERLINK("http://a")'
    assert cell(sheet, "工作单位") == "@SUM(1)"


@pytest.mark.parametrize(
    "remarks",
    ["父亲住院。\n母亲在外地打工。", "两处\t空白  相连", "'单引号开头", "-5", "=1+1", "TRUE"],
)
def test_odd_remarks_and_names_come_back_as_they_were(
    office: Office, tmp_path: Path, remarks: str
) -> None:
    import_workbook(office, path=write_table(tmp_path / "a.xlsx", family()))
    with office.write(Op.EDIT_FACTS) as work:
        case = work.session.scalars(select(Case)).one()
        case.remarks = case.household.people[1].employer = remarks
        case.household.people[0].name = remarks.split()[0]
        work.done(case_ids=(case.id,))
    exported(office, tmp_path, is_full=True)
    report = check_import(office, tmp_path / "out.xlsx")
    assert (report.rejected, report.existing, report.differences) == ((), 1, ())


@pytest.mark.parametrize(
    ("cause", "text", "told"),
    [
        ("患重特大疾病", "本人大病", "本人大病"),
        ("子女上学", "本人大病", "子女上学"),
        ("其他", "房屋倒塌", "房屋倒塌"),
        ("其他", "本人大病", "其他"),
        ("其他", None, "其他"),
        (None, "本人大病", None),
    ],
)
def test_the_cause_is_told_as_filed_only_while_that_is_what_it_is(
    office: Office, tmp_path: Path, cause: str | None, text: str | None, told: str | None
) -> None:
    import_workbook(office, path=write_table(tmp_path / "a.xlsx", family()))
    with office.write(Op.EDIT_FACTS) as work:
        case = work.session.scalars(select(Case)).one()
        case.household.main_cause, case.household.main_cause_text = cause, text
        work.done(case_ids=(case.id,))
    assert cell(exported(office, tmp_path, is_full=True), "主要致困原因") == told
    assert check_import(office, tmp_path / "out.xlsx").differences == ()
