"""The tabs of review on a real file: what they show, and that their forms carry a case on."""

from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox

from app.changes import Op
from app.office.session import Office
from app.review.assessing import assess_case
from app.review.checks import record_check
from app.review.opinions import pass_review
from app.review.publicity import NoticeEntry, post_publicity, record_objection
from db.codes import Stage
from tests.app.review.review_cases import case_row, file_case, put_standards_in_force
from tests.conftest import TODAY, TickingClock
from tests.ui.driver import click, parts, press, settle, wait_until
from tests.ui.screens.tabs import Show, buttons, confirm, dialog_of, fill, opened, words_of
from ui.commands import bus
from ui.context import Context
from ui.fields.form_dialog import FormDialog
from ui.screens.case.approval_page import ApprovalPage
from ui.screens.case.assessment_page import AssessmentPage
from ui.screens.case.page import CasePage
from ui.screens.case.publicity_page import PublicityPage
from ui.screens.case.signed_sheet import add_scan
from ui.screens.case.survey_page import SurveyPage
from ui.style import apply_theme
from ui.widgets import Button, Label


def test_survey_is_typed_refused_at_its_field_and_kept(
    office: Office, ctx: Context, app: QApplication, show: Show
) -> None:
    case_id = file_case(office, Stage.SURVEY)
    page = opened(ctx, show, SurveyPage, case_id)
    assert "还没有入户记录" in words_of(page)
    page.start(Op.RECORD_SURVEY.name)
    dialog = dialog_of(app)
    confirm(ctx, dialog)
    assert dialog.form.error("visitor_one")
    fill(dialog, visitor_one="方知行", visitor_two="方知行", no_kinship=True)
    fill(dialog, conclusion="符合深度困难", visited_on="2026-11-19")
    confirm(ctx, dialog)
    assert dialog.form.error("visitor_two") == "两位调查人不能是同一个人，请填写另一位的姓名。"
    fill(dialog, visitor_two="孟与之", living="<b>两间</b>老房")
    confirm(ctx, dialog)
    assert case_row(office, case_id).stage is Stage.CHECK
    text = words_of(page)
    assert "2026-11-19　入户　方知行、孟与之" in text
    assert "<b>两间</b>老房" in text
    assert any(word.startswith("登记核对结果") for word in buttons(page))


def test_wrong_day_is_said_at_the_field_before_anything_is_written(
    office: Office, ctx: Context, app: QApplication, show: Show
) -> None:
    case_id = file_case(office, Stage.CHECK)
    page = opened(ctx, show, SurveyPage, case_id)
    page.start(Op.CHECK_CONTRADICTION.name)
    dialog = dialog_of(app)
    fill(dialog, replied_on="2026-13-40", detail="名下另有住房。")
    confirm(ctx, dialog)
    assert dialog.form.error("replied_on")
    assert case_row(office, case_id).stage is Stage.CHECK
    press(dialog, Qt.Key.Key_Escape)


def test_check_without_assessment_is_refused_and_keeps_what_was_typed(
    office: Office, ctx: Context, app: QApplication, show: Show
) -> None:
    put_standards_in_force(office)
    case_id = file_case(office, Stage.CHECK)
    page = opened(ctx, show, SurveyPage, case_id)
    page.start(Op.RECORD_CHECK.name)
    dialog = dialog_of(app)
    fill(dialog, detail="房产一致。")
    confirm(ctx, dialog)
    assert "还没有认定" in dialog.error()
    assert dialog.isVisible()
    assess_case(office, case_id=case_id)
    confirm(ctx, dialog)
    assert case_row(office, case_id).stage is Stage.PUBLICITY


def test_assessment_shows_every_number_its_source_and_what_is_unverified(
    office: Office, ctx: Context, app: QApplication, show: Show
) -> None:
    put_standards_in_force(office)
    case_id = file_case(office, Stage.CHECK)
    page = opened(ctx, show, AssessmentPage, case_id)
    assert "还没有保存为认定" in words_of(page)
    page.start(Op.ASSESS.name)
    dialog = dialog_of(app)
    fill(dialog, note="初次认定。")
    confirm(ctx, dialog)
    text = words_of(page)
    assert "还没有保存为认定" not in text
    for wanted in (
        "777.78 元",
        "（家庭总收入 60,000.00 − 可扣除支出 32,000.00）÷ 12 月 ÷ 3 人 = 777.78 元／月",
        "深度困难职工",
        "待确认",
        "4 项待确认",
        "来源 S1：",
        "初次认定。",
    ):
        assert wanted in text
    assert page.shown is not None
    for line in page.shown.trace:
        assert line.text in text


