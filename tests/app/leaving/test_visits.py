"""走访, 年度复核, 回访, the end of the watch and 返困 on a real file."""

from dataclasses import asdict, replace
from datetime import date

import pytest

from app.cases.drafting import discard_draft
from app.cases.waiting import office_terms
from app.changes import Op
from app.errors import UserError
from app.leaving.returning import return_to_hardship
from app.leaving.visit_page import visit_page
from app.leaving.visits import (
    annual_review,
    end_watch,
    record_follow_up,
    record_visit,
    watch_ended,
)
from app.lifecycle.deadlines import Terms
from app.office.details import procedure, save_procedure
from app.office.session import Office
from app.office.undo import take_back, undo
from app.review.assessing import assess_case
from db.codes import ExitKind, Origin, Stage
from db.models import Case, Person, SearchToken, Visit
from tests.app.leaving.leaving_cases import FILED_ON, VISIT, followup_list, on_file, watched
from tests.app.review.review_cases import case_row, file_case
from tests.conftest import TODAY, TickingClock

LEFT_ON = date(2026, 11, 28)
WATCHED_UNTIL = date(2027, 5, 28)


def visits(office: Office, case_id: int) -> list[Visit]:
    """The visits of a case, oldest first."""
    with office.read() as session:
        rows = session.query(Visit).filter_by(case_id=case_id).order_by(Visit.id).all()
        session.expunge_all()
        return rows


def test_visit_is_kept_and_the_next_one_is_due_half_a_year_later(office: Office) -> None:
    case_id = on_file(office)
    entry = replace(
        VISIT,
        monthly_income_fen=520_000,
        is_cause_gone=False,
        relapse_risk="关注",
        satisfaction="满意",
        new_needs=" 妻子想学月嫂。 ",
    )
    record_visit(office, case_id=case_id, entry=entry)
    (row,) = visits(office, case_id)
    assert (row.method, row.visitor_two, row.monthly_income_fen) == ("入户", "孟与之", 520_000)
    assert (row.is_cause_gone, row.relapse_risk, row.new_needs) == (
        False,
        "关注",
        "妻子想学月嫂。",
    )
    assert not row.is_follow_up
    assert case_row(office, case_id).next_visit_on == date(2027, 5, 20)
    undo(office)
    assert visits(office, case_id) == []
    assert case_row(office, case_id).next_visit_on == date(2027, 5, 12)


def test_an_office_that_visits_more_often_goes_by_its_own_months(
    office: Office, ticking: TickingClock
) -> None:
    told = procedure(office)
    ours = asdict(told.terms) | {"visit_months": 3, "watch_months": 9, "remind_days": 5}
    save_procedure(office, order=told.order, limits=told.limits, terms=ours)
    with office.read() as session:
        assert office_terms(session).terms == Terms(**ours)
    case_id = watched(office, ticking)
    assert case_row(office, case_id).watch_until == date(2027, 8, 28)
    (row,) = followup_list(office)
    assert (row.due_on, row.is_soon, row.remind_days) == (date(2027, 2, 28), False, 5)
    assert visit_page(office, case_id).next_due == date(2027, 2, 28)


def test_visit_entered_late_does_not_put_the_next_one_back(office: Office) -> None:
    case_id = on_file(office)
    record_visit(office, case_id=case_id, entry=VISIT)
    record_visit(office, case_id=case_id, entry=replace(VISIT, visited_on=date(2026, 11, 5)))
    assert case_row(office, case_id).next_visit_on == date(2027, 5, 20)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"visited_on": None}, "visited_on"),
        ({"visited_on": date(2026, 11, 21)}, "visited_on"),
        ({"visited_on": date(2026, 11, 1)}, "visited_on"),
        ({"method": ""}, "method"),
        ({"method": "托梦"}, "method"),
        ({"visitor_one": " "}, "visitor_one"),
        ({"visitor_two": "方知行"}, "visitor_two"),
        ({"relapse_risk": "很高"}, "relapse_risk"),
        ({"satisfaction": "好"}, "satisfaction"),
        ({"monthly_income_fen": -1}, "monthly_income_fen"),
    ],
)
def test_what_cannot_be_is_refused_at_the_field(
    office: Office, change: dict[str, object], field: str
) -> None:
    case_id = on_file(office)
    with pytest.raises(UserError) as caught:
        record_visit(office, case_id=case_id, entry=replace(VISIT, **change))  # type: ignore[arg-type]
    assert caught.value.field == field
    assert visits(office, case_id) == []


