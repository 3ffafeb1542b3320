"""An index for the files that came in: whether a photo is in some case already."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index; no row is changed."""
    op.create_index(op.f("ix_attachment_received_sha256"), "attachment", ["received_sha256"])
