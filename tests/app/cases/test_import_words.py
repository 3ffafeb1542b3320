"""Columns and words that no list knows: said once, remembered; differences value by value."""

from pathlib import Path

import pytest
from sqlalchemy import select

from app.cases.import_words import COLUMN, read_words, save_words, word_choices
from app.cases.imports import check_import, import_workbook
from app.cases.workbook.facts import REGION
from app.errors import UserError
from app.office.session import Office
from db.models import FiledValue, Household
from tests.app.cases.importing import Row, family, only_case
from tests.app.cases.workbook.making import write_table


def _without(row: Row, name: str) -> Row:
    return {key: value for key, value in row.items() if key != name}


def test_a_column_is_read_as_the_office_has_said(office: Office, tmp_path: Path) -> None:
    path = write_table(
        tmp_path / "a.xlsx", _without(family(), "手机号码") | {"手机": "13900000000"}
    )
    assert "手机" in {one.field for one in check_import(office, path).warnings}
    save_words(office, columns={"手机": "手机号码", "爱好": ""})
    save_words(office, columns={"爱好": None})
    with office.read() as session:
        assert read_words(session).columns == {"手机": "手机号码"}
    import_workbook(office, path=path)
    _, _, people = only_case(office)
    assert people[0].phone == "13900000000"


def test_a_word_is_read_as_the_office_has_said_and_its_own_words_are_kept(
    office: Office, tmp_path: Path
) -> None:
    path = write_table(tmp_path / "a.xlsx", family(工作状态="在家务工"))
    before = check_import(office, path).checked.odd_words
    assert [(one.list_key, one.filed, count) for one, count in before] == [
        ("work_status", "在家务工", 1)
    ]
    save_words(office, words={("work_status", "在家务工"): "失(无)业"})
    report = import_workbook(office, path=path)
    assert "待整理" not in " ".join(one.note for one in report.warnings)
    _, _, people = only_case(office)
    assert people[0].work_status == "失(无)业"
    assert import_workbook(office, path=path).differing == 0


def test_a_place_of_a_name_that_several_have_is_chosen_once_for_all_rows(
    office: Office, tmp_path: Path
) -> None:
    rows = [family(one, 户口所在地="鼓楼 区") for one in (1, 2)]
    path = write_table(tmp_path / "a.xlsx", *rows)
    ((word, count),) = check_import(office, path).checked.odd_words
    assert (word.list_key, word.filed, word.column, count) == (REGION, "鼓楼区", "户口所在地", 2)
    choices = word_choices(REGION, "鼓楼区")
    assert choices[:2] == ("江苏省南京市鼓楼区", "江苏省徐州市鼓楼区")
    save_words(office, words={(REGION, "鼓楼区"): "江苏省徐州市鼓楼区"})
    report = import_workbook(office, path=path)
    assert "户口所在地" not in {one.field for one in report.warnings}
    with office.read() as session:
        households = session.scalars(select(Household)).all()
        kept = session.scalars(select(FiledValue).where(FiledValue.field == "region_code")).all()
    assert [one.region_code for one in households] == ["320302", "320302"]
    assert [(one.value, one.is_settled) for one in kept] == [("鼓楼 区", True)] * 2
    assert import_workbook(office, path=path).differing == 0


@pytest.mark.parametrize(
    ("kind", "meaning"),
    [(COLUMN, "没有的栏"), ("work_status", "没有的值"), ("no_list", "在岗"), (REGION, "鼓楼区")],
)
def test_a_meaning_that_no_list_has_is_refused(office: Office, kind: str, meaning: str) -> None:
    with pytest.raises(UserError, match="请从列表中选择"):
        save_words(office, words={(kind, "甲"): meaning})


def test_differences_are_shown_value_by_value(office: Office, tmp_path: Path) -> None:
    import_workbook(office, path=write_table(tmp_path / "a.xlsx", family()))
    later = write_table(
        tmp_path / "b.xlsx", family(本人月平均收入=1500, 工作单位="青禾县糖厂", 是否单亲="是")
    )
    found = {one.field: (one.old, one.new) for one in check_import(office, later).differences}
    assert found == {
        "本人月平均收入": ("1,200.00", "1,500.00"),
        "工作单位": ("青禾县水泥厂", "青禾县糖厂"),
        "是否单亲": ("", "是"),
    }
