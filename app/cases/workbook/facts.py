"""What a checked workbook holds, as plain frozen data. Keys of facts are the columns of the models."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from app.cases.workbook.header import Header
from app.cases.workbook.reader import SheetRow

Fact = str | int | bool | date | None

REGION = "region_code"
"""What stands for a code list in an `OddWord` that is the name of several places."""


@dataclass(frozen=True)
class Rejection:
    """One faulty cell. `row` is the sheet's own number, `field` the sheet's own column name."""

    row: int
    field: str
    reason: str


@dataclass(frozen=True)
class Notice:
    """Something that somebody should look at; it refuses nothing."""

    row: int
    field: str
    note: str


@dataclass(frozen=True)
class OddWord:
    """A word that its code list does not know, the column it stands in, and the label it is read as ("": none).

    A name that several places have is one too: `list_key` is REGION, the label a place's whole name.
    """

    list_key: str
    filed: str
    column: str
    meaning: str


@dataclass(frozen=True)
class FiledText:
    """A text kept as it was filed, beside the value it became (settled) or in its place (待整理).

    `member` 0 is the applicant, None the household.
    """

    field: str
    value: str
    is_settled: bool
    member: int | None = None


class PersonRow(NamedTuple):
    """The applicant (`member` 0) or the member of that block."""

    member: int
    facts: Mapping[str, Fact]

    @property
    def id_number(self) -> str | None:
        """The number to store; None where none was given or it was refused."""
        number = self.facts.get("id_number")
        return number if isinstance(number, str) else None

    @property
    def name(self) -> str:
        """The name; "" where it is missing."""
        return str(self.facts.get("name") or "")


@dataclass(frozen=True)
class HouseholdRow:
    """One row: a household with its case. `is_refused` rows are kept for the duplicates they name."""

    row: int
    case: Mapping[str, Fact]
    household: Mapping[str, Fact]
    people: tuple[PersonRow, ...]
    filed: tuple[FiledText, ...] = ()
    existing_case_id: int | None = None
    """The case of an earlier import that this row is about."""
    previous_case_id: int | None = None
    """A case that is not open any more, linked as 返困 candidate."""

    @property
    def number(self) -> str | None:
        """编号 as filed; None: the office's next number."""
        number = self.case.get("number")
        return number if isinstance(number, str) else None

    @property
    def applicant(self) -> PersonRow:
        """The person in whose name the case is kept."""
        return self.people[0]


@dataclass(frozen=True)
class CheckedWorkbook:
    """The outcome of the check: what may be written, what not and why, what to look at."""

    header: Header
    rows: int
    households: tuple[HouseholdRow, ...]
    """Rows without a faulty cell, `existing` ones among them, in the sheet's order."""
    rejected: tuple[Rejection, ...]
    warnings: tuple[Notice, ...]
    refused_rows: tuple[SheetRow, ...]
    """Rows with a faulty cell, as they came."""
    odd_words: tuple[tuple[OddWord, int], ...] = ()
    """Words that no list knows, each once, with how many cells hold it; the most frequent first."""
    first: tuple[HouseholdRow, ...] = ()
    """The first rows as they were read, refused ones too: the preview."""

    @property
    def new(self) -> tuple[HouseholdRow, ...]:
        """Households that are not on file from an earlier import."""
        return tuple(row for row in self.households if row.existing_case_id is None)

    @property
    def existing(self) -> tuple[HouseholdRow, ...]:
        """Households that are."""
        return tuple(row for row in self.households if row.existing_case_id is not None)


@dataclass(frozen=True)
class CaseOnFile:
    """What the check must know of a case. `id_numbers` are those of everybody still in it."""

    case_id: int
    number: str
    is_open: bool
    is_imported: bool
    applicant_id_number: str | None
    applicant_name: str
    id_numbers: frozenset[str]


class OnFile(Protocol):
    """The office's cases, asked for many rows at once."""

    def look_up(
        self, numbers: Collection[str], id_numbers: Collection[str]
    ) -> tuple[CaseOnFile, ...]:
        """Every case with one of these 编号, or with a person of one of these ID numbers."""


class NothingOnFile:
    """An office without cases."""

    def look_up(
        self, numbers: Collection[str], id_numbers: Collection[str]
    ) -> tuple[CaseOnFile, ...]:
        """Nothing."""
        return ()
