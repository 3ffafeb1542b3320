"""Reading the cells of one row: clean silently, warn, or refuse, by the import contract's table."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from operator import itemgetter

from app.cases.workbook.facts import REGION, FiledText, Notice, OddWord, Rejection
from app.cases.workbook.header import Header
from app.cases.workbook.reader import Cell, SheetRow
from app.cases.workbook.unusable import Unusable
from app.errors import UserError
from app.fields.codes import Match, Via, codes
from app.fields.kinds import Region, YesNo
from app.fields.regions import codes_named
from db.values import (
    Problem,
    check_card,
    check_phone,
    check_postcode,
    clean_text,
    half_width,
    normalise_card,
    normalise_phone,
    normalise_postcode,
    parse_day,
    parse_money,
    text_of,
)

_YES_NO = YesNo()
_REGION = Region()
_COUNT = re.compile(r"(\d{1,3})人?")


@dataclass(frozen=True)
class Columns:
    """Where on the sheet everything stands: found once, used for every row."""

    header: Header
    blocks: Mapping[int, "Block"]
    """The known columns by member; 0 is the applicant, the household and the case."""
    unknown: tuple[int, ...]
    """The places of columns that no list knows."""

    @classmethod
    def of(cls, header: Header) -> "Columns":
        """The columns of a header; the applicant's are always there."""
        places: dict[int, dict[str, int]] = {0: {}}
        unknown = []
        for index, meaning in enumerate(header.meanings):
            if meaning.key is None:
                unknown.append(index)
            else:
                places.setdefault(meaning.member, {})[meaning.key] = index
        blocks = {member: Block.of(places[member]) for member in sorted(places)}
        return cls(header, blocks, tuple(unknown))

    @property
    def members(self) -> tuple[int, ...]:
        """The members of the household who have columns."""
        return tuple(member for member in self.blocks if member)


@dataclass(frozen=True)
class Block:
    """The columns of one member: their keys, and what takes their cells out of a row."""

    keys: tuple[str, ...]
    cells_of: Callable[[tuple[Cell, ...]], tuple[Cell, ...]]

    def read(self, cells: tuple[Cell, ...]) -> dict[str, Cell]:
        """What stands in the columns; nothing where all are empty, as most blocks of members are."""
        own = self.cells_of(cells)
        return {} if own.count(None) == len(own) else dict(zip(self.keys, own, strict=True))

    @classmethod
    def of(cls, places: Mapping[str, int]) -> "Block":
        """Of the place of each key."""
        indexes = tuple(places.values())
        if len(indexes) > 1:
            return cls(tuple(places), itemgetter(*indexes))
        return cls(tuple(places), lambda cells: tuple(cells[index] for index in indexes))