def test_review_confirms_what_a_fresh_assessment_found(
    office: Office, ticking: TickingClock
) -> None:
    case_id = on_file(office, wages=6_000_000)
    with pytest.raises(UserError, match="先在认定页做一次新的认定"):
        annual_review(office, case_id=case_id)
    assess_case(office, case_id=case_id)
    annual_review(office, case_id=case_id)
    case = case_row(office, case_id)
    assert (case.category, case.reviewed_on, case.category_to_review) == (
        "深度困难职工",
        TODAY,
        False,
    )
    ticking.set_day(date(2027, 11, 1))
    with pytest.raises(UserError, match="先在认定页做一次新的认定"):
        annual_review(office, case_id=case_id)


def test_review_against_the_assessment_needs_words(office: Office) -> None:
    case_id = on_file(office, wages=6_000_000)
    assess_case(office, case_id=case_id)
    for change, field in (
        ({"category": "相对困难职工"}, "note"),
        ({"category": "一般困难"}, "category"),
        ({"level": "没有这一级"}, "level"),
    ):
        with pytest.raises(UserError) as caught:
            annual_review(office, case_id=case_id, **change)
        assert caught.value.field == field
    annual_review(office, case_id=case_id, category="相对困难职工", note="长女已就业。")
    assert case_row(office, case_id).category == "相对困难职工"


def test_household_above_the_line_keeps_its_file_only_with_words(office: Office) -> None:
    case_id = on_file(office)
    assess_case(office, case_id=case_id)
    with pytest.raises(UserError, match="请提出退出") as caught:
        annual_review(office, case_id=case_id)
    assert caught.value.field == "category"


def test_follow_up_lies_in_the_watch(office: Office, ticking: TickingClock) -> None:
    case_id = watched(office, ticking)
    with pytest.raises(UserError, match="不能早于批准退出") as caught:
        record_follow_up(office, case_id=case_id, entry=VISIT)
    assert caught.value.field == "visited_on"
    with pytest.raises(UserError, match="不能办理“登记走访”"):
        record_visit(office, case_id=case_id, entry=replace(VISIT, visited_on=LEFT_ON))
    record_follow_up(office, case_id=case_id, entry=replace(VISIT, visited_on=LEFT_ON))
    (row,) = visits(office, case_id)
    assert row.is_follow_up


def test_watch_ends_after_its_last_day_and_a_follow_up(
    office: Office, ticking: TickingClock
) -> None:
    case_id = watched(office, ticking)
    ticking.set_day(WATCHED_UNTIL)
    with pytest.raises(UserError, match="2027-05-29"):
        end_watch(office, case_id=case_id)
    ticking.set_day(date(2027, 5, 29))
    with pytest.raises(UserError, match="还没有回访记录"):
        end_watch(office, case_id=case_id)
    record_follow_up(
        office, case_id=case_id, entry=replace(VISIT, method="电话", visited_on=WATCHED_UNTIL)
    )
    end_watch(office, case_id=case_id)
    case = case_row(office, case_id)
    assert (case.stage, case.closed_reason) == (Stage.CLOSED, "跟踪期满")
    assert (case.closed_on, case.watch_until) == (date(2027, 5, 29), None)


def test_visits_before_the_exit_do_not_count_for_the_watch(
    office: Office, ticking: TickingClock
) -> None:
    case_id = watched(office, ticking)
    with office.write(Op.RECORD_FOLLOW_UP, case_id) as work:
        work.session.add(
            Visit(
                case_id=case_id,
                is_follow_up=True,
                visited_on=date(2026, 11, 27),
                method="入户",
                visitor_one="方知行",
            )
        )
        work.done()
    ticking.set_day(date(2027, 5, 29))
    with pytest.raises(UserError, match="还没有回访记录"):
        end_watch(office, case_id=case_id)


def test_watch_stops_where_the_household_is_gone(office: Office, ticking: TickingClock) -> None:
    case_id = watched(office, ticking)
    for kind, note, field in (
        (ExitKind.GIVEN_UP, "去外地", "kind"),
        (None, "去外地", "kind"),
        (ExitKind.MOVED, " ", "note"),
    ):
        with pytest.raises(UserError) as caught:
            watch_ended(office, case_id=case_id, kind=kind, note=note)
        assert caught.value.field == field
    watch_ended(office, case_id=case_id, kind=ExitKind.MOVED, note="全家迁往邻县。")
    case = case_row(office, case_id)
    assert (case.stage, case.closed_reason) == (Stage.CLOSED, "迁出")


