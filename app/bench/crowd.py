"""A county of invented people, up to a million, for measuring the search: made fast, the same for the same seed.

Names are drawn with the weights of real surnames; numbers carry right check digits and are given once. Rows go
straight into the file, past the journal: nothing is measured here but what reads them.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from app.office.clock import Clock
from app.office.opening import NewOffice, create, log_in
from app.office.session import Office
from db import search
from db.bulk import insert_rows
from db.codes import Category, Origin, Stage
from db.connection import DATABASE_NAME, writer_engine
from db.keys import KdfCost, Purpose, sub_key
from db.models import Base, Case, Household, Person, Unit
from db.values import id_check_digit

__all__ = ["ACCOUNT", "PASSWORD", "UNITS", "Crowd", "make_county", "open_county"]

ACCOUNT, PASSWORD = "measure", "Deng-huo-428-ke-qin"
UNITS = 60
_PORTION = 20_000
_NAMES = (
    "王7 李7 张7 刘5 陈5 杨3 黄3 赵2 吴2 周2 徐2 孙2 马1 朱1 胡1 郭1 何1 林1 罗1 高1 梁1 郑1 谢1 宋1 唐1 许1 韩1 "
    "邓1 冯1 曹1 彭1 曾1 肖1 田1 董1 潘1 袁1 蔡1 蒋1 余1 于1 杜1 叶1 程1 魏1 苏1 吕1 丁1 任1 卢1 姚1 沈1 钟1 姜1 "
    "崔1 谭1 陆1 范1 汪1 廖1 石1 金1 韦1 贾1 夏1 付1 方1 邹1 熊1 白1 孟1 秦1 邱1 侯1 江1 尹1 薛1 闫1 段1 雷1 龙1 "
    "黎1 史1 陶1 贺1 毛1 郝1 顾1 龚1 邵1 万1 覃1 武1 钱1 戴1 严1 莫1 孔1 向1 单1 解1 仇1 区1 查1 翟1 欧阳1 尉迟1 上官1"
)
_GIVEN = (
    "永福志强建民国栋文斌家豪明远振华立新少波启德才云山海涛春生有田长林子轩思源一鸣俊杰嘉树景行知望舒怀瑾锦程浩然"
    "大成铁柱秀兰英素雅琴美玲燕桂芳月娥丽小红彩霞玉珍金花翠萍冬梅怡雨桐诗涵琪静梦洁佳慧意清欢若水晓岚念慈婉仪木采薇"
    "军伟敏勇艳磊洋刚平辉玲超霞宇鑫博凯龙飞鹏旭阳东宁乐安康健顺祥瑞雪莹婷娜倩楠璐瑶曦晨曼重朝参尊盛华行还传藏"
)
_RARE = "䶮𠅤𪨶㛃㑇𬭎𡋾"
_PLACES = "城关东岭石桥清水望江新圩白沙大塘长安金田龙潭高山平原马河柳林梅溪双岗三江五里福兴和平"
_TRADES = [
    "纺织厂",
    "水泥厂",
    "糖业有限公司",
    "公共交通公司",
    "环境卫生服务站",
    "第二建筑公司",
    "百货公司",
    "快递服务部",
    "医院后勤服务部",
    "林场",
    "机械厂",
    "食品厂",
    "服装厂",
    "印刷厂",
    "建材有限公司",
    "物流有限公司",
    "电子有限公司",
    "农机站",
    "供销社",
    "中学",
]
_SIZES = (1, 2, 2, 3, 3, 4)
_STAGES = (Stage.ON_FILE,) * 80 + (Stage.MONITORED,) * 8 + (Stage.CLOSED,) * 8 + (Stage.SURVEY,) * 4
_CAUSES = ("子女上学", "本人大病", "家属大病", "下岗失业", "意外灾害", "收入低")
_MOBILE = ("138", "139", "150", "177", "189")
_FIRST_BIRTH = date(1940, 1, 1)
_DAYS = 25_000
_PERSON_COLUMNS = (
    *("id", "uid", "household_id", "position", "is_applicant", "relation", "name", "id_number"),
    *(
        "open_id_number",
        "phone",
        "employer",
        "is_migrant",
        "able_to_work",
        "in_school",
        "is_counted",
    ),
    "removed_on",
)
_HOUSEHOLD_COLUMNS = (
    *("id", "uid", "home_address", "town", "main_cause", "controls_company", "on_dibao"),
    *("other_causes", "measure_batches", "is_staff_relative"),
)
_CASE_COLUMNS = (
    *("id", "uid", "household_id", "number", "stage", "stage_since", "stage_order", "stage_step"),
    *("unit_id", "category", "category_to_review", "origin", "filed_on", "is_unchecked"),
    *("is_back_entry", "row_version"),
)

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Made:
    """The rows of one household."""

    household: Row
    case: Row
    people: tuple[Row, ...]


class Crowd:
    """Draws households from a seed; the people's ids run from 1."""

    def __init__(self, seed: int, units: tuple[int, ...]) -> None:
        self.random = random.Random(seed)
        self._units = units
        pairs = [(word.rstrip("0123456789"), int(word[-1])) for word in _NAMES.split()]
        self._surnames = [name for name, _ in pairs]
        self._weights = list(accumulate(weight for _, weight in pairs))
        self._employers = self._make_employers()
        self._streets = self._make_streets()
        self._people = self._households = 0

    def households(self, people: int) -> Iterator[Made]:
        """Households until so many people stand in them."""
        while self._people < people:
            yield self._household(min(self.random.choice(_SIZES), people - self._people))

    def _household(self, size: int) -> Made:
        draw = self.random
        self._households += 1
        at = self._households
        stage = draw.choice(_STAGES)
        filed = date(2021, 1, 1) + timedelta(days=draw.randrange(2000))
        town, street = draw.choice(self._streets)
        address = f"青禾县{town}{street}{draw.randrange(1, 300)}号{draw.randrange(1, 20)}栋{draw.randrange(101, 960)}室"
        surname = draw.choices(self._surnames, cum_weights=self._weights)[0]
        people = tuple(self._person(at, place, surname, stage) for place in range(size))
        household: Row = (at, _uid(1, at), address, town, draw.choice(_CAUSES))
        case: Row = (at, _uid(2, at), at, f"QH{filed.year}{at:07d}", stage, filed, ["SURVEY"], 0)
        case += (draw.choice(self._units), draw.choice(tuple(Category)).value, False)
        case += (Origin.IMPORT, filed, False, False, 1)
        return Made((*household, False, False, [], [], False), case, people)

    def _person(self, household: int, place: int, surname: str, stage: Stage) -> Row:
        draw = self.random
        self._people += 1
        at = self._people
        is_gone = place > 0 and draw.random() < 0.03
        if place == 1:
            surname = draw.choices(self._surnames, cum_weights=self._weights)[0]
        number = self._number(at)
        return (
            *(
                at,
                _uid(3, at),
                household,
                place,
                place == 0,
                ("本人", "配偶", "子女", "父母")[place],
            ),
            surname + self._given(),
            number,
            number if stage.is_open and not is_gone else None,
            f"{draw.choice(_MOBILE)}{draw.randrange(10**8):08d}" if draw.random() < 0.8 else None,
            draw.choice(self._employers) if place < 2 else None,
            *(False, True, place == 2, True),
            date(2025, 6, 1) if is_gone else None,
        )

    def _given(self) -> str:
        draw = self.random
        pool = _RARE if draw.random() < 0.003 else _GIVEN
        first = draw.choice(pool)
        return first if draw.random() < 0.15 else first + draw.choice(_GIVEN)

    def _number(self, at: int) -> str:
        """A number that no other person has: the running number spread over birthdays."""
        place = at * 7919 % _DAYS
        day = _FIRST_BIRTH + timedelta(days=place)
        # Of one birthday every round has another serial number: 23 and 999 have no divisor in common.
        serial, region = (at // _DAYS * 23 + place * 7) % 999 + 1, 450221 + at % 6
        body = f"{region}{day:%Y%m%d}{serial:03d}"
        return body + id_check_digit(body)

    def _make_employers(self) -> list[str]:
        draw = self.random
        names: dict[str, None] = {}
        while len(names) < 6000:
            place = "".join(draw.sample(_PLACES, 2)) + draw.choice(
                ("", "第一", "第三", draw.choice(_GIVEN))
            )
            names[f"青禾县{place}{draw.choice(_TRADES)}"] = None
        return list(names)

    def _make_streets(self) -> list[tuple[str, str]]:
        draw = self.random
        towns = [_PLACES[at : at + 2] + "镇" for at in range(0, len(_PLACES), 2)]
        ends = ("街", "路", "巷", "村", "新村", "花园")
        return [
            (draw.choice(towns), "".join(draw.sample(_GIVEN + _PLACES, 2)) + draw.choice(ends))
            for _ in range(4000)
        ]


def make_county(folder: Path, people: int, *, seed: int = 1, step: Callable[[str], object]) -> None:
    """An encrypted office with so many people in `UNITS` unions, its search built. `step` is told what begins."""
    cost = KdfCost()
    new = NewOffice(
        name="青禾县总工会", admin=ACCOUNT, password=PASSWORD, place="青禾县", is_solo=True
    )
    office = create(folder, new, clock=Clock.from_environment(), cost=cost).office
    key, root = sub_key(office.keys.data, Purpose.DATABASE), office.user.unit_id
    office.close()
    engine = writer_engine(folder / DATABASE_NAME, key)
    try:
        with engine.begin() as connection:
            units = _make_units(connection, root)
        crowd = Crowd(seed, units).households(people)
        step("写入人员")
        while portion := list(islice(crowd, _PORTION)):
            with engine.begin() as connection:
                _insert(connection, portion)
        step("建立检索")
        with Session(engine) as session, session.begin():
            search.rebuild(session)
        step("整理统计")
        with engine.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()
    finally:
        engine.dispose()


def open_county(folder: Path) -> Office:
    """Log in to what `make_county` made."""
    return log_in(folder, account=ACCOUNT, password=PASSWORD)


def _make_units(connection: Connection, root: int) -> tuple[int, ...]:
    table = Base.metadata.tables[Unit.__tablename__]
    ids = range(root + 1, root + 1 + UNITS)
    rows = [(one, _uid(4, one), root, "基层", f"青禾县第{one}工会", True) for one in ids]
    insert_rows(connection, table, ("id", "uid", "parent_id", "level", "name", "is_active"), rows)
    return tuple(ids)


def _insert(connection: Connection, portion: list[Made]) -> None:
    for model, columns, rows in (
        (Household, _HOUSEHOLD_COLUMNS, [made.household for made in portion]),
        (Person, _PERSON_COLUMNS, [row for made in portion for row in made.people]),
        (Case, _CASE_COLUMNS, [made.case for made in portion]),
    ):
        table = Base.metadata.tables[model.__tablename__]
        insert_rows(connection, table, columns, rows)


def _uid(kind: int, number: int) -> str:
    return f"019a0000-000{kind}-7000-8000-{number:012x}"
