"""Every widget on one sheet, at the size of the smallest office screen, to be looked at.

The page of a case is laid out as the drawing in the look shows it; all people are invented.
"""

from dataclasses import dataclass

from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget

from ui.style import SIZE, px
from ui.widgets import (
    Banner,
    Button,
    Card,
    CellKind,
    Chip,
    ChipText,
    Column,
    DangerButton,
    DataTable,
    EmptyState,
    Figure,
    FormGrid,
    Ground,
    Heading,
    Label,
    Line,
    LinkButton,
    MenuButton,
    PageTabs,
    PrimaryButton,
    Rail,
    RailEntry,
    Role,
    SearchBox,
    StatusLine,
    Stepper,
    TextInput,
    Tone,
    TopBar,
    column,
    row,
    steps_until,
)

PLACES = (
    RailEntry("work", "工作台", "home", "Ctrl+1"),
    RailEntry("cases", "困难职工档案", "file", "Ctrl+2"),
    RailEntry("review", "审核审批", "check", "Ctrl+3"),
    RailEntry("publicity", "公示", "notice"),
    RailEntry("plans", "帮扶计划", "heart"),
    RailEntry("funds", "资金与发放", "coin"),
    RailEntry("visits", "回访跟踪", "pin"),
    RailEntry("field", "外勤采集", "bag"),
    RailEntry("reports", "统计报表", "chart"),
    RailEntry("papers", "文书与用印", "printer"),
)
STAGES = ("申请", "初审", "入户调查", "公示", "审批", "在档帮扶", "退出", "跟踪")
PAGES = (
    ("facts", "档案"),
    ("members", "家庭成员"),
    ("income", "收入支出"),
    ("papers", "材料"),
    ("survey", "入户调查"),
    ("assessment", "认定"),
    ("publicity", "公示"),
    ("approval", "审批"),
    ("plan", "帮扶计划"),
    ("grants", "救助"),
    ("exit", "退出"),
    ("visits", "回访"),
    ("history", "历史"),
)


@dataclass(frozen=True)
class Person:
    """One row of the table."""

    name: str
    relation: str
    age: int
    number: str
    state: ChipText
    income: str


PEOPLE = (
    Person("韦秀兰", "妻子", 44, "450224********2028", ChipText("农民工", Tone.BLUE), "1,850.00"),
    Person("覃思源", "儿子", 19, "450224********0517", ChipText("大学生", Tone.GREEN), "0.00"),
    Person("覃怡雨", "女儿", 13, "450224********1145", ChipText("初中", Tone.NEUTRAL), "0.00"),
)


def people_table() -> DataTable:
    """A small table of each kind of cell."""
    table = DataTable(
        (
            Column("家庭成员", lambda person: person.name, strong=True, width=118),
            Column("关系", lambda person: person.relation, width=86),
            Column("年龄", lambda person: str(person.age), CellKind.NUMBER, width=64),
            Column("身份证号", lambda person: person.number, stretch=True),
            Column("身份", lambda person: person.state, CellKind.CHIP, width=120),
            Column("月收入（元）", lambda person: person.income, CellKind.NUMBER, is_sortable=True),
        )
    )
    table.set_rows(PEOPLE, key=lambda person: person.number)
    return table


