"""What can be printed of one case now: for the dialog that asks for it."""

from dataclasses import dataclass

from sqlalchemy import select

from app.changes import Op
from app.forms import FORMS, Needs
from app.forms.data import is_filed, is_granted
from app.lifecycle import Stage
from app.office.papers import SealView, seals
from app.office.session import Office
from db.models import Exit, Grant, IssuedPaper
from db.values import format_money

_LEAVING = (
    Stage.EXIT_PROPOSED,
    Stage.EXIT_PUBLICITY,
    Stage.EXIT_APPROVAL,
    Stage.MONITORED,
    Stage.CLOSED,
)


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
    is_reference_layout: bool
    obstacle: str
    stamp_obstacle: str


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

    def form(self, key: str) -> FormChoice:
        """The line of a form."""
        return next(form for form in self.forms if form.key == key)


def print_choices(office: Office, *, case_id: int) -> PrintChoices:
    """The forms of this case, the one of its stage suggested. UserError: out of scope."""
    active = tuple(seal for seal in seals(office) if seal.is_active)
    with office.read() as session:
        case = office.case_in_scope(session, case_id)
        grants = session.scalars(
            select(Grant).where(Grant.case_id == case_id).order_by(Grant.id.desc())
        ).all()
        leaving = session.scalars(
            select(Exit)
            .where(Exit.case_id == case_id, Exit.dropped_on.is_(None))
            .order_by(Exit.id.desc())
            .limit(1)
        ).first()
        issued = session.execute(
            select(IssuedPaper.form, IssuedPaper.serial)
            .where(IssuedPaper.case_id == case_id, IssuedPaper.voided_on.is_(None))
            .order_by(IssuedPaper.id.desc())
        ).all()
        filed = "" if is_filed(case) else "还没有批准建档，不能用印。"
        granted = any(is_granted(grant) for grant in grants)
        obstacles = {
            Needs.CASE: ("", filed),
            Needs.GRANT: (
                "" if grants else "还没有救助申请。",
                "" if granted else "还没有批准的救助，不能用印。",
            ),
            Needs.EXIT: (
                "" if leaving else "还没有退出申请。",
                "" if leaving and leaving.approved_on else "退出还没有批准，不能用印。",
            ),
        }
        return PrintChoices(
            case_id=case_id,
            case_number=case.number,
            forms=tuple(
                FormChoice(
                    form.key,
                    form.name,
                    form.has_purpose,
                    form.needs is Needs.GRANT,
                    form.copies,
                    form.is_reference_layout,
                    *(("", "") if form.is_before_filing else obstacles[form.needs]),
                )
                for form in FORMS
            ),
            grants=tuple(GrantChoice(g.id, _words(g), is_granted(g)) for g in grants),
            seals=active,
            issued=tuple((form, serial) for form, serial in issued),
            suggested=_suggested(case.stage, bool(leaving)),
            may_stamp=office.may(Op.ISSUE_PAPER),
        )


def _suggested(stage: Stage, is_leaving: bool) -> str:
    return "exit_approval" if is_leaving and stage in _LEAVING else "hardship_file"


def _words(grant: Grant) -> str:
    return f"{grant.asked_on.isoformat()} {grant.item} {format_money(grant.amount_fen)} 元 {grant.state.value}"
