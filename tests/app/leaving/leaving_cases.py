"""Invented households on their way out, walked there by the real operations."""

from datetime import date, timedelta
from io import BytesIO

from PIL import Image

from app.cases.attachments import add_attachment
from app.changes import Op
from app.leaving.exits import ExitProposal, agree_exit, approve_exit, propose_exit
from app.leaving.followups import FollowUpRow, followup_rows, followups
from app.leaving.visits import VisitEntry
from app.lifecycle.deadlines import add_months
from app.office.session import Office, PaperApproval
from app.review.publicity import NoticeEntry, close_publicity, post_publicity
from db.codes import ExitKind, GrantState, Stage
from db.models import Case, Grant
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


WORDS = ("桑有余", "6228480830012345678", "13807720001")
"""What is known of the household `closed`: none of it may be found afterwards."""


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


def followup_list(office: Office) -> tuple[FollowUpRow, ...]:
    """Every row of the screen 回访跟踪, in its order."""
    return followup_rows(office, followups(office).ids)


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


def png(colour: str) -> bytes:
    """A small picture."""
    target = BytesIO()
    Image.new("RGB", (8, 8), colour).save(target, "PNG")
    return target.getvalue()


def closed(office: Office, *, standards: bool = True) -> int:
    """A household that left on TODAY because of a death, with a grant that was paid and a scan."""
    case_id = on_file(office, standards=standards, name="桑有余", number="QH-2026-00002")
    for data in (png("white"), png("red")):
        add_attachment(office, case_id=case_id, kind="户口本", data=data, filename="a.png")
    with office.write(Op.PROPOSE_GRANT, case_id) as work:
        household = work.session.get_one(Case, case_id).household
        household.bank_card, household.people[0].phone = WORDS[1:]
        work.session.add(
            Grant(
                case_id=case_id,
                item="生活救助",
                asked_on=TODAY,
                amount_fen=88_800,
                state=GrantState.PAID,
                payee_name="桑有余",
                reason="桑有余一户生活困难。",
            )
        )
        work.done()
    propose_exit(office, case_id=case_id, proposal=DEATH)
    agree_exit(office, case_id=case_id)
    approve_exit(office, case_id=case_id, paper=paper(office, case_id, TODAY))
    return case_id
