"""慰问登记: who was visited or given something without a file, in money and goods, with the sum of the year.

A line belongs to the unit of the account that entered it, and is seen as the files of that unit are.
Source: domain notes 9 §1.13 (S131, S134: caps count per person and calendar year). Money in fen.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases.facts_values import accepted, put, stored
from app.cases.registers import check_days, line_in_scope, needed_values, units_seen
from app.cases.scope import check_reader
from app.changes import Changes, Op
from app.errors import UserError
from app.fields.catalogue import COMFORT
from app.office.masking import Place, ValueKind, masked
from app.office.session import Office
from db.models import Comfort


@dataclass(frozen=True)
class ComfortLine:
    """One line of the register. `year_fen`: what the person got in that year up to the line; None without ID."""

    id: int
    name: str
    id_number: str
    employer: str
    phone: str
    group: str
    helped_on: date
    item: str
    amount_fen: int
    goods: str
    year_fen: int | None


def record_comfort(office: Office, *, values: Mapping[str, Any]) -> Changes:
    """登记慰问: keys of the catalogue's COMFORT; `result_id` is the line. UserError at the field."""
    with office.write(Op.RECORD_COMFORT) as work:
        row = Comfort(unit_id=work.user.unit_id)
        put(row, _complete(accepted(COMFORT, values, work.today)))
        work.session.add(row)
        work.session.flush()
        return work.done(result_id=row.id)


def correct_comfort(office: Office, *, comfort_id: int, values: Mapping[str, Any]) -> Changes:
    """更正慰问登记: the changed values of a line. UserError at the field."""
    with office.write(Op.CORRECT_COMFORT) as work:
        row = line_in_scope(office, work.session, Comfort, comfort_id)
        put(row, _complete(stored(row, COMFORT) | accepted(COMFORT, values, work.today)))
        return work.done(result_id=row.id)


def remove_comfort(office: Office, *, comfort_id: int) -> Changes:
    """删除慰问登记: a line entered by mistake. The journal keeps it, and it can be undone."""
    with office.write(Op.REMOVE_COMFORT) as work:
        work.session.delete(line_in_scope(office, work.session, Comfort, comfort_id))
        return work.done()


def comforts(office: Office, *, first: date, last: date) -> tuple[ComfortLine, ...]:
    """The register of these days, both included, the newest first; numbers masked as in lists.

    AccessDeniedError for an account that reads no cases; UserError for days in the wrong order.
    """
    check_reader(office)
    check_days(first, last)
    with office.read() as session:
        return comforts_between(office, session, first, last)[::-1]


def comforts_between(
    office: Office, session: Session, first: date, last: date, place: Place = Place.LIST
) -> tuple[ComfortLine, ...]:
    """The register of these days in their order, masked for where it is shown. Use within a read."""
    sums = _year_sums(session, first, last)
    rows = session.scalars(
        select(Comfort)
        .where(Comfort.helped_on.between(first, last), units_seen(office, Comfort.unit_id))
        .order_by(Comfort.helped_on, Comfort.id)
    )
    return tuple(_line(row, sums.get(row.id), place) for row in rows)


def _year_sums(session: Session, first: date, last: date) -> dict[int, int]:
    """By line what its person was given in its year up to it, by whichever unit; in fen."""
    given: Counter[tuple[str, int]] = Counter()
    found: dict[int, int] = {}
    query = (
        select(Comfort.id, Comfort.id_number, Comfort.helped_on, Comfort.amount_fen)
        .where(Comfort.helped_on.between(date(first.year, 1, 1), last))
        .order_by(Comfort.helped_on, Comfort.id)
    )
    for line_id, number, day, fen in session.execute(query):
        if number:
            given[number, day.year] += fen
            found[line_id] = given[number, day.year]
    return found


def comfort_values(office: Office, *, comfort_id: int) -> dict[str, Any]:
    """One line as it is edited, by key."""
    office.demand(Op.CORRECT_COMFORT)
    with office.read() as session:
        return stored(line_in_scope(office, session, Comfort, comfort_id), COMFORT)


def _complete(values: Mapping[str, Any]) -> Mapping[str, Any]:
    needed_values(values, COMFORT)
    if not values["amount_fen"] and not values.get("goods"):
        raise UserError("慰问金为零时，请写明慰问品；慰问品的折价也计入金额。", field="goods")
    return values


def _line(row: Comfort, year_fen: int | None, place: Place) -> ComfortLine:
    return ComfortLine(
        id=row.id,
        name=masked(row.name, ValueKind.NAME, place),
        id_number=masked(row.id_number or "", ValueKind.ID_NUMBER, place),
        employer=row.employer or "",
        phone=masked(row.phone or "", ValueKind.PHONE, place),
        group=row.group or "",
        helped_on=row.helped_on,
        item=row.item,
        amount_fen=row.amount_fen,
        goods=row.goods or "",
        year_fen=year_fen,
    )
