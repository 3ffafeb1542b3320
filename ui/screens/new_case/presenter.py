"""新建档案 and 补录 without Qt: what is asked, and what is said of somebody who has a file already."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.cases.back_entry import PaperFile
from app.cases.drafting import SamePerson
from app.cases.duplicates import Suspect
from app.fields.catalogue import APPLICANT, CASE, HOUSEHOLD, Field, Group, Purpose, by_key
from app.fields.kinds import Choice, Day, PersonName, Text
from app.lifecycle import ExitKind, Stage
from ui.screens.case.facts_presenter import SECTIONS

_PERSON, _HOUSEHOLD = by_key(APPLICANT), by_key(HOUSEHOLD)
FIELDS = tuple(_PERSON[key] for key in ("name", "id_number", "phone", "employer"))
"""What is asked before a file is opened; the rest is typed on its pages."""


def beyond(card: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a card said that the dialog does not ask: facts of the applicant, facts of the household."""
    applicant = {key: value for key, value in card.items() if key in _PERSON}
    household = {key: value for key, value in card.items() if key in _HOUSEHOLD}
    return applicant, household


_CASE = by_key(CASE)
STAGES = {one.label: one for one in (Stage.ON_FILE, Stage.MONITORED, Stage.CLOSED)}
_EXITS = {one.value: one for one in ExitKind}
_PAST = Day(is_past=True)


def _asked(field: Field) -> Field:
    """A field that the paper must answer."""
    return replace(field, required_from=Stage.DRAFT)


def _optional(field: Field) -> Field:
    """A field that an old paper may lack."""
    return replace(field, required_from=None)


PAPER_FIELDS = (
    _asked(_PERSON["name"]),
    _optional(_CASE["number"]),
    _asked(_PERSON["id_number"]),
    _asked(_CASE["category"]),
    _optional(_CASE["level"]),
    _optional(_CASE["applied_on"]),
    Field(
        "approver",
        "审批人",
        PersonName(),
        Group.FILE,
        Purpose.PROCEDURE,
        help="在审批表上签字的人。",
        required_from=Stage.DRAFT,
    ),
    Field(
        "approved_on",
        "审批日期",
        _PAST,
        Group.FILE,
        Purpose.PROCEDURE,
        required_from=Stage.DRAFT,
    ),
    Field(
        "exit_kind",
        "退出方式",
        Choice(list_key="exit_kind"),
        Group.FILE,
        Purpose.PROCEDURE,
        help="跟踪或归档的档案填写。",
    ),
    Field("exit_on", "退出日期", _PAST, Group.FILE, Purpose.PROCEDURE),
    Field("closed_on", "归档日期", _PAST, Group.FILE, Purpose.PROCEDURE),
    Field(
        "reason",
        "补录的原因",
        Text(),
        Group.FILE,
        Purpose.PROCEDURE,
        required_from=Stage.DRAFT,
    ),
)
"""What 补录 asks first: who, what the paper says, and why it is entered now."""


SPANS = {"id_number": 2, "reason": 3}
_OF_PAPER = frozenset(field.key for field in PAPER_FIELDS)
FACTS = tuple(
    (
        heading or "基本情况",
        tuple(cell for cell in cells if cell.record != "case" and cell.key not in _OF_PAPER),
    )
    for heading, cells in SECTIONS
)
"""The rest of the form, as on the page 档案."""
ALL_KEYS = (
    *(field.key for field in PAPER_FIELDS),
    *(cell.form_key for _, cells in FACTS for cell in cells),
)


def facts_of(values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Applicant and household of the form's values; what was left empty stays out."""
    found: dict[str, dict[str, Any]] = {
        "applicant": {key: values[key] for key in ("name", "id_number")},
        "household": {},
    }
    for _, cells in FACTS:
        for cell in cells:
            if values.get(cell.form_key) not in (None, "", []):
                found[cell.record][cell.key] = values[cell.form_key]
    return found


@dataclass(frozen=True)
class Found:
    """What is said of a person who stands in another file, and what may be done."""

    sentence: str
    tone: str
    stops: bool
    action: str = ""
    case_id: int | None = None
    applies_again: bool = False


def found(same: tuple[SamePerson, ...]) -> Found | None:
    """The one thing to say: an open file stops, another one offers a link."""
    if not same:
        return None
    one = same[0]
    what = f"{one.name}的身份证号已经在档案 {one.number}（{one.stage.label}）里"
    may_open = one.case_id if one.is_in_scope else None
    if one.is_open:
        rest = (
            "，一户只能有一份办理中的档案。" if may_open else "，由别的工会组织办理，请与其联系。"
        )
        return Found(what + rest, "red", True, "打开那份档案" if may_open else "", may_open)
    if may_open and one.is_applicant and one.stage in (Stage.REFUSED, Stage.WITHDRAWN):
        return Found(
            f"{what}。可以再次申请，原来的内容会带入新的草稿。",
            "amber",
            False,
            "再次申请",
            may_open,
            True,
        )
    if may_open and one.is_applicant and one.stage is Stage.CLOSED:
        return Found(
            f"{what}。又有困难的，请打开那份档案办理返困。",
            "amber",
            False,
            "打开那份档案",
            may_open,
        )
    return Found(f"{what}，那份档案已经结束，可以继续新建。", "blue", False)


def alike(suspects: tuple[Suspect, ...]) -> Found | None:
    """The likeliest of those who may be the person typed: said, never in the way."""
    if not suspects:
        return None
    one = suspects[0]
    more = f"另外还有 {len(suspects) - 1} 人相似。" if len(suspects) > 1 else ""
    return Found(
        f"档案 {one.number}（{one.stage.label}）里的{one.name}{one.why}，可能是同一个人，请先核对。"
        f"{more}",
        "amber",
        False,
        "打开那份档案",
        one.case_id,
    )


def paper_file(values: dict[str, Any], stage_label: str, approved_on: date) -> PaperFile:
    """What the paper says, of the form's values."""
    kind = values.get("exit_kind")
    return PaperFile(
        stage=STAGES[stage_label],
        approver=values.get("approver") or "",
        approved_on=approved_on,
        reason=values.get("reason") or "",
        category=values.get("category") or "",
        level=values.get("level"),
        number=values.get("number"),
        applied_on=values.get("applied_on"),
        exit_kind=_EXITS.get(kind or ""),
        exit_on=values.get("exit_on"),
        closed_on=values.get("closed_on"),
    )
