"""The journal as people read it: who, what, from what to what; and how far each role reads."""

import json
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Table, select

from app.cases.commands import add_member
from app.changes import Op
from app.errors import AccessDeniedError, UserError
from app.leaving.exits import drop_exit, propose_exit
from app.leaving.visits import record_visit
from app.office.accounts import add_account
from app.office.history import (
    OperationFilter,
    case_history,
    changes_of,
    filter_choices,
    operations,
)
from app.office.history_labels import TABLES
from app.office.history_words import (
    NOT_SHOWN,
    Names,
    column_label,
    is_told,
    value_words,
)
from app.office.session import Office
from app.office.undo import next_redo, next_undo, redo, take_back, undo
from db.codes import Role, Stage
from db.journal import journalled_tables
from db.keys import KdfCost
from db.models import Case, IncomeItem, Operation, Person
from tests.app.cases.invented import full_draft, id_number, member_facts
from tests.app.leaving.leaving_cases import DEATH, VISIT, on_file
from tests.app.review.review_cases import add_colleagues, case_row
from tests.conftest import PASSWORD, TODAY, OpenAs

NOBODY = Names({}, {}, {})


@pytest.mark.parametrize("table", journalled_tables(), ids=lambda table: table.name)
def test_every_column_that_is_told_has_a_chinese_name(table: Table) -> None:
    assert TABLES[table.name]
    for column in table.columns:
        if is_told(table, column.name):
            assert column_label(table, column.name), column.name


def test_no_table_is_named_that_is_not_journalled() -> None:
    assert set(TABLES) == {table.name for table in journalled_tables()}


@pytest.mark.parametrize(
    ("table", "column", "value", "words"),
    [
        ("case_file", "stage", "EXIT_PROPOSED", "拟退出"),
        ("case_file", "stage_order", '["SURVEY", "CHECK"]', "入户调查 → 经济核对"),
        ("case_file", "category_to_review", 1, "是"),
        ("case_file", "discarded_at", "2026-11-20T23:30:00.000000Z", "2026-11-21 07:30"),
        ("visit", "monthly_income_fen", 520_000, "5,200.00"),
        ("visit", "is_cause_gone", 0, "否"),
        ("visit", "visited_on", "2026-11-20", "2026-11-20"),
        ("assessment", "dibao_fen", 80_000, "800.00 元"),
        ("decision", "op", "DROP_EXIT", "不同意退出"),
        ("case_exit", "kind", "脱困", "脱困"),
        ("case_file", "clerk_id", 99, "（已不在）"),
        ("aid_grant", "state", "待审批", "待审批"),
        ("person", "id_number", None, ""),
    ],
)
def test_values_are_told_as_people_read_them(
    table: str, column: str, value: object, words: str
) -> None:
    found = {one.name: one for one in journalled_tables()}[table]
    assert value_words(found, column, {column: value}, NOBODY) == words


@pytest.mark.parametrize(
    ("role", "number", "phone"),
    [
        (Role.CLERK, "370321198005020014", "139 0533 1234"),
        (Role.AUDITOR, "370321********0014", "139****1234"),
    ],
)
def test_values_are_masked_as_on_the_edit_pages(role: Role, number: str, phone: str) -> None:
    table = {one.name: one for one in journalled_tables()}["person"]
    names = replace(NOBODY, roles=(role,))
    for column in ("id_number", "id_number_filed"):
        assert value_words(table, column, {column: "370321198005020014"}, names) == number
    assert value_words(table, "phone", {"phone": "13905331234"}, names) == phone
    if role is Role.AUDITOR:
        assert value_words(table, "disease", {"disease": "尿毒症"}, names) == NOT_SHOWN


def test_a_row_that_is_written_twice_in_one_operation_is_one_place(office: Office) -> None:
    case_id = full_draft(office)
    add_member(office, case_id=case_id, values=member_facts())
    line = case_history(office, case_id).lines[0]
    assert len(changes_of(office, line.id)) == 1
    assert line.summary == "家庭成员 1 处"


def test_an_operation_is_told_field_by_field(office: Office) -> None:
    case_id = on_file(office)
    propose_exit(office, case_id=case_id, proposal=DEATH)
    (line,) = [one for one in case_history(office, case_id).lines if one.label == "提出退出"]
    assert (line.who, line.reason, line.shows_values) == (
        office.user.display_name,
        "本人因病去世。",
        True,
    )
    assert (line.at.hour, line.at.date(), line.is_refused) == (9, TODAY, False)
    assert line.summary == "退出 1 处、档案 1 处、意见 1 处"
    changes = {change.what: change for change in changes_of(office, line.id)}
    assert changes["退出"].act == "新增"
    told = {field.label: (field.before, field.after) for field in changes["退出"].fields}
    assert told["退出类型"] == ("", "死亡")
    moved = {field.label: (field.before, field.after) for field in changes["档案"].fields}
    assert moved == {
        "阶段": ("在档帮扶", "拟退出"),
        "进入阶段日期": ("2026-11-12", "2026-11-20"),
    }


