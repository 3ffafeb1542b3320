"""The tab 审批: every opinion so far, stacked; the buttons of the stage; approval from paper."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.changes import Changes, Op
from app.fields.kinds import LongText
from app.review.approval_page import ApprovalPage as ApprovalData
from app.review.approval_page import EarlierPlace, approval_page
from app.review.approvals import approve_file, refuse_file, return_approval
from app.review.opinions import (
    pass_first_review,
    pass_review,
    refuse_first_review,
    refuse_review,
    return_first_review,
    return_review,
)
from ui.context import bound
from ui.fields.form_dialog import Entry, FormDialog, offered
from ui.screens.case import review_words as words
from ui.screens.case.sheet_page import SheetPage
from ui.screens.case.signed_sheet import open_decision, paper_of
from ui.style import Role, Tone
from ui.widgets import Button, Chip, DangerButton, Label
from ui.widgets.blocks import Body, pairs, record

__all__ = ["ApprovalPage"]


class ApprovalPage(SheetPage[ApprovalData]):
    """Opinions in the order in which they were given; the stage's own decisions on top."""

    key = "approval"
    title = "审批"
    read_page = staticmethod(approval_page)

    def blocks(self, data: ApprovalData) -> Sequence[QWidget]:
        """What the stage asks for, then the opinions."""
        blocks = [self._decide(data)] if self._steps(data) or self._waits_for_another(data) else []
        return (*blocks, self._opinions(data))

    # ------------------------------------------------------------ what is shown

    def _steps(self, data: ApprovalData) -> list[Op]:
        order = (*_PASSES, *_RETURNS, *_REFUSALS)
        return [op for op in order if data.at.offers(op)]

    def _waits_for_another(self, data: ApprovalData) -> bool:
        return data.at.stage.value in ("REVIEW", "APPROVAL")

    def _decide(self, data: ApprovalData) -> QWidget:
        steps = self._steps(data)
        card = Body(f"{data.at.stage.label}：{data.applicant} 一户", *map(self._button, steps))
        if due := words.due_word(data.at):
            card.add(record("本阶段", [Chip(due.text, Tone(due.tone))]))
        if not steps:
            card.add(
                Label(f"正在等待{data.at.stage.label}，由有权限的同事办理。", Role.MUTED, wrap=True)
            )
        for sentence, tone in self._sentences(data):
            label = Label(sentence, wrap=True)
            label.set_tone(tone)
            card.add(label)
        return card

    def _sentences(self, data: ApprovalData) -> list[tuple[str, Tone | None]]:
        found: list[tuple[str, Tone | None]] = []
        at = data.at
        if at.stage.value in ("REVIEW", "APPROVAL"):
            tone = None if data.is_eligible else Tone.AMBER
            found.append((words.standing_sentence(data), tone))
        if data.is_unchecked:
            found.append(("这一户没有收到经济核对结果，标为“未核对”。", Tone.AMBER))
        if Op.APPROVE_FILE in at.can_on_paper:
            found.append((_paper_words(data), None))
        if Op.APPROVE_FILE in at.can and data.is_same_hands:
            sentence = "这份档案最后一次经办就是您本人，按规定要由另一个账号审批。"
            found.append((sentence, Tone.RED))
        return found

    def _button(self, op: Op) -> QWidget:
        words_of = f"{op.label}…"
        if op in _PASSES:
            return Button(words_of, bound(self.ask, op), shortcut="Ctrl+Shift+R", tip=op.label)
        kind = DangerButton if op in _REFUSALS else Button
        return kind(words_of, bound(self.ask, op))

    def _opinions(self, data: ApprovalData) -> QWidget:
        card = Body("审核审批意见")
        if not data.opinions:
            card.add(Label("还没有意见。每一步的意见会按先后记在这里。", Role.MUTED, wrap=True))
        for line in data.opinions:
            chips = [Chip(line.stage, Tone.NEUTRAL)]
            if line.is_on_paper:
                chips.append(Chip("纸质", Tone.BLUE))
            card.add(record(words.opinion_title(line), chips, pairs(*words.opinion_pairs(line))))
        return card

    # ------------------------------------------------------------ forms

    def ask(self, op: Op) -> FormDialog | None:
        """The form of a decision of this stage."""
        data = self.data
        if data is None:
            return None
        return open_decision(
            self.ctx,
            self,
            op,
            at=data.at,
            entries=self._own_entries(op, data),
            scans=data.scans,
            work=partial(self._work, op),
            explanation=_EXPLAINED[op],
            danger=op in _REFUSALS,
            wide=op is Op.APPROVE_FILE,
        )

    def _own_entries(self, op: Op, data: ApprovalData) -> list[Entry]:
        entries = []
        if op in (Op.RETURN_REVIEW, Op.RETURN_APPROVAL):
            places = tuple((place, place.label) for place in reversed(data.places))
            entries.append(
                Entry("to", "退回到", required=True, options=((None, "请选择"), *places))
            )
        if op is Op.APPROVE_FILE:
            entries += [
                Entry(
                    "category",
                    "困难类别",
                    value=data.category if data.is_eligible else "",
                    options=offered(data.categories, empty="（不分类别）"),
                ),
                Entry(
                    "level",
                    "档案级别",
                    value=data.level if data.is_eligible else "",
                    options=offered(data.levels, empty="（不分级别）"),
                ),
            ]
        must = op not in _PASSES
        label = "原因" if must else "意见"
        hint = "" if must else "可以不填；与认定结果不同的要写明理由"
        if op is not Op.APPROVE_FILE and not must:
            hint = "可以不填"
        entries.append(Entry("note", label, LongText(), must, span=2, lines=3, hint=hint))
        return entries

    def _work(self, op: Op, values: Any, on_paper: bool) -> Callable[[], Changes]:
        given: dict[str, Any] = {"case_id": self.case_id, "note": values["note"] or ""}
        place: EarlierPlace | None = values.get("to")
        if place is not None:
            given |= {"to": place.stage, "to_step": place.step}
        if op is Op.APPROVE_FILE:
            given |= {"category": values["category"] or None, "level": values["level"] or None}
        if on_paper:
            given["paper"] = paper_of(values)
        return bound(_SERVICES[op], self.ctx.office, **given)


