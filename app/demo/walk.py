"""One invented household on its way through the stages, by the real operations of the office."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from app.aid.grants import approve_grant, propose_grant
from app.aid.limits import Costs
from app.aid.measures import suggested_measures
from app.aid.plans import save_plan
from app.cases.attachments import add_attachment
from app.cases.authorisation import record_authorisation
from app.cases.commands import accept, add_member, edit_facts, open_draft, save_money, submit
from app.cases.transcription import record_national
from app.cases.waiting import REPORTED, RETURNED
from app.demo.cast import APPROVER, CLERK, REVIEWER, Cast, Colleague
from app.demo.scans import scan
from app.invented import InventedHousehold
from app.leaving.exits import ExitProposal, agree_exit, approve_exit, propose_exit
from app.leaving.visits import VisitEntry, record_follow_up, record_visit
from app.office.session import Office
from app.review.approvals import approve_file
from app.review.assessing import assess_case
from app.review.checks import record_check, send_check
from app.review.opinions import pass_first_review, pass_review
from app.review.publicity import NoticeEntry, close_publicity, post_publicity
from app.review.surveys import SurveyEntry, record_survey
from db.codes import ExitKind, Stage
from db.models import Case, Person, Publicity
from db.values import age_on

PAPERS = ("申请书", "承诺书", "核对授权书", "身份证复印件", "户口本", "收入证明", "会员证")
"""What every application brings along."""

_BY_CAUSE = {
    "患重特大疾病": ("诊断证明", "医疗票据"),
    "子女上学": ("学籍证明",),
    "意外事故": ("受灾证明",),
    "无劳动能力": ("残疾证",),
}
_VISITORS = ("罗致远", "孟与之")
_CONCLUSIONS = {
    "患重特大疾病": "符合深度困难",
    "意外事故": "符合意外致困",
}
_PLACE = "单位公告栏、社区公告栏"


class Walk:
    """A household and its case. Every method is one act on the day that it is."""

    def __init__(self, cast: Cast, household: InventedHousehold, clerk: Colleague = CLERK) -> None:
        self.cast = cast
        self.household = household
        self.clerk = clerk
        self.case_id = 0
        self.person_ids: list[int] = []

    @property
    def desk(self) -> Office:
        """The office as the household's clerk has it open."""
        return self.cast.as_(self.clerk)

    @property
    def applicant(self) -> str:
        """The applicant's name."""
        return str(self.household.applicant["name"])

    @property
    def cause(self) -> str:
        """The main cause of hardship."""
        return str(self.household.household["main_cause"])

    # ------------------------------------------------------------ application

    def draft(self) -> None:
        """A draft with people and money; nothing is missing that submitting asks for."""
        made = open_draft(
            self.desk, applicant=self.household.applicant, household=self.household.household
        )
        self.case_id = made.result_id or 0
        for member in self.household.members:
            add_member(self.desk, case_id=self.case_id, values=member)
        self.read_people()
        lists: dict[str, Any] = {
            key: self.with_people(lines) for key, lines in self.household.money.items()
        }
        save_money(self.desk, case_id=self.case_id, **lists)
        edit_facts(
            self.desk,
            case_id=self.case_id,
            case={
                "contact_person": self.clerk.name,
                "entered_by": self.clerk.name,
                "worker_kind": "城镇困难职工",
                "file_kind": "增量档案",
            },
        )

    def read_people(self) -> None:
        """Note the ids of the people of the case as they stand."""
        with self.desk.read() as session:
            self.person_ids = list(
                session.scalars(
                    select(Person.id)
                    .join(Case, Case.household_id == Person.household_id)
                    .where(Case.id == self.case_id, Person.removed_on.is_(None))
                    .order_by(Person.position)
                )
            )

    def with_people(self, lines: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Lines of money with the ids of the people that they name by place."""
        return [
            {key: value for key, value in line.items() if key != "person"}
            | ({"person_id": self.person_ids[line["person"]]} if "person" in line else {})
            for line in lines
        ]

    def papers(self, *kinds: str) -> None:
        """Add a scan of each kind; without kinds those of an application."""
        causes = (self.cause, *self.household.household.get("other_causes", ()))
        wanted = [kind for cause in causes for kind in _BY_CAUSE.get(cause, ())]
        for kind in kinds or (*PAPERS, *wanted):
            self.scan(kind)

    def scan(self, kind: str) -> int:
        """Add one scan; its id."""
        made = add_attachment(
            self.desk, case_id=self.case_id, data=scan(kind), filename=f"{kind}.pdf", kind=kind
        )
        return made.result_id or 0

    def authorise(self) -> None:
        """All adults sign the letter for the check."""
        today = self.cast.day
        adults = [
            person_id
            for person_id, facts in zip(
                self.person_ids, (self.household.applicant, *self.household.members), strict=False
            )
            if age_on(_born(facts), today) >= 18
        ]
        record_authorisation(
            self.desk, case_id=self.case_id, signed_on=today, signer_ids=adults, number=""
        )

    def submit(self) -> None:
        """Hand the application in."""
        submit(self.desk, case_id=self.case_id)

    def accept(self) -> None:
        """Accept it for first review."""
        accept(self.desk, case_id=self.case_id, note="材料齐全，予以受理。")

    # ------------------------------------------------------------ review

    def pass_first_review(self) -> None:
        """初审通过."""
        pass_first_review(
            self.cast.as_(REVIEWER), case_id=self.case_id, note="情况属实，同意入户调查。"
        )

    def survey(self) -> None:
        """Two visitors at the household's home."""
        record_survey(
            self.desk,
            case_id=self.case_id,
            entry=SurveyEntry(
                visited_on=self.cast.day,
                method="入户",
                visitor_one=self.clerk.name if self.clerk is not CLERK else _VISITORS[0],
                visitor_two=_VISITORS[1],
                no_kinship=True,
                interviewee=self.applicant,
                living="住房简陋，家具陈旧，家中无贵重物品，情况与申报一致。",
                neighbours="邻居和所在社区反映属实，平时节俭，邻里关系好。",
                wishes=str(self.household.household.get("needs", "")),
                conclusion=_CONCLUSIONS.get(self.cause, "符合相对困难"),
            ),
        )
        self.scan("入户调查表")

    def send_check(self) -> None:
        """The letter goes to the checking centre."""
        send_check(self.desk, case_id=self.case_id, sent_on=self.cast.day)

    def check(self) -> None:
        """Assess the facts, and note the reply that agrees with them."""
        assess_case(self.desk, case_id=self.case_id)
        record_check(
            self.desk,
            case_id=self.case_id,
            replied_on=self.cast.day,
            detail="民政核对中心回复：收入、存款、房产、车辆信息与申报一致。",
        )

    def post(self) -> date:
        """Post the notice; the first working day on which it may be closed."""
        post_publicity(
            self.desk,
            case_id=self.case_id,
            entry=NoticeEntry(
                posted_on=self.cast.day,
                place=_PLACE,
                contact="孟与之",
                contact_phone="0772-8121234",
            ),
        )
        with self.desk.read() as session:
            last = session.scalars(
                select(Publicity.last_day)
                .where(Publicity.case_id == self.case_id)
                .order_by(Publicity.id.desc())
                .limit(1)
            ).one()
        return self.cast.calendar.add_workdays(last, 1)

    def close(self) -> None:
        """公示期满."""
        close_publicity(self.desk, case_id=self.case_id)
        self.scan("公示原件" if self.stage is Stage.EXIT_APPROVAL else "公示结果")

    def pass_review(self) -> None:
        """审核通过."""
        pass_review(
            self.cast.as_(REVIEWER), case_id=self.case_id, note="调查、核对、公示无异议，同意上报。"
        )

    def approve(self) -> None:
        """批准建档."""
        approve_file(
            self.cast.as_(APPROVER), case_id=self.case_id, note="同意建档。", level="区县级"
        )

    def report(self) -> None:
        """The file is entered in the national system and has its number there."""
        record_national(
            self.desk, case_id=self.case_id, state=REPORTED, number=f"GJ{self.case_id:08d}"
        )

    def come_back(self, reason: str) -> None:
        """The national system has sent the file back."""
        record_national(self.desk, case_id=self.case_id, state=RETURNED, reason=reason)

    @property
    def stage(self) -> Stage:
        """Where the case stands."""
        with self.desk.read() as session:
            return session.get_one(Case, self.case_id).stage

    # ------------------------------------------------------------ on file

    def plan(self) -> None:
        """一户一策, from the measures suggested for the causes."""
        household = self.household.household
        day = self.cast.day
        measures = [
            {
                "cause": measure.cause,
                "need": measure.need,
                "kind": measure.kind,
                "batch_tag": measure.batch_tag,
                "content": measure.content,
                "responsible": f"青禾县总工会 {self.clerk.name}",
                "start_on": day,
                "due_on": date(day.year + 1, day.month, min(day.day, 28)),
            }
            for measure in suggested_measures((self.cause, *household.get("other_causes", ())))[:4]
        ]
        save_plan(
            self.desk,
            case_id=self.case_id,
            plan={
                "situation": household.get("situation", ""),
                "need": household.get("needs", "") or "生活救助。",
                "goal": "一年内基本生活有保障，致困原因得到缓解。",
                "responsible": self.clerk.name,
            },
            measures=measures,
        )

    def propose_grant(
        self,
        item: str,
        yuan: int,
        *,
        person: int | None = None,
        costs: Costs | None = None,
        reason: str = "",
    ) -> int:
        """Ask for a grant; its id."""
        made = propose_grant(
            self.desk,
            case_id=self.case_id,
            item=item,
            amount_fen=yuan * 100,
            person_id=None if person is None else self.person_ids[person],
            costs=costs,
            reason=reason or "家庭支出较大，申请救助。",
        )
        return made.result_id or 0

    def approve_grant(self, grant_id: int) -> None:
        """批准救助."""
        approve_grant(self.cast.as_(APPROVER), grant_id=grant_id, note="同意救助。")

    def visit(self, *, is_follow_up: bool = False, **words: Any) -> None:
        """A visit of a household on file, or a follow-up after its exit."""
        entry = VisitEntry(
            visited_on=self.cast.day,
            method="入户",
            visitor_one=_VISITORS[0],
            visitor_two=_VISITORS[1],
            interviewee=self.applicant,
            **{
                "measures_done": "已落实生活救助，定期走访。",
                "relapse_risk": "无",
                "satisfaction": "满意",
                **words,
            },
        )
        record = record_follow_up if is_follow_up else record_visit
        record(self.desk, case_id=self.case_id, entry=entry)

    # ------------------------------------------------------------ leaving

    def propose_exit(self, kind: ExitKind, reason: str, *, months_above: int | None = None) -> None:
        """提出退出, signed by the household where it asks for it itself."""
        is_own = kind in (ExitKind.OUT_OF_POVERTY, ExitKind.RELIEVED)
        propose_exit(
            self.desk,
            case_id=self.case_id,
            proposal=ExitProposal(
                kind=kind,
                initiator="本人申请" if is_own else "联系人建议",
                reason=reason,
                statement_on=self.cast.day if is_own else None,
                months_above=months_above,
            ),
        )

    def agree_exit(self) -> None:
        """同意退出, after a meeting of five."""
        agree_exit(
            self.cast.as_(REVIEWER),
            case_id=self.case_id,
            meeting_on=self.cast.day,
            meeting_people=5,
            note="集体研究同意。",
        )

    def approve_exit(self) -> None:
        """批准退出."""
        approve_exit(self.cast.as_(APPROVER), case_id=self.case_id, note="同意退出，纳入跟踪。")


def _born(facts: Mapping[str, Any]) -> date:
    digits = str(facts["id_number"])[6:14]
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
