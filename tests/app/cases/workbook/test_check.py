"""The table of the import contract, cell by cell."""

from datetime import date

import pytest

from app.cases.workbook.reader import Cell
from app.cases.workbook.unusable import Unusable
from tests.app.cases.workbook.asking import GOOD, MEMBER, fact, refused, warned, with_member
from tests.app.cases.workbook.making import check, id_number, person


def test_a_good_row_passes_without_a_word() -> None:
    checked = check(person(1))
    assert not checked.rejected
    assert not checked.warnings
    assert checked.rows == len(checked.new) == 1


# ---------------------------------------------------------------- 姓名


@pytest.mark.parametrize("name", [None, "", "  ", "\u3000"])
def test_an_applicant_without_a_name_is_refused(name: str | None) -> None:
    assert refused(check(person(1, 姓名=name))) == [(4, "姓名")]


@pytest.mark.parametrize("key", ["关系", "身份证号", "月收入", "单位或学校"])
def test_a_member_with_any_value_but_no_name_is_refused(key: str) -> None:
    row = person(1) | {f"{MEMBER}姓名": None, f"{MEMBER}{key}": id_number(501)}
    if key == "月收入":
        row[f"{MEMBER}{key}"] = 0
    assert (4, f"{MEMBER}姓名") in refused(check(row))


def test_an_empty_member_block_is_nobody() -> None:
    row = person(1) | {f"{MEMBER}姓名": None, f"{MEMBER}月收入": None, f"{MEMBER}身份证号": ""}
    checked = check(row)
    assert not checked.rejected
    assert len(checked.households[0].people) == 1


def test_blanks_inside_a_chinese_name_go_silently() -> None:
    checked = check(person(1, 姓名=" 何\u3000家 豪 "))
    assert fact(checked, "name") == "何家豪"
    assert not checked.warnings


# ---------------------------------------------------------------- 身份证号


@pytest.mark.parametrize(
    "number",
    [
        None,
        GOOD[:17],
        GOOD + "1",
        "45020319800315A" + GOOD[15:],
        GOOD[:17] + ("1" if GOOD[17] != "1" else "2"),
        id_number(1, "19800230"),
        id_number(1, "20261121"),
        450203198003150000,
        4.50203198003150e17,
        "4.50203E+17",
    ],
)
def test_a_wrong_id_number_of_the_applicant_is_refused(number: str | float | None) -> None:
    checked = check(person(1, 身份证号=number))
    assert refused(checked) == [(4, "身份证号")]
    assert checked.rejected[0].reason.endswith("。")


def test_a_wrong_id_number_of_a_member_is_refused_under_the_sheets_own_name() -> None:
    checked = check(with_member(身份证号=GOOD[:17]))
    assert refused(checked) == [(4, "家庭成员1身份证号")]


@pytest.mark.parametrize(
    "filed",
    [
        "'" + GOOD,
        "\uff07" + GOOD,
        GOOD.translate({48 + d: 0xFF10 + d for d in range(10)}),
        f" {GOOD[:6]} {GOOD[6:]}\t",
    ],
)
def test_an_id_number_is_cleaned_silently(filed: str) -> None:
    checked = check(person(1, 身份证号=filed))
    assert fact(checked, "id_number") == GOOD
    assert not checked.warnings


def test_a_lower_case_x_is_raised() -> None:
    serial = next(s for s in range(1, 200) if id_number(s).endswith("X"))
    checked = check(person(serial, 身份证号=id_number(serial).lower()))
    assert fact(checked, "id_number") == id_number(serial)


def test_fifteen_digits_are_upgraded_with_a_warning_and_kept_as_filed() -> None:
    checked = check(person(1, 身份证号="450203800315001"))
    assert fact(checked, "id_number") == GOOD
    assert fact(checked, "id_number_filed") == "450203800315001"
    assert warned(checked) == [(4, "身份证号")]


@pytest.mark.parametrize(
    "number",
    [
        id_number(1, region="109999"),
        id_number(1, region="830000"),
        id_number(1, region="910000"),
        id_number(1, "19001231"),
    ],
)
def test_an_odd_id_number_is_only_a_warning(number: str) -> None:
    checked = check(person(1, 身份证号=number))
    assert not checked.rejected
    assert (4, "身份证号") in warned(checked)


def test_a_member_without_an_id_number_is_only_a_warning() -> None:
    checked = check(with_member(身份证号=None))
    assert not checked.rejected
    assert warned(checked) == [(4, "家庭成员1身份证号")]


# ---------------------------------------------------------------- birth and sex


def test_birth_and_sex_of_the_number_win() -> None:
    checked = check(person(1, 出生日期="1981-01-01", 性别="女"))
    assert fact(checked, "birth_date") == date(1980, 3, 15)
    assert fact(checked, "sex") == "男"
    assert warned(checked) == [(4, "出生日期"), (4, "性别")]


