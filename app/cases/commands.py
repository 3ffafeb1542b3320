"""Steps of an application, as the clerk takes them; the other writes of this room are handed on from here.

Every public function is one named operation of `app.changes`, checked, journalled and applied whole.
"""

from datetime import date

from app.cases.applicant import make_applicant
from app.cases.attachments import (
    add_attachment,
    refile_attachment,
    remove_attachment,
    turn_attachment,
)
from app.cases.back_entry import back_entry
from app.cases.correction import apply_correction, refuse_correction, request_correction
from app.cases.drafting import discard_draft, open_draft, restore_draft
from app.cases.facts import edit_facts
from app.cases.facts_missing import missing_facts
from app.cases.linked import apply_again
from app.cases.members import add_member, edit_member, remove_member
from app.cases.merging import merge, split
from app.cases.money import save_money
from app.cases.moving import move
from app.cases.portrait import cut_portrait
from app.cases.transfer import transfer_cases
from app.changes import Changes, Op
from app.errors import UserError
from app.office.session import Office
from db.codes import ExitKind, Stage

__all__ = [
    "accept",
    "add_attachment",
    "add_member",
    "apply_again",
    "apply_correction",
    "ask_for_papers",
    "back_entry",
    "cut_portrait",
    "discard_draft",
    "edit_facts",
    "edit_member",
    "end_application",
    "make_applicant",
    "merge",
    "open_draft",
    "refuse_application",
    "refuse_correction",
    "refile_attachment",
    "remove_attachment",
    "remove_member",
    "request_correction",
    "restore_draft",
    "save_money",
    "split",
    "submit",
    "transfer_cases",
    "turn_attachment",
    "withdraw",
]

END_REASONS = (ExitKind.DEATH, ExitKind.MOVED)
"""Why an application ends without a decision: 死亡, 迁出."""


def submit(
    office: Office, *, case_id: int, note: str = "", applied_on: date | None = None
) -> Changes:
    """Hand in a draft. `applied_on`: the day on the paper, today by default; it must not lie ahead.

    Raises UserError listing every required fact that is still empty; its field is the first of them.
    """
    with office.write(Op.SUBMIT, case_id) as work:
        case = work.case
        if applied_on is not None and applied_on > work.today:
            raise UserError("申请日期不能晚于今天，请核对。", field="applied_on")
        missing = missing_facts(case, Stage.APPLIED)
        if missing:
            labels = "、".join(one.label for one in missing)
            raise UserError(f"还有必填项没有填写：{labels}。请补齐后再提交。", field=missing[0].key)
        case.applied_on = applied_on or case.applied_on or work.today
        move(work, note=note)
        work.decide(note)
        return work.done()


def accept(office: Office, *, case_id: int, note: str = "") -> Changes:
    """Accept an application for first review; what papers were asked for is settled."""
    with office.write(Op.ACCEPT, case_id) as work:
        work.decide(note)
        move(work, note=note)
        work.case.papers_asked = None
        return work.done()


def ask_for_papers(office: Office, *, case_id: int, papers: str) -> Changes:
    """Tell the applicant once what is missing (一次性告知); the case stays and is marked 缺件.

    `papers`: every missing paper, in words.
    """
    if not papers.strip():
        raise UserError("请写明需要补充的全部材料，一次告知申请人。", field="papers")
    with office.write(Op.ASK_FOR_PAPERS, case_id) as work:
        work.decide(papers.strip())
        move(work)
        work.case.papers_asked = papers.strip()
        return work.done()


def refuse_application(office: Office, *, case_id: int, note: str) -> Changes:
    """Refuse an application at the counter, with the reason."""
    return _end(office, Op.REFUSE_APPLICATION, case_id, note)


def withdraw(office: Office, *, case_id: int, note: str = "") -> Changes:
    """The applicant gives up, from any stage before ON_FILE."""
    return _end(office, Op.WITHDRAW, case_id, note, closed_reason=ExitKind.GIVEN_UP.value)


def end_application(office: Office, *, case_id: int, kind: ExitKind, note: str) -> Changes:
    """End an application because the applicant died or moved away."""
    if kind not in END_REASONS:
        raise UserError("终止申请的原因只能是死亡或迁出，请重新选择。", field="kind")
    return _end(office, Op.END_APPLICATION, case_id, note, closed_reason=kind.value)


def _end(
    office: Office, op: Op, case_id: int, note: str, *, closed_reason: str | None = None
) -> Changes:
    with office.write(op, case_id, reason=note.strip() or None) as work:
        work.decide(note.strip())
        move(work, note=note)
        work.case.closed_on = work.today
        work.case.closed_reason = closed_reason or note.strip() or op.label
        return work.done()
