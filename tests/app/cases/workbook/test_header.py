"""Finding the header by its names."""

import pytest

from app.cases.workbook.header import (
    CASE_COLUMNS,
    MEMBER_COLUMNS,
    UNKNOWN,
    Meaning,
    count_known,
    ends_table,
    joined,
    meaning_of,
    read_header,
)
from db.models import Case, Household, Person

TEMPLATE = [
    "编号",
    "困难类别",
    "姓名",
    "民族",
    "性别",
    "政治面貌",
    "身份证号",
    "出生日期",
    "健康状况",
    "残疾类别",
    "工作状态",
    "劳模类型",
    "住房类型",
    "建筑面积",
    "手机号码",
    "其他联系方式",
    "邮政编码",
    "工作时间",
    "所属行业",
    "婚姻状态",
    "户口类型",
    "家庭住址",
    "工作单位",
    "单位性质",
    "企业状态",
    "是否单亲",
    "本人月平均收入",
    "家庭年度总收入",
    "家庭人口",
    "家庭月人均收入",
    "户口所在地",
    "是否进入医保",
    "是否有一定自救能力",
    "是否为零就业家庭",
    "主要致困原因",
    "开户银行",
    "支行名称",
    "银行卡号",
    "建档人",
    "审核人",
    "录入人",
    "建档日期",
]
BLOCK = ["姓名", "关系", "性别", "政治面貌", "身份证号", "健康状况", "月收入", "身份", "单位或学校"]


def test_every_column_of_the_template_is_known_and_none_twice() -> None:
    names = TEMPLATE + [f"家庭成员{place}{name}" for place in range(1, 6) for name in BLOCK]
    assert count_known(names) == len(names) == 87
    assert UNKNOWN not in read_header(3, names).meanings


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("婚姻状态", "婚姻状况"),
        ("企业状态", "企业状况"),
        ("联系电话", "手机号码"),
        ("是否进入医保", "医保状况"),
        ("*身 份 证 号", "身份证号"),
        ("本人月平均收入（元）", "本人月平均收入"),
        ("家庭成员 2\n姓名", "家庭成员2姓名"),
        ("公民身份号码", "身份证号"),
        ("身份证号码（18位）", "身份证号"),
        ("建筑面积（㎡）", "建筑面积"),
        ("*姓名（必填）", "姓名"),
        ("建档日期（格式：2019-07-01）", "建档日期"),
        ("职工姓名", "姓名"),
        ("建档时间", "建档日期"),
        ("家庭困难原因", "主要致困原因"),
        ("家庭人口数", "家庭人口"),
        ("家庭成员1与户主关系", "家庭成员1关系"),
    ],
)
def test_synonyms_and_ways_of_writing_mean_the_same(one: str, other: str) -> None:
    assert meaning_of(one) == meaning_of(other) != UNKNOWN


@pytest.mark.parametrize(
    "name", ["", "爱好", "家庭成员0姓名", "家庭成员21姓名", "家庭成员1爱好", "姓名（配偶）"]
)
def test_other_names_are_unknown(name: str) -> None:
    assert meaning_of(name) == UNKNOWN


def test_the_numbers_of_a_lists_rows_are_known_and_nothing_of_the_household() -> None:
    assert meaning_of("序号") not in (UNKNOWN, *(Meaning(one.key) for one in CASE_COLUMNS))


def test_of_two_columns_with_one_meaning_the_second_is_unknown() -> None:
    header = read_header(1, ["手机号码", "联系电话"])
    assert header.meanings == (Meaning("phone"), UNKNOWN)


def test_names_are_the_sheets_own_or_the_templates() -> None:
    header = read_header(1, ["姓名", "*身份证号", "联系电话"])
    assert header.name_of("phone") == "联系电话"
    assert header.name_of("id_number") == "*身份证号"
    assert header.name_of("monthly_income_fen", 3) == "家庭成员3月收入"


def test_a_header_in_two_rows_is_read_as_one() -> None:
    above = ["编号", "本人信息", None, "家庭成员1", "", "家庭成员 2"]
    below = ["", "姓名", "身份证号", "姓名", "关系", "姓名", "关系", "年龄"]
    assert joined(above, below) == (
        *("编号", "姓名", "身份证号", "家庭成员1姓名", "家庭成员1关系"),
        *("家庭成员 2姓名", "家庭成员 2关系", "年龄"),
    )


def test_what_may_be_missing_from_a_table_of_cases() -> None:
    five = ["编号", "困难类别", "职工", "身份证号", "建档日期", "民族"]
    header = read_header(1, five)
    assert header.missing == ("姓名",)
    assert header.is_of_cases
    assert not read_header(1, five[:5]).is_of_cases
    assert not read_header(1, five, {"职工": "姓名"}).missing


@pytest.mark.parametrize("first", ["合计", " 小 计 ", "合计:"])
def test_a_sum_ends_the_table(first: str) -> None:
    assert ends_table((None, " ", first, 3.0))


@pytest.mark.parametrize("first", [None, "", "合计户", 3.0, 1])
def test_nothing_else_does(first: object) -> None:
    assert not ends_table((first, 3.0))


def test_every_key_is_a_column_of_the_file() -> None:
    columns = {
        column.key for model in (Case, Household, Person) for column in model.__table__.columns
    }
    keys = {column.key for column in (*CASE_COLUMNS, *MEMBER_COLUMNS)}
    assert keys - columns == {"disability"}  # one cell for kind and grade
