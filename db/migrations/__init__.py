"""Alembic migrations: one module per step, in the order of their chain."""
