"""家庭经济状况核对授权书: signed by every adult of the household, anew after any change of its people.

Source: the letter of S106, clause four; domain notes 9 §1.8.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from app.cases.members import person_of
from app.cases.moving import move
from app.changes import Changes, Op
from app.errors import UserError
from app.office.session import Office
from db.models import Authorisation, Person
from db.values import age_on

ADULT_AGE = 18
DEFAULT_SCOPE = "家庭收入和财产状况核对"


def record_authorisation(
    office: Office,
    *,
    case_id: int,
    signed_on: date,
    signer_ids: Sequence[int],
    number: str = "",
    scope: str = DEFAULT_SCOPE,
) -> Changes:
    """Note a signed letter; an older one no longer counts. `result_id` is the letter.

    UserError where an adult who shares the living has not signed, or the day lies ahead.
    """
    if signed_on > office.today:
        raise UserError("签署日期不能晚于今天，请核对。", field="signed_on")
    with office.write(Op.ADD_ATTACHMENT, case_id) as work:
        move(work)
        signers = [person_of(work.session, work.case, one) for one in dict.fromkeys(signer_ids)]
        unsigned = [
            person.name
            for person in work.case.household.people
            if _must_sign(person, signed_on) and person not in signers
        ]
        if unsigned:
            raise UserError(
                f"共同生活的成年家庭成员都要签署，还差：{'、'.join(unsigned)}。", field="signers"
            )
        for old in work.session.scalars(
            select(Authorisation).where(
                Authorisation.case_id == case_id, Authorisation.is_valid.is_(True)
            )
        ):
            old.is_valid, old.renewal_reason = False, "已重新签署。"
        row = Authorisation(
            case_id=case_id,
            number=number.strip() or None,
            signed_on=signed_on,
            scope=scope.strip() or None,
            signers=[{"person_id": one.id, "name": one.name} for one in signers],
        )
        work.session.add(row)
        work.session.flush()
        return work.done(result_id=row.id)


def _must_sign(person: Person, day: date) -> bool:
    if person.removed_on is not None or not person.is_counted:
        return False
    return person.birth_date is None or age_on(person.birth_date, day) >= ADULT_AGE
