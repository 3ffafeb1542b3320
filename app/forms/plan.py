"""一户一策帮扶计划, landscape: causes → needs → measures, who does what until when, with what money.

Signed by the contact person and the worker, sealed by the county union. Our own layout (参考样式) after
the domain notes, 9 §1.6.
"""

from app.forms import data as stored
from app.forms.boxes import LABEL, begin_of_file, day, number, pairs, yuan
from app.forms.context import FormContext
from app.forms.data import Reading
from app.forms.form import Form, Needs, StampWhen
from app.forms.records_help import MeasureLine, PlanData
from app.forms.wording import Wording
from app.lifecycle import Stage
from app.paper import Align, Column, Document, Label, Opinion, Orientation, Sheet, Value
from app.paper.entries import Entry, put_day
from db.models import Measure, Plan

NAME = "困难职工一户一策帮扶计划"
BLANK = PlanData()
_CONSENT = Wording("consent", "职工签字前的话", "本人同意以上帮扶计划，愿意配合落实。")
_LEAST_LINES = 4
_SIGN = 24.0  # mm
_COLUMNS = (
    Column("序号", 10, Align.CENTER),
    Column("致困原因", 26),
    Column("帮扶需求", 28),
    Column("措施类别", 19, Align.CENTER),
    Column("帮扶措施"),
    Column("责任单位\n（人）", 26),
    Column("起止时间", 25, Align.CENTER),
    Column("资金来源", 22),
    Column("预算(元)", 21, Align.RIGHT),
    Column("完成情况", 26),
)


def read(reading: Reading, plan: Plan) -> PlanData:
    """The plan that stands, with every measure."""
    household = reading.household
    return PlanData(
        head=stored.head(reading),
        applicant=stored.applicant(reading),
        made_on=plan.made_on,
        review_on=plan.review_on,
        responsible=plan.responsible or reading.case.contact_person or "",
        situation=plan.situation or household.situation or "",
        need=plan.need or household.needs or "",
        goal=plan.goal or "",
        measures=tuple(_measure(one) for one in plan.measures),
    )


def _measure(row: Measure) -> MeasureLine:
    return MeasureLine(
        cause=row.cause or "",
        need=row.need or "",
        kind=row.kind,
        batch_tag=row.batch_tag or "",
        content=row.content,
        responsible=row.responsible or "",
        start_on=row.start_on,
        due_on=row.due_on,
        source=row.source or "",
        budget_fen=row.budget_fen,
        progress=_progress(row),
    )


def _progress(row: Measure) -> str:
    if row.drop_reason:
        return f"不再实施：{row.drop_reason}"
    if not row.is_done:
        return row.result or ""
    done = f"{row.done_on.isoformat()} 完成" if row.done_on else "已完成"
    return f"{done}。{row.result}" if row.result else done


def build(data: PlanData, context: FormContext) -> Document:
    """The plan of one household; `BLANK` gives the empty one."""
    sheet = begin_of_file(
        NAME,
        context,
        data.head,
        head_right=Entry("制定日期", data.made_on),
        orientation=Orientation.LANDSCAPE,
    )
    _household(sheet, data)
    rows = [_cells(at, one) for at, one in enumerate(data.measures, start=1)]
    with sheet.group("帮扶措施", width=8):
        sheet.table(_COLUMNS, rows, row_height=10, header_height=9, min_rows=_LEAST_LINES)
    _signed(sheet, data, context)
    return sheet.document


def _household(sheet: Sheet, data: PlanData) -> None:
    who, head = data.applicant, data.head
    category = "·".join(filter(None, (head.category, head.level)))
    pairs(
        sheet,
        ("职工姓名", who.name),
        ("性别", who.sex),
        ("家庭人口", number(who.people, " 人")),
        ("联系电话", who.phone),
    )
    pairs(
        sheet,
        ("档案编号", head.number),
        ("困难类别", category),
        ("建档日期", day(head.filed_on)),
        ("致困原因", head.main_cause),
    )
    pairs(sheet, ("工作单位", who.employer), ("家庭住址", who.address))
    for label, text, height in (
        ("家庭情况", data.situation, 10.0),
        ("帮扶需求", data.need, 8.0),
        ("帮扶目标", data.goal, 8.0),
    ):
        sheet.row([Label(label, LABEL), Value(text, field=label, align=Align.LEFT)], height=height)


def _cells(at: int, one: MeasureLine) -> list[str]:
    days = [on.isoformat() for on in (one.start_on, one.due_on) if on]
    content = f"{one.content}（{one.batch_tag}）" if one.batch_tag else one.content
    return [
        str(at),
        one.cause,
        one.need,
        one.kind,
        content,
        one.responsible,
        "至\n".join(days) if one.start_on and one.due_on else "".join(days),
        one.source,
        yuan(one.budget_fen),
        one.progress,
    ]


def _signed(sheet: Sheet, data: PlanData, context: FormContext) -> None:
    """Three boxes side by side; the seal's whole circle lies in the last."""
    third = (sheet.width - 3 * _SIGN) / 3
    height = 45.0
    sheet.row(
        [
            Label("帮扶责任人\n签字", _SIGN),
            Opinion(
                f"责任人：{data.responsible}" if data.responsible else "",
                third,
                field="帮扶责任人",
                signer_label="",
                seal_hint=False,
            ),
            Label("职工签字", _SIGN),
            Opinion(
                context.wording(_CONSENT),
                third,
                signer_label="",
                seal_hint=False,
            ),
            Label("县级工会\n（盖章）", _SIGN),
            Value(""),
        ],
        height=height,
    )
    x, middle = sheet.right - third, sheet.y - height / 2
    on = context.stamp.day if context.stamp else data.made_on
    if context.seal is not None:
        sheet.page.seal(context.seal, x + third / 2, middle)
    put_day(sheet.page, x, middle - 1.9, on, size=10.5, align=Align.CENTER, width=third)
    if data.review_on:
        sheet.note(f"计划复评日期：{day(data.review_on)}。")


FORM = Form(
    "plan",
    NAME,
    Needs.PLAN,
    copies=2,
    build=build,
    read=read,
    blank=BLANK,
    fits_blank=False,
    stamp_when=StampWhen.FILED,
    stages=(Stage.ON_FILE,),
    texts=(_CONSENT,),
)
