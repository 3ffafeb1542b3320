"""What the registers of visitors and of those helped without a file share: whose a line is, what it must say."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, or_, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.errors import UserError
from app.fields.catalogue import missing
from app.fields.catalogue.field import Field
from app.fields.codes import codes
from app.fields.kinds import Choice
from app.office.access import CaseScope, case_scope
from app.office.session import Office
from db.codes import Stage
from db.models import Comfort, Visitor

_Row = TypeVar("_Row", Visitor, Comfort)


def units_seen(office: Office, unit_id: InstrumentedAttribute[int | None]) -> ColumnElement[bool]:
    """The lines of the account's own unit and those below it; all of them for the auditor."""
    if case_scope(office.user.roles) is CaseScope.ALL:
        return true()
    return or_(unit_id.is_(None), unit_id.in_(sorted(office.user.scope)))


def line_in_scope(office: Office, session: Session, kind: type[_Row], line_id: int) -> _Row:
    """A line that the account may see. UserError where it is gone or belongs to others."""
    row = session.get(kind, line_id)
    if row is None or not (row.unit_id is None or office.sees_unit(row.unit_id)):
        raise UserError("没有找到这条登记，可能已经删除；请刷新后再看。")
    return row


def needed_values(values: Mapping[str, Any], fields: tuple[Field, ...]) -> Mapping[str, Any]:
    """The values, if a line may say them. UserError at a field that lacks one, or one that its list has not."""
    lacking = missing(values, fields, Stage.DRAFT)
    if lacking:
        raise UserError(f"请填写{lacking[0].label}。", field=lacking[0].key)
    for field in fields:
        kind, given = field.kind, values.get(field.key)
        if given and isinstance(kind, Choice) and given not in codes(kind.list_key).labels:
            raise UserError(f"请从列表中选择{field.label}。", field=field.key)
    return values


def check_days(first: date, last: date) -> None:
    """UserError where a span ends before it begins."""
    if last < first:
        raise UserError("结束日期早于开始日期，请改正。", field="last")
