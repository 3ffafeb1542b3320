"""The journal: images, the keyed chain, tampering, and putting back."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from db import journal
from db.connection import DATABASE_NAME, create_file
from db.models import Fund, RowImage, Seal, Unit
from db.store import Store, open_store

KEY = bytes(range(32))
CHAIN = b"journal key for tests, 32 bytes!"
NOW = datetime(2026, 11, 20, 1, 2, 3, 456789, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    create_file(tmp_path / DATABASE_NAME)
    opened = open_store(tmp_path, KEY)
    yield opened
    opened.close()


def act(store: Store, change: Callable[[Session], object], *, is_bulk: bool = False) -> int:
    """One operation around a change; returns its id."""
    with Session(store.writer) as session:
        entry = journal.Entry(at=NOW, account_id=1, session="s", op="TEST", case_id=None)
        operation = journal.begin(session, entry, is_bulk=is_bulk)
        change(session)
        journal.seal(session, operation, CHAIN)
        session.commit()
        return operation.id


def add_unit(name: str) -> Callable[[Session], object]:
    return lambda session: session.add(Unit(name=name, level="基层"))


def rename(old: str, new: str) -> Callable[[Session], object]:
    def change(session: Session) -> None:
        session.scalars(select(Unit).where(Unit.name == old)).one().name = new

    return change


def names(store: Store) -> set[str]:
    with Session(store.reader) as session:
        return set(session.scalars(select(Unit.name)))


def test_each_change_keeps_the_row_before_and_after(store: Store) -> None:
    act(store, add_unit("甲"))
    second = act(store, rename("甲", "乙"))
    with Session(store.reader) as session:
        image = session.scalars(select(RowImage).where(RowImage.operation_id == second)).one()
    assert image.before is not None
    assert image.after is not None
    assert json.loads(image.before)["name"] == "甲"
    assert json.loads(image.after)["name"] == "乙"


def test_a_bulk_operation_keeps_ids_and_is_put_back_too(store: Store) -> None:
    def many(session: Session) -> None:
        session.add_all(Unit(name=f"单位{n}", level="基层") for n in range(50))

    operation = act(store, many, is_bulk=True)
    with Session(store.reader) as session:
        assert session.scalars(select(RowImage)).all() == []
    act(store, lambda session: journal.replay_back(session, operation))
    assert names(store) == set()


def test_blobs_come_back_byte_for_byte(store: Store) -> None:
    image = bytes(range(256))
    act(store, add_unit("甲"))
    act(
        store,
        lambda session: session.add(
            Seal(unit_id=1, name="章", kind="image", image=image, diameter_tenths_mm=420)
        ),
    )

    def drop(session: Session) -> None:
        session.delete(session.scalars(select(Seal)).one())

    operation = act(store, drop)
    act(store, lambda session: journal.replay_back(session, operation))
    with Session(store.reader) as session:
        assert session.scalars(select(Seal)).one().image == image


def test_put_back_refuses_a_row_that_changed_again(store: Store) -> None:
    act(store, add_unit("甲"))
    operation = act(store, rename("甲", "乙"))
    act(store, rename("乙", "丙"))
    with pytest.raises(journal.UndoConflictError), Session(store.writer) as session:
        entry = journal.Entry(at=NOW, account_id=1, session="s", op="UNDO")
        journal.begin(session, entry)
        journal.replay_back(session, operation)
    assert names(store) == {"丙"}


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.integers(0, 10**12), st.booleans()),
        min_size=1,
        max_size=12,
    )
)
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_putting_back_in_reverse_restores_every_row(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, bool]]
) -> None:
    folder = tmp_path_factory.mktemp("model")
    create_file(folder / DATABASE_NAME)
    store = open_store(folder, KEY)

    def state() -> list[tuple[object, ...]]:
        with Session(store.reader) as session:
            query = select(Fund.id, Fund.name, Fund.amount_fen, Fund.is_closed).order_by(Fund.id)
            return [tuple(row) for row in session.execute(query)]

    def apply(name: str, amount: int, is_closed: bool) -> Callable[[Session], object]:
        def change(session: Session) -> None:
            found = session.scalars(select(Fund).where(Fund.name == name)).first()
            if found is None:
                found = Fund(name=name, source="其他", budget_year=2026, amount_fen=amount)
                session.add(found)
            elif amount % 5 == 0:
                session.delete(found)
                return
            found.amount_fen, found.is_closed = amount, is_closed

        return change

    history = []
    for name, amount, is_closed in steps:
        before = state()
        history.append((act(store, apply(name, amount, is_closed)), before))
    for operation, before in reversed(history):
        act(store, lambda session, which=operation: journal.replay_back(session, which))  # type: ignore[misc]
        assert state() == before
    with Session(store.reader) as session:
        assert journal.verify(session, CHAIN).is_whole
    store.close()


TAMPERINGS = (
    "UPDATE operation SET op = 'OTHER' WHERE id = 2",
    "UPDATE operation SET at = '2020-01-01T00:00:00.000000Z' WHERE id = 2",
    "UPDATE operation SET result = 'refused' WHERE id = 2",
    "UPDATE operation SET case_id = 7 WHERE id = 3",
    "DELETE FROM operation WHERE id = 2",
    "UPDATE row_image SET after = replace(after, '乙', '丁') WHERE operation_id = 2",
    "DELETE FROM row_image WHERE operation_id = 2",
    "INSERT INTO row_image (operation_id, table_name, row_id) VALUES (3, 'unit', 1)",
    "UPDATE row_image SET row_id = row_id + 1 WHERE operation_id = 3",
    "UPDATE operation SET chain = (SELECT chain FROM operation WHERE id = 3) WHERE id = 2",
)


@pytest.mark.parametrize("statement", TAMPERINGS)
def test_every_tampering_is_found(store: Store, statement: str) -> None:
    act(store, add_unit("甲"))
    act(store, rename("甲", "乙"))
    act(store, rename("乙", "丙"))
    with Session(store.reader) as session:
        assert journal.verify(session, CHAIN).is_whole
        head = journal.head(session)
    with store.writer.connect() as connection, connection.begin():
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        if statement.startswith("DELETE FROM operation"):
            connection.exec_driver_sql("DELETE FROM row_image WHERE operation_id = 2")
        connection.exec_driver_sql(statement)
    with Session(store.reader) as session:
        assert not journal.verify(session, CHAIN).is_whole
        assert journal.verify(session, b"another key").bad_id == 1
        assert journal.head(session)[0] == head[0]


def test_a_cut_tail_shows_at_the_anchor(store: Store) -> None:
    act(store, add_unit("甲"))
    last = act(store, add_unit("乙"))
    with Session(store.reader) as session:
        anchored = journal.head(session)
    with store.writer.begin() as connection:
        connection.exec_driver_sql(f"DELETE FROM row_image WHERE operation_id = {last}")
        connection.exec_driver_sql(f"DELETE FROM operation WHERE id = {last}")
    with Session(store.reader) as session:
        assert journal.verify(session, CHAIN).is_whole
        assert journal.head(session) != anchored
