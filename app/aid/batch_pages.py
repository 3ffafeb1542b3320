"""Reading batches and what may go into one. Every row carries its account, every batch its totals. In fen."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.aid.payees import shown_card
from app.cases.scope import check_reader, in_scope
from app.errors import UserError
from app.fields.money import rmb_capitals
from app.office.masking import Place
from app.office.session import Office
from db.codes import BatchState, GrantState
from db.models import Case, Fund, Grant, PaymentBatch, Person

OUT_OF_SCOPE = "（不在您的管辖范围内）"


@dataclass(frozen=True)
class PayRow:
    """One grant as a row of the list to pay. `state` is the word of its life."""

    grant_id: int
    case_id: int | None
    case_number: str
    applicant: str
    person: str
    employer: str
    category: str
    item: str
    amount_fen: int
    payee: str
    bank: str
    card: str
    has_account: bool
    decided_on: date | None
    state: str
    paid_on: date | None
    reference: str
    returned_on: date | None
    return_reason: str

    @property
    def is_paid(self) -> bool:
        """Whether the money has gone out and not come back."""
        return self.state == GrantState.PAID.value


@dataclass(frozen=True)
class BatchLine:
    """A batch in the list. `total_fen` is what was to be paid, `returned_fen` what came back of it."""

    id: int
    number: str
    fund_id: int
    fund: str
    source: str
    budget_year: int
    made_on: date
    is_open: bool
    state: str
    months_covered: str
    paid_on: date | None
    voucher: str
    count: int
    total_fen: int
    returned_fen: int

    @property
    def net_fen(self) -> int:
        """What the fund really gave, or will give, for this batch."""
        return self.total_fen - self.returned_fen

    @property
    def capitals(self) -> str:
        """`total_fen` in RMB capitals."""
        return rmb_capitals(self.total_fen)


@dataclass(frozen=True)
class BatchView(BatchLine):
    """A batch with its rows."""

    rows: tuple[PayRow, ...]


def batches(office: Office, *, fund_id: int | None = None) -> tuple[BatchLine, ...]:
    """Every batch with its sums, the newest first."""
    check_reader(office)
    of_fund = () if fund_id is None else (PaymentBatch.fund_id == fund_id,)
    with office.read() as session:
        return tuple(_lines(session, *of_fund))


def batch(office: Office, batch_id: int) -> BatchView:
    """One batch. UserError where it does not exist."""
    check_reader(office)
    with office.read() as session:
        line = next(_lines(session, PaymentBatch.id == batch_id), None)
        if line is None:
            raise UserError("没有找到这个批次，请刷新后再看。")
        return BatchView(**vars(line), rows=_rows(session, office, batch_id))


def payable(office: Office) -> tuple[PayRow, ...]:
    """Approved grants in scope that are in no batch yet, the longest waiting first."""
    check_reader(office)
    with office.read() as session:
        found = session.execute(
            select(Grant, Case)
            .join(Case, Case.id == Grant.case_id)
            .where(Grant.state == GrantState.APPROVED, in_scope(office))
            .order_by(Grant.decided_on, Grant.id)
        ).all()
        people = _people(session, [case.household_id for _, case in found])
        return tuple(_row(office, grant, case, people) for grant, case in found)


def _lines(session: Session, *where: ColumnElement[bool]) -> Iterator[BatchLine]:
    """The batches of this condition, the newest first."""
    sums = select(Grant.state, Grant.batch_id, func.count(), func.sum(Grant.amount_fen))
    if where:
        sums = sums.where(Grant.batch_id.in_(select(PaymentBatch.id).where(*where)))
    counts: Counter[int | None] = Counter()
    totals: Counter[int | None] = Counter()
    returned: Counter[int | None] = Counter()
    # By the state first: for all batches at once the grants are read as they lie, not by their index.
    for state, batch_id, count, fen in session.execute(sums.group_by(Grant.state, Grant.batch_id)):
        counts[batch_id] += count
        totals[batch_id] += int(fen)
        if state is GrantState.RETURNED:
            returned[batch_id] += int(fen)
    query = select(PaymentBatch, Fund).join(Fund, Fund.id == PaymentBatch.fund_id).where(*where)
    for row, fund in session.execute(query.order_by(PaymentBatch.id.desc())):
        yield BatchLine(
            id=row.id,
            number=row.number,
            fund_id=fund.id,
            fund=fund.name,
            source=fund.source,
            budget_year=fund.budget_year,
            made_on=row.made_on,
            is_open=row.state is BatchState.OPEN,
            state=row.state.value,
            months_covered=row.months_covered or "",
            paid_on=row.paid_on,
            voucher=row.voucher or "",
            count=counts[row.id],
            total_fen=totals[row.id],
            returned_fen=returned[row.id],
        )


def _rows(session: Session, office: Office, batch_id: int) -> tuple[PayRow, ...]:
    found = session.execute(
        select(Grant, Case)
        .join(Case, Case.id == Grant.case_id)
        .where(Grant.batch_id == batch_id)
        .order_by(Grant.id)
    ).all()
    people = _people(session, [case.household_id for _, case in found])
    return tuple(_row(office, grant, case, people) for grant, case in found)


@dataclass(frozen=True)
class _People:
    """The applicants by household, and everybody by id."""

    applicants: dict[int, Person]
    by_id: dict[int, Person]


def _people(session: Session, household_ids: list[int]) -> _People:
    rows = session.scalars(select(Person).where(Person.household_id.in_(set(household_ids)))).all()
    return _People(
        {row.household_id: row for row in rows if row.is_applicant}, {row.id: row for row in rows}
    )


def _row(office: Office, grant: Grant, case: Case, people: _People) -> PayRow:
    is_seen = office.sees_unit(case.unit_id)
    applicant = people.applicants.get(case.household_id)
    person = people.by_id.get(grant.person_id) if grant.person_id else None

    def seen(text: str | None) -> str:
        return (text or "") if is_seen else ""

    return PayRow(
        grant_id=grant.id,
        case_id=case.id if is_seen else None,
        case_number=seen(case.number),
        applicant=(applicant.name if applicant else "") if is_seen else OUT_OF_SCOPE,
        person=seen(person.name if person else None),
        employer=seen(applicant.employer if applicant else None),
        category=case.category or case.filed_category or "",
        item=grant.item,
        amount_fen=grant.amount_fen,
        payee=seen(grant.payee_name),
        bank=seen(" ".join(part for part in (grant.payee_bank, grant.payee_branch) if part)),
        card=seen(shown_card(office, grant.payee_card, Place.LIST)),
        has_account=bool(grant.payee_name and grant.payee_card),
        decided_on=grant.decided_on,
        state=grant.state.value,
        paid_on=grant.paid_on,
        reference=seen(grant.payment_reference),
        returned_on=grant.returned_on,
        return_reason=seen(grant.return_reason),
    )
