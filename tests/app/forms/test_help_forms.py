"""The forms of decision, help, exit and follow-up: facts in their cells, one page where one is meant."""

import re
from dataclasses import replace
from datetime import date

import pytest

from app.changes import Op
from app.errors import UserError
from app.forms.batches import preview_roster, print_roster
from app.forms.choosing import print_choices
from app.forms.issuing import blank_form, issue, preview
from app.office.session import Office
from app.paper import page_count, text_of
from app.policy.rules import RULE_SET_IDS
from db.codes import ExitKind, Role, Stage
from db.models import (
    Appraisal,
    AssessmentRecord,
    CheckReply,
    Exit,
    Grant,
    Operation,
    Person,
    Plan,
    Survey,
    Visit,
)

from .conftest import Filed, TextAt, id_number, make_batch


def _flat(pdf: bytes) -> str:
    return re.sub(r"\s+", "", "".join(text_of(pdf, page) for page in range(page_count(pdf))))


def test_the_filing_approval_tells_what_every_step_gave(
    office: Office, filed: Filed, text_at: TextAt
) -> None:
    with office.write(Op.EDIT_FACTS, filed.case_id) as work:
        work.session.add_all(
            [
                Survey(
                    case_id=filed.case_id,
                    visited_on=date(2026, 1, 26),
                    method="入户",
                    visitor_one="罗志强",
                    visitor_two="林秀英",
                    conclusion="符合相对困难",
                ),
                CheckReply(
                    case_id=filed.case_id,
                    replied_on=date(2026, 2, 4),
                    result="相符",
                    valid_until=date(2026, 8, 4),
                ),
                Appraisal(
                    case_id=filed.case_id,
                    held_on=date(2026, 2, 6),
                    invited=15,
                    present=13,
                    in_favour=12,
                    against=0,
                    abstained=1,
                    is_passed=True,
                ),
            ]
        )
        work.done()
    made = issue(office, form="filing_approval", case_id=filed.case_id, reason="归档")
    assert made.pages == 1
    assert text_at(made.pdf, 46, 45.4, 62, 8.4) == id_number(271)
    flat = _flat(made.pdf)
    for fact in (
        "2026年1月26日由罗志强、林秀英入户调查，结论：符合相对困难。",
        "2026年2月4日回复，核对结果：相符，有效期至2026年8月4日。",
        "应到15人，实到13人，同意12票，不同意0票，弃权1票，通过。",
        "公示5个工作日，期满无异议。",
        "情况属实，同意上报。",
        "同意建档，按相对困难职工帮扶。",
        "周国栋",
    ):
        assert fact in flat, fact


def test_the_plan_lists_every_measure_with_its_progress(
    office: Office, filed: Filed, text_at: TextAt
) -> None:
    made = issue(office, form="plan", case_id=filed.case_id, reason="张贴")
    assert made.pages == 1
    assert "𠮷永福" in text_at(made.pdf, 46, 36, 40, 10)
    flat = _flat(made.pdf)
    for fact in (
        "办理医疗救助，协助报销（工会帮扶）",
        "2026-03-10至2026-12-31",
        "20,000.00",
        "2026-08-20完成。已发放助学金。",
        "责任人：罗志强",
        "计划复评日期：2026年9月10日。",
    ):
        assert fact in flat, fact
    assert id_number(271) not in flat


def test_without_a_plan_there_is_none_to_print(office: Office, filed: Filed) -> None:
    with office.write(Op.EDIT_FACTS, filed.case_id) as work:
        work.session.delete(work.session.query(Plan).one())
        work.done()
    with pytest.raises(UserError, match="请先在“帮扶计划”页编制"):
        preview(office, form="plan", case_id=filed.case_id)
    choices = print_choices(office, case_id=filed.case_id)
    assert choices.form("plan").obstacle and choices.suggested != "plan"


