"""The forms of the tab 公示: what is asked for an appraisal and a notice, and the values as services take them."""

from datetime import date
from typing import Any

from app.fields.kinds import Count, Day, LongText, PersonName, Text
from app.review.appraisals import AppraisalEntry, Votes
from app.review.publicity import NoticeEntry
from app.review.publicity_page import PublicityPage
from ui.fields.form_dialog import Entry, offered

__all__ = ["appraisal", "appraisal_entries", "notice", "notice_entries"]

_PAST = Day(is_past=True)
_VOTES = Count(most=999)


def appraisal_entries(today: date) -> tuple[Entry, ...]:
    """What is asked of an appraisal."""
    return (
        Entry("held_on", "评议日期", _PAST, True, today),
        Entry("chair", "主持人", PersonName()),
        Entry("invited", "应到人数", _VOTES, True),
        Entry("present", "实到人数", _VOTES, True),
        Entry("in_favour", "同意票", _VOTES, hint="人数不足时不填"),
        Entry("against", "不同意票", _VOTES),
        Entry("abstained", "弃权票", _VOTES),
        Entry("place", "地点", Text()),
        Entry("recused", "回避人员", Text(), span=2),
        Entry("minutes", "评议记录", LongText(), span=2, lines=3),
    )


def notice_entries(data: PublicityPage) -> tuple[Entry, ...]:
    """What is asked of a notice; the reason where one hangs already."""
    entries = [
        Entry("posted_on", "张贴日期", _PAST, True, data.at.today),
        Entry("working_days", "公示工作日", Count(least=1, most=60), True, data.least_days),
        Entry("place", "张贴地点", Text(), True, data.running.place if data.running else "", 2),
        Entry("contact", "异议受理人", PersonName(), value=data.contact),
        Entry("contact_phone", "受理电话", Text(most=40), value=data.contact_phone),
        Entry(
            "category",
            "公示类别",
            value=data.facts.category if data.facts.category in data.categories else "",
            options=offered(data.categories, empty="按认定结果"),
        ),
    ]
    if data.running is not None:
        entries.append(Entry("void_reason", "作废原因", LongText(), True, span=2))
    return tuple(entries)


def appraisal(values: Any) -> AppraisalEntry:
    """The form's values as the service takes them."""
    votes = Votes(
        values["invited"],
        values["present"],
        values["in_favour"] or 0,
        values["against"] or 0,
        values["abstained"] or 0,
    )
    texts = {key: values[key] or "" for key in ("place", "chair", "recused", "minutes")}
    return AppraisalEntry(values["held_on"], votes, **texts)


def notice(values: Any) -> NoticeEntry:
    """The form's values as the service takes them."""
    return NoticeEntry(
        posted_on=values["posted_on"],
        place=values["place"] or "",
        contact=values["contact"] or "",
        contact_phone=values["contact_phone"] or "",
        working_days=values["working_days"],
        category=values["category"] or None,
        void_reason=values.get("void_reason") or "",
    )
