"""The tree of unions; figures and rule sets with their dates; the holiday table; order and limits."""

from dataclasses import asdict
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from app.errors import AccessDeniedError, StorageError, UserError
from app.lifecycle import Stage
from app.lifecycle.deadlines import Terms
from app.office.accounts import add_account
from app.office.calendar import office_calendar
from app.office.checking import CheckLine, check_office
from app.office.details import (
    Procedure,
    details,
    procedure,
    save_details,
    save_procedure,
)
from app.office.holidays import HolidayRow, days_of, save_year, span, years
from app.office.rule_sets import known_rules, rules_named
from app.office.scans import scan_content
from app.office.session import Office, PaperApproval
from app.office.standards import (
    AID,
    DIBAO,
    RECOGNITION,
    confirm_item,
    figure_on,
    force_rule_set,
    force_standard,
    prepare_rule_set,
    prepare_standard,
    rule_set_on,
    rule_set_uses,
    standards,
)
from app.office.units import save_unit, unit_named, units
from db.codes import Role
from db.keys import KdfCost
from db.models import Unit
from tests.conftest import PASSWORD, OpenAs

PAPER = PaperApproval("覃主席", date(2026, 1, 5))


def signed_sheet(office: Office) -> Path:
    """A file as a scanner makes it, outside the office's folder."""
    path = office.folder.parent / "签字页.png"
    Image.new("L", (40, 56), 255).save(path)
    return path


def put(office: Office, value: int, day: date, registration: str | None = None) -> int:
    made = prepare_standard(
        office,
        kind=DIBAO,
        place="青禾县",
        value=value,
        valid_from=day,
        registration=registration,
    ).result_id
    assert made is not None
    force_standard(office, standard_id=made, paper=PAPER, sheet=signed_sheet(office))
    return made


def figure(office: Office, day: date, registration: str | None = None) -> int | None:
    with office.read() as session:
        row = figure_on(session, DIBAO, "青禾县", day, registration)
        return None if row is None else row.value


# ---------------------------------------------------------------- units


def test_the_tree_holds_children_under_parents_and_finds_short_names(office: Office) -> None:
    root = office.user.unit_id
    school = save_unit(
        office, parent_id=root, name="青禾县教育工会", level="系统或镇街", aliases=["教育工会"]
    ).result_id
    save_unit(office, parent_id=school, name="青禾一中工会", level="基层")
    assert [(unit.name, unit.depth) for unit in units(office)] == [
        ("青禾县总工会", 0),
        ("青禾县教育工会", 1),
        ("青禾一中工会", 2),
    ]
    assert len(office.user.scope) == 3
    with office.read() as session:
        found = unit_named(session, " 教育工会 ")
        assert found is not None
        assert found.id == school


def test_a_circle_a_taken_name_and_an_unknown_unit_are_refused(office: Office) -> None:
    root = office.user.unit_id
    school = save_unit(office, parent_id=root, name="教育工会", level="系统或镇街").result_id
    below = save_unit(office, parent_id=school, name="一中工会", level="基层").result_id
    with pytest.raises(UserError, match="它自己或它的下级"):
        save_unit(office, unit_id=school, parent_id=below, name="教育工会", level="系统或镇街")
    with pytest.raises(UserError, match="另一个工会组织"):
        save_unit(office, parent_id=root, name="新工会", level="基层", aliases=["一中工会"])
    with pytest.raises(UserError, match="没有找到"):
        save_unit(office, unit_id=999, parent_id=root, name="新工会", level="基层")
    with office.read() as session:
        assert len(session.scalars(select(Unit.id)).all()) == 3


def test_a_unit_with_accounts_stays_in_use(office: Office) -> None:
    with pytest.raises(UserError, match="还有账号"):
        save_unit(
            office,
            unit_id=office.user.unit_id,
            parent_id=None,
            name="青禾县总工会",
            level="县级",
            is_active=False,
        )


# ---------------------------------------------------------------- standards


def test_a_figure_counts_from_its_day_once_it_is_in_force(office: Office) -> None:
    prepare_standard(office, kind=DIBAO, place="青禾县", value=99900, valid_from=date(2026, 1, 1))
    assert figure(office, date(2026, 6, 1)) is None
    put(office, 80000, date(2026, 1, 1))
    assert figure(office, date(2025, 12, 31)) is None
    assert figure(office, date(2026, 1, 1)) == 80000
    row = next(row for row in standards(office) if row.is_in_force)
    assert (row.forced_by, row.is_on_paper) == ("覃主席", True)


