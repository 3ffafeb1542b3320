"""The census of all cases says what reading them one by one says, in a few groups and a few statements."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

import pytest
from sqlalchemy import true
from sqlalchemy.orm import Session

from app.cases.census import census
from app.cases.waiting import NOT_ENTERED, REPORTED, office_terms, waiting
from app.cases.workbench import workbench
from app.changes import Op
from app.lifecycle.tasks import Task, TaskKind
from app.office.session import Office
from db.codes import CorrectionState, GrantState, Origin, PublicityKind, Stage
from db.models import (
    Attachment,
    Correction,
    Grant,
    NationalRecord,
    Plan,
    Publicity,
    Visit,
)
from tests.app.cases.asked import asked
from tests.app.cases.households import Filing, file
from tests.app.review.review_cases import exit_row

_ORDER = ["SURVEY", "CHECK", "APPRAISAL", "PUBLICITY"]


def _some_day(draw: random.Random) -> date | None:
    return draw.choice((None, date(2026, 11, 20) - timedelta(days=draw.randrange(-60, 900))))


def _filing(draw: random.Random, at: int) -> Filing:
    stage = draw.choice(tuple(Stage))
    step = _ORDER.index(stage) if stage in _ORDER else 0
    return Filing(
        f"韦{at}",
        f"QH-{at}",
        stage,
        case={
            "stage_order": _ORDER,
            "stage_step": step,
            "stage_since": date(2026, 11, 2) - timedelta(days=draw.randrange(700)),
            "filed_on": _some_day(draw),
            "reviewed_on": _some_day(draw),
            "next_visit_on": draw.choice((None, _some_day(draw))),
            "watch_until": _some_day(draw),
            "closed_on": draw.choice((None, date(2014, 5, 6), date(2025, 1, 2))),
            "category_to_review": draw.random() < 0.3,
            "origin": draw.choice((Origin.IMPORT, Origin.APPLICATION)),
        },
    )


def _beside(session: Session, draw: random.Random, case_id: int) -> None:
    """Some of what stands beside a case, by chance."""
    day = date(2026, 11, 20) - timedelta(days=draw.randrange(500))
    rows = (
        Plan(case_id=case_id, made_on=day, is_current=draw.random() < 0.7),
        Grant(
            case_id=case_id,
            item="生活救助",
            asked_on=day,
            amount_fen=100,
            state=draw.choice((GrantState.PROPOSED, GrantState.PAID)),
        ),
        NationalRecord(
            case_id=case_id,
            state=draw.choice((NOT_ENTERED, REPORTED, "退回", "需更新")),
            since=day,
        ),
        Visit(
            case_id=case_id,
            is_follow_up=False,
            visited_on=day,
            method="入户",
            visitor_one="甲",
        ),
    )
    session.add_all(row for row in rows if draw.random() < 0.4)


@pytest.fixture
def ids(office: Office) -> list[int]:
    """Households at every stage with facts of every kind."""
    draw = random.Random(20261121)
    made = file(office, [_filing(draw, at) for at in range(240)])
    with office.write(Op.IMPORT, is_bulk=True) as work:
        for case_id in made:
            _beside(work.session, draw, case_id)
        work.done(case_ids=(made[0],))
    return made


def _told(task: Task) -> tuple[TaskKind, object, date | None, int, bool]:
    return task.kind, task.op, task.due, task.overdue_days, task.unpublished


def test_the_census_counts_what_the_cases_say_one_by_one(office: Office, ids: list[int]) -> None:
    with office.read() as session:
        terms = office_terms(session)
        singly = Counter(
            (line.case_id, _told(task))
            for line in waiting(session, true(), office.today, terms)
            for task in line.tasks
        )
        groups = list(census(session, true(), office.today, terms))
        together = Counter(
            (case_id, _told(task))
            for group in groups
            for case_id in group.case_ids()
            for task in group.tasks
        )
    assert together == singly
    assert {case_id for group in groups for case_id in group.case_ids()} == set(ids)
    assert all(group.count == len(set(group.case_ids())) for group in groups)
    assert {kind for _, (kind, *_) in singly} > {
        TaskKind.ANNUAL_REVIEW,
        TaskKind.VISIT,
        TaskKind.FOLLOW_UP,
        TaskKind.ENTER_NATIONAL,
        TaskKind.SUPPLY_PAPERS,
        TaskKind.DESTROY,
    }


def test_the_workbench_lists_the_most_urgent(office: Office, ids: list[int]) -> None:
    with office.read() as session:
        cases = list(waiting(session, true(), office.today))
    wanted = sorted(
        (task.op is None, -task.overdue_days, task.due or date.max, line.case_id)
        for line in cases
        for task in line.tasks
    )[:500]
    shown = [
        (one.task.op is None, -one.task.overdue_days, one.task.due or date.max, one.case_id)
        for one in workbench(office).lines
    ]
    assert shown == wanted
    assert all("申请书" in task.sentence for task in _wanting(office)), "the list names the papers"


def _wanting(office: Office) -> Iterator[Task]:
    return (
        one.task
        for one in workbench(office).lines
        if one.task.kind is TaskKind.SUPPLY_PAPERS and one.stage != Stage.DRAFT.label
    )


def test_alike_cases_are_one_group_and_cost_no_further_statement(office: Office) -> None:
    file(office, [Filing(f"韦{at}", f"A-{at}") for at in range(10)])
    with asked(office) as few:
        workbench(office)
    file(office, [Filing(f"莫{at}", f"B-{at}") for at in range(90)])
    with asked(office) as many:
        data = workbench(office)
    with office.read() as session:
        groups = list(census(session, true(), office.today, office_terms(session)))
    assert {group.count for group in groups} == {data.waiting_count} == {data.mine_count} == {100}
    assert len(many) == len(few)


def test_days_of_visits_and_of_the_review_do_not_multiply_the_groups(office: Office) -> None:
    days = [date(2025, 1, 1) + timedelta(days=at) for at in range(6)]
    filings = [
        Filing(f"韦{at}", f"A-{at}", case={"filed_on": day, "next_visit_on": other})
        for at, (day, other) in enumerate(product(days, days))
    ]
    file(office, filings)
    with office.read() as session:
        groups = list(census(session, true(), office.today, office_terms(session)))
    assert sum(group.count for group in groups) >= 2 * len(filings)
    assert len(groups) <= 3 * len(days)


def test_what_only_one_case_holds_is_read_from_it(office: Office) -> None:
    notice, surveyed, leaving = file(
        office,
        (
            Filing("甲", "C-1", Stage.PUBLICITY, case={"stage_step": 2}),
            Filing("乙", "C-2", Stage.SURVEY),
            Filing("丙", "C-3", Stage.MONITORED),
        ),
    )
    with office.write(Op.IMPORT, is_bulk=True) as work:
        work.session.add_all(
            (
                Publicity(
                    case_id=notice,
                    kind=PublicityKind.ENTRY,
                    posted_on=date(2026, 11, 10),
                    first_day=date(2026, 11, 11),
                    last_day=date(2026, 11, 17),
                    working_days=5,
                    place="公示栏",
                ),
                Attachment(
                    case_id=surveyed,
                    kind="户口本",
                    stage=Stage.SURVEY,
                    stored_name="x",
                    received_sha256="0" * 64,
                    stored_sha256="0" * 64,
                    mime="image/png",
                    size=1,
                    added_on=date(2026, 11, 10),
                ),
                exit_row(leaving, date(2026, 10, 1), approved_on=date(2026, 11, 1)),
                Correction(
                    case_id=leaving,
                    asked_on=date(2026, 11, 2),
                    reason="电话已换",
                    new_facts=[],
                    state=CorrectionState.ASKED,
                ),
            )
        )
        work.done(case_ids=(notice,))
    with office.read() as session:
        found = {
            (case_id, task.kind)
            for group in census(session, true(), office.today, office_terms(session))
            for case_id in group.case_ids()
            for task in group.tasks
        }
    assert {
        (notice, TaskKind.CLOSE_NOTICE),
        (surveyed, TaskKind.SUPPLY_PAPERS),
        (leaving, TaskKind.SERVE_EXIT_NOTICE),
        (leaving, TaskKind.DECIDE_CORRECTION),
    } <= found
