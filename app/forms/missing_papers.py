"""补充材料告知书: everything that is missing told at once (一次性告知), two parts on one A4 sheet.

The upper part goes to the applicant, the lower one stays as the stub, with the seal across the cut. Our own
layout (参考样式) after the domain notes, 9 §1.19; what is asked for follows the checklist, never more.
"""

from app.cases.facts_missing import checklist
from app.forms import data as stored
from app.forms.boxes import day
from app.forms.context import FormContext
from app.forms.data import Reading
from app.forms.form import Form, Needs, StampWhen
from app.forms.records import MissingPapersData
from app.forms.wording import MOST_CELL, Wording
from app.lifecycle import Stage
from app.paper import Align, Document, Face, Page, TextTooLongError
from app.paper.entries import BLANK_DAY, put_day

NAME = "补充材料告知书"
BLANK = MissingPapersData()
_WIDTH, _HALF = 210.0, 148.5
_LEFT, _RIGHT = 20.0, 190.0
_INNER = _RIGHT - _LEFT
_SEAM = 46.0  # mm from the left: the middle of the seal across the cut, clear of both titles
_SIZES = (11.0, 10.0, 9.0, 8.0)
_LEADING = 1.5
_BLANK_LINES = 8
_MOST_LINES = 9
_FOOT = 38.0  # mm at the foot of a part: who tells, when, the seal, who received it
_LINE = "＿" * 6
_ASKED = Wording(
    "asked",
    "补充材料的告知",
    "您于【申请日期】提出的困难职工建档申请（档案编号【档案编号】）收悉。"
    "经核对，还需要补充下列材料，现一次告知，请于【补齐日期】前补齐，交到承办人处：",
)
_LATE = Wording(
    "late",
    "逾期的后果",
    "逾期没有补齐的，本次申请不予受理，以后可以再次申请；有困难不能按时补齐的，请联系承办人。",
)
_RECEIPT = Wording(
    "receipt", "存根上签收的话", "以上内容已经告知本人。申请人（或代办人）签收", MOST_CELL
)


def read(reading: Reading, _subject: None = None) -> MissingPapersData:
    """What is wanted by now and not there, and what the clerk asked for besides."""
    case = reading.case
    lines = [one for one in checklist(reading.session, case) if one.is_due and not one.is_done]
    asked = (case.papers_asked or "").strip()
    return MissingPapersData(
        head=stored.head(reading),
        applicant=stored.applicant(reading),
        applied_on=case.applied_on,
        papers=tuple(f"{one.label}（{one.reason}）" if one.reason else one.label for one in lines),
        # The words of 告知补件 often repeat the list; only what goes beyond it is told again.
        more="" if all(part in {one.kind for one in lines} for part in _parts(asked)) else asked,
        told_on=reading.day,
    )


def _is_wanted(reading: Reading) -> bool:
    data = read(reading)
    return bool(data.papers or data.more)


def _parts(text: str) -> list[str]:
    for mark in "，,；;\n。":
        text = text.replace(mark, "、")
    return [part.strip() for part in text.split("、") if part.strip()]


def build(data: MissingPapersData, context: FormContext) -> Document:
    """The letter of one case; `BLANK` gives the empty one."""
    document = context.document(NAME)
    document.begin_section(page_numbers=False)
    page = document.page()
    _cut(page, context)
    for top, part in ((0.0, "申请人联"), (_HALF, "存根联")):
        _part(page, top, part, data, context)
    return document


def _cut(page: Page, context: FormContext) -> None:
    x = 8.0
    while x < _WIDTH - 8:
        page.rule(x, _HALF, x + 2.2, _HALF, weight=0.6, gray=0.45)
        x += 4.0
    if context.seal is not None:
        page.seal(context.seal, _SEAM, _HALF)
    if context.stamp:
        page.text(
            _SEAM - 30,
            _HALF - 2,
            f"{context.stamp.serial} 号",
            size=11,
            align=Align.CENTER,
            width=60,
        )