@pytest.mark.parametrize(
    "written",
    ["1980-03-15", "1980/3/15", "1980.3.15", "1980年3月15日", date(1980, 3, 15)],
)
def test_every_way_to_write_a_date_is_read_silently(written: str | date) -> None:
    assert not check(person(1, 出生日期=written)).warnings


def test_without_a_number_birth_and_sex_are_taken_from_the_row() -> None:
    row = with_member(身份证号=None, 出生日期="2010-06-07", 性别="女性")
    checked = check(row)
    assert fact(checked, "birth_date", member=1) == date(2010, 6, 7)
    assert fact(checked, "sex", member=1) == "女"


# ---------------------------------------------------------------- 建档日期


def test_the_day_of_filing_may_not_lie_in_the_future() -> None:
    assert refused(check(person(1, 建档日期="2026-11-21"))) == [(4, "建档日期")]
    assert not check(person(1, 建档日期="2026-11-20")).rejected


@pytest.mark.parametrize("written", [None, "不详", "2024-02-30", 45000])
def test_no_day_of_filing_is_only_a_warning(written: str | int | None) -> None:
    checked = check(person(1, 建档日期=written))
    assert not checked.rejected
    assert warned(checked) == [(4, "建档日期")]
    assert fact(checked, "filed_on") is None


# ---------------------------------------------------------------- money


@pytest.mark.parametrize(
    "column", ["本人月平均收入", "家庭年度总收入", "家庭月人均收入", "家庭成员1月收入"]
)
@pytest.mark.parametrize("value", [-500, -0.01, "-1,200元", "－３"])
def test_negative_money_is_refused(column: str, value: str | float) -> None:
    assert refused(check(with_member() | {column: value})) == [(4, column)]


@pytest.mark.parametrize(
    ("value", "fen"),
    [
        ("1,600元", 160_000),
        (1333.33, 133_333),
        ("无", 0),
        ("空", 0),
        ("—", 0),
        (0, 0),
        ("１２００", 120_000),
    ],
)
def test_money_is_cleaned_silently(value: str | float, fen: int) -> None:
    checked = check(person(1, 本人月平均收入=value))
    assert fact(checked, "monthly_income_fen") == fen
    assert not checked.warnings


def test_what_is_no_money_is_left_empty_and_kept_as_filed() -> None:
    checked = check(person(1, 本人月平均收入="不固定"))
    assert fact(checked, "monthly_income_fen") is None
    assert warned(checked) == [(4, "本人月平均收入")]
    (text,) = checked.households[0].filed
    assert (text.field, text.value, text.is_settled) == ("monthly_income_fen", "不固定", False)


def test_sums_that_differ_are_named_and_kept() -> None:
    sums: dict[str, Cell] = {"家庭人口": 3, "家庭年度总收入": 60_000, "家庭月人均收入": "2500元"}
    checked = check(with_member(月收入=800) | {"本人月平均收入": 2000} | sums)
    assert {field for _, field in warned(checked)} == set(sums)
    assert fact(checked, "filed_people") == 3
    assert fact(checked, "filed_annual_income_fen") == 6_000_000


def test_sums_that_agree_are_silent_rounding_included() -> None:
    sums: dict[str, Cell] = {"家庭人口": "3人", "家庭年度总收入": 44_400, "家庭月人均收入": 1233.33}
    second: dict[str, Cell] = {
        "家庭成员2姓名": "黎大山",
        "家庭成员2身份证号": id_number(601, "19520101"),
    }
    checked = check(with_member(月收入=900) | {"本人月平均收入": 2800} | sums | second)
    assert not checked.warnings


# ---------------------------------------------------------------- code lists


def test_a_value_that_no_list_knows_is_kept_and_marked() -> None:
    checked = check(person(1, 民族="夜郎族", 婚姻状态="同居"))
    assert fact(checked, "ethnicity") == "夜郎族"
    assert set(warned(checked)) == {(4, "民族"), (4, "婚姻状态")}
    assert {(text.field, text.is_settled) for text in checked.households[0].filed} == {
        ("ethnicity", False),
        ("marital_status", False),
    }


def test_a_disease_as_health_is_read_as_the_newer_two_steps() -> None:
    checked = check(person(1, 健康状况="癌症", 残疾类别="肢体二级"))
    assert fact(checked, "health") == "疾病"
    assert fact(checked, "disease") == "恶性肿瘤"
    assert fact(checked, "disability_kind") == "肢体残疾"
    assert fact(checked, "disability_grade") == "二级"
    assert not checked.warnings


@pytest.mark.parametrize(
    ("filed", "cause"),
    [
        ("本人大病", "患重特大疾病"),
        ("供养直系亲属大病", "患重特大疾病"),
        ("意外灾害", "意外事故"),
        ("未参加社会保险", "未参加社保"),
        ("社会保险待遇落实不到位", "社保待遇不落实"),
        ("子女上学", "子女上学"),
    ],
)
def test_old_causes_become_their_one_successor_silently(filed: str, cause: str) -> None:
    checked = check(person(1, 主要致困原因=filed))
    assert fact(checked, "main_cause") == cause
    assert not checked.warnings


