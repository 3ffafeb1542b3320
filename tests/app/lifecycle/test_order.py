"""The order of the middle stages: which may be chosen, and that none leaves a case stuck."""

import itertools
from collections import deque

import pytest

from app.changes import Op
from app.errors import UserError
from app.lifecycle.position import (
    DEFAULT_ORDER,
    ORDERED,
    Position,
    check_order,
)
from app.lifecycle.table import (
    RULES,
    Goal,
    allowed,
    results,
    target,
)
from db.codes import Stage
from tests.app.lifecycle.places import FULL_ORDER, TWICE, standing


def test_next_follows_the_order_of_the_case() -> None:
    place = Position(Stage.FIRST_REVIEW, TWICE)
    walked = []
    for op in (
        Op.PASS_FIRST_REVIEW,
        Op.CLOSE_PUBLICITY,
        Op.RECORD_SURVEY,
        Op.RECORD_CHECK,
        Op.CLOSE_PUBLICITY,
    ):
        place = target(op, place)
        walked.append((place.stage.name, place.step))
    assert walked == [
        ("PUBLICITY", 0),
        ("SURVEY", 1),
        ("CHECK", 2),
        ("PUBLICITY", 3),
        ("REVIEW", 4),
    ]


def test_without_optional_stages_the_default_order_is_walked() -> None:
    assert DEFAULT_ORDER == (Stage.SURVEY, Stage.CHECK, Stage.PUBLICITY)
    short = (Stage.SURVEY, Stage.PUBLICITY)
    assert target(Op.RECORD_SURVEY, standing(Stage.SURVEY, short)).stage is Stage.PUBLICITY
    assert target(Op.RECORD_CHECK, Position(Stage.CHECK, step=1)).stage is Stage.PUBLICITY


def test_the_step_follows_from_the_stage_outside_the_order() -> None:
    assert Position(Stage.ON_FILE, DEFAULT_ORDER, 1) == Position(Stage.ON_FILE)
    assert Position(Stage.REVIEW).step == 3
    assert Position(Stage.APPLIED, DEFAULT_ORDER, 2).step == 0
    assert Position(Stage.ON_FILE, ()).step == 0
    for step in (-1, 0, 3):
        with pytest.raises(ValueError, match="order"):
            Position(Stage.CHECK, DEFAULT_ORDER, step)


@pytest.mark.parametrize(
    "order",
    [
        (),
        (Stage.SURVEY,),
        (Stage.PUBLICITY,),
        (Stage.SURVEY, Stage.SURVEY, Stage.PUBLICITY),
        (Stage.SURVEY, Stage.PUBLICITY, Stage.PUBLICITY, Stage.PUBLICITY),
        (Stage.SURVEY, Stage.CHECK, Stage.CHECK, Stage.PUBLICITY),
        (Stage.SURVEY, Stage.APPRAISAL, Stage.APPRAISAL, Stage.PUBLICITY),
        (Stage.SURVEY, Stage.PUBLICITY, Stage.REVIEW),
    ],
)
def test_an_order_that_lacks_or_repeats_a_stage_is_refused(order: tuple[Stage, ...]) -> None:
    with pytest.raises(UserError) as refusal:
        check_order(order)
    assert refusal.value.field == "order"


def test_the_orders_of_the_contract_are_accepted() -> None:
    for order in (
        DEFAULT_ORDER,
        FULL_ORDER,
        TWICE,
        (Stage.SURVEY, Stage.PUBLICITY),
        (Stage.SURVEY, Stage.PUBLICITY, Stage.CHECK),
    ):
        assert check_order(list(order)) == order


def every_order() -> list[tuple[Stage, ...]]:
    orders = set()
    for size in range(2, 6):
        for order in itertools.product(ORDERED, repeat=size):
            try:
                orders.add(check_order(order))
            except UserError:
                continue
    return sorted(orders)


def steps_from(place: Position) -> set[Position]:
    """Everywhere that one operation leads from here, a merge aside: it needs a second case."""
    return {
        result
        for op in allowed(place.stage, is_discarded=place.is_discarded)
        if op is not Op.MERGE
        for result in results(op, place)
    }


def reachable(start: Position) -> set[Position]:
    seen, waiting = {start}, deque([start])
    while waiting:
        for result in steps_from(waiting.popleft()) - seen:
            seen.add(result)
            waiting.append(result)
    return seen


def test_there_are_as_many_orders_as_the_contract_makes() -> None:
    assert len(every_order()) == 2 + 3 + 2 * 6 + 2 * 12 + 24 + 60


@pytest.mark.parametrize("order", [DEFAULT_ORDER, FULL_ORDER, TWICE])
def test_no_order_leaves_a_case_stuck(order: tuple[Stage, ...]) -> None:
    places = reachable(Position(Stage.DRAFT, order))
    stages = {place.stage for place in places}
    assert stages == set(Stage) - (set(ORDERED) - set(order))
    for place in places:
        onward = {later.stage for later in reachable(place)}
        if place.stage in (Stage.REFUSED, Stage.WITHDRAWN):
            assert onward == {place.stage}
        else:
            assert Stage.CLOSED in onward, place


def test_every_order_leads_through_all_its_stages_to_the_file() -> None:
    onward = {
        Stage.SURVEY: Op.RECORD_SURVEY,
        Stage.CHECK: Op.RECORD_CHECK,
        Stage.APPRAISAL: Op.RECORD_APPRAISAL,
        Stage.PUBLICITY: Op.CLOSE_PUBLICITY,
    }
    for order in every_order():
        place = target(Op.PASS_FIRST_REVIEW, Position(Stage.FIRST_REVIEW, order))
        passed = []
        while place.stage is not Stage.REVIEW:
            passed.append(place.stage)
            place = target(onward[place.stage], place)
        assert tuple(passed) == order


def test_the_archive_leads_nowhere_by_itself() -> None:
    for stage in (Stage.CLOSED, Stage.REFUSED, Stage.WITHDRAWN):
        assert steps_from(Position(stage)) == {Position(stage)}
        assert all(row.to in (Goal.STAY, Goal.BACK) for row in RULES if row.stage is stage)
