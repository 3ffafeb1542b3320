"""Invented households for tests of review: written into the file in the stage that a test begins with."""

from datetime import date
from typing import Any

from app.changes import Op
from app.office.accounts import add_account
from app.office.session import Office
from app.review.surveys import SurveyEntry
from db import search
from db.codes import ExitKind, Origin, Role, Stage, StandardState
from db.keys import KdfCost
from db.models import (
    Attachment,
    Case,
    Exit,
    Household,
    IncomeItem,
    OutlayItem,
    Person,
    RuleSetUse,
    Standard,
)
from tests.conftest import PASSWORD, TODAY

ORDER = ("SURVEY", "CHECK", "PUBLICITY")
APPLIED_ON = date(2026, 11, 2)
VISIT = SurveyEntry(
    visited_on=date(2026, 11, 19),
    method="入户",
    visitor_one="方知行",
    visitor_two="孟与之",
    no_kinship=True,
    interviewee="秦望舒",
    living="住厂里的老房，两间。",
    conclusion="符合深度困难",
)


def put_standards_in_force(office: Office, *, rule_set: str = "PDS", dibao: int = 80000) -> None:
    """D of 800 yuan and one rule set, from the beginning of the year."""
    with (
        office.write(Op.FORCE_STANDARD, paper=None)
        if office.may(Op.FORCE_STANDARD)
        else office.write(Op.IMPORT) as work
    ):
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
                purpose="认定",
                rule_set=rule_set,
                valid_from=date(2026, 1, 1),
                state=StandardState.IN_FORCE,
                confirmed_items=[],
            )
        )
        work.done()


def file_case(
    office: Office,
    stage: Stage,
    *,
    name: str = "秦望舒",
    number: str = "QH-2026-00001",
    order: tuple[str, ...] = ORDER,
    since: date = TODAY,
    wages: int = 6_000_000,
    **values: Any,
) -> int:
    """Three people, wages of 60,000, 24,000 for treatment and 8,000 for school: DEEP by PDS with D 800."""
    with office.write(Op.IMPORT, is_bulk=True) as work:
        household = Household(
            home_address="青禾县东街 18 号", main_cause="患重特大疾病", cause_person="本人"
        )
        people = [
            Person(
                name=name,
                is_applicant=True,
                relation="本人",
                birth_date=date(1980, 5, 2),
                employer="青禾县纺织厂",
                work_status="在岗",
            ),
            Person(name="柳知意", relation="妻子", position=1, birth_date=date(1982, 3, 9)),
            Person(name="秦小禾", relation="儿子", position=2, birth_date=date(2010, 8, 1)),
        ]
        household.people.extend(people)
        work.session.add(household)
        work.session.flush()
        me = people[0].id
        household.income.append(IncomeItem(person_id=me, item="工资", amount_fen=wages))
        household.outlay.append(OutlayItem(person_id=me, item="医疗自付", amount_fen=2_400_000))
        household.outlay.append(OutlayItem(person_id=me, item="教育", amount_fen=800_000))
        step = order.index(stage.value) if stage.value in order else 0
        case = Case(
            household=household,
            number=number,
            stage=stage,
            stage_since=since,
            stage_order=list(order),
            stage_step=step,
            unit_id=office.user.unit_id,
            origin=Origin.APPLICATION,
            applied_on=APPLIED_ON,
            **values,
        )
        work.session.add(case)
        work.session.flush()
        search.renew(work.session, [person.id for person in people])
        work.done(case_ids=(case.id,))
        return case.id


def exit_row(case_id: int, day: date, **more: Any) -> Exit:
    """A way out of poverty, proposed on this day."""
    return Exit(
        case_id=case_id,
        kind=ExitKind.OUT_OF_POVERTY,
        initiator="本人申请",
        proposed_on=day,
        reason="收入稳定。",
        **more,
    )


def add_scan(office: Office, case_id: int) -> int:
    """A scan of a signed sheet among the papers of the case."""
    with office.write(Op.ADD_ATTACHMENT, case_id) as work:
        row = Attachment(
            case_id=case_id,
            kind="审批签字页",
            stage=work.case.stage,
            stored_name="a" * 64,
            received_sha256="b" * 64,
            stored_sha256="c" * 64,
            mime="image/png",
            size=1,
            added_on=work.today,
        )
        work.session.add(row)
        work.done()
        return row.id


def add_colleagues(office: Office) -> None:
    """Accounts of one role each: clerk, reviewer, approver, auditor; every password is the same."""
    for name, role in (
        ("clerk", Role.CLERK),
        ("reviewer", Role.REVIEWER),
        ("approver", Role.APPROVER),
        ("auditor", Role.AUDITOR),
    ):
        add_account(
            office,
            name=name,
            display_name={"clerk": "方知行", "reviewer": "孟与之", "approver": "温故"}.get(
                name, "严明"
            ),
            unit_id=office.user.unit_id,
            roles={role},
            password=PASSWORD,
            cost=KdfCost.for_tests(),
        )


def case_row(office: Office, case_id: int) -> Case:
    """The case as it stands; its columns only."""
    with office.read() as session:
        case = session.get_one(Case, case_id)
        session.expunge(case)
        return case
