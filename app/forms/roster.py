"""困难职工帮扶资金发放花名册, landscape: one line for each payment of a batch, for bank and file.

Each page closes with its subtotal, the last with the grand total in figures and RMB capitals and the
signatures. Account and branch stand in full, because a transfer needs them. What is handed out, money or
goods, goes by no batch: its list, which the receivers sign and press their thumbs on, is printed empty. No
official blank was found: our own layout (参考样式) after the domain notes, 9 §1.5 (S123–S125).
"""

from collections.abc import Sequence

from app.fields.money import rmb_capitals
from app.forms.boxes import yuan
from app.forms.context import FormContext
from app.forms.form import Form, Needs
from app.forms.records_help import PayLine, RosterData
from app.office.masking import Place, ValueKind, masked
from app.paper import Align, Column, Document, Label, Margins, Orientation, Sheet, Value
from app.paper.cells import Cell
from app.paper.entries import Entry, put_day
from db.models import Case, Fund, Grant, PaymentBatch, Person

NAME = "困难职工帮扶资金发放花名册"
BLANK = RosterData()
_MARGINS = Margins(left=18.0, top=16.0, right=12.0, bottom=16.0)
_ROW = 9.0
_LEAST_LINES = 8
_SIGNED = 44.0  # mm: the 42 mm circle of the seal lies in the last box
_COLUMNS = (
    Column("序号", 9, Align.CENTER),
    Column("姓名", 17, Align.CENTER),
    Column("身份证号", 36, Align.CENTER),
    Column("工作单位"),
    Column("困难类别", 18, Align.CENTER),
    Column("帮扶项目", 18, Align.CENTER),
    Column("金额(元)", 20, Align.RIGHT),
    Column("收款人", 17, Align.CENTER),
    Column("开户行（支行）", 28),
    Column("账号", 37, Align.CENTER),
    Column("联系电话", 23, Align.CENTER),
    Column("回单号\n备注", 18),
)
_HANDED_OUT = (
    Column("序号", 10, Align.CENTER),
    Column("姓名", 18, Align.CENTER),
    Column("身份证号", 37, Align.CENTER),
    Column("工作单位"),
    Column("困难类别", 20, Align.CENTER),
    Column("帮扶项目", 19, Align.CENTER),
    Column("金额或折价\n(元)", 21, Align.RIGHT),
    Column("物品名称、数量", 30),
    Column("联系电话", 25, Align.CENTER),
    Column("本人签字\n(手印)", 22, Align.CENTER),
    Column("代领人、关系\n和证号", 32),
)


def roster_data(
    batch: PaymentBatch,
    fund: Fund,
    payments: tuple[tuple[Grant, Case, Person | None, Person | None], ...],
    place: Place,
) -> RosterData:
    """The batch as it goes to the bank. A payment comes with its case, the applicant and who it is for."""
    return RosterData(
        number=batch.number,
        fund=fund.name,
        source=fund.source,
        budget_year=fund.budget_year,
        document=fund.document or "",
        made_on=batch.made_on,
        paid_on=batch.paid_on,
        voucher=batch.voucher or "",
        lines=tuple(_line(*payment, place) for payment in payments),
    )


def _line(
    grant: Grant, case: Case, applicant: Person | None, person: Person | None, place: Place
) -> PayLine:
    def shown(text: str | None, kind: ValueKind) -> str:
        return masked(text or "", kind, place)

    who = applicant or Person(name="")
    return PayLine(
        name=shown(who.name, ValueKind.NAME),
        id_number=shown(who.id_number or who.id_number_filed, ValueKind.ID_NUMBER),
        employer=who.employer or "",
        category=case.category or "",
        item=grant.item,
        amount_fen=grant.amount_fen,
        payee=shown(grant.payee_name, ValueKind.NAME),
        bank="".join(filter(None, (grant.payee_bank, grant.payee_branch))),
        card=shown(grant.payee_card, ValueKind.BANK_CARD),
        phone=shown(who.phone, ValueKind.PHONE),
        note=_note(grant, person),
    )


