"""入户调查表, two pages: the household and its money, then what the two visitors saw and concluded.

What is in the file is filled in before the visit; the rest is for the hand. The official blank of S101 for
a comparable survey gave the rows; ours follows the domain notes, 9 §1.1 (参考样式).
"""

from collections import Counter
from dataclasses import replace

from sqlalchemy import func, select

from app.fields.codes import codes
from app.forms.boxes import LABEL, begin_of_file, choices, number, opinion_box, pairs, yes_no, yuan
from app.forms.context import FormContext
from app.forms.data import Reading, applicant, head, member_line
from app.forms.form import Form, Needs
from app.forms.records import OpinionText
from app.forms.records_review import HomeLine, SurveyData
from app.lifecycle import Stage
from app.office.masking import ValueKind
from app.paper import Align, Column, Document, Label, Sheet, Tick, Ticks, Value
from app.paper.cells import Day, Prose
from app.policy.months import Month, window_before
from db.models import Attachment, Household, Survey

NAME = "入户调查表"
BLANK = SurveyData()
_ROW = 7.6
_PHOTO = "入户照片"
_MEMBER_ROWS = 8
_INCOME = ("工资性收入", "经营净收入", "财产净收入", "转移净收入", "其他收入")
_OUTLAY = ("医疗", "教育", "残疾", "住房", "就业成本", "其他")
_METHODS = ("入户", "电话", "视频")
_MEMBERS = (
    Column("姓名", 18, Align.CENTER),
    Column("关系", 12, Align.CENTER),
    Column("性别", 9, Align.CENTER),
    Column("身份证号", 35, Align.CENTER),
    Column("健康状况", 23, Align.CENTER),
    Column("身份", 16, Align.CENTER),
    Column("月收入(元)", 19, Align.RIGHT),
    Column("单位或学校"),
)


def read(reading: Reading, _subject: None = None) -> SurveyData:
    """The household as it is entered, and the newest survey where there has been one."""
    household = reading.household
    row = reading.session.scalars(
        select(Survey)
        .where(Survey.case_id == reading.case.id, Survey.is_met.is_(True))
        .order_by(Survey.id.desc())
        .limit(1)
    ).first()
    income, proved = _income(reading)
    data = SurveyData(
        head=head(reading),
        applicant=applicant(reading),
        members=tuple(member_line(reading, one) for one in reading.living),
        income=income,
        proved=proved,
        outlay=_outlay(reading),
        homes=tuple(
            HomeLine(
                one.owner or "",
                reading.shown(one.address, ValueKind.ADDRESS, short=household.town),
                one.area_centi,
                one.is_deeded,
            )
            for one in household.homes
        ),
        housing_kind=household.housing_kind or "",
        vehicles=tuple(" ".join(filter(None, (one.kind, one.plate))) for one in household.vehicles),
        savings_fen=household.savings_fen,
        investments_fen=household.net_investments_fen,
        controls_company=household.controls_company,
        photos=_photos(reading),
        causes=_causes(household),
        wishes=household.needs or "",
    )
    if row is None:
        return data
    return _with_visit(data, row)


def _with_visit(data: SurveyData, row: Survey) -> SurveyData:
    return replace(
        data,
        visited_on=row.visited_on,
        method=row.method,
        living=row.living or "",
        neighbours=row.neighbours or "",
        wishes=row.wishes or data.wishes,
        no_kinship=row.no_kinship,
        conclusion=row.conclusion or "",
        conclusion_note=row.conclusion_note or "",
        interviewee=row.interviewee or "",
        visitors=(row.visitor_one, row.visitor_two),
    )


def _causes(household: Household) -> tuple[str, ...]:
    return tuple(filter(None, (household.main_cause, *(household.other_causes or ()))))


def _photos(reading: Reading) -> int | None:
    count = reading.session.scalar(
        select(func.count(Attachment.id)).where(
            Attachment.case_id == reading.case.id,
            Attachment.kind == _PHOTO,
            Attachment.removed_on.is_(None),
        )
    )
    return count or None


