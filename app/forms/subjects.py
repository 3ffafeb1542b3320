"""What a form is about besides the case: the grant, exit, plan or notice, and what stands in its way."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.forms.data import Reading, is_filed, is_granted, newest_notice
from app.forms.form import Form, Needs, StampWhen
from db.codes import PublicityKind
from db.models import Case, Exit, Grant, Plan

_UNFILED = "还没有批准建档，不能用印。"
_UNREVIEWED = "还没有办理年度复核，不能用印；请先在“回访”页办理。"
_UNGRANTED = "这项救助还没有批准，不能用印。"
_NO_EXIT_YET = "退出还没有批准，不能用印。"
_UNPOSTED = "还没有登记公示的日期和地点，不能用印；请先在“公示”页登记张贴。"
_NOT_CLOSED = "公示还没有结束，不能用印；请先在“公示”页办结公示。"
_ON_NOTICE = (StampWhen.POSTED, StampWhen.NOTICE_CLOSED)


@dataclass(frozen=True)
class Subject:
    """`row` is what the form is read from. The obstacles are whole sentences, empty where there is none."""

    row: Any = None
    obstacle: str = ""
    stamp_obstacle: str = ""


def subject_of(reading: Reading, form: Form, grant_id: int | None = None) -> Subject:
    """The newest row of the kind that the form needs; `grant_id` names a grant. Never raises."""
    session, case = reading.session, reading.case
    if form.needs is Needs.GRANT:
        return _of_grant(session, case, grant_id)
    if form.needs is Needs.EXIT:
        return _of_exit(session, case, form)
    if form.needs is Needs.PLAN:
        return _of_plan(session, case)
    if form.needs is Needs.BATCH:
        return Subject(None, "发放花名册按批次打印，请在“资金与发放”中打开批次后打印。")
    if form.needs is Needs.SPAN:
        return Subject(None, f"{form.name}按一段时间打印，请在“文书与用印”中选择登记表后打印。")
    return Subject(None, form.lacks(reading), _case_obstacle(session, case, form))


def _of_plan(session: Session, case: Case) -> Subject:
    query = select(Plan).where(Plan.case_id == case.id)
    plan = session.scalars(query.order_by(Plan.is_current.desc(), Plan.id.desc())).first()
    if plan is None:
        return Subject(None, "还没有帮扶计划，请先在“帮扶计划”页编制。")
    return Subject(plan, "", "" if is_filed(case) else _UNFILED)


def _case_obstacle(session: Session, case: Case, form: Form) -> str:
    if form.stamp_when is StampWhen.FILED and not is_filed(case):
        return _UNFILED
    if form.stamp_when is StampWhen.REVIEWED and case.reviewed_on is None:
        return _UNREVIEWED
    return _notice_obstacle(session, case, form, PublicityKind.ENTRY)


def _notice_obstacle(session: Session, case: Case, form: Form, kind: PublicityKind) -> str:
    if form.stamp_when not in _ON_NOTICE:
        return ""
    notice = newest_notice(session, case, kind)
    if notice is None:
        return _UNPOSTED
    is_early = form.stamp_when is StampWhen.NOTICE_CLOSED and notice.closed_on is None
    return _NOT_CLOSED if is_early else ""


def _of_grant(session: Session, case: Case, grant_id: int | None) -> Subject:
    query = select(Grant).where(Grant.case_id == case.id).order_by(Grant.id.desc())
    grants = session.scalars(query).all()
    if grant_id is not None:
        grants = [grant for grant in grants if grant.id == grant_id]
    if not grants:
        return Subject(None, "还没有这项救助，请先在“救助”页提出申请。")
    grant = next((grant for grant in grants if is_granted(grant)), grants[0])
    return Subject(grant, "", "" if is_granted(grant) else _UNGRANTED)


def _of_exit(session: Session, case: Case, form: Form) -> Subject:
    query = select(Exit).where(Exit.case_id == case.id, Exit.dropped_on.is_(None))
    leaving = session.scalars(query.order_by(Exit.id.desc()).limit(1)).first()
    if leaving is None:
        return Subject(None, "还没有退出申请，请先在“退出”页提出。")
    if form.stamp_when in _ON_NOTICE:
        return Subject(leaving, "", _notice_obstacle(session, case, form, PublicityKind.EXIT))
    return Subject(leaving, "", "" if leaving.approved_on else _NO_EXIT_YET)
