"""The other households of the demo office: every stage, every turn that a file can take."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from app.aid.limits import Costs
from app.cases.back_entry import PaperFile
from app.cases.commands import (
    apply_again,
    ask_for_papers,
    back_entry,
    discard_draft,
    request_correction,
    withdraw,
)
from app.demo.cast import CLERK, REVIEWER, TOWN_CLERK, Cast, Colleague, Story
from app.demo.pace import to_file
from app.demo.scans import scan
from app.demo.walk import Walk
from app.invented import Inventor, Plot, invent_household
from app.leaving.exits import serve_exit_notice
from app.leaving.returning import return_to_hardship
from app.office.session import PaperApproval
from app.review.approvals import approve_file
from app.review.assessing import assess_case
from app.review.checks import check_contradiction, check_no_reply
from app.review.opinions import pass_first_review, refuse_first_review
from app.review.publicity import dismiss_objection, record_objection
from app.review.surveys import SurveyEntry, survey_not_met
from db.codes import ExitKind, Stage


@dataclass(frozen=True)
class Extra:
    """A household that simply goes to a stage: begun so many days ago."""

    plot: Plot
    days_ago: int
    until: Stage
    wealth: float = 1.0
    clerk: Colleague = CLERK


EXTRAS = (
    Extra(Plot.ILLNESS, 330, Stage.ON_FILE),
    Extra(Plot.SCHOOL, 300, Stage.ON_FILE, 1.3),
    Extra(Plot.JOB_LOST, 280, Stage.ON_FILE, 1.0, TOWN_CLERK),
    Extra(Plot.DISABILITY, 270, Stage.ON_FILE),
    Extra(Plot.ILLNESS, 240, Stage.ON_FILE, 1.0, TOWN_CLERK),
    Extra(Plot.SCHOOL, 215, Stage.ON_FILE, 1.2),
    Extra(Plot.JOB_LOST, 150, Stage.ON_FILE),
    Extra(Plot.ILLNESS, 130, Stage.ON_FILE),
    Extra(Plot.SCHOOL, 110, Stage.ON_FILE, 1.3, TOWN_CLERK),
    Extra(Plot.DISABILITY, 90, Stage.ON_FILE),
    Extra(Plot.ILLNESS, 70, Stage.ON_FILE),
    Extra(Plot.ILLNESS, 34, Stage.APPROVAL),
    Extra(Plot.SCHOOL, 30, Stage.REVIEW, 1.2),
    Extra(Plot.JOB_LOST, 21, Stage.PUBLICITY, 1.1),
    Extra(Plot.DISABILITY, 13, Stage.CHECK),
    Extra(Plot.ILLNESS, 9, Stage.SURVEY),
    Extra(Plot.SCHOOL, 5, Stage.FIRST_REVIEW, 1.0, TOWN_CLERK),
    Extra(Plot.ILLNESS, 13, Stage.APPLIED),
    Extra(Plot.JOB_LOST, 2, Stage.APPLIED),
    Extra(Plot.SCHOOL, 1, Stage.DRAFT),
)


def crowd(cast: Cast, inventor: Inventor) -> Iterator[Story]:
    """Every story but the main one."""
    for extra in EXTRAS:
        yield _extra(cast, inventor, extra)
    yield _came_back(_walk(cast, inventor, Plot.JOB_LOST))
    yield _objected(_walk(cast, inventor, Plot.ACCIDENT))
    yield _correcting(_walk(cast, inventor, Plot.SCHOOL))
    yield _on_paper(_walk(cast, inventor, Plot.ILLNESS))
    yield _unchecked(_walk(cast, inventor, Plot.DISABILITY))
    yield _contradicted(_walk(cast, inventor, Plot.JOB_LOST))
    yield _not_met(_walk(cast, inventor, Plot.ILLNESS))
    yield _lacking(_walk(cast, inventor, Plot.SCHOOL))
    yield _refused(_walk(cast, inventor, Plot.JOB_LOST))
    yield _given_up(_walk(cast, inventor, Plot.ILLNESS))
    yield _discarded(_walk(cast, inventor, Plot.JOB_LOST))
    yield _back_entry(cast, inventor)
    yield from (
        _leaving(_walk(cast, inventor, Plot.SCHOOL, 1.2), 262, ExitKind.RELIEVED, 4),
        _leaving(_walk(cast, inventor, Plot.ILLNESS), 170, ExitKind.RELIEVED, 4),
        _leaving(_walk(cast, inventor, Plot.JOB_LOST), 84, ExitKind.RELIEVED, 3),
        _leaving(_walk(cast, inventor, Plot.ILLNESS), 75, ExitKind.RELIEVED, 2),
        _leaving(_walk(cast, inventor, Plot.DISABILITY), 72, ExitKind.RELIEVED, 1),
        _leaving(_walk(cast, inventor, Plot.ILLNESS), 76, ExitKind.DEATH, 2),
        _asking(_walk(cast, inventor, Plot.SCHOOL), 2),
        _asking(_walk(cast, inventor, Plot.JOB_LOST), 1),
    )


def _walk(cast: Cast, inventor: Inventor, plot: Plot, wealth: float = 1.0) -> Walk:
    return Walk(cast, invent_household(inventor, plot, wealth=wealth))


# ------------------------------------------------------------ the usual way


def _extra(cast: Cast, inventor: Inventor, extra: Extra) -> Story:
    household = invent_household(inventor, extra.plot, wealth=extra.wealth)
    walk = Walk(cast, household, extra.clerk)
    yield from to_file(walk, cast.ago(extra.days_ago), extra.until)
    if extra.until is Stage.ON_FILE:
        yield from _helped(walk, extra.plot)


def _helped(walk: Walk, plot: Plot) -> Story:
    cast = walk.cast
    yield cast.after(3)
    walk.plan()
    yield cast.after(4)
    student = next(
        (
            place
            for place, member in enumerate(walk.household.members, 1)
            if member.get("identity") == "大学生"
        ),
        None,
    )
    if plot is Plot.ILLNESS:
        grant = walk.propose_grant("医疗救助", 5_000, costs=Costs(self_paid_fen=900_000))
    elif plot is Plot.SCHOOL and student is not None:
        grant = walk.propose_grant(
            "子女助学", 5_000, person=student, costs=Costs(stage="大学"), reason="子女就读大学。"
        )
    else:
        grant = walk.propose_grant("生活救助", 4_000)
    yield cast.after(3)
    walk.approve_grant(grant)
    yield cast.later(150)
    walk.visit(monthly_income_fen=320_000)


# ------------------------------------------------------------ special turns


def _came_back(walk: Walk) -> Story:
    """Relieved, watched, and in hardship again: a new linked file."""
    cast = walk.cast
    yield from _leaving(walk, 270, ExitKind.RELIEVED, 4)
    yield cast.later(110)
    walk.visit(is_follow_up=True, relapse_risk="高", new_needs="本人再次失业，孩子刚入学。")
    yield cast.later(55)
    made = return_to_hardship(
        walk.desk, case_id=walk.case_id, note="本人再次失业，家庭收入低于低保标准。"
    )
    walk.case_id = made.result_id or 0
    walk.read_people()
    yield cast.after(2)
    walk.papers()
    walk.authorise()
    walk.submit()
    yield cast.after(2)
    walk.accept()
    yield cast.after(2)
    walk.pass_first_review()


def _objected(walk: Walk) -> Story:
    """An objection to the notice, looked into and dismissed; a second one is still open."""
    cast = walk.cast
    yield from to_file(walk, cast.ago(27), Stage.PUBLICITY)
    yield cast.after(2)
    made = record_objection(
        walk.desk, case_id=walk.case_id, text="反映该户有一辆小汽车。", raised_by="匿名"
    )
    yield cast.after(1)
    dismiss_objection(
        cast.as_(REVIEWER),
        case_id=walk.case_id,
        objection_id=made.result_id or 0,
        answer="经核查，车辆登记在其兄名下，与该户无关，已答复。",
    )
    yield cast.after(1)
    record_objection(walk.desk, case_id=walk.case_id, text="反映该户配偶在外地有固定工作。")


def _correcting(walk: Walk) -> Story:
    """On file, with a correction that waits for review."""
    cast = walk.cast
    yield from to_file(walk, cast.ago(100))
    yield cast.ago(6)
    request_correction(
        walk.desk,
        case_id=walk.case_id,
        reason="搬到公租房，住址和住房类型有变化。",
        household={
            "home_address": "青禾县东岭镇文明路66号3栋502室",
            "town": "东岭镇",
            "housing_kind": "公租房",
        },
    )


def _on_paper(walk: Walk) -> Story:
    """The approver signs on paper; the reviewer records it."""
    cast = walk.cast
    yield from to_file(walk, cast.ago(60), Stage.APPROVAL)
    yield cast.after(2)
    sheet = walk.scan("审批表")
    yield cast.after(1)
    approve_file(
        cast.as_(REVIEWER),
        case_id=walk.case_id,
        note="同意建档。",
        level="区县级",
        paper=PaperApproval("温如故", cast.day, sheet),
    )


def _unchecked(walk: Walk) -> Story:
    """The checking centre does not reply in time: on, marked 未核对."""
    cast = walk.cast
    yield from to_file(walk, cast.ago(48), Stage.CHECK)
    yield cast.after(17)
    assess_case(walk.desk, case_id=walk.case_id)
    check_no_reply(walk.desk, case_id=walk.case_id, note="核对中心系统升级，逾期没有回复。")
    yield cast.after(1)
    walk.post()


def _contradicted(walk: Walk) -> Story:
    """The reply contradicts what was declared: back to first review."""
    cast = walk.cast
    yield from to_file(walk, cast.ago(25), Stage.CHECK)
    yield cast.after(4)
    check_contradiction(
        walk.desk,
        case_id=walk.case_id,
        replied_on=cast.day,
        detail="配偶名下有一笔养老金，申报时没有填写。",
    )


def _not_met(walk: Walk) -> Story:
    """Nobody at home; another day is agreed."""
    cast = walk.cast
    yield from to_file(walk, cast.ago(12), Stage.SURVEY)
    yield cast.after(2)
    survey_not_met(
        walk.desk,
        case_id=walk.case_id,
        entry=SurveyEntry(cast.day, "入户", "罗致远", "孟与之", no_kinship=True),
        next_date=cast.workday(cast.today + timedelta(days=2)),
    )


def _lacking(walk: Walk) -> Story:
    """Papers are missing; the applicant was told once."""
    cast = walk.cast
    yield cast.ago(8)
    walk.draft()
    walk.papers("申请书", "身份证复印件", "户口本")
    walk.submit()
    yield cast.after(1)
    ask_for_papers(walk.desk, case_id=walk.case_id, papers="学籍证明、近三个月工资流水、承诺书。")


def _refused(walk: Walk) -> Story:
    """Refused in first review; the household applies again."""
    cast = walk.cast
    yield from to_file(walk, cast.ago(160), Stage.FIRST_REVIEW)
    yield cast.after(2)
    refuse_first_review(
        cast.as_(REVIEWER), case_id=walk.case_id, note="申请时收入高于标准，不符合建档条件。"
    )
    yield cast.later(134)
    made = apply_again(walk.desk, case_id=walk.case_id)
    walk.case_id = made.result_id or 0
    walk.read_people()
    yield cast.after(2)
    walk.papers()
    walk.authorise()
    walk.submit()
    yield cast.after(2)
    walk.accept()
    yield cast.after(1)
    pass_first_review(cast.as_(REVIEWER), case_id=walk.case_id, note="情况有变化，同意调查。")


def _given_up(walk: Walk) -> Story:
    """The applicant gives up."""
    cast = walk.cast
    yield from to_file(walk, cast.ago(80), Stage.SURVEY)
    yield cast.after(3)
    withdraw(walk.desk, case_id=walk.case_id, note="本人已纳入低保，放弃申请。")


def _discarded(walk: Walk) -> Story:
    """A draft that was begun by mistake."""
    cast = walk.cast
    yield from to_file(walk, cast.ago(40), Stage.DRAFT)
    yield cast.after(1)
    discard_draft(walk.desk, case_id=walk.case_id)


def _leaving(walk: Walk, days_ago: int, kind: ExitKind, steps: int) -> Story:
    """On file, then on the way out: so many of propose, agree, publish, approve."""
    cast = walk.cast
    yield from to_file(walk, cast.ago(days_ago))
    yield cast.after(4)
    walk.plan()
    yield cast.later(20)
    reason = (
        "本人因病去世。" if kind is ExitKind.DEATH else "已纳入低保和大病保障，基本生活有保障。"
    )
    walk.propose_exit(kind, reason)
    if steps < 2:
        return
    yield cast.after(2)
    walk.agree_exit()
    if steps < 3 or not kind.needs_publicity:
        return
    yield cast.after(1)
    closing = walk.post()
    yield closing
    walk.close()
    if steps < 4:
        return
    yield cast.after(2)
    walk.approve_exit()
    yield cast.after(2)
    serve_exit_notice(walk.desk, case_id=walk.case_id, served_on=cast.day, receiver=walk.applicant)
    walk.report()


def _asking(walk: Walk, decided: int) -> Story:
    """On file, with a grant that waits: for 审批 (1), or for payment (2)."""
    cast = walk.cast
    yield from to_file(walk, cast.ago(62))
    yield cast.after(4)
    walk.plan()
    yield cast.ago(4)
    grant = walk.propose_grant("生活救助", 5_000, reason="入冬取暖和子女上学支出增加。")
    if decided == 1:
        walk.come_back("所属行业与单位性质不一致，请核对后重新上报。")
    if decided > 1:
        yield cast.ago(1)
        walk.approve_grant(grant)


def _back_entry(cast: Cast, inventor: Inventor) -> Story:
    """A file from the time of paper, entered with its real dates."""
    household = invent_household(inventor, Plot.DISABILITY)
    yield cast.ago(55)
    approved_on = cast.ago(290)
    made = back_entry(
        cast.as_(CLERK),
        paper=PaperFile(
            stage=Stage.ON_FILE,
            approver="温如故",
            approved_on=approved_on,
            reason="启用系统前的纸质档案，按原件补录。",
            category="相对困难职工",
            level="区县级",
            applied_on=approved_on - timedelta(days=40),
        ),
        applicant=household.applicant,
        household=household.household,
        members=household.members,
        scan=scan("纸面审批件"),
        scan_name="纸面审批件.pdf",
    )
    walk = Walk(cast, household)
    walk.case_id = made.result_id or 0
    yield cast.after(5)
    walk.plan()
    walk.visit(monthly_income_fen=180_000)
