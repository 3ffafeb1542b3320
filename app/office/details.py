"""The office's own details and its procedure: names, numbers, complaint line, 一人办公, order and limits."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import select

from app.changes import Changes
from app.errors import UserError
from app.lifecycle import Stage
from app.lifecycle.deadlines import Terms, check_limits, check_terms, office_limits
from app.lifecycle.position import check_order
from app.office.access import check_roles
from app.office.idle import LONGEST_MINUTES
from app.office.opening import read_user
from app.office.session import Office
from app.office.settings import save_settings, settings
from db.models import Account

_MOST_PASSWORD_DAYS = 3650


@dataclass(frozen=True)
class Details:
    """What the page 单位 shows and saves. `password_days` 0: passwords do not grow old."""

    office_name: str
    place: str
    number_prefix: str
    serial_prefix: str
    complaint_contact: str
    complaint_phone: str
    is_name_masked_in_notice: bool
    is_solo: bool
    password_days: int
    lock_minutes: int
    enter_moves_on: bool = True
    """Enter goes to the next field; else it does nothing. It never submits."""
    full_export_needs_second: bool = True
    """Full values leave the office only with the consent of a second person, but in 一人办公 (R16)."""


@dataclass(frozen=True)
class Procedure:
    """The order of the middle stages, the working days of each stage, and the longer limits."""

    order: tuple[Stage, ...]
    limits: Mapping[Stage, int]
    terms: Terms


def details(office: Office) -> Details:
    """As they stand."""
    values = settings(office)
    return Details(**{name: values[name] for name in Details.__dataclass_fields__})


def save_details(office: Office, *, wanted: Details) -> Changes:
    """Change them. UserError names the field; 一人办公 ends only when no account needs it any more."""
    _check(wanted)
    if not wanted.is_solo:
        _refuse_solo_accounts(office)
    changes = save_settings(
        office, values={name: getattr(wanted, name) for name in Details.__dataclass_fields__}
    )
    with office.read() as session:
        office.user = read_user(session, office.user.id)
    return changes


def procedure(office: Office) -> Procedure:
    """As it stands; a running case keeps the order that it began with."""
    values = settings(office)
    order = tuple(Stage(key) for key in values["stage_order"])
    return Procedure(order, office_limits(values["limits"]), Terms(**values["terms"]))


def save_procedure(
    office: Office,
    *,
    order: Sequence[Stage],
    limits: Mapping[Stage, int],
    terms: Mapping[str, int],
) -> Changes:
    """Change order and limits for what begins from now on. UserError names what to change.

    A day that was set by the figures of its time, such as the end of a watch, stays as it was set.
    """
    kept = check_order(order)
    checked = check_limits(limits)
    lasting = check_terms(terms)
    return save_settings(
        office,
        values={
            "stage_order": [stage.value for stage in kept],
            "limits": {stage.value: days for stage, days in checked.items()},
            "terms": asdict(lasting),
        },
    )


def _check(wanted: Details) -> None:
    if not wanted.office_name.strip():
        raise UserError("请填写单位名称。", field="office_name")
    if not wanted.place.strip():
        raise UserError("请填写所在地区，低保标准按它查找。", field="place")
    if not 0 <= wanted.password_days <= _MOST_PASSWORD_DAYS:
        raise UserError("密码的使用天数请填 0 到 3650，0 表示不限。", field="password_days")
    if not 1 <= wanted.lock_minutes <= LONGEST_MINUTES:
        raise UserError(
            f"无人操作后锁定的时间请填 1 到 {LONGEST_MINUTES} 分钟。", field="lock_minutes"
        )


def _refuse_solo_accounts(office: Office) -> None:
    with office.read() as session:
        for account in session.scalars(select(Account).where(Account.is_active)):
            try:
                check_roles([row.role for row in account.roles])
            except UserError as error:
                raise UserError(
                    f"账号“{account.name}”的角色只有一人办公才允许，请先调整它的角色。",
                    field="is_solo",
                ) from error
