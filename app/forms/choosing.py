"""What can be printed of one case now: for the dialog that asks for it."""

from dataclasses import dataclass

from sqlalchemy import select

from app.changes import Op
from app.forms import FORMS, Form, Needs
from app.forms.data import Reading, is_granted
from app.forms.subjects import subject_of
from app.office.papers import SealView, seals
from app.office.session import Office
from db.codes import Bearer
from db.models import Grant, IssuedPaper
from db.values import format_money


@dataclass(frozen=True)
class GrantChoice:
    """One grant of the case, in a line."""

    id: int
    words: str
    is_granted: bool


@dataclass(frozen=True)
class FormChoice:
    """One form of the list. `obstacle` says why it cannot be printed, `stamp_obstacle` why not stamped."""

    key: str
    name: str
    has_purpose: bool
    needs_grant: bool
    copies: int
    fits_blank: bool
    obstacle: str
    stamp_obstacle: str
    is_stamped: bool
    is_of_stage: bool
    """The work of this stage waits for it."""
    boxes: tuple[Bearer, ...]
    """Whose seals it has boxes for, besides the county union's."""


@dataclass(frozen=True)
class PrintChoices:
    """Everything the dialog offers. `issued` are serials of this case that still count, by form name."""

    case_id: int
    case_number: str
    forms: tuple[FormChoice, ...]
    grants: tuple[GrantChoice, ...]
    seals: tuple[SealView, ...]
    issued: tuple[tuple[str, str], ...]
    suggested: str
    may_stamp: bool

    @property
    def to_stamp(self) -> str:
        """The form to begin with where the seal is to be used: one of the stage before any other."""
        ready = [
            form
            for form in self.forms
            if form.is_stamped and not form.obstacle and not form.stamp_obstacle
        ]
        ready.sort(key=lambda form: not form.is_of_stage)
        return ready[0].key if ready else self.suggested

    def form(self, key: str) -> FormChoice:
        """The line of a form."""
        return next(form for form in self.forms if form.key == key)


def print_choices(office: Office, *, case_id: int) -> PrintChoices:
    """The forms of this case, the one of its stage suggested. UserError: out of scope."""
    active = tuple(seal for seal in seals(office) if seal.is_active)
    with office.read() as session:
        case = office.case_in_scope(session, case_id, Op.PRINT_FORM)
        grants = session.scalars(
            select(Grant).where(Grant.case_id == case_id).order_by(Grant.id.desc())
        ).all()
        issued = session.execute(
            select(IssuedPaper.form, IssuedPaper.serial)
            .where(IssuedPaper.case_id == case_id, IssuedPaper.voided_on.is_(None))
            .order_by(IssuedPaper.id.desc())
        ).all()
        reading = Reading(session, case, office.today)
        forms = tuple(_choice(reading, form) for form in FORMS if form.is_of_case)
        return PrintChoices(
            case_id=case_id,
            case_number=case.number,
            forms=forms,
            grants=tuple(GrantChoice(g.id, _words(g), is_granted(g)) for g in grants),
            seals=active,
            issued=tuple((form, serial) for form, serial in issued),
            suggested=_suggested(forms),
            may_stamp=office.may(Op.ISSUE_PAPER),
        )


def _choice(reading: Reading, form: Form) -> FormChoice:
    subject = subject_of(reading, form)
    return FormChoice(
        form.key,
        form.name,
        form.has_purpose,
        form.needs is Needs.GRANT,
        form.copies,
        form.fits_blank,
        subject.obstacle,
        subject.stamp_obstacle,
        form.is_stamped,
        form.is_of_stage(reading),
        form.boxes,
    )


def _suggested(forms: tuple[FormChoice, ...]) -> str:
    """The first form of the stage that can be printed, else the file itself."""
    fitting = (form.key for form in forms if form.is_of_stage and not form.obstacle)
    return next(fitting, "hardship_file")


def _words(grant: Grant) -> str:
    return f"{grant.asked_on.isoformat()} {grant.item} {format_money(grant.amount_fen)} 元 {grant.state.value}"
