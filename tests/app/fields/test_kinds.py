"""Kinds of value: what is typed comes back, what is wrong gets a sentence."""

from datetime import date
from decimal import Decimal
from typing import Any

import cn2an
import pytest
from hypothesis import example, given, seed, settings
from hypothesis import strategies as st

from app.errors import UserError
from app.fields.identity import derive_from_id
from app.fields.kinds import (
    KINDS,
    Area,
    AreaAsFiled,
    BankCard,
    Choice,
    Contact,
    Count,
    Day,
    Employer,
    IdNumber,
    Kind,
    LongText,
    Money,
    Month,
    MultiChoice,
    PersonName,
    Phone,
    Postcode,
    Region,
    Text,
    YesNo,
    read_area,
)
from app.fields.money import rmb_capitals
from app.fields.regions import NO_OWN_NAME, codes_named, region_path, region_words
from db.values import region_rows

TODAY = date(2026, 11, 20)


def every_kind() -> list[Kind]:
    chosen: dict[type[Kind], Kind] = {
        Choice: Choice(list_key="cause"),
        MultiChoice: MultiChoice(list_key="cause", most=3),
    }
    return [chosen.get(kind) or kind() for kind in KINDS]


@pytest.mark.parametrize("kind", every_kind(), ids=lambda kind: type(kind).__name__)
@pytest.mark.parametrize("nothing", [None, "", "  ", "\u3000"])
def test_nothing_is_nothing(kind: Kind, nothing: object) -> None:
    value = kind.parse(nothing, TODAY)
    assert value in (None, [])
    assert kind.format(value) == ""
    assert kind.warnings(value, TODAY) == ()


_KEYS = (
    "0123456789０１.。-/年月日号时:万元整,，+ \u3000'‘¥￥㎡平方米Xx一二汉族长子女()（）、；;EeT①²"
)
"""What numbers, days and amounts are written with."""


@seed(11)
@settings(max_examples=600, deadline=None)
@given(st.one_of(st.text(max_size=60), st.text(_KEYS, max_size=14)), st.sampled_from(every_kind()))
@example("(‘6256 5197", BankCard())
@example("('0772) 3204653", Phone())
def test_any_text_is_read_or_refused_with_a_sentence(text: str, kind: Kind) -> None:
    try:
        value = kind.parse(text, TODAY)
    except UserError as error:
        assert error.message.endswith("。")
        return
    assert kind.parse(kind.format(value), TODAY) == value
    for sentence in kind.warnings(value, TODAY):
        assert sentence.endswith("。")


@pytest.mark.parametrize(
    ("kind", "written", "value", "shown"),
    [
        (Text(), " 柳城县第二建筑公司\n", "柳城县第二建筑公司", "柳城县第二建筑公司"),
        (Text(), '=HYPERLINK("http://x","点我")', '=HYPERLINK("http://x","点我")', None),
        (LongText(), "一\r\n二", "一\n二", "一\n二"),
        (PersonName(), "何\u3000家", "何家", "何家"),
        (IdNumber(), "45022219731202113x", "45022219731202113X", "45022219731202113X"),
        (IdNumber(), "450224790408333", "450224197904083337", "450224197904083337"),
        (Phone(), "133 4245-6416", "13342456416", "133 4245 6416"),
        (Phone(), "0772-3204653", "07723204653", "07723204653"),
        (Contact(), "邻居 0772-3204653", "邻居 0772-3204653", "邻居 0772-3204653"),
        (BankCard(), "6256 5197", "62565197", "6256 5197"),
        (Postcode(), 545000.0, "545000", "545000"),
        (Region(), "450224", "450224", "450224 融安县"),
        (Region(), "450224101", "450224101", "450224101 融安县"),
        (Money(), "1,600元", 160_000, "1,600.00"),
        (Day(), "2019年7月1日", date(2019, 7, 1), "2019-07-01"),
        (Month(), "2025年7月", "2025-07", "2025-07"),
        (Choice(list_key="work_status"), "下（待）岗", "下(待)岗", "下(待)岗"),
        (Choice(list_key="cause"), "本人大病", "本人大病", "本人大病"),
        (Choice(list_key="housing_kind"), "窑洞", "窑洞", "窑洞"),
        (
            MultiChoice(list_key="cause", most=3),
            "子女上学、未参加社会保险,子女上学",
            ["子女上学", "未参加社保"],
            "子女上学、未参加社保",
        ),
        (YesNo(), "是", True, "是"),
        (YesNo(), "N", False, "否"),
        (YesNo(), False, False, "否"),
        (Count(), "4人", 4, "4"),
        (Count(), 4.0, 4, "4"),
        (Area(), "61.5平方米", 6150, "61.5"),
        (Area(), 60, 6000, "60"),
        (AreaAsFiled(), "61㎡", "61", "61"),
        (AreaAsFiled(), "20-50", "20—50㎡", "20—50㎡"),
        (AreaAsFiled(), "两间", "两间", "两间"),
    ],
)
def test_values_as_people_write_them(
    kind: Kind, written: object, value: object, shown: str | None
) -> None:
    assert kind.parse(written, TODAY) == value
    if shown is not None:
        assert kind.format(value) == shown


