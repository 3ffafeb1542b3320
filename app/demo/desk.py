"""The desk of the demo office: who came with what, and who was helped without a file."""

from dataclasses import dataclass

from app.aid.comforts import record_comfort
from app.cases.visitors import record_visitor
from app.demo.cast import CLERK, Cast, Story
from app.invented import Inventor


@dataclass(frozen=True)
class Visit:
    """Somebody came, called or wrote so many days ago; `answer` is empty where none was given yet."""

    days_ago: int
    sex: str
    way: str
    matter: str
    answer: str = ""


@dataclass(frozen=True)
class Comfort:
    """Somebody without a file was helped so many days ago, with money or goods worth it."""

    days_ago: int
    sex: str
    item: str
    yuan: int
    goods: str = ""


_VISITS = (
    Visit(160, "女", "来访", "丈夫住院，问医疗救助怎样申请。", "已说明条件，发给材料清单。"),
    Visit(95, "男", "来信", "反映单位拖欠三个月工资。", "已转县总工会法律援助窗口办理。"),
    Visit(40, "女", "来电", "问建档要跑几趟、能不能由单位代办。", "可由单位工会代交申请，已告知。"),
    Visit(6, "男", "来访", "孩子考上大学，问助学金能不能赶在开学前发放。"),
)
_COMFORTS = (
    Comfort(125, "男", "送清凉", 200, "绿豆、毛巾和防暑药品一份"),
    Comfort(120, "女", "送清凉", 200, "绿豆、毛巾和防暑药品一份"),
    Comfort(50, "女", "节日慰问", 500),
)


def desk(cast: Cast, inventor: Inventor) -> Story:
    """Some lines of both registers, entered by the clerk on their days."""
    lines: list[Visit | Comfort] = [*_VISITS, *_COMFORTS]
    for line in sorted(lines, key=lambda line: -line.days_ago):
        yield cast.ago(line.days_ago)
        if isinstance(line, Visit):
            _enter_visit(cast, inventor, line)
        else:
            _enter_comfort(cast, inventor, line)


def _enter_visit(cast: Cast, inventor: Inventor, visit: Visit) -> None:
    record_visitor(
        cast.as_(CLERK),
        values={
            "name": inventor.name(visit.sex),
            "phone": inventor.phone(),
            "came_on": cast.day,
            "way": visit.way,
            "matter": visit.matter,
            "answer": visit.answer or None,
        },
    )


def _enter_comfort(cast: Cast, inventor: Inventor, comfort: Comfort) -> None:
    born = inventor.born(45)
    record_comfort(
        cast.as_(CLERK),
        values={
            "name": inventor.name(comfort.sex),
            "id_number": inventor.id_number(comfort.sex, born),
            "employer": inventor.employer()["employer"],
            "helped_on": cast.day,
            "item": comfort.item,
            "amount_fen": comfort.yuan * 100,
            "goods": comfort.goods or None,
        },
    )
