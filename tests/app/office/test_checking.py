"""The integrity check over files that have gone every way: what must hold, and what may be missing."""

import pytest
from sqlalchemy import update

from app.cases.commands import merge, open_draft, withdraw
from app.changes import Op
from app.errors import Cancelled
from app.office.checking import CheckLine, check_office
from app.office.session import Office
from app.progress import Progress
from db.codes import Stage
from db.connection import DATABASE_NAME
from db.models import Attachment, Person
from tests.app.cases.households import Filing, file
from tests.app.cases.invented import full_draft, id_number


class _Stopped(Progress):
    """Is stopped when it is asked the time of this number."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.at, self.asked = at, 0

    def check(self) -> None:
        self.asked += 1
        if self.asked == self.at:
            self.cancel()
        super().check()


def _line(office: Office, name: str) -> CheckLine:
    return next(line for line in check_office(office).checks if line.name == name)


def _wife(office: Office) -> int:
    return full_draft(office, name="韦秀兰", id_number=id_number(202, "19820605"))


def test_an_absorbed_file_needs_no_head_of_its_own(office: Office) -> None:
    merge(office, case_id=full_draft(office), absorbed_id=_wife(office), reason="夫妻各建了一份")
    assert _line(office, "户主").ok


def test_a_file_without_a_head_is_told(office: Office) -> None:
    full_draft(office)
    with office.write(Op.IMPORT) as work:
        work.session.execute(update(Person).values(is_applicant=False))
        work.done()
    line = _line(office, "户主")
    assert not line.ok and "202600001 没有或不止一个户主" in line.detail


@pytest.mark.parametrize("holds", [True, False])
def test_one_number_in_two_open_files_is_told_whichever_holds_it(
    office: Office, holds: bool
) -> None:
    full_draft(office)
    other = _wife(office)
    assert _line(office, "一人一档").ok
    with office.write(Op.IMPORT) as work:
        found = {"id_number": id_number(), "open_id_number": id_number(202) if holds else None}
        work.session.execute(update(Person).where(Person.name == "韦秀兰").values(**found))
        work.done()
    line = _line(office, "一人一档")
    assert not line.ok and "202600001" in line.detail and "202600002" in line.detail
    withdraw(office, case_id=other)
    assert _line(office, "一人一档").ok


def test_a_number_may_stand_in_a_file_that_is_not_open(office: Office) -> None:
    withdraw(office, case_id=full_draft(office))
    open_draft(office, applicant={"name": "覃永福", "id_number": id_number()})
    assert _line(office, "一人一档").ok


def test_a_lost_folder_of_papers_is_told_however_many_there_were(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    (case_id,) = file(office, (Filing("覃永福", "QH-1", Stage.ON_FILE),))
    lost = f"{1:064x}"
    with office.write(Op.ADD_ATTACHMENT, case_id) as work:
        work.session.add(
            Attachment(
                case_id=case_id,
                kind="申请书",
                stage=Stage.APPLIED,
                stored_name=lost,
                received_sha256=lost,
                stored_sha256=lost,
                mime="image/png",
                size=1,
                added_on=work.today,
            )
        )
        work.done()
    # More than a statement of SQLite takes values.
    names = (lost, *(f"{at:064x}" for at in range(2, 300_000)))
    monkeypatch.setattr("db.attachments.verify_all", lambda *_: names)
    line = _line(office, "材料附件")
    assert (line.ok, line.detail) == (False, "299999 份丢失或损坏，涉及档案 QH-1")


def test_a_stop_is_answered_at_any_page_and_nothing_is_called_checked(office: Office) -> None:
    office.needs_check = True
    pages = (office.folder / DATABASE_NAME).stat().st_size // 4096
    whole = _Stopped(at=0)
    check_office(office, whole)
    assert whole.asked > pages
    office.needs_check = True
    for at in (2, pages // 2, pages, pages + 2, whole.asked):
        stopped = _Stopped(at)
        with pytest.raises(Cancelled):
            check_office(office, stopped)
        assert stopped.asked <= at + 1
        assert office.needs_check


def test_a_stop_is_answered_between_two_attachments(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    progress = Progress()

    def stored_names(_: object) -> tuple[str, ...]:
        progress.cancel()
        return ("a" * 64,)

    def load(*_: object) -> bytes:
        raise AssertionError("a stopped check reads no attachment")

    monkeypatch.setattr("db.attachments.stored_names", stored_names)
    monkeypatch.setattr("db.attachments.load", load)
    with pytest.raises(Cancelled):
        check_office(office, progress)
