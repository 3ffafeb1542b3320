"""The register of destroyed files, and the hashes of the images that were erased with them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _destroyed_file() -> None:
    op.create_table(
        "destroyed_file",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("destroyed_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("kept_until", sa.Date(), nullable=False),
        sa.Column("papers", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("approved_by", sa.String(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("is_on_paper", sa.Boolean(), nullable=False),
        sa.Column("paper_scan_id", sa.BigInteger(), nullable=True),
        sa.Column("watcher_one", sa.String(), nullable=False),
        sa.Column("watcher_two", sa.String(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_destroyed_file_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["paper_scan_id"],
            ["office_scan.id"],
            name=op.f("fk_destroyed_file_paper_scan_id_office_scan"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_destroyed_file")),
        sa.UniqueConstraint("case_id", name=op.f("uq_destroyed_file_case_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_destroyed_file_uid")),
    )


def _resealed_images() -> None:
    op.create_table(
        "resealed_images",
        sa.Column("operation_id", sa.BigInteger(), nullable=False),
        sa.Column("images_hash", sa.String(length=64), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["operation_id"],
            ["operation.id"],
            name=op.f("fk_resealed_images_operation_id_operation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resealed_images")),
    )


def upgrade() -> None:
    """Make the two tables."""
    _destroyed_file()
    _resealed_images()
