"""Stages and transitions as one table, deadlines in working days, derived tasks. Plain Python.

- `position`: `Position` (stage, the case's own order, the step in it), `DEFAULT_ORDER`, `check_order`.
- `rules`: `Rule`, `Goal`, `RULES`: the table itself.
- `table`: `allowed`, `check`, `target`, `results`, `opening`, `opposite`, `needs_reason`, `is_editable`.
- `stepper`: the eight steps that a case page shows.
- `workdays`: `Calendar` (made of the office's holiday rows), `Due`, `PublicityPeriod`.
- `holidays`: the rows that a new office starts with, 2024 to 2026.
- `deadlines`: limits per stage, months and years, `due`.
- `tasks`: what waits to be done on a case, derived from facts; nothing of it is stored.

The closed lists of stages and kinds of exit are handed on from here to the window.
Source: the lifecycle contract.
"""

from db.codes import ExitKind, PublicityKind, Stage

__all__ = ["ExitKind", "PublicityKind", "Stage"]
