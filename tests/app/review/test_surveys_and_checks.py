"""Two visitors, a declaration, and a check with its reply, its contradiction or its silence."""

from dataclasses import replace
from datetime import date

import pytest

from app.cases.money import save_money
from app.errors import UserError
from app.office.session import Office
from app.office.settings import save_settings
from app.office.undo import take_back
from app.review.assessing import assess_case
from app.review.checks import check_contradiction, check_no_reply, record_check, send_check
from app.review.survey_page import survey_page
from app.review.surveys import record_survey, survey_not_met, survey_unwilling
from db.codes import Stage
from tests.app.review.review_cases import (
    APPLIED_ON,
    VISIT,
    case_row,
    file_case,
    put_standards_in_force,
)
from tests.conftest import TODAY, TickingClock


def test_survey_leads_to_the_next_stage_and_is_shown(office: Office) -> None:
    case_id = file_case(office, Stage.SURVEY)
    record_survey(office, case_id=case_id, entry=VISIT)
    page = survey_page(office, case_id)
    assert page.at.stage is Stage.CHECK
    (line,) = page.surveys
    assert (line.visitors, line.conclusion, line.is_met) == (
        ("方知行", "孟与之"),
        "符合深度困难",
        True,
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"visitor_two": "方 知行"}, "visitor_two"),
        ({"visitor_two": "  "}, "visitor_two"),
        ({"visitor_one": ""}, "visitor_one"),
        ({"no_kinship": False}, "no_kinship"),
        ({"visited_on": None}, "visited_on"),
        ({"visited_on": date(2026, 11, 21)}, "visited_on"),
        ({"visited_on": date(2026, 11, 1)}, "visited_on"),
        ({"method": "飞鸽"}, "method"),
        ({"interviewee": ""}, "interviewee"),
        ({"conclusion": ""}, "conclusion"),
        ({"conclusion": "不符合"}, "conclusion_note"),
    ],
)
def test_incomplete_survey_is_refused_at_its_field(
    office: Office, change: dict[str, object], field: str
) -> None:
    case_id = file_case(office, Stage.SURVEY)
    with pytest.raises(UserError) as refusal:
        record_survey(office, case_id=case_id, entry=replace(VISIT, **change))  # type: ignore[arg-type]
    assert refusal.value.field == field
    assert survey_page(office, case_id).surveys == ()


def test_nobody_at_home_keeps_the_case_with_another_date(office: Office) -> None:
    case_id = file_case(office, Stage.SURVEY)
    with pytest.raises(UserError) as refusal:
        survey_not_met(office, case_id=case_id, entry=VISIT, next_date=date(2026, 11, 19))
    assert refusal.value.field == "next_date"
    survey_not_met(office, case_id=case_id, entry=VISIT, next_date=date(2026, 11, 23))
    page = survey_page(office, case_id)
    assert page.at.stage is Stage.SURVEY
    assert (page.surveys[0].is_met, page.surveys[0].next_date) == (False, date(2026, 11, 23))


def test_unwilling_household_is_withdrawn_with_its_words(office: Office) -> None:
    case_id = file_case(office, Stage.SURVEY)
    with pytest.raises(UserError):
        survey_unwilling(office, case_id=case_id, entry=VISIT)
    survey_unwilling(
        office, case_id=case_id, entry=replace(VISIT, conclusion_note="本人说不再申请。")
    )
    case = case_row(office, case_id)
    assert (case.stage, case.closed_on) == (Stage.WITHDRAWN, TODAY)
    assert case.closed_reason == "本人说不再申请。"


def test_reply_moves_on_only_with_an_assessment_of_the_facts(office: Office) -> None:
    put_standards_in_force(office)
    case_id = file_case(office, Stage.CHECK, since=APPLIED_ON)
    send_check(office, case_id=case_id, sent_on=date(2026, 11, 3))
    with pytest.raises(UserError, match="还没有认定"):
        record_check(office, case_id=case_id, replied_on=date(2026, 11, 10))
    assess_case(office, case_id=case_id)
    record_check(office, case_id=case_id, replied_on=date(2026, 11, 10), detail="房产、车辆一致。")
    page = survey_page(office, case_id)
    assert page.at.stage is Stage.PUBLICITY
    (line,) = page.checks
    assert (line.sent_on, line.replied_on, line.result) == (
        date(2026, 11, 3),
        date(2026, 11, 10),
        "相符",
    )


def test_facts_changed_after_the_assessment_ask_for_another(office: Office) -> None:
    put_standards_in_force(office)
    case_id = file_case(office, Stage.CHECK)
    assess_case(office, case_id=case_id)
    save_money(office, case_id=case_id, homes=[{"area_centi": 6000, "is_deeded": True}])
    with pytest.raises(UserError, match="重新认定"):
        record_check(office, case_id=case_id, replied_on=TODAY)
    assess_case(office, case_id=case_id)
    record_check(office, case_id=case_id, replied_on=TODAY)
    assert case_row(office, case_id).stage is Stage.PUBLICITY


def test_contradiction_goes_back_to_first_review_with_what_differs(office: Office) -> None:
    case_id = file_case(office, Stage.CHECK)
    with pytest.raises(UserError) as refusal:
        check_contradiction(office, case_id=case_id, replied_on=TODAY, detail=" ")
    assert refusal.value.field == "detail"
    check_contradiction(office, case_id=case_id, replied_on=TODAY, detail="名下另有一套住房。")
    assert case_row(office, case_id).stage is Stage.FIRST_REVIEW
    assert survey_page(office, case_id).checks[0].result == "不符"


def test_reply_before_sending_is_refused(office: Office) -> None:
    case_id = file_case(office, Stage.CHECK, since=APPLIED_ON)
    send_check(office, case_id=case_id, sent_on=date(2026, 11, 10))
    with pytest.raises(UserError) as refusal:
        record_check(office, case_id=case_id, replied_on=date(2026, 11, 9))
    assert refusal.value.field == "replied_on"


def test_silence_counts_only_after_the_limit_and_with_a_reason(
    office: Office, ticking: TickingClock
) -> None:
    put_standards_in_force(office)
    save_settings(office, values={"limits": {"CHECK": 3}})
    case_id = file_case(office, Stage.CHECK, since=date(2026, 11, 16))
    assess_case(office, case_id=case_id)
    ticking.set_day(date(2026, 11, 19))
    with pytest.raises(UserError, match="2026-11-19"):
        check_no_reply(office, case_id=case_id, note="两次电话催办，仍无回复。")
    ticking.set_day(date(2026, 11, 20))
    with pytest.raises(UserError) as refusal:
        check_no_reply(office, case_id=case_id, note="")
    assert refusal.value.field == "note"
    check_no_reply(office, case_id=case_id, note="两次电话催办，仍无回复。")
    case = case_row(office, case_id)
    assert (case.stage, case.is_unchecked) == (Stage.PUBLICITY, True)
    take_back(office, case_id=case_id, reason="回复今天到了。")
    case = case_row(office, case_id)
    assert (case.stage, case.is_unchecked) == (Stage.CHECK, False)
    assert survey_page(office, case_id).checks == ()


def test_sending_outside_the_check_is_refused(office: Office) -> None:
    case_id = file_case(office, Stage.SURVEY)
    with pytest.raises(UserError, match="不能办理“送交核对”"):
        send_check(office, case_id=case_id, sent_on=TODAY)