def test_assessment_says_what_is_missing_and_where_to_set_it(
    office: Office, ctx: Context, show: Show
) -> None:
    case_id = file_case(office, Stage.CHECK)
    page = opened(ctx, show, AssessmentPage, case_id)
    assert "设置－" in words_of(page)
    assert not next(one for one in parts(page, Button) if one.text() == "认定…").isEnabled()


def test_assessment_marks_what_changed_since(office: Office, ctx: Context, show: Show) -> None:
    put_standards_in_force(office)
    case_id = file_case(office, Stage.CHECK)
    assess_case(office, case_id=case_id)
    page = opened(ctx, show, AssessmentPage, case_id)
    assert "资料有修改" not in words_of(page)
    with office.write(Op.EDIT_FACTS, case_id) as work:
        work.case.household.on_dibao = True
        changes = work.done()
    bus().changed.emit(changes)
    assert ctx.jobs.wait()
    settle()
    assert "资料有修改，请重新认定" in words_of(page)


@pytest.fixture
def published(office: Office) -> int:
    """A household that may be published."""
    put_standards_in_force(office)
    case_id = file_case(office, Stage.CHECK)
    assess_case(office, case_id=case_id)
    record_check(office, case_id=case_id, replied_on=TODAY)
    return case_id


def test_notice_is_posted_objected_to_answered_and_closed(
    office: Office,
    ctx: Context,
    app: QApplication,
    show: Show,
    published: int,
    ticking: TickingClock,
) -> None:
    page = opened(ctx, show, PublicityPage, published)
    assert "2026-11-21 至 2026-11-27（5 个工作日）" in words_of(page)
    page.start(Op.POST_PUBLICITY.name)
    dialog = dialog_of(app)
    fill(dialog, place="单位公告栏")
    confirm(ctx, dialog)
    assert "公示中，2026-11-28 起可登记结果" in words_of(page)
    page.start(Op.RECORD_OBJECTION.name)
    dialog = dialog_of(app)
    fill(dialog, text="他家有车。")
    confirm(ctx, dialog)
    assert "1 条异议待处理" in words_of(page)
    page.start(Op.DISMISS_OBJECTION.name)
    dialog = dialog_of(app)
    fill(dialog, answer="查实是残疾人代步车。")
    confirm(ctx, dialog)
    assert "不成立" in words_of(page)
    ticking.set_day(date(2026, 11, 28))
    page.ask_close()
    dialog = dialog_of(app)
    fill(dialog, note="公示期满，异议已答复。")
    confirm(ctx, dialog)
    assert case_row(office, published).stage is Stage.REVIEW


def test_upheld_objection_asks_where_to_go(
    office: Office, ctx: Context, app: QApplication, show: Show, published: int
) -> None:
    post_publicity(office, case_id=published, entry=NoticeEntry(TODAY, "单位公告栏"))
    record_objection(office, case_id=published, text="他家有两套房。")
    page = opened(ctx, show, PublicityPage, published)
    page.start(Op.UPHOLD_OBJECTION.name)
    dialog = dialog_of(app)
    fill(dialog, answer="属实。")
    confirm(ctx, dialog)
    assert dialog.form.error("to")
    fill(dialog, to="不予建档")
    confirm(ctx, dialog)
    assert case_row(office, published).stage is Stage.REFUSED


def test_appraisal_is_decided_by_its_count(
    office: Office, ctx: Context, app: QApplication, show: Show
) -> None:
    case_id = file_case(office, Stage.APPRAISAL, order=("SURVEY", "APPRAISAL", "PUBLICITY"))
    page = opened(ctx, show, PublicityPage, case_id)
    page.start(Op.RECORD_APPRAISAL.name)
    dialog = dialog_of(app)
    fill(dialog, invited=15, present=12, in_favour=3, against=8, minutes="无记名投票。")
    confirm(ctx, dialog)
    assert dialog.form.error("in_favour")
    fill(dialog, against=9)
    confirm(ctx, dialog)
    assert case_row(office, case_id).stage is Stage.FIRST_REVIEW
    assert "未通过" in words_of(page)


def at_approval(office: Office) -> int:
    """A household that lies with the approver."""
    put_standards_in_force(office)
    case_id = file_case(office, Stage.CHECK, order=("PUBLICITY", "SURVEY", "CHECK"))
    assess_case(office, case_id=case_id)
    record_check(office, case_id=case_id, replied_on=TODAY)
    pass_review(office, case_id=case_id, note="同意上报。")
    return case_id


