"""Every form filled in: one invented household with everything that a form prints, and what the registers list."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw
from sqlalchemy import select

from app.aid.comforts import ComfortLine
from app.cases.visitors import VisitorLine
from app.changes import Op
from app.forms import FORMS, Form, FormContext, Stamp
from app.forms.data import Reading
from app.forms.records_office import (
    ComfortsData,
    DestroyedData,
    DueData,
    IndexData,
    IndexEntry,
    SealLogData,
    VisitorsData,
)
from app.forms.roster import roster_data
from app.forms.subjects import subject_of
from app.leaving.destroying import DestroyedLine, DueFile
from app.office.masking import Place
from app.office.papers import RegisterLine
from app.office.session import Office
from app.paper import Document, demo_seal
from app.policy.rules import RULE_SET_IDS
from db.codes import Bearer, Seam
from db.models import (
    Appraisal,
    AssessmentRecord,
    Case,
    CheckReply,
    Fund,
    Grant,
    Home,
    IncomeItem,
    OutlayItem,
    PaymentBatch,
    Person,
    Survey,
    Visit,
)

from .conftest import LONG_EMPLOYER, id_number, make_batch, make_filed

CREATED = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
_FIRST, _LAST = date(2026, 1, 1), date(2026, 12, 31)
_UNION = "青禾县总工会"
_SERIAL, _CODE = "QH-2026-000063", "7K3M-Q9TX-2WPB"


@dataclass(frozen=True)
class Samples:
    """What each form prints, by its key. `long`: a large household, long texts, more lines than a page holds."""

    values: Mapping[str, Any] = field(default_factory=dict)

    def build(self, form: Form, *, is_stamped: bool = False) -> Document:
        """The form with what it prints."""
        return form.build(self.values[form.key], context_of(form, is_stamped=is_stamped))


def blank(form: Form) -> Document:
    """The form to be filled in by hand."""
    return form.build(form.blank, FormContext(created=CREATED, office_name=_UNION))


def context_of(form: Form, *, is_stamped: bool = False) -> FormContext:
    """What a form is built with besides its values, the same at every run."""
    return FormContext(
        created=CREATED,
        office_name=_UNION,
        stamp=_stamp(form) if is_stamped else None,
        purpose="申请子女助学" if form.has_purpose else "",
        handler="林秀英",
        phone="0772-8121234",
    )


def _stamp(form: Form) -> Stamp:
    names = {Bearer.BASIC: "青禾县纺织厂工会委员会", Bearer.UPPER: "青禾县长安镇总工会"}
    joint = tuple((box, demo_seal(names[box])) for box in form.boxes)
    return Stamp(_SERIAL, _CODE, date(2026, 11, 20), demo_seal(_UNION), joint=joint)


def read_samples(office: Office, *, is_long: bool = False) -> Samples:
    """Write the household into the office and read what each form prints of it."""
    employer = LONG_EMPLOYER if is_long else "青禾县纺织厂"
    filed = make_filed(office, members=12 if is_long else 3, employer=employer)
    batch_id = make_batch(office, filed, payments=22 if is_long else 4)
    with office.write(Op.IMPORT, filed.case_id) as work:
        student_id = _complete(work.session, work.case, visits=12 if is_long else 3)
        work.done()
    with office.read() as session:
        case = session.get_one(Case, filed.case_id)
        reading = Reading(session, case, office.today, portrait=_portrait)
        values = {
            form.key: form.read(reading, _row(reading, form, filed.grant_id, student_id))
            for form in FORMS
            if form.is_of_case
        }
        values["roster"] = _roster(session, case, batch_id)
    return Samples(values | _registers(40 if is_long else 3, employer))


def _row(reading: Reading, form: Form, grant_id: int, student_id: int) -> Any:
    if form.key == "education_aid":
        return reading.session.scalars(select(Grant).where(Grant.person_id == student_id)).one()
    subject = subject_of(reading, form, grant_id)
    assert not subject.obstacle, subject.obstacle
    return subject.row


@lru_cache(maxsize=1)
def _portrait() -> bytes:
    """A head and shoulders, drawn."""
    picture = Image.new("RGB", (300, 420), (214, 226, 240))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((40, 270, 260, 600), fill=(40, 56, 88))
    pen.ellipse((90, 80, 210, 250), fill=(226, 190, 160))
    pen.chord((86, 64, 214, 200), 180, 360, fill=(30, 26, 24))
    stream = BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


# -- one household ------------------------------------------------------------------------------------------


def _complete(session: Any, case: Case, *, visits: int) -> int:
    """What survey, assessment, aid to the student and visits leave in a file; the id of the student."""
    household = case.household
    people = sorted(household.people, key=lambda person: person.position)
    worker, wife, student, younger = people[:4]
    for person, year in ((wife, 1980), (student, 2005), (younger, 2015)):
        person.birth_date = date(year, 5, 17)
    student.in_school, student.education = True, "大学本科"
    student.school_entry_year, student.school_years = 2026, 4
    younger.joined_on, younger.join_reason = date(2026, 5, 4), "收养"
    grant = Grant(
        case_id=case.id,
        person_id=student.id,
        item="子女助学",
        asked_on=date(2026, 8, 3),
        amount_fen=500_000,
        reason="今年考上大学，学费有困难。",
        state=session.scalars(select(Grant.state)).first(),
        decided_on=date(2026, 8, 20),
        fund_id=session.scalars(select(Fund.id)).first(),
        payee_name="𠮷永福",
        payee_bank="中国农业银行",
        payee_branch="青禾县支行",
        payee_card="6228480830012345678",
    )
    session.add_all([grant, *_review(case), *_visits(case, visits)])
    for item, fen, proof in (("工资", 2_616_000, "工资条"), ("养老金", 100_000, None)):
        household.income.append(
            IncomeItem(person_id=worker.id, item=item, amount_fen=fen, proof=proof)
        )
    for person, item, fen, receipts in (
        (worker, "医疗自付", 1_234_500, 14),
        (student, "教育", 650_000, 2),
    ):
        household.outlay.append(
            OutlayItem(person_id=person.id, item=item, amount_fen=fen, receipts=receipts)
        )
    household.homes.append(Home(area_centi=6_250, is_deeded=True, owner="𠮷永福"))
    case.applied_on, case.reviewed_on = date(2026, 1, 12), date(2026, 11, 4)
    case.papers_asked = "银行流水"
    session.flush()
    return student.id


def _review(case: Case) -> list[Any]:
    assessments = [
        AssessmentRecord(
            case_id=case.id,
            made_on=made,
            policy=RULE_SET_IDS[0],
            dibao_fen=80_000,
            facts={},
            result={"income": income, "deducted": "10400.00", "n": 4, "net_per_capita": net},
            is_eligible=True,
            category=category,
        )
        for made, income, net, category in (
            (date(2026, 2, 3), "61264.00", "1059.67", "相对困难职工"),
            (date(2026, 11, 3), "58000.50", "991.68", "深度困难职工"),
        )
    ]
    survey = Survey(
        case_id=case.id,
        visited_on=date(2026, 1, 26),
        method="入户",
        visitor_one="罗志强",
        visitor_two="林秀英",
        no_kinship=True,
        interviewee="韦秀兰",
        living="住房陈旧，家电简单，没有高档消费品。",
        neighbours="社区网格员覃金凤（139****0027）证实情况属实。",
        wishes="希望子女完成学业。",
        conclusion="符合相对困难",
        conclusion_note="支出大于收入，生活困难。",
    )
    reply = CheckReply(
        case_id=case.id,
        replied_on=date(2026, 2, 4),
        result="相符",
        valid_until=date(2026, 8, 4),
    )
    appraisal = Appraisal(
        case_id=case.id,
        held_on=date(2026, 2, 6),
        place="厂工会会议室",
        chair="周国栋",
        invited=15,
        present=13,
        in_favour=12,
        against=0,
        abstained=1,
        recused="覃永安（申请人兄弟）",
        minutes="与会人员听取了入户调查情况，一致认为材料真实。",
        is_passed=True,
    )
    return [*assessments, survey, reply, appraisal]


def _visits(case: Case, count: int) -> list[Visit]:
    return [
        Visit(
            case_id=case.id,
            is_follow_up=False,
            visited_on=date(2026, 4, 1) + timedelta(days=15 * at),
            method="入户",
            visitor_one="罗志强",
            visitor_two="林秀英",
            monthly_income_fen=410_000 + at,
            is_cause_gone=False,
            new_needs="希望继续医疗互助。",
            relapse_risk="关注",
            satisfaction="满意",
            interviewee="韦秀兰",
        )
        for at in range(count)
    ]


# -- lists --------------------------------------------------------------------------------------------------


def _roster(session: Any, case: Case, batch_id: int) -> Any:
    batch = session.get_one(PaymentBatch, batch_id)
    worker = session.scalars(select(Person).where(Person.is_applicant)).one()
    grants = session.scalars(select(Grant).where(Grant.batch_id == batch_id).order_by(Grant.id))
    payments = tuple((grant, case, worker, None) for grant in grants)
    return roster_data(batch, session.get_one(Fund, batch.fund_id), payments, Place.BANK_ROSTER)


def _registers(count: int, employer: str) -> dict[str, Any]:
    index = IndexData(_FIRST, _LAST, tuple(_index_entry(at, employer) for at in range(count)), 10)
    return {
        "seal_log": SealLogData(_FIRST, _LAST, tuple(map(_sealed, range(count)))),
        "file_index": index,
        "spines": index,
        "visitors": VisitorsData(_FIRST, _LAST, tuple(map(_visitor, range(count)))),
        "comforts": ComfortsData(
            _FIRST, _LAST, tuple(_comfort(at, employer) for at in range(count))
        ),
        "destruction": DueData(_FIRST, _LAST, tuple(map(_due, range(count))), 10),
        "destroyed": DestroyedData(_FIRST, _LAST, tuple(map(_destroyed, range(count)))),
    }


def _number(at: int) -> str:
    return f"QH2026{at + 1:05}"


def _sealed(at: int) -> RegisterLine:
    is_void = at % 7 == 1
    printed = {
        "serial": f"QH-2026-{at + 1:06}",
        "form": ("困难职工档案表", "帮扶救助审批表", "困难职工帮扶证明")[at % 3],
        "issued_on": date(2026, 11, 20),
        "account": "林秀英",
        "approver": "周国栋",
        "reason": "报市总工会备案",
        "copies": 3,
        "seal": _UNION,
        "case_number": _number(at),
        "voided_on": date(2026, 11, 20) if is_void else None,
        "is_by_hand": at % 3 == 2,
        "seam": Seam.ONE_SIDED if at % 3 == 2 else Seam.NONE,
    }
    unprinted: dict[str, Any] = {one.name: None for one in fields(RegisterLine)}
    return RegisterLine(**(unprinted | printed))


def _index_entry(at: int, employer: str) -> IndexEntry:
    closed = date(2026, 10, 30) if at % 3 == 2 else None
    standing = "已归档" if closed else "帮扶中"
    return IndexEntry(
        _number(at),
        ("𠮷永福", "韦秀兰", "𬱖思源")[at % 3],
        employer,
        "相对困难职工",
        date(2026, 3, 2),
        standing,
        closed,
    )


def _visitor(at: int) -> VisitorLine:
    return VisitorLine(
        id=at + 1,
        name="𠮷秀英",
        phone="13807724519",
        came_on=date(2026, 11, 2),
        way="来电",
        matter="丈夫每周透析三次，自付费用高，问能不能申请医疗救助，要带什么材料。",
        answer="已告知条件和要带的材料，约定下周一来办。",
        received_by="林秀英",
        case_id=None,
        case_number=_number(at) if at % 2 else "",
    )


def _comfort(at: int, employer: str) -> ComfortLine:
    return ComfortLine(
        id=at + 1,
        name="覃𬱖",
        id_number=id_number(271),
        employer=employer,
        phone="13807724519",
        group="劳模先进",
        helped_on=date(2026, 2, 10),
        item="送温暖",
        amount_fen=50_000,
        goods="棉被一床、米一袋",
        year_fen=150_000,
    )


def _due(at: int) -> DueFile:
    return DueFile(
        case_id=at + 1,
        number=_number(at),
        unit=_UNION,
        filed_on=date(2014, 3, 2),
        closed_on=date(2016, 11, 1),
        kept_until=date(2026, 11, 1),
        papers=14,
    )


def _destroyed(at: int) -> DestroyedLine:
    return DestroyedLine(
        number=_number(at),
        unit=_UNION,
        closed_on=date(2016, 11, 1),
        kept_until=date(2026, 11, 1),
        destroyed_on=date(2026, 12, 1),
        papers=14,
        reason="保管期满，经鉴定没有继续保存价值",
        approved_by="周国栋",
        approved_on=date(2026, 11, 25),
        is_on_paper=True,
        watchers=("温故", "知新"),
        scan_id=None,
    )