def _part(page: Page, top: float, part: str, data: MissingPapersData, context: FormContext) -> None:
    is_first = top == 0
    page.text(
        _LEFT,
        top + 12,
        context.title(NAME),
        face=Face.SONG_BOLD,
        size=18,
        align=Align.CENTER,
        width=_INNER,
        field="标题",
    )
    page.text(_LEFT, top + 14, f"（{part}）", size=10, align=Align.RIGHT, width=_INNER)
    if context.stamp and is_first:
        page.qr(9, 7, context.stamp.qr, size=22)
        page.text(34, 23, f"验证码：{context.stamp.code}", size=8.5)
    number = context.stamp.serial if context.stamp else "\u3000" * 8
    page.text(
        _LEFT, top + 23, f"编号：{number}", size=10, align=Align.RIGHT, width=_INNER, field="编号"
    )
    bottom = _body(page, top + 31, top + _HALF - _FOOT, data, context)
    if bottom > top + _HALF - _FOOT + 0.5:
        raise TextTooLongError(
            "要补充的材料太多，一张印不下；请缩短“缺少的材料”中的文字后再打印。", field="缺少的材料"
        )
    _foot(page, top + _HALF - _FOOT, data, context, is_first=is_first)


def _body(
    page: Page, y: float, bottom: float, data: MissingPapersData, context: FormContext
) -> float:
    """Whom, what for and what is missing, at the largest size that fits; returns where it ends."""
    size = next(
        (one for one in _SIZES if _height(page, data, context, one) <= bottom - y), _SIZES[-1]
    )
    for text, is_indented in _texts(data, context):
        y = page.paragraph(
            _LEFT,
            y,
            _INNER,
            text,
            size=size,
            leading=_LEADING,
            indent=is_indented,
            field="告知内容",
        )
    return y


def _height(page: Page, data: MissingPapersData, context: FormContext, size: float) -> float:
    lines = sum(
        len(page.wrapped(text, _INNER, face=Face.SONG, size=size, indent=is_indented))
        for text, is_indented in _texts(data, context)
    )
    return lines * size * 25.4 / 72 * _LEADING


def _texts(data: MissingPapersData, context: FormContext) -> tuple[tuple[str, bool], ...]:
    """The paragraphs, and whether each is indented."""
    applicant = data.applicant
    asked = {
        "申请日期": day(data.applied_on) or BLANK_DAY,
        "档案编号": data.head.number or _LINE,
        "补齐日期": BLANK_DAY,
    }
    lines: list[tuple[str, bool]] = [
        (f"{applicant.name or _LINE}（工作单位：{applicant.employer or _LINE * 2}）：", False),
        (context.wording(_ASKED, asked), True),
    ]
    items = [f"{at}. {paper}" for at, paper in enumerate(data.papers, start=1)]
    # A long list runs on, so that it stays on its half of the sheet.
    runs_on = len(items) > _MOST_LINES
    lines += [("；".join(items) + "。", True)] if runs_on else [(one, True) for one in items]
    if not data.papers and not data.more:
        lines += [(f"{at}. {_LINE * 4}", True) for at in range(1, _BLANK_LINES + 1)]
    if data.more:
        lines.append((f"另外还需要：{data.more}", True))
    lines.append((context.wording(_LATE), True))
    return tuple(lines)


def _foot(
    page: Page, y: float, data: MissingPapersData, context: FormContext, *, is_first: bool
) -> None:
    handler = context.handler or data.handler
    page.text(_LEFT, y + 4, f"承办人：{handler or _LINE}", size=10.5, field="承办人")
    page.text(_LEFT, y + 11, f"联系电话：{context.phone or _LINE}", size=10.5, field="联系电话")
    right = _RIGHT - 70
    on = context.stamp.day if context.stamp else data.told_on
    if is_first and context.seal is not None:
        page.seal(context.seal, right + 35, y + 16)
    elif is_first:
        page.text(right, y + 1, "（盖章）", size=9, align=Align.CENTER, width=70, gray=0.55)
    page.text(
        right, y + 7, context.issuer, size=10.5, align=Align.CENTER, width=70, field="告知单位"
    )
    put_day(page, right, y + 14, on, size=10.5, align=Align.CENTER, width=70)
    if not is_first:
        receipt = f"{context.wording(_RECEIPT)}：{_LINE * 2}{BLANK_DAY}"
        page.paragraph(_LEFT, y + 25, _INNER + 1, receipt, leading=1.3)


FORM = Form(
    "missing_papers",
    NAME,
    Needs.CASE,
    copies=1,
    build=build,
    read=read,
    blank=BLANK,
    fits_blank=False,
    stamp_when=StampWhen.ANY_TIME,
    stages=(Stage.APPLIED,),
    is_wanted=_is_wanted,
    texts=(_ASKED, _LATE, _RECEIPT),
)
