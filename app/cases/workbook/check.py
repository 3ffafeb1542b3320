"""The check of a whole workbook: each row by itself, then against the rows above, then against the file.

Source: the import contract. Writes nothing; asks what is on file once.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from app.cases.workbook.cells import Columns, RowCells, column_name
from app.cases.workbook.facts import (
    CaseOnFile,
    CheckedWorkbook,
    HouseholdRow,
    Notice,
    OddWord,
    OnFile,
    PersonRow,
    Rejection,
)
from app.cases.workbook.header import Header
from app.cases.workbook.household import read_household
from app.cases.workbook.reader import OpenSheet, Sheet
from app.progress import Progress

_PREVIEW = 50
"""Rows that are shown before anything is written."""


def check_workbook(
    sheet: Sheet | OpenSheet,
    today: date,
    on_file: OnFile,
    progress: Progress | None = None,
    words: Mapping[tuple[str, str], str] | None = None,
    see: Callable[[HouseholdRow], None] | None = None,
) -> CheckedWorkbook:
    """Refuse, warn or clean every cell. Raises Cancelled, and what `on_file` raises.

    `words`: what the office has said about words that a code list does not know. `see` is told at once
    of each row that nothing on the sheet refuses; what is on file may still refuse it.
    """
    progress = progress or Progress()
    progress.start("核对每一行", sheet.expected)
    columns = Columns.of(sheet.header)
    members = columns.members
    checked: list[_Row] = []
    above = _Above()
    for row in sheet.rows:
        cells = RowCells(columns, row, today, words or {})
        found = _Row(cells, read_household(cells, members))
        cells.close()
        above.compare(found)
        checked.append(found)
        if see is not None and not found.is_refused:
            see(found.household)
        progress.step()
    _compare_with_file(checked, on_file)
    return CheckedWorkbook(
        header=sheet.header,
        rows=len(checked),
        households=tuple(row.household for row in checked if not row.is_refused),
        rejected=_in_order(checked),
        warnings=(
            *_unknown_columns(columns, checked),
            *(note for row in checked for note in row.cells.notices),
        ),
        refused_rows=tuple(row.cells.row for row in checked if row.is_refused),
        odd_words=_odd_words(checked),
        first=tuple(row.household for row in checked[:_PREVIEW]),
    )


@dataclass
class _Row:
    cells: RowCells
    household: HouseholdRow

    @property
    def number(self) -> int:
        return self.cells.row.number

    @property
    def is_refused(self) -> bool:
        return bool(self.cells.rejections)


@dataclass
class _Above:
    """What the rows above have used, refused ones among them."""

    id_numbers: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, tuple[int, str | None]] = field(default_factory=dict)

    def compare(self, row: _Row) -> None:
        """Refuse the later row, and name the earlier one."""
        self._compare_number(row)
        for person in row.household.people:
            self._compare_person(row, person)

    def _compare_person(self, row: _Row, person: PersonRow) -> None:
        id_number = person.id_number
        if id_number is None:
            return
        earlier = self.id_numbers.get(id_number)
        if earlier is None:
            self.id_numbers[id_number] = row.number
        elif earlier != row.number:
            reason = f"与第 {earlier} 行中的身份证号相同；一个人只能在一户档案里，请核对。"
            row.cells.reject("id_number", person.member, reason)
        else:
            reason = f"与第 {row.number} 行（本行）前面的身份证号相同，请核对。"
            row.cells.reject("id_number", person.member, reason)

    def _compare_number(self, row: _Row) -> None:
        number, applicant = row.household.number, row.household.applicant.id_number
        if number is None:
            return
        earlier, same = self.numbers.setdefault(number, (row.number, applicant))
        # The same household twice is refused for its ID number; its 编号 is not another household's.
        if earlier != row.number and (same is None or same != applicant):
            row.cells.reject("number", 0, f"编号已被第 {earlier} 行的另一户使用，请核对。")


# ---------------------------------------------------------------- against the file


def _compare_with_file(rows: list[_Row], on_file: OnFile) -> None:
    numbers = {row.household.number for row in rows} - {None}
    id_numbers = {p.id_number for row in rows for p in row.household.people} - {None}
    cases = on_file.look_up(
        frozenset(number for number in numbers if number),
        frozenset(number for number in id_numbers if number),
    )
    known = _Cases(cases)
    for row in rows if cases else ():
        known.compare(row)


class _Cases:
    """The cases that the workbook touches, and which row has claimed which."""

    def __init__(self, cases: tuple[CaseOnFile, ...]) -> None:
        self._by_number = {case.number: case for case in cases}
        self._by_id: dict[str, list[CaseOnFile]] = {}
        for case in sorted(cases, key=lambda case: case.case_id):
            for id_number in case.id_numbers:
                self._by_id.setdefault(id_number, []).append(case)
        self._claimed: dict[int, int] = {}

    def compare(self, row: _Row) -> None:
        """Find the household's own case, else refuse or link what stands in another's."""
        existing = self._existing(row)
        if existing is not None:
            earlier = self._claimed.setdefault(existing.case_id, row.number)
            if earlier != row.number:
                reason = f"与第 {earlier} 行对应同一份已导入的档案，请核对编号和身份证号。"
                row.cells.reject("id_number", 0, reason)
            row.household = replace(row.household, existing_case_id=existing.case_id)
            return
        number = row.household.number
        if number is not None and number in self._by_number:
            row.cells.reject("number", 0, "编号已被本单位的另一户使用，请核对。")
        for person in row.household.people:
            self._compare_person(row, person)

    def _existing(self, row: _Row) -> CaseOnFile | None:
        """A household on file from an earlier import with the same 编号 or applicant ID.

        A 编号 alone is not enough where nobody in the row is in that case: then it is another
        household's. A closed case under another 编号 is no longer on file: 返困 candidate.
        """
        number, applicant = row.household.number, row.household.applicant
        named = self._by_number.get(number) if number else None
        if named is not None:
            is_same = named.applicant_name == applicant.name or any(
                person.id_number in named.id_numbers for person in row.household.people
            )
            return named if named.is_imported and is_same else None
        for case in reversed(self._by_id.get(applicant.id_number or "", ())):
            is_here = case.is_imported and case.applicant_id_number == applicant.id_number
            if is_here and (case.is_open or number is None):
                return case
        return None

    def _compare_person(self, row: _Row, person: PersonRow) -> None:
        cases = self._by_id.get(person.id_number or "", ())
        if any(case.is_open for case in cases):
            reason = "这个身份证号已在本单位另一份未结的档案中，请先查找那份档案再处理。"
            row.cells.reject("id_number", person.member, reason)
        elif cases:
            note = "这个身份证号在一份已结的档案中，已作为返困候选关联。"
            row.cells.warn("id_number", person.member, note)
            if row.household.previous_case_id is None:
                last = cases[-1].case_id
                row.household = replace(row.household, previous_case_id=last)


# ---------------------------------------------------------------- the report


def _odd_words(rows: list[_Row]) -> tuple[tuple[OddWord, int], ...]:
    counts: dict[tuple[str, str], int] = {}
    kept: dict[tuple[str, str], OddWord] = {}
    for row in rows:
        for word in row.cells.odd:
            key = (word.list_key, word.filed)
            kept.setdefault(key, word)
            counts[key] = counts.get(key, 0) + 1
    most_first = sorted(kept, key=lambda key: (-counts[key], key))
    return tuple((kept[key], counts[key]) for key in most_first)


def _in_order(rows: list[_Row]) -> tuple[Rejection, ...]:
    """By row, then by the sheet's own columns."""
    return tuple(
        rejection
        for row in rows
        for rejection in sorted(
            row.cells.rejections.values(), key=lambda rejection: _place(row.cells.header, rejection)
        )
    )


def _place(header: Header, rejection: Rejection) -> int:
    names = header.names
    return names.index(rejection.field) if rejection.field in names else len(names)


def _unknown_columns(columns: Columns, rows: list[_Row]) -> Iterator[Notice]:
    """Columns that no list knows, where they have a name or hold anything."""
    header = columns.header
    width = max([len(header.names), *(len(row.cells.row.cells) for row in rows)])
    for index in (*columns.unknown, *range(len(header.meanings), width)):
        has_values = any(
            index < len(row.cells.row.cells) and row.cells.row.cells[index] is not None
            for row in rows
        )
        if has_values or (index < len(header.names) and header.names[index]):
            note = "不认识这一列，内容已放进备注。" if has_values else "不认识这一列，它是空的。"
            yield Notice(header.row, column_name(header, index), note)
