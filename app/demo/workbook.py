"""A small workbook in the layout of the national export, with invented people, for the import of the demo."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

from app.invented import InventedHousehold

_APPLICANT = (
    ("姓名", "name"),
    ("民族", "ethnicity"),
    ("政治面貌", "political_status"),
    ("身份证号", "id_number"),
    ("健康状况", "health"),
    ("工作状态", "work_status"),
    ("劳模类型", "model_worker"),
    ("手机号码", "phone"),
    ("其他联系方式", "other_contact"),
    ("所属行业", "industry"),
    ("婚姻状态", "marital_status"),
    ("户口类型", "registration_kind"),
    ("工作单位", "employer"),
    ("单位性质", "employer_nature"),
    ("企业状态", "employer_state"),
)
_HOUSEHOLD = (
    ("住房类型", "housing_kind"),
    ("建筑面积", "floor_area"),
    ("邮政编码", "postcode"),
    ("家庭住址", "home_address"),
    ("户口所在地", "region_code"),
    ("主要致困原因", "main_cause"),
    ("开户银行", "bank_name"),
    ("支行名称", "bank_branch"),
    ("银行卡号", "bank_card"),
)
_MEMBER = (
    ("姓名", "name"),
    ("关系", "relation"),
    ("政治面貌", "political_status"),
    ("身份证号", "id_number"),
    ("健康状况", "health"),
    ("身份", "identity"),
    ("单位或学校", "employer"),
)
_MEMBERS = 3


def export_workbook(households: tuple[InventedHousehold, ...], filed_on: Sequence[date]) -> bytes:
    """The households as the national system would export them, each with the day it was filed on.

    The last row has an ID number with a wrong check digit, so that the import has something to refuse.
    """
    import xlsxwriter

    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("困难职工档案")
        sheet.write_string(0, 0, "困难职工档案信息导出表")
        for column, title in enumerate(_header()):
            sheet.write_string(1, column, title)
        for at, household in enumerate(households):
            is_last = at == len(households) - 1
            cells = _row(number_of(at), household, filed_on[at], spoil=is_last)
            for column, value in enumerate(cells):
                if isinstance(value, float):
                    sheet.write_number(2 + at, column, value)
                else:
                    sheet.write_string(2 + at, column, value)
    return stream.getvalue()


def number_of(place: int) -> str:
    """The 编号 of the household at this place."""
    return f"KN450224{place + 1:07d}"


def _header() -> list[str]:
    titles = ["编号", "困难类别", "建档日期", "本人月平均收入"]
    titles += [title for title, _ in (*_APPLICANT, *_HOUSEHOLD)]
    for place in range(1, _MEMBERS + 1):
        titles += [f"家庭成员{place}{title}" for title, _ in _MEMBER]
        titles.append(f"家庭成员{place}月收入")
    return titles


def _row(
    number: str, household: InventedHousehold, filed_on: date, *, spoil: bool
) -> list[str | float]:
    applicant: dict[str, Any] = dict(household.applicant)
    if spoil:
        digits = str(applicant["id_number"])
        applicant["id_number"] = digits[:-1] + ("0" if digits[-1] != "0" else "1")
    cells: list[str | float] = [
        number,
        "相对困难职工",
        filed_on.isoformat(),
        applicant["monthly_income_fen"] / 100,
    ]
    cells += [str(applicant.get(key, "")) for _, key in _APPLICANT]
    cells += [str(household.household.get(key, "")) for _, key in _HOUSEHOLD]
    for place in range(_MEMBERS):
        member = household.members[place] if place < len(household.members) else None
        cells += [str(member.get(key, "")) if member else "" for _, key in _MEMBER]
        cells.append(member["monthly_income_fen"] / 100 if member else "")
    return cells