def test_a_row_written_twice_is_told_once(office: Office) -> None:
    case_id = on_file(office)
    with office.write(Op.EDIT_FACTS, case_id) as work:
        person = work.case.household.people[0]
        for name in ("秦一", "秦二"):
            person.name = name
            work.session.flush()
        work.done()
    (change,) = changes_of(office, case_history(office, case_id).lines[0].id)
    assert (change.act, change.what, change.name) == ("修改", "家庭成员", "秦二")
    assert [(field.before, field.after) for field in change.fields] == [("秦望舒", "秦二")]


def test_the_line_of_a_person_names_whose_it_is(office: Office) -> None:
    case_id = on_file(office)
    with office.write(Op.EDIT_FACTS, case_id) as work:
        work.case.household.income[0].amount_fen = 100
        work.done()
    (change,) = changes_of(office, case_history(office, case_id).lines[0].id)
    assert change.name == "秦望舒　工资"


def test_what_was_taken_back_says_so_and_what_can_be_taken_back_is_named(office: Office) -> None:
    case_id = on_file(office)
    assert case_history(office, case_id).take_back is None
    propose_exit(office, case_id=case_id, proposal=DEATH)
    drop_exit(office, case_id=case_id, note="记错了。")
    found = case_history(office, case_id).take_back
    assert found is not None
    assert (found.label, found.problem) == ("不同意退出", "")
    take_back(office, case_id=case_id, reason="还是要退出。")
    history = case_history(office, case_id)
    back, dropped, proposed = history.lines[:3]
    assert (back.label, back.undoes, back.reason) == ("撤回上一步", "不同意退出", "还是要退出。")
    assert (dropped.label, dropped.undone_by) == ("不同意退出", "撤回上一步")
    assert proposed.undone_by == ""
    assert history.take_back is not None
    assert history.take_back.label == "提出退出"
    assert case_row(office, case_id).stage is Stage.EXIT_PROPOSED


def test_undo_and_redo_of_typing_are_told_and_offered(office: Office) -> None:
    case_id = on_file(office)
    record_visit(office, case_id=case_id, entry=VISIT)
    step = next_undo(office)
    assert step is not None
    assert (step.label, next_redo(office)) == ("登记走访", None)
    undo(office)
    visit = next(one for one in case_history(office, case_id).lines if one.label == "登记走访")
    assert visit.undone_by == "撤销"
    assert next_redo(office) is not None
    redo(office)
    visit = next(one for one in case_history(office, case_id).lines if one.label == "登记走访")
    assert visit.undone_by == ""


def test_refusals_and_openings_are_listed_when_asked_for(office: Office, open_as: OpenAs) -> None:
    case_id = on_file(office)
    add_colleagues(office)
    approver = open_as("approver")
    with pytest.raises(AccessDeniedError):
        propose_exit(approver, case_id=case_id, proposal=DEATH)
    approver.record(Op.OPEN_CASE, case_id)
    auditor = open_as("auditor")
    (refused,), has_more = operations(auditor, OperationFilter(only_refused=True))
    assert (refused.who, refused.label, refused.is_refused) == ("温故", "提出退出", True)
    assert (refused.has_values, has_more) == (False, False)
    opened, _ = operations(auditor, OperationFilter(with_looking=True))
    assert "查看档案" in [line.label for line in opened]
    plain, _ = operations(auditor, OperationFilter())
    assert "查看档案" not in [line.label for line in plain]


def test_filters_of_the_auditor(office: Office, open_as: OpenAs) -> None:
    case_id = on_file(office)
    add_colleagues(office)
    record_visit(office, case_id=case_id, entry=VISIT)
    auditor = open_as("auditor")
    people, ops = filter_choices(auditor)
    (admin,) = [who for who, name in people if name == office.user.display_name]
    assert Op.RECORD_VISIT in ops
    assert Op.MERGE not in ops
    for wanted, count in (
        (OperationFilter(op=Op.RECORD_VISIT), 1),
        (OperationFilter(op=Op.RECORD_VISIT, account_id=admin), 1),
        (OperationFilter(op=Op.RECORD_VISIT, account_id=admin + 1), 0),
        (OperationFilter(op=Op.RECORD_VISIT, from_day=TODAY, to_day=TODAY), 1),
        (OperationFilter(op=Op.RECORD_VISIT, to_day=date(2026, 11, 19)), 0),
        (OperationFilter(op=Op.RECORD_VISIT, from_day=date(2026, 11, 21)), 0),
        (OperationFilter(op=Op.RECORD_VISIT, case_number="qh-2026"), 1),
        (OperationFilter(op=Op.RECORD_VISIT, case_number="%"), 0),
    ):
        assert len(operations(auditor, wanted)[0]) == count, wanted


def test_long_histories_come_in_parts(office: Office) -> None:
    case_id = on_file(office)
    for _ in range(205):
        office.record(Op.PRINT_FORM, case_id)
    first = case_history(office, case_id)
    assert (len(first.lines), first.has_more) == (200, True)
    rest = case_history(office, case_id, before_id=first.lines[-1].id)
    assert rest.lines[0].id < first.lines[-1].id
    assert not rest.has_more


