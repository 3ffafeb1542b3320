"""What the import page says of a check and of its result. No Qt."""

from dataclasses import dataclass
from pathlib import Path

from app.cases.imports import ImportReport

__all__ = ["Summary", "rejects_name", "result_sentence", "summary"]


@dataclass(frozen=True)
class Summary:
    """The figures of a check, and one sentence that says what can be done. `tone` of the sentence."""

    figures: tuple[tuple[str, str, str, str], ...]
    sentence: str
    tone: str
    can_import: bool
    can_update: bool
    import_word: str


def summary(report: ImportReport) -> Summary:
    """Everything over the two tables."""
    refused = report.rows - report.accepted - report.existing
    figures = (
        ("表中户数", str(report.rows), "户", "空行和合计行不算"),
        ("可以导入", str(report.accepted), "户", "导入后为在档帮扶"),
        ("涉及人口", str(report.persons), "人", "含申请人"),
        ("已在档", str(report.existing), "户", f"其中 {report.differing} 户内容不同"),
        ("退回", str(refused), "户", f"共 {len(report.rejected)} 处要改"),
    )
    can_import = report.accepted > 0
    can_update = report.differing > 0
    word = "只导入合格的" if report.rejected else "全部导入"
    return Summary(figures, _sentence(report, refused), _tone(report), can_import, can_update, word)


def _sentence(report: ImportReport, refused: int) -> str:
    if not report.rows:
        return "这张表里没有一户，请检查是不是选错了文件。"
    if not report.accepted and not refused:
        more = f"，其中 {report.differing} 户与档案不同" if report.differing else "，没有变化"
        return f"表中 {report.existing} 户都已在档{more}。"
    if not refused:
        return f"全部合格，可以导入 {report.accepted} 户；导入前会自动备份。"
    if not report.accepted:
        return f"{refused} 户都要退回，请导出退回表，改好后再导入。"
    return (
        f"{report.accepted} 户合格，{refused} 户要退回；可以只导入合格的，"
        "退回的导出成表，改好后再导入。"
    )


def _tone(report: ImportReport) -> str:
    if report.rejected:
        return "amber"
    return "green" if report.accepted else "blue"


def result_sentence(report: ImportReport) -> str:
    """What was done."""
    if not report.written and not report.differing:
        return "没有需要写入的内容，档案没有改动。"
    sentence = f"已导入 {report.written} 户，阶段为“在档帮扶”。"
    if report.rejected:
        sentence += "退回的各户没有写入，可以导出退回表。"
    return sentence


def rejects_name(path: Path) -> str:
    """The proposed name of the list of refused rows, beside the workbook."""
    return str(path.with_name(f"{path.stem}-退回.xlsx"))
