"""Fields of what happens to a case: survey, check, appraisal, publicity, exit, visit, authorisation."""

from app.fields.catalogue.field import Field, Group, Purpose, When
from app.fields.kinds import (
    Choice,
    Count,
    Day,
    LongText,
    Money,
    PersonName,
    Phone,
    Text,
    YesNo,
)
from db.codes import Stage

_RECORD, _RESULT, _BY_RULE = Group.RECORD, Group.RESULT, Purpose.PROCEDURE
_ALWAYS = Stage.DRAFT
_PAST = Day(is_past=True)
_VOTES = Count(most=999)

SURVEY = (
    Field("visited_on", "调查日期", _PAST, _RECORD, _BY_RULE, required_from=_ALWAYS, source="S101"),
    Field(
        "method",
        "调查方式",
        Choice(list_key="visit_method"),
        _RECORD,
        _BY_RULE,
        required_from=_ALWAYS,
        source="9 §1.1",
    ),
    Field(
        "visitor_one",
        "调查人一",
        PersonName(),
        _RECORD,
        _BY_RULE,
        required_from=_ALWAYS,
        source="S41",
    ),
    Field(
        "visitor_two",
        "调查人二",
        PersonName(),
        _RECORD,
        _BY_RULE,
        required_from=_ALWAYS,
        source="S41",
    ),
    Field(
        "no_kinship",
        "调查人与申请人无亲属关系",
        YesNo(),
        _RECORD,
        _BY_RULE,
        help="回避声明，两位调查人都须确认。",
        source="S101, S106",
    ),
    Field("is_met", "是否见到本人或家人", YesNo(), _RECORD, _BY_RULE, source="lifecycle"),
    Field(
        "next_date",
        "再次调查日期",
        Day(),
        _RECORD,
        _BY_RULE,
        when=When("is_met", (False,)),
        required_from=_ALWAYS,
        source="lifecycle",
    ),
    Field(
        "interviewee",
        "被调查人",
        PersonName(),
        _RECORD,
        _BY_RULE,
        when=When("is_met", (True,)),
        required_from=_ALWAYS,
        source="S41",
    ),
    Field("living", "居住与家庭实况", LongText(), _RECORD, Purpose.RECOGNITION, source="9 §1.1"),
    Field(
        "neighbours", "邻里、单位、社区核实", LongText(), _RECORD, Purpose.RECOGNITION, source="S41"
    ),
    Field("wishes", "需求与本人意愿", LongText(), _RECORD, Purpose.AID, source="5 §5.1"),
    Field(
        "conclusion",
        "调查结论",
        Choice(list_key="survey_conclusion"),
        _RESULT,
        Purpose.RECOGNITION,
        when=When("is_met", (True,)),
        required_from=_ALWAYS,
        source="5 §5.1",
    ),
    Field("conclusion_note", "结论说明", LongText(), _RESULT, Purpose.RECOGNITION, source="5 §5.1"),
)
CHECK_REPLY = (
    Field("sent_on", "送核日期", _PAST, _RECORD, _BY_RULE, source="S44"),
    Field("replied_on", "回复日期", _PAST, _RECORD, _BY_RULE, source="S44"),
    Field(
        "result",
        "核对结果",
        Choice(list_key="check_result"),
        _RESULT,
        Purpose.RECOGNITION,
        required_from=_ALWAYS,
        source="S44",
    ),
    Field("detail", "核对情况", LongText(), _RESULT, Purpose.RECOGNITION, source="S28, S44"),
    Field("valid_until", "有效期至", Day(), _RESULT, _BY_RULE, source="S34"),
)
APPRAISAL = (
    Field("held_on", "评议日期", _PAST, _RECORD, _BY_RULE, required_from=_ALWAYS, source="S109"),
    Field("place", "地点", Text(), _RECORD, _BY_RULE, source="S110"),
    Field("chair", "主持人", PersonName(), _RECORD, _BY_RULE, source="S110"),
    Field("invited", "应到人数", _VOTES, _RECORD, _BY_RULE, required_from=_ALWAYS, source="S109"),
    Field("present", "实到人数", _VOTES, _RECORD, _BY_RULE, required_from=_ALWAYS, source="S109"),
    Field("in_favour", "同意票", _VOTES, _RESULT, _BY_RULE, required_from=_ALWAYS, source="S109"),
    Field("against", "不同意票", _VOTES, _RESULT, _BY_RULE, required_from=_ALWAYS, source="S109"),
    Field("abstained", "弃权票", _VOTES, _RESULT, _BY_RULE, required_from=_ALWAYS, source="S109"),
    Field("recused", "回避人员", Text(), _RECORD, _BY_RULE, source="S109"),
    Field("minutes", "评议记录", LongText(), _RECORD, _BY_RULE, source="S19, S110"),
    Field(
        "is_passed", "是否通过", YesNo(), _RESULT, _BY_RULE, required_from=_ALWAYS, source="S109"
    ),
)
PUBLICITY = (
    Field(
        "posted_on", "张贴日期", _PAST, _RECORD, _BY_RULE, required_from=_ALWAYS, source="S22, S42"
    ),
    Field(
        "working_days",
        "公示工作日数",
        Count(least=1, most=60),
        _RECORD,
        _BY_RULE,
        help="不少于 5 个工作日。",
        required_from=_ALWAYS,
        source="S22, S42, S130",
    ),
    Field("first_day", "公示起", Day(), _RECORD, _BY_RULE, is_derived=True, source="lifecycle"),
    Field("last_day", "公示止", Day(), _RECORD, _BY_RULE, is_derived=True, source="lifecycle"),
    Field("place", "张贴地点", Text(), _RECORD, _BY_RULE, required_from=_ALWAYS, source="S108"),
    Field("contact", "异议受理人", PersonName(), _RECORD, _BY_RULE, source="9 §1.2"),
    Field("contact_phone", "异议受理电话", Text(most=40), _RECORD, _BY_RULE, source="9 §1.2"),
    Field("category", "公示类别", Choice(list_key="category"), _RECORD, _BY_RULE, source="9 §1.2"),
    Field("void_reason", "作废原因", Text(), _RESULT, _BY_RULE, source="lifecycle"),
)
OBJECTION = (
    Field("raised_on", "提出日期", _PAST, _RECORD, _BY_RULE, required_from=_ALWAYS, source="C8"),
    Field("raised_by", "提出人", PersonName(), _RECORD, _BY_RULE, help="可以匿名。", source="C8"),
    Field("text", "异议内容", LongText(), _RECORD, _BY_RULE, required_from=_ALWAYS, source="C8"),
    Field("decided_on", "处理日期", _PAST, _RESULT, _BY_RULE, source="C8"),
    Field("is_upheld", "异议是否成立", YesNo(), _RESULT, _BY_RULE, source="C8"),
    Field("answer", "处理意见", LongText(), _RESULT, _BY_RULE, source="C8"),
)
EXIT = (
    Field(
        "kind",
        "退出类型",
        Choice(list_key="exit_kind"),
        _RECORD,
        _BY_RULE,
        required_from=_ALWAYS,
        source="S28, S29",
    ),
    Field(
        "initiator",
        "提出方式",
        Choice(list_key="exit_initiator"),
        _RECORD,
        _BY_RULE,
        required_from=_ALWAYS,
        source="S130",
    ),
    Field(
        "proposed_on", "提出日期", _PAST, _RECORD, _BY_RULE, required_from=_ALWAYS, source="S130"
    ),
    Field(
        "reason", "退出原因", LongText(), _RECORD, _BY_RULE, required_from=_ALWAYS, source="S130"
    ),
    Field("statement_on", "本人签署无异议日期", _PAST, _RECORD, _BY_RULE, source="S46"),
    Field("meeting_on", "集体研究日期", _PAST, _RECORD, _BY_RULE, source="S130"),
    Field("meeting_people", "参加人数", _VOTES, _RECORD, _BY_RULE, source="S130"),
    Field(
        "months_above",
        "连续超过低保标准的月数",
        Count(most=600),
        _RECORD,
        Purpose.RECOGNITION,
        source="S29",
    ),
    Field(
        "income_fen", "近 12 个月家庭收入", Money(), _RECORD, Purpose.RECOGNITION, source="9 §1.3"
    ),
    Field(
        "outlay_fen", "近 12 个月刚性支出", Money(), _RECORD, Purpose.RECOGNITION, source="9 §1.3"
    ),
    Field(
        "people", "家庭人口", Count(least=1, most=99), _RECORD, Purpose.RECOGNITION, source="9 §1.3"
    ),
    Field("dibao_fen", "低保标准", Money(), _RECORD, Purpose.RECOGNITION, source="9 §1.3"),
    Field("drop_reason", "撤销退出的原因", Text(), _RESULT, _BY_RULE, source="lifecycle"),
    Field("notice_served_on", "告知书送达日期", _PAST, _RESULT, _BY_RULE, source="S130"),
    Field("notice_receiver", "告知书签收人", PersonName(), _RESULT, _BY_RULE, source="S130"),
)
VISIT = (
    Field("visited_on", "走访日期", _PAST, _RECORD, _BY_RULE, required_from=_ALWAYS, source="S130"),
    Field(
        "method",
        "走访方式",
        Choice(list_key="visit_method"),
        _RECORD,
        _BY_RULE,
        required_from=_ALWAYS,
        source="S28, S130",
    ),
    Field(
        "visitor_one",
        "走访人一",
        PersonName(),
        _RECORD,
        _BY_RULE,
        required_from=_ALWAYS,
        source="S130",
    ),
    Field("visitor_two", "走访人二", PersonName(), _RECORD, _BY_RULE, source="9 §1.4"),
    Field("interviewee", "被访人", PersonName(), _RECORD, _BY_RULE, source="9 §1.4"),
    Field("people_change", "家庭人口变化", Text(), _RECORD, Purpose.AID, source="9 §1.4"),
    Field("monthly_income_fen", "家庭月收入", Money(), _RECORD, Purpose.AID, source="9 §1.4"),
    Field("outlay_change", "刚性支出变化", Text(), _RECORD, Purpose.AID, source="9 §1.4"),
    Field("is_cause_gone", "致困原因是否消除", YesNo(), _RECORD, Purpose.AID, source="S141"),
    Field("new_needs", "新需求", LongText(), _RECORD, Purpose.AID, source="9 §1.4"),
    Field("measures_done", "已落实措施", LongText(), _RECORD, Purpose.AID, source="9 §1.4"),
    Field(
        "relapse_risk",
        "返困风险",
        Choice(list_key="relapse_risk"),
        _RESULT,
        Purpose.AID,
        source="9 §1.4",
    ),
    Field(
        "satisfaction",
        "满意度",
        Choice(list_key="satisfaction"),
        _RESULT,
        Purpose.AID,
        source="S127",
    ),
    Field("remarks", "备注", LongText(), _RESULT, _BY_RULE),
)
AUTHORISATION = (
    Field("number", "授权书编号", Text(most=40), _RECORD, _BY_RULE, source="S106"),
    Field("signed_on", "签署日期", _PAST, _RECORD, _BY_RULE, source="S106"),
    Field("scope", "授权范围", Text(), _RECORD, _BY_RULE, source="S106"),
    Field("copies", "份数", Count(least=1, most=9), _RECORD, _BY_RULE, source="S106"),
    Field("renewal_reason", "重新授权原因", Text(), _RESULT, _BY_RULE, source="S106"),
)
VISITOR = (
    Field(
        "name",
        "来访人",
        PersonName(),
        _RECORD,
        Purpose.CONTACT,
        required_from=_ALWAYS,
        source="S111",
    ),
    Field("phone", "电话", Phone(), _RECORD, Purpose.CONTACT, source="S111"),
    Field("came_on", "来访日期", _PAST, _RECORD, _BY_RULE, required_from=_ALWAYS, source="S111"),
    Field("way", "来访形式", Choice(list_key="visitor_way"), _RECORD, _BY_RULE, source="S111"),
    Field("matter", "反映内容及要求", LongText(), _RECORD, _BY_RULE, source="S111"),
    Field("answer", "接待处理意见", LongText(), _RESULT, _BY_RULE, source="S111"),
    Field("received_by", "接待人", PersonName(), _RECORD, _BY_RULE, source="S111"),
)
