"""Copying into the national system: the order, what is ticked, the state and the 30 working days."""

from datetime import date

import pytest
from sqlalchemy import update

from app.cases.commands import (
    add_member,
    apply_correction,
    merge,
    remove_member,
    request_correction,
    split,
)
from app.cases.queries import case_file
from app.cases.transcription import ORDER, record_national, set_copied, transcription
from app.cases.waiting import office_terms, waiting
from app.cases.workbench import workbench
from app.cases.workbook.header import CASE_COLUMNS
from app.changes import Op
from app.errors import UserError
from app.leaving.exits import approve_exit
from app.leaving.visits import annual_review
from app.lifecycle import Stage
from app.lifecycle.tasks import TaskKind
from app.office import undo
from app.office.session import Office
from app.review.assessing import assess_case
from db.codes import Origin
from db.models import Case
from tests.app.cases.households import Filing, file
from tests.app.cases.invented import full_draft, id_number, member_facts
from tests.app.leaving.leaving_cases import closed, on_file, paper, to_exit_approval
from tests.conftest import TickingClock


def _on_file(office: Office, filed_on: date, origin: Origin = Origin.APPLICATION) -> int:
    (case_id,) = file(office, (Filing("覃永福", "QH-1", Stage.ON_FILE),))
    with office.write(Op.EDIT_FACTS, case_id) as work:
        work.session.execute(
            update(Case).where(Case.id == case_id).values(filed_on=filed_on, origin=origin)
        )
        work.done()
    return case_id


def _national_tasks(office: Office) -> list[str]:
    lines = workbench(office).lines
    return [one.task.sentence for one in lines if one.task.kind is TaskKind.ENTER_NATIONAL]


def test_the_order_is_that_of_the_national_template() -> None:
    names = {"disability_kind": "disability"}
    ours = [names.get(key, key) for _, key in ORDER]
    theirs = [one.key for one in CASE_COLUMNS if one.key in ours]
    assert ours == theirs


def test_values_are_as_the_other_screen_takes_them(office: Office) -> None:
    case_id = full_draft(office)
    found = {one.key: one for one in transcription(office, case_id).entries}
    assert (
        found["applicant.id_number"].text
        == "450224197903122710"[:17] + (found["applicant.id_number"].text[-1])
    )
    assert found["applicant.id_number"].is_secret
    assert found["applicant.phone"].text == "13807724519"
    assert found["applicant.monthly_income_fen"].text == "2500.00"
    assert not found["applicant.name"].is_secret


def test_ticks_are_kept_and_taken_away(office: Office) -> None:
    case_id = full_draft(office)
    set_copied(office, case_id=case_id, keys=("applicant.name", "applicant.sex"), is_copied=True)
    set_copied(office, case_id=case_id, keys=("applicant.name",), is_copied=True)
    assert transcription(office, case_id).done == 2
    set_copied(office, case_id=case_id, keys=("applicant.sex",), is_copied=False)
    view = transcription(office, case_id)
    assert [one.key for one in view.entries if one.is_copied] == ["applicant.name"]


def test_ticks_of_a_member_who_was_let_go_are_not_those_of_the_next(office: Office) -> None:
    case_id = full_draft(office)
    gone = add_member(office, case_id=case_id, values=member_facts()).result_id
    assert gone is not None
    keys = tuple(one.key for one in transcription(office, case_id).entries if one.part == "成员1")
    set_copied(office, case_id=case_id, keys=(*keys, "applicant.name"), is_copied=True)
    remove_member(office, case_id=case_id, person_id=gone, removed_on=None, reason="")
    other = member_facts(name="单雄", id_number=id_number(206, "19820605"))
    assert add_member(office, case_id=case_id, values=other).result_id == gone
    view = transcription(office, case_id)
    assert [one.key for one in view.entries if one.is_copied] == ["applicant.name"]


def test_the_state_asks_for_what_belongs_to_it_and_can_be_undone(office: Office) -> None:
    case_id = _on_file(office, date(2026, 11, 10))
    assert transcription(office, case_id).state == "未录入"
    with pytest.raises(UserError, match="编号"):
        record_national(office, case_id=case_id, state="已上报")
    with pytest.raises(UserError, match="退回的原因"):
        record_national(office, case_id=case_id, state="退回", number="4502-1")
    with pytest.raises(UserError, match="状态"):
        record_national(office, case_id=case_id, state="好")
    record_national(office, case_id=case_id, state="已上报", number="4502-1")
    view = transcription(office, case_id)
    assert (view.state, view.number) == ("已上报", "4502-1")
    undo.undo(office)
    assert transcription(office, case_id).state == "未录入"


def test_a_draft_is_copied_but_has_no_state(office: Office) -> None:
    case_id = full_draft(office)
    view = transcription(office, case_id)
    assert not view.may_record
    assert "建档以后" in view.why_not
    with pytest.raises(UserError):
        record_national(office, case_id=case_id, state="已上报", number="4502-1")


def test_thirty_working_days_run_from_the_filing(office: Office, ticking: TickingClock) -> None:
    case_id = _on_file(office, date(2026, 9, 1))
    (sentence,) = _national_tasks(office)
    assert "建档后还没有录入全国系统，已超期" in sentence
    record_national(office, case_id=case_id, state="已上报", number="4502-1")
    assert _national_tasks(office) == []
    record_national(office, case_id=case_id, state="退回", number="4502-1", reason="照片不清。")
    (sentence,) = _national_tasks(office)
    assert "已退回（照片不清），期限是" in sentence
    ticking.set_day(date(2027, 3, 1))
    assert "已超期" in _national_tasks(office)[0]


