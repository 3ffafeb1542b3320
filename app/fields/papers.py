"""Which papers belong in a file, by its facts, and which are still missing.

Source: the lists of attachments of S19, S25, S26, S44 and C6 (domain notes, 3 §3.2). What an office
wants beyond them it asks for in its own notice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.fields.catalogue.field import has_reached
from db.codes import Stage

_SICK = ("患重特大疾病",)
_HARMED = ("自然灾害", "意外事故")


@dataclass(frozen=True)
class Paper:
    """One kind of paper. `key` names a fact and `any_of` its values; without a key it is always wanted.

    `kind` is a label of the code list `attachment_kind`; `reason` says why it is wanted, where not always.
    A fact that is a list fits where one of its values does.
    """

    kind: str
    required_from: Stage
    reason: str = ""
    key: str | None = None
    any_of: tuple[object, ...] = ()

    def is_wanted(self, facts: Mapping[str, Any]) -> bool:
        """Whether these facts call for the paper."""
        if self.key is None:
            return True
        value = facts.get(self.key)
        values = value if isinstance(value, list | tuple) else (value,)
        return any(one in self.any_of for one in values)


PAPERS = (
    Paper("申请书", Stage.APPLIED),
    Paper("承诺书", Stage.APPLIED),
    Paper("核对授权书", Stage.APPLIED),
    Paper("身份证复印件", Stage.APPLIED),
    Paper("户口本", Stage.APPLIED),
    Paper("收入证明", Stage.APPLIED),
    Paper("低保证明", Stage.APPLIED, "享受低保必备", "on_dibao", (True,)),
    Paper("劳动合同", Stage.APPLIED, "农民工必备", "is_migrant", (True,)),
    Paper("诊断证明", Stage.APPLIED, "因病致困必备", "causes", _SICK),
    Paper("医疗票据", Stage.APPLIED, "因病致困必备，近三个月自付票据", "causes", _SICK),
    Paper("残疾证", Stage.APPLIED, "家中有残疾人必备", "healths", ("残疾",)),
    Paper("学籍证明", Stage.APPLIED, "子女上学必备", "causes", ("子女上学",)),
    Paper("受灾证明", Stage.APPLIED, "因灾因意外致困必备", "causes", _HARMED),
    Paper("会员证", Stage.APPLIED),
    Paper("银行卡复印件", Stage.APPROVAL),
    Paper("入户调查表", Stage.REVIEW),
    Paper("公示结果", Stage.REVIEW),
)
"""In the order of the paper file. Facts read: `causes` (main and others), `healths` (of everybody who
lives together), `on_dibao`, `is_migrant` (of the applicant)."""


def wanted_papers(facts: Mapping[str, Any], stage: Stage) -> tuple[Paper, ...]:
    """What the file must hold by that stage."""
    return tuple(
        paper
        for paper in PAPERS
        if has_reached(stage, paper.required_from) and paper.is_wanted(facts)
    )


def missing_papers(
    facts: Mapping[str, Any], held: Iterable[str], stage: Stage
) -> tuple[Paper, ...]:
    """What is wanted by that stage and not among the kinds `held`."""
    kinds = frozenset(held)
    return tuple(paper for paper in wanted_papers(facts, stage) if paper.kind not in kinds)
