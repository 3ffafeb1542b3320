"""变更户主: another member becomes the applicant, because the old one died, left, or asks for it.

What followed the old applicant follows: how everybody else is related, and whose account the money goes to.
Source: the lifecycle contract, "Applicant and members".
"""

from collections.abc import Mapping
from datetime import date

from app.cases.facts import edit_person
from app.cases.facts_values import accepted
from app.cases.members import leave, people_changed, person_of
from app.cases.moving import move
from app.changes import Changes, Op
from app.errors import UserError
from app.fields.catalogue import MEMBER
from app.fields.codes import codes
from app.office.session import Office, Work
from db import search
from db.codes import Stage
from db.models import Household, Person
from db.values import check_id

ACCOUNT = (
    "bank_name",
    "bank_branch",
    "bank_card",
    "payee_name",
    "payee_relation",
    "payee_consent",
)
"""Facts of the household about where the money goes."""
_STAYING = ("子女", "子女的配偶", "孙子女")
"""What one of these is to a person they are to the other of the couple, too."""
_PARENTS = {"父亲": ("公公", "岳父"), "母亲": ("婆婆", "岳母")}
"""What a parent of the old applicant is to his wife, and to her husband."""
_OWN_PARENTS = {"公公": "父亲", "岳父": "父亲", "婆婆": "母亲", "岳母": "母亲"}


def make_applicant(
    office: Office,
    *,
    case_id: int,
    person_id: int,
    relation: str,
    relations: Mapping[int, str] | None = None,
    removed_on: date | None = None,
    removal_reason: str = "",
) -> Changes:
    """Another member becomes 户主 while the facts may be edited; `relation` is what the old one is to them.

    `relations`: what the other members are to the new one. With a day or a reason of leaving the old one
    leaves the household in the same step. UserError at the field; nothing is changed then.
    """
    leaves = removed_on is not None or bool(removal_reason.strip())
    with office.write(Op.EDIT_FACTS, case_id, reason=removal_reason.strip() or None) as work:
        person = person_of(work.session, work.case, person_id)
        for one, typed in (relations or {}).items():
            member = person_of(work.session, work.case, one)
            edit_person(work, member, accepted(MEMBER, {"relation": typed}, work.today))
        old = _hand_over(work, person, relation)
        if leaves and old is not None:
            leave(work, old, removed_on, removal_reason)
        _follow_account(work.case.household, old, person)
        people_changed(work, work.case, "变更户主")
        move(work)
        everybody = {one.id for one in work.case.household.people}
        search.renew(work.session, everybody | ({old.id} if old is not None else set()))
        return work.done(result_id=person.id)


def change_applicant(work: Work, person: Person, relation: str, *, tells_account: bool) -> None:
    """As `make_applicant`, within another operation, which renews the search afterwards.

    `tells_account`: the same operation says whose account it is; it does not follow anybody then.
    """
    old = _hand_over(work, person, relation)
    if not tells_account:
        _follow_account(work.case.household, old, person)


def _hand_over(work: Work, person: Person, relation: str) -> Person | None:
    """Make a member the applicant; who was it before, if somebody was, is a member now."""
    check_may_head(work, person)
    old = next((one for one in work.case.household.people if one.is_applicant), None)
    if old is not None:
        old.is_applicant = False
        old.relation = accepted(MEMBER, {"relation": relation}, work.today)["relation"] or "其他"
    person.is_applicant, person.relation = True, "本人"
    work.session.flush()
    return old


def check_may_head(work: Work, person: Person) -> None:
    """UserError for who is 户主 already, has left or, once handed in, has no right ID number."""
    if person.is_applicant:
        raise UserError(f"{person.name}已经是户主，不用再改。", field="applicant")
    if person.removed_on is not None:
        raise UserError("这名成员已经减少，不能改为户主。", field="applicant")
    number = person.id_number or ""
    if work.case.stage is not Stage.DRAFT and (not number or check_id(number, work.today).errors):
        raise UserError(
            f"{person.name}还没有登记正确的身份证号，不能改为户主；请先补登身份证号。",
            field="applicant",
        )


def _follow_account(household: Household, old: Person | None, new: Person) -> None:
    """Let the account be whose it was: the old applicant's own card is not the new one's.

    It is a member's account then, with relation and consent; who has left takes it along. What another
    payee is to the applicant, and who agreed to it, has to be told anew.
    """
    if old is None or not (household.bank_card or household.payee_name):
        return
    holder = household.payee_name or old.name
    has_left = old not in household.people or old.removed_on is not None
    if holder == old.name and has_left:
        for key in ACCOUNT:
            setattr(household, key, None)
        return
    household.payee_name = None if holder == new.name else holder
    household.payee_relation = old.relation if holder == old.name else None
    household.payee_consent = None


# ------------------------------------------------------------------ relations


def old_head_to(new: str, *, old_sex: str) -> str:
    """What the old 户主 is to the new one, who was `new` to them; empty where that is not sure."""
    match _group(new):
        case "配偶":
            return {"男": "丈夫", "女": "妻子"}.get(old_sex, "配偶")
        case "子女":
            return {"男": "父亲", "女": "母亲"}.get(old_sex, "父母")
    return ""


def member_to_new_head(member: str, *, sex: str, new: str, old_sex: str) -> str:
    """What somebody who was `member` to the old 户主 is to the new one; empty where that is not sure."""
    match _group(new), _group(member):
        case "配偶", group if group in _STAYING:
            return member
        case "配偶", "父母" if member in _PARENTS and old_sex:
            return _PARENTS[member][old_sex == "女"]
        case "配偶", "配偶的父母":
            return _OWN_PARENTS[member]
        case "子女", "配偶":
            return {"男": "父亲", "女": "母亲"}.get(sex, "父母")
        case "子女", "子女":
            return "兄弟姐妹"
    return ""


def _group(relation: str) -> str:
    return codes("relation").group_of(relation) or ""
