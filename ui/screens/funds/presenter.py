"""What the screen 资金与发放 says: words, tones and sums, without Qt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.aid.batch_pages import BatchLine, PayRow, batches, payable
from app.aid.funds import FundView, funds
from app.fields.kinds import Money
from app.fields.money import rmb_capitals
from app.office.session import Office

_MONEY = Money()

FUND_KEYS = ("name", "source", "budget_year", "amount_fen", "document", "received_on")
_TONES = {"已发放": "green", "编制中": "amber", "待发放": "blue", "已退回": "red"}


@dataclass(frozen=True)
class FigureText:
    """One figure over the lists: label, number, unit, note, tone ("" for none)."""

    label: str
    number: str
    unit: str
    note: str
    tone: str = ""


@dataclass(frozen=True)
class FundsData:
    """Everything the screen shows, read at once so that the sums agree."""

    year: int
    funds: tuple[FundView, ...]
    batches: tuple[BatchLine, ...]
    payable: tuple[PayRow, ...]


def read_all(office: Office) -> FundsData:
    """Read funds, batches and what waits for a batch. Runs on a reading thread."""
    return FundsData(office.today.year, funds(office), batches(office), payable(office))


def money(fen: int) -> str:
    """1,234.50"""
    return _MONEY.format(fen)


def figures(data: FundsData) -> tuple[FigureText, ...]:
    """This year's money, what is used of it and what is left; what waits for a batch."""
    own = [fund for fund in data.funds if fund.budget_year == data.year]
    amount = sum(fund.amount_fen for fund in own)
    paid = sum(fund.paid_fen for fund in own)
    batched = sum(fund.batched_fen for fund in own)
    waiting = sum(row.amount_fen for row in data.payable)
    count = len(data.payable)
    return (
        FigureText(f"{data.year} 年资金", money(amount), "元", f"{len(own)} 笔资金"),
        FigureText("已发放", money(paid), "元", f"另有 {money(batched)} 元在编制中的批次里"),
        FigureText("余额", money(amount - paid - batched), "元", "可以编入新的批次"),
        FigureText(
            "待编批次",
            money(waiting),
            "元",
            f"{count} 笔已批准的救助" if count else "没有等待发放的救助",
            "amber" if count else "",
        ),
    )


def fund_state(fund: FundView) -> tuple[str, str]:
    """Word and tone of a fund."""
    if fund.is_closed:
        return "已停用", "neutral"
    return ("已用完", "neutral") if fund.left_fen == 0 else ("在用", "green")


def fund_values(fund: FundView | None, year: int) -> dict[str, Any]:
    """What the form of a fund begins with."""
    if fund is None:
        return dict.fromkeys(FUND_KEYS) | {"budget_year": year}
    return {key: getattr(fund, key) or None for key in FUND_KEYS}


def fund_word(fund: FundView) -> str:
    """A fund in a list to choose from."""
    return f"{fund.name}（{fund.source}，余额 {money(fund.left_fen)} 元）"


def batch_state(batch: BatchLine) -> tuple[str, str]:
    """Word and tone of a batch."""
    if batch.returned_fen:
        return "有退汇", "red"
    return batch.state, _TONES[batch.state]


def batch_day(batch: BatchLine) -> str:
    """The day that matters: paid, else made."""
    return f"{batch.paid_on} 发放" if batch.paid_on else f"{batch.made_on} 编制"


def row_state(row: PayRow) -> tuple[str, str]:
    """Word and tone of one payment."""
    return row.state, _TONES.get(row.state, "neutral")


def row_who(row: PayRow) -> str:
    """The household, and whom the aid is for."""
    return f"{row.applicant}（{row.person}）" if row.person else row.applicant


def row_note(row: PayRow) -> str:
    """回单号, or why the money came back."""
    if row.returned_on:
        return f"{row.returned_on} 退回：{row.return_reason}"
    return row.reference


def account(row: PayRow) -> str:
    """Payee and the end of the card."""
    if not row.has_account:
        return "没有收款账户"
    return f"{row.payee} {row.card}"


def batch_facts(batch: BatchLine) -> tuple[tuple[str, str], ...]:
    """The head of a batch as pairs of label and text."""
    return (
        ("资金", f"{batch.fund}（{batch.source}，{batch.budget_year} 年）"),
        ("编制日期", batch.made_on.isoformat()),
        ("所属月份", batch.months_covered),
        ("发放日期", batch.paid_on.isoformat() if batch.paid_on else ""),
        ("凭证号", batch.voucher),
    )


def batch_sum(batch: BatchLine) -> str:
    """Count and totals in figures and capitals."""
    words = f"共 {batch.count} 笔，合计 {money(batch.total_fen)} 元（{batch.capitals}）"
    if batch.returned_fen:
        words += f"，其中退回 {money(batch.returned_fen)} 元，实际发放 {money(batch.net_fen)} 元"
    return f"{words}。"


def chosen_sum(rows: Sequence[PayRow], fund: FundView | None) -> tuple[str, bool]:
    """What is ticked, in figures and capitals, and what the fund keeps; False where it does not suffice."""
    total = sum(row.amount_fen for row in rows)
    words = f"已选 {len(rows)} 笔，合计 {money(total)} 元（{rmb_capitals(total)}）"
    if fund is None:
        return f"{words}。", True
    left = fund.left_fen - total
    if left < 0:
        return f"{words}，超过这笔资金的余额 {money(-left)} 元，请去掉几笔或换一笔资金。", False
    return f"{words}；选后资金余额 {money(left)} 元。", True


def open_funds(found: Iterable[FundView]) -> tuple[FundView, ...]:
    """Funds that a batch can take from."""
    return tuple(fund for fund in found if not fund.is_closed and fund.left_fen > 0)
