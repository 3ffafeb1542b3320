"""退出 on a real file: what is asked, where it leads, who may, and what is refused."""

from dataclasses import replace
from datetime import date

import pytest

from app.changes import Op
from app.errors import AccessDeniedError, UserError
from app.leaving.evidence import exit_figures
from app.leaving.exits import (
    agree_exit,
    approve_exit,
    drop_exit,
    propose_exit,
    return_exit,
    serve_exit_notice,
)
from app.office.session import Office, PaperApproval
from app.office.undo import take_back
from app.review.publicity import (
    NoticeEntry,
    post_publicity,
    record_objection,
    uphold_objection,
)
from db.codes import ExitKind, GrantState, Stage
from db.models import Case, Exit, Grant
from tests.app.leaving.leaving_cases import (
    DEATH,
    FILED_ON,
    OUT,
    on_file,
    paper,
    to_exit_approval,
    watched,
)
from tests.app.review.review_cases import add_colleagues, case_row
from tests.conftest import TODAY, OpenAs, TickingClock


def exit_row(office: Office, case_id: int) -> Exit:
    """The newest exit as it stands."""
    with office.read() as session:
        row = session.query(Exit).filter_by(case_id=case_id).order_by(Exit.id.desc()).first()
        assert row is not None
        session.expunge(row)
        return row


def test_figures_are_recomputed_from_income_and_outlay(office: Office) -> None:
    case_id = on_file(office)
    with office.read() as session:
        found = exit_figures(session, session.get_one(Case, case_id), office.today)
    assert (found.people, found.income, found.outlay) == (3, 12_000_000, 3_200_000)
    assert (found.dibao, found.net_per_capita, found.is_above_dibao) == (80_000, 244_444, True)


def test_out_of_poverty_goes_through_notice_and_approval_into_the_watch(
    office: Office, ticking: TickingClock
) -> None:
    case_id = on_file(office)
    propose_exit(office, case_id=case_id, proposal=OUT)
    row = exit_row(office, case_id)
    assert (row.income_fen, row.outlay_fen, row.people, row.dibao_fen) == (
        12_000_000,
        3_200_000,
        3,
        80_000,
    )
    assert (row.initiator, row.months_above, row.proposed_on) == ("本人申请", 8, TODAY)
    agree_exit(office, case_id=case_id, meeting_on=TODAY, meeting_people=5)
    assert case_row(office, case_id).stage is Stage.EXIT_PUBLICITY


def test_approval_on_paper_begins_the_watch_on_the_day_of_the_signature(
    office: Office, ticking: TickingClock
) -> None:
    case_id = on_file(office)
    to_exit_approval(office, case_id, ticking)
    ticking.set_day(date(2026, 12, 3))
    approve_exit(office, case_id=case_id, paper=paper(office, case_id, date(2026, 11, 30)))
    case = case_row(office, case_id)
    assert case.stage is Stage.MONITORED
    assert (case.watch_until, case.next_visit_on) == (date(2027, 5, 30), date(2027, 5, 30))
    assert exit_row(office, case_id).approved_on == case.stage_since == date(2026, 11, 30)


def test_signature_before_the_notice_has_run_out_is_refused(
    office: Office, ticking: TickingClock
) -> None:
    case_id = on_file(office)
    to_exit_approval(office, case_id, ticking)
    with pytest.raises(UserError, match="公示期满") as caught:
        approve_exit(office, case_id=case_id, paper=paper(office, case_id, date(2026, 11, 27)))
    assert caught.value.field == "paper_date"
    assert case_row(office, case_id).stage is Stage.EXIT_APPROVAL


def test_paper_without_a_scan_is_refused(office: Office, ticking: TickingClock) -> None:
    case_id = on_file(office)
    to_exit_approval(office, case_id, ticking)
    with pytest.raises(UserError, match="扫描件"):
        approve_exit(office, case_id=case_id, paper=PaperApproval("温故", date(2026, 11, 28), None))


