"""The import contract across rows: the same number again, columns, what is on file."""

from collections.abc import Collection

import pytest

from app.cases.workbook.facts import CaseOnFile
from app.cases.workbook.reader import Cell
from tests.app.cases.workbook.asking import GOOD, fact, refused, warned, with_member
from tests.app.cases.workbook.making import check, id_number, person

# ---------------------------------------------------------------- the same number again


def test_the_later_row_is_refused_and_the_earlier_one_named() -> None:
    checked = check(person(1), {}, person(2, 身份证号=id_number(1)))
    assert refused(checked) == [(6, "身份证号")]
    assert "第 4 行" in checked.rejected[0].reason


def test_roles_do_not_matter_and_a_refused_row_counts_too() -> None:
    earlier = with_member(1, 身份证号=id_number(7)) | {"姓名": None}
    checked = check(earlier, person(7))
    assert refused(checked) == [(4, "姓名"), (5, "身份证号")]
    assert "第 4 行" in checked.rejected[1].reason


def test_twice_in_one_row_is_refused_at_the_second_place() -> None:
    checked = check(with_member(1, 身份证号=id_number(1)))
    assert refused(checked) == [(4, "家庭成员1身份证号")]


def test_a_wrong_number_is_refused_for_itself_only() -> None:
    wrong = GOOD[:17] + ("1" if GOOD[17] != "1" else "2")
    checked = check(person(1, 身份证号=wrong), person(2, 身份证号=wrong))
    assert [cell.reason for cell in checked.rejected].count(checked.rejected[0].reason) == 2


def test_a_household_twice_is_refused_at_each_person_but_not_for_its_own_case_number() -> None:
    checked = check(with_member(1), with_member(1))
    assert refused(checked) == [(5, "身份证号"), (5, "家庭成员1身份证号")]


def test_a_case_number_of_another_household_is_refused() -> None:
    checked = check(person(1), person(2, 编号="QH00001"))
    assert refused(checked) == [(5, "编号")]


def test_a_missing_case_number_is_only_a_warning() -> None:
    checked = check(person(1, 编号=None))
    assert not checked.rejected
    assert warned(checked) == [(4, "编号")]
    assert checked.households[0].number is None


# ---------------------------------------------------------------- columns and reports


def test_unknown_columns_are_listed_and_their_values_kept_as_remarks() -> None:
    checked = check(person(1, 爱好="下棋", 空列=None), person(2))
    assert warned(checked) == [(3, "爱好"), (3, "空列")]
    assert checked.households[0].case["remarks"] == "爱好：下棋"
    assert checked.households[1].case["remarks"] is None


def test_synonyms_are_known_and_named_as_the_sheet_does() -> None:
    row = person(1, 婚姻状态="已婚", 企业状态="停产", 联系电话="13800000000", 是否进入医保="是")
    checked = check(row)
    assert not checked.warnings
    assert fact(checked, "marital_status") == "已婚"
    assert fact(checked, "employer_state") == "全部停产"
    assert fact(checked, "medical_insurance") == "已参保"


def test_one_entry_per_faulty_cell_and_the_whole_household_is_refused() -> None:
    checked = check(with_member(身份证号=GOOD[:5], 月收入=-1) | {"姓名": None})
    assert refused(checked) == [(4, "姓名"), (4, "家庭成员1身份证号"), (4, "家庭成员1月收入")]
    assert not checked.households
    assert [row.number for row in checked.refused_rows] == [4]


# ---------------------------------------------------------------- on file


class Filed:
    """An office with these cases."""

    def __init__(self, *cases: CaseOnFile) -> None:
        self.cases = cases

    def look_up(
        self, numbers: Collection[str], id_numbers: Collection[str]
    ) -> tuple[CaseOnFile, ...]:
        """What a real office would find."""
        wanted = set(id_numbers)
        return tuple(c for c in self.cases if c.number in numbers or wanted & c.id_numbers)


def case(
    case_id: int = 9,
    *,
    number: str = "QH00001",
    serial: int = 1,
    is_open: bool = True,
    is_imported: bool = True,
    others: tuple[str, ...] = (),
) -> CaseOnFile:
    """A case of the person with that serial."""
    own = id_number(serial)
    return CaseOnFile(
        case_id, number, is_open, is_imported, own, "黎小满", frozenset({own, *others})
    )


@pytest.mark.parametrize(
    "row",
    [
        person(1),
        person(1, 编号="NEW-1"),
        person(1, 编号=None),
        person(2, 编号="QH00001", 姓名="黎小满"),
        with_member(2, 身份证号=id_number(1)) | {"编号": "QH00001", "姓名": "别人"},
    ],
)
def test_the_household_of_an_earlier_import_is_existing_and_not_refused(
    row: dict[str, Cell],
) -> None:
    checked = check(row, on_file=Filed(case()))
    assert not checked.rejected
    assert not checked.new
    assert [household.existing_case_id for household in checked.existing] == [9]


def test_a_case_number_on_file_for_somebody_else_is_refused() -> None:
    checked = check(person(2, 编号="QH00001", 姓名="别人"), on_file=Filed(case()))
    assert refused(checked) == [(4, "编号")]


def test_a_household_whose_file_was_begun_here_is_told_so_once() -> None:
    others = (id_number(501, "20100607"),)
    checked = check(with_member(1), on_file=Filed(case(is_imported=False, others=others)))
    (rejection,) = checked.rejected
    assert rejection.field == "编号"
    assert "这一户的档案是在本系统中建立的" in rejection.reason


def test_a_number_of_an_earlier_file_of_the_same_household_is_not_called_anothers() -> None:
    checked = check(person(1), on_file=Filed(case(is_imported=False, is_open=False)))
    (rejection,) = checked.rejected
    assert rejection.field == "编号"
    assert "这一户以前的档案上" in rejection.reason


@pytest.mark.parametrize("is_imported", [True, False])
def test_an_id_number_in_another_open_case_is_refused(is_imported: bool) -> None:
    filed = Filed(case(others=(id_number(501, "20100607"),), is_imported=is_imported))
    checked = check(with_member(2), on_file=filed)
    assert refused(checked) == [(4, "家庭成员1身份证号")]


def test_an_open_case_that_was_not_imported_is_another_household() -> None:
    checked = check(person(1, 编号="NEW"), on_file=Filed(case(is_imported=False)))
    assert refused(checked) == [(4, "身份证号")]


@pytest.mark.parametrize("is_imported", [True, False])
def test_an_id_number_in_a_closed_case_is_linked_as_return_candidate(is_imported: bool) -> None:
    filed = Filed(case(3, is_open=False, is_imported=is_imported, number="OLD"))
    checked = check(person(1), on_file=filed)
    assert not checked.rejected
    assert checked.new[0].previous_case_id == 3
    assert warned(checked) == [(4, "身份证号")]


def test_a_closed_case_under_its_own_number_stays_existing() -> None:
    checked = check(person(1), on_file=Filed(case(is_open=False)))
    assert [household.existing_case_id for household in checked.existing] == [9]


def test_within_the_file_comes_before_what_is_on_file() -> None:
    checked = check(person(1), person(1), on_file=Filed(case()))
    assert refused(checked) == [(5, "身份证号")]
    assert "第 4 行" in checked.rejected[0].reason


def test_two_rows_cannot_be_one_case() -> None:
    rows = person(5, 编号="QH00001", 姓名="黎小满"), person(1, 编号="OTHER")
    checked = check(*rows, on_file=Filed(case()))
    assert refused(checked) == [(5, "身份证号")]