@dataclass
class RowCells:
    """The cells of one row, and what was found about them so far."""

    columns: Columns
    row: SheetRow
    today: date
    words: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """(code list, word that it does not know) → the label that the office reads it as."""
    odd: list[OddWord] = field(default_factory=list)
    rejections: dict[str, Rejection] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    filed: list[FiledText] = field(default_factory=list)

    def __post_init__(self) -> None:
        cells = self.row.cells
        missing = len(self.columns.header.meanings) - len(cells)
        if missing > 0:  # empty cells at the end of a row are not there
            cells += (None,) * missing
        self._blocks = {member: block.read(cells) for member, block in self.columns.blocks.items()}

    @property
    def header(self) -> Header:
        """The header that the row stands under."""
        return self.columns.header

    # ---------------------------------------------------------------- findings

    def reject(self, key: str, member: int, reason: str) -> None:
        """Refuse a cell; the first reason counts, one entry per cell."""
        name = self.header.name_of(key, member)
        self.rejections.setdefault(name, Rejection(self.row.number, name, reason))

    def warn(self, key: str, member: int, note: str) -> None:
        """Say something about a cell."""
        self.notices.append(Notice(self.row.number, self.header.name_of(key, member), note))

    def keep(self, key: str, text: str, member: int | None, *, is_settled: bool = False) -> None:
        """Keep a text as it was filed."""
        self.filed.append(FiledText(key, text, is_settled, member))

    def require(self, key: str, member: int, sentence: str) -> None:
        """Refuse an empty cell that must be filled, with the sentence or for what it holds instead."""
        value = self._blocks[member].get(key)
        self.reject(key, member, value.reason if isinstance(value, Unusable) else sentence)

    def warn_of_unusable(self) -> None:
        """Name every formula and error of the row once, in a known column or not."""
        if Unusable not in map(type, self.row.cells):
            return
        for index, value in enumerate(self.row.cells):
            if isinstance(value, Unusable):
                name = column_name(self.header, index)
                self.notices.append(Notice(self.row.number, name, value.note))

    # ---------------------------------------------------------------- values

    def close(self) -> None:
        """All is read: only what was found is kept, for a workbook has many rows."""
        self._blocks.clear()

    def value(self, key: str, member: int = 0) -> Cell:
        """The cell as it came; nothing where it is empty, unusable, or the sheet has no such column."""
        value = self._blocks[member].get(key)
        return None if isinstance(value, Unusable) else value

    def is_empty(self, member: int) -> bool:
        """Whether all cells of a member are empty, blank, or unusable."""
        return not any(self.text(key, member) for key in self._blocks[member])

    def text(self, key: str, member: int = 0) -> str | None:
        """Clean text; whole numbers lose their `.0`."""
        value = self._blocks[member].get(key)
        if value is None:
            return None
        return (clean_text(value) if type(value) is str else plain_text(value)) or None

    def money(self, key: str, member: int = 0) -> int | None:
        """Fen. Negative is refused; what is no number is left empty, and kept as filed."""
        value = self.value(key, member)
        found = parse_money(value if isinstance(value, str | int | float) else plain_text(value))
        if found is Problem.MONEY_NEGATIVE:
            self.reject(key, member, Problem.MONEY_NEGATIVE.sentence)
            return None
        if isinstance(found, Problem):
            self.warn(key, member, f"{found.sentence}这一格已留空，原文另存。")
            self.keep(key, plain_text(value), _owner(key, member))
            return None
        return found

    def day(self, key: str, member: int = 0) -> date | None:
        """A date; what is none is left empty, and kept as filed."""
        value = self.value(key, member)
        if not isinstance(value, str | date):
            value = plain_text(value)
        found = _read_day(value)
        if isinstance(found, Problem):
            self.warn(key, member, f"{found.sentence}这一格已留空，原文另存。")
            self.keep(key, plain_text(value), _owner(key, member))
            return None
        return found

    def yes_or_no(self, key: str) -> bool | None:
        """是 or 否; anything else is kept as filed."""
        text = self.text(key)
        if text is None:
            return None
        try:
            return _YES_NO.parse(text, self.today)
        except UserError:
            self.warn(key, 0, "这一格不是“是”或“否”，已按原文保留，待整理。")
            self.keep(key, text, None)
            return None

    def choice(self, list_key: str, key: str, member: int = 0) -> Match | None:
        """A value of a code list. One that no list knows is kept as text, 待整理."""
        value = self._blocks[member].get(key)
        if value is None:
            return None
        match = _match_cell(list_key, value if type(value) is str else plain_text(value))
        if match is None or match.via is Via.LABEL:
            return match
        if match.via in (Via.UNKNOWN, Via.OTHERWISE):
            match = self._as_told(list_key, key, member, match)
        if match.via is Via.UNKNOWN:
            self.warn(key, member, f"“{match.filed}”不在代码表中，已按原文保留，待整理。")
        return match

    def _as_told(self, list_key: str, key: str, member: int, match: Match) -> Match:
        """A word that no list knows, as the office has said that it is to be read."""
        told = self._told(list_key, match.filed, key, member)
        if not told:
            return match
        return Match(told, told, match.filed, Via.SUCCESSOR)

    def _told(self, list_key: str, filed: str, key: str, member: int = 0) -> str:
        """The label that the office reads a word as, "" for none; the word is noted, to be asked for."""
        told = self.words.get((list_key, filed), "")
        self.odd.append(OddWord(list_key, filed, self.header.name_of(key, member), told))
        return told

    def label(self, list_key: str, key: str, member: int = 0) -> str | None:
        """The label to store for a code list; the filed words are kept where they say more."""
        match = self.choice(list_key, key, member)
        if match is None:
            return None
        if match.via in (Via.SUCCESSOR, Via.UNKNOWN):
            self.keep(key, match.filed, _owner(key, member), is_settled=match.via is Via.SUCCESSOR)
        return match.label

    def labels(self, keys: Iterable[str], member: int = 0) -> dict[str, str | None]:
        """The label of each of these columns, which are called as their code lists are."""
        block = self._blocks[member]
        found: dict[str, str | None] = {}
        for key in keys:
            value = block.get(key)
            match = _match_cell(key, value) if type(value) is str else None
            is_plain = match is not None and match.via is Via.LABEL  # the way of nearly all cells
            found[key] = match.label if match and is_plain else self.label(key, key, member)
        return found

    def count(self, key: str) -> int | None:
        """A small whole number; what is none is left empty, and kept as filed."""
        text = self.text(key)
        if text is None:
            return None
        found = _COUNT.fullmatch(half_width(text).replace(" ", ""))
        if found is None:
            self.warn(key, 0, "这一格不是人数，已留空，原文另存。")
            self.keep(key, text, None)
            return None
        return int(found[1])

    def phone(self, key: str) -> str | None:
        """A mobile number; another stands as it came, with a warning."""
        phone = normalise_phone(self.text(key) or "")
        if phone and (problem := check_phone(phone)):
            self.warn(key, 0, problem.sentence)
        return phone or None

    def card(self, key: str) -> str | None:
        """A bank card; a number cell may have lost digits, any other flaw is a warning too."""
        value = self.value(key)
        card = normalise_card(value)
        if not card:
            return None
        problems = check_card(card)
        if isinstance(value, int | float) and len(card) > 15:
            problems = (Problem.CARD_NUMBER_CELL,)
        for problem in problems:
            self.warn(key, 0, problem.sentence)
        return card

    def postcode(self, key: str) -> str | None:
        """Six digits; another text stands beside, kept as filed."""
        code = normalise_postcode(self.text(key) or "")
        if code and (problem := check_postcode(code)):
            self.warn(key, 0, f"{problem.sentence}这一格已留空，原文另存。")
            self.keep(key, code, None)
            return None
        return code or None

    def region(self, key: str) -> str | None:
        """The code of a county, town or village, given by itself or by its name; another text is kept as filed."""
        text = self.text(key)
        if text is None:
            return None
        name = "".join(text.split())
        if len(codes_named(name)) > 1:
            return self._one_of_several(key, name, text)
        code, note = _read_region(name, self.today)
        if note:
            self.warn(key, 0, note)
        if code is None:
            self.keep(key, text, None)
        return code

    def _one_of_several(self, key: str, name: str, text: str) -> str | None:
        """The place that the office means by a name that several have."""
        told = codes_named(self._told(REGION, name, key))
        self.keep(key, text, None, is_settled=bool(told))
        if told:
            return told[0]
        self.warn(key, 0, "叫这个名字的地方不止一个，已按原文保留，待整理。")
        return None


