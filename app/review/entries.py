"""What is typed on the pages of survey, check, appraisal and publicity: cleaned, and refused in one sentence."""

from datetime import date

from app.errors import UserError
from app.fields.codes import codes
from app.office.session import Work
from db.codes import Stage
from db.values import clean_name, clean_text

_ENDED = (Stage.REFUSED, Stage.WITHDRAWN)


def words(text: str | None) -> str | None:
    """Clean text with its lines, None where nothing was typed."""
    return clean_text(text or "", lines=True) or None


def needed(text: str | None, sentence: str, field: str) -> str:
    """Clean text; UserError with `sentence` at `field` where nothing was typed."""
    found = words(text)
    if found is None:
        raise UserError(sentence, field=field)
    return found


def person_name(text: str | None, sentence: str, field: str) -> str:
    """A person's name as it is stored; UserError where it is missing."""
    name = clean_name(text or "")
    if not name:
        raise UserError(sentence, field=field)
    return name


def one_of(list_key: str, text: str | None, sentence: str, field: str) -> str:
    """A label of a code list; UserError with `sentence` where the list does not offer it."""
    label = clean_text(text or "")
    if label not in codes(list_key).labels:
        raise UserError(sentence, field=field)
    return label


def past_day(work: Work, day: date | None, what: str, field: str) -> date:
    """A day on which something was done: not in the future, and not before the application."""
    if day is None:
        raise UserError(f"请填写{what}。", field=field)
    if day > work.today:
        raise UserError(f"{what}不能晚于今天，请核对后重填。", field=field)
    begun = work.case.applied_on
    if begun is not None and day < begun:
        raise UserError(f"{what}不能早于申请日期 {begun}，请核对后重填。", field=field)
    return day


def end_case(work: Work, reason: str | None) -> None:
    """Note the day and the reason where the operation has ended the case without a file."""
    if work.case.stage in _ENDED:
        work.case.closed_on, work.case.closed_reason = work.today, reason