def test_the_letter_of_exit_gives_reason_figures_and_a_receipt(
    office: Office, filed: Filed, text_at: TextAt
) -> None:
    with office.write(Op.EDIT_FACTS, filed.case_id) as work:
        work.case.stage, work.case.watch_until = Stage.MONITORED, date(2027, 4, 30)
        row = work.session.query(Exit).one()
        row.notice_served_on, row.notice_receiver = date(2026, 11, 2), "韦秀兰"
        work.done()
    made = issue(office, form="exit_letter", case_id=filed.case_id, reason="告知")
    flat = _flat(made.pdf)
    for fact in (
        "经本人申请、工会集体研究并按程序审批，您的家庭自2026年10月30日起退出困难职工档案",
        "一、退出类型：脱困。",
        "儿子毕业就业。",
        "月人均纯收入1,750.00元，当地低保标准每月800.00元。",
        "跟踪回访至2027年4月30日",
        "可以重新申请",
    ):
        assert fact in flat, fact
    assert made.pages == 1 and id_number(271) not in flat
    receipt = text_at(made.pdf, 23, 222, 170, 58)
    assert "韦秀兰" in receipt and "2026年11月2日" in receipt
    with office.write(Op.EDIT_FACTS, filed.case_id) as work:
        work.session.query(Exit).one().kind = ExitKind.MOVED
        work.done()
    assert "跟踪回访" not in _flat(preview(office, form="exit_letter", case_id=filed.case_id))


def test_the_roster_adds_up_by_page_and_in_capitals(office: Office, filed: Filed) -> None:
    pdf = preview_roster(office, batch_id=make_batch(office, filed, payments=22))
    assert page_count(pdf) == 2
    pages = [re.sub(r"\s+", "", text_of(pdf, page)) for page in (0, 1)]
    subtotals = [re.search(r"本页小计(\d+)笔([\d,.]+)元", page) for page in pages]
    told = [(int(one[1]), round(float(one[2].replace(",", "")) * 100)) for one in subtotals if one]
    assert len(told) == 2 and sum(count for count, _ in told) == 22
    assert sum(fen for _, fen in told) == sum(100_050 + at for at in range(22)) == 2_201_331
    assert "总计" not in pages[0] and "人民币贰万贰仟零壹拾叁元叁角壹分" in pages[1]
    assert "22笔¥22,013.31" in pages[1] and "分管领导" in pages[1] and "第2页共2页" in pages[1]
    assert pages[0].count("序号") == pages[1].count("序号") == 1
    for fact in ("𠮷永福", id_number(271), "6228480830012345678", "中国农业银行青禾县支行"):
        assert fact in pages[0], fact


def test_what_is_handed_out_is_signed_for_on_a_list_of_its_own(office: Office) -> None:
    transfer, handed = (
        re.sub(r"\s+", "", text_of(blank_form(office, form="roster").pdf, page)) for page in (0, 1)
    )
    for word in ("本人签字(手印)", "物品名称、数量", "代领人、关系和证号"):
        assert word in handed and word not in transfer, word
    assert "联系电话" in transfer and "联系电话" in handed
    assert "账号" in transfer and "账号" not in handed and "（单位公章）" in handed
    assert "第1页共1页" in transfer and "第1页共1页" in handed, "two lists, not one of two pages"


def test_the_roster_says_how_to_reach_them_and_what_the_bank_answered(
    office: Office, filed: Filed
) -> None:
    batch_id = make_batch(office, filed)
    with office.write(Op.EDIT_FACTS, filed.case_id) as work:
        work.session.query(Person).filter(Person.is_applicant).one().phone = "13977200271"
        paid = work.session.query(Grant).filter(Grant.batch_id == batch_id).all()
        paid[0].payment_reference = "HD-20260302-07"
        work.done()
    assert "13977200271" in _flat(preview_roster(office, batch_id=batch_id))
    assert "HD-20260302-07" in _flat(preview_roster(office, batch_id=batch_id))
    office.user = replace(office.user, roles=frozenset({Role.APPROVER}), is_solo=False)
    flat = _flat(preview_roster(office, batch_id=batch_id))
    assert "13977200271" not in flat and "139****0271" in flat


