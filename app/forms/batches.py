"""Print the roster of a payment batch. Full accounts are for 资金 and 经办 only; others get them masked."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases.scope import check_reader
from app.changes import Op
from app.errors import UserError
from app.forms import roster
from app.forms.context import FormContext
from app.forms.issuing import PrintedForm, printed_file
from app.forms.records_help import RosterData
from app.office.access import effective_roles
from app.office.masking import Place
from app.office.session import Office
from app.office.settings import own_texts, read_settings
from db.codes import Role
from db.models import Case, Fund, Grant, PaymentBatch, Person

_SEES_ACCOUNTS = frozenset({Role.CLERK, Role.FINANCE})


def preview_roster(office: Office, *, batch_id: int) -> bytes:
    """The roster as it would be printed. Nothing is journalled; errors as `print_roster`."""
    return _made(office, batch_id).pdf


def roster_name(number: str) -> str:
    """The name of the file that `print_roster` makes of the batch of this number."""
    return f"{roster.NAME}-{number}.pdf"


def print_roster(office: Office, *, batch_id: int) -> PrintedForm:
    """The roster, to be printed or saved; journalled.

    UserError: no such batch, an empty one, or one with households out of scope (never a partial list).
    """
    made = _made(office, batch_id)
    with office.write(Op.PRINT_FORM, reason=made.file_name.removesuffix(".pdf")) as work:
        changes = work.done()
    return PrintedForm(made.form, made.pdf, made.pages, made.notes, made.file_name, changes)


def _made(office: Office, batch_id: int) -> PrintedForm:
    office.demand(Op.PRINT_FORM)
    check_reader(office)
    sees = bool(effective_roles(office.user.roles) & _SEES_ACCOUNTS)
    with office.read() as session:
        data = _read(office, session, batch_id, Place.BANK_ROSTER if sees else Place.LIST)
        found = read_settings(session)
        context = FormContext(
            created=office.clock.now(),
            office_name=str(found["office_name"]),
            phone=str(found["complaint_phone"]),
            texts=own_texts(found, roster.FORM.key),
        )
    document = roster.build(data, context)
    return printed_file(roster.NAME, document, roster_name(data.number))


def _read(office: Office, session: Session, batch_id: int, place: Place) -> RosterData:
    batch = session.get(PaymentBatch, batch_id)
    if batch is None:
        raise UserError("没有找到这个批次，请刷新后再看。")
    found = session.execute(
        select(Grant, Case)
        .join(Case, Case.id == Grant.case_id)
        .where(Grant.batch_id == batch_id)
        .order_by(Grant.id)
    ).all()
    if not found:
        raise UserError("这个批次里没有要发放的救助，没有可以打印的内容。")
    if not all(office.sees_unit(case.unit_id) for _, case in found):
        raise UserError("批次里有不在您管辖范围内的户，花名册要由管辖全部户的账号打印。")
    people = session.scalars(
        select(Person).where(Person.household_id.in_({case.household_id for _, case in found}))
    ).all()
    applicants = {one.household_id: one for one in people if one.is_applicant}
    by_id = {one.id: one for one in people}
    payments = tuple(
        (
            grant,
            case,
            applicants.get(case.household_id),
            by_id.get(grant.person_id) if grant.person_id else None,
        )
        for grant, case in found
    )
    return roster.roster_data(batch, session.get_one(Fund, batch.fund_id), payments, place)
