"""困难职工帮扶证明, landscape, with a stub (存根) at the left and the seal across the cut.

It says the standing of the file and its category on a day, and what it is for; no ID number outside the
stub, because it goes to third parties. Our own layout (参考样式) after the domain notes, 9 §1.7.
"""

from app.forms.boxes import day
from app.forms.context import FormContext
from app.forms.data import certificate_data
from app.forms.form import Form, Needs, StampWhen
from app.forms.records import CertificateData
from app.forms.wording import Wording
from app.paper import (
    Align,
    Document,
    Face,
    Margins,
    Orientation,
    Page,
    Sheet,
    TextTooLongError,
)
from app.paper.entries import BLANK_DAY

NAME = "困难职工帮扶证明"
BLANK = CertificateData()
_STUB_LEFT, _STUB_WIDTH = 13.0, 64.0
_CUT = 100.0
_BODY_LEFT, _BODY_WIDTH = 125.0, 156.0
_SIZES = ((16.0, 2.0), (15.0, 1.9), (14.0, 1.75), (12.0, 1.6), (10.5, 1.5))
_GAP, _SEAL_REACH = 8.0, 23.0  # mm
_FACTS = Wording(
    "facts",
    "证明的事实",
    "兹证明【姓名和性别】（工作单位：【工作单位】）家庭，于【建档日期】经本会审核批准建立困难职工档案，"
    "档案编号【档案编号】，困难类别为【困难类别】。【目前状况】。",
)
_USE = Wording("use", "用途和限制", "本证明仅用于【用途】，用于其他事项无效，涂改、复印无效。")
_END = Wording("end", "结语", "特此证明。")
_LINE = "＿" * 6  # to write on by hand


def build(data: CertificateData, context: FormContext) -> Document:
    """The certificate of one household; `BLANK` gives the empty one."""
    document = context.document(NAME)
    margins = Margins(_BODY_LEFT, 24, 297 - _BODY_LEFT - _BODY_WIDTH, 14)
    sheet = Sheet(document, orientation=Orientation.LANDSCAPE, margins=margins, page_numbers=False)
    _cut(sheet.page, context)
    _stub(sheet.page, data, context)
    _body(sheet, data, context)
    return document


def _cut(page: Page, context: FormContext) -> None:
    """The line to cut along, the number across it, and the seal that must match on both parts."""
    page.rule(_CUT, 8.0, _CUT, 202.2, weight=0.6, gray=0.45, dash=(2.2, 1.8))
    if context.stamp:
        serial = context.stamp.serial
        if context.seal is not None:
            page.seal(context.seal, _CUT, 105)
        page.text(_CUT - 30, 103, f"{serial} 号", size=11, align=Align.CENTER, width=60)


def _stub(page: Page, data: CertificateData, context: FormContext) -> None:
    page.text(
        _STUB_LEFT,
        26,
        "存\u3000根",
        face=Face.SONG_BOLD,
        size=18,
        align=Align.CENTER,
        width=_STUB_WIDTH,
    )
    lines = (
        ("文书编号", context.stamp.serial if context.stamp else "", 10),
        ("姓名", data.name, 10),
        ("身份证号", data.stub_id_number, 10),
        ("工作单位", data.employer, 16),
        ("档案编号", data.head.number, 10),
        ("困难类别", data.head.category, 10),
        ("用途", context.purpose, 26),
        ("签发日期", day(context.stamp.day) if context.stamp else "", 10),
        ("经办人", context.handler, 10),
        ("领取人签字", "", 16),
    )
    y = 40.0
    for label, value, height in lines:
        page.label(_STUB_LEFT, y, 21, height, label)
        page.value(_STUB_LEFT + 21, y, _STUB_WIDTH - 21, height, value, field=label, size=10)
        y += height


def _body(sheet: Sheet, data: CertificateData, context: FormContext) -> None:
    if context.stamp:
        sheet.page.qr(_BODY_LEFT + _BODY_WIDTH - 24, 8, context.stamp.qr)
        sheet.page.text(_BODY_LEFT, 12, f"验证码：{context.stamp.code}", size=9)
    sheet.y = 34
    sheet.title(context.title(NAME), size=26)
    number = context.stamp.serial if context.stamp else "\u3000" * 8
    sheet.line(right=f"编号：{number}", size=11)
    sheet.gap(5)
    texts = _sentences(data, context)
    size, leading = _largest_fitting(sheet, texts)
    for text in texts:
        sheet.paragraph(text, size=size, leading=leading, field="证明内容")
    sheet.gap(_GAP)
    on = context.stamp.day if context.stamp else None
    sheet.closing(context.issuer, on, seal=context.seal, size=size)
    _contact(sheet.page, context)


def _sentences(data: CertificateData, context: FormContext) -> tuple[str, ...]:
    """The body, paragraph by paragraph; what is not known is a line to write on."""
    head = data.head
    sex = f"，{data.sex}" if data.sex else ""
    facts = {
        "姓名和性别": f"{data.name or _LINE}{sex}",
        "工作单位": data.employer or _LINE,
        "建档日期": day(head.filed_on) or BLANK_DAY,
        "档案编号": head.number or _LINE,
        "困难类别": head.category or _LINE,
        "目前状况": data.status or f"截至{BLANK_DAY}，该户{_LINE}",
    }
    purpose = context.purpose.removeprefix("用于") or _LINE * 2
    return (
        context.wording(_FACTS, facts),
        context.wording(_USE, {"用途": purpose}),
        context.wording(_END),
    )


def _largest_fitting(sheet: Sheet, texts: tuple[str, ...]) -> tuple[float, float]:
    """Size and leading at which words and seal share the one page: no seal stands on a page of its own.

    Raises TextTooLongError when not even the smallest does.
    """
    for size, leading in _SIZES:
        height = size * 25.4 / 72
        lines = sum(
            len(sheet.page.wrapped(text, sheet.width, face=Face.SONG, size=size, indent=True))
            for text in texts
        )
        closing = _GAP + 2 * 1.75 * height + _SEAL_REACH
        if lines * height * leading + closing <= sheet.room:
            return size, leading
    raise TextTooLongError(
        "证明的内容太长，一页印不下；请缩短工作单位或用途后再打印。", field="证明内容"
    )


def _contact(page: Page, context: FormContext) -> None:
    parts = [
        f"经办人：{context.handler}" if context.handler else "经办人：",
        f"联系电话：{context.phone}" if context.phone else "联系电话：",
    ]
    page.text(_BODY_LEFT, 190, "\u3000\u3000".join(parts), size=10.5, field="联系方式")


FORM = Form(
    "certificate",
    NAME,
    Needs.CASE,
    copies=1,
    build=build,
    read=lambda reading, _: certificate_data(reading),
    blank=BLANK,
    fits_blank=False,
    stamp_when=StampWhen.FILED,
    has_purpose=True,
    texts=(_FACTS, _USE, _END),
)