def case_form() -> FormGrid:
    """The first page of the file, in paper order."""
    form = FormGrid()
    for key, label, value, span, required in (
        ("name", "姓名", "覃永福", 1, True),
        ("id", "身份证号", "450224********2719", 1, True),
        ("nation", "民族", "", 1, True),
        ("politics", "政治面貌", "群众", 1, True),
        ("health", "健康状况", "疾病 › 终末期肾病", 1, True),
        ("disability", "残疾类别", "—", 1, False),
        ("phone", "手机号码", "138 0772 4519", 1, True),
        ("insurance", "医保状况", "职工医保", 1, True),
        ("residence", "户口类型", "农转居", 1, True),
        ("employer", "工作单位", "融安县纺织厂", 2, False),
        ("housing", "住房类型", "承租单位公房", 1, True),
        ("address", "家庭住址", "柳州市融安县长安镇新安街 18 号 2 栋 301 室", 2, True),
        ("cause", "主要致困原因", "患重特大疾病", 1, True),
    ):
        editor: QWidget = TextInput(value)
        if key == "nation":
            editor = combo = QComboBox()
            combo.addItems(["壮族", "汉族", "苗族"])
        form.add(key, label, editor, span=span, required=required)
    form.set_suffix("name", "qín yǒng fú")
    form.set_suffix("disability", "仅残疾时填")
    form.set_suffix("employer", "民营/私营/个体企业 · 正常")
    form.set_suffix("housing", "62 ㎡")
    return form


def case_page() -> QWidget:
    """The window with the page of a case."""
    rail = Rail(PLACES, (RailEntry("settings", "设置", "gear"),))
    for key, count in (("work", 12), ("review", 5), ("publicity", 2), ("funds", 1), ("visits", 4)):
        rail.set_count(key, count)
    rail.select("cases")
    search = SearchBox()
    who = Label("融安县总工会    林秀英 · 建档员", Role.MUTED)
    bar = TopBar(search, who, PrimaryButton("新建档案", icon="plus", shortcut="Ctrl+N"))
    status = StatusLine()
    status.set_part("saved", "● 已保存 10:42:07")
    status.set_part("backup", "备份：今天 09:30，已校验")
    status.set_part("rules", "认定标准：2026 年市级（2 项待确认）")
    status.set_right("F1 帮助 · F11 全屏")
    page = Ground()
    page.setLayout(_case_body())
    main = column(bar, page, status, gap=0)
    main.setStretch(1, 1)
    window = QWidget()
    window.setLayout(row(rail, main, gap=0))
    return window


def _case_body() -> QVBoxLayout:
    heading = Heading("覃永福 一户", "档案号 RA-2026-00063 · 帮扶责任人 罗志强")
    heading.set_chips(Chip("相对困难职工", Tone.AMBER), Chip("4 口人"))
    heading.add_action(MenuButton("打印本阶段文书", (("审批表", lambda: None),)))
    heading.add_action(MenuButton("更多", (("撤回", lambda: None),)))
    sheet = Card(flush=True)
    tabs = PageTabs(PAGES)
    tabs.set_note("papers", "7/9")
    form_holder = column(case_form(), gap=0, margin=14)
    sheet.add(_with_line(tabs))
    sheet.add(form_holder)
    sheet.add(Line())
    sheet.add(people_table(), 1)
    sheet.add_footer(
        Label("回车到下一格 · Ctrl+S 保存 · 草稿每 10 秒自动保存", Role.LABEL),
        None,
        Button("撤销"),
        PrimaryButton("保存", shortcut="Ctrl+S"),
    )
    middle = row(sheet, _side(), gap=SIZE.gap_wide)
    middle.setStretch(0, 1)
    body = column(heading, Stepper(steps_until(STAGES, 3)), middle, gap=SIZE.gap_wide)
    body.setContentsMargins(
        px(SIZE.gap_page), px(SIZE.gap_wide), px(SIZE.gap_page), px(SIZE.gap_page)
    )
    body.setStretch(2, 1)
    return body


def _with_line(tabs: PageTabs) -> QWidget:
    holder = QWidget()
    line = row(tabs)
    line.setContentsMargins(px(SIZE.gap_small), 0, px(SIZE.gap_small), 0)
    holder.setLayout(line)
    return holder


