"""What a household filed as a sum, against what its people add up to. Nothing is changed by asking."""

from collections.abc import Iterator, Sequence

from db.values import format_yuan_plain

__all__ = ["mismatches"]

_MONTHS = 12
_HALF_A_FEN = 1
"""Rounding may end half a fen to either side."""


def mismatches(
    *,
    filed_people: int | None,
    filed_annual_fen: int | None,
    filed_each_fen: int | None,
    incomes: Sequence[int | None],
    other_annual_fen: int | None,
    source: str,
) -> Iterator[tuple[str, str]]:
    """Pairs of field key and sentence for each sum that is filed and does not fit.

    `incomes`: everybody's by month in fen, the applicant's first; without the applicant's no money is compared.
    `source` names where the people stand ("本行", "档案"). Money in fen; the year's sum per head is by month.
    """
    count = len(incomes)
    if filed_people is not None and filed_people != count:
        yield "filed_people", f"填的是 {filed_people} 人，{source}列出 {count} 人。"
    if not incomes or incomes[0] is None:
        return
    annual = sum(income or 0 for income in incomes) * _MONTHS + (other_annual_fen or 0)
    added = f"按{source}各人收入"
    if filed_annual_fen is not None and filed_annual_fen != annual:
        filed, found = format_yuan_plain(filed_annual_fen), format_yuan_plain(annual)
        yield "filed_annual_income_fen", f"填的是 {filed} 元，{added}合计为 {found} 元。"
    each = round(annual / (_MONTHS * count))
    if filed_each_fen is not None and abs(filed_each_fen - each) > _HALF_A_FEN:
        filed, found = format_yuan_plain(filed_each_fen), format_yuan_plain(each)
        yield "filed_monthly_per_capita_fen", f"填的是 {filed} 元，{added}计算为 {found} 元。"
