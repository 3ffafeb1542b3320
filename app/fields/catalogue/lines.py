"""Fields of the lines below a household: income, outlay, receipts, assets, schooling, events, supporters."""

from app.fields.catalogue.field import Field, Group, Purpose
from app.fields.kinds import (
    Area,
    Choice,
    Count,
    Day,
    IdNumber,
    Mask,
    Money,
    Month,
    PersonName,
    Text,
    YesNo,
)
from db.codes import Stage

_RECORD, _ASKED = Group.RECORD, Purpose.RECOGNITION
_ALWAYS = Stage.DRAFT
_YUAN = "单位：元。"

INCOME_ITEM = (
    Field(
        "item",
        "收入项目",
        Choice(list_key="income_item"),
        _RECORD,
        _ASKED,
        required_from=_ALWAYS,
        source="assess",
    ),
    Field(
        "amount_fen",
        "金额",
        Money(),
        _RECORD,
        _ASKED,
        help=_YUAN,
        required_from=_ALWAYS,
        source="S2",
    ),
    Field(
        "month",
        "月份",
        Month(),
        _RECORD,
        _ASKED,
        help="不填表示前 12 个月合计。",
        source="assess",
    ),
    Field("proof", "证明材料", Text(), _RECORD, _ASKED, source="S19"),
)
OUTLAY_ITEM = (
    Field(
        "item",
        "支出项目",
        Choice(list_key="outlay_item"),
        _RECORD,
        _ASKED,
        required_from=_ALWAYS,
        source="assess",
    ),
    Field(
        "amount_fen",
        "金额",
        Money(),
        _RECORD,
        _ASKED,
        help=_YUAN,
        required_from=_ALWAYS,
        source="S2",
    ),
    Field(
        "month",
        "月份",
        Month(),
        _RECORD,
        _ASKED,
        help="不填表示前 12 个月合计。",
        source="assess",
    ),
    Field(
        "is_sudden",
        "是否突发",
        YesNo(),
        _RECORD,
        _ASKED,
        help="因突发重大疾病、事故或灾害发生的支出。",
        source="assess",
    ),
    Field("receipts", "票据张数", Count(most=9999), _RECORD, _ASKED, source="S19"),
    Field("proof", "证明材料", Text(), _RECORD, _ASKED, source="S19"),
)
RECEIPT = (
    Field("number", "票据号", Text(most=60), _RECORD, _ASKED, required_from=_ALWAYS, source="S105"),
    Field("issued_on", "开票日期", Day(is_past=True), _RECORD, _ASKED, source="S105"),
    Field("issuer", "医院或学校", Text(), _RECORD, _ASKED, source="S105"),
    Field(
        "total_fen",
        "总金额",
        Money(),
        _RECORD,
        _ASKED,
        help=_YUAN,
        required_from=_ALWAYS,
        source="S105",
    ),
    Field("insured_fen", "医保报销", Money(), _RECORD, _ASKED, source="S105"),
    Field("second_insured_fen", "二次报销", Money(), _RECORD, _ASKED, source="S105"),
    Field("mutual_aid_fen", "医疗互助", Money(), _RECORD, _ASKED, source="S105"),
    Field("other_aid_fen", "其他救助", Money(), _RECORD, _ASKED, source="S105"),
)
HOME = (
    Field(
        "area_centi",
        "建筑面积",
        Area(),
        _RECORD,
        _ASKED,
        help="单位：平方米。",
        required_from=_ALWAYS,
        source="S2, S11",
    ),
    Field("is_deeded", "是否有产权", YesNo(), _RECORD, _ASKED, source="S11"),
    Field("address", "地址", Text(mask=Mask.ADDRESS), _RECORD, _ASKED, source="S102"),
    Field("owner", "产权人", PersonName(), _RECORD, _ASKED, source="S102"),
)
VEHICLE = (
    Field("kind", "车辆种类", Choice(list_key="vehicle_kind"), _RECORD, _ASKED, source="S102"),
    Field("plate", "车牌号", Text(most=20), _RECORD, _ASKED, source="S106"),
    Field("owner", "登记人", PersonName(), _RECORD, _ASKED, source="S102"),
    Field("is_disability_aid", "是否残疾人功能性补偿代步车", YesNo(), _RECORD, _ASKED, source="S2"),
)
SCHOOLING = (
    Field("school", "学校", Text(), _RECORD, _ASKED, source="S4"),
    Field(
        "fee_fen",
        "每年学费",
        Money(),
        _RECORD,
        _ASKED,
        help=_YUAN,
        required_from=_ALWAYS,
        source="S4",
    ),
    Field("public_fee_fen", "当地同级公办学校学费", Money(), _RECORD, _ASKED, source="S4"),
    Field(
        "is_private_or_overseas",
        "是否民办收费学校或自费留学",
        YesNo(),
        _RECORD,
        _ASKED,
        source="S2",
    ),
)
HARDSHIP_EVENT = (
    Field(
        "kind",
        "事件",
        Choice(list_key="event_kind"),
        _RECORD,
        _ASKED,
        required_from=_ALWAYS,
        source="S1, S3, S4",
    ),
    Field("happened_on", "发生日期", Day(is_past=True), _RECORD, _ASKED, source="S1"),
    Field("has_injury_or_death", "是否造成伤亡", YesNo(), _RECORD, _ASKED, source="S3"),
    Field("note", "说明", Text(), _RECORD, _ASKED),
)
SUPPORTER = (
    Field("name", "姓名", PersonName(), _RECORD, _ASKED, required_from=_ALWAYS, source="S101"),
    Field("id_number", "身份证号", IdNumber(), _RECORD, _ASKED, source="S106"),
    Field(
        "relation", "与户主关系", Choice(list_key="relation"), _RECORD, _ASKED, source="S101, S106"
    ),
    Field(
        "family_size", "其家庭人口", Count(least=1, most=99), _RECORD, _ASKED, source="S102, S106"
    ),
    Field("family_monthly_income_fen", "其家庭月总收入", Money(), _RECORD, _ASKED, source="S106"),
    Field("monthly_support_fen", "每月赡(扶)养费", Money(), _RECORD, _ASKED, source="S106"),
)