def column_name(header: Header, index: int) -> str:
    """The sheet's own name of a column; its place where it has none."""
    name = header.names[index] if index < len(header.names) else ""
    return name or f"第 {index + 1} 列"


def plain_text(value: Cell) -> str:
    """Any cell as clean text; "" for nothing."""
    if isinstance(value, str):
        return clean_text(value)
    if value is None or isinstance(value, Unusable):
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value.isoformat()
    return text_of(value)


@lru_cache(maxsize=4096)
def match_code(list_key: str, text: str) -> Match:
    """A match, remembered: a column says the same few words again and again."""
    return codes(list_key).match(text)


@lru_cache(maxsize=4096)
def _match_cell(list_key: str, cell: str) -> Match | None:
    """The match of a cell as it came; None for a blank one."""
    text = clean_text(cell)
    return match_code(list_key, text) if text else None


@lru_cache(maxsize=65_536)
def _read_day(value: str | date) -> date | Problem | None:
    """A date, remembered: birthdays and days of filing come again."""
    return parse_day(value)


@lru_cache(maxsize=4096)
def _read_region(text: str, today: date) -> tuple[str | None, str]:
    """The code, None where the text means no place; and what is to be said of it."""
    try:
        code = _REGION.parse(text, today)
    except UserError:
        return None, "户口所在地不是行政区划代码，也不是认识的地名，已按原文保留，待整理。"
    return code, "".join(_REGION.warnings(code, today))


_OF_PERSON = frozenset(
    {
        "birth_date",
        "sex",
        "ethnicity",
        "political_status",
        "health",
        "disability",
        "work_status",
        "identity",
        "model_worker",
        "marital_status",
        "registration_kind",
        "medical_insurance",
        "monthly_income_fen",
        "employer_nature",
        "employer_state",
        "industry",
        "work_start",
        "relation",
    }
)


def _owner(key: str, member: int) -> int | None:
    return member if key in _OF_PERSON else None
