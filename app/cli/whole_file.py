"""What happened to a file, as tables for `show`: papers, survey to approval, plan and grants, exit and visits."""

from collections.abc import Callable, Iterator
from datetime import date

from app.aid.grant_pages import grants_page
from app.aid.plan_pages import plan_page
from app.cases.attachments import attachments_view
from app.cases.money import LISTS
from app.cases.queries import money_view
from app.cases.shown import ShownCase, Table, show_case
from app.fields.kinds import YesNo
from app.leaving.exit_page import exit_page
from app.leaving.visit_page import visit_page
from app.office.session import Office
from app.review.approval_page import approval_page
from app.review.assessing import assessments
from app.review.publicity_page import publicity_page
from app.review.survey_page import survey_page
from db.values import format_money

Row = dict[str, str]


def whole_file(office: Office, number: str) -> ShownCase:
    """A file by its number with everything that was recorded on it. UserError where it is not in scope."""
    shown = show_case(office, number)
    found: list[Table] = list(shown.tables)
    for title, rows in _PARTS:
        lines = tuple(rows(office, shown.case_id))
        if lines:
            found.append((title, lines))
    found[1:1] = _money(office, shown.case_id)
    return ShownCase(shown.case_id, shown.head, shown.sections, tuple(found))


def _money(office: Office, case_id: int) -> Iterator[Table]:
    view = money_view(office, case_id)
    for kind in LISTS:
        lines = tuple(
            {"成员": line.person}
            | {
                field.label: field.kind.format(line.values.get(field.key))
                for field in kind.fields
                if line.values.get(field.key) not in (None, False)
                or (isinstance(field.kind, YesNo) and line.values.get(field.key) is True)
            }
            for line in view.lists.get(kind.key, ())
        )
        if lines:
            yield kind.label, lines


def _papers(office: Office, case_id: int) -> Iterator[Row]:
    for one in attachments_view(office, case_id).files:
        yield {"种类": one.kind, "名称": one.title, "添加日期": _day(one.added_on)}


def _surveys(office: Office, case_id: int) -> Iterator[Row]:
    for one in survey_page(office, case_id).surveys:
        yield {
            "日期": _day(one.visited_on),
            "方式": one.method,
            "调查人": "、".join(one.visitors),
            "被调查人": one.interviewee or ("" if one.is_met else "未遇"),
            "居住与家庭": one.living,
            "邻里核实": one.neighbours,
            "需求与意愿": one.wishes,
            "结论": one.conclusion,
            "说明": one.conclusion_note,
            "约定再访": _day(one.next_date),
        }


def _checks(office: Office, case_id: int) -> Iterator[Row]:
    for one in survey_page(office, case_id).checks:
        yield {
            "送核": _day(one.sent_on),
            "回复": _day(one.replied_on),
            "结果": one.result,
            "情况": one.detail,
        }


def _assessments(office: Office, case_id: int) -> Iterator[Row]:
    for one in assessments(office, case_id=case_id):
        yield {
            "日期": _day(one.made_on),
            "标准": one.policy_title,
            "结果": one.category or one.level or "不符合",
            "人口": str(one.people),
            "家庭总收入": one.income,
            "可扣除支出": one.deducted,
            "月人均纯收入": one.net_per_capita,
            "低保标准": format_money(one.dibao_fen),
        }


def _appraisals(office: Office, case_id: int) -> Iterator[Row]:
    for one in publicity_page(office, case_id).appraisals:
        votes = one.votes
        yield {
            "日期": _day(one.held_on),
            "应到": str(votes.invited),
            "实到": str(votes.present),
            "同意": str(votes.in_favour),
            "结果": "通过" if one.is_passed else "未通过",
        }


def _notices(office: Office, case_id: int) -> Iterator[Row]:
    for one in publicity_page(office, case_id).notices:
        yield {
            "种类": one.kind.value,
            "张贴": _day(one.period.posted_on),
            "起": _day(one.period.first_day),
            "止": _day(one.period.last_day),
            "地点": one.place,
            "类别": one.category,
            "结束": _day(one.closed_on),
            "作废": one.void_reason,
            "异议": "；".join(f"{row.text}（{row.answer or '待处理'}）" for row in one.objections),
        }


def _opinions(office: Office, case_id: int) -> Iterator[Row]:
    for one in approval_page(office, case_id).opinions:
        yield {
            "日期": _day(one.decided_on),
            "事项": one.label,
            "办理人": one.who,
            "意见": one.note,
            "依据": f"纸质审批，由{one.recorded_by}登记" if one.is_on_paper else "",
        }


def _measures(office: Office, case_id: int) -> Iterator[Row]:
    plan = plan_page(office, case_id).plan
    for one in plan.measures if plan is not None else ():
        yield {
            "类别": one.kind,
            "措施": one.content,
            "责任": one.responsible,
            "期限": _day(one.due_on),
            "完成": _day(one.done_on),
            "成效": one.result,
            "取消原因": one.drop_reason,
        }


def _grants(office: Office, case_id: int) -> Iterator[Row]:
    for one in grants_page(office, case_id).grants:
        yield {
            "项目": one.item,
            "对象": one.person,
            "申请": _day(one.asked_on),
            "金额": format_money(one.amount_fen),
            "进展": one.state,
            "批准": _day(one.decided_on),
            "发放": _day(one.paid_on),
            "收款人": one.payee.name,
            "银行卡号": one.payee.card,
            "资金": one.fund,
            "退回": one.return_reason,
        }


def _exits(office: Office, case_id: int) -> Iterator[Row]:
    for one in exit_page(office, case_id).exits:
        yield {
            "类型": one.kind.value,
            "提出": _day(one.proposed_on),
            "原因": one.reason,
            "集体研究": _day(one.meeting_on),
            "批准": _day(one.approved_on),
            "撤销": one.drop_reason,
            "告知书送达": _day(one.served_on),
        }


def _visits(office: Office, case_id: int) -> Iterator[Row]:
    for one in visit_page(office, case_id).lines:
        yield {
            "日期": _day(one.visited_on),
            "种类": "回访" if one.is_follow_up else "走访",
            "方式": one.method,
            "走访人": "、".join(name for name in (one.visitor_one, one.visitor_two) if name),
            "家庭月收入": "" if one.monthly_income is None else format_money(one.monthly_income),
            "新需求": one.new_needs,
            "返困风险": one.relapse_risk,
        }


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


_PARTS: tuple[tuple[str, Callable[[Office, int], Iterator[Row]]], ...] = (
    ("材料", _papers),
    ("入户调查", _surveys),
    ("经济核对", _checks),
    ("认定", _assessments),
    ("民主评议", _appraisals),
    ("公示", _notices),
    ("审核审批意见", _opinions),
    ("帮扶措施", _measures),
    ("救助", _grants),
    ("退出", _exits),
    ("走访和回访", _visits),
)
