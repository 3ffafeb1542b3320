"""The household and its people. Column names are the keys of the field catalogue.

Text columns of open code lists hold the label as filed: an old value stays what it was.
Source of the fields: the national form V2 and V3 (S5, S6, S7) and its additions.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.models.base import JOURNALLED, Exchanged, Row

if TYPE_CHECKING:
    from db.models.cases import Case


class Household(Exchanged):
    """The people who share one living, as one case knows them, with housing, money and cause."""

    __tablename__ = "household"
    __table_args__ = JOURNALLED

    # Address and housing
    registered_address: Mapped[str | None]
    home_address: Mapped[str | None]
    town: Mapped[str | None]
    region_code: Mapped[str | None] = mapped_column(String(12))
    postcode: Mapped[str | None] = mapped_column(String(6))
    housing_kind: Mapped[str | None]
    floor_area: Mapped[str | None]
    """As filed: a number of square metres or one of the old bands."""

    # Money as declared; lines are in IncomeItem and OutlayItem
    non_wage_income_fen: Mapped[int | None]
    filed_annual_income_fen: Mapped[int | None]
    filed_people: Mapped[int | None]
    filed_monthly_per_capita_fen: Mapped[int | None]
    savings_fen: Mapped[int | None]
    net_investments_fen: Mapped[int | None]
    controls_company: Mapped[bool] = mapped_column(default=False)
    on_dibao: Mapped[bool] = mapped_column(default=False)
    dibao_monthly_fen: Mapped[int | None]

    # Cause and need
    is_single_parent: Mapped[bool | None]
    can_help_itself: Mapped[bool | None]
    has_no_earner: Mapped[bool | None]
    main_cause: Mapped[str | None]
    main_cause_text: Mapped[str | None]
    other_causes: Mapped[list[str]] = mapped_column(JSON, default=list)
    cause_person: Mapped[str | None]
    """Relation of the person whose illness or accident caused the hardship (本人, 配偶, 子女 …)."""
    focus_group: Mapped[str | None]
    measure_batches: Mapped[list[str]] = mapped_column(JSON, default=list)
    needs: Mapped[str | None]
    situation: Mapped[str | None]
    other_aid: Mapped[str | None]
    is_relief_target: Mapped[bool | None]
    relief_target_since: Mapped[date | None]
    is_staff_relative: Mapped[bool] = mapped_column(default=False)
    """The applicant is a close relative of staff: visitors and voters must be others."""

    # Bank
    bank_name: Mapped[str | None]
    bank_branch: Mapped[str | None]
    bank_card: Mapped[str | None] = mapped_column(String(32))
    payee_name: Mapped[str | None]
    payee_relation: Mapped[str | None]
    payee_consent: Mapped[str | None]

    case: Mapped[Case] = relationship(back_populates="household")
    people: Mapped[list[Person]] = relationship(
        back_populates="household", order_by="Person.position", cascade="all, delete-orphan"
    )
    income: Mapped[list[IncomeItem]] = relationship(cascade="all, delete-orphan")
    outlay: Mapped[list[OutlayItem]] = relationship(cascade="all, delete-orphan")
    homes: Mapped[list[Home]] = relationship(cascade="all, delete-orphan")
    vehicles: Mapped[list[Vehicle]] = relationship(cascade="all, delete-orphan")
    schooling: Mapped[list[Schooling]] = relationship(cascade="all, delete-orphan")
    events: Mapped[list[HardshipEvent]] = relationship(cascade="all, delete-orphan")
    supporters: Mapped[list[Supporter]] = relationship(cascade="all, delete-orphan")


class Person(Exchanged):
    """The applicant or a member. `open_id_number` is set while the case is open and the person in it:
    its unique index is the hard stop against one ID number in two open cases."""

    __tablename__ = "person"
    __table_args__ = (
        Index("ix_person_household_id", "household_id"),
        Index("ix_person_id_number", "id_number"),
        JOURNALLED,
    )

    household_id: Mapped[int] = mapped_column(ForeignKey("household.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(default=0)
    is_applicant: Mapped[bool] = mapped_column(default=False)
    relation: Mapped[str | None]
    name: Mapped[str]
    pinyin: Mapped[str | None]
    """Typed by the clerk where the reading table does not know or errs; None: derived."""
    id_number: Mapped[str | None] = mapped_column(String(18))
    id_number_filed: Mapped[str | None]
    open_id_number: Mapped[str | None] = mapped_column(String(18), unique=True)
    birth_date: Mapped[date | None]
    sex: Mapped[str | None] = mapped_column(String(1))
    ethnicity: Mapped[str | None]
    political_status: Mapped[str | None]
    health: Mapped[str | None]
    disease: Mapped[str | None]
    disability_kind: Mapped[str | None]
    disability_grade: Mapped[str | None]
    work_status: Mapped[str | None]
    identity: Mapped[str | None]
    """成员身份: for members what 工作状态 is for the applicant, with schooling added."""
    is_migrant: Mapped[bool] = mapped_column(default=False)
    model_worker: Mapped[str | None]
    marital_status: Mapped[str | None]
    registration_kind: Mapped[str | None]
    medical_insurance: Mapped[str | None]
    phone: Mapped[str | None]
    other_contact: Mapped[str | None]
    monthly_income_fen: Mapped[int | None]
    education: Mapped[str | None]
    school_entry_year: Mapped[int | None]
    school_years: Mapped[int | None]
    able_to_work: Mapped[bool] = mapped_column(default=True)
    in_school: Mapped[bool] = mapped_column(default=False)
    jobless_reason: Mapped[str | None]
    employer: Mapped[str | None]
    employer_nature: Mapped[str | None]
    employer_state: Mapped[str | None]
    industry: Mapped[str | None]
    work_start: Mapped[date | None]
    contract_from: Mapped[date | None]
    contract_until: Mapped[date | None]
    contract_term: Mapped[str | None]
    benefit_from: Mapped[date | None]
    benefit_until: Mapped[date | None]
    union_card: Mapped[str | None]
    is_counted: Mapped[bool] = mapped_column(default=True)
    """Shares the household's living and counts in n."""
    joined_on: Mapped[date | None]
    join_reason: Mapped[str | None]
    removed_on: Mapped[date | None]
    removal_reason: Mapped[str | None]
    consent_on: Mapped[date | None]
    consent_by: Mapped[str | None]
    remarks: Mapped[str | None]

    household: Mapped[Household] = relationship(back_populates="people")


