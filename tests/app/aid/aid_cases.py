"""Invented households on file for tests of aid: a worker, a wife, a daughter at university."""

from datetime import date
from typing import Any

from sqlalchemy import select

from app.aid.batches import make_batch
from app.aid.funds import save_fund
from app.aid.grant_pages import GrantView, grants_page
from app.aid.grants import approve_grant, propose_grant
from app.changes import Op
from app.office.accounts import add_account
from app.office.session import Office, PaperApproval
from db.codes import Origin, Role, Stage, StandardState
from db.keys import KdfCost
from db.models import (
    Attachment,
    Case,
    Grant,
    Household,
    OutlayItem,
    Person,
    RuleSetUse,
    Standard,
)
from tests.app.cases.households import id_number
from tests.conftest import PASSWORD, TODAY

FILED_ON = date(2026, 3, 2)
CARD = "6217857600012345674"


def put_rules_in_force(office: Office, *, rules: str = "JG", dibao: int = 80_000) -> None:
    """D of 800 yuan and one set of aid rules, from the beginning of the year."""
    with office.write(Op.IMPORT) as work:
        work.session.add(
            Standard(
                kind="低保标准",
                place="青禾县",
                registration=None,
                value=dibao,
                valid_from=date(2026, 1, 1),
                state=StandardState.IN_FORCE,
            )
        )
        work.session.add(
            RuleSetUse(
                purpose="救助",
                rule_set=rules,
                valid_from=date(2026, 1, 1),
                state=StandardState.IN_FORCE,
                confirmed_items=[],
            )
        )
        work.done()


def on_file(
    office: Office,
    serial: int = 1,
    *,
    category: str | None = "深度困难职工",
    stage: Stage = Stage.ON_FILE,
    household: dict[str, Any] | None = None,
    **case: Any,
) -> int:
    """A household on file; its case id. Self-paid cost of treatment 26,000 yuan."""
    with office.write(Op.IMPORT, is_bulk=True) as work:
        home = Household(
            main_cause="患重特大疾病",
            other_causes=["子女上学"],
            bank_name="青禾农商银行",
            bank_branch="东街支行",
            bank_card=CARD,
            **(household or {}),
        )
        me = Person(
            name=f"覃永{'甲乙丙丁戊己庚辛'[serial % 8]}",
            is_applicant=True,
            relation="本人",
            id_number=id_number(serial),
            employer="青禾县纺织厂",
        )
        home.people.append(me)
        home.people.append(
            Person(name="韦秀兰", relation="妻子", position=1, id_number=id_number(100 + serial))
        )
        home.people.append(
            Person(
                name="覃思源",
                relation="女儿",
                position=2,
                id_number=id_number(200 + serial, born="20070618"),
                in_school=True,
                education="大学本科",
            )
        )
        work.session.add(home)
        work.session.flush()
        home.outlay.append(OutlayItem(person_id=me.id, item="医疗自付", amount_fen=2_600_000))
        values: dict[str, Any] = {
            "number": f"QH-2026-{serial:05d}",
            "stage_since": FILED_ON,
            "stage_order": ["SURVEY", "CHECK", "PUBLICITY"],
            "unit_id": office.user.unit_id,
            "origin": Origin.APPLICATION,
            "filed_on": FILED_ON,
        }
        row = Case(household=home, stage=stage, category=category, **(values | case))
        work.session.add(row)
        work.done()
        return row.id


def person_id(office: Office, case_id: int, relation: str) -> int:
    """The id of a member."""
    with office.read() as session:
        found = session.scalar(
            select(Person.id)
            .join(Case, Case.household_id == Person.household_id)
            .where(Case.id == case_id, Person.relation == relation)
        )
        assert found is not None
        return found


def grant_row(office: Office, grant_id: int) -> Grant:
    """The stored grant, detached."""
    with office.read() as session:
        row = session.get_one(Grant, grant_id)
        session.expunge(row)
        return row


def grant_view(office: Office, grant_id: int) -> GrantView:
    """The grant as the page of its case shows it."""
    page = grants_page(office, grant_row(office, grant_id).case_id)
    return next(one for one in page.grants if one.id == grant_id)


def add_scan(office: Office, case_id: int) -> int:
    """A scan of a signed sheet among the papers of the case."""
    with office.write(Op.ADD_ATTACHMENT, case_id) as work:
        row = Attachment(
            case_id=case_id,
            kind="审批签字页",
            stage=work.case.stage,
            stored_name=f"{case_id:064d}",
            received_sha256="b" * 64,
            stored_sha256="c" * 64,
            mime="image/png",
            size=1,
            added_on=work.today,
        )
        work.session.add(row)
        work.done()
        return row.id


def on_paper(office: Office, case_id: int, signed_on: date = TODAY) -> PaperApproval:
    """An approval signed on paper, with its scan."""
    return PaperApproval("温故", signed_on, add_scan(office, case_id))


def proposed(
    office: Office, case_id: int, amount_fen: int = 300_000, item: str = "生活救助"
) -> int:
    """A grant that waits for approval."""
    made = propose_grant(office, case_id=case_id, item=item, amount_fen=amount_fen)
    assert made.result_id is not None
    return made.result_id


def approved(
    office: Office, case_id: int, amount_fen: int = 300_000, item: str = "生活救助"
) -> int:
    """A grant approved on paper."""
    grant_id = proposed(office, case_id, amount_fen, item)
    approve_grant(office, grant_id=grant_id, note="同意。", paper=on_paper(office, case_id))
    return grant_id


def fund(office: Office, amount_fen: int = 10_000_000, name: str = "2026 年中央专项") -> int:
    """A fund of 100,000 yuan."""
    made = save_fund(
        office,
        values={
            "name": name,
            "source": "中央财政专项帮扶资金",
            "budget_year": 2026,
            "amount_fen": amount_fen,
        },
    )
    assert made.result_id is not None
    return made.result_id


def batch_of(office: Office, fund_id: int, *grant_ids: int) -> int:
    """An open batch of these grants."""
    made = make_batch(office, fund_id=fund_id, grant_ids=grant_ids)
    assert made.result_id is not None
    return made.result_id


def add_colleagues(office: Office) -> None:
    """Accounts of one role each; every password is the same."""
    for name, display_name, role in (
        ("clerk", "方知行", Role.CLERK),
        ("approver", "温故", Role.APPROVER),
        ("finance", "钱有度", Role.FINANCE),
        ("auditor", "严明", Role.AUDITOR),
    ):
        add_account(
            office,
            name=name,
            display_name=display_name,
            unit_id=office.user.unit_id,
            roles={role},
            password=PASSWORD,
            cost=KdfCost.for_tests(),
        )