def test_a_correction_asks_for_an_update_there(office: Office) -> None:
    case_id = _on_file(office, date(2026, 11, 10))
    record_national(office, case_id=case_id, state="已上报", number="4502-1")
    set_copied(office, case_id=case_id, keys=("applicant.name",), is_copied=True)
    request_correction(
        office, case_id=case_id, reason="换了手机", applicant={"phone": "13900001111"}
    )
    assert transcription(office, case_id).state == "已上报"
    (asked,) = case_file(office, case_id).corrections
    apply_correction(office, case_id=case_id, correction_id=asked.id)
    view = transcription(office, case_id)
    assert (view.state, view.number, view.done) == ("需更新", "4502-1", 0)
    assert "还没有更新全国系统" in _national_tasks(office)[0]


def test_what_came_from_the_national_system_has_no_clock(office: Office) -> None:
    _on_file(office, date(2026, 9, 1), Origin.IMPORT)
    assert _national_tasks(office) == []


def _duties(office: Office, case_id: int) -> list[str]:
    """What the follow-up of the file asks for in the national system."""
    with office.read() as session:
        (line,) = waiting(session, Case.id == case_id, office.today, office_terms(session))
    return [one.sentence for one in line.tasks if one.kind is TaskKind.ENTER_NATIONAL]


def test_what_came_from_there_is_updated_there_as_well(office: Office) -> None:
    case_id = _on_file(office, date(2026, 9, 1), Origin.IMPORT)
    assert transcription(office, case_id).state == "已上报"
    request_correction(
        office, case_id=case_id, reason="换了手机", applicant={"phone": "13900001111"}
    )
    (asked,) = case_file(office, case_id).corrections
    apply_correction(office, case_id=case_id, correction_id=asked.id)
    assert transcription(office, case_id).state == "需更新"
    assert "还没有更新全国系统" in _national_tasks(office)[0]


def test_the_exit_is_reported_too_while_the_household_is_watched(
    office: Office, ticking: TickingClock
) -> None:
    case_id = on_file(office)
    record_national(office, case_id=case_id, state="已上报", number="4502-1")
    to_exit_approval(office, case_id, ticking)
    assert _duties(office, case_id) == []
    approve_exit(office, case_id=case_id, paper=paper(office, case_id, office.today))
    assert transcription(office, case_id).state == "需更新"
    assert "退出" in _duties(office, case_id)[0]
    assert _national_tasks(office) == _duties(office, case_id)
    record_national(office, case_id=case_id, state="已上报", number="4502-1")
    assert _duties(office, case_id) == []


def test_an_archived_file_is_updated_there_but_never_entered_any_more(office: Office) -> None:
    case_id = closed(office)
    assert transcription(office, case_id).state == "未录入"
    assert _duties(office, case_id) == _national_tasks(office) == []
    record_national(office, case_id=case_id, state="需更新")
    assert "还没有更新全国系统" in _duties(office, case_id)[0]
    assert _national_tasks(office) == _duties(office, case_id)
    assert transcription(office, case_id).why_not == ""


def test_another_category_is_told_there(office: Office, ticking: TickingClock) -> None:
    case_id = on_file(office, wages=6_000_000)
    record_national(office, case_id=case_id, state="已上报", number="4502-1")
    assess_case(office, case_id=case_id)
    annual_review(office, case_id=case_id)
    assert transcription(office, case_id).state == "已上报"
    ticking.set_day(date(2027, 11, 1))
    assess_case(office, case_id=case_id)
    annual_review(office, case_id=case_id, category="相对困难职工", note="长女已就业。")
    assert transcription(office, case_id).state == "需更新"


def test_a_merge_is_told_there_of_both_files(office: Office) -> None:
    kept, absorbed = file(office, [Filing("覃永福", "QH-1"), Filing("韦秀兰", "QH-2")])
    for case_id in (kept, absorbed):
        record_national(office, case_id=case_id, state="已上报", number="4502-1")
    merge(office, case_id=kept, absorbed_id=absorbed, reason="夫妻各建了一份")
    assert [transcription(office, one).state for one in (kept, absorbed)] == ["需更新"] * 2
    split(office, case_id=kept, reason="不是一户")
    assert [transcription(office, one).state for one in (kept, absorbed)] == ["已上报"] * 2


def test_what_a_merge_fills_in_of_a_member_is_told_there(office: Office) -> None:
    wife = {"name": "韦秀兰", "id_number": id_number(202, "19820605")}
    kept, absorbed = file(
        office,
        [
            Filing("覃永福", "QH-1", people=(("韦秀兰", "妻子"),)),
            Filing("韦秀兰", "QH-2", person=wife | {"health": "残疾"}),
        ],
    )
    with office.write(Op.EDIT_FACTS, kept) as work:
        work.case.household.people[1].id_number = wife["id_number"]
        work.done()
    record_national(office, case_id=kept, state="已上报", number="4502-1")
    merge(office, case_id=kept, absorbed_id=absorbed, reason="夫妻各建了一份")
    assert case_file(office, kept).members[0].health == "残疾"
    assert transcription(office, kept).state == "需更新"


def test_a_kept_file_that_a_merge_leaves_as_it_was_is_not_told_there(office: Office) -> None:
    person = {"id_number": id_number(271)}
    kept, absorbed = file(
        office,
        [Filing("覃永福", "QH-1", person=person), Filing("覃永福", "QH-2", person=person)],
    )
    record_national(office, case_id=kept, state="已上报", number="4502-1")
    merge(office, case_id=kept, absorbed_id=absorbed, reason="重复建档")
    assert [transcription(office, one).state for one in (kept, absorbed)] == ["已上报", "未录入"]