def test_paper_approval_with_a_scan_files_the_household(
    office: Office, ctx: Context, app: QApplication, show: Show, tmp_path: Path
) -> None:
    case_id = at_approval(office)
    page = opened(ctx, show, ApprovalPage, case_id)
    assert "将建档为“深度困难职工”" in words_of(page)
    page.start(Op.APPROVE_FILE.name)
    dialog = dialog_of(app)
    confirm(ctx, dialog)
    assert dialog.form.error("paper_name")
    assert dialog.form.error("paper_scan")
    scan = tmp_path / "signed.png"
    Image.new("RGB", (60, 80), "white").save(scan)
    assert page.data is not None
    add_scan(ctx, dialog, case_id, page.data.scans, scan)
    assert ctx.jobs.wait()
    settle()
    fill(dialog, paper_name="温故", paper_date="2026-11-18", level="区县级")
    confirm(ctx, dialog)
    case = case_row(office, case_id)
    assert (case.stage, case.category, case.level) == (Stage.ON_FILE, "深度困难职工", "区县级")
    text = words_of(page)
    assert "批准建档　温故　2026-11-18" in text
    assert "纸质" in text


def test_return_offers_every_earlier_stage(
    office: Office, ctx: Context, app: QApplication, show: Show
) -> None:
    case_id = file_case(office, Stage.REVIEW)
    page = opened(ctx, show, ApprovalPage, case_id)
    page.start(Op.RETURN_REVIEW.name)
    dialog = dialog_of(app)
    box = dialog.form.editor("to")
    assert isinstance(box, QComboBox)
    assert [box.itemText(at) for at in range(1, box.count())] == [
        "公示",
        "经济核对",
        "入户调查",
        "初审",
        "申请",
        "草稿",
    ]
    fill(dialog, to="入户调查")
    confirm(ctx, dialog)
    assert dialog.form.error("note")
    fill(dialog, note="请补拍照片。")
    confirm(ctx, dialog)
    assert case_row(office, case_id).stage is Stage.SURVEY


def test_double_click_passes_once(
    office: Office, ctx: Context, app: QApplication, show: Show
) -> None:
    case_id = file_case(office, Stage.REVIEW)
    page = opened(ctx, show, ApprovalPage, case_id)
    page.start(Op.PASS_REVIEW.name)
    dialog = dialog_of(app)
    dialog.confirmed.emit()
    dialog.confirmed.emit()
    assert ctx.jobs.wait()
    settle()
    assert words_of(page).count("审核通过　") == 1
    assert not [
        one for one in app.topLevelWidgets() if isinstance(one, FormDialog) and one.isVisible()
    ]


@pytest.mark.parametrize("kind", [SurveyPage, AssessmentPage, PublicityPage, ApprovalPage])
@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.SURVEY, Stage.PUBLICITY, Stage.ON_FILE])
def test_every_tab_stands_in_every_stage_and_never_goes_sideways(
    office: Office, ctx: Context, show: Show, kind: type[CasePage], stage: Stage
) -> None:
    case_id = file_case(office, stage)
    page = opened(ctx, show, kind, case_id)
    sheet = page.sheet  # type: ignore[attr-defined]
    assert sheet.widget().width() <= sheet.viewport().width()
    assert len(words_of(page)) > 10


@pytest.mark.parametrize("kind", [SurveyPage, AssessmentPage, PublicityPage, ApprovalPage])
def test_tabs_full_of_records_fit_at_the_largest_type(
    office: Office,
    ctx: Context,
    app: QApplication,
    show: Show,
    published: int,
    kind: type[CasePage],
) -> None:
    post_publicity(office, case_id=published, entry=NoticeEntry(TODAY, "单位公告栏" * 12))
    record_objection(office, case_id=published, text="他家有两套房，" * 20, raised_by="邻居")
    apply_theme(app, scale=1.5)
    try:
        page = kind(ctx)
        page.show_case(published)
        show(page, 640, 400)
        assert ctx.jobs.wait()
        settle()
        sheet = page.sheet  # type: ignore[attr-defined]
        assert sheet.widget().width() <= sheet.viewport().width()
        cut = [
            one.text()
            for one in parts(page, Label)
            if one.isVisible() and one.wordWrap() and one.height() < one.heightForWidth(one.width())
        ]
        assert cut == []
    finally:
        apply_theme(app)


def test_shortcut_of_the_first_button_opens_its_form(
    office: Office, ctx: Context, app: QApplication, show: Show
) -> None:
    case_id = file_case(office, Stage.SURVEY)
    page = opened(ctx, show, SurveyPage, case_id)
    main = next(one for one in parts(page, Button) if one.text() == "登记调查…")
    assert main.shortcut().toString() == "Ctrl+Shift+R"
    assert "Ctrl+Shift+R" in main.toolTip()
    click(main)
    wait_until(lambda: bool(dialog_of(app)))
    press(dialog_of(app), Qt.Key.Key_Escape)