def _side() -> QWidget:
    side = QWidget()
    side.setFixedWidth(px(SIZE.side_column))
    now = Card("现在该做什么")
    now.add(Label("公示还有 2 个工作日", Role.STRONG))
    now.add(Label("11-16 至 11-24 · 暂无异议", Role.MUTED))
    button = PrimaryButton("登记公示结果", wide=True)
    now.add(button)
    missing = Card("还缺 2 项材料", action=LinkButton("打印缺件通知"))
    for word in ("○ 诊断证明", "○ 近三个月自付票据", "● 身份证复印件（4 人）", "● 核对授权书"):
        missing.add(Label(word))
    result = Card("认定结果", action=LinkButton("逐项说明"))
    result.add(row(Chip("相对困难职工", Tone.AMBER), Label("拟", Role.MUTED), None))
    result.add(Label("月人均纯收入 1,272.22 元"))
    result.add(Label("低保标准 800.00 × 2 = 1,600.00 元", Role.LABEL))
    result.add(Label("依据：认定标准第 2 条 · 2026 版", Role.LABEL))
    side.setLayout(column(now, missing, result, None, gap=SIZE.gap))
    return side


def parts_page() -> QWidget:
    """What the page of a case does not show: figures, banners, buttons, errors, empty pages."""
    page = Ground()
    grid = QGridLayout(page)
    grid.setContentsMargins(*(px(SIZE.gap_page),) * 4)
    grid.setSpacing(px(SIZE.gap_wide))
    figures = row(
        Figure("在档户数", "486", "户", "深度 112 · 相对 301 · 意外 73"),
        Figure("本年帮扶资金", "128.6", "万元", "预算已用 71 %"),
        Figure("本年脱困", "41", "户", "平均在档 19 个月", Tone.GREEN),
        Figure("超期事项", "3", "件", "最早超期 3 天", Tone.RED),
        gap=SIZE.gap,
    )
    grid.addLayout(figures, 0, 0, 1, 2)
    banners = column(gap=SIZE.gap_small)
    for tone, text in (
        (Tone.BLUE, "这户有 2 项材料待补，公示结束前补齐即可。"),
        (Tone.AMBER, "2027 年的节假日还没有公布，工作日按周一至周五计算。"),
        (Tone.RED, "没有保存：磁盘已满。请腾出空间后再按“保存”。"),
        (Tone.GREEN, "备份已完成，并已校验。"),
    ):
        banner = Banner()
        banner.show_message(text, tone, action="查看" if tone is Tone.BLUE else "")
        banners.addWidget(banner)
    grid.addLayout(banners, 1, 0, 1, 2)
    grid.addWidget(_buttons(), 2, 0)
    grid.addWidget(_errors(), 2, 1)
    empty = Card(flush=True)
    empty.add(
        EmptyState(
            "还没有档案",
            "可以新建一户，也可以从全国系统导出的表格导入。",
            button="导入表格",
            icon="file",
        )
    )
    grid.addWidget(empty, 3, 0)
    table_card = Card("名册", flush=True)
    table = people_table()
    table.choose(1)
    table_card.add(table)
    grid.addWidget(table_card, 3, 1)
    return page


def _buttons() -> Card:
    card = Card("按钮")
    off = PrimaryButton("提交")
    off.setEnabled(False)
    card.add(row(PrimaryButton("登记公示结果"), Button("撤销"), DangerButton("作废这份文书"), None))
    card.add(row(off, LinkButton("逐项说明"), MenuButton("更多", (("撤回", lambda: None),)), None))
    card.add(row(*(Chip(tone.value, tone) for tone in Tone), None))
    card.add_stretch()
    return card


def _errors() -> Card:
    card = Card("表单")
    form = FormGrid(columns=2)
    form.add("id", "身份证号", TextInput("450224197703122718"), required=True)
    form.add("phone", "手机号码", TextInput("138 0772 4519"), required=True)
    form.add("why", "近三个月内重大支出的主要原因", TextInput("", "请写明"), span=2)
    form.set_error("id", "身份证号的校验码不对，请对照证件重新输入。")
    card.add(form)
    card.add_stretch()
    return card