def test_the_roster_shows_accounts_to_clerk_and_finance_only(office: Office, filed: Filed) -> None:
    batch_id = make_batch(office, filed)
    office.user = replace(office.user, roles=frozenset({Role.FINANCE}), is_solo=False)
    assert "6228480830012345678" in _flat(preview_roster(office, batch_id=batch_id))
    office.user = replace(office.user, roles=frozenset({Role.APPROVER}), is_solo=False)
    flat = _flat(preview_roster(office, batch_id=batch_id))
    assert "6228480830012345678" not in flat and id_number(271) not in flat and "5678" in flat


def test_printing_a_roster_is_journalled_and_never_partial(office: Office, filed: Filed) -> None:
    batch_id = make_batch(office, filed)
    made = print_roster(office, batch_id=batch_id)
    assert made.file_name == "困难职工帮扶资金发放花名册-PC-2026-001.pdf" and made.pages == 1
    with office.read() as session:
        assert session.query(Operation).filter(Operation.op == "PRINT_FORM").count() == 1
    with pytest.raises(UserError, match="没有找到这个批次"):
        print_roster(office, batch_id=batch_id + 99)
    with pytest.raises(UserError, match="按批次打印"):
        preview(office, form="roster", case_id=filed.case_id)
    office.user = replace(office.user, scope=frozenset(), is_solo=False)
    with pytest.raises(UserError, match="不在您管辖范围内的户"):
        print_roster(office, batch_id=batch_id)


def test_every_visit_is_a_line(office: Office, filed: Filed) -> None:
    with office.write(Op.EDIT_FACTS, filed.case_id) as work:
        for at in range(12):
            work.session.add(
                Visit(
                    case_id=filed.case_id,
                    is_follow_up=at > 6,
                    visited_on=date(2026, 3, 1 + at),
                    method="入户",
                    visitor_one="罗志强",
                    visitor_two="林秀英",
                    monthly_income_fen=410_000 + at,
                    is_cause_gone=at > 6,
                    new_needs="希望继续医疗互助。",
                    relapse_risk="关注",
                    satisfaction="满意",
                    interviewee="韦秀兰",
                )
            )
        work.done()
    pdf = preview(office, form="visits", case_id=filed.case_id)
    flat = _flat(pdf)
    assert page_count(pdf) == 2 and flat.count("入户") == 12 and "4,100.11" in flat
    assert flat.count("希望继续医疗互助。") == 12 and "被访人" in text_of(pdf, 1)
    assert "2026-03-12" in flat


def test_the_annual_review_is_sealed_when_it_was_made(office: Office, filed: Filed) -> None:
    assert preview(office, form="annual_review", case_id=filed.case_id)
    with pytest.raises(UserError, match="还没有办理年度复核"):
        issue(office, form="annual_review", case_id=filed.case_id, reason="归档")


def test_the_annual_review_sets_last_year_beside_this_year(office: Office, filed: Filed) -> None:
    with office.write(Op.EDIT_FACTS, filed.case_id) as work:
        for made, income, net, category in (
            (date(2025, 11, 3), "61264.00", "1059.67", "相对困难职工"),
            (date(2026, 11, 3), "58000.50", "991.68", "深度困难职工"),
        ):
            work.session.add(
                AssessmentRecord(
                    case_id=filed.case_id,
                    made_on=made,
                    policy=RULE_SET_IDS[0],
                    dibao_fen=80_000,
                    facts={},
                    result={
                        "income": income,
                        "deducted": "10400.00",
                        "n": 4,
                        "net_per_capita": net,
                    },
                    is_eligible=True,
                    category=category,
                )
            )
        work.case.reviewed_on = date(2026, 11, 4)
        work.done()
    made_form = issue(office, form="annual_review", case_id=filed.case_id, reason="归档")
    flat = _flat(made_form.pdf)
    assert made_form.pages == 1
    for fact in (
        "前12个月收入(元)61,264.0058,000.50-3,263.50",
        "可扣除支出(元)10,400.0010,400.00不变",
        "月人均纯收入(元)1,059.67991.68-67.99",
        "相当于低保标准1.32倍1.23倍",
        "认定类别相对困难职工深度困难职工",
        "✓类别调整",
        "2026年11月4日",
    ):
        assert fact in flat, fact
