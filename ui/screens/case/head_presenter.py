"""改为户主 without Qt: what is asked when another member becomes 户主, and what was answered."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.cases.applicant import member_to_new_head, old_head_to
from app.cases.queries import MemberRow, MembersView
from app.fields.catalogue import MEMBER, Field, by_key

_LISTED = by_key(MEMBER)
_OF = "relation_"
NOTE = (
    "请填写各人与新户主的关系。原户主去世或离开的，填写减少日期和原因，同时办理减员。收款账户是原户主本人的，随原户主走；"
    "原户主还在家里的，要补填委托收款说明。"
)
IN_SIGHT = 8
"""More fields than these scroll."""


@dataclass(frozen=True)
class Asked:
    """The fields of the dialog and what they begin with. `old_id`: 户主 until now, None where there is none."""

    fields: tuple[Field, ...]
    begun: Mapping[str, Any]
    old_id: int | None


@dataclass(frozen=True)
class Told:
    """What was answered. `leaving` is empty where the old 户主 stays."""

    relation: str
    relations: Mapping[int, str]
    removed_on: date | None
    removal_reason: str

    @property
    def leaving(self) -> dict[str, Any]:
        """Day and reason by their keys, where one of the two was given."""
        if self.removed_on is None and not self.removal_reason:
            return {}
        return {"removed_on": self.removed_on, "removal_reason": self.removal_reason}


def asked(view: MembersView, person: MemberRow) -> Asked:
    """How the old 户主 and everybody else are related to this person, and whether the old one leaves."""
    here = [one for one in view.rows if one.removed_on is None and one is not person]
    old = next((one for one in here if one.is_applicant), None)
    sex = old.sex if old is not None else ""
    fields: list[Field] = []
    begun: dict[str, Any] = {}
    if old is not None:
        fields = [
            _relation("relation", old.name),
            _LISTED["removed_on"],
            _LISTED["removal_reason"],
        ]
        begun["relation"] = old_head_to(person.relation, old_sex=sex)
    for one in here:
        if one is old:
            continue
        key = f"{_OF}{one.person_id}"
        fields.append(_relation(key, one.name))
        begun[key] = member_to_new_head(one.relation, sex=one.sex, new=person.relation, old_sex=sex)
    return Asked(tuple(fields), begun, None if old is None else old.person_id)


def unanswered(values: Mapping[str, Any], *, corrects: bool) -> tuple[str, str] | None:
    """The first field that has to be filled in first, and what to do.

    The day and the reason of leaving are looked at here for a correction only: what is done at once is checked
    where it is done, by how far the file has come.
    """
    for key, words in values.items():
        if key.startswith("relation") and not words:
            return key, "请选择与新户主的关系。"
    return leaving_unanswered(values) if corrects and told(values).leaving else None


def leaving_unanswered(values: Mapping[str, Any]) -> tuple[str, str] | None:
    """As `unanswered`, for who leaves: the day and the reason belong together."""
    if values.get("removed_on") is None:
        return "removed_on", "请填写减少日期。"
    if not (values.get("removal_reason") or "").strip():
        return "removal_reason", "请写明减少原因，例如去世、离婚。"
    return None


def told(values: Mapping[str, Any]) -> Told:
    """The answers of the form."""
    return Told(
        values.get("relation") or "",
        {int(key.removeprefix(_OF)): words for key, words in values.items() if key.startswith(_OF)},
        values.get("removed_on"),
        (values.get("removal_reason") or "").strip(),
    )


def _relation(key: str, name: str) -> Field:
    return replace(_LISTED["relation"], key=key, label=f"{name}的关系", help="")
