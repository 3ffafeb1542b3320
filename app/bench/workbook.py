"""A workbook of invented households in the whole layout of the national export, made fast for measuring."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from app.invented.people import Inventor
from db.values import id_check_digit

_MEMBERS = 5
_DAYS = 9_800
_REGIONS = ("450224", "450203", "450221", "450222", "450223", "450225", "450226", "450204")
_HEALTH = ("良好", "良好", "良好", "疾病", "残疾")
_CAUSES = ("患重特大疾病", "下岗失业", "子女上学", "意外事故", "无劳动能力")
_CATEGORIES = ("深度困难职工", "相对困难职工", "意外致困职工")
_WORK = ("在岗", "下(待)岗", "病休", "内退")
_HOUSING = ("承租单位公房", "公租房", "自建房", "租房")

_APPLICANT = (
    *("编号", "困难类别", "姓名", "民族", "性别", "政治面貌", "身份证号", "出生日期", "健康状况"),
    *("残疾类别", "工作状态", "劳模类型", "住房类型", "建筑面积", "手机号码", "其他联系方式"),
    *("邮政编码", "工作时间", "所属行业", "婚姻状态", "户口类型", "家庭住址", "工作单位"),
    *("单位性质", "企业状态", "是否单亲", "本人月平均收入", "家庭年度总收入", "家庭人口"),
    *("家庭月人均收入", "户口所在地", "是否进入医保", "是否有一定自救能力", "是否为零就业家庭"),
    *("主要致困原因", "开户银行", "支行名称", "银行卡号", "建档人", "审核人", "录入人", "建档日期"),
)
_MEMBER = (
    "姓名",
    "关系",
    "性别",
    "政治面貌",
    "身份证号",
    "健康状况",
    "月收入",
    "身份",
    "单位或学校",
)


def write_workbook(path: Path, rows: int, today: date, *, seed: int = 20261120) -> Path:
    """Write `rows` households of one to four people; the same seed gives the same file. Returns the path."""
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet("困难职工档案")
        sheet.write_string(0, 0, "困难职工档案信息导出表")
        for column, title in enumerate(_header()):
            sheet.write_string(1, column, title)
        for at, cells in enumerate(_households(rows, today, seed), 2):
            for column, value in enumerate(cells):
                if isinstance(value, str):
                    if value:
                        sheet.write_string(at, column, value)
                else:
                    sheet.write_number(at, column, value)
    return path


def _header() -> list[str]:
    members = [f"家庭成员{n}{name}" for n in range(1, _MEMBERS + 1) for name in _MEMBER]
    return [*_APPLICANT, *members]


def _households(rows: int, today: date, seed: int) -> Iterator[list[str | float]]:
    inventor = Inventor(seed, today)
    draw = inventor.random
    for at in range(rows):
        sex = draw.choice("男女")
        people = 1 + draw.randrange(4)
        yield [*_applicant(inventor, at, sex, people), *_members(draw, at, sex, people)]


def _applicant(inventor: Inventor, at: int, sex: str, people: int) -> list[str | float]:
    draw = inventor.random
    born = _born(at, 1966)
    work, home = inventor.employer(), inventor.home()
    bank, branch = inventor.bank()
    income = float(draw.randrange(8, 30) * 100)
    year = income * 12 + 6000 * (people - 1)
    ill = draw.choice(_HEALTH)
    return [
        *(f"KN{at:09d}", draw.choice(_CATEGORIES), _name(draw, sex), "汉族", sex, "群众"),
        *(_id_number(0, at, born, sex), born.isoformat(), ill),
        *("肢体残疾" if ill == "残疾" else "", draw.choice(_WORK), "非劳模", draw.choice(_HOUSING)),
        *(str(40 + at % 60), inventor.phone(), "", "545400", "2001-07-01", work["industry"]),
        *("已婚", "非农业", home["home_address"], f"{work['employer']}{at % 500}分厂"),
        *(work["employer_nature"], work["employer_state"], "否", income, year, float(people)),
        *(round(year / 12 / people, 2), "450224", "职工医保", "是", "否", draw.choice(_CAUSES)),
        *(
            bank,
            branch,
            inventor.card(),
            "罗志强",
            "韦素云",
            "罗志强",
            f"2024-{1 + at % 12:02d}-06",
        ),
    ]


def _members(draw: Random, at: int, sex: str, people: int) -> list[Any]:
    cells: list[Any] = []
    for place in range(1, _MEMBERS + 1):
        if place >= people:
            cells += [""] * len(_MEMBER)
            continue
        own = ("女" if sex == "男" else "男") if place == 1 else draw.choice("男女")
        relation = {1: {"男": "丈夫", "女": "妻子"}}.get(place, {"男": "儿子", "女": "女儿"})[own]
        born = _born(at, 1968 if place == 1 else 1999)
        cells += [_name(draw, own), relation, own, "群众", _id_number(place, at, born, own), "良好"]
        cells += [
            500.0,
            "灵活就业" if place == 1 else "大学生",
            "青禾县第一中学" if place > 1 else "",
        ]
    return cells


def _name(draw: Random, sex: str) -> str:
    return draw.choice(_SURNAMES) + draw.choice(_GIVEN) + (draw.choice(_GIVEN) if sex else "")


def _born(at: int, first_year: int) -> date:
    """A birthday in the 27 years from there."""
    return date(first_year, 1, 1) + timedelta(days=at % _DAYS)


def _id_number(place: int, at: int, born: date, sex: str) -> str:
    """A number nobody else in the workbook has: birthday, and a serial of its own for the place."""
    serial = (at // _DAYS * (_MEMBERS + 1) + place) * 2 + (1 if sex == "男" else 0)
    body = f"{_REGIONS[place]}{born:%Y%m%d}{serial:03d}"
    return body + id_check_digit(body)


_SURNAMES = "覃韦莫黄罗梁蒙潘陆兰邓谢廖蓝卢李陈杨刘周吴王张何林苏农石龙银贾曾冯唐赵秦柳孟温单解区仇"
_GIVEN = "永福志强建民国栋文斌家豪明远振华立新少波启春生有田长林子轩思源秀兰英素云雅琴美玲燕桂芳月娥丽小红彩霞玉珍"
