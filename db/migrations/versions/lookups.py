"""Indexes for what is asked of the longest tables: what took an operation back, its reason, seals and scans of a paper."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the indexes; no row is changed."""
    taken_back = sa.text("undoes_id IS NOT NULL")
    op.create_index(
        op.f("ix_operation_undoes_id"),
        "operation",
        ["undoes_id"],
        sqlite_where=taken_back,
        postgresql_where=taken_back,
    )
    op.create_index(op.f("ix_reason_operation_id"), "reason", ["operation_id"])
    op.create_index(op.f("ix_joint_seal_paper_id"), "joint_seal", ["paper_id"])
    op.create_index(op.f("ix_filed_scan_paper_id"), "filed_scan", ["paper_id"])
