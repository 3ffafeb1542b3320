"""The data of the forms about the office and not one file. A record made without arguments is the empty form."""

from dataclasses import dataclass
from datetime import date

from app.aid.comforts import ComfortLine
from app.cases.visitors import VisitorLine
from app.leaving.destroying import DestroyedLine, DueFile
from app.office.papers import RegisterLine


@dataclass(frozen=True)
class SealLogData:
    """用印登记表 of a span of days."""

    first: date | None = None
    last: date | None = None
    lines: tuple[RegisterLine, ...] = ()


@dataclass(frozen=True)
class IndexEntry:
    """One file as the index of files lists it."""

    number: str
    name: str
    employer: str
    category: str
    filed_on: date | None
    standing: str
    """The stage, in the words of the lists."""
    closed_on: date | None


@dataclass(frozen=True)
class IndexData:
    """档案目录 and the spines of its boxes: the files approved in a span of days, by number."""

    first: date | None = None
    last: date | None = None
    lines: tuple[IndexEntry, ...] = ()
    retention_years: int | None = None


@dataclass(frozen=True)
class VisitorsData:
    """来访登记表 of a span of days."""

    first: date | None = None
    last: date | None = None
    lines: tuple[VisitorLine, ...] = ()


@dataclass(frozen=True)
class ComfortsData:
    """慰问登记表 of a span of days."""

    first: date | None = None
    last: date | None = None
    lines: tuple[ComfortLine, ...] = ()


@dataclass(frozen=True)
class DueData:
    """拟销毁档案清册: the closed files whose keeping period ended in a span of days."""

    first: date | None = None
    last: date | None = None
    lines: tuple[DueFile, ...] = ()
    retention_years: int | None = None


@dataclass(frozen=True)
class DestroyedData:
    """档案销毁清册: the files destroyed in a span of days."""

    first: date | None = None
    last: date | None = None
    lines: tuple[DestroyedLine, ...] = ()


@dataclass(frozen=True)
class CardData:
    """困难职工证 of one household. `valid_until` is when the next review is due; `photo` a picture file or nothing."""

    number: str = ""
    name: str = ""
    sex: str = ""
    id_number: str = ""
    employer: str = ""
    category: str = ""
    filed_on: date | None = None
    valid_until: date | None = None
    photo: bytes = b""
