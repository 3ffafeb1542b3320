"""困难职工帮扶证明, landscape, with a stub (存根) at the left and the seal across the cut.

It says the standing of the file and its category on a day, and what it is for; no ID number outside the
stub, because it goes to third parties. Our own layout (参考样式) after the domain notes, 9 §1.7.
"""

from app.forms.boxes import BLANK_DAY, day
from app.forms.context import FormContext
from app.forms.records import CertificateData
from app.paper import Align, Document, Face, Margins, Orientation, Page, Sheet

NAME = "困难职工帮扶证明"
BLANK = CertificateData()
_STUB_LEFT, _STUB_WIDTH = 13.0, 64.0
_CUT = 100.0
_BODY_LEFT, _BODY_WIDTH = 125.0, 156.0
_LINE = "＿" * 6  # to write on by hand


def build(data: CertificateData, context: FormContext) -> Document:
    """The certificate of one household; `BLANK` gives the empty one."""
    document = Document(form=NAME, created=context.created)
    margins = Margins(_BODY_LEFT, 24, 297 - _BODY_LEFT - _BODY_WIDTH, 14)
    sheet = Sheet(document, orientation=Orientation.LANDSCAPE, margins=margins, page_numbers=False)
    _cut(sheet.page, context)
    _stub(sheet.page, data, context)
    _body(sheet, data, context)
    return document


def _cut(page: Page, context: FormContext) -> None:
    """The line to cut along, the number across it, and the seal that must match on both parts."""
    y = 8.0
    while y < 202:
        page.rule(_CUT, y, _CUT, y + 2.2, weight=0.6, gray=0.45)
        y += 4.0
    if context.stamp:
        serial = context.stamp.serial
        page.seal(context.stamp.seal, _CUT, 105)
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
        ("文书编号", context.stamp.serial if context.stamp else ""),
        ("姓名", data.name),
        ("身份证号", data.stub_id_number),
        ("工作单位", data.employer),
        ("档案编号", data.head.number),
        ("困难类别", data.head.category),
        ("用途", context.purpose),
        ("签发日期", day(context.stamp.day) if context.stamp else ""),
        ("经办人", context.handler),
        ("领取人签字", ""),
    )
    y = 40.0
    for label, value in lines:
        page.label(_STUB_LEFT, y, 21, 10, label)
        page.value(_STUB_LEFT + 21, y, _STUB_WIDTH - 21, 10, value, field=label, size=10)
        y += 10.0


def _body(sheet: Sheet, data: CertificateData, context: FormContext) -> None:
    if context.stamp:
        sheet.page.qr(_BODY_LEFT + _BODY_WIDTH - 24, 8, context.stamp.qr)
        sheet.page.text(_BODY_LEFT, 12, f"验证码：{context.stamp.code}", size=9)
    sheet.y = 34
    sheet.title(NAME, size=26)
    number = context.stamp.serial if context.stamp else "\u3000" * 8
    sheet.line(right=f"编号：{number}", size=11)
    sheet.gap(5)
    head = data.head
    sex = f"，{data.sex}" if data.sex else ""
    employer = f"（工作单位：{data.employer or _LINE}）"
    filed = day(head.filed_on) or BLANK_DAY
    sheet.paragraph(
        f"兹证明{data.name or _LINE}{sex}{employer}家庭，于{filed}经本会审核批准建立困难职工档案，"
        f"档案编号{head.number or _LINE}，困难类别为{head.category or _LINE}。"
        f"{data.status or '截至' + BLANK_DAY + '，该户' + _LINE}。",
        size=16,
        leading=2.0,
        field="证明内容",
    )
    sheet.paragraph(
        f"本证明仅用于{context.purpose or _LINE * 2}，用于其他事项无效，涂改、复印无效。",
        size=16,
        leading=2.0,
        field="用途",
    )
    sheet.paragraph("特此证明。", size=16, leading=2.0)
    sheet.gap(8)
    on = context.stamp.day if context.stamp else None
    sheet.closing(context.issuer, on, seal=context.seal, size=16)
    _contact(sheet.page, context)


def _contact(page: Page, context: FormContext) -> None:
    parts = [
        f"经办人：{context.handler}" if context.handler else "经办人：",
        f"联系电话：{context.phone}" if context.phone else "联系电话：",
    ]
    page.text(_BODY_LEFT, 190, "\u3000\u3000".join(parts), size=10.5, field="联系方式")
