"""困难职工档案表: the fields of the national form (V2, V3), front and back.

Front: the worker, the household, money, cause, members. Back: situation, papers, opinions with seals.
More members than the front holds go on at the back under a repeated header.
"""

from app.fields.codes import codes
from app.forms.boxes import (
    LABEL,
    begin_of_file,
    choices,
    day,
    number,
    pairs,
    sealed_box,
    yes_no,
    yuan,
)
from app.forms.context import FormContext
from app.forms.data import file_data
from app.forms.form import Form, Needs, StampWhen
from app.forms.records import FileData, MemberLine
from app.lifecycle import Stage
from app.paper import Align, Column, Document, Label, Sheet, Ticks, Value
from app.paper.cells import Prose
from db.codes import Bearer

NAME = "困难职工档案表"
BLANK = FileData()
_MEMBER_ROWS = 7
_COLUMNS = (
    Column("姓名", 18),
    Column("关系", 12),
    Column("性别", 9),
    Column("出生日期", 18.5),
    Column("身份证号", 33),
    Column("健康状况", 16),
    Column("身份", 15.5),
    Column("月收入(元)", 15.5, Align.RIGHT),
    Column("单位或学校"),
)


def build(data: FileData, context: FormContext) -> Document:
    """The form of one household; `BLANK` gives the empty one."""
    sheet = begin_of_file(NAME, context, data.head)
    front = sheet.page
    _front(sheet, data)
    _members(sheet, data.members)
    if sheet.page is front:
        sheet.new_page()
    else:
        sheet.gap(4)  # the members went on to the back already
    _back(sheet, data, context)
    return sheet.document


def _front(sheet: Sheet, data: FileData) -> None:
    who, head = data.applicant, data.head
    pairs(sheet, ("姓名", who.name), ("性别", who.sex), ("民族", data.ethnicity))
    pairs(
        sheet,
        ("身份证号", who.id_number),
        ("出生日期", day(who.birth)),
        ("政治面貌", data.political_status),
    )
    health = "·".join(filter(None, (data.health, data.disease)))
    pairs(
        sheet,
        ("健康状况", health),
        ("残疾类别", data.disability),
        ("婚姻状况", data.marital_status),
    )
    category = "·".join(filter(None, (head.category, head.level)))
    pairs(
        sheet,
        ("困难类别", category),
        ("工作状态", data.work_status),
        ("劳模类型", data.model_worker),
    )
    pairs(
        sheet,
        ("手机号码", who.phone),
        ("其他联系方式", data.other_contact),
        ("邮政编码", data.postcode),
    )
    pairs(
        sheet,
        ("户口类型", data.registration_kind),
        ("医保状况", data.medical_insurance),
        ("参加工作时间", day(data.work_start)),
    )
    pairs(sheet, ("户口所在地", data.region), ("所属行业", data.industry))
    pairs(sheet, ("工作单位", who.employer), ("单位性质", data.employer_nature))
    pairs(sheet, ("家庭住址", who.address), ("企业状况", data.employer_state))
    _money(sheet, data)
    _causes(sheet, data)


def _money(sheet: Sheet, data: FileData) -> None:
    pairs(
        sheet,
        ("住房类型", data.housing_kind),
        ("建筑面积", data.floor_area),
        ("家庭人口", number(data.applicant.people, " 人")),
    )
    pairs(
        sheet,
        ("本人月平均\n收入(元)", yuan(data.monthly_income_fen)),
        ("其他非薪资\n年收入(元)", yuan(data.non_wage_income_fen)),
        ("家庭年度\n总收入(元)", data.annual_income),
        height=9.5,
    )
    pairs(
        sheet,
        ("家庭月人均\n收入(元)", data.monthly_per_capita),
        ("是否单亲", yes_no(data.is_single_parent)),
        ("是否零就业\n家庭", yes_no(data.has_no_earner)),
        height=9.5,
    )
    pairs(
        sheet,
        ("有无自救能力", _has(data.can_help_itself)),
        ("是否解困\n脱困对象", yes_no(data.is_relief_target)),
        ("确定时间", day(data.relief_target_since)),
        height=9.5,
    )
    pairs(
        sheet,
        ("开户银行", data.bank_name),
        ("支行名称", data.bank_branch),
        ("银行卡号", data.bank_card),
    )


def _has(value: bool | None) -> str:
    return "" if value is None else ("有" if value else "无")


def _causes(sheet: Sheet, data: FileData) -> None:
    main = [data.head.main_cause] if data.head.main_cause else []
    _ticks(sheet, "主要致困\n原因", "cause", main, height=13)
    if data.main_cause_text:
        sheet.row([Label("原因说明", LABEL), Value(data.main_cause_text, field="原因说明")])
    _ticks(sheet, "次要致困\n原因", "cause", data.other_causes, height=13)
    group = [data.focus_group] if data.focus_group else []
    _ticks(sheet, "重点群体", "focus_group", group, height=13)
    _ticks(sheet, "四个一批", "measure_batch", data.measure_batches, height=8)


def _ticks(
    sheet: Sheet, label: str, key: str, chosen: list[str] | tuple[str, ...], *, height: float
) -> None:
    options = choices(codes(key).labels, list(chosen))
    sheet.row(
        [Label(label, LABEL), Ticks(options, size=9.0, field=label.replace("\n", ""))],
        height=height,
    )


def _members(sheet: Sheet, members: tuple[MemberLine, ...]) -> None:
    with sheet.group("家庭成员", width=8):
        sheet.table(_COLUMNS, [_cells(one) for one in members], row_height=8, min_rows=_MEMBER_ROWS)


def _cells(one: MemberLine) -> list[str]:
    born = one.birth.isoformat() if one.birth else ""
    return [
        one.name,
        one.relation,
        one.sex,
        born,
        one.id_number,
        one.health,
        one.identity,
        yuan(one.monthly_income_fen),
        one.place,
    ]


def _back(sheet: Sheet, data: FileData, context: FormContext) -> None:
    sheet.row(
        [Label("致困情况\n说明", LABEL), Prose(data.situation, field="致困情况说明")], height=34
    )
    sheet.row([Label("帮扶需求", LABEL), Prose(data.needs, field="帮扶需求")], height=18)
    papers = "、".join(data.papers)
    sheet.row([Label("附件材料", LABEL), _text(papers, "附件材料")], height=14)
    published = f"公示结果：{data.publicity}" if data.publicity else "公示结果："
    sealed_box(
        sheet,
        context,
        Bearer.BASIC,
        "基层工会\n意见及\n公示结果",
        data.basic_union,
        above=published,
    )
    sealed_box(sheet, context, Bearer.UPPER, "系统（镇街）\n工会意见", data.upper_union)
    sealed_box(
        sheet,
        context,
        Bearer.COUNTY,
        "县级工会\n意见",
        data.county_union,
    )
    pairs(
        sheet,
        ("建档人", data.entered_by),
        ("审核人", data.reviewed_by),
        ("录入人", data.recorded_by),
        ("建档日期", day(data.head.filed_on)),
        label=16,
    )


def _text(text: str, field: str) -> Value:
    return Value(text, field=field, align=Align.LEFT)


FORM = Form(
    "hardship_file",
    NAME,
    Needs.CASE,
    copies=3,
    build=build,
    read=lambda reading, _: file_data(reading),
    blank=BLANK,
    stamp_when=StampWhen.FILED,
    boxes=(Bearer.BASIC, Bearer.UPPER),
    is_reference_layout=False,
    stages=(Stage.ON_FILE,),
)
