"""Ground of the models: typed columns, row identity, and which tables the journal watches."""

import os
import time
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer, MetaData, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


def new_uid() -> str:
    """A UUIDv7 as text: unique across laptops, ordered by time. Used at the border only."""
    stamp, noise = f"{int(time.time() * 1000):012x}", os.urandom(10).hex()
    variant = "89ab"[int(noise[4], 16) & 3]
    return f"{stamp[:8]}-{stamp[8:]}-7{noise[1:4]}-{variant}{noise[5:8]}-{noise[8:]}"


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, stored as fixed-width ISO text so that text order is time order."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Refuse a moment without a zone: nobody could say later what it meant."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stamp needs a time zone")
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Back to an aware datetime in UTC."""
        if value is None:
            return None
        return datetime.fromisoformat(value)


class Code(TypeDecorator[StrEnum]):
    """A closed list of `db.codes`, stored by its value."""

    impl = String(24)
    cache_ok = True

    def __init__(self, codes: type[StrEnum]) -> None:
        super().__init__()
        self.codes = codes

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Only members of the list go in."""
        return None if value is None else self.codes(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Only members of the list come out."""
        return None if value is None else self.codes(value)


NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """All tables of the file."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {int: BigInteger()}


class Row(Base):
    """A local id for foreign keys, lists and calls."""

    __abstract__ = True

    # SQLite gives rowids only to a column typed exactly INTEGER.
    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer(), "sqlite"), primary_key=True
    )


class Exchanged(Row):
    """A row that travels between office and laptop: `uid` names it at the border."""

    __abstract__ = True

    uid: Mapped[str] = mapped_column(String(36), unique=True, default=new_uid)


JOURNALLED = {"info": {"journalled": True}}
"""`__table_args__` of every table whose rows the journal keeps before and after each change."""
