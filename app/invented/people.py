"""One invented person after another: name, number, telephone, bank card, employer, address."""

import random
from datetime import date, timedelta

from db.values import id_check_digit

REGION = "450224"
"""The region in invented ID numbers; that of the other samples."""

TOWNS = ("城关镇", "东岭镇", "石桥镇", "清水乡", "望江街道", "新圩镇")

_SURNAMES = "覃韦莫黄罗梁蒙潘陆兰邓谢廖蓝卢李陈杨刘周吴王张何林苏农石龙银贾曾冯唐赵秦柳孟温单解区仇"
_MALE = (
    *("永福", "志强", "建民", "国栋", "文斌", "家豪", "明远", "振华", "立新", "少波", "启明"),
    *("德才", "云山", "海涛", "春生", "有田", "长林", "子轩", "思源", "一鸣", "俊杰", "嘉树"),
    *("景行", "知行", "望舒", "怀瑾", "锦程", "浩然", "大成", "铁柱"),
)
_FEMALE = (
    *("秀兰", "秀英", "素云", "雅琴", "美玲", "春燕", "桂芳", "月娥", "丽华", "小红", "彩霞"),
    *("玉珍", "金花", "翠萍", "冬梅", "怡雨", "雨桐", "诗涵", "思琪", "静怡", "梦洁", "佳慧"),
    *("知意", "清欢", "若水", "晓岚", "念慈", "婉仪", "木兰", "采薇"),
)
_EMPLOYERS = (
    ("纺织厂", "国有企业", "改制企业", "制造业"),
    ("水泥厂", "国有企业", "关闭破产企业", "制造业"),
    ("糖业有限公司", "民营/私营/个体企业", "半停产", "制造业"),
    ("公共交通公司", "国有企业", "正常", "交通运输、仓储和邮政业"),
    ("环境卫生服务站", "国有机关/事业单位", "正常", "水利、环境和公共设施管理业"),
    ("第二建筑公司", "集体企业", "亏损企业", "建筑业"),
    ("百货公司", "集体企业", "改制企业", "批发和零售业"),
    ("鸿达快递服务部", "民营/私营/个体企业", "正常", "交通运输、仓储和邮政业"),
    ("人民医院后勤服务部", "国有机关/事业单位", "正常", "卫生和社会工作"),
    ("林场", "国有企业", "亏损企业", "农、林、牧、渔业"),
)
_STREETS = ("新安街", "解放路", "东风巷", "人民路", "滨江路", "兴隆街", "文明路", "民生巷")
_BANKS = ("中国农业银行", "中国工商银行", "中国建设银行", "广西农村信用社", "中国邮政储蓄银行")
_CARD_DIGITS = 19


class Inventor:
    """Draws people from a seed. `place` is the county that they live in; `today` bounds their ages."""

    def __init__(self, seed: int, today: date, *, place: str = "青禾县") -> None:
        self.random = random.Random(seed)
        self.today = today
        self.place = place
        self._used: set[str] = set()
        self._names: set[str] = set()

    def surname(self) -> str:
        """A family name."""
        return self.random.choice(_SURNAMES)

    def name(self, sex: str, surname: str = "") -> str:
        """A name that this inventor has not given yet, as long as there are such."""
        given = _MALE if sex == "男" else _FEMALE
        for _ in range(20):
            found = (surname or self.surname()) + self.random.choice(given)
            if found not in self._names:
                break
        self._names.add(found)
        return found

    def born(self, age: int) -> date:
        """A birthday of somebody who is `age` years old today."""
        year = self.today.year - age
        day = date(year, 1, 1) + timedelta(days=self.random.randrange(365))
        is_ahead = (day.month, day.day) > (self.today.month, self.today.day)
        return day.replace(year=year - 1, day=min(day.day, 28)) if is_ahead else day

    def id_number(self, sex: str, born: date) -> str:
        """A number of eighteen characters with the right check digit, given once only."""
        while True:
            serial = self.random.randrange(1, 500) * 2 - (1 if sex == "男" else 0)
            body = f"{REGION}{born:%Y%m%d}{serial:03d}"
            number = body + id_check_digit(body)
            if number not in self._used:
                self._used.add(number)
                return number

    def phone(self) -> str:
        """A mobile number."""
        return self.random.choice(("138", "139", "150", "177", "189")) + self._digits(8)

    def landline(self) -> str:
        """A telephone at home."""
        return f"0772-8{self._digits(6)}"

    def card(self) -> str:
        """A bank card that passes the Luhn check."""
        body = "62284800" + self._digits(_CARD_DIGITS - 9)
        total = 0
        for place, digit in enumerate(reversed(body)):
            doubled = int(digit) * (2 if place % 2 == 0 else 1)
            total += doubled - 9 if doubled > 9 else doubled
        return body + str(-total % 10)

    def bank(self) -> tuple[str, str]:
        """A bank and its branch."""
        return self.random.choice(_BANKS), f"{self.place}支行"

    def employer(self) -> dict[str, str]:
        """Where somebody works: employer, its nature and state, the industry."""
        name, nature, state, industry = self.random.choice(_EMPLOYERS)
        return {
            "employer": f"{self.place}{name}",
            "employer_nature": nature,
            "employer_state": state,
            "industry": industry,
        }

    def home(self) -> dict[str, str]:
        """An address and its town."""
        town = self.random.choice(TOWNS)
        street = self.random.choice(_STREETS)
        number, block = self.random.randrange(1, 120), self.random.randrange(1, 9)
        return {
            "town": town,
            "home_address": f"{self.place}{town}{street}{number}号{block}栋{self.random.randrange(1, 7)}0{self.random.randrange(1, 5)}室",
        }

    def yuan(self, least: int, most: int, step: int = 100) -> int:
        """An amount in fen, a whole number of `step` yuan."""
        return self.random.randrange(least // step, most // step + 1) * step * 100

    def _digits(self, count: int) -> str:
        return "".join(self.random.choice("0123456789") for _ in range(count))