# ------------------------------------------------------------------ 返困


def new_case_of(office: Office, case_id: int) -> Case:
    """The case that follows `case_id`."""
    with office.read() as session:
        row = session.query(Case).filter_by(previous_case_id=case_id).one()
        session.expunge(row)
        return row


def number_people(office: Office, case_id: int, numbers: list[str]) -> None:
    """Give the people of a case ID numbers, held as those of an open case."""
    with office.write(Op.IMPORT) as work:
        household = work.session.get_one(Case, case_id).household
        for person, number in zip(household.people, numbers, strict=False):
            person.id_number = person.open_id_number = number
        work.done()


def test_return_closes_the_watch_and_opens_a_linked_draft(
    office: Office, ticking: TickingClock
) -> None:
    case_id = watched(office, ticking)
    number_people(office, case_id, ["370321198005020014"])
    with pytest.raises(UserError) as caught:
        return_to_hardship(office, case_id=case_id, note=" ")
    assert caught.value.field == "note"
    changes = return_to_hardship(office, case_id=case_id, note="本人旧病复发。")
    old, new = case_row(office, case_id), new_case_of(office, case_id)
    assert changes.result_id == new.id
    assert set(changes.case_ids) == {case_id, new.id}
    assert (old.stage, old.closed_reason, old.watch_until) == (Stage.CLOSED, "返困", None)
    assert (new.stage, new.origin, new.file_kind) == (Stage.DRAFT, Origin.RETURN, "返困档案")
    assert new.number != old.number
    with office.read() as session:
        people = session.query(Person).filter_by(household_id=new.household_id).all()
        assert {one.name for one in people} == {"秦望舒", "柳知意", "秦小禾"}
        assert [one.open_id_number for one in people if one.is_applicant] == ["370321198005020014"]
        found = session.query(SearchToken).filter(
            SearchToken.person_id.in_([one.id for one in people])
        )
        assert found.count() > 0


def test_return_is_taken_back_whole(office: Office, ticking: TickingClock) -> None:
    case_id = watched(office, ticking)
    number_people(office, case_id, ["370321198005020014"])
    return_to_hardship(office, case_id=case_id, note="本人旧病复发。")
    take_back(office, case_id=case_id, reason="记错了人。")
    assert case_row(office, case_id).stage is Stage.MONITORED
    with office.read() as session:
        assert session.query(Case).count() == 1
        assert session.query(Person).count() == 3


def test_one_follower_is_enough(office: Office, ticking: TickingClock) -> None:
    case_id = watched(office, ticking)
    return_to_hardship(office, case_id=case_id, note="本人旧病复发。")
    number = new_case_of(office, case_id).number
    with pytest.raises(UserError, match=number):
        return_to_hardship(office, case_id=case_id, note="再来一次。")
    discard_draft(office, case_id=new_case_of(office, case_id).id)
    return_to_hardship(office, case_id=case_id, note="这次真的返困。")
    with office.read() as session:
        assert session.query(Case).filter_by(previous_case_id=case_id).count() == 2


def test_return_is_refused_where_a_person_stands_in_another_open_file(
    office: Office, ticking: TickingClock
) -> None:
    case_id = watched(office, ticking)
    watch_ended(office, case_id=case_id, kind=ExitKind.MOVED, note="迁往邻县。")
    with office.write(Op.IMPORT) as work:
        for person in work.session.get_one(Case, case_id).household.people:
            if person.is_applicant:
                person.id_number = "370321198005020014"
        work.done()
    other = file_case(office, Stage.APPLIED, number="QH-2026-00002", name="秦望舒")
    number_people(office, other, ["370321198005020014"])
    with pytest.raises(UserError, match="QH-2026-00002"):
        return_to_hardship(office, case_id=case_id, note="本人旧病复发。")


def test_merged_file_does_not_return(office: Office) -> None:
    target = file_case(office, Stage.ON_FILE, number="QH-2026-00002", filed_on=FILED_ON)
    case_id = file_case(
        office, Stage.CLOSED, number="QH-2026-00003", merged_into_id=target, name="秦望舒"
    )
    with pytest.raises(UserError, match="合并"):
        return_to_hardship(office, case_id=case_id, note="本人旧病复发。")
