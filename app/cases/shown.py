"""Who a file is about, as text and JSON, masked for the account that reads: what `show` begins with."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.cases.overview import find_by_number, overview
from app.cases.queries import case_file, members_view, money_view, open_case
from app.cases.queries_masked import RecordView
from app.fields.catalogue import APPLICANT, CASE, HOUSEHOLD, Field
from app.office.session import Office
from db.values import format_money

Table = tuple[str, tuple[dict[str, str], ...]]
"""A heading and its rows, each with the label of every value."""


@dataclass(frozen=True)
class ShownCase:
    """Sections of the file: each a heading with labelled values, and tables of people and lines."""

    case_id: int
    head: tuple[tuple[str, str], ...]
    sections: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    tables: tuple[Table, ...]

    def as_json(self) -> dict[str, Any]:
        """The file as one object, Chinese labels as keys."""
        told: dict[str, Any] = dict(self.head)
        for title, pairs in self.sections:
            told[title] = dict(pairs)
        for title, rows in self.tables:
            told[title] = [{key: text for key, text in row.items() if text} for row in rows]
        return told

    def as_lines(self) -> Iterator[str]:
        """The file as lines of text."""
        for label, value in self.head:
            yield f"{label}：{value}"
        for title, pairs in self.sections:
            yield ""
            yield f"【{title}】"
            yield from (f"{label}：{value}" for label, value in pairs)
        for title, rows in self.tables:
            yield ""
            yield f"【{title}】"
            for row in rows:
                yield "　".join(f"{label} {value}" for label, value in row.items() if value)


def show_case(office: Office, number: str) -> ShownCase:
    """Read a file by its number; the look is journalled. UserError where it is not in scope."""
    case_id = find_by_number(office, number)
    open_case(office, case_id=case_id)
    frame, file = overview(office, case_id), case_file(office, case_id)
    money = money_view(office, case_id)
    head = (
        ("编号", frame.number),
        ("申请人", frame.applicant),
        ("困难类别", frame.category),
        ("阶段", frame.stage_label),
        ("所属工会", frame.unit),
        ("家庭人口", str(frame.people)),
        ("待办", "；".join(task.sentence for task in frame.tasks)),
    )
    people = tuple(
        {
            "姓名": row.name,
            "关系": row.relation,
            "身份证号": row.id_number,
            "年龄": "" if row.age is None else str(row.age),
            "健康状况": row.health,
            "身份": row.identity,
            "月收入": ""
            if row.monthly_income_fen is None
            else format_money(row.monthly_income_fen),
        }
        for row in members_view(office, case_id).rows
        if row.removed_on is None
    )
    return ShownCase(
        case_id,
        head,
        (
            ("申请人", _pairs(file.applicant, APPLICANT)),
            ("家庭", _pairs(file.household, HOUSEHOLD)),
            ("档案", _pairs(file.case, CASE)),
            (
                "近 12 个月",
                (
                    ("收入合计", format_money(money.income_fen)),
                    ("支出合计", format_money(money.outlay_fen)),
                ),
            ),
        ),
        (("家庭成员", people),),
    )


def _pairs(record: RecordView, fields: tuple[Field, ...]) -> tuple[tuple[str, str], ...]:
    pairs = ((field.label, record.text(field)) for field in fields)
    return tuple((label, text) for label, text in pairs if text)