@pytest.mark.parametrize(
    ("kind", "written", "word"),
    [
        (Text(most=5), "六个字太长了", "5 个字"),
        (IdNumber(), "450224197904083336", "校验码"),
        (IdNumber(), 450224197904083337, "存成了数字"),
        (BankCard(), 6256519743179066346.0, "存成了数字"),
        (BankCard(), "6" * 33, "最多 32 位"),
        (Postcode(), "5450001", "6 位"),
        (Region(), "4502", "6 位"),
        (Money(), "-1", "负数"),
        (Day(is_past=True), "2026-11-21", "晚于今天"),
        (Day(), "2026-02-30", "没有这一天"),
        (Month(), "2026-13", "月份"),
        (MultiChoice(list_key="cause", most=1), "子女上学、其他", "最多选 1 项"),
        (YesNo(), "也许", "是"),
        (Count(least=1, most=9), "10", "1 至 9"),
        (Count(), "三", "整数"),
        (Area(), "很大", "平方米"),
        (Area(), "1.234", "两位小数"),
    ],
)
def test_what_is_wrong_gets_a_sentence(kind: Kind, written: object, word: str) -> None:
    with pytest.raises(UserError, match=word) as caught:
        kind.parse(written, TODAY)
    assert caught.value.field is None
    assert caught.value.message.endswith("。")


@pytest.mark.parametrize(
    ("kind", "value", "word"),
    [
        (PersonName(), "张3", "数字"),
        (IdNumber(), "450299197904083335", "行政区划"),
        (Phone(), "07723204653", "11 位"),
        (BankCard(), "6256519743179066345", "校验"),
        (Postcode(), "54500", "6 位"),
        (Region(), "450299", "行政区划"),
        (Choice(list_key="housing_kind"), "窑洞", "代码表"),
        (Choice(list_key="cause"), "家里遭了贼", "代码表"),
        (Choice(list_key="cause"), "本人大病", "患重特大疾病"),
        (Choice(list_key="category"), "低保户", "旧表"),
        (MultiChoice(list_key="cause"), ["子女上学", "本人大病"], "患重特大疾病"),
        (AreaAsFiled(), "两间", "代码表"),
        (Employer(), "青禾县水泥厂 91450200D2143569XW", "校验码"),
        (Employer(), "青禾县水泥厂（9145 不算，91450200d21435 算）", "18 位"),
        (Employer(), "９１４５０２００Ｄ２１４３５６９Ｉ６", "大写字母"),
        (Employer(), "青禾县水泥厂 9145O200D2143569X6", "大写字母"),
    ],
)
def test_odd_values_are_kept_and_warned_about(kind: Kind, value: Any, word: str) -> None:
    if isinstance(kind, IdNumber):
        value = value[:17] + next(d for d in "0123456789X" if not _errors(kind, value[:17] + d))
    (sentence,) = kind.warnings(value, TODAY)
    assert word in sentence


def _errors(kind: IdNumber, number: str) -> bool:
    try:
        kind.parse(number, TODAY)
    except UserError:
        return True
    return False


