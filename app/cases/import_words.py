"""What the office says about columns and words that no list knows: asked once, remembered for every import.

A column may stand for one of ours or for none; a word may stand for a value of its code list or stay as it
came. Source: the import contract ("Code lists") and the wizard.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases.workbook.facts import REGION
from app.cases.workbook.header import CASE_COLUMNS, MEMBER_COLUMNS, MOST_MEMBERS, meaning_of
from app.changes import Changes, Op
from app.errors import UserError
from app.fields.codes import CODE_LISTS, codes
from app.fields.regions import codes_named, region_path
from app.office.session import Office
from db.models import ImportMapping
from db.values import clean_text

__all__ = ["COLUMN", "ImportWords", "column_choices", "read_words", "save_words", "word_choices"]

COLUMN = "column"
_LONGEST = 200


@dataclass(frozen=True)
class ImportWords:
    """Remembered: a sheet's column → ours ("" for none); (code list, word) → label ("" to keep it)."""

    columns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[tuple[str, str], str] = field(default_factory=dict)


def read_words(session: Session) -> ImportWords:
    """Everything that was said so far."""
    rows = session.scalars(select(ImportMapping)).all()
    columns = {row.filed: row.meaning for row in rows if row.kind == COLUMN}
    words = {(row.kind, row.filed): row.meaning for row in rows if row.kind != COLUMN}
    return ImportWords(columns, words)


def column_choices() -> tuple[str, ...]:
    """The names of our columns, in the order of the template."""
    members = (
        f"家庭成员{number}{column.names[0]}"
        for number in range(1, MOST_MEMBERS + 1)
        for column in MEMBER_COLUMNS
    )
    return (*(column.names[0] for column in CASE_COLUMNS), *members)


def word_choices(list_key: str, filed: str) -> tuple[str, ...]:
    """The labels that a word of this list may stand for; for a name of several places, their whole names."""
    if list_key == REGION:
        return tuple(region_path(code) for code in codes_named(filed))
    return codes(list_key).labels


def save_words(
    office: Office,
    *,
    columns: Mapping[str, str | None] | None = None,
    words: Mapping[tuple[str, str], str | None] | None = None,
) -> Changes:
    """Remember what these columns and words mean; None forgets. UserError for a meaning that no list has."""
    asked = {(COLUMN, name): meaning for name, meaning in (columns or {}).items()} | dict(
        words or {}
    )
    for (kind, filed), meaning in asked.items():
        _check(kind, filed, meaning)
    with office.write(Op.SAVE_IMPORT_WORDS) as work:
        known = {
            (row.kind, row.filed): row for row in work.session.scalars(select(ImportMapping)).all()
        }
        for (kind, filed), meaning in asked.items():
            row = known.get((kind, clean_text(filed)))
            if meaning is None:
                if row is not None:
                    work.session.delete(row)
            elif row is None:
                made = ImportMapping(kind=kind, filed=clean_text(filed), meaning=meaning)
                work.session.add(made)
            else:
                row.meaning = meaning
        return work.done()


def _check(kind: str, filed: str, meaning: str | None) -> None:
    if not clean_text(filed) or len(filed) > _LONGEST:
        raise UserError("这个写法是空的或者太长，不能记住；请在表格里改好后再导入。")
    if not meaning:
        return
    if kind == COLUMN:
        if meaning_of(meaning).key is None:
            raise UserError("没有这一栏，请从列表中选择。")
    elif kind not in (REGION, *CODE_LISTS) or meaning not in word_choices(kind, filed):
        raise UserError("代码表里没有这个值，请从列表中选择。")
