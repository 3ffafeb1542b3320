"""The check of a whole workbook: each row by itself, then against the rows above, then against the file.

Source: the import contract. Writes nothing; asks what is on file for many rows at once. Of good rows
it keeps what they say, not their cells: a workbook may have 100,000.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from app.cases.workbook.cells import Columns, RowCells, column_name, plain_text
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
from app.cases.workbook.household import read_household
from app.cases.workbook.reader import OpenSheet, Sheet, SheetRow
from app.progress import Progress

_PREVIEW = 50
"""Rows that are shown before anything is written."""
_AT_ONCE = 1_000
"""Rows for which the file is asked together."""


def check_workbook(
    sheet: Sheet | OpenSheet,
    today: date,
    on_file: OnFile,
    progress: Progress | None = None,
    words: Mapping[tuple[str, str], str] | None = None,
    see: Callable[[HouseholdRow], None] | None = None,
) -> CheckedWorkbook:
    """Refuse, warn or clean every cell. Raises Cancelled, and what `on_file` raises.

    `words`: what the office has said about words that a code list does not know. `see` is told of each
    household that may be written and is not on file, in the sheet's order, while later ones are read.
    """
    progress = progress or Progress()
    progress.start("核对每一行", sheet.expected)
    columns, above, claimed = Columns.of(sheet.header), _Above(), _Claimed()
    outcome = _Outcome(columns)
    rows: list[_Row] = []

    def compare_and_keep() -> None:
        _compare_with_file(rows, on_file, claimed)
        for row in rows:
            outcome.keep(row)
            if see is not None and row.is_new:
                see(row.household)
        rows.clear()

    for sheet_row in sheet.rows:
        cells = RowCells(columns, sheet_row, today, words or {})
        row = _Row(cells, read_household(cells, columns.members))
        cells.close()
        above.compare(row)
        rows.append(row)
        if len(rows) == _AT_ONCE:
            compare_and_keep()
        progress.step()
    compare_and_keep()
    return outcome.checked()


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

    @property
    def is_new(self) -> bool:
        return not self.is_refused and self.household.existing_case_id is None


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


_OF_ANOTHER = "编号已被本单位的另一户使用，请核对。"
_OF_EARLIER_FILE = "编号在这一户以前的档案上，请换一个，或者清空这一格，由本系统编下一个。"
_BEGUN_HERE = "这一户的档案是在本系统中建立的，表格不会改动它；要改请打开那份档案。"

_Claimed = dict[int, int]
"""By case of an earlier import the row that is about it."""


def _compare_with_file(rows: Sequence["_Row"], on_file: OnFile, claimed: _Claimed) -> None:
    numbers = {row.household.number for row in rows}
    id_numbers = {p.id_number for row in rows for p in row.household.people}
    cases = on_file.look_up(
        frozenset(number for number in numbers if number),
        frozenset(number for number in id_numbers if number),
    )
    known = _Cases(cases, claimed)
    for row in rows if cases else ():
        known.compare(row)


class _Cases:
    """The cases that some rows touch, and which row has claimed which."""

    def __init__(self, cases: tuple[CaseOnFile, ...], claimed: _Claimed) -> None:
        self._by_number = {case.number: case for case in cases}
        self._by_id: dict[str, list[CaseOnFile]] = {}
        for case in sorted(cases, key=lambda case: case.case_id):
            for id_number in case.id_numbers:
                self._by_id.setdefault(id_number, []).append(case)
        self._claimed = claimed

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
        named = self._named(row)
        if named is not None:
            applicant = row.household.applicant
            is_own = named.applicant_id_number == applicant.id_number is not None
            if is_own and named.is_open:
                row.cells.reject("number", 0, _BEGUN_HERE)
                return
            row.cells.reject("number", 0, _OF_EARLIER_FILE if is_own else _OF_ANOTHER)
        for person in row.household.people:
            self._compare_person(row, person)

    def _named(self, row: _Row) -> CaseOnFile | None:
        """The case under the row's 编号."""
        return self._by_number.get(row.household.number or "")

    def _existing(self, row: _Row) -> CaseOnFile | None:
        """A household on file from an earlier import with the same 编号 or applicant ID.

        A 编号 alone is not enough where nobody in the row is in that case: then it is another
        household's. A closed case under another 编号 is no longer on file: 返困 candidate.
        """
        number, applicant = row.household.number, row.household.applicant
        named = self._named(row)
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


# ---------------------------------------------------------------- the outcome


@dataclass
class _Outcome:
    """What is kept of the rows."""

    columns: Columns
    count: int = 0
    width: int = 0
    filled: set[int] = field(default_factory=set)
    """Unknown columns that hold something."""
    households: list[HouseholdRow] = field(default_factory=list)
    first: list[HouseholdRow] = field(default_factory=list)
    refused: list[SheetRow] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    odd: dict[tuple[str, str], tuple[OddWord, int]] = field(default_factory=dict)

    def keep(self, row: _Row) -> None:
        """A row, after all comparisons."""
        self.count += 1
        if len(self.first) < _PREVIEW:
            self.first.append(row.household)
        self._look_for_unknown(row.cells.row)
        self.notices += row.cells.notices
        for word in row.cells.odd:
            known, count = self.odd.get((word.list_key, word.filed), (word, 0))
            self.odd[word.list_key, word.filed] = known, count + 1
        if row.is_refused:
            self.refused.append(row.cells.row)
            self.rejections += sorted(row.cells.rejections.values(), key=self._place)
        else:
            self.households.append(row.household)

    def checked(self) -> CheckedWorkbook:
        """All of it."""
        most_first = sorted(self.odd, key=lambda key: (-self.odd[key][1], key))
        return CheckedWorkbook(
            header=self.columns.header,
            rows=self.count,
            households=tuple(self.households),
            rejected=tuple(self.rejections),
            warnings=(*self._unknown_columns(), *self.notices),
            refused_rows=tuple(self.refused),
            odd_words=tuple(self.odd[key] for key in most_first),
            first=tuple(self.first),
        )

    def _place(self, rejection: Rejection) -> int:
        """By the sheet's own columns."""
        names = self.columns.header.names
        return names.index(rejection.field) if rejection.field in names else len(names)

    def _look_for_unknown(self, row: SheetRow) -> None:
        cells = row.cells
        width = len(cells)
        self.width = max(self.width, width)
        beyond = range(len(self.columns.header.meanings), width)
        for index in (*self.columns.unknown, *beyond):
            if index < width and plain_text(cells[index]):
                self.filled.add(index)

    def _unknown_columns(self) -> Iterator[Notice]:
        """Columns that no list knows, where they have a name or hold anything."""
        header = self.columns.header
        width = max(len(header.names), self.width)
        for index in (*self.columns.unknown, *range(len(header.meanings), width)):
            if index in self.filled:
                note = "不认识这一列，内容已放进备注。"
            elif index < len(header.names) and header.names[index]:
                note = "不认识这一列，它是空的。"
            else:
                continue
            yield Notice(header.row, column_name(header, index), note)
