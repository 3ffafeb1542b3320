"""Settings of the office: one dated or plain value per key, with its default and its meaning."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.changes import Changes, Op
from app.errors import UserError
from app.lifecycle.deadlines import Terms
from app.office.session import Office
from db.models import Setting

DEFAULTS: dict[str, Any] = {
    "office_name": "",
    "place": "",
    "is_solo": False,
    "is_demo": False,
    "serial_prefix": "",
    "number_prefix": "",
    "stage_order": ["SURVEY", "CHECK", "PUBLICITY"],
    "limits": {},
    "terms": {},
    "complaint_contact": "",
    "complaint_phone": "",
    "is_name_masked_in_notice": False,
    "appraisal_present": [2, 3],
    "appraisal_in_favour": [2, 3],
    "password_days": 90,
    "lock_minutes": 5,
    "enter_moves_on": True,
    "full_export_needs_second": True,
    "last_copy_on": "",
    "form_texts": {},
}
"""Keys in use. `limits` overrides working days per stage and `terms` the longer limits (`app.lifecycle`); `form_texts` holds the office's own
words in its forms, by form and text; `last_copy_on` is the ISO day of
the last backup that was written to another device; the rest is plain."""


@dataclass(frozen=True)
class Settings:
    """All settings as they stand, defaults filled in."""

    values: Mapping[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.values[key]


def read_settings(session: Session) -> Settings:
    """The settings of the open office."""
    rows = session.execute(select(Setting.key, Setting.value))
    found = {row.key: row.value for row in rows if row.key in DEFAULTS}
    return Settings(DEFAULTS | found)


def own_texts(found: Settings, form: str) -> Mapping[str, str]:
    """What the office has put in its own words in the form of this key, by text."""
    return dict(found["form_texts"].get(form, {}))


def read_terms(session: Session) -> Terms:
    """The longer limits of the open office: its own figures over those that every office starts with."""
    return Terms(**read_settings(session)["terms"])


def settings(office: Office) -> Settings:
    """As `read_settings`, for callers without a session."""
    with office.read() as session:
        return read_settings(session)


def save_settings(office: Office, *, values: Mapping[str, Any]) -> Changes:
    """Change some settings. UserError for a key that does not exist."""
    unknown = set(values) - set(DEFAULTS)
    if unknown:
        raise UserError("没有这项设置，请从设置页面修改。")
    with office.write(Op.SAVE_SETTINGS) as work:
        rows = {row.key: row for row in work.session.scalars(select(Setting))}
        for key, value in values.items():
            if key in rows:
                rows[key].value = value
            else:
                work.session.add(Setting(key=key, value=value))
        return work.done()