def test_town_and_country_until_one_figure_for_both_begins(office: Office) -> None:
    put(office, 80000, date(2025, 1, 1), "城镇")
    put(office, 60000, date(2025, 1, 1), "农村")
    assert figure(office, date(2025, 6, 1), "城镇") == 80000
    assert figure(office, date(2025, 6, 1), "农村") == 60000
    put(office, 90000, date(2026, 1, 1))
    assert figure(office, date(2026, 6, 1), "农村") == 90000


def test_without_an_approver_only_paper_puts_in_force(office: Office) -> None:
    made = prepare_standard(
        office, kind=DIBAO, place="青禾县", value=80000, valid_from=date(2026, 1, 1)
    ).result_id
    assert made is not None
    with pytest.raises((UserError, AccessDeniedError)):
        force_standard(office, standard_id=made)
    with pytest.raises(UserError, match="不能晚于今天"):
        force_standard(office, standard_id=made, paper=PaperApproval("覃主席", date(2027, 1, 1)))
    with pytest.raises(UserError, match="扫描件") as refused:
        force_standard(office, standard_id=made, paper=PAPER)
    assert refused.value.field == "paper_scan"
    sheet = signed_sheet(office)
    force_standard(office, standard_id=made, paper=PAPER, sheet=sheet)
    with pytest.raises(UserError, match="已经生效"):
        force_standard(office, standard_id=made, paper=PAPER, sheet=sheet)


def test_the_signed_sheet_is_kept_encrypted_shown_again_and_checked(office: Office) -> None:
    put(office, 80000, date(2026, 1, 1))
    use = prepare_rule_set(office, purpose=AID, rule_set="JG", valid_from=date(2026, 1, 1))
    assert use.result_id is not None
    force_rule_set(office, use_id=use.result_id, paper=PAPER, sheet=signed_sheet(office))
    kept = standards(office)[0].scan_id
    assert kept is not None
    assert rule_set_uses(office)[0].scan_id not in (None, kept)
    content, mime = scan_content(office, kept)
    assert mime == "image/png"
    with Image.open(BytesIO(content)) as picture:
        assert picture.size == (40, 56)
    files = [path for path in (office.folder / "attachments").rglob("*") if path.is_file()]
    assert len(files) == 1, "the same sheet is stored once"
    assert b"PNG" not in files[0].read_bytes()
    assert _line(office).ok
    files[0].unlink()
    assert not _line(office).ok
    with pytest.raises(StorageError, match="找不到"):
        scan_content(office, kept)


def _line(office: Office) -> CheckLine:
    return next(line for line in check_office(office).checks if line.name == "材料附件")


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [("签字页.docx", b"PK\x03\x04", "JPG"), ("签字页.png", b"", "空的"), (None, b"", "没有添加")],
)
def test_what_is_no_scan_is_refused_and_nothing_is_put_in_force(
    office: Office, name: str | None, data: bytes, says: str
) -> None:
    made = prepare_standard(
        office, kind=DIBAO, place="青禾县", value=80000, valid_from=date(2026, 1, 1)
    ).result_id
    assert made is not None
    path = office.folder.parent / (name or "没有.png")
    if name:
        path.write_bytes(data)
    with pytest.raises(UserError, match=says) as refused:
        force_standard(office, standard_id=made, paper=PAPER, sheet=path)
    assert refused.value.field == "paper_scan"
    assert not standards(office)[0].is_in_force


def test_an_approver_puts_in_force_what_another_has_prepared(open_as: OpenAs) -> None:
    office = open_as("admin")
    add_account(
        office,
        name="tan",
        display_name="覃主席",
        unit_id=office.user.unit_id,
        roles=[Role.APPROVER],
        password=PASSWORD,
        cost=KdfCost.for_tests(),
    )
    made = prepare_rule_set(
        office, purpose=RECOGNITION, rule_set="CQ", valid_from=date(2026, 1, 1)
    ).result_id
    assert made is not None
    approver = open_as("tan")
    force_rule_set(approver, use_id=made)
    with approver.read() as session:
        use = rule_set_on(session, RECOGNITION, date(2026, 2, 1))
        assert use is not None
        assert (use.rule_set, use.forced_by, use.is_on_paper) == ("CQ", "覃主席", False)


