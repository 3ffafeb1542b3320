"""The check on paper: every line with what was found, the day, and whose account looked."""

from app.office.checking import CheckLine, CheckReport
from app.office.clock import CHINA
from app.paper import Align, Column, Document, Face, Label, Sheet, Value

_TITLE = "档案检查报告"
_COLUMNS = (
    Column("序号", 12),
    Column("检查内容", 32),
    Column("结果", 22),
    Column("说明", align=Align.LEFT),
)


def check_sheet(report: CheckReport, office_name: str) -> bytes:
    """A PDF of one check. It names the office, the account and case numbers, no person of a file."""
    at = report.at.astimezone(CHINA)
    document = Document(form=_TITLE, created=report.at)
    sheet = Sheet(document, running_head=_TITLE)
    sheet.title(_TITLE)
    sheet.gap(2)
    when = f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"
    sheet.row([Label("单位", 24), Value(office_name, field="单位")])
    sheet.row(
        [Label("检查时间", 24), Value(when), Label("检查账号", 24), Value(report.by, field="账号")]
    )
    sheet.row([Label("结论", 24), Value(_verdict(report), align=Align.LEFT)])
    sheet.gap(4)
    rows = [
        (str(number), line.name, _word(line), line.detail)
        for number, line in enumerate(report.checks, 1)
    ]
    sheet.table(_COLUMNS, rows, row_height=10)
    sheet.gap(8)
    sheet.paragraph(
        "检查人签字：                    　　负责人签字：", face=Face.SONG, size=12, indent=False
    )
    return document.to_bytes()


def _verdict(report: CheckReport) -> str:
    if report.damage:
        return "档案文件已损坏，请停止录入，从最近的备份恢复。"
    if not report.ok:
        return f"发现 {sum(not line.ok for line in report.checks)} 项问题，请系统管理员处理。"
    care = sum(line.needs_care for line in report.checks)
    return f"没有发现问题；有 {care} 项请处理。" if care else "没有发现问题。"


def _word(line: CheckLine) -> str:
    if not line.ok:
        return "有问题"
    return "请处理" if line.needs_care else "正常"
