"""The meaning of one field, and what is still missing from a record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.fields.kinds import Kind, Privacy
from db.codes import Stage

_STAGE_PLACE = {stage: place for place, stage in enumerate(Stage)}


class Group(StrEnum):
    """The parts of the paper form, by their headings."""

    PERSON = "基本情况"
    WORK = "工作情况"
    SCHOOL = "就学情况"
    CONTACT = "联系方式"
    HOUSING = "住址与住房"
    MONEY = "收入与财产"
    CAUSE = "致困原因与需求"
    BANK = "收款账户"
    MEMBERSHIP = "成员变动与授权"
    FILE = "档案信息"
    SIGNATURES = "经办信息"
    RECORD = "登记内容"
    RESULT = "结果"


class Purpose(StrEnum):
    """What a value is asked for; said to the person who gives it (个人信息保护法, article 17)."""

    IDENTITY = "核实身份"
    RECOGNITION = "认定困难类别"
    AID = "制定帮扶计划"
    PAYMENT = "发放救助"
    CONTACT = "联系本人"
    PROCEDURE = "办理建档和退出手续"
    STATISTICS = "统计上报"


@dataclass(frozen=True)
class When:
    """A field is asked for only while the field `key` of the same record has one of these values."""

    key: str
    equals: tuple[object, ...]

    def holds(self, facts: Mapping[str, Any]) -> bool:
        """Whether the field applies to these facts."""
        return facts.get(self.key) in self.equals


@dataclass(frozen=True)
class Field:
    """One field. `key` is the attribute of the model; `columns` are the names sheets give it.

    The first of `columns` is the name of the national export; a member's column stands there behind
    家庭成员1 and so on. A derived field is worked out by the program and only shown.
    """

    key: str
    label: str
    kind: Kind
    group: Group
    purpose: Purpose
    help: str = ""
    when: When | None = None
    required_from: Stage | None = None
    is_derived: bool = False
    columns: tuple[str, ...] = ()
    source: str = ""

    @property
    def required(self) -> bool:
        """Marked with * on the form: an empty value stops the file at `required_from`."""
        return self.required_from is not None

    @property
    def privacy(self) -> Privacy:
        """How closely the value is kept."""
        return self.kind.privacy

    def applies(self, facts: Mapping[str, Any]) -> bool:
        """Whether the field is asked for at all with these facts."""
        return self.when is None or self.when.holds(facts)

    def is_due(self, stage: Stage) -> bool:
        """Whether the value must be there once a case stands in that stage."""
        return self.required_from is not None and has_reached(stage, self.required_from)


def has_reached(stage: Stage, asked: Stage) -> bool:
    """Whether a case in `stage` is as far as `asked`, by the order in which `Stage` lists them.

    Refused and withdrawn cases come last there, but nothing is asked of them any more.
    """
    if stage in (Stage.REFUSED, Stage.WITHDRAWN):
        return False
    return _STAGE_PLACE[stage] >= _STAGE_PLACE[asked]


def missing(facts: Mapping[str, Any], fields: Iterable[Field], stage: Stage) -> tuple[Field, ...]:
    """The fields that must be filled in by that stage and are empty, in the order of the form.

    `facts` are values by key. No value, an empty text and an empty list are empty; 0 and 否 are not.
    """
    return tuple(
        field
        for field in fields
        if field.is_due(stage) and field.applies(facts) and _is_empty(facts.get(field.key))
    )


def _is_empty(value: object) -> bool:
    return value is None or value == "" or value == []
