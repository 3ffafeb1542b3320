"""A filed household with everything that the forms print, invented, and a sample seal."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2 as untyped_pdfium
import pytest

from app.changes import Op
from app.office.clock import Clock
from app.office.opening import log_in
from app.office.session import Office
from db.codes import BatchState, ExitKind, GrantState, Origin, PublicityKind, Stage
from db.keys import KdfCost
from db.models import (
    Attachment,
    Case,
    Decision,
    Exit,
    Fund,
    Grant,
    Household,
    Measure,
    PaymentBatch,
    Person,
    Plan,
    Publicity,
    Seal,
    Setting,
)
from db.values import id_check_digit
from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from .samples import Samples

_pdfium: Any = untyped_pdfium
TextAt = Callable[..., str]
DAY = date(2026, 3, 2)
LONG_EMPLOYER = "青禾县第一棉纺织印染有限责任公司织造分公司工会委员会驻城东工业园办事处第三车间班组"


@dataclass(frozen=True)
class Filed:
    """The ids of what was made."""

    case_id: int
    grant_id: int
    seal_id: int


def id_number(serial: int, born: str = "19770312") -> str:
    """An invented number with the right check digit."""
    first17 = f"450224{born}{serial:03d}"
    return first17 + id_check_digit(first17)


def make_filed(
    office: Office,
    *,
    members: int = 3,
    employer: str = "青禾县纺织厂",
    number: str = "QH202600063",
) -> Filed:
    """Write the household under one operation."""
    with office.write(Op.IMPORT) as work:
        session = work.session
        household = _household(employer, members)
        case = Case(
            number=number,
            stage=Stage.ON_FILE,
            stage_since=DAY,
            stage_order=["SURVEY", "CHECK", "PUBLICITY"],
            unit_id=office.user.unit_id,
            origin=Origin.APPLICATION,
            category="相对困难职工",
            filed_on=DAY,
            household=household,
            entered_by="林秀英",
            reviewed_by="罗志强",
            recorded_by="林秀英",
        )
        session.add(case)
        fund = Fund(name="生活救助金", source="中央财政", budget_year=2026, amount_fen=50_000_000)
        session.add(fund)
        seal = Seal(unit_id=office.user.unit_id, name="青禾县总工会", kind="drawn-sample")
        session.add(seal)
        for row in session.query(Setting).filter(
            Setting.key.in_(("serial_prefix", "complaint_phone"))
        ):
            row.value = {"serial_prefix": "QH", "complaint_phone": "0772-8121234"}[row.key]
        session.flush()
        grant = _grant(case.id, fund.id)
        session.add_all([grant, _exit(case.id), *_notices(case.id)])
        session.add_all(_decisions(case.id, office.user.id))
        session.add_all(_papers(case.id))
        session.add(_plan(case.id))
        session.flush()
        work.done()
        return Filed(case.id, grant.id, seal.id)


def _household(employer: str, members: int) -> Household:
    household = Household(
        home_address="青禾县长安镇新安街 18 号 2 栋 301 室",
        town="长安镇",
        region_code="450224",
        postcode="545400",
        housing_kind="承租单位公房",
        floor_area="62",
        non_wage_income_fen=120_000,
        filed_annual_income_fen=6_126_400,
        filed_monthly_per_capita_fen=127_222,
        is_single_parent=False,
        can_help_itself=True,
        has_no_earner=False,
        main_cause="患重特大疾病",
        other_causes=["子女上学"],
        focus_group="支出性困难",
        measure_batches=["工会帮扶"],
        needs="希望得到医疗救助和子女助学。",
        situation="本人二〇二五年确诊终末期肾病，每周透析三次，自付费用较高；妻子务工收入不稳定，两个子女在读。",
        is_relief_target=False,
        bank_name="中国农业银行",
        bank_branch="青禾县支行",
        bank_card="6228480830012345678",
    )
    household.people.append(
        Person(
            name="𠮷永福",
            is_applicant=True,
            relation="本人",
            id_number=id_number(271),
            birth_date=date(1977, 3, 12),
            sex="男",
            ethnicity="壮族",
            political_status="群众",
            health="疾病",
            disease="终末期肾病",
            marital_status="已婚",
            work_status="病休",
            model_worker="非劳模",
            phone="13807724519",
            employer=employer,
            employer_nature="国有企业",
            employer_state="改制企业",
            industry="制造业",
            registration_kind="非农业",
            medical_insurance="职工医保",
            work_start=date(1996, 7, 1),
            monthly_income_fen=218_000,
        )
    )
    names = ("韦秀兰", "𬱖思源", "䶮怡雨")
    for at in range(members):
        household.people.append(
            Person(
                name=names[at] if at < 3 else f"覃家第{at + 1}",
                relation=("妻子", "儿子", "女儿", "其他")[min(at, 3)],
                position=at + 1,
                id_number=id_number(300 + at, "20080517"),
                birth_date=date(2008, 5, 17),
                sex="女" if at != 1 else "男",
                health="良好",
                identity="大学生" if at == 1 else "农民工",
                monthly_income_fen=185_000 if at == 0 else 0,
                employer="青禾县职业技术学校",
            )
        )
    return household


def _grant(case_id: int, fund_id: int) -> Grant:
    return Grant(
        case_id=case_id,
        item="医疗救助",
        asked_on=date(2026, 6, 1),
        amount_fen=1_640_902,
        most_fen=2_000_000,
        reason="透析自付费用较高。",
        state=GrantState.PAID,
        decided_on=date(2026, 6, 10),
        fund_id=fund_id,
        payee_name="𠮷永福",
        payee_bank="中国农业银行",
        payee_branch="青禾县支行",
        payee_card="6228480830012345678",
    )


def _plan(case_id: int) -> Plan:
    return Plan(
        case_id=case_id,
        made_on=date(2026, 3, 10),
        review_on=date(2026, 9, 10),
        responsible="罗志强",
        situation="透析自付费用高，两个子女在读。",
        need="医疗救助、子女助学。",
        goal="一年内减轻医疗负担，子女完成学业。",
        measures=[
            Measure(
                position=0,
                cause="患重特大疾病",
                need="减轻医疗自付",
                kind="医疗托底",
                batch_tag="工会帮扶",
                content="办理医疗救助，协助报销",
                responsible="县总工会保障部 罗志强",
                start_on=date(2026, 3, 10),
                due_on=date(2026, 12, 31),
                source="中央财政",
                budget_fen=2_000_000,
            ),
            Measure(
                position=1,
                cause="子女上学",
                need="学费",
                kind="教育护航",
                content="金秋助学一名",
                responsible="罗志强",
                due_on=date(2026, 9, 1),
                budget_fen=300_000,
                is_done=True,
                done_on=date(2026, 8, 20),
                result="已发放助学金。",
            ),
        ],
    )


def _exit(case_id: int) -> Exit:
    return Exit(
        case_id=case_id,
        kind=ExitKind.OUT_OF_POVERTY,
        initiator="本人申请",
        proposed_on=date(2026, 10, 8),
        reason="病情稳定，已恢复上岗，儿子毕业就业。",
        statement_on=date(2026, 10, 9),
        meeting_on=date(2026, 10, 12),
        meeting_people=5,
        months_above=7,
        income_fen=9_600_000,
        outlay_fen=1_200_000,
        people=4,
        dibao_fen=80_000,
        agreed_on=date(2026, 10, 12),
        approved_on=date(2026, 10, 30),
    )


def _notices(case_id: int) -> list[Publicity]:
    def notice(kind: PublicityKind, first: date, last: date) -> Publicity:
        return Publicity(
            case_id=case_id,
            kind=kind,
            posted_on=first,
            first_day=first,
            last_day=last,
            working_days=5,
            place="厂务公开栏",
            closed_on=last,
        )

    return [
        notice(PublicityKind.ENTRY, date(2026, 2, 9), date(2026, 2, 13)),
        notice(PublicityKind.EXIT, date(2026, 10, 13), date(2026, 10, 19)),
    ]


def _decisions(case_id: int, account_id: int) -> list[Decision]:
    def decision(
        op: str, stage: Stage, day: date, note: str | None, paper: str | None = None
    ) -> Decision:
        return Decision(
            case_id=case_id,
            op=op,
            stage=stage,
            decided_on=day,
            account_id=account_id,
            note=note,
            is_on_paper=paper is not None,
            paper_name=paper,
            paper_date=day if paper else None,
        )

    return [
        decision(
            "PASS_FIRST_REVIEW", Stage.FIRST_REVIEW, date(2026, 1, 20), "情况属实，同意上报。"
        ),
        decision("PASS_REVIEW", Stage.REVIEW, date(2026, 2, 24), None),
        decision("APPROVE_FILE", Stage.APPROVAL, DAY, "同意建档，按相对困难职工帮扶。", "周国栋"),
        decision("APPROVE_GRANT", Stage.ON_FILE, date(2026, 6, 10), "同意救助。", "周国栋"),
        decision("AGREE_EXIT", Stage.EXIT_PROPOSED, date(2026, 10, 12), "同意脱困退出。"),
        decision(
            "APPROVE_EXIT",
            Stage.EXIT_APPROVAL,
            date(2026, 10, 30),
            "同意退出，纳入跟踪。",
            "周国栋",
        ),
    ]


def _papers(case_id: int) -> list[Attachment]:
    return [
        Attachment(
            case_id=case_id,
            kind=kind,
            stage=Stage.APPLIED,
            stored_name=f"stored-{kind}",
            received_sha256="0" * 64,
            stored_sha256="0" * 64,
            mime="image/png",
            size=1,
            added_on=DAY,
        )
        for kind in ("申请书", "身份证复印件", "诊断证明", "医疗票据")
    ]


@pytest.fixture
def filed(office: Office) -> Filed:
    """A household on file, four people."""
    return make_filed(office)


@pytest.fixture(scope="session")
def samples(office_template: Path, tmp_path_factory: pytest.TempPathFactory) -> "Samples":
    """What every form prints of one household."""
    return _read_samples(office_template, tmp_path_factory.mktemp("samples"), is_long=False)


@pytest.fixture(scope="session")
def long_samples(office_template: Path, tmp_path_factory: pytest.TempPathFactory) -> "Samples":
    """The same of a large household with long texts, and lists of more lines than a page holds."""
    return _read_samples(office_template, tmp_path_factory.mktemp("long"), is_long=True)


def _read_samples(template: Path, folder: Path, *, is_long: bool) -> "Samples":
    from .samples import CREATED, read_samples  # it builds on this module

    office_folder = shutil.copytree(template, folder / "office")
    clock = Clock(now=lambda: CREATED)
    cost = KdfCost.for_tests()
    office = log_in(office_folder, account="admin", password=PASSWORD, clock=clock, cost=cost)
    try:
        return read_samples(office, is_long=is_long)
    finally:
        office.close()


@pytest.fixture
def text_at() -> TextAt:
    """`text_at(pdf, x, y, width, height, page=0)` → the text inside a box, mm from the top left."""

    def read(pdf: bytes, x: float, y: float, width: float, height: float, page: int = 0) -> str:
        k = 72 / 25.4
        with _pdfium.PdfDocument(BytesIO(pdf)) as opened:
            sheet = opened[page]
            top = sheet.get_height()
            text = sheet.get_textpage()
            found = text.get_text_bounded(
                left=x * k, bottom=top - (y + height) * k, right=(x + width) * k, top=top - y * k
            )
            text.close()
            sheet.close()
        return str(found).replace("\r\n", "\n").strip()

    return read


def make_batch(office: Office, filed: Filed, *, payments: int = 3) -> int:
    """An open batch of that many payments to the household; the id."""
    with office.write(Op.IMPORT) as work:
        session = work.session
        first = session.get_one(Grant, filed.grant_id)
        batch = PaymentBatch(
            number="PC-2026-001",
            fund_id=first.fund_id or 0,
            made_on=date(2026, 11, 16),
            state=BatchState.OPEN,
        )
        session.add(batch)
        session.flush()
        for at in range(payments):
            grant = _grant(filed.case_id, batch.fund_id)
            grant.state, grant.batch_id = GrantState.BATCHED, batch.id
            grant.amount_fen = 100_050 + at
            session.add(grant)
        work.done()
        return batch.id
