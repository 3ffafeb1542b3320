"""New files: numbers, the hard stop, missing facts, the bin, and steps at the counter."""

from datetime import date

import pytest

from app.cases.commands import (
    accept,
    ask_for_papers,
    discard_draft,
    edit_facts,
    end_application,
    open_draft,
    refuse_application,
    restore_draft,
    submit,
    withdraw,
)
from app.cases.drafting import find_same_person
from app.cases.queries import case_file
from app.errors import UserError
from app.office.session import Office
from app.office.undo import take_back, undo
from db.codes import ExitKind, Stage
from db.models import Case, Decision, Operation
from tests.app.cases.invented import applicant_facts, full_draft, household_facts, id_number


def _case(office: Office, case_id: int) -> Case:
    with office.read() as session:
        case = session.get_one(Case, case_id)
        session.expunge(case)
        return case


def test_a_draft_gets_number_unit_clerk_and_what_the_id_says(office: Office) -> None:
    made = open_draft(office, applicant={"name": "覃永福", "id_number": id_number()})
    assert made.result_id is not None
    case = _case(office, made.result_id)
    assert case.stage is Stage.DRAFT
    assert case.number.endswith("202600001")
    assert case.clerk_id == office.user.id
    shown = case_file(office, case.id)
    assert shown.applicant.values["birth_date"] == date(1979, 3, 12)
    assert shown.applicant.values["sex"] == "男"
    assert shown.derived["age"] == "47 岁"
    assert ("applicant", "ethnicity") in shown.missing
    second = open_draft(office, applicant={"name": "韦秀兰"})
    assert second.result_id is not None
    assert _case(office, second.result_id).number.endswith("202600002")


def test_the_journal_lists_the_opening_under_the_new_case(office: Office) -> None:
    made = open_draft(office, applicant={"name": "覃永福"})
    with office.read() as session:
        operation = session.get_one(Operation, made.operation_id)
        assert operation.case_id == made.result_id


def test_one_person_stands_in_one_open_file_only(office: Office) -> None:
    first = open_draft(office, applicant={"name": "覃永福", "id_number": id_number()})
    assert first.result_id is not None
    number = _case(office, first.result_id).number
    with pytest.raises(UserError, match=number):
        open_draft(office, applicant={"name": "覃永福", "id_number": id_number()})
    (same,) = find_same_person(office, id_number())
    assert (same.case_id, same.is_open, same.is_applicant) == (first.result_id, True, True)
    discard_draft(office, case_id=first.result_id)
    assert find_same_person(office, id_number()) == ()
    second = open_draft(office, applicant={"name": "覃永福", "id_number": id_number()})
    with pytest.raises(UserError, match="一户只能有一份"):
        restore_draft(office, case_id=first.result_id)
    assert second.result_id is not None
    discard_draft(office, case_id=second.result_id)
    restore_draft(office, case_id=first.result_id)
    assert _case(office, first.result_id).discarded_at is None


def test_a_closed_file_of_the_same_person_is_offered_not_forbidden(office: Office) -> None:
    case_id = full_draft(office)
    withdraw(office, case_id=case_id)
    (same,) = find_same_person(office, id_number())
    assert not same.is_open
    open_draft(office, applicant={"name": "覃永福", "id_number": id_number()})


@pytest.mark.parametrize(
    ("facts", "key"),
    [
        ({"name": " "}, "name"),
        ({"name": "覃永福", "id_number": "450224197903122710"}, "id_number"),
        ({"name": "覃永福", "work_start": "2027-01-01"}, "work_start"),
        ({"name": "覃永福", "monthly_income_fen": "很多"}, "monthly_income_fen"),
    ],
)
def test_a_value_that_cannot_be_is_refused_at_its_field(
    office: Office, facts: dict[str, str], key: str
) -> None:
    with pytest.raises(UserError) as caught:
        open_draft(office, applicant=facts)
    assert caught.value.field == key


def test_submitting_names_everything_that_is_missing(office: Office) -> None:
    made = open_draft(office, applicant={"name": "覃永福"})
    assert made.result_id is not None
    with pytest.raises(UserError, match="身份证号、") as caught:
        submit(office, case_id=made.result_id)
    assert "家庭住址" in caught.value.message
    assert caught.value.field == "id_number"
    edit_facts(
        office,
        case_id=made.result_id,
        applicant=applicant_facts(),
        household=household_facts(),
    )
    submit(office, case_id=made.result_id, applied_on=date(2026, 11, 18))
    case = _case(office, made.result_id)
    assert (case.stage, case.applied_on) == (Stage.APPLIED, date(2026, 11, 18))


def test_counter_asks_for_papers_accepts_and_edits_until_check(office: Office) -> None:
    case_id = full_draft(office)
    submit(office, case_id=case_id)
    with pytest.raises(UserError, match="一次告知"):
        ask_for_papers(office, case_id=case_id, papers=" ")
    ask_for_papers(office, case_id=case_id, papers="诊断证明、户口本")
    assert _case(office, case_id).papers_asked == "诊断证明、户口本"
    edit_facts(office, case_id=case_id, household={"needs": "医疗救助"})
    accept(office, case_id=case_id)
    case = _case(office, case_id)
    assert (case.stage, case.papers_asked) == (Stage.FIRST_REVIEW, None)
    take_back(office, case_id=case_id, reason="受理有误")
    case = _case(office, case_id)
    assert (case.stage, case.papers_asked) == (Stage.APPLIED, "诊断证明、户口本")


def test_ends_before_filing_need_words_where_the_table_says_so(office: Office) -> None:
    case_id = full_draft(office)
    submit(office, case_id=case_id)
    with pytest.raises(UserError, match="原因"):
        refuse_application(office, case_id=case_id, note="")
    with pytest.raises(UserError, match="死亡或迁出"):
        end_application(office, case_id=case_id, kind=ExitKind.RELIEVED, note="误")
    end_application(office, case_id=case_id, kind=ExitKind.MOVED, note="迁往外县")
    case = _case(office, case_id)
    assert (case.stage, case.closed_reason) == (Stage.WITHDRAWN, "迁出")
    with office.read() as session:
        assert session.query(Decision).filter_by(case_id=case_id).count() == 2


def test_typing_is_undone_and_comes_back(office: Office) -> None:
    case_id = full_draft(office)
    edit_facts(office, case_id=case_id, applicant={"phone": "13900001111"})
    undo(office)
    assert case_file(office, case_id).applicant.values["phone"] == "13807724519"


def test_facts_stand_still_after_the_last_editable_stage(office: Office) -> None:
    case_id = full_draft(office)
    withdraw(office, case_id=case_id)
    with pytest.raises(UserError, match="不能办理“修改档案”"):
        edit_facts(office, case_id=case_id, household={"needs": "医疗救助"})
    assert "再次申请" in case_file(office, case_id).editing.why_not


def test_another_payee_is_asked_for_relation_and_consent(office: Office) -> None:
    case_id = full_draft(office)
    edit_facts(office, case_id=case_id, household={"payee_name": "覃永福"})
    assert case_file(office, case_id).lacking == ()
    edit_facts(office, case_id=case_id, household={"payee_name": "韦秀兰"})
    lacking = {one.key: one.label for one in case_file(office, case_id).lacking}
    assert lacking == {"payee_relation": "收款人与户主关系", "payee_consent": "委托收款说明"}
    with pytest.raises(UserError, match="收款人与户主关系"):
        submit(office, case_id=case_id)
    told = {"payee_relation": "妻子", "payee_consent": "本人 2026-11-02 书面委托"}
    edit_facts(office, case_id=case_id, household=told)
    assert case_file(office, case_id).lacking == ()
