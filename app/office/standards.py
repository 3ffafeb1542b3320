"""Dated figures and rule sets: prepared by an administrator, put in force by 审批 or by paper approval.

A figure counts from its day until the next one of the same kind, place and registration begins. What
was assessed keeps the figure that it was assessed with.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.changes import Changes, Op
from app.errors import UserError
from app.office.access import check_paper_approval, paper_approval_needed
from app.office.accounts import active_holders
from app.office.scans import keep_scan
from app.office.session import Office, PaperApproval, Work
from app.office.settings import read_settings
from app.policy.aidrules import AID_RULE_IDS
from app.policy.rules import RULE_SET_IDS
from db.codes import Role, StandardState
from db.models import Person, RuleSetUse, Standard

DIBAO, MIN_WAGE, MEAN_AREA, MIN_AREA = "低保标准", "最低工资", "人均住房面积", "最低住房面积"
KINDS = (DIBAO, MIN_WAGE, MEAN_AREA, MIN_AREA)
"""低保标准 and 最低工资 in fen a month, the areas in hundredths of a square metre."""

RECOGNITION, AID = "认定", "救助"
PURPOSES = (RECOGNITION, AID)
_SHEET = "标准生效"
"""What the signed sheet is of."""
_RULE_IDS = {RECOGNITION: RULE_SET_IDS, AID: AID_RULE_IDS}


@dataclass(frozen=True)
class StandardView:
    """One dated figure."""

    id: int
    kind: str
    place: str
    registration: str | None
    value: int
    valid_from: date
    document: str | None
    is_in_force: bool
    forced_by: str | None
    forced_on: date | None
    is_on_paper: bool
    scan_id: int | None
    """The scan of the signed sheet."""


@dataclass(frozen=True)
class RuleSetUseView:
    """One rule set with the day from which it counts, and what of it the office has confirmed."""

    id: int
    purpose: str
    rule_set: str
    valid_from: date
    is_in_force: bool
    confirmed_items: tuple[str, ...]
    forced_by: str | None
    forced_on: date | None
    is_on_paper: bool
    scan_id: int | None
    """The scan of the signed sheet."""


def standards(office: Office) -> tuple[StandardView, ...]:
    """Every figure, newest first."""
    with office.read() as session:
        rows = session.scalars(
            select(Standard).order_by(Standard.kind, Standard.valid_from.desc(), Standard.id)
        )
        return tuple(
            StandardView(
                row.id,
                row.kind,
                row.place,
                row.registration,
                row.value,
                row.valid_from,
                row.document,
                row.state is StandardState.IN_FORCE,
                row.forced_by,
                row.forced_on,
                row.is_on_paper,
                row.paper_scan_id,
            )
            for row in rows
        )


def rule_set_uses(office: Office) -> tuple[RuleSetUseView, ...]:
    """Every rule set that was prepared or is in force: 认定 before 救助, newest first."""
    with office.read() as session:
        rows = session.scalars(
            select(RuleSetUse).order_by(RuleSetUse.valid_from.desc(), RuleSetUse.id.desc())
        ).all()
        return tuple(
            RuleSetUseView(
                row.id,
                row.purpose,
                row.rule_set,
                row.valid_from,
                row.state is StandardState.IN_FORCE,
                tuple(row.confirmed_items),
                row.forced_by,
                row.forced_on,
                row.is_on_paper,
                row.paper_scan_id,
            )
            for row in sorted(rows, key=lambda row: PURPOSES.index(row.purpose))
        )


def prepare_standard(
    office: Office,
    *,
    kind: str,
    place: str,
    value: int,
    valid_from: date,
    registration: str | None = None,
    document: str | None = None,
) -> Changes:
    """Propose a figure; it counts once it is put in force. UserError for nonsense."""
    if kind not in KINDS:
        raise UserError(f"请选择标准的种类：{'、'.join(KINDS)}。", field="kind")
    if not place.strip():
        raise UserError("请填写标准适用的地区。", field="place")
    if value <= 0:
        raise UserError("标准必须大于零，请核对文件后填写。", field="value")
    with office.write(Op.PREPARE_STANDARD) as work:
        row = Standard(
            kind=kind,
            place=place.strip(),
            registration=registration or None,
            value=value,
            valid_from=valid_from,
            document=document or None,
            state=StandardState.PREPARED,
            prepared_by_id=work.user.id,
        )
        work.session.add(row)
        work.session.flush()
        return work.done(result_id=row.id)


def prepare_rule_set(office: Office, *, purpose: str, rule_set: str, valid_from: date) -> Changes:
    """Propose a rule set for recognition or aid from a day on."""
    if purpose not in PURPOSES:
        raise UserError("请选择标准的用途：认定或救助。", field="purpose")
    if rule_set not in _RULE_IDS[purpose]:
        raise UserError("没有这套标准，请从列表中选择。", field="rule_set")
    with office.write(Op.PREPARE_RULE_SET) as work:
        row = RuleSetUse(
            purpose=purpose,
            rule_set=rule_set,
            valid_from=valid_from,
            state=StandardState.PREPARED,
            prepared_by_id=work.user.id,
            confirmed_items=[],
        )
        work.session.add(row)
        work.session.flush()
        return work.done(result_id=row.id)


def confirm_item(office: Office, *, use_id: int, item: str, is_confirmed: bool) -> Changes:
    """The office has read the original text and confirms an unverified item of a rule set, or takes it back."""
    with office.write(Op.PREPARE_RULE_SET) as work:
        row = work.session.get(RuleSetUse, use_id)
        if row is None:
            raise UserError("没有找到这套标准，请刷新后再看。")
        kept = [known for known in row.confirmed_items if known != item]
        row.confirmed_items = [*kept, item] if is_confirmed else kept
        return work.done(result_id=use_id)


def force_standard(
    office: Office,
    *,
    standard_id: int,
    paper: PaperApproval | None = None,
    sheet: Path | None = None,
) -> Changes:
    """Put a figure in force. By 审批; with no active approver by an administrator, from paper.

    `sheet`: the scan of the signed sheet, which a paper approval needs. UserError names the field.
    """
    _check_paper(office, Op.FORCE_STANDARD, paper, sheet)
    with office.write(Op.FORCE_STANDARD, paper=paper) as work:
        row = work.session.get(Standard, standard_id)
        if row is None or row.state is StandardState.IN_FORCE:
            raise UserError("这项标准已经生效或不存在，请刷新后再看。")
        _put_in_force(work, row, sheet)
        return work.done(result_id=standard_id)


def force_rule_set(
    office: Office, *, use_id: int, paper: PaperApproval | None = None, sheet: Path | None = None
) -> Changes:
    """Put a rule set in force, as `force_standard`."""
    _check_paper(office, Op.FORCE_RULE_SET, paper, sheet)
    with office.write(Op.FORCE_RULE_SET, paper=paper) as work:
        row = work.session.get(RuleSetUse, use_id)
        if row is None or row.state is StandardState.IN_FORCE:
            raise UserError("这套标准已经生效或不存在，请刷新后再看。")
        _put_in_force(work, row, sheet)
        return work.done(result_id=use_id)


def _check_paper(office: Office, op: Op, paper: PaperApproval | None, sheet: Path | None) -> None:
    if paper is not None:
        check_paper_approval(
            approver=paper.name,
            signed_on=paper.signed_on,
            has_scan=sheet is not None,
            today=office.today,
        )
        return
    with office.read() as session:
        has_approver = active_holders(session, Role.APPROVER) > 0
    if paper_approval_needed(op, has_active_approver=has_approver):
        raise UserError(
            "单位里没有审批账号，请登记纸质审批：填写审批人姓名和签字日期，附上签字页。",
            field="paper",
        )


def _put_in_force(work: Work, row: Standard | RuleSetUse, sheet: Path | None) -> None:
    if row.prepared_by_id == work.user.id and work.paper is None:
        raise UserError("拟定和生效不能由同一个账号办理，请由审批人生效。")
    row.state = StandardState.IN_FORCE
    row.forced_on = work.paper.signed_on if work.paper else work.today
    row.forced_by = work.paper.name if work.paper else work.user.display_name
    row.is_on_paper = work.paper is not None
    if work.paper is not None and sheet is not None:
        row.paper_scan_id = keep_scan(work, sheet, _SHEET).id


# ---------------------------------------------------------------- what counts on a day


def figure_on(
    session: Session, kind: str, place: str, day: date, registration: str | None = None
) -> Standard | None:
    """The figure in force on a day: the latest, and of one day that of the registration (城镇, 农村).

    A figure for both that begins later ends the two before it: that is how places become one.
    """
    rows = session.scalars(
        select(Standard)
        .where(
            Standard.kind == kind,
            Standard.place == place,
            Standard.state == StandardState.IN_FORCE,
            Standard.valid_from <= day,
            or_(Standard.valid_until.is_(None), Standard.valid_until >= day),
        )
        .order_by(Standard.valid_from.desc(), Standard.id.desc())
    ).all()
    fitting = [row for row in rows if row.registration in (registration, None)]
    fitting.sort(key=lambda row: (-row.valid_from.toordinal(), row.registration is None))
    return fitting[0] if fitting else None


def dibao_on(session: Session, applicant: Person, day: date) -> Standard:
    """The dibao standard that counts for the applicant's registration on a day. UserError for none."""
    place = str(read_settings(session)["place"])
    registration = "农村" if applicant.registration_kind == "农业" else "城镇"
    found = figure_on(session, DIBAO, place, day, registration)
    if found is None:
        raise UserError(
            f"还没有{place} {day} 起生效的低保标准，请管理员在“设置－低保标准”中添加并生效。"
        )
    return found


def rule_set_on(session: Session, purpose: str, day: date) -> RuleSetUse | None:
    """The rule set in force on a day."""
    return session.scalars(
        select(RuleSetUse)
        .where(
            RuleSetUse.purpose == purpose,
            RuleSetUse.state == StandardState.IN_FORCE,
            RuleSetUse.valid_from <= day,
        )
        .order_by(RuleSetUse.valid_from.desc(), RuleSetUse.id.desc())
        .limit(1)
    ).first()
