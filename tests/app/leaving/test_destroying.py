"""销毁档案: who and when, what is gone, what stays, and that the journal still proves itself."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, select, text, update

from app.cases.attachments import add_attachment
from app.cases.find import find
from app.cases.lists import CaseFilter, case_ids
from app.cases.transcription import record_national
from app.cases.workbench import workbench
from app.changes import Op
from app.errors import AccessDeniedError, UserError
from app.leaving.destroying import Destruction, destroy, destruction_lists
from app.leaving.exits import agree_exit, approve_exit, propose_exit
from app.lifecycle.tasks import TaskKind
from app.office.checking import check_office
from app.office.history import case_history, changes_of
from app.office.issued_files import keep_issued
from app.office.papers import register_list
from app.office.session import Office, PaperApproval
from app.office.undo import next_undo, take_back
from db import attachments as files
from db import journal
from db.codes import GrantState, Stage
from db.models import (
    Attachment,
    Base,
    Case,
    FiledScan,
    Grant,
    Household,
    IssuedFile,
    IssuedPaper,
    OfficeScan,
    Operation,
    Person,
    RowImage,
    Seal,
)
from tests.app.leaving.leaving_cases import DEATH, WORDS, closed, on_file, paper, png
from tests.app.review.review_cases import add_colleagues
from tests.conftest import TODAY, OpenAs, TickingClock

REASON = "保管期满，经鉴定没有继续保存的价值。"
WATCHERS = ("温故", "知新")
LATER = date(2036, 11, 21)
SIGNED = PaperApproval("温故", LATER)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """The scan of a signed list."""
    path = tmp_path / "sheet.png"
    path.write_bytes(png("green"))
    return path


def on_paper(sheet: Path) -> Destruction:
    return Destruction(REASON, WATCHERS, SIGNED, sheet)


def trace(office: Office, words: Iterable[str] = WORDS) -> list[str]:
    """Tables and columns in which one of the words still stands, journal included."""
    found = []
    with office.read() as session:
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                if isinstance(column.type, LargeBinary):
                    continue  # pictures and keys: no text to be read
                values = session.scalars(
                    select(text(f'CAST("{column.name}" AS TEXT)')).select_from(table)
                )
                stands = [value for value in values if value and any(w in value for w in words)]
                found += [f"{table.name}.{column.name}"] if stands else []
    return found


def is_whole(office: Office) -> bool:
    with office.read() as session:
        return journal.verify(session, office.keys.journal).is_whole


def test_nothing_may_go_before_its_time(office: Office, ticking: TickingClock, sheet: Path) -> None:
    case_id = closed(office)
    ticking.set_day(TODAY.replace(year=2036))
    assert destruction_lists(office).due == ()
    early = Destruction(REASON, WATCHERS, PaperApproval("温故", TODAY), sheet)
    with pytest.raises(UserError, match="到 2036-11-20 为止"):
        destroy(office, case_ids=(case_id,), destruction=early)
    ticking.set_day(LATER)
    (due,) = destruction_lists(office).due
    assert (due.case_id, due.kept_until, due.papers) == (case_id, date(2036, 11, 20), 3)


def test_no_trace_of_the_household_is_left_and_the_journal_is_whole(
    office: Office, ticking: TickingClock, sheet: Path
) -> None:
    kept, case_id = on_file(office), closed(office, standards=False)
    assert {"person.name", "household.bank_card", "row_image.after"} <= set(trace(office))
    ticking.set_day(LATER)
    before = len(find(office, "桑有余"))
    assert TaskKind.DESTROY in {line.task.kind for line in workbench(office).lines}
    (changes,) = destroy(office, case_ids=(case_id,), destruction=on_paper(sheet))
    tasks = {line.task.kind for line in workbench(office).lines}
    assert TaskKind.DESTROY not in tasks
    assert changes.op is Op.DESTROY and changes.result_id == case_id
    assert trace(office) == [] and is_whole(office)
    assert before and not find(office, "桑有余")
    lists = destruction_lists(office)
    assert lists.due == () and [line.watchers for line in lists.destroyed] == [WATCHERS]
    line = lists.destroyed[0]
    assert (line.approved_by, line.is_on_paper, line.papers) == ("温故", True, 3)
    assert list(case_ids(office, CaseFilter())) == [kept]
    lines = case_history(office, case_id=case_id).lines
    assert lines[-1].label == "导入", "its acts are still told, without values"
    told = repr([changes_of(office, line.id, case_id=case_id) for line in lines])
    assert [word for word in WORDS if word in told] == []
    assert changes_of(office, lines[-1].id, case_id=case_id) == ()
    with office.read() as session:
        assert session.get_one(Case, kept).household.people


def test_nothing_of_a_destroyed_file_is_undone_or_taken_back(
    office: Office, ticking: TickingClock, sheet: Path
) -> None:
    case_id = on_file(office)
    propose_exit(office, case_id=case_id, proposal=DEATH)
    agree_exit(office, case_id=case_id, meeting_on=TODAY, meeting_people=5)
    approve_exit(office, case_id=case_id, paper=paper(office, case_id, TODAY))
    ticking.set_day(LATER)
    record_national(office, case_id=case_id, state="需更新", number="4502-1")
    destroy(office, case_ids=(case_id,), destruction=on_paper(sheet))
    assert next_undo(office) is None
    with pytest.raises(UserError, match="又有了新的改动"):
        take_back(office, case_id=case_id, reason="误")


def test_money_and_days_stay(office: Office, ticking: TickingClock, sheet: Path) -> None:
    case_id = closed(office)
    ticking.set_day(LATER)
    destroy(office, case_ids=(case_id,), destruction=on_paper(sheet))
    with office.read() as session:
        case = session.get_one(Case, case_id)
        grant = session.scalars(select(Grant).where(Grant.case_id == case_id)).one()
        assert (case.stage, case.closed_on) == (Stage.CLOSED, TODAY)
        assert (grant.amount_fen, grant.state) == (88_800, GrantState.PAID)
        assert grant.payee_name is None and grant.reason is None
        assert session.scalars(select(Person)).all() == []
    assert "户主" not in [line.name for line in check_office(office).checks if not line.ok]


def test_scans_go_unless_another_file_holds_them(
    office: Office, ticking: TickingClock, sheet: Path
) -> None:
    case_id, other = closed(office), on_file(office, standards=False)
    add_attachment(office, case_id=other, kind="户口本", data=png("white"), filename="b.png")
    before = set(files.stored_names(office.folder))
    ticking.set_day(LATER)
    sheet.write_bytes(png("blue"))
    destroy(office, case_ids=(case_id,), destruction=on_paper(sheet))
    left = set(files.stored_names(office.folder))
    with office.read() as session:
        (kept,) = session.scalars(select(Attachment.stored_name).where(Attachment.case_id == other))
        (signed,) = session.scalars(select(OfficeScan.stored_name))
    assert len(before) == 2 and left == {kept, signed}


def test_the_filing_of_a_stamped_sheet_goes_with_its_scan(
    office: Office, ticking: TickingClock, sheet: Path
) -> None:
    case_id = closed(office)
    with office.write(Op.ISSUE_PAPER, case_id) as work:
        seal = Seal(unit_id=office.user.unit_id, name="青禾县总工会", kind="drawn-sample")
        work.session.add(seal)
        work.session.flush()
        paper_row = IssuedPaper(
            serial="QH-2026-000001",
            form="困难职工档案表",
            case_id=case_id,
            issued_at=work.now,
            issued_on=work.today,
            account_id=work.user.id,
            issued_by="青禾县总工会",
            reason="备案",
            seal_id=seal.id,
            sha256="0" * 64,
            code="AAAA-BBBB-CCCC-DDDD",
        )
        work.session.add(paper_row)
        work.session.flush()
        scan = select(Attachment.id).where(Attachment.case_id == case_id).limit(1)
        work.session.add(
            FiledScan(
                paper_id=paper_row.id,
                attachment_id=work.session.scalars(scan).one(),
                filed_on=work.today,
            )
        )
        keep_issued(work, paper_row, b"%PDF-1.7 with a name")
        work.done()
    with office.read() as session:
        kept = session.scalars(select(IssuedFile.stored_name)).one()
    assert files.place_of(office.folder, kept).is_file()
    ticking.set_day(LATER)
    destroy(office, case_ids=(case_id,), destruction=on_paper(sheet))
    (line,) = register_list(office)
    assert line.serial == "QH-2026-000001" and line.scan_id is None and is_whole(office)
    assert not line.is_kept and not files.place_of(office.folder, kept).exists()


def test_a_member_who_was_removed_from_the_draft_leaves_no_image(
    office: Office, ticking: TickingClock, sheet: Path
) -> None:
    case_id = closed(office)
    with office.write(Op.EDIT_FACTS, case_id) as work:
        household = work.session.get_one(Case, case_id).household_id
        gone = Person(household_id=household, name="桑无迹", position=9)
        work.session.add(gone)
        work.session.flush()
        work.session.delete(gone)
        work.done()
    assert trace(office, {"桑无迹"}) == ["row_image.before", "row_image.after"]
    ticking.set_day(LATER)
    destroy(office, case_ids=(case_id,), destruction=on_paper(sheet))
    assert trace(office, {"桑无迹"}) == [] and is_whole(office)


def test_a_person_who_moved_to_a_file_that_is_kept_stays(
    office: Office, ticking: TickingClock, sheet: Path
) -> None:
    case_id, other = closed(office), on_file(office, standards=False)
    with office.write(Op.EDIT_FACTS, other) as work:
        moved = Person(name="桑移居", position=9)
        moved.household_id = work.session.get_one(Case, case_id).household_id
        work.session.add(moved)
        work.session.flush()
        moved.household_id = work.session.get_one(Case, other).household_id
        work.done()
    ticking.set_day(LATER)
    destroy(office, case_ids=(case_id,), destruction=on_paper(sheet))
    assert "person.name" in trace(office, {"桑移居"}) and is_whole(office)


def _image_of(office: Office, op: str) -> int:
    with office.read() as session:
        query = select(RowImage.id).join(Operation, Operation.id == RowImage.operation_id)
        return session.scalars(query.where(Operation.op == op)).first() or 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE row_image SET after = '{}' WHERE id = :erased",
        'UPDATE row_image SET after = replace(after, \'"images_hash":"\', \'"images_hash":"0\') '
        "WHERE table_name = 'resealed_images'",
        "INSERT INTO row_image (operation_id, table_name, row_id, after) SELECT max(id), "
        "'resealed_images', 99, json_object('operation_id', 1, 'images_hash', '0') FROM operation",
        "DELETE FROM row_image WHERE id = :erased",
    ],
)
def test_a_later_hand_in_the_journal_is_found(
    office: Office, ticking: TickingClock, sheet: Path, statement: str
) -> None:
    case_id = closed(office)
    ticking.set_day(LATER)
    destroy(office, case_ids=(case_id,), destruction=on_paper(sheet))
    assert is_whole(office)
    with office.read() as session:
        erased = session.scalars(
            select(RowImage.id).where(RowImage.before.is_(None), RowImage.after.is_(None))
        ).first()
    with office.writer.begin() as connection:
        connection.execute(text(statement), {"erased": erased} if ":erased" in statement else {})
    assert not is_whole(office)


def test_a_file_whose_journal_was_tampered_with_is_not_destroyed(
    office: Office, ticking: TickingClock, sheet: Path
) -> None:
    case_id = closed(office)
    ticking.set_day(LATER)
    image = _image_of(office, Op.PROPOSE_EXIT.name)
    with office.writer.begin() as connection:
        connection.execute(update(RowImage).where(RowImage.id == image).values(after="{}"))
    with pytest.raises(UserError, match="没有销毁；请先在“设置”里检查"):
        destroy(office, case_ids=(case_id,), destruction=on_paper(sheet))
    with office.read() as session:
        assert session.scalars(select(Person)).first() is not None


def test_an_approver_destroys_and_others_do_not(
    office: Office, ticking: TickingClock, open_as: OpenAs
) -> None:
    case_id = closed(office)
    add_colleagues(office)
    ticking.set_day(LATER)
    office.close()
    wanted = Destruction(REASON, WATCHERS)
    for name in ("clerk", "reviewer", "auditor"):
        other = open_as(name)
        with pytest.raises(AccessDeniedError):
            destroy(other, case_ids=(case_id,), destruction=wanted)
        other.close()
    approver = open_as("approver")
    destroy(approver, case_ids=(case_id,), destruction=wanted)
    assert not destruction_lists(approver).destroyed[0].is_on_paper
    with pytest.raises(UserError, match="已经销毁"):
        destroy(approver, case_ids=(case_id,), destruction=wanted)


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (Destruction(" ", WATCHERS, SIGNED), "reason"),
        (Destruction(REASON, ("温故", ""), SIGNED), "watchers"),
        (Destruction(REASON, ("温故", "温 故"), SIGNED), "watchers"),
        (Destruction(REASON, WATCHERS, PaperApproval("", LATER)), "paper_name"),
        (Destruction(REASON, WATCHERS, SIGNED), "paper_scan"),
        (
            Destruction(REASON, WATCHERS, PaperApproval("温故", LATER + timedelta(days=1))),
            "paper_date",
        ),
    ],
)
def test_what_is_not_filled_in_is_asked_for(
    office: Office, ticking: TickingClock, wanted: Destruction, field: str
) -> None:
    case_id = closed(office)
    ticking.set_day(LATER)
    with pytest.raises(UserError) as caught:
        destroy(office, case_ids=(case_id,), destruction=wanted)
    assert caught.value.field == field
    with office.read() as session:
        assert session.scalars(select(Household)).first() is not None
