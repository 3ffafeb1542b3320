"""What an import makes people found by, while it checks and writes, is what making it anew would make."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import select

from app.cases import import_search
from app.cases.imports import import_workbook
from app.changes import Op
from app.office.session import Office
from db import search, search_rows
from db.models import SearchEntry, SearchToken
from tests.app.cases.importing import MESSY, Row, family
from tests.app.cases.workbook.making import write_table


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two people are worth a process, which is told of each row."""
    monkeypatch.setattr(search_rows, "_WORTH_A_PROCESS", 2)
    monkeypatch.setattr(import_search, "_ROWS_AT_ONCE", 1)


def _search_of(office: Office) -> tuple[Sequence[object], ...]:
    tokens = select(SearchToken.kind, SearchToken.token, SearchToken.person_id, SearchToken.unit_id)
    entries = select(*SearchEntry.__table__.columns)
    with office.read() as session:
        return tuple(
            sorted(map(tuple, session.execute(query)), key=repr) for query in (tokens, entries)
        )


def _is_as_made_anew(office: Office) -> bool:
    found = _search_of(office)
    with office.write(Op.IMPORT) as work:
        search.rebuild(work.session)
        work.done()
    return found == _search_of(office)


def test_of_the_good_rows_of_a_messy_workbook(office: Office) -> None:
    import_workbook(office, path=MESSY, accept_good=True)

    assert _is_as_made_anew(office)


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(family(2, 编号="QH00001"), id="a number that is on file"),
        pytest.param(family(2, 编号=None), id="no number"),
        pytest.param(family(1), id="a household on file"),
    ],
)
def test_where_not_every_row_is_a_new_household_with_a_number(
    office: Office, tmp_path: Path, second: Row
) -> None:
    import_workbook(office, path=write_table(tmp_path / "a.xlsx", family(1)))
    rows = (family(3, 编号="QH00003"), second, family(4, 编号="QH00004"))
    report = import_workbook(office, path=write_table(tmp_path / "b.xlsx", *rows), accept_good=True)

    assert report.written >= 2
    assert _is_as_made_anew(office)


def test_beyond_the_people_whose_search_is_made_meanwhile(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_search, "_MOST_PEOPLE", 3)
    rows = [family(serial, 编号=f"QH0000{serial}") for serial in range(1, 5)]

    report = import_workbook(office, path=write_table(tmp_path / "a.xlsx", *rows))

    assert (report.written, report.persons) == (4, 8)
    assert _is_as_made_anew(office)
