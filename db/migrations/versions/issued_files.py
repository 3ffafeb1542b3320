"""The files of issued papers, the files in which several were handed out together, and the place of seams."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _of_paper(name: str, *parts: sa.Column[object] | sa.Constraint, is_one: bool = True) -> None:
    """A table whose rows belong to an issued paper: one to each, or several."""
    once = [sa.UniqueConstraint("paper_id", name=op.f(f"uq_{name}_paper_id"))] if is_one else []
    op.create_table(
        name,
        sa.Column("paper_id", sa.BigInteger(), nullable=False),
        *parts,
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("id", _ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["issued_paper.id"], name=op.f(f"fk_{name}_paper_id_issued_paper")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("uid", name=op.f(f"uq_{name}_uid")),
        *once,
    )


def upgrade() -> None:
    """Make the three tables."""
    _of_paper("issued_file", sa.Column("stored_name", sa.String(), nullable=False))
    _of_paper(
        "shared_file", sa.Column("sha256", sa.String(length=64), nullable=False), is_one=False
    )
    op.create_index(op.f("ix_shared_file_sha256"), "shared_file", ["sha256"])
    _of_paper("seam_inset", sa.Column("tenths_mm", sa.BigInteger(), nullable=False))