@pytest.mark.parametrize("filed", ["残疾", "房屋倒塌"])
def test_any_other_cause_becomes_other_with_its_text_kept(filed: str) -> None:
    checked = check(person(1, 主要致困原因=filed))
    assert fact(checked, "main_cause") == "其他"
    assert fact(checked, "main_cause_text") == filed


@pytest.mark.parametrize(
    "old", ["低保户", "低保边缘户", "意外致困户", "低保线以上", "享受低保", "未享受低保"]
)
def test_old_categories_stay_as_filed_and_wait_for_review(old: str) -> None:
    checked = check(person(1, 困难类别=old))
    assert fact(checked, "filed_category") == old
    assert fact(checked, "category") is None
    assert fact(checked, "category_to_review") is True
    assert warned(checked) == [(4, "困难类别")]


# ---------------------------------------------------------------- cards, phones, formulas


@pytest.mark.parametrize(
    ("column", "value", "key", "kept"),
    [
        ("手机号码", 13800000000.0, "phone", "13800000000"),
        ("联系电话", "138 0000-0000", "phone", "13800000000"),
        ("手机号码", "13800000000.0", "phone", "13800000000"),
        (
            "银行卡号",
            "6222 0000-0000 0000 000",
            "bank_card",
            "6222000000000000000",
        ),
    ],
)
def test_phones_and_cards_are_cleaned(column: str, value: str | float, key: str, kept: str) -> None:
    assert fact(check(person(1) | {column: value}), key) == kept


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("手机号码", "0772-3204653"),
        ("银行卡号", "6222000000000000001"),
        ("银行卡号", "622200"),
        ("银行卡号", 6222000000000000000),
    ],
)
def test_odd_phones_and_cards_are_only_a_warning(column: str, value: str | int) -> None:
    checked = check(person(1) | {column: value})
    assert not checked.rejected
    assert warned(checked) == [(4, column)]


@pytest.mark.parametrize(("value", "word"), [(Unusable.FORMULA, "公式"), (Unusable.ERROR, "#N/A")])
def test_a_formula_or_an_error_is_left_empty_and_the_row_stands(value: Unusable, word: str) -> None:
    checked = check(person(1, 工作单位=value, 爱好=value))
    assert fact(checked, "employer") is None
    assert warned(checked) == [(3, "爱好"), (4, "工作单位"), (4, "爱好")]
    assert checked.warnings[0].note == "不认识这一列，它是空的。"
    assert all(word in one.note for one in checked.warnings[1:])
    assert fact(checked, "remarks") is None


@pytest.mark.parametrize("column", ["姓名", "身份证号", "家庭成员1姓名"])
@pytest.mark.parametrize(("value", "word"), [(Unusable.FORMULA, "公式"), (Unusable.ERROR, "#N/A")])
def test_a_required_cell_is_refused_as_what_it_holds(
    column: str, value: Unusable, word: str
) -> None:
    checked = check(
        person(1) | {"家庭成员1姓名": "黎小禾", "家庭成员1关系": "女儿"} | {column: value}
    )
    (one,) = checked.rejected
    assert (one.row, one.field, word in one.reason) == (4, column, True)


# ---------------------------------------------------------------- 户口所在地


@pytest.mark.parametrize(
    ("filed", "code"),
    [
        ("450224", "450224"),
        (450224.0, "450224"),
        ("450224101", "450224101"),
        ("450224 融安县", "450224"),
        ("青河县", "654325"),
        ("河北省石家庄市长安区", "130102"),
        ("广西柳州市融安县", "450224"),
        ("广西 柳州市 融安县", "450224"),
        ("石家庄市长安区", "130102"),
        ("北京朝阳区", "110105"),
    ],
)
def test_a_region_is_read_by_its_code_or_its_name(filed: str | float, code: str) -> None:
    checked = check(person(1, 户口所在地=filed))
    assert fact(checked, "region_code") == code
    assert not checked.warnings
    assert not checked.households[0].filed


@pytest.mark.parametrize(
    ("filed", "why"),
    [("某省某市某县", "行政区划"), ("长安区", "不止一个"), ("柳州", "行政区划")],
)
def test_a_region_that_means_no_single_place_is_kept_as_filed(filed: str, why: str) -> None:
    checked = check(person(1, 户口所在地=filed))
    assert fact(checked, "region_code") is None
    (said,) = checked.warnings
    assert why in said.note
    assert said.note.endswith("已按原文保留，待整理。")
    (kept,) = checked.households[0].filed
    assert (kept.field, kept.value, kept.is_settled) == ("region_code", filed, False)


def test_a_region_code_that_no_table_knows_is_kept_with_a_warning() -> None:
    checked = check(person(1, 户口所在地="450299"))
    assert fact(checked, "region_code") == "450299"
    assert warned(checked) == [(4, "户口所在地")]
