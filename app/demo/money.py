"""The money of the demo office: funds, a payment batch every month or so, one payment that came back."""

from collections.abc import Sequence
from datetime import timedelta

from app.aid.batch_pages import PayRow, batch, batches, payable
from app.aid.batches import confirm_payment, make_batch, record_returned_payment
from app.aid.funds import funds, save_fund
from app.aid.payees import Payee
from app.demo.cast import FINANCE, Cast, Story

_SOURCES = (
    ("中央财政帮扶资金", "中央财政专项帮扶资金", 300_000),
    ("工会经费帮扶资金", "本级工会留成经费", 80_000),
)
_NEW_CARD = "6228480012345678902"


def finance(cast: Cast) -> Story:
    """Funds of two years, a payment batch every month or so, one payment that came back."""
    yield cast.ago(470)
    _fund(cast)
    has_returned = False
    while cast.today - cast.day > timedelta(days=50):
        yield cast.later(24)
        yield from _pay(cast)
        if not has_returned and cast.today - cast.day < timedelta(days=120):
            has_returned = True
            yield from _returned(cast)
    yield cast.ago(3)
    waiting = payable(cast.as_(FINANCE))
    if waiting:
        _make_batch(cast, waiting)


def _pay(cast: Cast) -> Story:
    waiting = payable(cast.as_(FINANCE))
    if not waiting:
        return
    batch_id = _make_batch(cast, waiting)
    yield cast.after(3)
    confirm_payment(
        cast.as_(FINANCE),
        batch_id=batch_id,
        paid_on=cast.day,
        references={row.grant_id: f"HD{row.grant_id:06d}" for row in waiting},
        voucher=f"记-{cast.day:%m%d}",
    )


def _fund(cast: Cast) -> int:
    """The first fund of this year; the funds of a year are registered when the year is begun."""
    office, year = cast.as_(FINANCE), cast.day.year
    if not funds(office, budget_year=year):
        for name, source, yuan in _SOURCES:
            save_fund(
                office,
                values={
                    "name": f"{year} 年{name}",
                    "source": source,
                    "budget_year": year,
                    "amount_fen": yuan * 100,
                    "document": "演示文件",
                    "received_on": cast.day,
                },
            )
    return max(funds(office, budget_year=year), key=lambda fund: fund.left_fen).id


def _make_batch(cast: Cast, waiting: Sequence[PayRow]) -> int:
    made = make_batch(
        cast.as_(FINANCE),
        fund_id=_fund(cast),
        grant_ids=[row.grant_id for row in waiting],
        months_covered=f"{cast.day.year} 年 {cast.day.month} 月",
    )
    return made.result_id or 0


def _returned(cast: Cast) -> Story:
    """The newest payment comes back and is approved for another batch."""
    yield cast.after(4)
    office = cast.as_(FINANCE)
    paid = [row for one in batches(office) for row in batch(office, one.id).rows if row.is_paid]
    if not paid:
        return
    row = paid[0]
    record_returned_payment(
        office,
        grant_id=row.grant_id,
        returned_on=cast.day,
        reason="银行退回：账号与户名不符。",
        pay_again=Payee(name=row.payee, bank=row.bank, branch="青禾县支行", card=_NEW_CARD),
    )
