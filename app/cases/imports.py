"""Importing the national export into the file.

Reading and checking is `app.cases.workbook`; here it meets the office. Source: the import contract.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.exc import IntegrityError

from app.cases.import_differences import Comparison, compare
from app.cases.import_differences import update as update_existing
from app.cases.import_lookup import look_up
from app.cases.import_report import ImportReport, write_rejects
from app.cases.import_search import ImportSearch
from app.cases.import_undo import undo_import
from app.cases.import_words import read_words
from app.cases.import_writing import write_households
from app.cases.workbook.check import check_workbook
from app.cases.workbook.facts import CaseOnFile, CheckedWorkbook, HouseholdRow, Notice
from app.cases.workbook.reader import open_workbook
from app.changes import Op
from app.errors import ConflictError
from app.office.backups import automatic
from app.office.session import Office, Work
from app.progress import Progress
from db import journal
from db.bulk import uncollected

__all__ = ["ImportReport", "check_import", "import_workbook", "undo_import", "write_rejects"]

_CHANGED = "核对之后档案有了新的改动，什么都没有写入；请再导入一次。"

_SAVED = "检查之后这张表格又保存过，什么都没有写入；请重新选择这张表格，看过再导入。"


def check_import(office: Office, path: Path, progress: Progress | None = None) -> ImportReport:
    """What an import of this workbook would do; writes nothing.

    Raises UnreadableWorkbookError, AccessDeniedError, Cancelled, StorageError.
    """
    office.demand(Op.IMPORT)
    with uncollected():
        report, _ = _check(office, path, progress or Progress())
    return report


def import_workbook(
    office: Office,
    *,
    path: Path,
    accept_good: bool = False,
    update: bool = False,
    left_out: Collection[tuple[int, str]] = (),
    seen: ImportReport | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Import a workbook as one operation, after a verified backup.

    Nothing is written when a row was refused, unless `accept_good`. `update` also writes what
    differs in households of an earlier import, but for the rows and columns (`Difference.place`)
    that are `left_out`. `seen`: the check that the user looked at; a workbook that was saved since
    is refused. Stopped or failed, nothing is written.
    Raises as `check_import`, and ConflictError where the workbook or the file changed after the check.
    """
    office.demand(Op.IMPORT)
    progress = progress or Progress()
    with uncollected(), ImportSearch(path) as search_of:
        if seen is not None and seen.stamp != _stamp(path):
            raise ConflictError(_SAVED)
        report, on_file = _check(office, path, progress, search_of.see)
        if not report.rejected or accept_good:
            report = replace(report, is_ok=True)
            updates = update and any(
                one.is_written and one.place not in left_out for one in report.differences
            )
            if report.accepted or updates:
                but = left_out if updates else None
                return _write(office, report, on_file, search_of, but, progress)
    return report


@dataclass(frozen=True)
class _Question:
    """What the check wanted to know of the file, and the answer."""

    numbers: Collection[str]
    id_numbers: Collection[str]
    found: tuple[CaseOnFile, ...]


class _Cases:
    """The office's cases as the check asks for them; keeps the answers for the write to compare."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._questions: list[_Question] = []
        with office.read() as session:
            self._last_operation, _ = journal.head(session)

    def look_up(
        self, numbers: Collection[str], id_numbers: Collection[str]
    ) -> tuple[CaseOnFile, ...]:
        """Every case with one of these 编号, or with a person of one of these ID numbers."""
        with self._office.read() as session:
            found = look_up(session, numbers, id_numbers)
        self._questions.append(_Question(numbers, id_numbers, found))
        return found

    def refuse_change(self, work: Work) -> None:
        """ConflictError where an answer would be another one now."""
        if work.operation.id == self._last_operation + 1:
            return  # nothing was written in between
        for asked in self._questions:
            if look_up(work.session, asked.numbers, asked.id_numbers) != asked.found:
                raise ConflictError(_CHANGED)


def _check(
    office: Office,
    path: Path,
    progress: Progress,
    see: Callable[[HouseholdRow], None] | None = None,
) -> tuple[ImportReport, _Cases]:
    on_file, stamp = _Cases(office), _stamp(path)
    with office.read() as session:
        words = read_words(session)
    with open_workbook(path, progress, words.columns) as sheet:
        checked = check_workbook(sheet, office.today, on_file, progress, words.words, see)
    with office.read() as session:
        difference = compare(office, session, checked.header, checked.existing)
    report = _report(checked, difference)
    return replace(report, columns=words.columns, stamp=stamp), on_file


def _stamp(path: Path) -> tuple[int, int]:
    """Size and time of the last writing; what cannot be read is refused by the reader."""
    try:
        known = path.stat()
    except (OSError, ValueError):
        return 0, 0
    return known.st_size, known.st_mtime_ns


def _report(checked: CheckedWorkbook, difference: Comparison) -> ImportReport:
    new = checked.new
    return ImportReport(
        rows=checked.rows,
        accepted=len(new),
        persons=sum(len(row.people) for row in new),
        written=0,
        existing=len(checked.existing),
        differing=difference.rows,
        rejected=checked.rejected,
        warnings=_sorted((*checked.warnings, *difference.notices)),
        differences=tuple(difference.differences),
        is_ok=not checked.rejected,
        checked=checked,
    )


def _sorted(notices: Collection[Notice]) -> tuple[Notice, ...]:
    return tuple(sorted(notices, key=lambda notice: notice.row))


def _write(
    office: Office,
    report: ImportReport,
    on_file: _Cases,
    search_of: ImportSearch,
    left_out: Collection[tuple[int, str]] | None,
    progress: Progress,
) -> ImportReport:
    """Write what is new, and what differs but for `left_out`; None: nothing of that."""
    checked = report.checked
    automatic(office, "before-import", progress=progress)
    progress.start("写入档案", len(checked.new))
    difference = Comparison()
    try:
        with office.write(Op.IMPORT, is_bulk=True) as work:
            on_file.refuse_change(work)
            made = write_households(work, checked.new, search_of, progress.step)
            if left_out is not None:
                difference = update_existing(
                    office, work, checked.header, checked.existing, left_out
                )
            progress.check()
            changes = work.done(case_ids=(*made, *difference.changed))
    except IntegrityError as error:
        raise ConflictError(_CHANGED) from error
    notices = (*checked.warnings, *difference.notices) if left_out is not None else report.warnings
    return replace(
        report,
        written=len(made) + len(difference.changed),
        warnings=_sorted(notices),
        changes=changes,
    )
