"""The tab 退出: the figures, what can be done in this stage, and every exit with its opinions."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.changes import Changes, Op
from app.fields.kinds import Count, Day, LongText, PersonName
from app.leaving.exit_page import ExitPage as ExitData
from app.leaving.exit_page import exit_page
from app.leaving.exits import (
    ExitProposal,
    agree_exit,
    approve_exit,
    drop_exit,
    propose_exit,
    return_exit,
    serve_exit_notice,
)
from app.lifecycle import ExitKind, Stage
from ui.context import bound
from ui.fields.form_dialog import Entry, FormDialog, offered
from ui.screens.case import leaving_words as words
from ui.screens.case.sheet_page import SheetPage
from ui.screens.case.signed_sheet import open_decision, paper_of
from ui.style import Role, Tone
from ui.widgets import Button, Chip, DangerButton, Label
from ui.widgets.blocks import Body, numbers, pairs, record

__all__ = ["ExitPage"]

_PAST = Day(is_past=True)
_MAIN = (Op.PROPOSE_EXIT, Op.AGREE_EXIT, Op.APPROVE_EXIT, Op.SERVE_EXIT_NOTICE)
_BACK = (Op.DROP_EXIT, Op.RETURN_EXIT)
_EXPLAINED = {
    Op.PROPOSE_EXIT: "提出后由基层工会集体研究；脱困、解困和核对不符还要公示，近 12 个月的数字随申请一并保存。",
    Op.AGREE_EXIT: "同意后，脱困、解困和核对不符进入退出公示，死亡、迁出和放弃直接报审批。",
    Op.DROP_EXIT: "不同意的，这一户留在在档帮扶。",
    Op.APPROVE_EXIT: "批准后，脱困和解困的转入跟踪，其他的归档。",
    Op.RETURN_EXIT: "退回后重新集体研究；要公示的须重新公示。",
    Op.SERVE_EXIT_NOTICE: "退出告知书一式两份，一份由职工或家属签收。",
}


class ExitPage(SheetPage[ExitData]):
    """What the stage asks for on top; the forms open over the page."""

    key = "exit"
    title = "退出"
    read_page = staticmethod(exit_page)

    def blocks(self, data: ExitData) -> Sequence[QWidget]:
        """What the stage asks for, the figures, and the exits so far."""
        blocks: list[QWidget] = [self._now(data)]
        if data.figures is not None or data.problem:
            blocks.append(_figures(data))
        if data.exits:
            blocks += [_exits(data), _opinions(data)]
        return blocks

    # ------------------------------------------------------------ what is shown

    def _now(self, data: ExitData) -> QWidget:
        ops = [op for op in (*_MAIN, *_BACK) if _is_offered(data, op)]
        buttons = [self._button(op) for op in ops]
        if data.at.stage is Stage.EXIT_PUBLICITY:
            go = bound(self.ctx.go, "case", case_id=data.at.case_id, page="publicity")
            buttons.append(Button("到公示页", go, tip="登记张贴、异议和公示结果"))
        card = Body(f"退出：{data.applicant} 一户", *buttons)
        if chip := words.stage_word(data):
            card.add(record(f"本阶段：{data.at.stage.label}", [Chip(chip.text, Tone(chip.tone))]))
        for word in words.exit_sentences(data):
            card.add(_sentence(word))
        card.add(pairs(("建档日期", str(data.filed_on or "")), ("困难类别", data.category)))
        card.add(pairs(("累计帮扶", words.aid_words(data)), columns=1))
        return card

    def _button(self, op: Op) -> QWidget:
        if op in _BACK:
            return DangerButton(f"{op.label}…", bound(self.ask, op))
        return Button(f"{op.label}…", bound(self.ask, op), shortcut="Ctrl+Shift+R", tip=op.label)

    # ------------------------------------------------------------ forms

    def ask(self, op: Op) -> FormDialog | None:
        """The form of an operation of this stage."""
        data = self.data
        if data is None or op not in _EXPLAINED:
            return None
        return open_decision(
            self.ctx,
            self,
            op,
            at=data.at,
            entries=_entries(op, data),
            scans=data.scans,
            work=partial(self._work, op),
            explanation=_EXPLAINED[op],
            danger=op in _BACK,
            wide=op is Op.PROPOSE_EXIT,
        )

    def _work(self, op: Op, values: Mapping[str, Any], on_paper: bool) -> Callable[[], Changes]:
        given: dict[str, Any] = {"case_id": self.case_id}
        if op is Op.PROPOSE_EXIT:
            given["proposal"] = ExitProposal(
                kind=values["kind"],
                initiator=values["initiator"],
                reason=values["reason"],
                statement_on=values["statement_on"],
                months_above=values["months_above"],
            )
        else:
            given |= {key: value for key, value in values.items() if not key.startswith("paper_")}
        if "note" in given:
            given["note"] = given["note"] or ""
        if on_paper:
            given["paper"] = paper_of(values)
        return bound(_SERVICES[op], self.ctx.office, **given)


_SERVICES: dict[Op, Callable[..., Changes]] = {
    Op.PROPOSE_EXIT: propose_exit,
    Op.AGREE_EXIT: agree_exit,
    Op.DROP_EXIT: drop_exit,
    Op.APPROVE_EXIT: approve_exit,
    Op.RETURN_EXIT: return_exit,
    Op.SERVE_EXIT_NOTICE: serve_exit_notice,
}


def _is_offered(data: ExitData, op: Op) -> bool:
    if op is Op.SERVE_EXIT_NOTICE and data.to_serve is None:
        return False
    return data.at.offers(op)


def _entries(op: Op, data: ExitData) -> tuple[Entry, ...]:
    if op is Op.PROPOSE_EXIT:
        return _proposal_entries(data)
    if op is Op.SERVE_EXIT_NOTICE:
        return (
            Entry("served_on", "送达日期", _PAST, True, data.at.today),
            Entry("receiver", "签收人", PersonName(), True, data.applicant),
        )
    if op is Op.AGREE_EXIT:
        return _agreement_entries(data)
    must = op in _BACK
    label, hint = ("原因", "") if must else ("意见", "可以不填")
    return (Entry("note", label, LongText(), must, lines=3, span=2, hint=hint),)


def _agreement_entries(data: ExitData) -> tuple[Entry, ...]:
    note = Entry("note", "意见", LongText(), lines=3, span=2, hint="可以不填")
    if data.running is None or not data.running.kind.needs_publicity:
        return (note,)
    return (
        Entry("meeting_on", "集体研究日期", _PAST, True),
        Entry("meeting_people", "参加人数", Count(least=1, most=999), True),
        note,
    )


def _proposal_entries(data: ExitData) -> tuple[Entry, ...]:
    kinds = tuple((kind, kind.value) for kind in ExitKind)
    months = f"几个月；脱困要满 {data.months_needed} 个月"
    return (
        Entry("kind", "退出类型", required=True, options=((None, "请选择"), *kinds)),
        Entry("initiator", "提出方式", required=True, options=offered(data.initiators)),
        Entry("months_above", "连续高于低保", Count(most=600), hint=months),
        Entry("statement_on", "本人签字日期", _PAST, hint="本人签署无异议的日期"),
        Entry("reason", "退出原因", LongText(), True, span=2, lines=3),
    )


def _figures(data: ExitData) -> QWidget:
    card = Body("近 12 个月的数字")
    if data.figures is None:
        card.add(_sentence(words.Word(data.problem, "amber")))
        return card
    card.add(numbers(*words.figure_numbers(data.figures)))
    card.add(_sentence(words.figures_sentence(data.figures)))
    for remark in data.figures.remarks:
        card.add(Label(remark, Role.MUTED, wrap=True))
    return card


def _exits(data: ExitData) -> QWidget:
    card = Body("退出记录")
    for line in data.exits:
        chip = words.exit_chip(line)
        chips = [Chip(chip.text, Tone(chip.tone))]
        card.add(record(words.exit_title(line), chips, pairs(*words.exit_pairs(line))))
    return card


def _opinions(data: ExitData) -> QWidget:
    card = Body("研究和审批意见")
    for line in data.opinions:
        chips = [Chip("纸质", Tone.BLUE)] if line.is_on_paper else []
        card.add(record(words.opinion_title(line), chips, pairs(*words.opinion_pairs(line))))
    return card


def _sentence(word: words.Word) -> Label:
    label = Label(word.text, wrap=True)
    if word.tone != "neutral":
        label.set_tone(Tone(word.tone))
    return label
