"""The list of cases: filters, orders, masks and scope on a real file."""

from datetime import date

import pytest

from app.cases.lists import CaseFilter, Order, case_ids, case_rows, choices
from app.changes import Op
from app.office.session import Office
from db.codes import Stage
from db.models import Case
from tests.app.cases.households import Filing, file, id_number


@pytest.fixture
def ids(office: Office) -> list[int]:
    """Three households."""
    return file(
        office,
        (
            Filing(
                "曾三",
                "QH-1",
                Stage.SURVEY,
                people=(("李四", "配偶"),),
                person={"id_number": id_number(11)},
                household={"main_cause": "子女上学"},
            ),
            Filing("阿古", "QH-2", case={"category": "深度困难职工", "filed_on": date(2025, 1, 1)}),
            Filing("单一", "QH-3", Stage.CLOSED, case={"filed_category": "低保户"}),
        ),
    )


def _found(office: Office, **wanted: object) -> list[str]:
    rows = case_rows(office, case_ids(office, CaseFilter(**wanted)))  # type: ignore[arg-type]
    return [row.number for row in rows]


def test_filters_narrow(office: Office, ids: list[int]) -> None:
    assert _found(office) == ["QH-3", "QH-2", "QH-1"]
    assert _found(office, stages=(Stage.SURVEY, Stage.CLOSED)) == ["QH-3", "QH-1"]
    assert _found(office, category="深度困难职工") == ["QH-2"]
    assert _found(office, category="低保户") == ["QH-3"]
    assert _found(office, cause="子女上学") == ["QH-1"]
    assert _found(office, unit_id=office.user.unit_id, stages=(Stage.ON_FILE,)) == ["QH-2"]
    assert _found(office, unit_id=77) == []


@pytest.mark.parametrize(
    ("order", "ascending"),
    [
        (Order.NUMBER, ["QH-1", "QH-2", "QH-3"]),
        (Order.NAME, ["QH-2", "QH-3", "QH-1"]),  # a gu, shan yi, zeng san: by surname readings
        (Order.STROKES, ["QH-2", "QH-3", "QH-1"]),  # 7, 8 and 12 strokes
        (Order.STAGE, ["QH-1", "QH-2", "QH-3"]),
        (Order.PEOPLE, ["QH-2", "QH-3", "QH-1"]),
        (Order.CAUSE, ["QH-1", "QH-2", "QH-3"]),
        (Order.FILED, ["QH-2", "QH-1", "QH-3"]),
    ],
)
def test_orders_sort(office: Office, ids: list[int], order: Order, ascending: list[str]) -> None:
    assert _found(office, order=order, is_descending=False) == ascending


def test_a_row_is_masked(office: Office, ids: list[int]) -> None:
    row = case_rows(office, [ids[0]])[0]
    assert row.id_number == f"450224********{id_number(11)[-4:]}"
    assert (row.name, row.people, row.cause, row.stage) == ("曾三", 2, "子女上学", Stage.SURVEY)


def test_the_recycle_bin_is_apart_and_scope_holds(office: Office, ids: list[int]) -> None:
    with office.write(Op.DISCARD, ids[0]) as work:
        work.session.get_one(Case, ids[0]).discarded_at = work.now
        work.done()
    assert _found(office) == ["QH-3", "QH-2"]
    assert _found(office, is_discarded=True) == ["QH-1"]
    assert choices(office).total == 2
    object.__setattr__(office.user, "scope", frozenset({999}))
    assert _found(office) == []
    assert case_rows(office, ids) == ()
