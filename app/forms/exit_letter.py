"""困难职工退出告知书: the result, why, by what rule, the right to apply again; with a receipt to cut off.

Two copies, one for the household, the receipt stays in the file (S130). Our own layout (参考样式) after
the domain notes, 9 §1.3. It goes to the household, so it carries no number that the reader may lose.
"""

from datetime import date

from app.forms.boxes import begin, day, yuan
from app.forms.context import FormContext
from app.forms.data import Reading, exit_data
from app.forms.exit_approval import per_capita
from app.forms.form import Form, Needs, StampWhen
from app.forms.means import means_of
from app.forms.records_help import ExitNoticeData
from app.forms.wording import Wording
from app.lifecycle import Stage
from app.paper import Align, Document, Face, Sheet, TextTooLongError
from app.paper.entries import BLANK_DAY
from db.models import Exit

NAME = "困难职工退出告知书"
BLANK = ExitNoticeData()
_LINE = "＿" * 6
_RESULT = Wording(
    "result",
    "退出的结果",
    "【提出方式】工会集体研究并按程序审批，您的家庭自【退出日期】起退出困难职工档案"
    "（档案编号：【档案编号】，建档日期：【建档日期】）。现将有关事项告知如下：",
)
_WATCH = Wording(
    "watch",
    "跟踪回访",
    "退出以后，工会对您的家庭跟踪回访至【回访截止日期】，其间遇到新的困难，请及时与我们联系。",
)
_AGAIN = Wording(
    "again", "重新申请", "今后家庭情况发生变化、再次符合条件的，可以重新申请建立困难职工档案。"
)
_OBJECTION = Wording(
    "objection", "异议", "对退出结果有异议的，请向【单位名称】反映，电话 【电话】。"
)
_ACKNOWLEDGED = Wording("acknowledged", "回执的内容", f"《{NAME}》已经收到，告知的事项已经知悉。")
_RECEIPT = 58.0  # mm at the foot of the sheet
_SIZES = ((13.0, 1.75), (12.0, 1.65), (10.5, 1.5), (9.0, 1.4))
_CLOSING = 42.0  # mm: issuer, day and the seal's circle


def read(reading: Reading, leaving: Exit) -> ExitNoticeData:
    """The exit as it was approved, and whether the notice was served."""
    return ExitNoticeData(
        leaving=exit_data(reading, leaving),
        rules=means_of(reading.session, reading.case.id).rule_set,
        is_watched=leaving.kind.is_monitored,
        approved_on=leaving.approved_on,
        served_on=leaving.notice_served_on,
        receiver=leaving.notice_receiver or "",
    )


def build(data: ExitNoticeData, context: FormContext) -> Document:
    """The letter of one exit; `BLANK` gives the empty one."""
    sheet = begin(NAME, context)
    sheet.gap(4)
    who = data.leaving.applicant
    address = f"{who.name or _LINE}（工作单位：{who.employer or _LINE * 2}）："
    texts = _sentences(data, context)
    end = sheet.bottom - _RECEIPT - _CLOSING
    size, leading = _fitting(sheet, (address, *texts), end - sheet.y)
    sheet.paragraph(address, size=size, leading=leading, indent=False, field="姓名")
    for text in texts:
        sheet.paragraph(text, size=size, leading=leading, field="告知内容")
    sheet.gap(8)
    sheet.closing(context.issuer, _signed_on(data, context), seal=context.seal, size=size)
    _receipt(sheet, data, context)
    return sheet.document


def _fitting(sheet: Sheet, texts: tuple[str, ...], room: float) -> tuple[float, float]:
    """Size and leading at which words, seal and receipt share the page. Raises TextTooLongError."""
    for size, leading in _SIZES:
        lines = sum(
            len(sheet.page.wrapped(text, sheet.width, face=Face.SONG, size=size, indent=True))
            for text in texts
        )
        if lines * size * 25.4 / 72 * leading <= room:
            return size, leading
    raise TextTooLongError(
        "退出告知书的内容太长，一页印不下；请缩短退出原因后再打印。", field="退出原因"
    )


def _signed_on(data: ExitNoticeData, context: FormContext) -> date | None:
    return context.stamp.day if context.stamp else data.approved_on


def _sentences(data: ExitNoticeData, context: FormContext) -> tuple[str, ...]:
    leaving = data.leaving
    head = leaving.head
    way = f"经{leaving.initiator}、" if leaving.initiator else ""
    result = {
        "提出方式": way,
        "退出日期": day(data.approved_on) or BLANK_DAY,
        "档案编号": head.number or _LINE,
        "建档日期": day(head.filed_on) or BLANK_DAY,
    }
    lines = [
        context.wording(_RESULT, result),
        f"一、退出类型：{leaving.kind or _LINE}。",
        f"二、退出原因：{leaving.reason.rstrip('。') or _LINE * 4}。",
        f"三、退出依据：{data.rules or _LINE * 3}。{_figures(data)}",
    ]
    rest = []
    if data.is_watched or not leaving.kind:
        until = day(leaving.watch_until) or BLANK_DAY
        rest.append(context.wording(_WATCH, {"回访截止日期": until}))
    where = {"单位名称": context.office_name or _LINE, "电话": context.phone or _LINE}
    rest += [context.wording(_AGAIN), context.wording(_OBJECTION, where)]
    return (*lines, *(f"{'四五六'[at]}、{text}" for at, text in enumerate(rest)))


def _figures(data: ExitNoticeData) -> str:
    fen = per_capita(data.leaving)
    if fen is None or data.leaving.dibao_fen is None:
        return ""
    return (
        f"近十二个月家庭月人均纯收入 {yuan(fen)} 元，当地低保标准每月 "
        f"{yuan(data.leaving.dibao_fen)} 元。"
    )


def _receipt(sheet: Sheet, data: ExitNoticeData, context: FormContext) -> None:
    """The part that comes back: cut off along the line and kept in the file."""
    page, left, width = sheet.page, sheet.left, sheet.width
    top = sheet.bottom - _RECEIPT
    x = left
    while x < sheet.right:
        page.rule(x, top, min(x + 2.2, sheet.right), top, weight=0.6, gray=0.45)
        x += 4.0
    page.text(
        left,
        top + 4,
        "回\u3000\u3000执",
        face=Face.SONG_BOLD,
        size=15,
        align=Align.CENTER,
        width=width,
    )
    number = data.leaving.head.number
    page.text(
        left,
        top + 6,
        f"档案编号：{number}" if number else "档案编号：" + "\u3000" * 9,
        size=10,
        align=Align.RIGHT,
        width=width,
        field="档案编号",
    )
    page.paragraph(
        left,
        top + 14,
        width,
        context.wording(_ACKNOWLEDGED),
        size=11,
        indent=True,
    )
    half = (width - 2 * 26) / 2
    rows = (
        (("签收人签字", data.receiver), ("与本人关系", "")),
        (("签收日期", day(data.served_on)), ("送达人签字", "")),
    )
    for at, cells in enumerate(rows):
        y = top + 24 + at * 13
        for place, (label, value) in enumerate(cells):
            x = left + place * (26 + half)
            page.label(x, y, 26, 13, label)
            page.value(x + 26, y, half, 13, value, field=label)


FORM = Form(
    "exit_letter",
    NAME,
    Needs.EXIT,
    copies=2,
    build=build,
    read=read,
    blank=BLANK,
    fits_blank=False,
    stamp_when=StampWhen.DECIDED,
    stages=(Stage.MONITORED,),
    texts=(_RESULT, _WATCH, _AGAIN, _OBJECTION, _ACKNOWLEDGED),
)
