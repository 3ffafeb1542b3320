"""Whose account the money goes to: the applicant's own, or another's with relation and consent.

Source: domain notes 4 §4.2 (实名制, transfer to the applicant's own card) and 9 §1.5.
"""

from dataclasses import dataclass
from datetime import date

from app.cases.facts_values import accepted
from app.errors import UserError
from app.fields.catalogue import GRANT
from app.office.masking import Place, ValueKind, masked
from app.office.session import Office
from db.models import Grant, Household, Person


@dataclass(frozen=True)
class Payee:
    """An account. `relation` (to the 户主) and `consent` are for a payee other than the applicant."""

    name: str = ""
    bank: str = ""
    branch: str = ""
    card: str = ""
    relation: str = ""
    consent: str = ""


def payee_of(household: Household, applicant: Person) -> Payee:
    """The account that the household gave with its application; the applicant where no name is given."""
    return Payee(
        name=household.payee_name or applicant.name,
        bank=household.bank_name or "",
        branch=household.bank_branch or "",
        card=household.bank_card or "",
        relation=household.payee_relation or "",
        consent=household.payee_consent or "",
    )


def put_payee(grant: Grant, payee: Payee, applicant: Person, today: date) -> None:
    """Write an account into a grant. UserError (fields payee_*, proxy_relation, payee_consent).

    A payee other than the applicant needs relation and consent; the consent's words stay with the grant.
    """
    values = accepted(
        GRANT,
        {
            "payee_name": payee.name,
            "payee_bank": payee.bank,
            "payee_branch": payee.branch,
            "payee_card": payee.card,
            "proxy_relation": payee.relation,
        },
        today,
    )
    grant.payee_name = values["payee_name"] or applicant.name
    grant.payee_bank = values["payee_bank"]
    grant.payee_branch = values["payee_branch"]
    grant.payee_card = values["payee_card"]
    is_other = grant.payee_name != applicant.name
    if is_other:
        _check_other(payee)
    grant.proxy_name = grant.payee_name if is_other else None
    grant.proxy_relation = values["proxy_relation"] if is_other else None
    consent = payee.consent.strip() if is_other else None
    grant.basis = {**(grant.basis or {}), "payee_consent": consent}


def check_account(grant: Grant, who: str) -> None:
    """UserError unless the grant names an account: money goes by transfer, to a named holder."""
    if grant.payee_name and grant.payee_card:
        return
    raise UserError(
        f"{who}的“{grant.item}”没有收款账户，不能编入批次；"
        "请先撤回这笔救助，填好户名和银行卡号以后重新申请。",
        field="grant_ids",
    )


def shown_card(office: Office, card: str | None, place: Place) -> str:
    """The card number as this account may see it there."""
    return masked(card or "", ValueKind.BANK_CARD, place, office.user.roles)


def _check_other(payee: Payee) -> None:
    if not payee.relation.strip():
        raise UserError("收款人不是申请人本人，请选择收款人与户主的关系。", field="proxy_relation")
    if not payee.consent.strip():
        raise UserError(
            "收款人不是申请人本人，请写明申请人同意代收的依据，例如“本人 2026-11-02 书面同意”。",
            field="payee_consent",
        )