def test_how_far_each_role_reads(office: Office, open_as: OpenAs) -> None:
    """Access contract: admin operations without values, clerk own, reviewer own unit, auditor all."""
    case_id = on_file(office)
    add_colleagues(office)
    add_account(
        office,
        name="boss",
        display_name="管理",
        unit_id=office.user.unit_id,
        roles={Role.ADMIN},
        password=PASSWORD,
        cost=KdfCost.for_tests(),
    )
    record_visit(office, case_id=case_id, entry=VISIT)
    with office.read() as session:
        visit_id = session.scalar(select(Operation.id).where(Operation.op == "RECORD_VISIT"))
    assert visit_id is not None
    for account, sees, sees_values in (
        ("clerk", False, False),
        ("reviewer", True, True),
        ("approver", True, True),
        ("auditor", True, True),
        ("boss", True, False),
    ):
        reader = open_as(account)
        found = [line for line in operations(reader, OperationFilter())[0] if line.id == visit_id]
        assert bool(found) is sees, account
        if found:
            assert found[0].shows_values is sees_values, account
        if sees_values:
            assert changes_of(reader, visit_id)
        else:
            with pytest.raises(AccessDeniedError):
                changes_of(reader, visit_id)
    clerk = open_as("clerk")
    assert case_history(clerk, case_id).is_partial
    record_visit(clerk, case_id=case_id, entry=VISIT)
    assert [line.who for line in case_history(clerk, case_id).lines] == ["方知行"]


def test_reviewer_does_not_read_other_units(office: Office, open_as: OpenAs) -> None:
    from app.office.units import save_unit

    case_id = on_file(office)
    made = save_unit(
        office, name="柳河镇工会", parent_id=office.user.unit_id, level="系统或镇街"
    ).result_id
    assert made is not None
    add_account(
        office,
        name="far",
        display_name="远方",
        unit_id=made,
        roles={Role.REVIEWER},
        password=PASSWORD,
        cost=KdfCost.for_tests(),
    )
    record_visit(office, case_id=case_id, entry=VISIT)
    far = open_as("far")
    lines, _ = operations(far, OperationFilter())
    assert [line.label for line in lines if line.case_id == case_id] == []
    with pytest.raises(UserError, match="管辖范围"):
        case_history(far, case_id)


def test_who_may_not_do_it_is_told_before_taking_back(office: Office, open_as: OpenAs) -> None:
    case_id = on_file(office)
    add_colleagues(office)
    propose_exit(office, case_id=case_id, proposal=DEATH)
    reviewer = open_as("reviewer")
    found = case_history(reviewer, case_id).take_back
    assert found is not None
    assert found.problem == "“提出退出”要由有这项权限的同事撤回。"
    with pytest.raises(AccessDeniedError, match="要由有这项权限的同事撤回"):
        take_back(reviewer, case_id=case_id, reason="试试。")


def test_bulk_rows_are_counted(office: Office) -> None:
    on_file(office)
    lines, _ = operations(office, OperationFilter(op=Op.IMPORT))
    changes = changes_of(office, lines[0].id)
    told = {change.what: change.name for change in changes}
    assert told["家庭成员"] == "共 3 条"
    assert told["档案"] == "共 1 条"
    with office.read() as session:
        assert session.query(Case).count() == 1
        assert session.query(Person).count() == 3


def test_of_a_huge_operation_the_beginning_is_told(office: Office) -> None:
    case_id = on_file(office)
    with office.write(Op.EDIT_FACTS, case_id) as work:
        person = work.case.household.people[0]
        for amount in range(1, 211):
            work.case.household.income.append(
                IncomeItem(person_id=person.id, item="工资", amount_fen=amount)
            )
        work.done()
    changes = changes_of(office, case_history(office, case_id).lines[0].id)
    assert len(changes) == 201
    assert (changes[-1].what, changes[-1].name) == ("其余", "10 处没有列出")


def test_what_was_undone_names_whom_it_was_about_and_nobody_of_another_household(
    office: Office,
) -> None:
    case_id = full_draft(office)
    wife = add_member(office, case_id=case_id, values=member_facts(name="韦秀兰")).result_id
    assert wife is not None
    with office.write(Op.EDIT_FACTS, case_id) as work:
        item = IncomeItem(person_id=wife, item="工资", amount_fen=120_000)
        work.case.household.income.append(item)
        work.done()
    undo(office)
    undo(office)
    other = full_draft(office, name="单雄", id_number=id_number(206, "19820605"))
    with office.read() as session:
        assert session.get_one(Person, wife).name == "单雄", "the id is given out again"
    line = next(
        one
        for one in case_history(office, case_id).lines
        if one.undone_by and "收入" in one.summary
    )
    (change,) = changes_of(office, line.id)
    assert change.name == "韦秀兰　工资" and other != case_id


def test_reason_is_no_field_of_its_own(office: Office) -> None:
    case_id = on_file(office)
    propose_exit(office, case_id=case_id, proposal=DEATH)
    line = case_history(office, case_id).lines[0]
    told = json.dumps([change.what for change in changes_of(office, line.id)], ensure_ascii=False)
    assert "原因" not in told
