"""The words of the case page's frame, and that no operation leads nowhere."""

from datetime import date

import pytest

from app.cases.overview import PAGE_OF, Overview, PaperState, overview
from app.changes import Group, Op
from app.lifecycle.table import allowed
from app.office.session import Office
from db.codes import Stage
from tests.app.cases.households import Filing, file
from ui.screens.case import presenter
from ui.screens.case.actions import DIRECT

_ELSEWHERE = {Op.REMOVE_ATTACHMENT, Op.MERGE, Op.SPLIT, Op.DESTROY}


def _facts(office: Office, stage: Stage, **case: object) -> Overview:
    return overview(office, file(office, [Filing("覃永福", "QH-7", stage, case=dict(case))])[0])


def test_every_operation_has_a_form_or_a_dialog() -> None:
    offered = {op for stage in Stage for op in allowed(stage)} | {Op.RESTORE_DRAFT}
    assert offered - set(PAGE_OF) - set(DIRECT) == _ELSEWHERE
    assert not set(PAGE_OF) & set(DIRECT)


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.ON_FILE, Stage.CLOSED, Stage.WITHDRAWN])
def test_no_action_that_is_offered_leads_nowhere(office: Office, stage: Stage) -> None:
    facts = _facts(office, stage, closed_on=date(2010, 1, 1))
    assert facts.actions
    assert all(action.page or action.op in DIRECT for action in facts.actions)


def test_title_chips_and_note(office: Office) -> None:
    facts = _facts(
        office, Stage.ON_FILE, category="相对困难职工", contact_person="罗志强", is_back_entry=True
    )
    assert presenter.title(facts) == "覃永福 一户"
    words = [chip.word for chip in presenter.chips(facts)]
    assert words == ["相对困难职工", "1 口人", "补录"]
    assert presenter.note(facts) == "档案号 QH-7 · 帮扶责任人 罗志强 · 青禾县总工会"


def test_a_refused_file_shows_its_stage_instead_of_steps(office: Office) -> None:
    facts = _facts(office, Stage.REFUSED)
    assert presenter.steps(facts) == ()
    assert "不予建档" in [chip.word for chip in presenter.chips(facts)]
    assert facts.main_action is not None
    assert presenter.button_word(facts.main_action) == "再次申请"


def test_the_checklist_fits_beside_the_page(office: Office) -> None:
    facts = _facts(office, Stage.APPLIED)
    lines = presenter.paper_lines(facts)
    assert len(lines) <= 8
    missing = sum(not paper.is_there for paper in facts.papers)
    assert presenter.papers_title(facts) == f"还缺 {missing} 项材料"
    shown = PaperState("申请书", "", True)
    there = presenter.paper_lines(
        Overview(**{**facts.__dict__, "papers": (shown,), "missing_facts": ()})
    )
    assert [(line.text, line.reason, line.is_there) for line in there] == [
        ("已有 1 项", "申请书", True)
    ]


def test_more_holds_everything_but_the_red_button(office: Office) -> None:
    facts = _facts(office, Stage.SURVEY)
    main = facts.main_action
    assert main is not None
    own, rest = presenter.more_actions(facts)
    assert {main.op, *(action.op for action in (*own, *rest))} == {
        action.op for action in facts.actions
    }
    assert all(action.op.group in (Group.INTAKE, Group.OWN) for action in (*own, *rest))
