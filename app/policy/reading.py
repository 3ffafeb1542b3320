"""Reading what came from outside, strictly, so that every complaint names the field it is about.

A `Node` is one value together with its path ("household.members[0].age"). Its methods return the
value in the type that is asked for, or raise FactsError. A null counts as left out.
"""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from app.errors import UserError
from app.policy.amounts import read_hundredths
from app.policy.months import Month

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LARGEST_WHOLE = 1_000_000
_LARGEST_IDENTITY = 10**30
_SHOWN_LENGTH = 40


class FactsError(UserError):
    """Facts that cannot be read or do not suffice.

    `field` is the path of the field (None for the whole), `problem` the sentence without the path,
    for a window that shows it beside the field; `message` is the sentence with the path.
    """

    def __init__(self, problem: str, *, field: str | None) -> None:
        super().__init__(f"{field}：{problem}" if field else problem, field=field)
        self.problem = problem

    def under(self, prefix: str) -> "FactsError":
        """The same complaint about a part of something larger, such as one case of a list."""
        if self.field is None:
            return FactsError(self.problem, field=prefix)
        return FactsError(self.problem, field=f"{prefix}.{self.field}")


def shown(text: str) -> str:
    """Foreign text inside one of our sentences: one line, printable characters only, not too long."""
    clean = "".join(mark if mark.isprintable() else "�" for mark in text)
    return clean if len(clean) <= _SHOWN_LENGTH else f"{clean[:_SHOWN_LENGTH]}…"


@dataclass(frozen=True, slots=True)
class Node:
    """One value and where it stands."""

    path: str
    value: object

    def fail(self, problem: str) -> FactsError:
        """The error to raise about this value; `problem` is a whole sentence."""
        return FactsError(problem, field=self.path or None)

    def object(self) -> Self:
        """This node, once it is known to be an object or left out."""
        if self.value is not None and not isinstance(self.value, dict):
            raise self.fail("这里应是一个 JSON 对象（花括号括起的一组字段），请更正。")
        return self

    def at(self, key: str) -> "Node":
        """The field of that name; its value is None where it was left out."""
        path = f"{self.path}.{key}" if self.path else key
        return Node(path, self.value.get(key) if isinstance(self.value, dict) else None)

    def each(self) -> tuple["Node", ...]:
        """The objects of a list; none where it was left out."""
        if self.value is None:
            return ()
        if not isinstance(self.value, list):
            raise self.fail("这里应是一个 JSON 列表（方括号括起），请更正。")
        nodes = tuple(Node(f"{self.path}[{index}]", item) for index, item in enumerate(self.value))
        for node in nodes:
            node._present("列表中的每一项都应是一个 JSON 对象，请补上或删去空项。").object()
        return nodes

    def text(self) -> str:
        """A text that is there and not blank."""
        text = self.optional_text()
        if text is None or not text.strip():
            raise self.fail("此项必须填写文字，请补上。")
        return text

    def optional_text(self) -> str | None:
        """A text, or None where it was left out."""
        if self.value is None:
            return None
        if not isinstance(self.value, str):
            raise self.fail("此项应写成文字（用引号括起），请更正。")
        if any("\ud800" <= mark <= "\udfff" for mark in self.value):
            raise self.fail("此项含有残缺的字符，请重新输入。")
        return self.value

    def identity(self) -> str | int | None:
        """What the sender calls the case, kept as it came: a text, a whole number or nothing."""
        if isinstance(self.value, int) and not isinstance(self.value, bool):
            if abs(self.value) >= _LARGEST_IDENTITY:
                raise self.fail("编号太长，请缩短，或用引号括起写成文字。")
            return self.value
        return self.optional_text()

    def flag(self, *, default: bool) -> bool:
        """true or false; `default` where it was left out."""
        if self.value is None:
            return default
        if not isinstance(self.value, bool):
            raise self.fail("此项只能写 true（是）或 false（否），请更正。")
        return self.value

    def whole(self) -> int:
        """A whole number from zero up. true and 45.0 are none."""
        self._present("此项必须填写整数，请补上。")
        value = self.value
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.fail("此项应是不小于 0 的整数（不加引号，不带小数），请更正。")
        if value > _LARGEST_WHOLE:
            raise self.fail("此项的数目太大，请更正。")
        return value

    def optional_whole(self) -> int | None:
        """A whole number from zero up, or None where it was left out."""
        return None if self.value is None else self.whole()

    def amount(self) -> int:
        """Fen, from a string in yuan."""
        self._present("此项必须填写金额，请补上。")
        return self._hundredths(
            "金额应写成引号括起的数字，单位元，最多两位小数，不带负号，请更正。"
        )

    def optional_amount(self) -> int | None:
        """Fen, or None where it was left out."""
        return None if self.value is None else self.amount()

    def optional_area(self) -> int | None:
        """Hundredths of a square metre, or None where it was left out."""
        if self.value is None:
            return None
        return self._hundredths("面积应写成引号括起的数字，单位平方米，最多两位小数，请更正。")

    def day(self) -> datetime.date:
        """A date, from "YYYY-MM-DD"."""
        self._present("此项必须填写日期，格式为“2026-03-15”，请补上。")
        problem = "日期应写成“2026-03-15”的样子，并且确有这一天，请更正。"
        if not isinstance(self.value, str) or not _DAY.fullmatch(self.value):
            raise self.fail(problem)
        try:
            return datetime.date.fromisoformat(self.value)
        except ValueError:
            raise self.fail(problem) from None

    def optional_month(self) -> Month | None:
        """A month, from "YYYY-MM", or None where it was left out."""
        if self.value is None:
            return None
        month = Month.read(self.value) if isinstance(self.value, str) else None
        if month is None:
            raise self.fail("月份应写成“2025-07”的样子，请更正；不分月份时可以不填。")
        return month

    def optional_date(self) -> datetime.date | None:
        """A date that is one already, as TOML has them, or None where it was left out."""
        if self.value is None or isinstance(self.value, datetime.date):
            return self.value
        raise self.fail("此项应是日期，请更正。")

    def texts(self) -> tuple[str, ...]:
        """A list of texts; none where it was left out."""
        if self.value is None:
            return ()
        if not isinstance(self.value, list):
            raise self.fail("这里应是一个列表（方括号括起），请更正。")
        return tuple(
            Node(f"{self.path}[{index}]", item).text() for index, item in enumerate(self.value)
        )

    def one_of(self, allowed: Sequence[str]) -> str:
        """One of the texts of a closed list; the complaint lists them."""
        return known(self.text(), allowed, field=self.path)

    def _present(self, problem: str) -> Self:
        if self.value is None:
            raise self.fail(problem)
        return self

    def _hundredths(self, problem: str) -> int:
        value = read_hundredths(self.value) if isinstance(self.value, str) else None
        if value is None:
            raise self.fail(problem)
        return value


def known(text: str, allowed: Sequence[str], *, field: str) -> str:
    """`text` if it stands in the closed list; otherwise FactsError at `field` that lists what may stand."""
    if text not in allowed:
        choices = "、".join(allowed)
        raise FactsError(f"“{shown(text)}”不在可用的值之中，可用：{choices}。", field=field)
    return text


def root(value: object) -> Node:
    """The node of one whole case; FactsError if it is not an object."""
    node = Node("", value)
    if not isinstance(value, dict):
        raise node.fail("内容应是一份 JSON 对象，或由若干份对象组成的列表，请更正。")
    return node
