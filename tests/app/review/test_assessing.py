"""Assessments of stored cases: what is missing, what is kept for ever, what the window counts."""

import json
from datetime import date

import pytest

from app.changes import Op
from app.errors import UserError
from app.office.session import Office
from app.office.standards import confirm_item
from app.policy.assess import assess_json
from app.review.assessing import assess_case, assessments, preview_assessment
from db.codes import Stage
from db.models import (
    AssessmentRecord,
    Case,
    Home,
    IncomeItem,
    OutlayItem,
    Person,
    RuleSetUse,
    Standard,
)
from tests.app.review.review_cases import APPLIED_ON, file_case, put_standards_in_force


def _change(office: Office, case_id: int, **values: object) -> None:
    """Change the applicant's facts."""
    with office.write(Op.EDIT_FACTS, case_id) as work:
        for key, value in values.items():
            setattr(work.case.household.people[0], key, value)
        work.done()


def test_worked_example_of_the_contract(office: Office) -> None:
    put_standards_in_force(office)
    case_id = file_case(office, Stage.CHECK)
    view = preview_assessment(office, case_id=case_id)
    assert (view.category, view.people, view.income, view.deducted) == (
        "深度困难职工",
        3,
        "60000.00",
        "32000.00",
    )
    assert (view.net_per_capita, view.gross_per_capita) == ("777.78", "1666.67")
    assert (view.window_from, view.window_to, view.day) == ("2025-11", "2026-10", APPLIED_ON)
    assert assessments(office, case_id=case_id) == ()


def test_kept_facts_judge_the_same_again_and_hold_no_name(office: Office) -> None:
    put_standards_in_force(office)
    case_id = file_case(office, Stage.CHECK)
    assess_case(office, case_id=case_id, note="初次认定。")
    with office.read() as session:
        record = session.query(AssessmentRecord).one()
        facts, result = record.facts, dict(record.result)
    result.pop("remarks")
    assert assess_json(facts) == result
    assert "秦望舒" not in json.dumps(facts, ensure_ascii=False)


def test_a_new_standard_does_not_change_what_was_assessed(office: Office) -> None:
    put_standards_in_force(office)
    case_id = file_case(office, Stage.CHECK)
    assess_case(office, case_id=case_id)
    with office.write(Op.IMPORT) as work:
        work.session.query(Standard).update({"value": 70000})
        work.done()
    (kept,) = assessments(office, case_id=case_id)
    assert (kept.category, kept.dibao_fen) == ("深度困难职工", 80000)
    assert preview_assessment(office, case_id=case_id).category == "相对困难职工"


@pytest.mark.parametrize(
    ("model", "words"), [(Standard, "设置－低保标准"), (RuleSetUse, "设置－认定标准")]
)
def test_what_is_not_in_force_is_named_with_its_place(
    office: Office, model: type[Standard] | type[RuleSetUse], words: str
) -> None:
    put_standards_in_force(office)
    case_id = file_case(office, Stage.CHECK)
    with office.write(Op.IMPORT) as work:
        work.session.query(model).update({"valid_from": date(2026, 11, 3)})
        work.done()
    with pytest.raises(UserError, match=words):
        assess_case(office, case_id=case_id)
    assert assessments(office, case_id=case_id) == ()


def test_missing_birth_date_is_asked_for(office: Office) -> None:
    put_standards_in_force(office)
    case_id = file_case(office, Stage.CHECK)
    _change(office, case_id, birth_date=None)
    with pytest.raises(UserError, match="出生日期"):
        assess_case(office, case_id=case_id)


def test_only_the_twelve_months_before_the_application_count(office: Office) -> None:
    put_standards_in_force(office)
    case_id = file_case(office, Stage.CHECK)
    with office.write(Op.EDIT_FACTS, case_id) as work:
        person = work.case.household.people[0]
        for month, fen in (("2025-10", 100), ("2025-11", 200), ("2026-10", 400), ("2026-11", 800)):
            work.session.add(
                IncomeItem(
                    household_id=work.case.household_id,
                    person_id=person.id,
                    item="其他",
                    amount_fen=fen,
                    month=month,
                )
            )
        work.done()
    assert preview_assessment(office, case_id=case_id).income == "60006.00"


def test_who_does_not_share_the_living_counts_nowhere(office: Office) -> None:
    put_standards_in_force(office)
    case_id = file_case(office, Stage.CHECK)
    with office.write(Op.EDIT_FACTS, case_id) as work:
        son = work.session.query(Person).filter_by(name="秦小禾").one()
        son.is_counted = False
        work.session.add(
            OutlayItem(
                household_id=son.household_id, person_id=son.id, item="教育", amount_fen=999_900
            )
        )
        work.done()
    view = preview_assessment(office, case_id=case_id)
    assert (view.people, view.deducted) == (2, "32000.00")


def test_removed_member_and_declared_income_stand_in_with_a_remark(office: Office) -> None:
    put_standards_in_force(office)
    case_id = file_case(office, Stage.CHECK)
    with office.write(Op.EDIT_FACTS, case_id) as work:
        work.session.query(IncomeItem).delete()
        me, wife, son = work.case.household.people
        me.monthly_income_fen, wife.monthly_income_fen = 300_000, 200_000
        son.removed_on = date(2026, 11, 1)
        work.done()
    view = preview_assessment(office, case_id=case_id)
    assert (view.people, view.income) == (2, "60000.00")
    assert view.remarks == ("收入没有逐项登记，按每人申报的月收入乘以 12 个月计算。",)


def test_migrant_with_a_short_contract_is_excluded_by_qd(office: Office) -> None:
    put_standards_in_force(office, rule_set="QD")
    case_id = file_case(office, Stage.CHECK)
    _change(
        office,
        case_id,
        is_migrant=True,
        contract_from=date(2026, 1, 1),
        contract_until=date(2026, 8, 31),
    )
    short = preview_assessment(office, case_id=case_id)
    assert (short.is_eligible, len(short.exclusions)) == (False, 1)
    _change(office, case_id, contract_until=date(2026, 12, 31))
    assert preview_assessment(office, case_id=case_id).is_eligible


def test_two_homes_need_the_mean_area_and_say_where_to_set_it(office: Office) -> None:
    put_standards_in_force(office, rule_set="HEB")
    case_id = file_case(office, Stage.CHECK)
    with office.write(Op.EDIT_FACTS, case_id) as work:
        for area in (6000, 8000):
            work.session.add(Home(household_id=work.case.household_id, area_centi=area))
        work.done()
    with pytest.raises(UserError, match="设置－低保标准"):
        preview_assessment(office, case_id=case_id)


def test_confirmed_items_leave_the_list_of_the_unverified(office: Office) -> None:
    put_standards_in_force(office)
    case_id = file_case(office, Stage.CHECK)
    assess_case(office, case_id=case_id)
    (before,) = assessments(office, case_id=case_id)
    with office.read() as session:
        use_id = session.query(RuleSetUse).one().id
    confirm_item(office, use_id=use_id, item=before.unverified[0], is_confirmed=True)
    (after,) = assessments(office, case_id=case_id)
    assert after.confirmed == before.unverified[:1]
    assert after.unverified == before.unverified[1:]


def test_once_on_file_an_assessment_is_of_today(office: Office) -> None:
    put_standards_in_force(office)
    case_id = file_case(office, Stage.ON_FILE)
    assert preview_assessment(office, case_id=case_id).day == date(2026, 11, 20)
    with office.read() as session:
        assert session.get_one(Case, case_id).applied_on == APPLIED_ON
