"""What the import page says of a check and of its result. No Qt."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.cases.import_differences import UPDATE_WORDS
from app.cases.import_shown import Difference
from app.cases.import_words import COLUMN, column_choices, word_choices
from app.cases.imports import ImportReport
from app.cases.workbook.cells import plain_text
from app.cases.workbook.facts import REGION
from app.cases.workbook.header import Header, Meaning, meaning_of
from app.fields.codes import codes
from app.office.masking import mask_id

__all__ = [
    "FirstRow",
    "Summary",
    "Unknown",
    "can_name_missing",
    "decision",
    "first_rows",
    "import_word",
    "names",
    "rejects_name",
    "result_notes",
    "result_sentence",
    "summary",
    "unknown",
    "update_words",
]

_TEMPLATE_MEMBERS = 5


@dataclass(frozen=True)
class Summary:
    """The figures of a check, and one sentence that says what can be done. `tone` of the sentence."""

    figures: tuple[tuple[str, str, str, str], ...]
    sentence: str
    tone: str
    can_import: bool
    can_update: bool


def summary(report: ImportReport) -> Summary:
    """Everything over the two tables."""
    of_existing = "以前没有导入过"
    if report.existing:
        differing = report.differing
        of_existing = f"其中 {differing} 户内容不同" if differing else "与档案没有不同"
    figures = (
        ("表中户数", str(report.rows), "户", "空行和合计行不算"),
        ("可以导入", str(report.accepted), "户", "导入后为在档帮扶"),
        ("涉及人口", str(report.persons), "人", "含申请人"),
        ("已在档", str(report.existing), "户", of_existing),
        ("退回", str(report.refused), "户", _places(len(report.rejected))),
    )
    return Summary(
        figures, _sentence(report), _tone(report), report.accepted > 0, _can_update(report)
    )


def _can_update(report: ImportReport) -> bool:
    return any(one.is_written for one in report.differences)


def _places(count: int) -> str:
    return f"共 {count} 处要改" if count else "没有要改的"


def import_word(report: ImportReport) -> str:
    """What the button does with this workbook."""
    if _can_update(report) and not report.accepted:
        return "更新已在档的户"
    return "只导入合格的" if report.rejected else "全部导入"


def _sentence(report: ImportReport) -> str:
    if not report.rows:
        return "这张表里没有一户，请检查是不是选错了文件。"
    if missing := report.checked.header.missing:
        names = "和".join(f"“{name}”" for name in missing)
        if not can_name_missing(report):
            return f"这张表里没有{names}；请在表里补上，再重新选择文件。"
        return f"表头里没有认出{names}；请在“不认识的列和词”里选中那一列，按“指定对应”告诉本系统。"
    if not report.accepted:
        return f"{_existing(report)}{_refused(report.refused)}。"
    if not report.refused:
        return f"全部合格，可以导入 {report.accepted} 户；导入前会自动备份。"
    return (
        f"{report.accepted} 户合格，{report.refused} 户要退回；可以只导入合格的，"
        "退回的导出成表，改好后再导入。"
    )


def can_name_missing(report: ImportReport) -> bool:
    """A required column is missing, and the sheet has unknown ones that may be it."""
    is_missing = bool(report.checked.header.missing)
    return is_missing and any(one.kind == COLUMN for one in unknown(report))


def _existing(report: ImportReport) -> str:
    if not report.existing:
        return "表中没有可以导入的户"
    if not report.differing:
        return f"表中 {report.existing} 户已在档，没有变化"
    sentence = f"表中 {report.existing} 户已在档，其中 {report.differing} 户与档案不同"
    if not _can_update(report):
        return f"{sentence}，都不能用导入来改，原因见“差异”"
    return f"{sentence}，要按表改的请勾选左下方的选项，或者在“差异”里逐处选择"


def _refused(refused: int) -> str:
    return f"；{refused} 户要退回，请导出退回表，改好后再导入" if refused else ""


def _tone(report: ImportReport) -> str:
    if report.rejected:
        return "amber"
    return "green" if report.accepted else "blue"


def result_sentence(report: ImportReport) -> str:
    """What was done."""
    if not report.written:
        return "没有需要写入的内容，档案没有改动。"
    updated = report.written - report.accepted
    sentence = ""
    if report.accepted:
        sentence = f"已导入 {report.accepted} 户、{report.persons} 人，阶段为“在档帮扶”。"
    if updated:
        sentence += f"已按表更新在档的 {updated} 户。"
    return sentence


def result_notes(report: ImportReport) -> str:
    """What is still to be done, and how it can be taken back; a line each."""
    notes = []
    if report.refused:
        notes.append(f"有 {report.refused} 户退回，没有写入；请导出退回表，改好后再导入。")
    if not report.written:
        return "\n".join(notes)
    if report.warnings:
        notes.append(
            f"有 {len(report.warnings)} 处提醒；要核对和整理的列在“档案体检”里，可以逐户处理。"
        )
    notes.append("写入之前已做好备份；各户还没有办理之前，可以撤销这次导入。")
    return "\n".join(notes)


def rejects_name(path: Path) -> str:
    """The proposed name of the list of refused rows, beside the workbook."""
    return str(path.with_name(f"{path.stem}-退回.xlsx"))


@dataclass(frozen=True)
class Unknown:
    """A column or a word that no list knows. `kind` is COLUMN, REGION or the key of the code list.

    `choices`: what it may stand for.
    """

    kind: str
    filed: str
    place: str
    count: int
    meaning: str
    choices: tuple[str, ...]

    @property
    def kind_word(self) -> str:
        """列 or 值."""
        return "列" if self.kind == COLUMN else "值"

    @property
    def count_word(self) -> str:
        """In how many cells; nothing for a column."""
        return str(self.count) if self.count else ""

    @property
    def meaning_word(self) -> str:
        """What becomes of it now."""
        return self.meaning or self.none_label

    @property
    def none_label(self) -> str:
        """What becomes of it where nothing is said."""
        if self.kind == COLUMN:
            return "放进备注"
        otherwise = None if self.kind == REGION else codes(self.kind).otherwise
        return f"记为“{otherwise}”，原文保留" if otherwise else "按原文保留，待整理"

    @property
    def explanation(self) -> str:
        """A sentence over the choice."""
        if self.kind == COLUMN:
            return "表里的这一列，对应本系统的哪一栏？"
        if self.kind == REGION:
            return "叫这个名字的地方不止一个，表里指的是哪一个？原文会一并保留。"
        return f"“{self.place}”一栏里的这个写法，对应代码表里的哪个值？原文会一并保留。"


@dataclass(frozen=True)
class FirstRow:
    """One row of the preview; the number masked as in lists."""

    row: int
    number: str
    name: str
    id_number: str
    category: str
    people: str
    fate: str


def unknown(report: ImportReport) -> tuple[Unknown, ...]:
    """Columns first, then words by how often they come."""
    header = report.checked.header
    free = _free(header)

    def of_column(name: str) -> Unknown:
        told = report.columns.get(name, "")
        return Unknown(COLUMN, name, "表头", 0, told, (told, *free) if told else free)

    columns = (
        of_column(name)
        for name, meaning in zip(header.names, header.meanings, strict=True)
        if name and (meaning.key is None or name in report.columns)
    )
    words = (
        Unknown(
            word.list_key,
            word.filed,
            word.column,
            count,
            word.meaning,
            word_choices(word.list_key, word.filed),
        )
        for word, count in report.checked.odd_words
    )
    return (*columns, *words)


def _free(header: Header) -> tuple[str, ...]:
    """Our columns that the sheet does not have yet, of one member more than it has."""
    most = max(_TEMPLATE_MEMBERS, *(meaning.member + 1 for meaning in header.meanings))
    known = ((name, meaning_of(name)) for name in column_choices())
    return tuple(
        name for name, meaning in known if meaning not in header.meanings and meaning.member <= most
    )


def names(report: ImportReport) -> Callable[[int], str]:
    """Who applies in a row of the sheet, as it stands there where the row is refused; "" where nobody is named."""
    good, header, name = report.checked.households, report.checked.header, Meaning("name")
    at = header.meanings.index(name) if name in header.meanings else None
    refused = {
        row.number: plain_text(row.cells[at])
        for row in report.checked.refused_rows
        if at is not None and at < len(row.cells)
    }

    def name_of(row: int) -> str:
        place = bisect_left(good, row, key=lambda one: one.row)
        if place < len(good) and good[place].row == row:
            return good[place].applicant.name
        return refused.get(row, "")

    return name_of


def first_rows(report: ImportReport) -> tuple[FirstRow, ...]:
    """The first rows and what becomes of them."""
    refused = {one.row for one in report.rejected}
    existing = {one.row for one in report.checked.existing}

    def fate(row: int) -> str:
        if row in refused:
            return "退回"
        return "已在档" if row in existing else "新增"

    return tuple(
        FirstRow(
            row=one.row,
            number=one.number or "（写入时编号）",
            name=one.applicant.name,
            id_number=mask_id(one.applicant.id_number or "") if one.applicant.id_number else "",
            category=str(one.case.get("category") or one.case.get("filed_category") or ""),
            people=str(len(one.people)),
            fate=fate(one.row),
        )
        for one in report.checked.first
    )


def decision(one: Difference, *, is_wanted: bool) -> str:
    """What becomes of a difference, as the user has chosen."""
    if not one.is_written:
        return one.note or "不会改动"
    if not is_wanted:
        return "保留档案里的"
    return one.note or "按表改"


def update_words(wanted: int, writable: int) -> str:
    """Beside the box that takes all differences at once."""
    return f"{UPDATE_WORDS}（已选 {wanted} 处，共 {writable} 处）" if wanted else UPDATE_WORDS
