"""The figures of the newest assessment, as a form prints them: kept numbers, never computed anew."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.forms.records import Means
from app.policy.rules import rule_set
from db.models import AssessmentRecord
from db.values import format_money, parse_money


def means_of(session: Session, case_id: int) -> Means:
    """The newest assessment's figures; blank where the case was never assessed."""
    record = session.scalars(
        select(AssessmentRecord)
        .where(AssessmentRecord.case_id == case_id)
        .order_by(AssessmentRecord.id.desc())
        .limit(1)
    ).first()
    return Means() if record is None else means_in(record)


def means_in(record: AssessmentRecord) -> Means:
    """The figures of one assessment."""
    told = record.result
    net = str(told["net_per_capita"])
    return Means(
        income=_grouped(str(told["income"])),
        outlay=_grouped(str(told["deducted"])),
        people=int(told["n"]),
        net_per_capita=_grouped(net),
        dibao_fen=record.dibao_fen,
        multiple=multiple(net, record.dibao_fen),
        rule_set=rule_set(record.policy).document.title,
        made_on=record.made_on,
    )


def multiple(per_capita: str, dibao_fen: int | None) -> str:
    """How many times the dibao standard, to two decimals, cut and not rounded: 1.999 is not yet 2."""
    fen = _fen(per_capita)
    if fen is None or not dibao_fen:
        return ""
    hundredths = abs(fen) * 100 // dibao_fen
    return f"{'-' if fen < 0 else ''}{hundredths // 100}.{hundredths % 100:02d}"


def _grouped(yuan: str) -> str:
    fen = _fen(yuan)
    return yuan if fen is None else format_money(fen)


def _fen(yuan: str) -> int | None:
    sign = -1 if yuan.startswith("-") else 1
    found = parse_money(yuan.lstrip("-"))
    return sign * found if isinstance(found, int) else None
