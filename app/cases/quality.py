"""Lists of files that want looking at, one per kind of fault, each to be gone through file by file.

Source: issue "The case file in full", quality lists; 待整理 values: the import contract.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from itertools import islice

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.cases.import_lookup import pieces
from app.cases.quality_checks import (
    Check,
    Finding,
    arithmetic_wrong,
    doubles,
    doubles_of,
    id_wrong,
    never_helped,
    papers_missing,
    unchanged,
    unsettled,
)
from app.cases.scope import check_reader, destroyed, scope_of_all
from app.office.session import Office
from app.progress import Progress
from db.codes import Stage
from db.models import Case, Person, Unit

__all__ = ["MOST_SHOWN", "Fault", "QualityList", "QualityRow", "quality_lists", "why_listed"]

MOST_SHOWN = 2_000
"""Rows of one list: nobody goes through more in a sitting, and what is mended makes room."""
_CLOSED = tuple(stage for stage in Stage if not stage.is_open)


class Fault(Enum):
    """What a list is about; the value is its name. In the order in which one would go through them."""

    ID_NUMBER = "身份证号有误"
    DOUBLES = "疑似重复建档"
    SUMS = "数字对不上"
    PAPERS = "材料不全"
    UNSETTLED = "待整理的旧值"
    UNCHANGED = "一年没有更新"
    NEVER_HELPED = "从未帮扶"


CHECKS: tuple[tuple[Fault, Check], ...] = (
    (Fault.ID_NUMBER, id_wrong),
    (Fault.DOUBLES, doubles),
    (Fault.SUMS, arithmetic_wrong),
    (Fault.PAPERS, papers_missing),
    (Fault.UNSETTLED, unsettled),
    (Fault.UNCHANGED, unchanged),
    (Fault.NEVER_HELPED, never_helped),
)


@dataclass(frozen=True)
class QualityRow:
    """One file of a list: why it is there, and the page of the file where that is mended.

    `unit`: the union that keeps it; empty for an account that sees only one.
    """

    case_id: int
    number: str
    name: str
    unit: str
    stage: str
    why: str
    page: str


@dataclass(frozen=True)
class QualityList:
    """One list. `case_ids`: every file with the fault; `rows` holds the first `MOST_SHOWN` of them."""

    fault: Fault
    case_ids: tuple[int, ...] = ()
    rows: tuple[QualityRow, ...] = ()

    @property
    def total(self) -> int:
        """How many files have the fault."""
        return len(self.case_ids)


def quality_lists(office: Office, *, progress: Progress | None = None) -> tuple[QualityList, ...]:
    """Every list over the open files in scope, in the order of `Fault`; each file once in a list.

    AccessDeniedError for an account that reads no cases; Cancelled; StorageError.
    """
    check_reader(office)
    progress = progress or Progress()
    progress.start("检查档案", len(CHECKS))
    lists = []
    with office.read() as session:
        where = _open_files(session, office)
        units = _unit_names(session, office)
        for fault, check in CHECKS:
            found = _by_case(check(session, where, office.today, progress))
            shown = tuple(islice(found.values(), MOST_SHOWN))
            lists.append(QualityList(fault, tuple(found), _rows(session, shown, units)))
            progress.step()
    return tuple(lists)


def why_listed(office: Office, *, fault: Fault, case_id: int) -> str:
    """Why a file stands on a list now; empty where it does not, or not any more.

    AccessDeniedError for an account that reads no cases; StorageError.
    """
    check_reader(office)
    check = dict(CHECKS)[fault]
    with office.read() as session:
        where = _open_files(session, office)
        # The other file of a double is not the one that is asked for.
        if check is doubles:
            found = doubles_of(session, where, case_id)
        else:
            found = check(session, where & (Case.id == case_id), office.today, Progress())
        return next((one.why for one in found), "")


def _open_files(session: Session, office: Office) -> ColumnElement[bool]:
    return (
        Case.stage.not_in(_CLOSED)
        & Case.discarded_at.is_(None)
        & ~destroyed()
        & scope_of_all(session, office)
    )


def _by_case(findings: Iterable[Finding]) -> dict[int, Finding]:
    """The first finding of each file, in the order in which the files were found."""
    kept: dict[int, Finding] = {}
    for one in findings:
        kept.setdefault(one.case_id, one)
    return kept


def _unit_names(session: Session, office: Office) -> dict[int, str]:
    """The unions that the account sees, by id; none where that is only one."""
    query = select(Unit.id, Unit.name)
    seen = {row.id: row.name for row in session.execute(query) if office.sees_unit(row.id)}
    return seen if len(seen) > 1 else {}


def _rows(
    session: Session, found: tuple[Finding, ...], units: dict[int, str]
) -> tuple[QualityRow, ...]:
    known = {}
    for piece in pieces([one.case_id for one in found]):
        query = (
            select(Case.id, Case.number, Case.stage, Case.unit_id, Person.name)
            .outerjoin(Person, (Person.household_id == Case.household_id) & Person.is_applicant)
            .where(Case.id.in_(piece))
        )
        known.update({row.id: row for row in session.execute(query)})
    return tuple(
        QualityRow(
            one.case_id,
            known[one.case_id].number,
            known[one.case_id].name or "",
            units.get(known[one.case_id].unit_id, ""),
            known[one.case_id].stage.label,
            one.why,
            one.page,
        )
        for one in found
    )
