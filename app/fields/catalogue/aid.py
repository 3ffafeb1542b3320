"""Fields of plans, measures, funds, grants, payment batches, and of people helped without a file."""

from app.fields.catalogue.field import Field, Group, Purpose
from app.fields.kinds import (
    BankCard,
    Choice,
    Count,
    Day,
    IdNumber,
    LongText,
    Money,
    PersonName,
    Phone,
    Text,
    YesNo,
)
from db.codes import Stage

_RECORD, _RESULT, _BANK = Group.RECORD, Group.RESULT, Group.BANK
_ALWAYS = Stage.DRAFT
_PAST = Day(is_past=True)
_YUAN = "单位：元。"

PLAN = (
    Field("made_on", "制定日期", _PAST, _RECORD, Purpose.AID, required_from=_ALWAYS, source="S64"),
    Field("situation", "基本情况", LongText(), _RECORD, Purpose.AID, source="S27, S65"),
    Field("need", "帮扶需求", LongText(), _RECORD, Purpose.AID, required_from=_ALWAYS, source="C5"),
    Field("goal", "帮扶目标", LongText(), _RECORD, Purpose.AID, source="S64"),
    Field(
        "responsible",
        "帮扶责任人",
        PersonName(),
        _RECORD,
        Purpose.AID,
        required_from=_ALWAYS,
        source="S64",
    ),
    Field("review_on", "复核日期", Day(), _RECORD, Purpose.AID, source="S64"),
)
MEASURE = (
    Field("cause", "致困原因", Choice(list_key="cause"), _RECORD, Purpose.AID, source="4 §4.4"),
    Field("need", "需求", Text(), _RECORD, Purpose.AID, source="4 §4.4"),
    Field(
        "kind",
        "措施类别",
        Choice(list_key="measure_kind"),
        _RECORD,
        Purpose.AID,
        required_from=_ALWAYS,
        source="S49",
    ),
    Field(
        "batch_tag", "四个一批", Choice(list_key="measure_batch"), _RECORD, Purpose.AID, source="S5"
    ),
    Field(
        "content", "帮扶措施", LongText(), _RECORD, Purpose.AID, required_from=_ALWAYS, source="S64"
    ),
    Field("responsible", "责任单位或责任人", Text(), _RECORD, Purpose.AID, source="S64"),
    Field("start_on", "开始日期", Day(), _RECORD, Purpose.AID, source="S64"),
    Field("due_on", "完成期限", Day(), _RECORD, Purpose.AID, source="S64"),
    Field(
        "source", "资金来源", Choice(list_key="fund_source"), _RECORD, Purpose.AID, source="4 §4.3"
    ),
    Field("budget_fen", "预算金额", Money(), _RECORD, Purpose.AID, help=_YUAN, source="4 §4.4"),
    Field("is_done", "是否完成", YesNo(), _RESULT, Purpose.AID, source="S64"),
    Field("done_on", "完成日期", _PAST, _RESULT, Purpose.AID, source="S64"),
    Field("result", "成效", LongText(), _RESULT, Purpose.AID, source="S64"),
    Field("drop_reason", "取消原因", Text(), _RESULT, Purpose.AID),
)
FUND = (
    Field(
        "name", "资金名称", Text(), _RECORD, Purpose.PAYMENT, required_from=_ALWAYS, source="S60"
    ),
    Field(
        "source",
        "资金来源",
        Choice(list_key="fund_source"),
        _RECORD,
        Purpose.PAYMENT,
        required_from=_ALWAYS,
        source="S60",
    ),
    Field(
        "budget_year",
        "预算年度",
        Count(least=2000, most=2100),
        _RECORD,
        Purpose.PAYMENT,
        required_from=_ALWAYS,
        source="4 §4.3",
    ),
    Field(
        "amount_fen",
        "金额",
        Money(),
        _RECORD,
        Purpose.PAYMENT,
        help=_YUAN,
        required_from=_ALWAYS,
        source="S60",
    ),
    Field("document", "文件依据", Text(), _RECORD, Purpose.PAYMENT, source="S135"),
    Field("received_on", "到账日期", _PAST, _RECORD, Purpose.PAYMENT, source="S58"),
)
GRANT = (
    Field(
        "item",
        "帮扶项目",
        Choice(list_key="aid_item"),
        _RECORD,
        Purpose.PAYMENT,
        required_from=_ALWAYS,
        source="S17b",
    ),
    Field(
        "asked_on", "申请日期", _PAST, _RECORD, Purpose.PAYMENT, required_from=_ALWAYS, source="S30"
    ),
    Field(
        "amount_fen",
        "金额",
        Money(),
        _RECORD,
        Purpose.PAYMENT,
        help=_YUAN,
        required_from=_ALWAYS,
        source="S30",
    ),
    Field(
        "most_fen", "最高可给金额", Money(), _RECORD, Purpose.PAYMENT, is_derived=True, source="aid"
    ),
    Field(
        "approval_tier",
        "审批层级",
        Choice(list_key="approval_tier"),
        _RECORD,
        Purpose.PAYMENT,
        is_derived=True,
        source="aid",
    ),
    Field("over_limit_reason", "超过上限的理由", Text(), _RECORD, Purpose.PAYMENT, source="aid"),
    Field("reason", "申请理由", LongText(), _RECORD, Purpose.PAYMENT, source="S30"),
    Field("payee_name", "户名", PersonName(), _BANK, Purpose.PAYMENT, source="S58"),
    Field("payee_bank", "开户银行", Text(most=60), _BANK, Purpose.PAYMENT, source="S5, S26"),
    Field("payee_branch", "支行名称", Text(most=100), _BANK, Purpose.PAYMENT, source="S123"),
    Field("payee_card", "银行卡号", BankCard(), _BANK, Purpose.PAYMENT, source="S5, S26"),
    Field("proxy_name", "代领人", PersonName(), _BANK, Purpose.PAYMENT, source="S125"),
    Field(
        "proxy_relation",
        "代领人与户主关系",
        Choice(list_key="relation"),
        _BANK,
        Purpose.PAYMENT,
        source="S125",
    ),
    Field("proxy_id_number", "代领人身份证号", IdNumber(), _BANK, Purpose.PAYMENT, source="S125"),
    Field("paid_on", "发放日期", _PAST, _RESULT, Purpose.PAYMENT, source="S58"),
    Field("payment_reference", "回单号", Text(most=60), _RESULT, Purpose.PAYMENT, source="4 §4.2"),
    Field("returned_on", "退回日期", _PAST, _RESULT, Purpose.PAYMENT, source="9 §1.5"),
    Field("return_reason", "退汇原因", Text(), _RESULT, Purpose.PAYMENT, source="9 §1.5"),
)
PAYMENT_BATCH = (
    Field(
        "number",
        "批次号",
        Text(most=40),
        _RECORD,
        Purpose.PAYMENT,
        required_from=_ALWAYS,
        source="9 §1.5",
    ),
    Field(
        "made_on",
        "编制日期",
        _PAST,
        _RECORD,
        Purpose.PAYMENT,
        required_from=_ALWAYS,
        source="9 §1.5",
    ),
    Field("months_covered", "所属月份", Text(most=60), _RECORD, Purpose.PAYMENT, source="S133"),
    Field("paid_on", "发放日期", _PAST, _RESULT, Purpose.PAYMENT, source="S58"),
    Field("voucher", "凭证号", Text(most=60), _RESULT, Purpose.PAYMENT, source="S58"),
)
COMFORT = (
    Field(
        "name", "姓名", PersonName(), _RECORD, Purpose.PAYMENT, required_from=_ALWAYS, source="S131"
    ),
    Field("id_number", "身份证号", IdNumber(), _RECORD, Purpose.PAYMENT, source="9 §1.13"),
    Field("employer", "工作单位", Text(), _RECORD, Purpose.PAYMENT, source="9 §1.13"),
    Field("phone", "联系电话", Phone(), _RECORD, Purpose.CONTACT, source="9 §1.13"),
    Field(
        "group",
        "对象类别",
        Choice(list_key="beneficiary_group"),
        _RECORD,
        Purpose.STATISTICS,
        source="S134",
    ),
    Field(
        "helped_on",
        "日期",
        _PAST,
        _RECORD,
        Purpose.PAYMENT,
        required_from=_ALWAYS,
        source="9 §1.13",
    ),
    Field(
        "item",
        "帮扶项目",
        Choice(list_key="aid_item"),
        _RECORD,
        Purpose.PAYMENT,
        required_from=_ALWAYS,
        source="9 §1.13",
    ),
    Field(
        "amount_fen",
        "金额",
        Money(),
        _RECORD,
        Purpose.PAYMENT,
        help="单位：元；慰问品折价计入。",
        required_from=_ALWAYS,
        source="9 §1.13",
    ),
    Field("goods", "慰问品", Text(), _RECORD, Purpose.PAYMENT, source="9 §1.13"),
)
