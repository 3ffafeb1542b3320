"""A prepared query answers as the same query through SQLAlchemy does."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, bindparam, create_engine, select
from sqlalchemy.orm import Session

from db.models import Base, Unit
from db.prepared import Prepared, as_one, each_of

_NAMES = ("青禾县总工会", "石桥镇工会", "O'Brien 工会")


@pytest.fixture
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with engine.connect() as connection, Session(connection) as session:
        session.add_all(Unit(level="基层", name=name) for name in _NAMES)
        session.flush()
        yield connection
    engine.dispose()


def test_it_answers_as_the_mapping_does_with_limits_and_parameters_twice(
    connection: Connection,
) -> None:
    query = (
        select(Unit.name)
        .where(Unit.name >= bindparam("low"), Unit.name != bindparam("not"), Unit.id > 0)
        .order_by(Unit.name)
        .limit(bindparam("most"))
    )
    prepared = Prepared(query)

    for values in ({"low": "A", "not": _NAMES[1], "most": 5}, {"low": "石", "not": "", "most": 1}):
        expected = connection.execute(query, values).all()
        assert list(map(tuple, prepared.rows(connection, values))) == list(map(tuple, expected))
        assert expected


def test_many_values_are_one_parameter(connection: Connection) -> None:
    prepared = Prepared(select(Unit.name).where(Unit.name.in_(each_of(bindparam("names")))))

    found = prepared.rows(connection, {"names": as_one([*_NAMES[1:], "没有的"])})

    assert {name for (name,) in found} == set(_NAMES[1:])


def test_where_the_file_is_not_sqlites_the_mapping_asks(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared = Prepared(select(Unit.name).where(Unit.name == bindparam("name")))
    monkeypatch.setattr(connection.dialect, "name", "postgresql")

    assert [tuple(row) for row in prepared.rows(connection, {"name": _NAMES[2]})] == [(_NAMES[2],)]
