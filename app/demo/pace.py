"""The usual way of a household through the stages, with the days that each step takes."""

from datetime import date

from app.demo.cast import Story
from app.demo.walk import Walk
from db.codes import Stage

_REPORTED_AFTER_DAYS = 20
"""Files approved longer ago are in the national system; what is newer still waits to be entered."""


def to_file(walk: Walk, start: date, until: Stage = Stage.ON_FILE) -> Story:
    """From the draft to the stage `until`, begun on the working day `start`, at the usual pace."""
    cast = walk.cast
    yield cast.workday(start)
    walk.draft()
    if until is Stage.DRAFT:
        return
    walk.papers()
    walk.authorise()
    walk.submit()
    steps = (
        (Stage.APPLIED, 2, walk.accept),
        (Stage.FIRST_REVIEW, 2, walk.pass_first_review),
        (Stage.SURVEY, 3, walk.survey),
    )
    for stage, days, step in steps:
        if until is stage:
            return
        yield cast.after(days)
        step()
    yield from _checked_and_approved(walk, until)


def _checked_and_approved(walk: Walk, until: Stage) -> Story:
    cast = walk.cast
    yield cast.after(1)
    walk.send_check()
    if until is Stage.CHECK:
        return
    yield cast.after(5)
    walk.check()
    yield cast.after(1)
    closing = walk.post()
    if until is Stage.PUBLICITY:
        return
    yield closing
    walk.close()
    if until is Stage.REVIEW:
        return
    yield cast.after(2)
    walk.pass_review()
    walk.scan("银行卡复印件")
    if until is Stage.APPROVAL:
        return
    yield cast.after(2)
    walk.approve()
    if (cast.today - cast.day).days > _REPORTED_AFTER_DAYS:
        walk.report()
