"""帮扶计划, 救助 and 资金与发放 on a real file: written, decided and paid by hand."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel

from app.aid.batch_pages import batches, payable
from app.aid.funds import funds
from app.aid.grant_pages import grants_page
from app.aid.limits import preview_limit
from app.aid.plan_pages import plan_page
from app.office.session import Office
from tests.app.aid.aid_cases import (
    add_colleagues,
    add_scan,
    approved,
    fund,
    on_file,
    proposed,
    put_rules_in_force,
)
from tests.conftest import OpenAs
from tests.ui.driver import click, parts, press, type_text
from tests.ui.screens.aid_hand import Hand, Show, hand
from ui.fields.form_dialog import FormDialog
from ui.jobs import Jobs
from ui.screens.case import grants_presenter
from ui.screens.case.grant_dialogs import GrantDialog, ProposeDialog
from ui.screens.case.grants_page import GrantsPage
from ui.screens.case.plan_editor import MeasureDialog, PlanDialog
from ui.screens.case.plan_page import PlanPage
from ui.screens.funds.batch_dialog import BatchDialog
from ui.screens.funds.batch_maker import BatchMaker
from ui.screens.funds.fund_dialog import FundDialog
from ui.widgets import ReasonDialog, TextArea, TextInput

__all__ = ["hand"]


def _type(dialog: FormDialog, key: str, text: str) -> None:
    editor = dialog.form.editor(key)
    if isinstance(editor, TextArea):
        editor.setPlainText(text)
    elif isinstance(editor, TextInput):
        editor.setText(text)
    else:
        assert isinstance(editor, QComboBox)
        editor.setCurrentIndex(editor.findText(text, Qt.MatchFlag.MatchStartsWith))


def test_a_plan_is_written_from_suggestions_and_followed(hand: Hand) -> None:
    case = on_file(hand.office, contact_person="罗志强", household={"needs": "减轻医疗负担"})
    page = hand.page(PlanPage, case)
    assert isinstance(page, PlanPage)
    page.start("SAVE_PLAN")
    dialog = hand.dialog(page, PlanDialog)
    hand.confirm(dialog)
    assert "至少填写一项" in dialog.error()
    click(dialog.suggest_button)
    assert len(dialog.lines) == 5
    assert not dialog.suggest_button.isEnabled()
    dialog.table.choose(4)
    dialog.remove_line()
    dialog.add_line()
    line = hand.dialog(dialog, MeasureDialog)
    hand.confirm(line)
    assert line.form.error("kind") == "请填写措施类别。"
    line.form.put("kind", "法律援助")
    line.form.put("content", "协助申请工伤认定。")
    hand.confirm(line)
    hand.confirm(dialog)
    stored = plan_page(hand.office, case).plan
    assert stored is not None
    assert [one.kind for one in stored.measures][-1] == "法律援助"
    assert stored.measures[0].responsible == "罗志强"
    assert len(page.table.rows()) == 5
    budget = page.table.titles().index("预算（元）")
    assert page.table.isColumnHidden(budget)
    page.table.set_rows((replace(stored.measures[0], budget_fen=100_000), *stored.measures[1:]))
    assert not page.table.isColumnHidden(budget)
    page.table.choose(0)
    page.table.setFocus()
    press(page.table, Qt.Key.Key_Return)
    form = hand.dialog(page, FormDialog)
    hand.confirm(form)
    assert form.form.error("result") == "请填写成效。"
    _type(form, "result", "自付费用减少 1.2 万元。")
    hand.confirm(form)
    page.table.choose(1)
    page.drop()
    reason = hand.dialog(page, ReasonDialog)
    parts(reason, TextArea)[0].setPlainText("已参加单位的医疗互助。")
    hand.confirm(reason)
    stored = plan_page(hand.office, case).plan
    assert stored is not None
    assert (stored.done, stored.counted) == (1, 4)


def test_a_plan_that_is_wrong_points_at_its_measure(hand: Hand) -> None:
    page = hand.page(PlanPage, on_file(hand.office))
    assert isinstance(page, PlanPage)
    page.write_plan()
    dialog = hand.dialog(page, PlanDialog)
    dialog.form.put("need", "就业")
    dialog.form.put("responsible", "罗志强")
    dialog.lines = [
        {"kind": "就业创业", "content": "推荐岗位。"},
        {"kind": "就业创业", "content": "培训。", "start_on": "2026-11-02", "due_on": "2026-11-01"},
    ]
    hand.confirm(dialog)
    assert dialog.error().startswith("第 2 项措施")
    dialog.reject()


def test_the_limit_follows_what_is_typed_and_the_grant_is_asked_for(hand: Hand) -> None:
    case = on_file(hand.office)
    page = hand.page(GrantsPage, case)
    assert isinstance(page, GrantsPage)
    page.start("PROPOSE_GRANT")
    dialog = hand.dialog(page, ProposeDialog)
    dialog.ask_limit()
    hand.wait()
    dialog.take_most()
    assert dialog.amount.text() == "8,000.00"
    dialog.item.setCurrentText("医疗救助")
    dialog.self_paid.setText("30000")
    dialog.amount.setText("31000")
    dialog.ask_limit()
    hand.wait()
    assert dialog.form.editor("over_limit_reason").isVisibleTo(dialog)
    hand.confirm(dialog)
    assert "超过上限的理由" in dialog.form.error("over_limit_reason")
    dialog.amount.setText("三万")
    hand.confirm(dialog)
    assert dialog.form.error("amount_fen")
    dialog.amount.setText("30000")
    hand.confirm(dialog)
    assert [one.amount_fen for one in grants_page(hand.office, case).grants] == [3_000_000]
    page.table.choose(0)
    press(page.table, Qt.Key.Key_Return)
    shown = hand.dialog(page, GrantDialog)
    words = {label.text() for label in shown.findChildren(QLabel)}
    assert "限额是怎样算出来的" in words and "来源" not in words
    shown.reject()


def test_a_students_aid_is_asked_for_by_name(hand: Hand) -> None:
    page = hand.page(GrantsPage, on_file(hand.office))
    assert isinstance(page, GrantsPage)
    page.propose("子女助学")
    dialog = hand.dialog(page, ProposeDialog)
    assert dialog.person.currentText() == "覃思源（女儿）"
    assert dialog.stage.currentText() == "大学"
    dialog.payee_card.setFocus()
    dialog.payee_card.setText("6228480402564890011")
    dialog.payee_name.setFocus()
    assert "校验不符" in dialog.form.note("payee_card"), (
        "a wrong check digit is said and not refused"
    )
    dialog.payee_card.setFocus()
    dialog.payee_card.setText("6228480402564890018")
    dialog.payee_name.setFocus()
    assert dialog.form.note("payee_card") == ""
    dialog.payee_name.setText("韦秀兰")
    dialog._show_payee()
    assert dialog.relation.isVisibleTo(dialog)
    dialog.amount.setText("100")
    hand.confirm(dialog)
    assert dialog.form.error("proxy_relation")
    dialog.reject()


def test_the_account_on_file_goes_and_comes_with_its_holder(hand: Hand) -> None:
    page = hand.page(GrantsPage, on_file(hand.office))
    assert isinstance(page, GrantsPage)
    page.propose("生活救助")
    dialog = hand.dialog(page, ProposeDialog)
    card, bank = dialog.payee_card.text(), dialog.payee_bank.text()
    assert card and bank
    holder = dialog.payee_name.text()
    dialog.payee_name.selectAll()
    type_text(dialog.payee_name, "Wei")
    assert not dialog.payee_card.text() and not dialog.payee_bank.text()
    assert f"原来是{holder}的账户" in dialog.form.note("payee_card")
    dialog.payee_card.setFocus()
    dialog.payee_bank.setFocus()
    assert f"原来是{holder}的账户" in dialog.form.note("payee_card")
    dialog.payee_name.selectAll()
    dialog.payee_name.insert(holder)
    dialog.payee_name.textEdited.emit(holder)
    assert (dialog.payee_card.text(), dialog.payee_bank.text()) == (card, bank)
    assert dialog.form.note("payee_card") == ""
    type_text(dialog.payee_bank, "1")
    typed = dialog.payee_bank.text()
    type_text(dialog.payee_name, "X")
    assert dialog.payee_bank.text() == typed, "what is typed anew stays"
    dialog.reject()


def test_a_paper_decision_is_recorded(hand: Hand) -> None:
    case = on_file(hand.office)
    proposed(hand.office, case)
    add_scan(hand.office, case)
    page = hand.page(GrantsPage, case)
    assert isinstance(page, GrantsPage)
    assert not page.approve_button.isVisibleTo(page)
    page.start("APPROVE_GRANT")
    form = hand.dialog(page, FormDialog)
    _type(form, "paper_name", "温故")
    _type(form, "paper_date", hand.office.today.isoformat())
    hand.confirm(form)
    assert form.form.error("paper_scan") == "请选择签字页扫描件。"
    _type(form, "paper_scan", "审批签字页")
    hand.confirm(form)
    assert page.chosen() is not None
    assert grants_page(hand.office, case).grants[0].state == "已批准"


def test_the_approver_approves_or_refuses(
    open_as: OpenAs, office: Office, jobs: Jobs, show: Show
) -> None:
    put_rules_in_force(office)
    case = on_file(office)
    add_colleagues(office)
    for amount in (100_000, 200_000):
        proposed(office, case, amount)
    hand = Hand(open_as("approver"), jobs, show)
    page = hand.page(GrantsPage, case)
    assert isinstance(page, GrantsPage)
    assert not page.propose_button.isVisibleTo(page)
    page.table.choose(1)
    click(page.approve_button)
    hand.confirm(hand.dialog(page, FormDialog))
    page.table.choose(0)
    click(page.refuse_button)
    reason = hand.dialog(page, ReasonDialog)
    parts(reason, TextArea)[0].setPlainText("票据不全。")
    hand.confirm(reason)
    found = {one.amount_fen: one.state for one in grants_page(hand.office, case).grants}
    assert found == {100_000: "已批准", 200_000: "未批准"}


def test_money_goes_out_and_comes_back(hand: Hand) -> None:
    office = hand.office
    cases = [on_file(office, serial) for serial in (1, 2)]
    for case in cases:
        approved(office, case, 300_000)
    screen = hand.funds()
    assert not screen.make_button.isEnabled()
    click(screen.new_fund_button)
    form = hand.dialog(screen, FundDialog)
    for key, value in (
        ("name", "中央专项"),
        ("source", "中央财政专项帮扶资金"),
        ("amount_fen", 500_000),
    ):
        form.form.put(key, value)
    hand.confirm(form)
    assert screen.make_button.isEnabled()
    click(screen.make_button)
    maker = hand.dialog(screen, BatchMaker)
    maker.table.tick_all(True)
    assert "超过这笔资金的余额 1,000.00 元" in maker.sum.text()
    maker.table.choose(0)
    press(maker.table, Qt.Key.Key_Space)
    assert "已选 1 笔，合计 3,000.00 元（人民币叁仟元整）" in maker.sum.text()
    hand.confirm(maker)
    screen.batches.choose(0)
    press(screen.batches, Qt.Key.Key_Return)
    shown = hand.dialog(screen, BatchDialog)
    click(shown.confirm_button)
    paid = hand.dialog(shown, FormDialog)
    _type(paid, "reference", "HD0001")
    hand.confirm(paid)
    assert not shown.view.is_open
    shown.table.choose(0)
    click(shown.return_button)
    back = hand.dialog(shown, FormDialog)
    _type(back, "return_reason", "账号与户名不符")
    hand.confirm(back)
    assert back.form.error("payee_card") == "请填写改正以后的银行卡号。"
    _type(back, "payee_card", "6228480402564890018")
    hand.confirm(back)
    assert shown.view.returned_fen == 300_000
    shown.table.choose(0)
    press(shown.table, Qt.Key.Key_Return)
    assert hand.went[-1]["page"] == "grants"
    assert len(payable(office)) == 2
    assert funds(office)[0].left_fen == 500_000


def test_a_batch_is_dissolved_with_a_reason(hand: Hand) -> None:
    approved(hand.office, on_file(hand.office))
    fund(hand.office)
    screen = hand.funds()
    screen.make_batch()
    maker = hand.dialog(screen, BatchMaker)
    hand.confirm(maker)
    assert "至少勾选一笔" in maker.error()
    maker.table.tick_all(True)
    hand.confirm(maker)
    screen.batches.choose(0)
    screen.open_batch()
    shown = hand.dialog(screen, BatchDialog)
    click(shown.dissolve_button)
    reason = hand.dialog(shown, ReasonDialog)
    parts(reason, TextArea)[0].setPlainText("资金选错了。")
    hand.confirm(reason)
    assert batches(hand.office) == ()
    assert screen.batches.rows() == ()


def test_who_only_reads_gets_no_buttons(
    open_as: OpenAs, office: Office, jobs: Jobs, show: Show
) -> None:
    case = on_file(office)
    add_colleagues(office)
    hand = Hand(open_as("auditor"), jobs, show)
    screen = hand.funds()
    assert not screen.make_button.isVisibleTo(screen)
    page = hand.page(GrantsPage, case)
    assert isinstance(page, GrantsPage)
    assert not page.propose_button.isVisibleTo(page)
    plan = hand.page(PlanPage, case)
    assert isinstance(plan, PlanPage)
    assert not plan.write_button.isVisibleTo(plan)


def test_what_is_shown_of_a_limit() -> None:
    words, tone = grants_presenter.headline("还没有救助标准。", 0)
    assert (words, tone) == ("还没有救助标准。", "amber")
    assert grants_presenter.explained("x") == ()
    assert grants_presenter.earlier("x") == ""


def test_a_limit_is_explained_without_the_tag_of_its_rule_set(office: Office) -> None:
    put_rules_in_force(office)
    limit = preview_limit(office, case_id=on_file(office), item="生活救助")
    steps = [step for step, _ in grants_presenter.explained(limit)]
    assert steps[0] == "救助标准"
    assert "申请（申报）" in steps and "计算" in steps