def _holds(reading: Reading, month: str | None) -> bool:
    window = window_before(reading.case.applied_on or reading.day)
    return window.holds(Month.read(month) if month else None)


def _income(reading: Reading) -> tuple[tuple[tuple[str, int], ...], tuple[str, ...]]:
    """Sums of the window by head; the heads for which a paper is named."""
    sums: Counter[str] = Counter()
    proved: set[str] = set()
    for row in reading.household.income:
        if _holds(reading, row.month):
            group = codes("income_item").group_of(row.item) or ""
            group = group if group in _INCOME else _INCOME[-1]
            sums[group] += row.amount_fen
            if row.proof:
                proved.add(group)
    return tuple(sums.items()), tuple(proved)


def _outlay(reading: Reading) -> tuple[tuple[str, int, int], ...]:
    sums: Counter[str] = Counter()
    receipts: Counter[str] = Counter()
    for row in reading.household.outlay:
        if _holds(reading, row.month):
            group = codes("outlay_item").group_of(row.item) or ""
            group = group if group in _OUTLAY else _OUTLAY[-1]
            sums[group] += row.amount_fen
            receipts[group] += row.receipts or 0
    return tuple((group, fen, receipts[group]) for group, fen in sums.items())


# -- on paper -----------------------------------------------------------------------------------------------


def build(data: SurveyData, context: FormContext) -> Document:
    """The form of one household; `BLANK` gives the empty one."""
    sheet = begin_of_file(NAME, context, data.head)
    first = sheet.page
    _household(sheet, data)
    _money(sheet, data)
    if sheet.page is first:
        sheet.new_page()
    else:
        sheet.gap(4)
    _seen(sheet, data)
    return sheet.document


def _household(sheet: Sheet, data: SurveyData) -> None:
    who = data.applicant
    ways = choices(_METHODS, [data.method] if data.method else [])
    sheet.row(
        [
            Label("调查日期", LABEL),
            Day(data.visited_on, 45),
            Label("调查方式", LABEL),
            Ticks(ways, field="调查方式"),
        ],
        height=_ROW,
    )
    pairs(
        sheet,
        ("职工姓名", who.name),
        ("性别", who.sex),
        ("年龄", number(who.age, " 岁")),
        height=_ROW,
    )
    pairs(sheet, ("身份证号", who.id_number), ("联系电话", who.phone), height=_ROW)
    pairs(sheet, ("工作单位", who.employer), height=_ROW)
    pairs(sheet, ("家庭住址", who.address), ("家庭人口", number(who.people, " 人")), height=_ROW)
    with sheet.group("家庭成员", width=8):
        rows = [
            [
                one.name,
                one.relation,
                one.sex,
                one.id_number,
                one.health,
                one.identity,
                yuan(one.monthly_income_fen),
                one.place,
            ]
            for one in data.members
        ]
        sheet.table(_MEMBERS, rows, row_height=8, min_rows=_MEMBER_ROWS)


def _money(sheet: Sheet, data: SurveyData) -> None:
    income = dict(data.income)
    known = bool(income)
    columns = (
        Column("收入项目", None, Align.CENTER),
        Column("金额(元)", 40, Align.RIGHT),
        Column("有证明", 24, Align.CENTER),
    )
    sheet.need(7 * (1 + len(_INCOME) + 1))
    with sheet.group("前十二个月收入", width=8):
        rows = [
            [
                head,
                yuan(income.get(head, 0)) if known else "",
                "有" if head in data.proved else "",
            ]
            for head in _INCOME
        ]
        rows.append(["合计", yuan(sum(income.values())) if known else "", ""])
        sheet.table(columns, rows, row_height=7, header_height=7)
    outlay = {item: (fen, count) for item, fen, count in data.outlay}
    is_told = bool(outlay)
    columns = (
        Column("刚性支出项目", None, Align.CENTER),
        Column("金额(元)", 40, Align.RIGHT),
        Column("票据张数", 24, Align.CENTER),
    )
    sheet.need(7 * (1 + len(_OUTLAY) + 1))
    with sheet.group("前十二个月支出", width=8):
        rows = [
            [
                item,
                yuan(outlay.get(item, (0, 0))[0]) if is_told else "",
                str(outlay[item][1]) if item in outlay and outlay[item][1] else "",
            ]
            for item in _OUTLAY
        ]
        total = sum(fen for fen, _ in outlay.values())
        papers = sum(count for _, count in outlay.values())
        rows.append(["合计", yuan(total) if is_told else "", str(papers) if papers else ""])
        sheet.table(columns, rows, row_height=7, header_height=7)


