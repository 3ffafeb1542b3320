"""Whose line of the register of visitors, or of those helped without a file, it is. Both were empty so far."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the unit to both tables, and who received a visitor."""
    for table in ("visitor", "beneficiary"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("unit_id", sa.BigInteger(), nullable=True))
            batch.create_foreign_key(op.f(f"fk_{table}_unit_id_unit"), "unit", ["unit_id"], ["id"])
    with op.batch_alter_table("visitor") as batch:
        batch.add_column(sa.Column("received_by", sa.String(), nullable=True))
