"""Beside the file: the portrait, people who may have a second file, and the rarer actions of 更多."""

from datetime import date

from PySide6.QtWidgets import QWidget

from app.cases.attachment_bin import removed_papers
from app.cases.commands import (
    add_attachment,
    add_member,
    edit_facts,
    merge,
    open_draft,
    remove_attachment,
    turn_attachment,
)
from app.cases.duplicates import suspects_of_case
from app.cases.queries import case_file, members_view
from app.cases.queries_merge import what_moves
from app.office.session import Office
from tests.app.cases.invented import applicant_facts, full_draft, id_number, member_facts
from tests.ui.driver import click, parts, settle
from tests.ui.screens.case.papers_page import Show, open_dialog, photo, rest
from ui.context import Context
from ui.jobs import Jobs
from ui.screens.case.attachment_bin import BinDialog
from ui.screens.case.attachment_viewer import Viewer
from ui.screens.case.beside import rarer_entries
from ui.screens.case.merge_dialog import MergeDialog
from ui.screens.case.transfer_dialog import TransferDialog
from ui.screens.case.view import CaseScreen
from ui.screens.new_case.view import NewCaseDialog, open_new_case
from ui.widgets import Label, LinkButton, ReasonDialog


def _open(office: Office, jobs: Jobs, show: Show, case_id: int) -> CaseScreen:
    screen = CaseScreen(Context(office, jobs, go=lambda *_args, **_what: None))
    show(screen, 1180, 700)
    screen.show_what(case_id=case_id)
    rest(jobs)
    return screen


def _double(office: Office) -> int:
    facts = applicant_facts(id_number=None, birth_date=date(1979, 3, 12))
    made = open_draft(office, applicant={key: one for key, one in facts.items() if one})
    assert made.result_id is not None
    return made.result_id


def _said(dialog: NewCaseDialog) -> str:
    return dialog.said.sentence if dialog.said is not None else ""


def _links(screen: CaseScreen) -> dict[str, LinkButton]:
    return {one.text(): one for one in parts(screen.side.suspects, LinkButton)}


def _do(screen: CaseScreen, word: str) -> None:
    assert screen.facts is not None
    entries = [one for one in rarer_entries(screen.ctx, screen, screen.facts) if one]
    dict(entries)[word]()


def test_the_portrait_stands_at_the_head_and_opens(office: Office, jobs: Jobs, show: Show) -> None:
    case_id = full_draft(office)
    screen = _open(office, jobs, show, case_id)
    assert screen.portrait.isHidden()
    made = add_attachment(office, case_id=case_id, data=photo(), filename="a.jpg", kind="本人照片")
    assert made.result_id is not None
    turn_attachment(office, case_id=case_id, attachment_id=made.result_id, quarters=1)
    screen.refresh()
    rest(jobs)
    assert screen.portrait.isVisible() and not screen.portrait._picture.isNull()
    click(screen.portrait)
    rest(jobs)
    viewer = open_dialog()
    assert isinstance(viewer, Viewer)
    viewer.reject()
    settle()


def test_a_double_is_said_and_set_apart(office: Office, jobs: Jobs, show: Show) -> None:
    case_id = full_draft(office)
    screen = _open(office, jobs, show, case_id)
    assert screen.side.suspects.isHidden()
    _double(office)
    screen.refresh()
    rest(jobs)
    assert screen.side.suspects.isVisible()
    assert set(_links(screen)) == {"打开", "合并…", "不是同一个人"}
    click(_links(screen)["不是同一个人"])
    rest(jobs)
    assert suspects_of_case(office, case_id) == ()
    assert set(_links(screen)) == {"打开", "取消标记"}
    click(_links(screen)["取消标记"])
    rest(jobs)
    assert len(suspects_of_case(office, case_id)) == 1
    assert "不是同一个人" in _links(screen)


def test_a_removed_paper_is_put_back(office: Office, jobs: Jobs, show: Show) -> None:
    case_id = full_draft(office)
    made = add_attachment(office, case_id=case_id, data=photo(), filename="a.jpg", kind="户口本")
    remove_attachment(office, case_id=case_id, attachment_id=made.result_id or 0)
    screen = _open(office, jobs, show, case_id)
    _do(screen, "已移除的材料…")
    rest(jobs)
    dialog = open_dialog()
    assert isinstance(dialog, BinDialog) and dialog.main_button.isEnabled()
    dialog.table.choose(0)
    click(dialog.main_button)
    rest(jobs)
    assert removed_papers(office, case_id).papers == ()
    assert not dialog.main_button.isEnabled()
    dialog.reject()
    settle()