def _seen(sheet: Sheet, data: SurveyData) -> None:
    homes = "；".join(_home(one) for one in data.homes)
    with sheet.group("家庭财产", width=8):
        pairs(sheet, ("住房类型", data.housing_kind), ("住房套数", _count(data)), height=8)
        sheet.row([Label("住房情况", LABEL), _text(homes, "住房情况")], height=11)
        pairs(
            sheet,
            ("机动车辆", "、".join(data.vehicles)),
            ("经商办企业", yes_no(data.controls_company or (False if data.visited_on else None))),
            height=8,
        )
        pairs(
            sheet,
            ("存款(元)", yuan(data.savings_fen)),
            ("有价证券等\n净值(元)", yuan(data.investments_fen)),
            height=9,
        )
    sheet.row(
        [Label("居住与家庭\n实况", LABEL), Prose(data.living, field="居住与家庭实况")], height=38
    )
    photos = f"入户照片 {data.photos} 张，已存入档案" if data.photos else ""
    sheet.row([Label("照片编号", LABEL), _text(photos, "照片编号")], height=8)
    sheet.row(
        [
            Label("邻里、单位、\n社区核实", LABEL),
            Prose(data.neighbours, field="邻里、单位、社区核实"),
        ],
        height=34,
    )
    options = choices(codes("cause").labels, data.causes)
    sheet.row([Label("致困原因", LABEL), Ticks(options, size=9.5, field="致困原因")], height=13)
    sheet.row(
        [Label("需求与\n本人意愿", LABEL), Prose(data.wishes, field="需求与本人意愿")], height=20
    )
    kin = Tick("调查人与申请人没有亲属关系和其他利害关系", data.no_kinship)
    sheet.row([Label("回避声明", LABEL), Ticks([kin], field="回避声明")], height=9)
    found = choices(codes("survey_conclusion").labels, [data.conclusion] if data.conclusion else [])
    sheet.row([Label("调查结论", LABEL), Ticks(found, size=9.5, field="调查结论")], height=13)
    sheet.row([Label("结论说明", LABEL), _text(data.conclusion_note, "结论说明")], height=14)
    _signed(sheet, data)


def _count(data: SurveyData) -> str:
    return number(len(data.homes), " 套") if data.homes else ""


def _home(one: HomeLine) -> str:
    area = f"{one.area_centi / 100:g} ㎡"
    deed = "有产权证" if one.is_deeded else "无产权证"
    return "，".join(filter(None, (one.owner, one.address, area, deed)))


def _signed(sheet: Sheet, data: SurveyData) -> None:
    one, two = (*data.visitors, "", "")[:2]
    third = (sheet.width - 3 * LABEL) / 3
    sheet.need(58)
    sheet.row(
        [
            Label("被调查人\n签字(手印)", LABEL),
            Value(data.interviewee, third, field="被调查人"),
            Label("调查人一\n签字", LABEL),
            Value(one, third, field="调查人一"),
            Label("调查人二\n签字", LABEL),
            Value(two, field="调查人二"),
        ],
        height=13,
    )
    opinion_box(sheet, "基层工会\n负责人", OpinionText(), signer_label="签字", height=44)


def _text(text: str, field: str) -> Value:
    return Value(text, field=field, align=Align.LEFT)


FORM = Form(
    "survey",
    NAME,
    Needs.CASE,
    copies=1,
    build=build,
    read=read,
    blank=BLANK,
    stages=(Stage.SURVEY,),
)