_PASSES = (Op.PASS_FIRST_REVIEW, Op.PASS_REVIEW, Op.APPROVE_FILE)
_RETURNS = (Op.RETURN_FIRST_REVIEW, Op.RETURN_REVIEW, Op.RETURN_APPROVAL)
_REFUSALS = (Op.REFUSE_FIRST_REVIEW, Op.REFUSE_REVIEW, Op.REFUSE_FILE)

_SERVICES: dict[Op, Callable[..., Changes]] = {
    Op.PASS_FIRST_REVIEW: pass_first_review,
    Op.RETURN_FIRST_REVIEW: return_first_review,
    Op.REFUSE_FIRST_REVIEW: refuse_first_review,
    Op.PASS_REVIEW: pass_review,
    Op.RETURN_REVIEW: return_review,
    Op.REFUSE_REVIEW: refuse_review,
    Op.APPROVE_FILE: approve_file,
    Op.RETURN_APPROVAL: return_approval,
    Op.REFUSE_FILE: refuse_file,
}

_EXPLAINED = {
    Op.PASS_FIRST_REVIEW: "初审通过后，进入办理顺序中的第一步。",
    Op.RETURN_FIRST_REVIEW: "退回申请阶段，由经办人员补正后再报。",
    Op.REFUSE_FIRST_REVIEW: "档案转为不予建档；以后可以再次申请。",
    Op.PASS_REVIEW: "审核通过后，报审批。",
    Op.RETURN_REVIEW: "退回到选定的阶段，从那里重新办理。",
    Op.REFUSE_REVIEW: "档案转为不予建档；以后可以再次申请。",
    Op.APPROVE_FILE: "批准后转入在档帮扶，建档日期是批准的日期；类别和级别默认取最近一次认定。",
    Op.RETURN_APPROVAL: "退回到选定的阶段，从那里重新办理。",
    Op.REFUSE_FILE: "档案转为不予建档；以后可以再次申请。",
}


def _paper_words(data: ApprovalData) -> str:
    if data.has_approver:
        return (
            "您没有审批权限；审批人在纸上签字的，可以由您登记：填写姓名、日期，并附签字页扫描件。"
        )
    return "单位里没有审批账号，请登记纸质审批：填写审批人姓名、签字日期，并附签字页扫描件。"
