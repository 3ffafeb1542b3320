"""The case: one household's file, where it stands, and what was decided on the way."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.codes import CorrectionState, ExitKind, Origin, PublicityKind, Stage
from db.models.base import JOURNALLED, Code, Exchanged, Instant
from db.models.people import Household


class Case(Exchanged):
    """One household's file. `row_version` guards against two people changing it at once.

    `stage_order` is the case's own order of SURVEY, CHECK, APPRAISAL, PUBLICITY, kept from the day it
    began; `stage_step` is the index in it while the case is in one of those stages.
    """

    __tablename__ = "case_file"
    __table_args__ = (
        Index("ix_case_file_stage", "stage"),
        Index("ix_case_file_unit_id", "unit_id"),
        Index("ix_case_file_household_id", "household_id"),
        # Deleting a case asks who refers to it.
        Index("ix_case_file_previous_case_id", "previous_case_id"),
        Index("ix_case_file_merged_into_id", "merged_into_id"),
        # The list in its usual order is read from this index alone.
        Index("ix_case_file_list", "number", "discarded_at", "unit_id"),
        JOURNALLED,
    )

    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    number: Mapped[str] = mapped_column(unique=True)
    stage: Mapped[Stage] = mapped_column(Code(Stage))
    stage_since: Mapped[date]
    stage_order: Mapped[list[str]] = mapped_column(JSON, default=list)
    stage_step: Mapped[int] = mapped_column(default=0)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    clerk_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    contact_person: Mapped[str | None]
    """帮扶责任人: the contact person of the household, by name."""
    category: Mapped[str | None]
    filed_category: Mapped[str | None]
    category_to_review: Mapped[bool] = mapped_column(default=False)
    level: Mapped[str | None]
    file_kind: Mapped[str | None]
    worker_kind: Mapped[str | None]
    origin: Mapped[Origin] = mapped_column(Code(Origin))
    applied_on: Mapped[date | None]
    filed_on: Mapped[date | None]
    """建档日期: the day of approval, or as it came."""
    reviewed_on: Mapped[date | None]
    papers_asked: Mapped[str | None]
    is_unchecked: Mapped[bool] = mapped_column(default=False)
    """未核对: no reply came from the checking centre within the limit."""
    watch_until: Mapped[date | None]
    next_visit_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    closed_reason: Mapped[str | None]
    previous_case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"))
    is_back_entry: Mapped[bool] = mapped_column(default=False)
    back_entry_reason: Mapped[str | None]
    entered_by: Mapped[str | None]
    reviewed_by: Mapped[str | None]
    recorded_by: Mapped[str | None]
    remarks: Mapped[str | None]
    discarded_at: Mapped[datetime | None] = mapped_column(Instant)
    row_version: Mapped[int] = mapped_column(default=1)

    household: Mapped[Household] = relationship(back_populates="case")

    __mapper_args__ = {"version_id_col": row_version}


class Decision(Exchanged):
    """An opinion or decision on a case: what, by whom, on which day; on paper where so recorded."""

    __tablename__ = "decision"
    __table_args__ = (Index("ix_decision_case_id", "case_id"), JOURNALLED)

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    op: Mapped[str]
    stage: Mapped[Stage] = mapped_column(Code(Stage))
    decided_on: Mapped[date]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    note: Mapped[str | None]
    is_on_paper: Mapped[bool] = mapped_column(default=False)
    paper_name: Mapped[str | None]
    paper_date: Mapped[date | None]
    paper_scan_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))


class Survey(Exchanged):
    """A visit to the home before approval, by two visitors named on paper."""

    __tablename__ = "survey"
    __table_args__ = (Index("ix_survey_case_id", "case_id"), JOURNALLED)

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    visited_on: Mapped[date]
    method: Mapped[str]
    is_met: Mapped[bool] = mapped_column(default=True)
    visitor_one: Mapped[str]
    visitor_two: Mapped[str]
    no_kinship: Mapped[bool] = mapped_column(default=False)
    """回避声明: neither visitor is a relative of the applicant."""
    interviewee: Mapped[str | None]
    living: Mapped[str | None]
    neighbours: Mapped[str | None]
    wishes: Mapped[str | None]
    conclusion: Mapped[str | None]
    conclusion_note: Mapped[str | None]
    next_date: Mapped[date | None]


class CheckReply(Exchanged):
    """The round trip to the civil-affairs checking centre."""

    __tablename__ = "check_reply"
    __table_args__ = (Index("ix_check_reply_case_id", "case_id"), JOURNALLED)

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    sent_on: Mapped[date | None]
    replied_on: Mapped[date | None]
    result: Mapped[str]
    detail: Mapped[str | None]
    valid_until: Mapped[date | None]


class Appraisal(Exchanged):
    """A democratic appraisal with its votes."""

    __tablename__ = "appraisal"
    __table_args__ = (Index("ix_appraisal_case_id", "case_id"), JOURNALLED)

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    held_on: Mapped[date]
    place: Mapped[str | None]
    chair: Mapped[str | None]
    invited: Mapped[int]
    present: Mapped[int]
    in_favour: Mapped[int]
    against: Mapped[int]
    abstained: Mapped[int]
    recused: Mapped[str | None]
    minutes: Mapped[str | None]
    is_passed: Mapped[bool]


class Publicity(Exchanged):
    """A notice: its days, where it hung, how it ended. Voided when posted again."""

    __tablename__ = "publicity"
    __table_args__ = (Index("ix_publicity_case_id", "case_id"), JOURNALLED)

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    kind: Mapped[PublicityKind] = mapped_column(Code(PublicityKind))
    posted_on: Mapped[date]
    first_day: Mapped[date]
    last_day: Mapped[date]
    working_days: Mapped[int]
    is_calendar_unpublished: Mapped[bool] = mapped_column(default=False)
    place: Mapped[str]
    contact: Mapped[str | None]
    contact_phone: Mapped[str | None]
    category: Mapped[str | None]
    closed_on: Mapped[date | None]
    voided_on: Mapped[date | None]
    void_reason: Mapped[str | None]

    objections: Mapped[list[Objection]] = relationship(cascade="all, delete-orphan")


class Objection(Exchanged):
    """An objection raised against a notice; while undecided the notice cannot be closed."""

    __tablename__ = "objection"
    __table_args__ = (Index("ix_objection_publicity_id", "publicity_id"), JOURNALLED)

    publicity_id: Mapped[int] = mapped_column(ForeignKey("publicity.id", ondelete="CASCADE"))
    raised_on: Mapped[date]
    raised_by: Mapped[str | None]
    text: Mapped[str]
    decided_on: Mapped[date | None]
    is_upheld: Mapped[bool | None]
    answer: Mapped[str | None]


class AssessmentRecord(Exchanged):
    """An assessment as it was made: facts, rule set, result and trace, never recomputed."""

    __tablename__ = "assessment"
    __table_args__ = (Index("ix_assessment_case_id", "case_id"), JOURNALLED)

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    made_on: Mapped[date]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    policy: Mapped[str]
    dibao_fen: Mapped[int]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    result: Mapped[dict[str, Any]] = mapped_column(JSON)
    is_eligible: Mapped[bool]
    category: Mapped[str | None]
    level: Mapped[str | None]
    note: Mapped[str | None]


class Authorisation(Exchanged):
    """家庭经济状况核对授权书: signed by every adult, again after any change of members."""

    __tablename__ = "authorisation"
    __table_args__ = (Index("ix_authorisation_case_id", "case_id"), JOURNALLED)

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    number: Mapped[str | None]
    signed_on: Mapped[date | None]
    scope: Mapped[str | None]
    signers: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    copies: Mapped[int] = mapped_column(default=3)
    is_valid: Mapped[bool] = mapped_column(default=True)
    renewal_reason: Mapped[str | None]


class Correction(Exchanged):
    """更正: new facts asked for after approval; they count once review has agreed.

    `new_facts` is a list of {table, row_id, field, old, new}; row_id null adds a row.
    """

    __tablename__ = "correction"
    __table_args__ = (Index("ix_correction_case_id", "case_id"), JOURNALLED)

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    asked_on: Mapped[date]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str]
    new_facts: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    state: Mapped[CorrectionState] = mapped_column(Code(CorrectionState))
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answer: Mapped[str | None]


class Exit(Exchanged):
    """A way out of the roll, from proposal to the notice served."""

    __tablename__ = "case_exit"
    __table_args__ = (Index("ix_case_exit_case_id", "case_id"), JOURNALLED)

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    kind: Mapped[ExitKind] = mapped_column(Code(ExitKind))
    initiator: Mapped[str]
    """本人申请 or 联系人建议."""
    proposed_on: Mapped[date]
    reason: Mapped[str]
    statement_on: Mapped[date | None]
    """The day on which the worker signed 无异议."""
    meeting_on: Mapped[date | None]
    meeting_people: Mapped[int | None]
    months_above: Mapped[int | None]
    income_fen: Mapped[int | None]
    outlay_fen: Mapped[int | None]
    people: Mapped[int | None]
    dibao_fen: Mapped[int | None]
    agreed_on: Mapped[date | None]
    approved_on: Mapped[date | None]
    dropped_on: Mapped[date | None]
    drop_reason: Mapped[str | None]
    notice_served_on: Mapped[date | None]
    notice_receiver: Mapped[str | None]


class Visit(Exchanged):
    """A regular visit on file, or a follow-up after exit (`is_follow_up`)."""

    __tablename__ = "visit"
    __table_args__ = (Index("ix_visit_case_id", "case_id"), JOURNALLED)

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    is_follow_up: Mapped[bool]
    visited_on: Mapped[date]
    method: Mapped[str]
    visitor_one: Mapped[str]
    visitor_two: Mapped[str | None]
    interviewee: Mapped[str | None]
    people_change: Mapped[str | None]
    monthly_income_fen: Mapped[int | None]
    outlay_change: Mapped[str | None]
    is_cause_gone: Mapped[bool | None]
    new_needs: Mapped[str | None]
    measures_done: Mapped[str | None]
    relapse_risk: Mapped[str | None]
    satisfaction: Mapped[str | None]
    remarks: Mapped[str | None]


class Attachment(Exchanged):
    """A scan or photo: the encrypted file is named by a keyed hash; here is what it proves."""

    __tablename__ = "attachment"
    __table_args__ = (
        Index("ix_attachment_case_id", "case_id"),
        Index("ix_attachment_received_sha256", "received_sha256"),
        JOURNALLED,
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    kind: Mapped[str]
    stage: Mapped[Stage] = mapped_column(Code(Stage))
    title: Mapped[str | None]
    stored_name: Mapped[str]
    received_sha256: Mapped[str] = mapped_column(String(64))
    stored_sha256: Mapped[str] = mapped_column(String(64))
    mime: Mapped[str]
    size: Mapped[int]
    added_on: Mapped[date]
    removed_on: Mapped[date | None]
