"""Invented households on their way out, walked there by the real operations."""

from datetime import date, timedelta

from app.leaving.exits import ExitProposal, agree_exit, approve_exit, propose_exit
from app.leaving.visits import VisitEntry
from app.lifecycle.deadlines import add_months
from app.office.session import Office, PaperApproval
from app.review.publicity import NoticeEntry, close_publicity, post_publicity
from db.codes import ExitKind, Stage
from tests.app.review.review_cases import add_scan, file_case, put_standards_in_force
from tests.conftest import TODAY, TickingClock

FILED_ON = date(2026, 11, 12)
RICH = 12_000_000
"""Wages of a year that leave the household above the standard."""

DEATH = ExitProposal(kind=ExitKind.DEATH, initiator="联系人建议", reason="本人因病去世。")
OUT = ExitProposal(
    kind=ExitKind.OUT_OF_POVERTY,
    initiator="本人申请",
    reason="儿子就业，家庭收入稳定。",
    statement_on=date(2026, 11, 18),
    months_above=8,
)
VISIT = VisitEntry(visited_on=TODAY, method="入户", visitor_one="方知行", visitor_two="孟与之")


def on_file(
    office: Office,
    *,
    wages: int = RICH,
    standards: bool = True,
    name: str = "秦望舒",
    number: str = "QH-2026-00001",
) -> int:
    """A household on file since a week, category DEEP."""
    if standards:
        put_standards_in_force(office)
    return file_case(
        office,
        Stage.ON_FILE,
        name=name,
        number=number,
        since=FILED_ON,
        wages=wages,
        filed_on=FILED_ON,
        category="深度困难职工",
        next_visit_on=add_months(FILED_ON, 6),
    )


def paper(office: Office, case_id: int, day: date) -> PaperApproval:
    """An approval that 温故 signed on paper, with its scan."""
    return PaperApproval("温故", day, add_scan(office, case_id))


def to_exit_approval(office: Office, case_id: int, ticking: TickingClock) -> None:
    """脱困 proposed, agreed and published; stands in EXIT_APPROVAL on 2026-11-28."""
    propose_exit(office, case_id=case_id, proposal=OUT)
    agree_exit(office, case_id=case_id, meeting_on=TODAY, meeting_people=5)
    post_publicity(office, case_id=case_id, entry=NoticeEntry(TODAY, "单位公告栏"))
    ticking.set_day(TODAY + timedelta(days=8))
    close_publicity(office, case_id=case_id)


def watched(office: Office, ticking: TickingClock) -> int:
    """A household that is watched until 2027-05-28."""
    case_id = on_file(office)
    to_exit_approval(office, case_id, ticking)
    day = TODAY + timedelta(days=8)
    approve_exit(office, case_id=case_id, paper=paper(office, case_id, day))
    return case_id
