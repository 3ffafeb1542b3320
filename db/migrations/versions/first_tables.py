"""The first tables of the file."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _fund() -> None:
    op.create_table(
        "fund",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("budget_year", sa.BigInteger(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund")),
        sa.UniqueConstraint("uid", name=op.f("uq_fund_uid")),
    )


def _holiday() -> None:
    op.create_table(
        "holiday",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_workday", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday")),
        sa.UniqueConstraint("day", name=op.f("uq_holiday_day")),
    )


def _household() -> None:
    op.create_table(
        "household",
        sa.Column("registered_address", sa.String(), nullable=True),
        sa.Column("home_address", sa.String(), nullable=True),
        sa.Column("town", sa.String(), nullable=True),
        sa.Column("region_code", sa.String(length=12), nullable=True),
        sa.Column("postcode", sa.String(length=6), nullable=True),
        sa.Column("housing_kind", sa.String(), nullable=True),
        sa.Column("floor_area", sa.String(), nullable=True),
        sa.Column("non_wage_income_fen", sa.BigInteger(), nullable=True),
        sa.Column("filed_annual_income_fen", sa.BigInteger(), nullable=True),
        sa.Column("filed_people", sa.BigInteger(), nullable=True),
        sa.Column("filed_monthly_per_capita_fen", sa.BigInteger(), nullable=True),
        sa.Column("savings_fen", sa.BigInteger(), nullable=True),
        sa.Column("net_investments_fen", sa.BigInteger(), nullable=True),
        sa.Column("controls_company", sa.Boolean(), nullable=False),
        sa.Column("on_dibao", sa.Boolean(), nullable=False),
        sa.Column("dibao_monthly_fen", sa.BigInteger(), nullable=True),
        sa.Column("is_single_parent", sa.Boolean(), nullable=True),
        sa.Column("can_help_itself", sa.Boolean(), nullable=True),
        sa.Column("has_no_earner", sa.Boolean(), nullable=True),
        sa.Column("main_cause", sa.String(), nullable=True),
        sa.Column("main_cause_text", sa.String(), nullable=True),
        sa.Column("other_causes", sa.JSON(), nullable=False),
        sa.Column("cause_person", sa.String(), nullable=True),
        sa.Column("focus_group", sa.String(), nullable=True),
        sa.Column("measure_batches", sa.JSON(), nullable=False),
        sa.Column("needs", sa.String(), nullable=True),
        sa.Column("situation", sa.String(), nullable=True),
        sa.Column("other_aid", sa.String(), nullable=True),
        sa.Column("is_relief_target", sa.Boolean(), nullable=True),
        sa.Column("relief_target_since", sa.Date(), nullable=True),
        sa.Column("is_staff_relative", sa.Boolean(), nullable=False),
        sa.Column("bank_name", sa.String(), nullable=True),
        sa.Column("bank_branch", sa.String(), nullable=True),
        sa.Column("bank_card", sa.String(length=32), nullable=True),
        sa.Column("payee_name", sa.String(), nullable=True),
        sa.Column("payee_relation", sa.String(), nullable=True),
        sa.Column("payee_consent", sa.String(), nullable=True),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household")),
        sa.UniqueConstraint("uid", name=op.f("uq_household_uid")),
    )


def _operation() -> None:
    op.create_table(
        "operation",
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("session", sa.String(length=36), nullable=False),
        sa.Column("op", sa.String(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=True),
        sa.Column("reason_code", sa.String(), nullable=True),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("undoes_id", sa.BigInteger(), nullable=True),
        sa.Column("images_hash", sa.String(length=64), nullable=False),
        sa.Column("chain", sa.String(length=64), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operation")),
    )
    op.create_index("ix_operation_account_id", "operation", ["account_id"], unique=False)
    op.create_index("ix_operation_case_id", "operation", ["case_id"], unique=False)


def _search_token() -> None:
    op.create_table(
        "search_token",
        sa.Column("kind", sa.String(length=1), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "token", "person_id", name=op.f("pk_search_token")),
        sqlite_with_rowid=False,
    )


def _search_entry() -> None:
    op.create_table(
        "search_entry",
        sa.Column(
            "person_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("is_applicant", sa.Boolean(), nullable=False),
        sa.Column("pinyin_key", sa.String(), nullable=False),
        sa.Column("stroke_key", sa.String(), nullable=False),
        sa.Column("known", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_search_entry")),
    )
    for name, key in (("by_pinyin", "pinyin_key"), ("by_strokes", "stroke_key")):
        op.create_index(
            f"ix_search_entry_{name}",
            "search_entry",
            ["is_applicant", key, "case_id", "unit_id"],
            unique=False,
        )


def _setting() -> None:
    op.create_table(
        "setting",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
        sa.UniqueConstraint("key", name=op.f("uq_setting_key")),
    )


def _unit() -> None:
    op.create_table(
        "unit",
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("name", name=op.f("uq_unit_name")),
        sa.UniqueConstraint("uid", name=op.f("uq_unit_uid")),
    )


def _account() -> None:
    op.create_table(
        "account",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("display_name", sa.String(), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("password_set_on", sa.Date(), nullable=True),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_account_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("name", name=op.f("uq_account_name")),
        sa.UniqueConstraint("uid", name=op.f("uq_account_uid")),
    )


def _beneficiary() -> None:
    op.create_table(
        "beneficiary",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("id_number", sa.String(), nullable=True),
        sa.Column("employer", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("group", sa.String(), nullable=True),
        sa.Column("helped_on", sa.Date(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("goods", sa.String(), nullable=True),
        sa.Column("fund_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_beneficiary_fund_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_beneficiary")),
        sa.UniqueConstraint("uid", name=op.f("uq_beneficiary_uid")),
    )


def _hardship_event() -> None:
    op.create_table(
        "hardship_event",
        sa.Column(
            "household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("has_injury_or_death", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_hardship_event_household_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hardship_event")),
        sa.UniqueConstraint("uid", name=op.f("uq_hardship_event_uid")),
    )
    op.create_index(
        "ix_hardship_event_household_id", "hardship_event", ["household_id"], unique=False
    )


def _home() -> None:
    op.create_table(
        "home",
        sa.Column(
            "household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("area_centi", sa.BigInteger(), nullable=False),
        sa.Column("is_deeded", sa.Boolean(), nullable=False),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_home_household_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_home")),
        sa.UniqueConstraint("uid", name=op.f("uq_home_uid")),
    )
    op.create_index("ix_home_household_id", "home", ["household_id"], unique=False)


def _new_rows() -> None:
    op.create_table(
        "new_rows",
        sa.Column(
            "operation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("row_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["operation.id"], name=op.f("fk_new_rows_operation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_new_rows")),
    )
    op.create_index("ix_new_rows_operation_id", "new_rows", ["operation_id"], unique=False)


def _payment_batch() -> None:
    op.create_table(
        "payment_batch",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("fund_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("months_covered", sa.String(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("voucher", sa.String(), nullable=True),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_payment_batch_fund_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_batch")),
        sa.UniqueConstraint("number", name=op.f("uq_payment_batch_number")),
        sa.UniqueConstraint("uid", name=op.f("uq_payment_batch_uid")),
    )
    op.create_index("ix_payment_batch_fund_id", "payment_batch", ["fund_id"], unique=False)


def _person() -> None:
    op.create_table(
        "person",
        sa.Column(
            "household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("is_applicant", sa.Boolean(), nullable=False),
        sa.Column("relation", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("pinyin", sa.String(), nullable=True),
        sa.Column("id_number", sa.String(length=18), nullable=True),
        sa.Column("id_number_filed", sa.String(), nullable=True),
        sa.Column("open_id_number", sa.String(length=18), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("sex", sa.String(length=1), nullable=True),
        sa.Column("ethnicity", sa.String(), nullable=True),
        sa.Column("political_status", sa.String(), nullable=True),
        sa.Column("health", sa.String(), nullable=True),
        sa.Column("disease", sa.String(), nullable=True),
        sa.Column("disability_kind", sa.String(), nullable=True),
        sa.Column("disability_grade", sa.String(), nullable=True),
        sa.Column("work_status", sa.String(), nullable=True),
        sa.Column("identity", sa.String(), nullable=True),
        sa.Column("is_migrant", sa.Boolean(), nullable=False),
        sa.Column("model_worker", sa.String(), nullable=True),
        sa.Column("marital_status", sa.String(), nullable=True),
        sa.Column("registration_kind", sa.String(), nullable=True),
        sa.Column("medical_insurance", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("other_contact", sa.String(), nullable=True),
        sa.Column("monthly_income_fen", sa.BigInteger(), nullable=True),
        sa.Column("education", sa.String(), nullable=True),
        sa.Column("school_entry_year", sa.BigInteger(), nullable=True),
        sa.Column("school_years", sa.BigInteger(), nullable=True),
        sa.Column("able_to_work", sa.Boolean(), nullable=False),
        sa.Column("in_school", sa.Boolean(), nullable=False),
        sa.Column("jobless_reason", sa.String(), nullable=True),
        sa.Column("employer", sa.String(), nullable=True),
        sa.Column("employer_nature", sa.String(), nullable=True),
        sa.Column("employer_state", sa.String(), nullable=True),
        sa.Column("industry", sa.String(), nullable=True),
        sa.Column("work_start", sa.Date(), nullable=True),
        sa.Column("contract_from", sa.Date(), nullable=True),
        sa.Column("contract_until", sa.Date(), nullable=True),
        sa.Column("contract_term", sa.String(), nullable=True),
        sa.Column("benefit_from", sa.Date(), nullable=True),
        sa.Column("benefit_until", sa.Date(), nullable=True),
        sa.Column("union_card", sa.String(), nullable=True),
        sa.Column("is_counted", sa.Boolean(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("join_reason", sa.String(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("removal_reason", sa.String(), nullable=True),
        sa.Column("consent_on", sa.Date(), nullable=True),
        sa.Column("consent_by", sa.String(), nullable=True),
        sa.Column("remarks", sa.String(), nullable=True),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_person_household_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("open_id_number", name=op.f("uq_person_open_id_number")),
        sa.UniqueConstraint("uid", name=op.f("uq_person_uid")),
    )
    op.create_index("ix_person_household_id", "person", ["household_id"], unique=False)
    op.create_index("ix_person_id_number", "person", ["id_number"], unique=False)


def _reason() -> None:
    op.create_table(
        "reason",
        sa.Column(
            "operation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["operation.id"], name=op.f("fk_reason_operation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reason")),
    )


def _row_image() -> None:
    op.create_table(
        "row_image",
        sa.Column(
            "operation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("row_id", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.String(), nullable=True),
        sa.Column("after", sa.String(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["operation.id"], name=op.f("fk_row_image_operation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_row_image")),
    )
    op.create_index("ix_row_image_operation_id", "row_image", ["operation_id"], unique=False)


def _seal() -> None:
    op.create_table(
        "seal",
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=True),
        sa.Column("diameter_tenths_mm", sa.BigInteger(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_seal_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal")),
        sa.UniqueConstraint("uid", name=op.f("uq_seal_uid")),
    )


def _supporter() -> None:
    op.create_table(
        "supporter",
        sa.Column(
            "household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("id_number", sa.String(length=18), nullable=True),
        sa.Column("relation", sa.String(), nullable=True),
        sa.Column("family_size", sa.BigInteger(), nullable=True),
        sa.Column("family_monthly_income_fen", sa.BigInteger(), nullable=True),
        sa.Column("monthly_support_fen", sa.BigInteger(), nullable=True),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_supporter_household_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supporter")),
        sa.UniqueConstraint("uid", name=op.f("uq_supporter_uid")),
    )
    op.create_index("ix_supporter_household_id", "supporter", ["household_id"], unique=False)


def _unit_alias() -> None:
    op.create_table(
        "unit_alias",
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_unit_alias_unit_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_alias")),
        sa.UniqueConstraint("name", name=op.f("uq_unit_alias_name")),
    )


def _vehicle() -> None:
    op.create_table(
        "vehicle",
        sa.Column(
            "household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("plate", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("is_disability_aid", sa.Boolean(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_vehicle_household_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vehicle")),
        sa.UniqueConstraint("uid", name=op.f("uq_vehicle_uid")),
    )
    op.create_index("ix_vehicle_household_id", "vehicle", ["household_id"], unique=False)


def _account_role() -> None:
    op.create_table(
        "account_role",
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_account_role_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_role")),
        sa.UniqueConstraint("account_id", "role", name=op.f("uq_account_role_account_id")),
    )


def _case_file() -> None:
    op.create_table(
        "case_file",
        sa.Column(
            "household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("stage", sa.String(length=24), nullable=False),
        sa.Column("stage_since", sa.Date(), nullable=False),
        sa.Column("stage_order", sa.JSON(), nullable=False),
        sa.Column("stage_step", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("clerk_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("contact_person", sa.String(), nullable=True),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("filed_category", sa.String(), nullable=True),
        sa.Column("category_to_review", sa.Boolean(), nullable=False),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("file_kind", sa.String(), nullable=True),
        sa.Column("worker_kind", sa.String(), nullable=True),
        sa.Column("origin", sa.String(length=24), nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("papers_asked", sa.String(), nullable=True),
        sa.Column("is_unchecked", sa.Boolean(), nullable=False),
        sa.Column("watch_until", sa.Date(), nullable=True),
        sa.Column("next_visit_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_reason", sa.String(), nullable=True),
        sa.Column(
            "previous_case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "merged_into_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("is_back_entry", sa.Boolean(), nullable=False),
        sa.Column("back_entry_reason", sa.String(), nullable=True),
        sa.Column("entered_by", sa.String(), nullable=True),
        sa.Column("reviewed_by", sa.String(), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.Column("remarks", sa.String(), nullable=True),
        sa.Column("discarded_at", sa.String(length=27), nullable=True),
        sa.Column("row_version", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["clerk_id"], ["account.id"], name=op.f("fk_case_file_clerk_id")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_case_file_household_id")
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["case_file.id"], name=op.f("fk_case_file_merged_into_id")
        ),
        sa.ForeignKeyConstraint(
            ["previous_case_id"], ["case_file.id"], name=op.f("fk_case_file_previous_case_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_case_file_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_file")),
        sa.UniqueConstraint("number", name=op.f("uq_case_file_number")),
        sa.UniqueConstraint("uid", name=op.f("uq_case_file_uid")),
    )
    op.create_index("ix_case_file_household_id", "case_file", ["household_id"], unique=False)
    op.create_index(
        "ix_case_file_previous_case_id", "case_file", ["previous_case_id"], unique=False
    )
    op.create_index("ix_case_file_merged_into_id", "case_file", ["merged_into_id"], unique=False)
    op.create_index(
        "ix_case_file_list", "case_file", ["number", "discarded_at", "unit_id"], unique=False
    )
    op.create_index("ix_case_file_stage", "case_file", ["stage"], unique=False)
    op.create_index("ix_case_file_unit_id", "case_file", ["unit_id"], unique=False)


def _filed_value() -> None:
    op.create_table(
        "filed_value",
        sa.Column(
            "household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("is_settled", sa.Boolean(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_filed_value_household_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_filed_value_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filed_value")),
    )
    op.create_index("ix_filed_value_household_id", "filed_value", ["household_id"], unique=False)


def _income_item() -> None:
    op.create_table(
        "income_item",
        sa.Column(
            "household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=True),
        sa.Column("proof", sa.String(), nullable=True),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_income_item_household_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_income_item_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_income_item")),
        sa.UniqueConstraint("uid", name=op.f("uq_income_item_uid")),
    )
    op.create_index("ix_income_item_household_id", "income_item", ["household_id"], unique=False)


def _outlay_item() -> None:
    op.create_table(
        "outlay_item",
        sa.Column(
            "household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=True),
        sa.Column("is_sudden", sa.Boolean(), nullable=False),
        sa.Column("receipts", sa.BigInteger(), nullable=True),
        sa.Column("proof", sa.String(), nullable=True),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_outlay_item_household_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_outlay_item_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outlay_item")),
        sa.UniqueConstraint("uid", name=op.f("uq_outlay_item_uid")),
    )
    op.create_index("ix_outlay_item_household_id", "outlay_item", ["household_id"], unique=False)


def _receipt() -> None:
    op.create_table(
        "receipt",
        sa.Column(
            "household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issuer", sa.String(), nullable=True),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("insured_fen", sa.BigInteger(), nullable=False),
        sa.Column("second_insured_fen", sa.BigInteger(), nullable=False),
        sa.Column("mutual_aid_fen", sa.BigInteger(), nullable=False),
        sa.Column("other_aid_fen", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_receipt_household_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_receipt_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("number", name=op.f("uq_receipt_number")),
        sa.UniqueConstraint("uid", name=op.f("uq_receipt_uid")),
    )
    op.create_index("ix_receipt_household_id", "receipt", ["household_id"], unique=False)


def _office_scan() -> None:
    op.create_table(
        "office_scan",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("stored_name", sa.String(), nullable=False),
        sa.Column("received_sha256", sa.String(length=64), nullable=False),
        sa.Column("stored_sha256", sa.String(length=64), nullable=False),
        sa.Column("mime", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_office_scan_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_scan")),
        sa.UniqueConstraint("uid", name=op.f("uq_office_scan_uid")),
    )


def _rule_set_use() -> None:
    op.create_table(
        "rule_set_use",
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("rule_set", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("confirmed_items", sa.JSON(), nullable=False),
        sa.Column(
            "prepared_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("forced_on", sa.Date(), nullable=True),
        sa.Column("forced_by", sa.String(), nullable=True),
        sa.Column("is_on_paper", sa.Boolean(), nullable=False),
        sa.Column(
            "paper_scan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["account.id"], name=op.f("fk_rule_set_use_prepared_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["paper_scan_id"], ["office_scan.id"], name=op.f("fk_rule_set_use_paper_scan_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_set_use")),
        sa.UniqueConstraint("uid", name=op.f("uq_rule_set_use_uid")),
    )


def _schooling() -> None:
    op.create_table(
        "schooling",
        sa.Column(
            "household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("school", sa.String(), nullable=True),
        sa.Column("fee_fen", sa.BigInteger(), nullable=False),
        sa.Column("public_fee_fen", sa.BigInteger(), nullable=True),
        sa.Column("is_private_or_overseas", sa.Boolean(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_schooling_household_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_schooling_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schooling")),
        sa.UniqueConstraint("uid", name=op.f("uq_schooling_uid")),
    )
    op.create_index("ix_schooling_household_id", "schooling", ["household_id"], unique=False)


def _standard() -> None:
    op.create_table(
        "standard",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("registration", sa.String(), nullable=True),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column(
            "prepared_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("forced_on", sa.Date(), nullable=True),
        sa.Column("forced_by", sa.String(), nullable=True),
        sa.Column("is_on_paper", sa.Boolean(), nullable=False),
        sa.Column(
            "paper_scan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["account.id"], name=op.f("fk_standard_prepared_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["paper_scan_id"], ["office_scan.id"], name=op.f("fk_standard_paper_scan_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard")),
        sa.UniqueConstraint("uid", name=op.f("uq_standard_uid")),
    )


def _aid_grant() -> None:
    op.create_table(
        "aid_grant",
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("most_fen", sa.BigInteger(), nullable=True),
        sa.Column("approval_tier", sa.String(), nullable=True),
        sa.Column("rules", sa.String(), nullable=True),
        sa.Column("basis", sa.JSON(), nullable=False),
        sa.Column("over_limit_reason", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("fund_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("payee_name", sa.String(), nullable=True),
        sa.Column("payee_bank", sa.String(), nullable=True),
        sa.Column("payee_branch", sa.String(), nullable=True),
        sa.Column("payee_card", sa.String(), nullable=True),
        sa.Column("proxy_name", sa.String(), nullable=True),
        sa.Column("proxy_relation", sa.String(), nullable=True),
        sa.Column("proxy_id_number", sa.String(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("payment_reference", sa.String(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("return_reason", sa.String(), nullable=True),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["payment_batch.id"], name=op.f("fk_aid_grant_batch_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_aid_grant_case_id")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_aid_grant_fund_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_aid_grant_person_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aid_grant")),
        sa.UniqueConstraint("uid", name=op.f("uq_aid_grant_uid")),
    )
    op.create_index("ix_aid_grant_batch_id", "aid_grant", ["batch_id"], unique=False)
    op.create_index("ix_aid_grant_case_id", "aid_grant", ["case_id"], unique=False)


def _appraisal() -> None:
    op.create_table(
        "appraisal",
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("chair", sa.String(), nullable=True),
        sa.Column("invited", sa.BigInteger(), nullable=False),
        sa.Column("present", sa.BigInteger(), nullable=False),
        sa.Column("in_favour", sa.BigInteger(), nullable=False),
        sa.Column("against", sa.BigInteger(), nullable=False),
        sa.Column("abstained", sa.BigInteger(), nullable=False),
        sa.Column("recused", sa.String(), nullable=True),
        sa.Column("minutes", sa.String(), nullable=True),
        sa.Column("is_passed", sa.Boolean(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_appraisal_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraisal")),
        sa.UniqueConstraint("uid", name=op.f("uq_appraisal_uid")),
    )
    op.create_index("ix_appraisal_case_id", "appraisal", ["case_id"], unique=False)


def _assessment() -> None:
    op.create_table(
        "assessment",
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("policy", sa.String(), nullable=False),
        sa.Column("dibao_fen", sa.BigInteger(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("is_eligible", sa.Boolean(), nullable=False),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_assessment_account_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_assessment_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint("uid", name=op.f("uq_assessment_uid")),
    )
    op.create_index("ix_assessment_case_id", "assessment", ["case_id"], unique=False)


def _attachment() -> None:
    op.create_table(
        "attachment",
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("stage", sa.String(length=24), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("stored_name", sa.String(), nullable=False),
        sa.Column("received_sha256", sa.String(length=64), nullable=False),
        sa.Column("stored_sha256", sa.String(length=64), nullable=False),
        sa.Column("mime", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_attachment_case_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_attachment_person_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("uid", name=op.f("uq_attachment_uid")),
    )
    op.create_index("ix_attachment_case_id", "attachment", ["case_id"], unique=False)


def _authorisation() -> None:
    op.create_table(
        "authorisation",
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("scope", sa.String(), nullable=True),
        sa.Column("signers", sa.JSON(), nullable=False),
        sa.Column("copies", sa.BigInteger(), nullable=False),
        sa.Column("is_valid", sa.Boolean(), nullable=False),
        sa.Column("renewal_reason", sa.String(), nullable=True),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_authorisation_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authorisation")),
        sa.UniqueConstraint("uid", name=op.f("uq_authorisation_uid")),
    )
    op.create_index("ix_authorisation_case_id", "authorisation", ["case_id"], unique=False)


def _case_exit() -> None:
    op.create_table(
        "case_exit",
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("initiator", sa.String(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("statement_on", sa.Date(), nullable=True),
        sa.Column("meeting_on", sa.Date(), nullable=True),
        sa.Column("meeting_people", sa.BigInteger(), nullable=True),
        sa.Column("months_above", sa.BigInteger(), nullable=True),
        sa.Column("income_fen", sa.BigInteger(), nullable=True),
        sa.Column("outlay_fen", sa.BigInteger(), nullable=True),
        sa.Column("people", sa.BigInteger(), nullable=True),
        sa.Column("dibao_fen", sa.BigInteger(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("dropped_on", sa.Date(), nullable=True),
        sa.Column("drop_reason", sa.String(), nullable=True),
        sa.Column("notice_served_on", sa.Date(), nullable=True),
        sa.Column("notice_receiver", sa.String(), nullable=True),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_exit_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_exit")),
        sa.UniqueConstraint("uid", name=op.f("uq_case_exit_uid")),
    )
    op.create_index("ix_case_exit_case_id", "case_exit", ["case_id"], unique=False)


def _check_reply() -> None:
    op.create_table(
        "check_reply",
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("replied_on", sa.Date(), nullable=True),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_check_reply_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_reply")),
        sa.UniqueConstraint("uid", name=op.f("uq_check_reply_uid")),
    )
    op.create_index("ix_check_reply_case_id", "check_reply", ["case_id"], unique=False)


def _correction() -> None:
    op.create_table(
        "correction",
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column(
            "asked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("new_facts", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column(
            "decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["account.id"], name=op.f("fk_correction_asked_by_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_correction_case_id")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["account.id"], name=op.f("fk_correction_decided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
        sa.UniqueConstraint("uid", name=op.f("uq_correction_uid")),
    )
    op.create_index("ix_correction_case_id", "correction", ["case_id"], unique=False)


def _issued_paper() -> None:
    op.create_table(
        "issued_paper",
        sa.Column("serial", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("issued_at", sa.String(length=27), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("issued_by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("approver", sa.String(), nullable=True),
        sa.Column("copies", sa.BigInteger(), nullable=False),
        sa.Column("pages", sa.BigInteger(), nullable=False),
        sa.Column("seal_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("voided_on", sa.Date(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.Column("replaced_by", sa.String(), nullable=True),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_issued_paper_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_issued_paper_case_id")
        ),
        sa.ForeignKeyConstraint(["seal_id"], ["seal.id"], name=op.f("fk_issued_paper_seal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_paper")),
        sa.UniqueConstraint("serial", name=op.f("uq_issued_paper_serial")),
        sa.UniqueConstraint("sha256", name=op.f("uq_issued_paper_sha256")),
        sa.UniqueConstraint("uid", name=op.f("uq_issued_paper_uid")),
    )
    op.create_index("ix_issued_paper_case_id", "issued_paper", ["case_id"], unique=False)


def _plan() -> None:
    op.create_table(
        "plan",
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("situation", sa.String(), nullable=True),
        sa.Column("need", sa.String(), nullable=True),
        sa.Column("goal", sa.String(), nullable=True),
        sa.Column("responsible", sa.String(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_plan_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("uid", name=op.f("uq_plan_uid")),
    )
    op.create_index("ix_plan_case_id", "plan", ["case_id"], unique=False)


def _publicity() -> None:
    op.create_table(
        "publicity",
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("working_days", sa.BigInteger(), nullable=False),
        sa.Column("is_calendar_unpublished", sa.Boolean(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=True),
        sa.Column("contact_phone", sa.String(), nullable=True),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("voided_on", sa.Date(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_publicity_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publicity")),
        sa.UniqueConstraint("uid", name=op.f("uq_publicity_uid")),
    )
    op.create_index("ix_publicity_case_id", "publicity", ["case_id"], unique=False)


def _survey() -> None:
    op.create_table(
        "survey",
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("is_met", sa.Boolean(), nullable=False),
        sa.Column("visitor_one", sa.String(), nullable=False),
        sa.Column("visitor_two", sa.String(), nullable=False),
        sa.Column("no_kinship", sa.Boolean(), nullable=False),
        sa.Column("interviewee", sa.String(), nullable=True),
        sa.Column("living", sa.String(), nullable=True),
        sa.Column("neighbours", sa.String(), nullable=True),
        sa.Column("wishes", sa.String(), nullable=True),
        sa.Column("conclusion", sa.String(), nullable=True),
        sa.Column("conclusion_note", sa.String(), nullable=True),
        sa.Column("next_date", sa.Date(), nullable=True),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_survey_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sa.UniqueConstraint("uid", name=op.f("uq_survey_uid")),
    )
    op.create_index("ix_survey_case_id", "survey", ["case_id"], unique=False)


def _visit() -> None:
    op.create_table(
        "visit",
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_follow_up", sa.Boolean(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("visitor_one", sa.String(), nullable=False),
        sa.Column("visitor_two", sa.String(), nullable=True),
        sa.Column("interviewee", sa.String(), nullable=True),
        sa.Column("people_change", sa.String(), nullable=True),
        sa.Column("monthly_income_fen", sa.BigInteger(), nullable=True),
        sa.Column("outlay_change", sa.String(), nullable=True),
        sa.Column("is_cause_gone", sa.Boolean(), nullable=True),
        sa.Column("new_needs", sa.String(), nullable=True),
        sa.Column("measures_done", sa.String(), nullable=True),
        sa.Column("relapse_risk", sa.String(), nullable=True),
        sa.Column("satisfaction", sa.String(), nullable=True),
        sa.Column("remarks", sa.String(), nullable=True),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_visit_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("uid", name=op.f("uq_visit_uid")),
    )
    op.create_index("ix_visit_case_id", "visit", ["case_id"], unique=False)


def _visitor() -> None:
    op.create_table(
        "visitor",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("came_on", sa.Date(), nullable=False),
        sa.Column("way", sa.String(), nullable=True),
        sa.Column("matter", sa.String(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_visitor_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visitor")),
        sa.UniqueConstraint("uid", name=op.f("uq_visitor_uid")),
    )


def _decision() -> None:
    op.create_table(
        "decision",
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("op", sa.String(), nullable=False),
        sa.Column("stage", sa.String(length=24), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("is_on_paper", sa.Boolean(), nullable=False),
        sa.Column("paper_name", sa.String(), nullable=True),
        sa.Column("paper_date", sa.Date(), nullable=True),
        sa.Column(
            "paper_scan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_decision_account_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_decision_case_id")),
        sa.ForeignKeyConstraint(
            ["paper_scan_id"], ["attachment.id"], name=op.f("fk_decision_paper_scan_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("uid", name=op.f("uq_decision_uid")),
    )
    op.create_index("ix_decision_case_id", "decision", ["case_id"], unique=False)


def _measure() -> None:
    op.create_table(
        "measure",
        sa.Column("plan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("cause", sa.String(), nullable=True),
        sa.Column("need", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("batch_tag", sa.String(), nullable=True),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("responsible", sa.String(), nullable=True),
        sa.Column("start_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("budget_fen", sa.BigInteger(), nullable=True),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("drop_reason", sa.String(), nullable=True),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_measure_plan_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
        sa.UniqueConstraint("uid", name=op.f("uq_measure_uid")),
    )
    op.create_index("ix_measure_plan_id", "measure", ["plan_id"], unique=False)


def _objection() -> None:
    op.create_table(
        "objection",
        sa.Column(
            "publicity_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("raised_by", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("is_upheld", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["publicity_id"],
            ["publicity.id"],
            name=op.f("fk_objection_publicity_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint("uid", name=op.f("uq_objection_uid")),
    )
    op.create_index("ix_objection_publicity_id", "objection", ["publicity_id"], unique=False)


def _not_same_person() -> None:
    op.create_table(
        "not_same_person",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("other_id", sa.BigInteger(), nullable=False),
        sa.Column("marked_on", sa.Date(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_not_same_person_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["person.id"],
            name=op.f("fk_not_same_person_other_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_not_same_person_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_not_same_person")),
        sa.UniqueConstraint("person_id", "other_id", name=op.f("uq_not_same_person_person_id")),
    )
    op.create_index("ix_not_same_person_other_id", "not_same_person", ["other_id"], unique=False)


def _national_record() -> None:
    op.create_table(
        "national_record",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case_file.id"],
            name=op.f("fk_national_record_case_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_national_record")),
        sa.UniqueConstraint("case_id", name=op.f("uq_national_record_case_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_national_record_uid")),
    )


def _transcription_mark() -> None:
    op.create_table(
        "transcription_mark",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case_file.id"],
            name=op.f("fk_transcription_mark_case_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transcription_mark")),
        sa.UniqueConstraint("case_id", "key", name=op.f("uq_transcription_mark_case_id")),
    )


def _typing_draft() -> None:
    op.create_table(
        "typing_draft",
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=True),
        sa.Column("record_id", sa.BigInteger(), nullable=True),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("kept_at", sa.String(length=27), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_typing_draft_account_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case_file.id"],
            name=op.f("fk_typing_draft_case_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_typing_draft")),
    )
    op.create_index("ix_typing_draft_account_id", "typing_draft", ["account_id"], unique=False)
    op.create_index("ix_typing_draft_case_id", "typing_draft", ["case_id"], unique=False)


def _list_view() -> None:
    op.create_table(
        "list_view",
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_list_view_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_view")),
        sa.UniqueConstraint("account_id", "place", "name", name=op.f("uq_list_view_account_id")),
    )


def _import_mapping() -> None:
    op.create_table(
        "import_mapping",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("filed", sa.String(), nullable=False),
        sa.Column("meaning", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_mapping")),
        sa.UniqueConstraint("kind", "filed", name=op.f("uq_import_mapping_kind")),
    )


def upgrade() -> None:
    """Make every table, referenced ones first."""
    _fund()
    _holiday()
    _household()
    _import_mapping()
    _operation()
    _search_token()
    _search_entry()
    _setting()
    _unit()
    _account()
    _beneficiary()
    _hardship_event()
    _home()
    _new_rows()
    _payment_batch()
    _person()
    _reason()
    _row_image()
    _seal()
    _supporter()
    _unit_alias()
    _vehicle()
    _not_same_person()
    _account_role()
    _list_view()
    _case_file()
    _filed_value()
    _income_item()
    _outlay_item()
    _receipt()
    _office_scan()
    _rule_set_use()
    _schooling()
    _standard()
    _aid_grant()
    _appraisal()
    _assessment()
    _attachment()
    _authorisation()
    _case_exit()
    _check_reply()
    _correction()
    _issued_paper()
    _plan()
    _publicity()
    _survey()
    _visit()
    _visitor()
    _decision()
    _measure()
    _objection()
    _national_record()
    _transcription_mark()
    _typing_draft()
