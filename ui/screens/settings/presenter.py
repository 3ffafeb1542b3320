"""What the pages of the settings say: rows, words and choices, without Qt."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.changes import Op
from app.errors import UserError
from app.fields.kinds import Money
from app.lifecycle import Stage
from app.lifecycle.deadlines import TERMS, Term
from app.lifecycle.position import ORDERED
from app.office.clock import CHINA
from app.office.standards import DIBAO, MIN_WAGE

NO_STEP = "（无）"
MOST_STEPS = 5
REGISTRATIONS = (("", "城乡相同"), ("城镇", "城镇"), ("农村", "农村"))

ROLE_NOTES = {
    "ADMIN": "账号、设置、备份；不看档案",
    "CLERK": "建档、录入、公示、走访、帮扶",
    "REVIEWER": "初审、审核、评议、更正",
    "APPROVER": "批准建档、救助、退出；标准生效",
    "FINANCE": "资金、批次、发放",
    "SEAL_KEEPER": "用印、作废文书",
    "AUDITOR": "查看全部，不能办理",
}


def roles_words(roles: Sequence[Any]) -> str:
    """The roles of an account in the order of the contract."""
    from app.office.accounts import ROLES

    return "、".join(role.label for role in ROLES if role in roles)


def figure_words(kind: str, value: int) -> str:
    """A figure with its unit: yuan a month, or square metres."""
    if kind in (DIBAO, MIN_WAGE):
        return f"{Money().format(value)} 元/月"
    return f"{value / 100:.2f}".rstrip("0").rstrip(".") + " ㎡"


def read_figure(kind: str, text: str, today: date) -> int:
    """A typed figure as it is stored: fen, or hundredths of a square metre. UserError (field value)."""
    try:
        value = Money().parse(text, today)
    except UserError as error:
        raise UserError(error.message, field="value") from error
    if value is None:
        word = "金额" if kind in (DIBAO, MIN_WAGE) else "面积"
        raise UserError(f"请填写{word}。", field="value")
    return value


def in_force_words(row: Any) -> str:
    """Who put a standard in force, when, and whether on paper."""
    if not row.is_in_force:
        return "待生效"
    how = "（纸质）" if row.is_on_paper else ""
    return f"{row.forced_on} {row.forced_by or ''}{how}"


def force_way(ctx_may: Any, op: Op) -> str:
    """How this user may put something in force: "self", "paper" or not at all ("")."""
    if ctx_may(op):
        return "self"
    return "paper" if ctx_may(op, paper=True) else ""


def step_choices() -> tuple[tuple[str, str], ...]:
    """The stages that an order is made of."""
    return (("", NO_STEP), *((stage.value, stage.label) for stage in ORDERED))


def read_order(keys: Sequence[str]) -> tuple[Stage, ...]:
    """The chosen steps as an order; empty ones are passed over."""
    return tuple(Stage(key) for key in keys if key)


def read_limits(texts: Mapping[Stage, str]) -> dict[Stage, int]:
    """Typed working days. UserError naming the stage."""
    limits = {}
    for stage, text in texts.items():
        if not text.strip().isdecimal():
            raise UserError(f"“{stage.label}”的期限请填工作日数。", field=f"limits.{stage}")
        limits[stage] = int(text)
    return limits


def read_terms(texts: Mapping[str, str]) -> dict[str, int]:
    """Typed months, years and days. UserError naming the figure."""
    figures = {}
    for term in TERMS:
        text = texts[term.key].strip()
        if not text.isdecimal():
            raise UserError(
                f"“{term.label}”请填整数，单位是{term.unit}。", field=f"terms.{term.key}"
            )
        figures[term.key] = int(text)
    return figures


def source_words(term: Term) -> str:
    """Where a figure comes from, and whether that binds everybody."""
    return f"来源：{term.source}。" + ("" if term.is_verified else "（未核实，请按本地规定填写）")


def size_words(size: int) -> str:
    """A size on the disk."""
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, size // 1024)} KB"


def stamp_words(stamp: Any) -> str:
    """A moment at UTC+8."""
    return f"{stamp.astimezone(CHINA):%Y-%m-%d %H:%M}"


def weekday_words(day: date) -> str:
    """A date with its weekday."""
    return f"{day}  星期{'一二三四五六日'[day.weekday()]}"


def licences() -> tuple[tuple[str, str, str], ...]:
    """The parts that the program is made of: name, licence, what for."""
    return (
        ("暖档", "Apache-2.0", "本程序"),
        ("Qt 与 PySide6", "LGPL-3.0", "窗口；按原样动态使用，可自行替换"),
        ("Python", "PSF-2.0", "运行环境"),
        ("SQLite、SQLCipher、sqlcipher3", "公有领域、BSD-3-Clause、zlib", "加密的档案文件"),
        ("SQLAlchemy、Alembic", "MIT", "读写档案、升级表结构"),
        ("cryptography", "Apache-2.0 或 BSD-3-Clause", "密码与附件的加密"),
        ("ReportLab", "BSD-3-Clause", "生成 PDF"),
        ("pypdfium2、PDFium", "Apache-2.0、BSD-3-Clause", "预览 PDF"),
        ("Pillow", "MIT-CMU", "图片"),
        ("python-calamine", "MIT", "读表格"),
        ("XlsxWriter", "BSD-2-Clause", "写表格"),
        ("pypinyin", "MIT", "拼音查找"),
        ("zxing-cpp", "Apache-2.0", "二维码"),
        ("pyHanko、asn1crypto", "MIT", "文书的电子签名"),
        ("思源黑体、思源宋体、霞鹜文楷", "OFL-1.1", "字体"),
        ("花园明朝 B", "花园字体许可", "生僻字"),
    )