def test_death_needs_no_notice_no_figures_and_closes_the_file(office: Office) -> None:
    case_id = on_file(office, standards=False)
    propose_exit(office, case_id=case_id, proposal=DEATH)
    agree_exit(office, case_id=case_id)
    assert case_row(office, case_id).stage is Stage.EXIT_APPROVAL
    approve_exit(office, case_id=case_id, paper=paper(office, case_id, TODAY))
    case = case_row(office, case_id)
    assert (case.stage, case.closed_on, case.closed_reason) == (Stage.CLOSED, TODAY, "死亡")
    assert (case.watch_until, case.next_visit_on) == (None, None)
    serve_exit_notice(office, case_id=case_id, served_on=TODAY, receiver="柳知意")
    assert exit_row(office, case_id).notice_receiver == "柳知意"


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"reason": "  "}, "reason", "原因"),
        ({"initiator": "邻居"}, "initiator", "由谁提出"),
        ({"months_above": 5}, "months_above", "连续 6 个月"),
        ({"months_above": None}, "months_above", "连续 6 个月"),
        ({"statement_on": date(2026, 11, 21)}, "statement_on", "不能晚于今天"),
    ],
)
def test_incomplete_proposals_are_refused_at_the_field(
    office: Office, change: dict[str, object], field: str, words: str
) -> None:
    case_id = on_file(office)
    with pytest.raises(UserError, match=words) as caught:
        propose_exit(office, case_id=case_id, proposal=replace(OUT, **change))  # type: ignore[arg-type]
    assert caught.value.field == field
    assert case_row(office, case_id).stage is Stage.ON_FILE


def test_poor_household_is_not_out_of_poverty_but_can_be_relieved(office: Office) -> None:
    case_id = on_file(office, wages=6_000_000)
    with pytest.raises(UserError, match="没有高于低保标准") as caught:
        propose_exit(office, case_id=case_id, proposal=OUT)
    assert caught.value.field == "kind"
    propose_exit(office, case_id=case_id, proposal=replace(OUT, kind=ExitKind.RELIEVED))
    assert case_row(office, case_id).stage is Stage.EXIT_PROPOSED


@pytest.mark.parametrize(
    ("wages", "is_out"),
    [(12 * 3 * 80_000 + 3_200_000, False), (12 * 3 * 80_000 + 3_200_001, True)],
)
def test_just_at_the_standard_is_not_above_it(office: Office, wages: int, is_out: bool) -> None:
    case_id = on_file(office, wages=wages)
    if is_out:
        propose_exit(office, case_id=case_id, proposal=OUT)
    else:
        with pytest.raises(UserError, match="没有高于低保标准"):
            propose_exit(office, case_id=case_id, proposal=OUT)


def test_missing_standard_is_named(office: Office) -> None:
    case_id = on_file(office, standards=False)
    with pytest.raises(UserError, match="认定标准|低保标准"):
        propose_exit(office, case_id=case_id, proposal=OUT)


def test_undecided_grant_stops_the_exit(office: Office) -> None:
    case_id = on_file(office)
    with office.write(Op.PROPOSE_GRANT, case_id) as work:
        grant = Grant(
            case_id=case_id,
            item="生活救助",
            asked_on=TODAY,
            amount_fen=100_000,
            state=GrantState.APPROVED,
        )
        work.session.add(grant)
        work.done()
    with pytest.raises(UserError, match="没办完的救助"):
        propose_exit(office, case_id=case_id, proposal=OUT)


def test_collective_study_has_a_day_and_people(office: Office) -> None:
    case_id = on_file(office)
    propose_exit(office, case_id=case_id, proposal=OUT)
    for day, people, field in (
        (None, 5, "meeting_on"),
        (date(2026, 11, 21), 5, "meeting_on"),
        (TODAY, None, "meeting_people"),
        (TODAY, 0, "meeting_people"),
    ):
        with pytest.raises(UserError) as caught:
            agree_exit(office, case_id=case_id, meeting_on=day, meeting_people=people)
        assert caught.value.field == field


def test_dropped_exit_leaves_the_household_on_file_and_a_new_one_counts(office: Office) -> None:
    case_id = on_file(office)
    propose_exit(office, case_id=case_id, proposal=OUT)
    with pytest.raises(UserError, match="原因"):
        drop_exit(office, case_id=case_id, note=" ")
    drop_exit(office, case_id=case_id, note="妻子住院，暂缓退出。")
    row = exit_row(office, case_id)
    assert (row.dropped_on, row.drop_reason) == (TODAY, "妻子住院，暂缓退出。")
    propose_exit(office, case_id=case_id, proposal=DEATH)
    assert exit_row(office, case_id).kind is ExitKind.DEATH


