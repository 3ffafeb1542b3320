"""What waits on a case, stage by stage."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.changes import Group, Op
from app.lifecycle.deadlines import LIMITS, Terms
from app.lifecycle.holidays import seed_calendar
from app.lifecycle.position import Position
from app.lifecycle.table import allowed
from app.lifecycle.tasks import CaseFacts, OfficeTerms, Task, TaskKind, by_urgency, tasks
from db.codes import Stage

OFFICE = OfficeTerms(seed_calendar())
TODAY = date(2026, 11, 20)
ORDER = (Stage.SURVEY, Stage.CHECK, Stage.APPRAISAL, Stage.PUBLICITY)


def standing(stage: Stage) -> Position:
    return Position(stage, ORDER, ORDER.index(stage) if stage in ORDER else 0)


def kinds(found: tuple[Task, ...]) -> list[TaskKind]:
    return [task.kind for task in found]


def only(found: tuple[Task, ...]) -> Task:
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("stage", "kind", "op", "group", "due"),
    [
        ("APPLIED", TaskKind.ACCEPT, Op.ACCEPT, Group.INTAKE, "2026-11-25"),
        ("FIRST_REVIEW", TaskKind.FIRST_REVIEW, Op.PASS_FIRST_REVIEW, Group.REVIEW, "2026-11-25"),
        ("SURVEY", TaskKind.SURVEY, Op.RECORD_SURVEY, Group.INTAKE, "2026-11-25"),
        ("CHECK", TaskKind.CHECK, Op.RECORD_CHECK, Group.INTAKE, "2026-12-09"),
        ("APPRAISAL", TaskKind.APPRAISE, Op.RECORD_APPRAISAL, Group.REVIEW, "2026-11-25"),
        ("REVIEW", TaskKind.REVIEW, Op.PASS_REVIEW, Group.REVIEW, "2026-11-25"),
        ("APPROVAL", TaskKind.APPROVE, Op.APPROVE_FILE, Group.APPROVE, "2026-12-02"),
        ("EXIT_PROPOSED", TaskKind.DECIDE_EXIT, Op.AGREE_EXIT, Group.REVIEW, "2026-12-02"),
        ("EXIT_APPROVAL", TaskKind.APPROVE_EXIT, Op.APPROVE_EXIT, Group.APPROVE, "2026-12-02"),
    ],
)
def test_each_stage_with_a_limit_has_one_task_of_the_right_person(
    stage: str, kind: TaskKind, op: Op, group: Group, due: str
) -> None:
    facts = CaseFacts(standing(Stage[stage]), since=date(2026, 11, 18))
    task = only(tasks(facts, TODAY, OFFICE))
    assert (task.kind, task.op, task.due) == (kind, op, date.fromisoformat(due))
    assert task.op is not None
    assert task.op.group is group
    assert task.overdue_days == 0
    assert due in task.sentence


def test_an_overdue_stage_says_by_how_much() -> None:
    task = only(tasks(CaseFacts(Position(Stage.REVIEW), date(2026, 11, 2)), TODAY, OFFICE))
    assert task.overdue_days == 11
    assert task.sentence == "审核已超期 11 天，期限是 2026-11-09，请尽快完成。"


def test_a_check_without_reply_offers_to_go_on() -> None:
    facts = CaseFacts(standing(Stage.CHECK), since=date(2026, 10, 12))
    task = only(tasks(facts, TODAY, OFFICE))
    assert task.overdue_days == 18
    assert "核对逾期未回复" in task.sentence


def test_a_missed_visit_is_called_to_mind_with_its_new_date() -> None:
    facts = CaseFacts(
        standing(Stage.SURVEY), since=date(2026, 11, 18), planned_visit=date(2026, 11, 24)
    )
    task = only(tasks(facts, TODAY, OFFICE))
    assert "2026-11-24" in task.sentence
    assert task.brief == "入户调查，约定 2026-11-24，期限 2026-11-25"


def test_a_list_says_the_work_and_its_day_in_few_words() -> None:
    late = CaseFacts(Position(Stage.REVIEW), date(2026, 11, 2))
    assert only(tasks(late, TODAY, OFFICE)).brief == "审核，期限 2026-11-09"
    notice = OFFICE.calendar.publicity(date(2026, 11, 12), 5)
    hung = CaseFacts(standing(Stage.PUBLICITY), since=date(2026, 11, 10), notice=notice)
    assert only(tasks(hung, date(2026, 11, 19), OFFICE)).brief == "公示中，2026-11-20 起可办理"
    assert only(tasks(hung, TODAY, OFFICE)).brief == "公示期满，2026-11-20 起可办理"
    draft = only(tasks(CaseFacts(Position(Stage.DRAFT), TODAY), TODAY, OFFICE))
    assert draft.brief == draft.sentence == "草稿已填写完整，请核对后提交申请。"


def test_a_limit_into_an_unpublished_year_is_marked() -> None:
    facts = CaseFacts(Position(Stage.APPROVAL), since=date(2026, 12, 25))
    assert only(tasks(facts, date(2026, 12, 26), OFFICE)).unpublished


def test_a_draft_is_submitted_when_nothing_is_missing() -> None:
    draft = CaseFacts(Position(Stage.DRAFT), since=TODAY)
    assert kinds(tasks(draft, TODAY, OFFICE)) == [TaskKind.SUBMIT]
    wanting = replace(draft, missing=("身份证复印件", "收入证明"))
    task = only(tasks(wanting, TODAY, OFFICE))
    assert task.kind is TaskKind.SUPPLY_PAPERS
    assert "身份证复印件、收入证明" in task.sentence


def test_a_discarded_draft_waits_for_nothing() -> None:
    binned = Position(Stage.DRAFT, is_discarded=True)
    assert tasks(CaseFacts(binned, TODAY, missing=("收入证明",)), TODAY, OFFICE) == ()


@pytest.mark.parametrize("stage", [Stage.PUBLICITY, Stage.EXIT_PUBLICITY])
def test_a_notice_is_posted_awaited_and_closed(stage: Stage) -> None:
    facts = CaseFacts(standing(stage), since=date(2026, 11, 10))
    assert only(tasks(facts, TODAY, OFFICE)).op is Op.POST_PUBLICITY
    hung = replace(facts, notice=OFFICE.calendar.publicity(date(2026, 11, 12), 5))
    waiting = only(tasks(hung, date(2026, 11, 19), OFFICE))
    assert (waiting.kind, waiting.op) == (TaskKind.NOTICE_RUNS, None)
    assert waiting.due == date(2026, 11, 20)
    closing = only(tasks(hung, TODAY, OFFICE))
    assert (closing.kind, closing.op, closing.overdue_days) == (
        TaskKind.CLOSE_NOTICE,
        Op.CLOSE_PUBLICITY,
        0,
    )
    assert only(tasks(hung, date(2026, 11, 23), OFFICE)).overdue_days == 3


def test_an_open_objection_stands_before_closing() -> None:
    period = OFFICE.calendar.publicity(date(2026, 11, 12), 5)
    facts = CaseFacts(
        standing(Stage.PUBLICITY), date(2026, 11, 10), notice=period, open_objections=1
    )
    task = only(tasks(facts, TODAY, OFFICE))
    assert task.kind is TaskKind.ANSWER_OBJECTION
    running = tasks(facts, date(2026, 11, 16), OFFICE)
    assert kinds(running) == [TaskKind.ANSWER_OBJECTION, TaskKind.NOTICE_RUNS]


def on_file(since: date) -> CaseFacts:
    return CaseFacts(Position(Stage.ON_FILE), since, filed_on=since, has_plan=True)


def test_a_fresh_file_waits_only_for_its_plan() -> None:
    fresh = on_file(TODAY - timedelta(days=3))
    assert tasks(fresh, TODAY, OFFICE) == ()
    assert kinds(tasks(replace(fresh, has_plan=False), TODAY, OFFICE)) == [TaskKind.MAKE_PLAN]


def test_review_and_visit_are_called_to_mind_before_their_day() -> None:
    facts = replace(on_file(date(2025, 12, 15)), last_visit=date(2026, 6, 10))
    found = tasks(facts, TODAY, OFFICE)
    assert [(task.kind, task.due) for task in found] == [
        (TaskKind.VISIT, date(2026, 12, 10)),
        (TaskKind.ANNUAL_REVIEW, date(2026, 12, 15)),
    ]
    assert tasks(facts, date(2026, 11, 9), OFFICE) == ()


def test_a_review_counts_from_the_last_one_and_the_longest_overdue_comes_first() -> None:
    facts = replace(on_file(date(2020, 3, 1)), last_review=date(2025, 9, 1))
    found = tasks(facts, TODAY, OFFICE)
    assert kinds(found) == [TaskKind.VISIT, TaskKind.ANNUAL_REVIEW]
    assert found[0].due == date(2020, 9, 1)
    assert found[1].overdue_days == 80


def test_an_imported_category_waits_for_its_review() -> None:
    facts = replace(on_file(TODAY), is_category_to_review=True)
    assert only(tasks(facts, TODAY, OFFICE)).kind is TaskKind.SET_CATEGORY


def test_requests_wait_for_who_decides_them() -> None:
    facts = replace(on_file(TODAY), open_grants=2, open_corrections=1)
    found = tasks(facts, TODAY, OFFICE)
    assert [(task.kind, task.op and task.op.group) for task in found] == [
        (TaskKind.DECIDE_CORRECTION, Group.REVIEW),
        (TaskKind.DECIDE_GRANT, Group.APPROVE),
    ]


def watched(**facts: object) -> CaseFacts:
    base = CaseFacts(
        Position(Stage.MONITORED), since=date(2026, 5, 20), watch_until=date(2026, 11, 20)
    )
    return replace(base, **facts)  # type: ignore[arg-type]


def test_a_watch_asks_for_one_follow_up_before_it_ends() -> None:
    assert tasks(watched(), date(2026, 10, 1), OFFICE) == ()
    task = only(tasks(watched(), date(2026, 11, 1), OFFICE))
    assert (task.kind, task.due) == (TaskKind.FOLLOW_UP, date(2026, 11, 20))
    visited = watched(last_visit=date(2026, 9, 1))
    assert tasks(visited, date(2026, 11, 1), OFFICE) == ()
    before_exit = watched(last_visit=date(2026, 3, 1))
    assert only(tasks(before_exit, TODAY, OFFICE)).kind is TaskKind.FOLLOW_UP


def test_a_watch_is_ended_the_day_after_its_last() -> None:
    visited = watched(last_visit=date(2026, 9, 1))
    assert tasks(visited, date(2026, 11, 20), OFFICE) == ()
    task = only(tasks(visited, date(2026, 11, 21), OFFICE))
    assert (task.kind, task.op, task.overdue_days) == (TaskKind.END_WATCH, Op.END_WATCH, 0)


def test_a_longer_watch_asks_for_a_follow_up_each_half_year() -> None:
    facts = watched(watch_until=date(2027, 5, 20), last_visit=date(2026, 6, 1))
    task = only(tasks(facts, TODAY, OFFICE))
    assert (task.kind, task.due) == (TaskKind.FOLLOW_UP, date(2026, 12, 1))


@pytest.mark.parametrize("stage", [Stage.MONITORED, Stage.CLOSED])
def test_the_exit_notice_waits_to_be_served(stage: Stage) -> None:
    facts = CaseFacts(Position(stage), since=TODAY, is_exit_notice_served=False)
    assert only(tasks(facts, TODAY, OFFICE)).op is Op.SERVE_EXIT_NOTICE


def test_an_archived_file_may_go_when_its_ten_years_are_over() -> None:
    facts = CaseFacts(
        Position(Stage.CLOSED), since=date(2016, 11, 20), closed_on=date(2016, 11, 20)
    )
    assert tasks(facts, date(2026, 11, 20), OFFICE) == ()
    assert only(tasks(facts, date(2026, 11, 21), OFFICE)).op is Op.DESTROY


@pytest.mark.parametrize("stage", [Stage.REFUSED, Stage.WITHDRAWN])
def test_refused_and_withdrawn_wait_for_nothing(stage: Stage) -> None:
    assert tasks(CaseFacts(Position(stage), TODAY), TODAY, OFFICE) == ()


def test_overdue_comes_first_and_waiting_last() -> None:
    late, later = (
        Task(TaskKind.REVIEW, "。", Op.PASS_REVIEW, date(2026, 11, 1), days) for days in (19, 40)
    )
    soon = Task(TaskKind.SURVEY, "。", Op.RECORD_SURVEY, date(2026, 11, 21))
    someday = Task(TaskKind.MAKE_PLAN, "。", Op.SAVE_PLAN)
    waiting = Task(TaskKind.NOTICE_RUNS, "。", None, date(2026, 11, 20))
    assert by_urgency((someday, waiting, soon, late, later)) == (
        later,
        late,
        soon,
        someday,
        waiting,
    )


FACTS = st.builds(
    CaseFacts,
    position=st.sampled_from(Stage).map(standing),
    since=st.dates(date(2014, 1, 1), date(2026, 12, 31)),
    missing=st.sampled_from([(), ("收入证明",)]),
    planned_visit=st.none() | st.just(date(2026, 11, 24)),
    notice=st.none()
    | st.dates(date(2026, 1, 1), date(2026, 12, 31)).map(
        lambda day: OFFICE.calendar.publicity(day, 5)
    ),
    open_objections=st.integers(0, 2),
    last_review=st.none() | st.dates(date(2020, 1, 1), date(2026, 11, 20)),
    last_visit=st.none() | st.dates(date(2020, 1, 1), date(2026, 11, 20)),
    has_plan=st.booleans(),
    is_category_to_review=st.booleans(),
    open_grants=st.integers(0, 2),
    open_corrections=st.integers(0, 2),
    is_exit_notice_served=st.booleans(),
)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(facts=FACTS)
def test_every_task_can_be_done_where_the_case_stands(facts: CaseFacts) -> None:
    office = OfficeTerms(OFFICE.calendar, LIMITS, Terms())
    found = tasks(facts, TODAY, office)
    assert len({task.kind for task in found}) == len(found)
    for task in found:
        assert task.op is None or task.op in allowed(facts.position.stage)
        assert task.sentence.endswith("。")
        assert task.overdue_days >= 0
        assert not task.overdue_days or (task.due is not None and task.due < TODAY)
