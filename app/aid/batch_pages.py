"""Reading batches and what may go into one. Every row carries its account, every batch its totals. In fen."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
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
class BatchView:
    """A batch with its rows. `total_fen` is what was to be paid, `returned_fen` what came back of it."""

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
    rows: tuple[PayRow, ...]

    @property
    def count(self) -> int:
        """How many payments."""
        return len(self.rows)

    @property
    def total_fen(self) -> int:
        """The sum of all rows."""
        return sum(row.amount_fen for row in self.rows)

    @property
    def returned_fen(self) -> int:
        """What the bank sent back."""
        returned = GrantState.RETURNED.value
        return sum(row.amount_fen for row in self.rows if row.state == returned)

    @property
    def net_fen(self) -> int:
        """What the fund really gave, or will give, for this batch."""
        return self.total_fen - self.returned_fen

    @property
    def capitals(self) -> str:
        """`total_fen` in RMB capitals."""
        return rmb_capitals(self.total_fen)


def batches(office: Office, *, fund_id: int | None = None) -> tuple[BatchView, ...]:
    """Every batch with its rows, the newest first."""
    check_reader(office)
    with office.read() as session:
        query = select(PaymentBatch, Fund).join(Fund, Fund.id == PaymentBatch.fund_id)
        if fund_id is not None:
            query = query.where(PaymentBatch.fund_id == fund_id)
        found = session.execute(query.order_by(PaymentBatch.id.desc())).all()
        rows = _rows(session, office, [batch.id for batch, _ in found])
        return tuple(_batch(batch, fund, rows.get(batch.id, ())) for batch, fund in found)


def batch(office: Office, batch_id: int) -> BatchView:
    """One batch. UserError where it does not exist."""
    check_reader(office)
    with office.read() as session:
        row = session.get(PaymentBatch, batch_id)
        if row is None:
            raise UserError("没有找到这个批次，请刷新后再看。")
        fund = session.get_one(Fund, row.fund_id)
        return _batch(row, fund, _rows(session, office, [row.id]).get(row.id, ()))


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


def _rows(session: Session, office: Office, ids: list[int]) -> dict[int, tuple[PayRow, ...]]:
    found = session.execute(
        select(Grant, Case)
        .join(Case, Case.id == Grant.case_id)
        .where(Grant.batch_id.in_(ids))
        .order_by(Grant.id)
    ).all()
    people = _people(session, [case.household_id for _, case in found])
    parts: dict[int, list[PayRow]] = {}
    for grant, case in found:
        if grant.batch_id is not None:
            parts.setdefault(grant.batch_id, []).append(_row(office, grant, case, people))
    return {key: tuple(rows) for key, rows in parts.items()}


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


def _batch(row: PaymentBatch, fund: Fund, rows: tuple[PayRow, ...]) -> BatchView:
    return BatchView(
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
        rows=rows,
    )