class IncomeItem(Exchanged):
    """One line of income in the window; without a month it is the sum for the window."""

    __tablename__ = "income_item"
    __table_args__ = (Index("ix_income_item_household_id", "household_id"), JOURNALLED)

    household_id: Mapped[int] = mapped_column(ForeignKey("household.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    item: Mapped[str]
    amount_fen: Mapped[int]
    month: Mapped[str | None] = mapped_column(String(7))
    proof: Mapped[str | None]


class OutlayItem(Exchanged):
    """One line of rigid outlay; `is_sudden`: from a sudden major illness, accident or disaster."""

    __tablename__ = "outlay_item"
    __table_args__ = (Index("ix_outlay_item_household_id", "household_id"), JOURNALLED)

    household_id: Mapped[int] = mapped_column(ForeignKey("household.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    item: Mapped[str]
    amount_fen: Mapped[int]
    month: Mapped[str | None] = mapped_column(String(7))
    is_sudden: Mapped[bool] = mapped_column(default=False)
    receipts: Mapped[int | None]
    proof: Mapped[str | None]


class Receipt(Exchanged):
    """A medical or school receipt: total − insured − second − mutual aid − other aid = self-paid."""

    __tablename__ = "receipt"
    __table_args__ = (Index("ix_receipt_household_id", "household_id"), JOURNALLED)

    household_id: Mapped[int] = mapped_column(ForeignKey("household.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    number: Mapped[str] = mapped_column(unique=True)
    issued_on: Mapped[date | None]
    issuer: Mapped[str | None]
    total_fen: Mapped[int]
    insured_fen: Mapped[int] = mapped_column(default=0)
    second_insured_fen: Mapped[int] = mapped_column(default=0)
    mutual_aid_fen: Mapped[int] = mapped_column(default=0)
    other_aid_fen: Mapped[int] = mapped_column(default=0)


class Home(Exchanged):
    """A dwelling. Area in hundredths of a square metre."""

    __tablename__ = "home"
    __table_args__ = (Index("ix_home_household_id", "household_id"), JOURNALLED)

    household_id: Mapped[int] = mapped_column(ForeignKey("household.id", ondelete="CASCADE"))
    area_centi: Mapped[int]
    is_deeded: Mapped[bool] = mapped_column(default=False)
    address: Mapped[str | None]
    owner: Mapped[str | None]


class Vehicle(Exchanged):
    """A motor vehicle of the household."""

    __tablename__ = "vehicle"
    __table_args__ = (Index("ix_vehicle_household_id", "household_id"), JOURNALLED)

    household_id: Mapped[int] = mapped_column(ForeignKey("household.id", ondelete="CASCADE"))
    kind: Mapped[str | None]
    plate: Mapped[str | None]
    owner: Mapped[str | None]
    is_disability_aid: Mapped[bool] = mapped_column(default=False)


class Schooling(Exchanged):
    """A person in fee-charging schooling, with the fee of the local public school of that level."""

    __tablename__ = "schooling"
    __table_args__ = (Index("ix_schooling_household_id", "household_id"), JOURNALLED)

    household_id: Mapped[int] = mapped_column(ForeignKey("household.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    school: Mapped[str | None]
    fee_fen: Mapped[int]
    public_fee_fen: Mapped[int | None]
    is_private_or_overseas: Mapped[bool] = mapped_column(default=False)


class HardshipEvent(Exchanged):
    """A public event, accident or disaster that befell the household."""

    __tablename__ = "hardship_event"
    __table_args__ = (Index("ix_hardship_event_household_id", "household_id"), JOURNALLED)

    household_id: Mapped[int] = mapped_column(ForeignKey("household.id", ondelete="CASCADE"))
    kind: Mapped[str]
    happened_on: Mapped[date | None]
    has_injury_or_death: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str | None]


class Supporter(Exchanged):
    """Owes support but does not share the living (赡扶抚养人)."""

    __tablename__ = "supporter"
    __table_args__ = (Index("ix_supporter_household_id", "household_id"), JOURNALLED)

    household_id: Mapped[int] = mapped_column(ForeignKey("household.id", ondelete="CASCADE"))
    name: Mapped[str]
    id_number: Mapped[str | None] = mapped_column(String(18))
    relation: Mapped[str | None]
    family_size: Mapped[int | None]
    family_monthly_income_fen: Mapped[int | None]
    monthly_support_fen: Mapped[int | None]


class FiledValue(Row):
    """What came in an import and no list knew, or an older vocabulary: kept as filed, 待整理."""

    __tablename__ = "filed_value"
    __table_args__ = (Index("ix_filed_value_household_id", "household_id"), JOURNALLED)

    household_id: Mapped[int] = mapped_column(ForeignKey("household.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    field: Mapped[str]
    value: Mapped[Any] = mapped_column(JSON)
    is_settled: Mapped[bool] = mapped_column(default=False)
