"""Long lists read their rows a page at a time."""

from app.cases.lists import CaseRow
from ui.paging import PAGE, PagedRows


def _row(case_id: int, number: str = "") -> CaseRow:
    return CaseRow(case_id, number, "", "", "", False, None, None, "", 0, "", "", None)


def test_only_what_is_looked_at_is_asked_for() -> None:
    asked: list[int] = []
    rows = PagedRows(range(1, 1001), lambda: asked.append(1), _row)
    assert len(rows) == 1000
    assert rows[0].case_id == 1
    assert rows[PAGE].number == ""
    assert asked == [1]  # one burst, one question
    assert rows.take_wanted() == (0, 1)
    assert rows[1].case_id == 2
    assert asked == [1]  # the page is on its way
    rows.put(0, [_row(one, f"QH-{one}") for one in rows.ids_of(0)])
    assert rows[0].number == "QH-1"


def test_the_pages_looked_at_last_come_first() -> None:
    rows = PagedRows(range(1, 2001), lambda: None, _row)
    for page in range(10):
        rows[page * PAGE]
    assert rows.take_wanted() == (7, 8, 9)


def test_a_case_that_is_gone_leaves_a_blank_row() -> None:
    rows = PagedRows((5, 6), lambda: None, _row)
    rows.put(0, [_row(6, "QH-6")])
    assert [row.number for row in rows] == ["", "QH-6"]
    assert rows[0].case_id == 5