def test_a_double_is_said_while_it_is_typed(office: Office, jobs: Jobs, show: Show) -> None:
    number = case_file(office, full_draft(office)).number
    window = show(QWidget(), 900, 700)
    dialog = open_new_case(Context(office, jobs, go=lambda *_args, **_what: None), window)
    dialog.form.put("name", "覃永福")
    dialog._look()
    rest(jobs)
    assert _said(dialog) == ""
    dialog.form.put("phone", "13807724519")
    dialog._look()
    rest(jobs)
    assert f"档案 {number}（草稿）里的覃永福姓名相同，电话相同" in _said(dialog)
    assert dialog.main_button.isEnabled()
    click(dialog.main_button)
    rest(jobs)


def test_a_double_is_merged_with_what_moves_before_the_eyes(
    office: Office, jobs: Jobs, show: Show
) -> None:
    case_id, other = full_draft(office), _double(office)
    add_member(office, case_id=other, values=member_facts())
    add_attachment(office, case_id=other, data=photo(), filename="a.jpg", kind="户口本")
    assert what_moves(office, case_id=case_id, absorbed_id=other) == (
        "并入成员：韦秀兰。",
        "两份档案里都有，不重复并入，收支以当前档案为准：覃永福。",
        "转入：材料 1 份。",
    )
    screen = _open(office, jobs, show, case_id)
    click(_links(screen)["合并…"])
    rest(jobs)
    dialog = open_dialog()
    assert isinstance(dialog, MergeDialog)
    assert dialog.others.currentData() == other
    assert "韦秀兰" in dialog._moves.text()
    dialog.reason.setPlainText("同一个人建了两份")
    click(dialog.main_button)
    rest(jobs)
    assert [one.name for one in members_view(office, case_id).rows] == ["覃永福", "韦秀兰"]
    _do(screen, "撤销合并…")
    rest(jobs)
    again = open_dialog()
    assert isinstance(again, ReasonDialog)
    again._area.setPlainText("误合并")
    click(again.main_button)
    rest(jobs)
    assert len(members_view(office, case_id).rows) == 1


def test_long_values_of_a_double_stand_one_below_the_other(
    office: Office, jobs: Jobs, show: Show
) -> None:
    case_id, other = full_draft(office), _double(office)
    there = "长安镇新安街 18 号 3 单元 502 室，靠近农贸市场东门"
    edit_facts(office, case_id=other, household={"home_address": there, "bank_name": "农商银行"})
    screen = _open(office, jobs, show, case_id)
    click(_links(screen)["合并…"])
    rest(jobs)
    dialog = open_dialog()
    assert isinstance(dialog, MergeDialog)
    told = {one.text(): one.accessibleDescription() for one in dialog.boxes.values()}
    assert told["家庭住址"].endswith(f"\n→ {there}")
    assert told["开户银行"] == "（空） → 农商银行"
    assert set(told.values()) <= {one.text() for one in parts(dialog, Label)}
    dialog.reject()
    settle()


def test_the_people_of_the_absorbed_file_keep_their_rows(office: Office) -> None:
    kept = full_draft(office)
    other = full_draft(office, name="韦秀兰", id_number=id_number(202, "19820605"))
    head = members_view(office, other).rows[0].person_id
    assert what_moves(office, case_id=kept, absorbed_id=other) == ("并入成员：韦秀兰。",)
    merge(office, case_id=kept, absorbed_id=other, reason="夫妻各建了一份")
    assert head in {row.person_id for row in members_view(office, kept).rows}


def test_the_file_is_handed_over_from_more(office: Office, jobs: Jobs, show: Show) -> None:
    screen = _open(office, jobs, show, full_draft(office))
    assert screen.facts is not None and screen.facts.may_merge and not screen.facts.may_split
    _do(screen, "移交档案…")
    rest(jobs)
    dialog = open_dialog()
    assert isinstance(dialog, TransferDialog)
    dialog.reject()
    settle()
