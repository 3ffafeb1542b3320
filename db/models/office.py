"""The office: units, accounts, settings, standards, holidays, seals, issued papers, registers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.codes import Role, StandardState
from db.models.base import JOURNALLED, Code, Exchanged, Instant, Row


class Unit(Exchanged):
    """A node of the tree of unions: 县总工会 → 系统/镇街工会 → 基层工会."""

    __tablename__ = "unit"
    __table_args__ = JOURNALLED

    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    level: Mapped[str]
    """县级, 系统或镇街, 基层."""
    name: Mapped[str] = mapped_column(unique=True)
    is_active: Mapped[bool] = mapped_column(default=True)

    aliases: Mapped[list[UnitAlias]] = relationship(cascade="all, delete-orphan")


class UnitAlias(Row):
    """A short name under which a unit is known on paper."""

    __tablename__ = "unit_alias"
    __table_args__ = JOURNALLED

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(unique=True)


class Account(Exchanged):
    """Who logs in. The password is never here: it only unwraps the data key in the sidecar."""

    __tablename__ = "account"
    __table_args__ = JOURNALLED

    name: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    is_active: Mapped[bool] = mapped_column(default=True)
    password_set_on: Mapped[date | None]
    must_change_password: Mapped[bool] = mapped_column(default=False)

    roles: Mapped[list[AccountRole]] = relationship(cascade="all, delete-orphan")


class AccountRole(Row):
    """One role of an account."""

    __tablename__ = "account_role"
    __table_args__ = (UniqueConstraint("account_id", "role"), JOURNALLED)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    role: Mapped[Role] = mapped_column(Code(Role))


class Setting(Row):
    """One setting of the office, by key."""

    __tablename__ = "setting"
    __table_args__ = JOURNALLED

    key: Mapped[str] = mapped_column(unique=True)
    value: Mapped[Any] = mapped_column(JSON)


class Standard(Exchanged):
    """A dated figure of a place: dibao (urban, rural), minimum wage, areas. `value` in fen or hundredths."""

    __tablename__ = "standard"
    __table_args__ = JOURNALLED

    kind: Mapped[str]
    """低保标准, 最低工资, 人均住房面积, 最低住房面积."""
    place: Mapped[str]
    registration: Mapped[str | None]
    """城镇, 农村 or None for both."""
    value: Mapped[int]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    document: Mapped[str | None]
    state: Mapped[StandardState] = mapped_column(Code(StandardState))
    prepared_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    forced_on: Mapped[date | None]
    forced_by: Mapped[str | None]
    is_on_paper: Mapped[bool] = mapped_column(default=False)
    paper_scan_id: Mapped[int | None] = mapped_column(ForeignKey("office_scan.id"))


class RuleSetUse(Exchanged):
    """Which rule set is in force from which day, for recognition or for aid."""

    __tablename__ = "rule_set_use"
    __table_args__ = JOURNALLED

    purpose: Mapped[str]
    """认定 or 救助."""
    rule_set: Mapped[str]
    valid_from: Mapped[date]
    state: Mapped[StandardState] = mapped_column(Code(StandardState))
    confirmed_items: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Unverified items of the rule set that the office has confirmed."""
    prepared_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    forced_on: Mapped[date | None]
    forced_by: Mapped[str | None]
    is_on_paper: Mapped[bool] = mapped_column(default=False)
    paper_scan_id: Mapped[int | None] = mapped_column(ForeignKey("office_scan.id"))


class Holiday(Row):
    """A day off or a moved working day; a year without any row counts as 未公布."""

    __tablename__ = "holiday"
    __table_args__ = JOURNALLED

    day: Mapped[date] = mapped_column(unique=True)
    is_workday: Mapped[bool]
    name: Mapped[str | None]


class Seal(Exchanged):
    """A seal of the office. `kind` 'drawn-sample' is the demo's own drawing, marked 样章."""

    __tablename__ = "seal"
    __table_args__ = JOURNALLED

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str]
    kind: Mapped[str]
    image: Mapped[bytes | None] = mapped_column(LargeBinary)
    diameter_tenths_mm: Mapped[int] = mapped_column(default=420)
    is_active: Mapped[bool] = mapped_column(default=True)


class IssuedPaper(Exchanged):
    """A stamped form: serial, hash of the whole file, authentication code, seal use, void mark."""

    __tablename__ = "issued_paper"
    __table_args__ = (Index("ix_issued_paper_case_id", "case_id"), JOURNALLED)

    serial: Mapped[str] = mapped_column(unique=True)
    form: Mapped[str]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"))
    issued_at: Mapped[datetime] = mapped_column(Instant)
    issued_on: Mapped[date]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    issued_by: Mapped[str]
    reason: Mapped[str]
    approver: Mapped[str | None]
    copies: Mapped[int] = mapped_column(default=1)
    pages: Mapped[int] = mapped_column(default=1)
    seal_id: Mapped[int] = mapped_column(ForeignKey("seal.id"))
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    code: Mapped[str]
    voided_on: Mapped[date | None]
    void_reason: Mapped[str | None]
    replaced_by: Mapped[str | None]


class Visitor(Exchanged):
    """来访登记: who came, what for, what was answered."""

    __tablename__ = "visitor"
    __table_args__ = JOURNALLED

    name: Mapped[str]
    phone: Mapped[str | None]
    came_on: Mapped[date]
    way: Mapped[str | None]
    matter: Mapped[str | None]
    answer: Mapped[str | None]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    """Of the account that received them: who sees the line."""
    received_by: Mapped[str | None]
