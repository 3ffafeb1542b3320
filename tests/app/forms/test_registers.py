"""来访登记 and 慰问登记: entered, corrected, removed, seen by whom they concern, and printed."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.aid.comforts import (
    comfort_values,
    comforts,
    correct_comfort,
    record_comfort,
    remove_comfort,
)
from app.cases.visitors import (
    correct_visitor,
    record_visitor,
    remove_visitor,
    visitor_values,
    visitors,
)
from app.changes import Op
from app.errors import AccessDeniedError, UserError
from app.forms.spans import preview_span
from app.office.session import Office
from app.office.undo import undo
from app.paper import page_count, text_of
from db.models import Case, Comfort, Operation, Unit, Visitor

from .conftest import Filed, id_number

_CAME = {"name": "𠮷秀英", "phone": "13807724519", "way": "来电", "matter": "问透析能不能救助。"}
_HELPED = {"name": "覃𬱖", "id_number": id_number(271), "item": "送温暖", "amount_fen": 50_000}


def _days(office: Office) -> dict[str, date]:
    return {"first": office.today - timedelta(days=30), "last": office.today}


def _came(office: Office, **values: Any) -> dict[str, Any]:
    return {**_CAME, "came_on": office.today, **values}


def _helped(office: Office, **values: Any) -> dict[str, Any]:
    return {**_HELPED, "helped_on": office.today, **values}


def _flat(pdf: bytes) -> str:
    return re.sub(r"\s+", "", "".join(text_of(pdf, page) for page in range(page_count(pdf))))


def test_a_visitor_is_entered_corrected_and_removed(office: Office, filed: Filed) -> None:
    made = record_visitor(office, values=_came(office), case_number=" QH202600063 ")
    (line,) = visitors(office, **_days(office))
    assert made.result_id == line.id and made.case_ids == (filed.case_id,)
    assert (line.name, line.phone, line.case_id) == ("𠮷秀英", "138****4519", filed.case_id)
    assert line.received_by == office.user.display_name
    told = visitor_values(office, visitor_id=line.id)
    assert told["phone"] == "13807724519" and told["case_number"] == "QH202600063"
    correct_visitor(office, visitor_id=line.id, values={"answer": "已告知要带的材料。"})
    (line,) = visitors(office, **_days(office))
    assert line.answer == "已告知要带的材料。" and line.case_id is None
    remove_visitor(office, visitor_id=line.id)
    assert visitors(office, **_days(office)) == ()
    undo(office)
    assert [one.answer for one in visitors(office, **_days(office))] == ["已告知要带的材料。"]


@pytest.mark.parametrize(
    ("changed", "number", "field", "words"),
    [
        ({"name": ""}, "", "name", "请填写来访人"),
        ({"matter": " "}, "", "matter", "请写明反映的内容"),
        ({"came_on": None}, "", "came_on", "请填写来访日期"),
        ({"came_on": date(2999, 1, 1)}, "", "came_on", "来访日期"),
        ({"way": "翻墙"}, "", "way", "来访形式"),
        ({}, "QH-没有", "case_number", "没有这个编号"),
    ],
)
def test_a_bad_visitor_is_refused_at_its_field(
    office: Office, changed: dict[str, Any], number: str, field: str, words: str
) -> None:
    with pytest.raises(UserError, match=words) as refused:
        record_visitor(office, values=_came(office, **changed), case_number=number)
    assert refused.value.field == field
    assert visitors(office, **_days(office)) == ()


def test_a_file_of_another_union_is_not_named_for_a_visitor_and_the_try_is_journalled(
    office: Office, filed: Filed
) -> None:
    object.__setattr__(office.user, "scope", frozenset({999}))
    with pytest.raises(AccessDeniedError, match="没有这个编号") as refused:
        record_visitor(office, values=_came(office), case_number="QH202600063")
    assert refused.value.field == "case_number"
    with office.read() as session:
        told = session.execute(
            select(Operation.op, Operation.case_id).where(Operation.result == "refused")
        ).all()
    assert told == [(Op.RECORD_VISITOR.name, filed.case_id)]


def test_a_discarded_draft_is_not_named_for_a_visitor(office: Office, filed: Filed) -> None:
    with office.write(Op.DISCARD, filed.case_id) as work:
        work.case.discarded_at = work.now
        work.done()
    with pytest.raises(UserError, match="没有这个编号"):
        record_visitor(office, values=_came(office), case_number="QH202600063")


def test_a_line_is_corrected_though_its_file_went_to_another_union(
    office: Office, filed: Filed
) -> None:
    line_id = record_visitor(office, values=_came(office), case_number="QH202600063").result_id
    assert line_id is not None
    with office.write(Op.TRANSFER_CASES) as work:
        other = Unit(name="白沙镇总工会", level="乡镇", parent_id=None)
        work.session.add(other)
        work.session.flush()
        work.session.get_one(Case, filed.case_id).unit_id = other.id
        work.done()
    told = visitor_values(office, visitor_id=line_id)
    assert told["case_number"] == ""
    # As the dialog saves that was opened before the file went, and as the one opened after it.
    for number, answer in (("qh202600063", "已转白沙镇总工会。"), ("", "已告知。")):
        values = {"answer": answer}
        correct_visitor(office, visitor_id=line_id, values=values, case_number=number)
        (line,) = visitors(office, **_days(office))
        assert (line.answer, line.case_id) == (answer, None)
    with office.read() as session:
        assert session.get_one(Visitor, line_id).case_id == filed.case_id


def test_a_line_is_corrected_though_its_draft_was_discarded(office: Office, filed: Filed) -> None:
    line_id = record_visitor(office, values=_came(office), case_number="QH202600063").result_id
    assert line_id is not None
    with office.write(Op.DISCARD, filed.case_id) as work:
        work.case.discarded_at = work.now
        work.done()
    number = visitor_values(office, visitor_id=line_id)["case_number"]
    correct_visitor(office, visitor_id=line_id, values={"answer": "已告知。"}, case_number=number)
    assert [one.answer for one in visitors(office, **_days(office))] == ["已告知。"]


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"name": ""}, "name", "请填写姓名"),
        ({"item": None}, "item", "请填写帮扶项目"),
        ({"item": "红包"}, "item", "请从列表中选择帮扶项目"),
        ({"amount_fen": 0}, "goods", "请写明慰问品"),
        ({"amount_fen": -1}, "amount_fen", "负数"),
        ({"id_number": "450224197703122710"}, "id_number", "身份证号"),
    ],
)
def test_a_bad_comfort_is_refused_at_its_field(
    office: Office, changed: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(UserError, match=words) as refused:
        record_comfort(office, values=_helped(office, **changed))
    assert refused.value.field == field


def test_the_sum_of_the_year_counts_by_person_and_year(office: Office) -> None:
    early = office.today - timedelta(days=20)
    record_comfort(office, values=_helped(office, helped_on=early))
    record_comfort(office, values=_helped(office, amount_fen=0, goods="米一袋", id_number=None))
    last = record_comfort(office, values=_helped(office, amount_fen=20_000, goods="棉被"))
    record_comfort(office, values=_helped(office, helped_on=date(office.today.year - 1, 12, 31)))
    found = comforts(office, **_days(office))
    assert [line.year_fen for line in found] == [70_000, None, 50_000]
    assert found[0].id_number == "450224********" + id_number(271)[-4:]
    comfort_id = last.result_id or 0
    assert comfort_values(office, comfort_id=comfort_id)["id_number"] == id_number(271)
    correct_comfort(office, comfort_id=comfort_id, values={"amount_fen": 10_000})
    assert comforts(office, **_days(office))[0].year_fen == 60_000
    remove_comfort(office, comfort_id=comfort_id)
    assert len(comforts(office, **_days(office))) == 2
    with pytest.raises(UserError, match="可能已经删除"):
        correct_comfort(office, comfort_id=comfort_id, values={})


def test_lines_of_another_union_are_neither_seen_nor_changed(office: Office) -> None:
    made = record_visitor(office, values=_came(office))
    helped = record_comfort(office, values=_helped(office))
    with office.write(Op.IMPORT) as work:
        other = Unit(name="邻县总工会", level="县级")
        work.session.add(other)
        work.session.flush()
        work.session.get_one(Visitor, made.result_id).unit_id = other.id
        work.session.get_one(Comfort, helped.result_id).unit_id = other.id
        work.done()
    assert visitors(office, **_days(office)) == () == comforts(office, **_days(office))
    with pytest.raises(UserError, match="没有找到这条登记"):
        remove_visitor(office, visitor_id=made.result_id or 0)
    with pytest.raises(UserError, match="没有找到这条登记"):
        comfort_values(office, comfort_id=helped.result_id or 0)


def test_the_registers_print_whole_with_full_numbers(office: Office, filed: Filed) -> None:
    record_visitor(
        office,
        values=_came(office, answer="带材料再来。"),
        case_number="QH202600063",
    )
    record_comfort(office, values=_helped(office, goods="棉被一床", group="劳模先进"))
    book = _flat(preview_span(office, form="visitors", **_days(office)))
    for fact in ("𠮷秀英", "13807724519", "来电", "问透析", "带材料再来", "QH202600063"):
        assert fact in book, fact
    book = _flat(preview_span(office, form="comforts", **_days(office)))
    for fact in ("覃𬱖", id_number(271), "送温暖", "500.00", "棉被一床", "人民币伍佰元整", "1人次"):
        assert fact in book, fact


def test_days_in_the_wrong_order_are_refused(office: Office) -> None:
    for read in (visitors, comforts):
        with pytest.raises(UserError, match="早于开始日期"):
            read(office, first=office.today, last=office.today - timedelta(days=1))
