"""Many rows at once stand in the file as the mapping writes them one by one."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, insert, select
from sqlalchemy.exc import IntegrityError

from db.bulk import insert_rows
from db.codes import Origin, Stage
from db.models import Base

_TABLES = Base.metadata.tables
_PERSON, _CASE = _TABLES["person"], _TABLES["case_file"]
_EMPTY_OR_NOT: tuple[dict[str, Any], ...] = (
    {"id": 7, "name": "覃永福", "sex": "男", "birth_date": date(1975, 3, 12), "is_applicant": True},
    {"id": 8, "name": "单素云", "sex": None, "birth_date": None, "is_applicant": False},
)
"""`phone` is empty in all, `sex` and `birth_date` in one; a truth is never left out."""


@pytest.fixture
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def _person(**values: Any) -> dict[str, Any]:
    flags = dict.fromkeys(("is_migrant", "able_to_work", "in_school", "is_counted"), False)
    return {"uid": str(values["id"]), "position": 0, "phone": None, **flags, **values}


def _as_written(connection: Connection, table: str) -> list[tuple[Any, ...]]:
    rows = connection.exec_driver_sql(f"SELECT * FROM {table} ORDER BY id").all()
    connection.rollback()
    return [tuple(row) for row in rows]


def test_people_stand_there_as_the_mapping_writes_them(connection: Connection) -> None:
    people = [_person(**values) for values in _EMPTY_OR_NOT]
    connection.execute(insert(_PERSON), [{**person, "household_id": 3} for person in people])
    expected = _as_written(connection, "person")

    rows = [tuple(person.values()) for person in people]
    insert_rows(connection, _PERSON, tuple(people[0]), rows, shared={"household_id": 3})

    assert _as_written(connection, "person") == expected
    assert len(expected) == len(people)


def test_columns_that_all_rows_share_stand_in_each(connection: Connection) -> None:
    shared = {
        "stage": Stage.ON_FILE,
        "stage_order": ["intake", "review"],
        "stage_since": date(2026, 11, 20),
        "origin": Origin.IMPORT,
        "category_to_review": True,
        "remarks": None,
        "stage_step": 0,
        "is_unchecked": False,
        "is_back_entry": False,
        "row_version": 1,
        "unit_id": 1,
        "clerk_id": 1,
    }
    cases = [{"id": at, "uid": f"u{at}", "household_id": at, "number": f"QH{at}"} for at in (1, 2)]
    connection.execute(insert(_CASE), [{**case, **shared} for case in cases])
    expected = _as_written(connection, "case_file")

    rows = [tuple(case.values()) for case in cases]
    insert_rows(connection, _CASE, tuple(cases[0]), rows, shared=shared)

    assert _as_written(connection, "case_file") == expected
    assert len(expected) == len(cases)


def test_a_row_that_breaks_a_key_is_refused_or_left_out(connection: Connection) -> None:
    token = _TABLES["search_token"]
    columns = ("kind", "token", "person_id", "unit_id")
    insert_rows(connection, token, columns, [("n", "覃永福", 7, 1)])

    with pytest.raises(IntegrityError):
        insert_rows(connection, token, columns, [("n", "覃永福", 7, 2)])
    again = [("n", "覃永福", 7, 2), ("n", "单素云", 8, 1)]
    insert_rows(connection, token, columns, again, skips_known=True)

    found = connection.execute(select(token).order_by(token.c.person_id)).all()
    assert list(map(tuple, found)) == [("n", "覃永福", 7, 1), ("n", "单素云", 8, 1)]


def test_nothing_can_be_left_out_that_may_not_be_empty(connection: Connection) -> None:
    nameless = _person(**_EMPTY_OR_NOT[0] | {"name": None, "household_id": 3})

    with pytest.raises(IntegrityError):
        insert_rows(connection, _PERSON, tuple(nameless), [tuple(nameless.values())])
