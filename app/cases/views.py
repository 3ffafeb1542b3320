"""How an account likes the list of cases: filters kept under a name, columns, and the order of names.

A view is a convenience of one account and changes no file of the office: it is not journalled. It stands in
the encrypted file, because names of causes and units do not belong outside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.cases.lists import CaseFilter, Order
from app.cases.scope import check_reader
from app.errors import UserError
from app.office.session import Office
from db.codes import Stage
from db.connection import storage_errors
from db.models import ListView
from db.values import clean_text

__all__ = ["Columns", "SavedFilter", "Views", "drop_filter", "keep_columns", "keep_filter", "views"]

_PLACE = "cases"
_COLUMNS = ""
_LONGEST = 20
_MOST = 20


@dataclass(frozen=True)
class SavedFilter:
    """A filter and the name under which it is kept."""

    name: str
    wanted: CaseFilter


@dataclass(frozen=True)
class Columns:
    """Which columns are shown, by title; None: as the list comes. `by_strokes`: names sort by strokes."""

    shown: tuple[str, ...] | None = None
    by_strokes: bool = False


@dataclass(frozen=True)
class Views:
    """What the account keeps."""

    filters: tuple[SavedFilter, ...] = ()
    columns: Columns = Columns()


def views(office: Office) -> Views:
    """The filters of this account by name, and its columns; what cannot be read any more is left out."""
    check_reader(office)
    query = select(ListView.name, ListView.value).where(
        ListView.account_id == office.user.id, ListView.place == _PLACE
    )
    with office.read() as session:
        rows: dict[str, Mapping[str, Any]] = {row.name: row.value for row in session.execute(query)}
    columns = _columns(rows.pop(_COLUMNS, {}))
    found = (SavedFilter(name, wanted) for name, wanted in _filters(rows))
    return Views(tuple(sorted(found, key=lambda one: one.name)), columns)


def keep_filter(office: Office, *, name: str, wanted: CaseFilter) -> None:
    """Keep a filter; one of the same name is replaced. Raises UserError at `name`, StorageError."""
    kept = " ".join(clean_text(name).split())
    if not kept:
        raise UserError("请给这个筛选起一个名称，例如“城关镇大病”。", field="name")
    if len(kept) > _LONGEST:
        raise UserError(f"名称最多 {_LONGEST} 个字，请缩短。", field="name")
    names = {one.name for one in views(office).filters}
    if len(names | {kept}) > _MOST:
        raise UserError(f"最多保存 {_MOST} 个筛选，请先删除不用的。", field="name")
    _put(office, kept, _written(wanted))


def drop_filter(office: Office, *, name: str) -> None:
    """Forget a filter; one that is gone already is no error. Raises StorageError."""
    check_reader(office)
    with storage_errors(), Session(office.writer) as session:
        session.execute(delete(ListView).where(*_own(office, name)))
        session.commit()


def keep_columns(office: Office, columns: Columns) -> None:
    """Keep which columns this account sees and how it sorts names. Raises StorageError."""
    check_reader(office)
    shown = None if columns.shown is None else list(columns.shown)
    _put(office, _COLUMNS, {"shown": shown, "by_strokes": columns.by_strokes})


def _put(office: Office, name: str, value: Mapping[str, Any]) -> None:
    with storage_errors(), Session(office.writer) as session:
        session.execute(delete(ListView).where(*_own(office, name)))
        session.add(ListView(account_id=office.user.id, place=_PLACE, name=name, value=dict(value)))
        session.commit()


def _own(office: Office, name: str) -> tuple[Any, ...]:
    return ListView.account_id == office.user.id, ListView.place == _PLACE, ListView.name == name


def _written(wanted: CaseFilter) -> dict[str, Any]:
    return {
        "stages": [stage.value for stage in wanted.stages],
        "category": wanted.category,
        "cause": wanted.cause,
        "unit_id": wanted.unit_id,
        "is_discarded": wanted.is_discarded,
        "order": wanted.order.name,
        "is_descending": wanted.is_descending,
    }


def _filters(rows: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, CaseFilter]]:
    found = []
    for name, value in rows.items():
        try:
            stages = tuple(Stage(one) for one in value["stages"])
            order = Order[value["order"]]
        except (KeyError, ValueError):
            continue
        wanted = CaseFilter(
            stages=stages,
            category=str(value.get("category", "")),
            cause=str(value.get("cause", "")),
            unit_id=value.get("unit_id"),
            is_discarded=bool(value.get("is_discarded")),
            order=order,
            is_descending=bool(value.get("is_descending")),
        )
        found.append((name, wanted))
    return found


def _columns(value: Mapping[str, Any]) -> Columns:
    shown = value.get("shown")
    return Columns(None if shown is None else tuple(shown), bool(value.get("by_strokes")))
