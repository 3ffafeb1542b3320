"""The data of the forms about the paper file itself. A record made without arguments is the empty form."""

from dataclasses import dataclass
from datetime import date

from app.forms.records import Applicant, CaseHead


@dataclass(frozen=True)
class FolderEntry:
    """One line of the contents: an issued paper, or what was collected of one kind for one person."""

    kind: str
    title: str
    serial: str
    responsible: str
    on: date | None
    count: int
    is_issued: bool = False


@dataclass(frozen=True)
class FolderData:
    """卷内目录 and 备考表. `voided` papers are counted, not listed."""

    head: CaseHead = CaseHead()
    applicant: Applicant = Applicant()
    entries: tuple[FolderEntry, ...] = ()
    voided: int = 0
