"""Typing that is not saved yet, kept in the encrypted file so that a crash does not take it.

What stands in a form is nobody's act: it is kept beside the journal, for the account that typed it and
for no other, until it is saved or given up. After a crash the next login of that account is offered it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.orm import Session

from app.office.session import Office
from db.connection import storage_errors
from db.models import Case, Person, TypingDraft

__all__ = ["KeptTyping", "Place", "adopt_typing", "drop_kept", "keep_typing", "typing_left"]

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Place:
    """A form: the page it belongs to, the case, and the person or line it was opened on."""

    page: str
    case_id: int | None = None
    record_id: int | None = None


@dataclass(frozen=True)
class KeptTyping:
    """What an earlier login typed and did not save. `of`: the applicant's name, empty for a new file."""

    id: int
    place: Place
    texts: Texts
    kept_at: datetime
    of: str
    number: str


def keep_typing(office: Office, *, place: Place, texts: Texts) -> None:
    """Keep what stands in a form, in place of what this login kept of it before; nothing: keep nothing.

    Raises StorageError where the file cannot be written.
    """
    with storage_errors(), Session(office.writer) as session:
        session.execute(delete(TypingDraft).where(_own(office, place)))
        if texts:
            session.add(
                TypingDraft(
                    account_id=office.user.id,
                    login=office.login,
                    place=place.page,
                    case_id=place.case_id,
                    record_id=place.record_id,
                    texts=dict(texts),
                    kept_at=office.clock.now(),
                )
            )
        session.commit()


def typing_left(office: Office) -> tuple[KeptTyping, ...]:
    """What earlier logins of this account left unsaved, the newest first; only files still in scope."""
    query = (
        select(TypingDraft, Case.number, Case.unit_id, Person.name)
        .outerjoin(Case, Case.id == TypingDraft.case_id)
        .outerjoin(
            Person, and_(Person.household_id == Case.household_id, Person.is_applicant.is_(True))
        )
        .where(TypingDraft.account_id == office.user.id, TypingDraft.login != office.login)
        .order_by(TypingDraft.id.desc())
    )
    found: dict[int, KeptTyping] = {}
    with office.read() as session:
        for row, number, unit_id, name in session.execute(query):
            if row.case_id is not None and (unit_id is None or not office.sees_unit(unit_id)):
                continue
            place = Place(row.place, row.case_id, row.record_id)
            found[row.id] = KeptTyping(
                row.id, place, dict(row.texts), row.kept_at, name or "", number or ""
            )
    return tuple(found.values())


def adopt_typing(office: Office, *, draft_id: int) -> None:
    """It has been put back into its form: from here on it is this login's own."""
    own = (TypingDraft.id == draft_id) & (TypingDraft.account_id == office.user.id)
    with storage_errors(), Session(office.writer) as session:
        session.execute(update(TypingDraft).where(own).values(login=office.login))
        session.commit()


def drop_kept(office: Office, *, draft_ids: tuple[int, ...]) -> None:
    """Give up what was kept. Another account's is never touched."""
    own = TypingDraft.id.in_(draft_ids) & (TypingDraft.account_id == office.user.id)
    with storage_errors(), Session(office.writer) as session:
        session.execute(delete(TypingDraft).where(own))
        session.commit()


def _own(office: Office, place: Place) -> ColumnElement[bool]:
    return and_(
        TypingDraft.account_id == office.user.id,
        TypingDraft.login == office.login,
        TypingDraft.place == place.page,
        TypingDraft.case_id.is_not_distinct_from(place.case_id),
        TypingDraft.record_id.is_not_distinct_from(place.record_id),
    )
