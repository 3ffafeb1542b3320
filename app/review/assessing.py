"""Assessing a stored case: the record keeps facts, rule set, every number and sentence, for ever."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases.moving import move
from app.changes import Changes, Op
from app.errors import UserError
from app.office.session import Office
from app.office.standards import RECOGNITION, rule_set_on
from app.policy.assess import assess
from app.policy.facts import FactsError
from app.policy.rules import rule_set
from app.review.facts import Basis, basis
from app.review.facts_json import as_json
from db.models import Account, AssessmentRecord


@dataclass(frozen=True)
class TraceLine:
    """One step of the explanation: what, the sentence with its numbers, and where the rule stands."""

    step: str
    text: str
    source: str


@dataclass(frozen=True)
class AssessmentView:
    """One assessment as a screen or form shows it. Amounts are the text of the result, in yuan.

    `unverified` are the sentences that the office has not confirmed; `confirmed` those it has.
    """

    id: int | None
    made_on: date
    made_by: str | None
    policy: str
    policy_title: str
    citation: str
    day: date
    is_eligible: bool
    category: str | None
    level: str | None
    matched: tuple[str, ...]
    people: int
    income: str
    deducted: str
    gross_per_capita: str
    net_per_capita: str
    dibao_fen: int
    exclusions: tuple[str, ...]
    is_borderline: bool
    window_from: str
    window_to: str
    trace: tuple[TraceLine, ...]
    unverified: tuple[str, ...]
    confirmed: tuple[str, ...]
    remarks: tuple[str, ...]
    note: str | None


def assess_case(
    office: Office, *, case_id: int, policy: str | None = None, note: str = ""
) -> Changes:
    """Assess the case by the rule set in force and keep the record. UserError says what is missing."""
    with office.write(Op.ASSESS, case_id) as work:
        made = basis(work.session, work.case, work.today, policy)
        result = _result(made)
        record = AssessmentRecord(
            case_id=case_id,
            made_on=work.today,
            account_id=work.user.id,
            policy=str(result["policy"]),
            dibao_fen=made.facts.region.dibao,
            facts=as_json(made.facts),
            result=result,
            is_eligible=bool(result["eligible"]),
            category=result["category"],
            level=result["level"],
            note=note.strip() or None,
        )
        work.session.add(record)
        move(work)
        return work.done(result_id=record.id)


def preview_assessment(
    office: Office, *, case_id: int, policy: str | None = None
) -> AssessmentView:
    """What an assessment would say today; nothing is kept."""
    with office.read() as session:
        case = office.case_in_scope(session, case_id)
        made = basis(session, case, office.today, policy)
        record = AssessmentRecord(
            made_on=office.today,
            policy=made.facts.policy,
            dibao_fen=made.facts.region.dibao,
            facts=as_json(made.facts),
            result=_result(made),
        )
        return _view(session, record, office.user.display_name)


def assessments(office: Office, *, case_id: int) -> tuple[AssessmentView, ...]:
    """Every assessment of the case, newest first."""
    with office.read() as session:
        office.case_in_scope(session, case_id)
        rows = session.execute(
            select(AssessmentRecord, Account.display_name)
            .outerjoin(Account, Account.id == AssessmentRecord.account_id)
            .where(AssessmentRecord.case_id == case_id)
            .order_by(AssessmentRecord.id.desc())
        ).all()
        return tuple(_view(session, record, name) for record, name in rows)


def newest_assessment(session: Session, case_id: int) -> AssessmentRecord | None:
    """The record that counts now."""
    return session.scalars(
        select(AssessmentRecord)
        .where(AssessmentRecord.case_id == case_id)
        .order_by(AssessmentRecord.id.desc())
        .limit(1)
    ).first()


def _result(made: Basis) -> dict[str, Any]:
    try:
        result = assess(made.facts).as_json()
    except FactsError as error:
        raise UserError(_what_lacks(error)) from error
    return result | {"remarks": list(made.remarks)}


def _what_lacks(error: FactsError) -> str:
    """Where to fill what the rule set needs: a figure of the place, or the household's own facts."""
    if (error.field or "").startswith("region."):
        return f"{error.problem.rstrip('。')}；请管理员在“设置－低保标准”中添加并生效。"
    return f"资料还不够认定：{error.problem}请在“收入支出”或“档案”页补填后再认定。"


def _view(session: Session, record: AssessmentRecord, made_by: str | None) -> AssessmentView:
    told = record.result
    rules = rule_set(record.policy)
    use = rule_set_on(session, RECOGNITION, record.made_on)
    confirmed = tuple(use.confirmed_items) if use and use.rule_set == record.policy else ()
    items = tuple(str(item) for item in told["unverified"])
    return AssessmentView(
        id=record.id,
        made_on=record.made_on,
        made_by=made_by,
        policy=record.policy,
        policy_title=rules.document.title,
        citation=rules.citation,
        day=date.fromisoformat(str(record.facts["apply_date"])),
        is_eligible=bool(told["eligible"]),
        category=told["category"],
        level=told["level"],
        matched=tuple(told["matched"]),
        people=int(told["n"]),
        income=str(told["income"]),
        deducted=str(told["deducted"]),
        gross_per_capita=str(told["gross_per_capita"]),
        net_per_capita=str(told["net_per_capita"]),
        dibao_fen=record.dibao_fen,
        exclusions=tuple(rules.exclusion_title(code) for code in told["exclusions"]),
        is_borderline=bool(told["borderline"]),
        window_from=str(told["window"]["from"]),
        window_to=str(told["window"]["to"]),
        trace=tuple(
            TraceLine(line["step"], line["text"], line["source"]) for line in told["trace"]
        ),
        unverified=tuple(item for item in items if item not in confirmed),
        confirmed=tuple(item for item in items if item in confirmed),
        remarks=tuple(told.get("remarks", ())),
        note=record.note,
    )
