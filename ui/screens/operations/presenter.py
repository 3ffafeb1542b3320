"""What the screen 操作记录 says, and how its filter is read. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from app.changes import Op
from app.errors import UserError
from app.fields.kinds import Day
from app.office.checking import CheckLine
from app.office.history import OperationFilter, OperationLine, filter_choices, operations
from app.office.session import Office

Choices = tuple[tuple[tuple[int, str], ...], tuple[Op, ...]]
Found = tuple[tuple[OperationLine, ...], bool]

_DAY = Day()


@dataclass(frozen=True)
class Typed:
    """The filter as it stands in the window. The days are texts: they may be half typed."""

    from_day: str = ""
    to_day: str = ""
    account_id: int | None = None
    op: Op | None = None
    case_number: str = ""
    only_refused: bool = False
    with_looking: bool = False


def read_filter(typed: Typed, today: date) -> OperationFilter:
    """The filter that was typed. UserError (field from_day, to_day) for what is no day or the wrong way round."""
    first, last = (_day(typed.from_day, "from_day", today), _day(typed.to_day, "to_day", today))
    if first is not None and last is not None and last < first:
        raise UserError("结束日期早于开始日期，请改正。", field="to_day")
    return OperationFilter(
        account_id=typed.account_id,
        op=typed.op,
        from_day=first,
        to_day=last,
        case_number=typed.case_number.strip(),
        only_refused=typed.only_refused,
        with_looking=typed.with_looking,
    )


def _day(text: str, field: str, today: date) -> date | None:
    try:
        found = _DAY.parse(text, today)
    except UserError as error:
        raise UserError(error.message, field=field) from error
    return found if isinstance(found, date) else None


def bound_read(
    office: Office, wanted: OperationFilter, before_id: int | None = None
) -> partial[Found]:
    """The read of a page of operations."""
    return partial(operations, office, wanted, before_id=before_id)


def bound_choices(office: Office) -> partial[Choices]:
    """The read of what the filters offer."""
    return partial(filter_choices, office)


def when(line: OperationLine) -> str:
    """Local time, to the second: two acts of one minute keep their order."""
    return f"{line.at:%Y-%m-%d %H:%M:%S}"


def label(line: OperationLine) -> str:
    """What was done; of a taking back also what."""
    return f"{line.label}：{line.undoes}" if line.undoes else line.label


def state(line: OperationLine) -> tuple[str, str]:
    """A word for what became of it, and its tone; empty where it simply stands."""
    if line.is_refused:
        return "被拒绝", "red"
    return ("已撤回", "amber") if line.undone_by else ("", "neutral")


def words(line: OperationLine) -> str:
    """The reason, then what was written."""
    reason = f"原因：{line.reason}" if line.reason else ""
    return "　".join(filter(None, (reason, line.summary)))


def note(lines: Sequence[OperationLine], has_more: bool) -> str:
    """How many stand in the list."""
    if not lines:
        return ""
    return f"列出最近 {len(lines)} 条，还有更早的" if has_more else f"共 {len(lines)} 条"


def verdict(line: CheckLine) -> str:
    """One sentence on the chain of the journal."""
    if line.ok:
        return f"操作记录完整：{line.detail}，没有被改动过。"
    return f"操作记录有问题：{line.detail}请不要继续录入，先从备份核对。"
