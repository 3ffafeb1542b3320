"""The integrity check that any account may run (R30): the file, the journal, the scans, and what must hold.

Each line says what was looked at and what was found. Details name case numbers and counts, never a person.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.changes import Op
from app.errors import DamagedError
from app.lifecycle.position import Position
from app.office.anchors import anchor_faults
from app.office.backups import age_sentence, copy_sentence, newest_stamp
from app.office.publishing import public_entries
from app.office.session import Office
from app.progress import Progress
from db import attachments, journal
from db.codes import OPEN_STAGES, BatchState, GrantState, Stage
from db.connection import DATABASE_NAME
from db.integrity import check_file
from db.keys import Purpose, sub_key
from db.models import (
    Attachment,
    Case,
    DestroyedFile,
    Fund,
    Grant,
    IssuedFile,
    IssuedPaper,
    OfficeScan,
    PaymentBatch,
    Person,
)
from db.register import read_register

_NAMED = 10
_VITAL = frozenset({"加密校验", "文件结构", "数据关联", "操作记录"})
"""Where one of these is wrong the file itself is damaged: nothing more may be entered."""
_COMMITTED = (GrantState.BATCHED, GrantState.PAID)


@dataclass(frozen=True)
class CheckLine:
    """One thing that was looked at. `needs_care`: not wrong, but something has to be done."""

    name: str
    ok: bool
    detail: str
    needs_care: bool = False


@dataclass(frozen=True)
class CheckReport:
    """The whole check: when (UTC), by whose account; `ok` where nothing is wrong."""

    checks: tuple[CheckLine, ...]
    at: datetime
    by: str

    @property
    def ok(self) -> bool:
        """Whether every line is good."""
        return all(line.ok for line in self.checks)

    @property
    def damage(self) -> tuple[str, ...]:
        """The names of the lines by which the file itself is damaged; a backup has to be restored."""
        return tuple(line.name for line in self.checks if not line.ok and line.name in _VITAL)

    def as_json(self) -> dict[str, Any]:
        """The result as the command line prints it."""
        lines = [
            {key: value for key, value in asdict(line).items() if key != "needs_care"}
            for line in self.checks
        ]
        return {"ok": self.ok, "checks": lines}


def check_office(office: Office, progress: Progress | None = None) -> CheckReport:
    """Look at everything. Raises StorageError where the disk does not answer, Cancelled."""
    progress = progress or Progress()
    progress.start("正在检查档案文件", len(_OFFICE_CHECKS) + len(_FACT_CHECKS) + 1)
    key = sub_key(office.keys.data, Purpose.DATABASE)
    lines = [
        CheckLine(line.name, line.ok, line.detail)
        for line in check_file(office.folder / DATABASE_NAME, key, step=progress.check)
    ]
    progress.step()
    if all(line.ok for line in lines):
        with office.read() as session:
            for check in _OFFICE_CHECKS:
                lines.append(check(office, session, progress))
                progress.step()
            for name, look in _FACT_CHECKS:
                lines.append(_line(name, look(session)))
                progress.step()
    lines.append(_backup_age(office))
    who = f"{office.user.display_name}（{office.user.name}）"
    report = CheckReport(tuple(lines), office.clock.now(), who)
    if not report.damage:
        office.record(Op.CHECK_INTEGRITY)
        office.needs_check = False
    return report


def check_journal(office: Office) -> CheckLine:
    """Prove the chain of the journal alone. Raises StorageError."""
    with office.read() as session:
        return _journal(office, session, Progress())


def _line(name: str, faults: Iterable[str]) -> CheckLine:
    found = list(faults)
    more = f"；另有 {len(found) - _NAMED} 处" if len(found) > _NAMED else ""
    return CheckLine(name, not found, "；".join(found[:_NAMED]) + more if found else "正常")


# ---------------------------------------------------------------- the office


def _journal(office: Office, session: Session, _: Progress) -> CheckLine:
    verdict = journal.verify(session, office.keys.journal)
    if verdict.is_whole:
        return CheckLine("操作记录", True, f"{verdict.count} 条，前后相连")
    return CheckLine("操作记录", False, f"第 {verdict.bad_id} 条：{verdict.problem}")


def _anchors(office: Office, session: Session, _: Progress) -> CheckLine:
    compared, faults = anchor_faults(office, session)
    if faults:
        return CheckLine("备份锚点", False, "；".join(faults[:_NAMED]))
    return CheckLine("备份锚点", True, f"与 {compared} 份备份记下的位置相符")


def _attachments(office: Office, session: Session, progress: Progress) -> CheckLine:
    names = set(session.scalars(select(Attachment.stored_name).distinct()))
    names |= set(session.scalars(select(OfficeScan.stored_name).distinct()))
    names |= set(session.scalars(select(IssuedFile.stored_name).distinct()))
    key, step = office.keys.attachment, progress.check
    bad = frozenset(attachments.verify_all(office.folder, key, names, step))
    if not bad:
        return CheckLine("材料附件", True, f"{len(names)} 份，全部完好")
    # The names are compared here: of a lost folder there are more than a statement takes.
    numbers = _first(
        session.execute(
            select(Case.number, Attachment.stored_name).join(Case, Case.id == Attachment.case_id)
        ),
        bad,
    )
    serials = _first(
        session.execute(
            select(IssuedPaper.serial, IssuedFile.stored_name).join(
                IssuedPaper, IssuedPaper.id == IssuedFile.paper_id
            )
        ),
        bad,
    )
    where = f"，涉及档案 {'、'.join(numbers)}" if numbers else ""
    where += f"，涉及文书 {'、'.join(serials)}" if serials else ""
    return CheckLine("材料附件", False, f"{len(bad)} 份丢失或损坏{where}")


def _first(rows: Iterable[Any], bad: Collection[str]) -> list[str]:
    """The first few to whom a bad file belongs; `rows` are pairs of whose and its stored name."""
    found: dict[str, None] = {}
    for whose, stored_name in rows:
        if stored_name in bad:
            found[whose] = None
            if len(found) == _NAMED:
                break
    return list(found)


def _register(office: Office, session: Session, _: Progress) -> CheckLine:
    wanted = {(entry.serial, entry.sha256, entry.is_void) for entry in public_entries(session)}
    try:
        register = read_register(office.folder)
    except DamagedError as error:
        return CheckLine("公开登记簿", False, str(error))
    told = (
        {(entry.serial, entry.sha256, entry.is_void) for entry in register.entries}
        if (register)
        else set()
    )
    if told == wanted:
        return CheckLine("公开登记簿", True, f"{len(wanted)} 份文书，与档案一致")
    return CheckLine("公开登记簿", False, "与档案中的用印登记不一致，重新登录后会自动更正")


_OFFICE_CHECKS: tuple[Callable[[Office, Session, Progress], CheckLine], ...] = (
    _journal,
    _anchors,
    _attachments,
    _register,
)


def _backup_age(office: Office) -> CheckLine:
    sentence, is_good = age_sentence(newest_stamp(office), office.clock.now())
    copy, is_copied = copy_sentence(office)
    detail = f"{sentence.removesuffix('。')}；{copy}"
    return CheckLine("备份", True, detail, needs_care=not (is_good and is_copied))


# ---------------------------------------------------------------- what must hold


def _twice_open(session: Session) -> Iterable[str]:
    """One ID number stands in one open case only (lifecycle contract)."""
    query = (
        select(func.group_concat(Case.number, "、"))
        .join(Person, Person.household_id == Case.household_id)
        .where(Case.stage.in_(OPEN_STAGES), Case.discarded_at.is_(None))
        .where(Person.id_number.is_not(None), Person.removed_on.is_(None))
        .group_by(Person.id_number)
        .having(func.count(Case.id.distinct()) > 1)
    )
    return [f"同一个身份证号同时在 {numbers} 中" for numbers in session.scalars(query)]


def _no_applicant(session: Session) -> Iterable[str]:
    counted = (
        select(func.count())
        .where(Person.household_id == Case.household_id, Person.is_applicant)
        .correlate(Case)
        .scalar_subquery()
    )
    # The people of an absorbed file have gone over to another; of a destroyed one none is left.
    has_people = Case.merged_into_id.is_(None) & Case.id.not_in(select(DestroyedFile.case_id))
    query = select(Case.number).where(has_people, counted != 1).order_by(Case.number)
    return [f"档案 {number} 没有或不止一个户主" for number in session.scalars(query)]


def _positions(session: Session) -> Iterable[str]:
    rows = session.execute(select(Case.number, Case.stage, Case.stage_order, Case.stage_step))
    bad = []
    for number, stage, order, step in rows:
        try:
            Position(stage, tuple(Stage(key) for key in order), step)
        except ValueError:
            bad.append(f"档案 {number} 的阶段与办理顺序不符")
    return bad


def _overdrawn(session: Session) -> Iterable[str]:
    """Money of a fund that is in batches or paid never exceeds the fund."""
    used = func.coalesce(func.sum(Grant.amount_fen), 0)
    query = (
        select(Fund.name)
        .join(PaymentBatch, PaymentBatch.fund_id == Fund.id)
        .join(Grant, Grant.batch_id == PaymentBatch.id)
        .where(Grant.state.in_(_COMMITTED))
        .group_by(Fund.id)
        .having(used > Fund.amount_fen)
    )
    return [f"资金“{name}”的发放超过了总额" for name in session.scalars(query)]


def _batches(session: Session) -> Iterable[str]:
    """A paid batch holds paid or returned grants only; a paid grant stands in a paid batch."""
    settled = (GrantState.PAID, GrantState.RETURNED)
    query = (
        select(PaymentBatch.number)
        .join(Grant, Grant.batch_id == PaymentBatch.id)
        .where(
            ((PaymentBatch.state == BatchState.PAID) & Grant.state.not_in(settled))
            | ((PaymentBatch.state == BatchState.OPEN) & (Grant.state == GrantState.PAID))
        )
        .distinct()
    )
    return [f"批次 {number} 与其中救助的状态不符" for number in session.scalars(query)]


def _grants(session: Session) -> Iterable[str]:
    query = (
        select(Case.number)
        .join(Grant, Grant.case_id == Case.id)
        .where((Grant.amount_fen <= 0) | (Grant.state.in_(_COMMITTED) & Grant.batch_id.is_(None)))
        .distinct()
    )
    return [f"档案 {number} 有一笔救助的金额或批次不对" for number in session.scalars(query)]


_FACT_CHECKS: tuple[tuple[str, Callable[[Session], Iterable[str]]], ...] = (
    ("一人一档", _twice_open),
    ("户主", _no_applicant),
    ("办理阶段", _positions),
    ("资金余额", _overdrawn),
    ("发放批次", _batches),
    ("救助金额", _grants),
)