def test_unverified_items_are_confirmed_one_by_one(office: Office) -> None:
    made = prepare_rule_set(
        office, purpose=RECOGNITION, rule_set="CQ", valid_from=date(2026, 1, 1)
    ).result_id
    prepare_rule_set(office, purpose=AID, rule_set="HB", valid_from=date(2026, 1, 1))
    assert made is not None
    rules = rules_named(RECOGNITION, "CQ")
    assert rules is not None
    confirm_item(office, use_id=made, item=rules.unverified[0], is_confirmed=True)
    uses = rule_set_uses(office)
    assert [use.purpose for use in uses] == [RECOGNITION, AID]
    assert uses[0].confirmed_items == rules.unverified[:1]
    confirm_item(office, use_id=made, item=rules.unverified[0], is_confirmed=False)
    assert rule_set_uses(office)[0].confirmed_items == ()


def test_a_rule_set_of_the_other_purpose_is_refused(office: Office) -> None:
    with pytest.raises(UserError, match="没有这套标准"):
        prepare_rule_set(office, purpose=AID, rule_set="CQ", valid_from=date(2026, 1, 1))
    assert {rules.purpose for rules in known_rules()} == {RECOGNITION, AID}


# ---------------------------------------------------------------- holidays, order, limits


def test_a_year_is_published_once_it_is_filled_in(office: Office) -> None:
    assert {view.year: view.is_published for view in years(office)}[2027] is False
    save_year(office, year=2027, days=span(date(2027, 1, 1), date(2027, 1, 3), "元旦"))
    with office.read() as session:
        calendar = office_calendar(session)
    assert calendar.is_published(2027)
    assert not calendar.is_workday(date(2027, 1, 1))
    save_year(office, year=2027, days=())
    assert days_of(office, 2027) == ()


def test_saving_a_year_again_changes_only_what_is_different(office: Office) -> None:
    before = days_of(office, 2026)
    moved = HolidayRow(date(2026, 11, 28), True, "试")
    save_year(office, year=2026, days=(*before[1:], moved))
    assert set(days_of(office, 2026)) == {*before[1:], moved}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (HolidayRow(date(2026, 11, 20), True, None), "本来就是工作日"),
        (HolidayRow(date(2027, 1, 1), False, None), "不在 2026 年"),
    ],
)
def test_a_day_that_cannot_be_is_named(office: Office, row: HolidayRow, words: str) -> None:
    with pytest.raises(UserError, match=words):
        save_year(office, year=2026, days=[row])


def test_order_and_limits_are_kept_and_checked(office: Office) -> None:
    told = procedure(office)
    order = (Stage.PUBLICITY, Stage.SURVEY, Stage.PUBLICITY)
    limits = dict(told.limits) | {Stage.SURVEY: 7}
    terms = asdict(told.terms) | {"visit_months": 3}
    save_procedure(office, order=order, limits=limits, terms=terms)
    assert procedure(office) == Procedure(order, limits, Terms(visit_months=3))
    with pytest.raises(UserError, match="一次入户调查"):
        save_procedure(office, order=(Stage.PUBLICITY,), limits=limits, terms=terms)
    with pytest.raises(UserError, match="1 到 250"):
        save_procedure(office, order=order, limits=limits | {Stage.SURVEY: 0}, terms=terms)
    with pytest.raises(UserError, match="1 到 100 年") as error:
        save_procedure(office, order=order, limits=limits, terms=terms | {"retention_years": 0})
    assert error.value.field == "terms.retention_years"


def test_working_alone_ends_only_when_no_account_needs_it(office: Office) -> None:
    from dataclasses import replace

    told = details(office)
    assert told.is_solo
    with pytest.raises(UserError, match="一人办公才允许"):
        save_details(office, wanted=replace(told, is_solo=False))
    save_details(office, wanted=replace(told, complaint_phone="0772-0000000"))
    assert details(office).complaint_phone == "0772-0000000"
    with pytest.raises(UserError, match="1 到 5 分钟"):
        save_details(office, wanted=replace(told, lock_minutes=30))
