"""来访登记: who came, called or wrote, what for, and what was answered; with a link to the file where there is one.

A line belongs to the unit of the account that entered it, and is seen as the files of that unit are.
Source: domain notes 9 §1.15 (S111).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases.facts_values import accepted, put, stored
from app.cases.overview import find_by_number
from app.cases.registers import check_days, line_in_scope, needed_values, units_seen
from app.cases.scope import check_reader
from app.changes import Changes, Op
from app.errors import UserError
from app.fields.catalogue import VISITOR
from app.office.masking import Place, ValueKind, masked
from app.office.session import Office
from db.models import Case, Visitor
from db.values import clean_text


@dataclass(frozen=True)
class VisitorLine:
    """One line of the register. The link is empty where there is none, or the file is out of scope."""

    id: int
    name: str
    phone: str
    came_on: date
    way: str
    matter: str
    answer: str
    received_by: str
    case_id: int | None
    case_number: str


def record_visitor(office: Office, *, values: Mapping[str, Any], case_number: str = "") -> Changes:
    """登记来访: keys of the catalogue's VISITOR; `result_id` is the line.

    Who enters it received them, unless another is named. UserError at the field.
    """
    office.demand(Op.RECORD_VISITOR)
    case_id = _case_named(office, Op.RECORD_VISITOR, case_number)
    with office.write(Op.RECORD_VISITOR, case_id) as work:
        read = accepted(VISITOR, {"received_by": work.user.display_name, **values}, work.today)
        row = Visitor(unit_id=work.user.unit_id, case_id=case_id)
        put(row, _complete(read))
        work.session.add(row)
        work.session.flush()
        return work.done(result_id=row.id)


def correct_visitor(
    office: Office, *, visitor_id: int, values: Mapping[str, Any], case_number: str = ""
) -> Changes:
    """更正来访登记: the changed values of a line, and the file it belongs to. UserError at the field.

    A file that the account does not see, or that was discarded since, stays the line's while nobody names another.
    """
    office.demand(Op.CORRECT_VISITOR)
    link = _link(office, visitor_id)
    stays = link.is_named_by(case_number)
    case_id = link.case_id if stays else _case_named(office, Op.CORRECT_VISITOR, case_number)
    with office.write(Op.CORRECT_VISITOR, case_id if link.is_seen or not stays else None) as work:
        row = line_in_scope(office, work.session, Visitor, visitor_id)
        read = accepted(VISITOR, values, work.today)
        put(row, _complete(stored(row, VISITOR) | read))
        row.case_id = case_id
        return work.done(result_id=row.id)


def remove_visitor(office: Office, *, visitor_id: int) -> Changes:
    """删除来访登记: a line entered by mistake. The journal keeps it, and it can be undone."""
    with office.write(Op.REMOVE_VISITOR) as work:
        work.session.delete(line_in_scope(office, work.session, Visitor, visitor_id))
        return work.done()


def visitors(office: Office, *, first: date, last: date) -> tuple[VisitorLine, ...]:
    """The register of these days, both included, the newest first; phones masked as in lists.

    AccessDeniedError for an account that reads no cases; UserError for days in the wrong order.
    """
    check_reader(office)
    check_days(first, last)
    with office.read() as session:
        return visitors_between(office, session, first, last)[::-1]


def visitors_between(
    office: Office, session: Session, first: date, last: date, place: Place = Place.LIST
) -> tuple[VisitorLine, ...]:
    """The register of these days in their order, masked for where it is shown. Use within a read."""
    rows = session.execute(
        select(Visitor, Case)
        .outerjoin(Case, Case.id == Visitor.case_id)
        .where(Visitor.came_on.between(first, last), units_seen(office, Visitor.unit_id))
        .order_by(Visitor.came_on, Visitor.id)
    )
    return tuple(_line(office, row, case, place) for row, case in rows)


def visitor_values(office: Office, *, visitor_id: int) -> dict[str, Any]:
    """One line as it is edited, by key, with the number of its file as `case_number`, if the account sees it."""
    office.demand(Op.CORRECT_VISITOR)
    link = _link(office, visitor_id)
    with office.read() as session:
        row = line_in_scope(office, session, Visitor, visitor_id)
        return {**stored(row, VISITOR), "case_number": link.number if link.is_seen else ""}


@dataclass(frozen=True)
class _Link:
    """The file that a line belongs to; the number is empty where there is none."""

    case_id: int | None
    number: str
    is_seen: bool

    def is_named_by(self, typed: str) -> bool:
        """Whether this is what was typed for the file: its number, or nothing where it is not shown."""
        told = clean_text(typed)
        return told.upper() == self.number.upper() or not (told or self.is_seen)


def _link(office: Office, visitor_id: int) -> _Link:
    with office.read() as session:
        row = line_in_scope(office, session, Visitor, visitor_id)
        case = session.get(Case, row.case_id) if row.case_id else None
        if case is None:
            return _Link(None, "", is_seen=True)
        return _Link(case.id, case.number, is_seen=office.sees_unit(case.unit_id))


def _complete(values: Mapping[str, Any]) -> Mapping[str, Any]:
    if not values.get("matter"):
        raise UserError("请写明反映的内容和要求。", field="matter")
    return needed_values(values, VISITOR)


def _case_named(office: Office, op: Op, number: str) -> int | None:
    if not clean_text(number):
        return None
    return find_by_number(office, number, op, field="case_number", with_discarded=False)


def _line(office: Office, row: Visitor, case: Case | None, place: Place) -> VisitorLine:
    is_seen = case is not None and office.sees_unit(case.unit_id)
    return VisitorLine(
        id=row.id,
        name=masked(row.name, ValueKind.NAME, place),
        phone=masked(row.phone or "", ValueKind.PHONE, place),
        came_on=row.came_on,
        way=row.way or "",
        matter=row.matter or "",
        answer=row.answer or "",
        received_by=row.received_by or "",
        case_id=case.id if case is not None and is_seen else None,
        case_number=case.number if case is not None and is_seen else "",
    )
