"""Erase the file of a household for good: its rows, what the journal kept of them, the words of its reasons.

What stays names nobody: the file's number, unit, category and days, the amounts that were granted (the
funds have to add up), and the serials of its papers (a paper that is out there can still be verified).
Every operation whose images lose their contents is proved first and sealed anew under the erasing one, so
that the chain still tells a later hand apart.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, Table, delete, func, or_, select, update
from sqlalchemy.orm import Session

from db import journal, search
from db.models import (
    Appraisal,
    AssessmentRecord,
    Attachment,
    Authorisation,
    Base,
    Case,
    CheckReply,
    Correction,
    Decision,
    Exit,
    FiledScan,
    FiledValue,
    Grant,
    HardshipEvent,
    Home,
    Household,
    IncomeItem,
    IssuedFile,
    IssuedPaper,
    Measure,
    NationalRecord,
    NotSamePerson,
    Objection,
    Operation,
    OutlayItem,
    Person,
    Plan,
    Publicity,
    Reason,
    Receipt,
    ResealedImages,
    RowImage,
    Schooling,
    Supporter,
    Survey,
    TranscriptionMark,
    TypingDraft,
    Vehicle,
    Visit,
    Visitor,
)

ERASED = "（已销毁）"
"""Stands where a column must not be empty."""

_OF_HOUSEHOLD: tuple[type[Base], ...] = (
    FiledValue,
    IncomeItem,
    OutlayItem,
    Receipt,
    Schooling,
    HardshipEvent,
    Home,
    Supporter,
    Vehicle,
    Person,
)
_OF_CASE: tuple[type[Base], ...] = (
    Decision,
    Appraisal,
    AssessmentRecord,
    Attachment,
    Authorisation,
    CheckReply,
    Correction,
    NationalRecord,
    Plan,
    Publicity,
    Survey,
    Visit,
    Visitor,
)
_BELOW: tuple[tuple[type[Base], type[Base], str], ...] = (
    (Measure, Plan, "plan_id"),
    (Objection, Publicity, "publicity_id"),
    (FiledScan, Attachment, "attachment_id"),
    (IssuedFile, IssuedPaper, "paper_id"),
)
_UNJOURNALLED: tuple[type[Base], ...] = (TypingDraft, TranscriptionMark)
_STAYING_OF_CASE: tuple[type[Base], ...] = (Grant, Exit, IssuedPaper)
_STAYING: tuple[type[Base], ...] = (Case, Household, *_STAYING_OF_CASE)
_DOOMED: tuple[type[Base], ...] = (
    *_OF_HOUSEHOLD,
    *_OF_CASE,
    FiledScan,
    IssuedFile,
    Measure,
    Objection,
    NotSamePerson,
    Reason,
)
_KEPT_COLUMNS: Mapping[str, frozenset[str]] = {
    "case_file": frozenset(
        {
            "clerk_id",
            "category",
            "filed_category",
            "level",
            "file_kind",
            "applied_on",
            "filed_on",
            "reviewed_on",
            "watch_until",
            "closed_on",
            "previous_case_id",
            "merged_into_id",
            "discarded_at",
        }
    ),
    "household": frozenset(),
    "aid_grant": frozenset(
        {
            "most_fen",
            "approval_tier",
            "rules",
            "decided_on",
            "fund_id",
            "batch_id",
            "paid_on",
            "payment_reference",
            "returned_on",
        }
    ),
    "case_exit": frozenset({"agreed_on", "approved_on", "dropped_on", "notice_served_on"}),
    "issued_paper": frozenset({"case_id", "approver", "voided_on", "replaced_by"}),
}
"""Columns that may be empty but keep their value; those that may not be empty keep it unless in `_EMPTIED`."""
_EMPTIED: Mapping[str, Mapping[str, Any]] = {
    "household": {
        "controls_company": False,
        "on_dibao": False,
        "is_staff_relative": False,
        "other_causes": [],
        "measure_batches": [],
    },
    "aid_grant": {"basis": {}},
    "case_exit": {"reason": ERASED},
    "issued_paper": {"reason": ERASED},
}
_CHUNK = 500

Rows = dict[str, set[int]]


def truncate_log(engine: Engine) -> None:
    """Write the log back into the file and cut it off: until then it still holds the pages as they were."""
    with engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # outside of any transaction


class TamperedError(Exception):
    """An operation that would lose images does not fit its own hash; nothing was erased."""

    def __init__(self, operation_id: int) -> None:
        super().__init__(operation_id)
        self.operation_id = operation_id


@dataclass(frozen=True)
class Erased:
    """What was erased. `stored_names`: what may go beside the file, unless another row holds it."""

    rows: int
    operations: int
    stored_names: tuple[str, ...]


def erase(session: Session, operation: Operation, case_id: int) -> Erased:
    """Erase one closed case and those that were merged into it, under the operation that is under way.

    Raises TamperedError before anything of the journal is changed; the caller rolls back.
    """
    cases = _with_merged(session, case_id)
    households = set(session.scalars(select(Case.household_id).where(Case.id.in_(cases))))
    scans = session.scalars(select(Attachment.stored_name).where(Attachment.case_id.in_(cases)))
    issued = session.scalars(
        select(IssuedFile.stored_name)
        .join(IssuedPaper, IssuedPaper.id == IssuedFile.paper_id)
        .where(IssuedPaper.case_id.in_(cases))
    )
    stored_names = tuple(dict.fromkeys((*scans, *issued)))
    rows = _rows(session, cases, households)
    _empty_staying(session, rows)
    search.remove(session, rows["person"])
    _delete(session, rows)
    for model in _UNJOURNALLED:
        table = model.metadata.tables[model.__tablename__]
        session.execute(delete(table).where(table.c.case_id.in_(cases)))
    touched = _erase_images(session, operation, rows)
    session.expire_all()
    return Erased(sum(map(len, rows.values())), touched, stored_names)


def _with_merged(session: Session, case_id: int) -> set[int]:
    """The case and every case that was merged into it, directly or through another."""
    found, fresh = {case_id}, {case_id}
    while fresh:
        query = select(Case.id).where(Case.merged_into_id.in_(fresh))
        fresh = set(session.scalars(query)) - found
        found |= fresh
    return found


# ---------------------------------------------------------------- which rows


def _rows(session: Session, cases: Collection[int], households: Collection[int]) -> Rows:
    """Every row of the file, those that are gone since and known only to the journal included."""
    rows: Rows = defaultdict(set)
    rows[Case.__tablename__] |= set(cases)
    rows[Household.__tablename__] |= set(households)
    for model in _OF_HOUSEHOLD:
        _add_owned(session, rows, model, "household_id", households)
    for model in (*_OF_CASE, *_STAYING_OF_CASE):
        _add_owned(session, rows, model, "case_id", cases)
    for below, above, key in _BELOW:
        _add_owned(session, rows, below, key, rows[above.__tablename__])
    people = rows[Person.__tablename__]
    pairs = select(NotSamePerson.id).where(
        or_(NotSamePerson.person_id.in_(people), NotSamePerson.other_id.in_(people))
    )
    rows[NotSamePerson.__tablename__] |= set(session.scalars(pairs))
    reasons = (
        select(Reason.id)
        .join(Operation, Operation.id == Reason.operation_id)
        .where(Operation.case_id.in_(cases), Operation.op != journal.ERASING_OP)
    )
    rows[Reason.__tablename__] |= set(session.scalars(reasons))
    return rows


def _add_owned(
    session: Session, rows: Rows, model: type[Base], key: str, owners: Collection[int]
) -> None:
    """The rows that belong to these owners now, and those that did and belong to nobody else since."""
    table = _table(model)
    owner = table.c[key]
    for part in _chunks(owners):
        rows[table.name] |= set(session.scalars(select(table.c.id).where(owner.in_(part))))
    once = set(_owned_once(session, table.name, key, owners)) - rows[table.name]
    for part in _chunks(once):
        elsewhere = select(table.c.id).where(table.c.id.in_(part), owner.is_not(None))
        once -= set(session.scalars(elsewhere))
    rows[table.name] |= once


def _owned_once(
    session: Session, table_name: str, key: str, owners: Collection[int]
) -> Iterator[int]:
    path = f"$.{key}"
    for part in _chunks(owners):
        query = select(RowImage.row_id).where(
            RowImage.table_name == table_name,
            or_(
                func.json_extract(RowImage.before, path).in_(part),
                func.json_extract(RowImage.after, path).in_(part),
            ),
        )
        yield from session.scalars(query.distinct())


# ---------------------------------------------------------------- the rows


def _empty_staying(session: Session, rows: Rows) -> None:
    for model in _STAYING:
        table = _table(model)
        kept = _KEPT_COLUMNS[table.name]
        empty = {c.name: None for c in table.columns if c.nullable and c.name not in kept}
        empty |= _EMPTIED.get(table.name, {})
        for part in _chunks(rows[table.name]):
            session.execute(update(table).where(table.c.id.in_(part)).values(**empty))


def _delete(session: Session, rows: Rows) -> None:
    """What refers to another row goes first."""
    doomed = {_table(model) for model in _DOOMED}
    for table in reversed(Base.metadata.sorted_tables):
        if table in doomed:
            for part in _chunks(rows[table.name]):
                session.execute(delete(table).where(table.c.id.in_(part)))


# ---------------------------------------------------------------- the journal


def _erase_images(session: Session, operation: Operation, rows: Rows) -> int:
    """Take the contents out of every image of these rows; the number of earlier operations touched."""
    session.flush()
    images = list(_images(session, rows))
    touched = sorted({operation_id for _, operation_id in images} - {operation.id})
    hashes = journal.resealed(session)
    for operation_id in touched:
        sealed = session.scalar(select(Operation.images_hash).where(Operation.id == operation_id))
        if journal.images_hash(session, operation_id) != hashes.get(operation_id, sealed):
            raise TamperedError(operation_id)
    for part in _chunks(image_id for image_id, _ in images):
        session.execute(
            update(RowImage).where(RowImage.id.in_(part)).values(before=None, after=None),
            execution_options={"synchronize_session": False},
        )
    for operation_id in touched:
        session.add(
            ResealedImages(
                operation_id=operation_id, images_hash=journal.images_hash(session, operation_id)
            )
        )
    session.flush()
    return len(touched)


def _images(session: Session, rows: Rows) -> Iterator[tuple[int, int]]:
    """Id and operation of every image of these rows."""
    for table_name, ids in rows.items():
        for part in _chunks(ids):
            query = select(RowImage.id, RowImage.operation_id).where(
                RowImage.table_name == table_name, RowImage.row_id.in_(part)
            )
            yield from ((row.id, row.operation_id) for row in session.execute(query))


def _table(model: type[Base]) -> Table:
    return Base.metadata.tables[model.__tablename__]


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(set(ids))
    for at in range(0, len(ordered), _CHUNK):
        yield ordered[at : at + _CHUNK]
