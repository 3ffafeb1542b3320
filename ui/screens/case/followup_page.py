"""The tab 回访: visits and follow-ups, the annual review, the end of the watch, and 返困."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from app.changes import Changes, Op
from app.fields.kinds import Day, LongText, Money, PersonName, Text
from app.leaving.returning import return_to_hardship
from app.leaving.visit_page import VisitPage, visit_page
from app.leaving.visits import (
    VisitEntry,
    annual_review,
    end_watch,
    record_follow_up,
    record_visit,
    watch_ended,
)
from ui.context import Context, bound
from ui.fields.form_dialog import Entry, FormDialog, offered
from ui.screens.case import leaving_words as words
from ui.screens.case.sheet_page import SheetPage
from ui.style import Tone
from ui.widgets import Button, Chip, DangerButton, EmptyState, Label
from ui.widgets.blocks import Body, pairs, record

__all__ = ["FollowUpPage"]

_OPS = (
    Op.RECORD_VISIT,
    Op.RECORD_FOLLOW_UP,
    Op.ANNUAL_REVIEW,
    Op.END_WATCH,
    Op.WATCH_ENDED,
    Op.RETURN_TO_HARDSHIP,
)
_DANGER = (Op.WATCH_ENDED,)
_VISITS = (Op.RECORD_VISIT, Op.RECORD_FOLLOW_UP)
_MAY_BE_NONE = ("visited_on", "monthly_income_fen", "is_cause_gone")
_YES_NO: tuple[tuple[bool | None, str], ...] = ((None, "没有了解"), (True, "是"), (False, "否"))
_EXPLAINED = {
    Op.RECORD_VISIT: "登记后重新计算下次走访的期限。",
    Op.RECORD_FOLLOW_UP: "退出后的跟踪期内至少回访一次；方式可以是入户、电话或视频。",
    Op.ANNUAL_REVIEW: "按上次复核以后的新认定，确认或调整困难类别。",
    Op.END_WATCH: "跟踪期满且有回访记录的，归档保存。",
    Op.WATCH_ENDED: "家庭成员去世或全家迁出、无法继续跟踪的，归档保存。",
    Op.RETURN_TO_HARDSHIP: "原档案归档，同时新建一份关联的草稿，原来的内容带入，供核对修改。",
}


class FollowUpPage(SheetPage[VisitPage]):
    """What is due on top, what was found under it, the newest first."""

    key = "followup"
    title = "回访"
    read_page = staticmethod(visit_page)

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._new_case: int | None = None

    def blocks(self, data: VisitPage) -> Sequence[QWidget]:
        """What is due, then what was found."""
        return self._now(data), self._lines(data)

    # ------------------------------------------------------------ what is shown

    def _now(self, data: VisitPage) -> QWidget:
        buttons = [self._button(op) for op in _OPS if data.at.offers(op)]
        card = Body(f"回访：{data.applicant} 一户", *buttons)
        if chip := words.due_word(data):
            card.add(record(f"本阶段：{data.at.stage.label}", [Chip(chip.text, Tone(chip.tone))]))
        sentences = [*words.visit_sentences(data), words.review_sentence(data)]
        for word in filter(None, sentences):
            label = Label(word.text, wrap=True)
            if word.tone != "neutral":
                label.set_tone(Tone(word.tone))
            card.add(label)
        card.add(pairs(("帮扶责任人", data.contact_person), ("困难类别", data.category)))
        return card

    def _button(self, op: Op) -> QWidget:
        if op in _VISITS:
            return Button(
                f"{op.label}…", bound(self.ask, op), shortcut="Ctrl+Shift+R", tip=op.label
            )
        kind = DangerButton if op in _DANGER else Button
        return kind(f"{op.label}…", bound(self.ask, op))

    def _lines(self, data: VisitPage) -> QWidget:
        card = Body("走访和回访记录")
        if not data.lines:
            card.add(EmptyState("还没有走访记录", _how_to_begin(data)))
        for line in data.lines:
            chips = [Chip(one.text, Tone(one.tone)) for one in words.visit_chips(line)]
            card.add(record(words.visit_title(line), chips, pairs(*words.visit_pairs(line))))
        return card

    # ------------------------------------------------------------ forms

    def ask(self, op: Op) -> FormDialog | None:
        """The form of an operation of this stage."""
        data = self.data
        if data is None or op not in _EXPLAINED:
            return None
        is_visit = op in _VISITS
        dialog = FormDialog(
            self.ctx,
            self,
            op.label,
            _visit_entries(data) if is_visit else _entries(op, data),
            lambda values: self._work(op, values),
            action=op.label,
            explanation=_EXPLAINED[op],
            danger=op in _DANGER,
            wide=is_visit,
        )
        if op is Op.RETURN_TO_HARDSHIP:
            dialog.accepted.connect(self._go_to_new)
        dialog.open()
        return dialog

    def _work(self, op: Op, values: Mapping[str, Any]) -> Callable[[], Changes]:
        if op in _VISITS:
            kept: dict[str, Any] = {
                key: "" if value is None and key not in _MAY_BE_NONE else value
                for key, value in values.items()
            }
            entry = VisitEntry(**kept)
            return bound(_SERVICES[op], self.ctx.office, case_id=self.case_id, entry=entry)
        given = {key: "" if value is None else value for key, value in values.items()}
        if op is Op.WATCH_ENDED:
            given["kind"] = values["kind"]
        return bound(_SERVICES[op], self.ctx.office, case_id=self.case_id, **given)

    def _on_changed(self, changes: Changes) -> None:
        if changes.op is Op.RETURN_TO_HARDSHIP and self.case_id in changes.case_ids:
            self._new_case = changes.result_id
        super()._on_changed(changes)

    def _go_to_new(self) -> None:
        """The new draft is where the work goes on."""
        if self._new_case is not None:
            self.ctx.go("case", case_id=self._new_case, page="facts")


_SERVICES: dict[Op, Callable[..., Changes]] = {
    Op.RECORD_VISIT: record_visit,
    Op.RECORD_FOLLOW_UP: record_follow_up,
    Op.ANNUAL_REVIEW: annual_review,
    Op.END_WATCH: end_watch,
    Op.WATCH_ENDED: watch_ended,
    Op.RETURN_TO_HARDSHIP: return_to_hardship,
}


def _how_to_begin(data: VisitPage) -> str:
    """Which button writes the first visit down; empty where none is offered."""
    offered_op = next(filter(data.at.offers, _VISITS), None)
    if offered_op is None:
        return ""
    return f"走访后用上面的“{offered_op.label}…”登记：日期、方式、走访人和看到的情况。"


def _visit_entries(data: VisitPage) -> tuple[Entry, ...]:
    return (
        Entry("visited_on", "走访日期", Day(is_past=True), True, data.at.today),
        Entry("method", "走访方式", required=True, options=offered(data.methods)),
        Entry("visitor_one", "走访人一", PersonName(), True, data.contact_person),
        Entry("visitor_two", "走访人二", PersonName(), hint="可以不填"),
        Entry("interviewee", "被访人", PersonName(), value=data.applicant),
        Entry("monthly_income_fen", "家庭月收入", Money(), hint="元"),
        Entry("people_change", "家庭人口变化", Text(), hint="没有变化可以不填"),
        Entry("outlay_change", "刚性支出变化", Text(), hint="没有变化可以不填"),
        Entry("is_cause_gone", "致困原因是否消除", options=_YES_NO),
        Entry("relapse_risk", "返困风险", options=offered(data.risks, empty="没有判断")),
        Entry("satisfaction", "满意度", options=offered(data.satisfactions, empty="没有询问")),
        Entry("new_needs", "新需求", LongText(), span=2),
        Entry("measures_done", "已落实措施", LongText(), span=2),
        Entry("remarks", "备注", LongText(), span=2),
    )


def _entries(op: Op, data: VisitPage) -> tuple[Entry, ...]:
    if op is Op.ANNUAL_REVIEW:
        fresh = data.review.fresh_category if data.review else None
        value = fresh if fresh in data.categories else ""
        return (
            Entry(
                "category",
                "困难类别",
                value=value,
                options=offered(data.categories, empty="按认定结果"),
            ),
            Entry("note", "意见", LongText(), lines=3, hint="与认定结果不同的要写明理由"),
        )
    if op is Op.WATCH_ENDED:
        kinds = tuple((kind, kind.value) for kind in data.end_kinds)
        return (
            Entry("kind", "终止的原因", required=True, options=((None, "请选择"), *kinds)),
            Entry("note", "情况说明", LongText(), True, lines=3),
        )
    must = op is Op.RETURN_TO_HARDSHIP
    label, hint = ("返困的情况", "") if must else ("意见", "可以不填")
    return (Entry("note", label, LongText(), must, lines=3, hint=hint),)
