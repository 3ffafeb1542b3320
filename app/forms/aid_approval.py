"""帮扶救助审批表: who asks, the figures of the assessment, what is granted, three opinions.

No official blank was found: our own layout (参考样式) after the domain notes, 5 §5.1.
"""

from app.fields.money import rmb_capitals
from app.forms.boxes import LABEL, begin_of_file, day, number, pairs, sealed_box, yuan
from app.forms.context import FormContext
from app.forms.data import aid_data
from app.forms.form import Form, Needs, StampWhen
from app.forms.records import AidData
from app.paper import Align, Document, Label, Sheet, Value
from app.paper.entries import Entry
from db.codes import Bearer

NAME = "帮扶救助审批表"
BLANK = AidData()
_ROW, _BOX = 7.6, 44.0  # one page holds it all, the 42 mm circles included
_SHORT_LABEL = 18.0  # mm: leaves room for the name of a branch


def build(data: AidData, context: FormContext) -> Document:
    """The form of one grant; `BLANK` gives the empty one."""
    sheet = begin_of_file(NAME, context, data.head, head_right=Entry("申请日期", data.asked_on))
    _applicant(sheet, data)
    _means(sheet, data)
    _asked(sheet, data)
    sealed_box(sheet, context, Bearer.BASIC, "基层工会\n意见", data.basic_union, height=_BOX)
    sealed_box(
        sheet, context, Bearer.UPPER, "系统（镇街）\n工会意见", data.upper_union, height=_BOX
    )
    _decided(sheet, data, context)
    return sheet.document


def _applicant(sheet: Sheet, data: AidData) -> None:
    who, head = data.applicant, data.head
    pairs(
        sheet,
        ("申请人姓名", who.name),
        ("性别", who.sex),
        ("年龄", number(who.age, " 岁")),
        height=_ROW,
    )
    pairs(sheet, ("身份证号", who.id_number), ("联系电话", who.phone), height=_ROW)
    pairs(sheet, ("工作单位", who.employer), height=_ROW)
    pairs(sheet, ("家庭住址", who.address), height=_ROW)
    category = "·".join(filter(None, (head.category, head.level)))
    pairs(
        sheet,
        ("档案编号", head.number),
        ("困难类别", category),
        ("建档日期", day(head.filed_on)),
        height=_ROW,
    )


def _means(sheet: Sheet, data: AidData) -> None:
    means = data.means
    people = means.people if means.people is not None else data.applicant.people
    pairs(
        sheet,
        ("前12个月\n收入(元)", means.income),
        ("可扣除\n支出(元)", means.outlay),
        ("家庭人口", number(people, " 人")),
        height=8.6,
    )
    times = f"{means.multiple} 倍" if means.multiple else ""
    pairs(
        sheet,
        ("月人均\n纯收入(元)", means.net_per_capita),
        ("低保标准\n(元/月)", yuan(means.dibao_fen)),
        ("相当于\n低保标准", times),
        height=8.6,
    )
    pairs(sheet, ("认定依据", means.rule_set), ("主要致困原因", data.head.main_cause), height=_ROW)


def _asked(sheet: Sheet, data: AidData) -> None:
    pairs(sheet, ("救助项目", data.item), ("救助对象", data.beneficiary), height=_ROW)
    reason = Value(data.reason, field="申请理由", align=Align.LEFT)
    sheet.row([Label("申请理由", LABEL), reason], height=12)
    sheet.row(
        [
            Label("收款人", LABEL),
            Value(data.payee, 24, field="收款人"),
            Label("开户银行", _SHORT_LABEL),
            Value(data.bank, field="开户银行"),
            Label("银行卡号", _SHORT_LABEL),
            Value(data.bank_card, 34, field="银行卡号"),
        ],
        height=_ROW,
    )


def _decided(sheet: Sheet, data: AidData, context: FormContext) -> None:
    fen = data.amount_fen if data.is_approved else None
    amount = f"{rmb_capitals(fen)}（¥{yuan(fen)}）" if fen is not None else ""
    sheet.need(2 * _ROW + _BOX)  # what was granted and the seal on it stay together
    sheet.row([Label("核定金额", LABEL), Value(amount, field="核定金额", size=12)], height=_ROW)
    pairs(
        sheet,
        ("资金来源", data.fund),
        ("最高限额(元)", yuan(data.most_fen)),
        height=_ROW,
    )
    over = f"超限额理由：{data.over_limit_reason}" if data.over_limit_reason else ""
    sealed_box(
        sheet,
        context,
        Bearer.COUNTY,
        "县级工会\n帮扶意见",
        data.county_union,
        above=over,
        height=_BOX,
        handler_label="承办部门负责人签字",
    )


FORM = Form(
    "aid_approval",
    NAME,
    Needs.GRANT,
    copies=2,
    build=build,
    read=aid_data,
    blank=BLANK,
    stamp_when=StampWhen.DECIDED,
    boxes=(Bearer.BASIC, Bearer.UPPER),
)