def _note(grant: Grant, person: Person | None) -> str:
    """What the bank answered, whom it helps if not the worker, and what came back."""
    parts = [grant.payment_reference] if grant.payment_reference else []
    if person is not None and not person.is_applicant:
        parts.append(f"{person.relation or '家属'}{person.name}")
    if grant.proxy_name:
        parts.append(f"代领：{grant.proxy_name}")
    if grant.return_reason:
        parts.append(f"退汇：{grant.return_reason}")
    return "；".join(parts)


def build(data: RosterData, context: FormContext) -> Document:
    """The roster of one batch; `BLANK` gives the empty one, and the empty list for what is handed out."""
    document = context.document(NAME)
    title = context.title(NAME)
    rows = [_cells(at, one) for at, one in enumerate(data.lines, start=1)]
    _list(document, title, _COLUMNS, rows, data, context)
    if data == BLANK:
        _list(document, f"{title}（现金、实物）", _HANDED_OUT, [], data, context)
    return document


def _list(
    document: Document,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    data: RosterData,
    context: FormContext,
) -> None:
    head = f"{title}  {data.number}".strip()
    sheet = Sheet(document, orientation=Orientation.LANDSCAPE, margins=_MARGINS, running_head=head)
    sheet.title(title)
    year = f"{data.budget_year} 年" if data.budget_year else ""
    funds = "，".join(filter(None, (data.fund, data.source, year)))
    sheet.line(left=f"发放单位：{context.office_name}", right=Entry("批次号", data.number))
    sheet.line(
        left=Entry("资金来源", funds, 12),
        center=Entry("文件依据", data.document, 12),
        right=Entry("制表日期", data.made_on),
    )

    def subtotal(first: int, end: int) -> list[Cell]:
        part = data.lines[first:end]
        words = f"{len(part)} 笔　{yuan(sum(one.amount_fen for one in part))} 元" if part else ""
        return [Label("本页小计", 28), Value(words, field="本页小计", align=Align.LEFT)]

    sheet.table(
        columns,
        rows,
        row_height=_ROW,
        header_height=_ROW,
        min_rows=_LEAST_LINES,
        page_foot=subtotal,
    )
    _total(sheet, data)


def _cells(at: int, one: PayLine) -> list[str]:
    return [
        str(at),
        one.name,
        one.id_number,
        one.employer,
        one.category,
        one.item,
        yuan(one.amount_fen),
        one.payee,
        one.bank,
        one.card,
        one.phone,
        one.note,
    ]


def _total(sheet: Sheet, data: RosterData) -> None:
    """Grand total and signatures stay together, on the last page only."""
    sheet.need(_ROW + _SIGNED)
    total = sum(one.amount_fen for one in data.lines)
    is_told = bool(data.lines)
    words = rmb_capitals(total) if is_told else ""
    figures = f"{len(data.lines)} 笔　¥{yuan(total)}" if is_told else ""
    sheet.row(
        [
            Label("总计（大写）", 28),
            Value(words, 120, field="总计", align=Align.LEFT),
            Label("总计（小写）", 28),
            Value(figures, field="总计", align=Align.LEFT),
        ],
        height=_ROW,
    )
    cells: list[Cell] = []
    for label in ("制表", "经办", "审核", "分管\n领导"):
        cells += [Label(label, 16), Value("", 27)]
    cells.append(Value(""))
    sheet.row(cells, height=_SIGNED)
    left = sheet.left + 4 * (16 + 27)
    middle, width = sheet.y - _SIGNED / 2, sheet.right - left
    sheet.page.text(
        left, middle - 9, "（单位公章）", size=9, align=Align.CENTER, width=width, gray=0.55
    )
    put_day(
        sheet.page, left, middle - 1.9, data.paid_on, size=10.5, align=Align.CENTER, width=width
    )


FORM = Form(
    "roster",
    NAME,
    Needs.BATCH,
    copies=3,
    build=build,
    read=roster_data,
    blank=BLANK,
)
