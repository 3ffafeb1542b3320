"""Whose a seal is, how papers were sealed, and the scans of stamped sheets."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _table(name: str, *parts: sa.Column[object] | sa.Constraint) -> None:
    op.create_table(
        name,
        *parts,
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", _ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("uid", name=op.f(f"uq_{name}_uid")),
    )


def _reference(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
    )


def upgrade() -> None:
    """Make the four tables."""
    _table(
        "seal_bearer",
        sa.Column("seal_id", sa.BigInteger(), nullable=False),
        sa.Column("bearer", sa.String(length=24), nullable=False),
        sa.Column("second_name", sa.String(), nullable=True),
        _reference("seal_bearer", "seal_id", "seal"),
        sa.UniqueConstraint("seal_id", name=op.f("uq_seal_bearer_seal_id")),
    )
    _table(
        "paper_sealing",
        sa.Column("paper_id", sa.BigInteger(), nullable=False),
        sa.Column("is_by_hand", sa.Boolean(), nullable=False),
        sa.Column("seam", sa.String(length=24), nullable=False),
        _reference("paper_sealing", "paper_id", "issued_paper"),
        sa.UniqueConstraint("paper_id", name=op.f("uq_paper_sealing_paper_id")),
    )
    _table(
        "joint_seal",
        sa.Column("paper_id", sa.BigInteger(), nullable=False),
        sa.Column("seal_id", sa.BigInteger(), nullable=False),
        _reference("joint_seal", "paper_id", "issued_paper"),
        _reference("joint_seal", "seal_id", "seal"),
    )
    _table(
        "filed_scan",
        sa.Column("paper_id", sa.BigInteger(), nullable=False),
        sa.Column("attachment_id", sa.BigInteger(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        _reference("filed_scan", "paper_id", "issued_paper"),
        _reference("filed_scan", "attachment_id", "attachment"),
    )
