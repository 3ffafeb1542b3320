"""What the screen 档案体检 says: what each list is about, and what stands in place of an empty one. No Qt."""

from collections.abc import Mapping
from types import MappingProxyType

from app.cases.quality import Fault, QualityList

__all__ = [
    "about",
    "checking_words",
    "count_words",
    "empty_words",
    "heading",
    "of",
    "rest_words",
    "stopped_words",
]

_ABOUT: Mapping[Fault, str] = MappingProxyType(
    {
        Fault.ID_NUMBER: "校验位、出生日期或性别对不上的身份证号，请对照证件改正。",
        Fault.DOUBLES: "姓名、出生日期、电话相近的人在两份档案里，请合并，或者标记不是同一个人。",
        Fault.SUMS: "填报的人口和收入，与档案里各人加起来的不一样，请核对。",
        Fault.PAPERS: "按现在的阶段还缺材料的档案，请补齐。",
        Fault.UNSETTLED: "导入或旧表带来的值不在现在的选项里，请选择对应的值；原文就是对的，在“档案”页按“就用原文”。",
        Fault.UNCHANGED: "一年里没有人改过的档案，请联系家庭，核对情况有没有变化。",
        Fault.NEVER_HELPED: "建档以后没有发放过救助、也没有完成过帮扶措施的家庭。",
    }
)


def about(fault: Fault) -> str:
    """What the files of a list have in common, and what to do."""
    return _ABOUT[fault]


def of(lists: tuple[QualityList, ...], fault: Fault) -> QualityList:
    """One of the lists; an empty one before they were read."""
    return next((one for one in lists if one.fault is fault), QualityList(fault))


def heading(lists: tuple[QualityList, ...], *, is_checking: bool) -> str:
    """How many lists have something on them."""
    if not lists:
        return "正在检查档案…" if is_checking else "还没有检查完。"
    full = sum(one.total > 0 for one in lists)
    return f"{full} 张清单里有要处理的档案。" if full else "没有要处理的档案。"


def count_words(one: QualityList) -> str:
    """The number beside a list."""
    return f"{one.total} 户"


def rest_words(one: QualityList) -> str:
    """Said under a list that is longer than what is shown."""
    rest = one.total - len(one.rows)
    return f"另外还有 {rest} 户，处理前面的以后会列出；导出的表格里全都有。" if rest else ""


def empty_words(*, is_read: bool, is_checking: bool) -> tuple[str, str]:
    """What stands in place of an empty list."""
    if is_read:
        return "没有这样的档案", "这一项都检查过了，没有要处理的。"
    if is_checking:
        return "正在检查", "检查完就列在这里。"
    return "还没有检查完", "按上面的“重新检查”，检查完就列在这里。"


def checking_words(counted: str) -> str:
    """Said while a check lasts; `counted`: how much of how much, and the time that is left."""
    return f"正在检查档案：{counted}。" if counted else "正在检查档案…"


def stopped_words(is_read: bool) -> str:
    """Said when a check was stopped."""
    return "检查已停止，下面是上一次检查的结果。" if is_read else "检查已停止，清单还没有列出来。"