def test_upheld_objection_to_the_notice_drops_the_exit(office: Office) -> None:
    case_id = on_file(office)
    propose_exit(office, case_id=case_id, proposal=OUT)
    agree_exit(office, case_id=case_id, meeting_on=TODAY, meeting_people=3)
    post_publicity(office, case_id=case_id, entry=NoticeEntry(TODAY, "单位公告栏"))
    objection = record_objection(office, case_id=case_id, text="家里仍有重病人。").result_id
    assert objection is not None
    uphold_objection(office, case_id=case_id, objection_id=objection, answer="情况属实。")
    assert case_row(office, case_id).stage is Stage.ON_FILE
    assert exit_row(office, case_id).drop_reason == "情况属实。"


def test_returned_approval_begins_the_study_anew(office: Office, ticking: TickingClock) -> None:
    case_id = on_file(office)
    to_exit_approval(office, case_id, ticking)
    return_exit(
        office,
        case_id=case_id,
        note="月数再核实。",
        paper=paper(office, case_id, date(2026, 11, 28)),
    )
    assert case_row(office, case_id).stage is Stage.EXIT_PROPOSED
    assert exit_row(office, case_id).agreed_on is None
    agree_exit(office, case_id=case_id, meeting_on=date(2026, 11, 28), meeting_people=4)
    assert case_row(office, case_id).stage is Stage.EXIT_PUBLICITY


def test_notice_is_served_after_the_approval_only(office: Office, ticking: TickingClock) -> None:
    case_id = on_file(office)
    with pytest.raises(UserError, match="没有批准过的退出"):
        serve_exit_notice(office, case_id=case_id, served_on=TODAY, receiver="秦望舒")
    to_exit_approval(office, case_id, ticking)
    approve_exit(office, case_id=case_id, paper=paper(office, case_id, date(2026, 11, 28)))
    for day, receiver, field in (
        (date(2026, 11, 27), "秦望舒", "served_on"),
        (date(2026, 11, 29), "秦望舒", "served_on"),
        (date(2026, 11, 28), " ", "receiver"),
    ):
        with pytest.raises(UserError) as caught:
            serve_exit_notice(office, case_id=case_id, served_on=day, receiver=receiver)
        assert caught.value.field == field
    serve_exit_notice(office, case_id=case_id, served_on=date(2026, 11, 28), receiver="秦望舒")
    assert exit_row(office, case_id).notice_served_on == date(2026, 11, 28)


def test_wrong_stage_is_named_before_anything_else(office: Office) -> None:
    case_id = on_file(office)
    with pytest.raises(UserError, match="在档帮扶.*不能办理“同意退出”"):
        agree_exit(office, case_id=case_id)
    propose_exit(office, case_id=case_id, proposal=DEATH)
    with pytest.raises(UserError, match="拟退出.*不能办理“提出退出”"):
        propose_exit(office, case_id=case_id, proposal=replace(DEATH, initiator=""))


def test_each_step_is_taken_back_by_its_images(office: Office, ticking: TickingClock) -> None:
    case_id = watched(office, ticking)
    for stage in (
        Stage.EXIT_APPROVAL,
        Stage.EXIT_PUBLICITY,
        Stage.EXIT_PUBLICITY,
        Stage.EXIT_PROPOSED,
        Stage.ON_FILE,
    ):
        take_back(office, case_id=case_id, reason="录入有误。")
        assert case_row(office, case_id).stage is stage
    with office.read() as session:
        assert session.query(Exit).count() == 0
    assert case_row(office, case_id).stage_since == FILED_ON


def test_the_clerk_of_the_case_does_not_approve_its_exit(
    office: Office, open_as: OpenAs, ticking: TickingClock
) -> None:
    case_id = on_file(office)
    add_colleagues(office)
    propose_exit(office, case_id=case_id, proposal=DEATH)
    agree_exit(office, case_id=case_id)
    with pytest.raises(AccessDeniedError):
        approve_exit(office, case_id=case_id)
    approver = open_as("approver")
    approve_exit(approver, case_id=case_id, note="同意。")
    assert case_row(approver, case_id).stage is Stage.CLOSED