def test_good_values_have_no_warnings() -> None:
    assert PersonName().warnings("张玉𬎆", TODAY) == ()
    assert Phone().warnings("13342456416", TODAY) == ()
    assert BankCard().warnings("6256519743179066346", TODAY) == ()
    assert Choice(list_key="cause").warnings("子女上学", TODAY) == ()
    assert AreaAsFiled().warnings("61", TODAY) == ()
    for employer in (
        "青禾县水泥厂 91450200D2143569X6",
        "青禾第一棉纺厂",
        "电话 13800000000",
        "ABC-2026",
    ):
        assert Employer().warnings(employer, TODAY) == ()


def test_areas_are_read_exactly() -> None:
    assert read_area("61.50 m2") == 6150
    assert read_area("61.505") is None
    assert read_area("-1") is None


# -- what an ID number says -------------------------------------------------------------------


def test_an_id_number_says_who() -> None:
    derived = derive_from_id("450224197904083337", TODAY)
    assert derived is not None
    assert (derived.birth_date, derived.sex, derived.age) == (date(1979, 4, 8), "男", 47)
    assert derived.region == "广西壮族自治区柳州市融安县"
    assert derive_from_id("450224197904083336", TODAY) is None


def test_places_have_whole_names() -> None:
    assert region_path("110101") == "北京市东城区"
    assert region_path("450221") == "广西壮族自治区柳州市柳江县"
    assert region_path("450299") == ""
    assert region_words("450224") == "广西壮族自治区柳州市融安县"
    assert region_words("110103") == "北京市崇文区（2010 年撤销）"
    assert region_words("450127") == "广西壮族自治区南宁市横县（2021 年撤销）"
    assert region_words("450181") == "广西壮族自治区南宁市横州市"
    assert region_words("450299") == ""
    assert region_path("429004") == "湖北省仙桃市"
    assert region_path("659001") == "新疆维吾尔自治区石河子市"


def test_a_region_is_given_by_code_or_by_name() -> None:
    kind = Region()
    for typed in (
        "450224",
        "４５０２２４",
        "450224 融安县",
        "融安县",
        "广西壮族自治区柳州市融安县",
        "广西柳州市融安县",
        "广西融安县",
        "柳州市融安县",
    ):
        assert kind.parse(typed, TODAY) == "450224"
    for typed in ("仙桃市", "湖北仙桃市", "湖北省仙桃市"):
        assert kind.parse(typed, TODAY) == "429004"
    assert kind.parse("450224001", TODAY) == "450224001"
    assert kind.parse(" ", TODAY) is None
    with pytest.raises(UserError, match="不止一个"):
        kind.parse("鼓楼区", TODAY)
    for nonsense in ("45022", "崇文区", "没有这个县", "市辖区"):
        with pytest.raises(UserError, match="450224"):
            kind.parse(nonsense, TODAY)


def test_every_place_in_force_is_found_by_its_whole_name_alone() -> None:
    for code, name, until in region_rows().values():
        if not until and name not in NO_OWN_NAME:
            assert codes_named(region_path(code)) == (code,)


# -- capitals ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (140_950, "人民币壹仟肆佰零玖元伍角"),
        (1_640_902, "人民币壹万陆仟肆佰零玖元零贰分"),
        (32_504, "人民币叁佰贰拾伍元零肆分"),
        (41_160_000, "人民币肆拾壹万壹仟陆佰元整"),
        (0, "人民币零元整"),
        (5, "人民币伍分"),
        (10_100, "人民币壹佰零壹元整"),
        (2_000_000_304, "人民币贰仟万零叁元零肆分"),
        (100_001_000_000, "人民币壹拾亿零壹万元整"),
    ],
)
def test_capitals_of_the_source(fen: int, words: str) -> None:
    assert rmb_capitals(fen) == words


@seed(12)
@settings(max_examples=150, deadline=None)
@given(st.one_of(st.integers(0, 10**13), st.integers(0, 10**6).map(lambda n: n * 10**5)))
def test_capitals_agree_with_the_oracle(fen: int) -> None:
    expected = cn2an.an2cn(str(Decimal(fen) / 100), "rmb")
    assert rmb_capitals(fen).removeprefix("人民币").rstrip("整") == expected.rstrip("整")


def test_capitals_refuse_what_no_bill_carries() -> None:
    with pytest.raises(ValueError, match="negative"):
        rmb_capitals(-1)
    with pytest.raises(ValueError, match="below"):
        rmb_capitals(10**14)
