"""The tab 公示: democratic appraisal, the notice that hangs, objections, and earlier notices."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.changes import Op
from app.fields.kinds import Day, LongText, Text
from app.lifecycle import PublicityKind, Stage
from app.review.appraisals import hold_appraisal
from app.review.publicity import (
    close_publicity,
    dismiss_objection,
    post_publicity,
    record_objection,
    uphold_objection,
)
from app.review.publicity_page import NoticeLine, ObjectionLine, publicity_page
from app.review.publicity_page import PublicityPage as PublicityData
from ui.context import bound
from ui.fields.form_dialog import Entry
from ui.screens.case import publicity_forms as forms
from ui.screens.case import review_words as words
from ui.screens.case.sheet_page import SheetPage
from ui.style import Role, Tone
from ui.widgets import Button, Chip, Label
from ui.widgets.blocks import Body, actions, grid, pairs, record

__all__ = ["PublicityPage"]

_PAST = Day(is_past=True)


class PublicityPage(SheetPage[PublicityData]):
    """What hangs now on top; the forms open over the page."""

    key = "publicity"
    title = "公示"
    read_page = staticmethod(publicity_page)

    def blocks(self, data: PublicityData) -> Sequence[QWidget]:
        """What hangs now, what it says, what was said against it, and earlier notices."""
        blocks: list[QWidget] = []
        if data.at.stage is Stage.APPRAISAL or data.appraisals:
            blocks.append(self._appraisals(data))
        blocks.append(self._now(data))
        if data.kind is not None and data.running is None:
            blocks.append(_text(data))
        if data.running is not None:
            blocks.append(self._objections(data, data.running))
        past = [one for one in data.notices if not one.is_running]
        if past:
            blocks.append(self._past(data, past))
        return blocks

    # ------------------------------------------------------------ what is shown

    def _appraisals(self, data: PublicityData) -> QWidget:
        buttons: list[QWidget] = []
        if data.at.offers(Op.RECORD_APPRAISAL):
            buttons = [
                Button("登记评议…", self.ask_appraisal, shortcut="Ctrl+Shift+R", tip="登记民主评议")
            ]
        card = Body("民主评议", *buttons)
        if data.at.stage is Stage.APPRAISAL and (due := words.due_word(data.at)):
            card.add(record("本阶段", [Chip(due.text, Tone(due.tone))]))
        card.add(Label(words.shares_words(data.shares), Role.MUTED, wrap=True))
        for line in data.appraisals:
            chip = words.appraisal_chip(line, data.shares)
            card.add(
                record(
                    f"{line.held_on} 评议",
                    [Chip(chip.text, Tone(chip.tone))],
                    pairs(*words.appraisal_pairs(line)),
                )
            )
        return card

    def _now(self, data: PublicityData) -> QWidget:
        running = data.running
        card = Body(_now_title(data), *self._notice_actions(data, running))
        if running is None:
            for sentence in _not_posted(data):
                card.add(Label(sentence, Role.MUTED, wrap=True))
            return card
        chip = words.notice_chip(running, data.at.today)
        title = words.period_words(running.period)
        card.add(record(title, [Chip(chip.text, Tone(chip.tone))]))
        if sentence := words.unpublished_sentence(running.period.unpublished):
            mark = Label(sentence, wrap=True)
            mark.set_tone(Tone.AMBER)
            card.add(mark)
        card.add(pairs(*words.notice_pairs(running)[:-1]))
        return card

    def _notice_actions(self, data: PublicityData, running: NoticeLine | None) -> list[QWidget]:
        if not data.at.offers(Op.POST_PUBLICITY):
            return []
        if running is None:
            return [Button("登记张贴…", self.ask_post, shortcut="Ctrl+Shift+R", tip="登记张贴公示")]
        return [
            Button(
                "登记公示结果…",
                self.ask_close,
                shortcut="Ctrl+Shift+R",
                tip="公示期满后登记结果",
            ),
            Button("登记异议…", self.ask_objection),
            Button("重新公示…", self.ask_post, tip="公示有误时作废原公示，天数重新计算"),
        ]

    def _objections(self, data: PublicityData, notice: NoticeLine) -> QWidget:
        card = Body("异议")
        if not notice.objections:
            card.add(
                Label(
                    "暂无异议。有人提出时，请用“登记异议”记下来，匿名的也要记。",
                    Role.MUTED,
                    wrap=True,
                )
            )
        for line in notice.objections:
            card.add(self._objection(data, line))
        return card

    def _objection(self, data: PublicityData, line: ObjectionLine) -> QWidget:
        chip = words.objection_chip(line)
        parts: list[QWidget] = [pairs(("内容", line.text), ("答复", line.answer), columns=1)]
        if line.decided_on is None and data.at.offers(Op.DISMISS_OBJECTION):
            parts.append(
                actions(
                    Button("不成立，答复…", bound(self.ask_dismiss, line)),
                    Button("成立…", bound(self.ask_uphold, line)),
                )
            )
        who = line.raised_by or "匿名"
        return record(f"{line.raised_on}　{who}", [Chip(chip.text, Tone(chip.tone))], *parts)

    def _past(self, data: PublicityData, past: list[NoticeLine]) -> QWidget:
        card = Body("以前的公示")
        for line in past:
            chip = words.notice_chip(line, data.at.today)
            parts: list[QWidget] = [pairs(*words.notice_pairs(line))]
            parts += [self._objection(data, one) for one in line.objections]
            card.add(record(line.kind.value, [Chip(chip.text, Tone(chip.tone))], *parts))
        return card

    # ------------------------------------------------------------ forms

    def ask(self, op: Op) -> None:
        """The form of an operation of this stage."""
        undecided = self.data.running.undecided if self.data and self.data.running else ()
        if op in (Op.DISMISS_OBJECTION, Op.UPHOLD_OBJECTION):
            if undecided:
                ask = self.ask_dismiss if op is Op.DISMISS_OBJECTION else self.ask_uphold
                ask(undecided[0])
            return
        {
            Op.RECORD_APPRAISAL: self.ask_appraisal,
            Op.APPRAISAL_NOT_PASSED: self.ask_appraisal,
            Op.APPRAISAL_NO_QUORUM: self.ask_appraisal,
            Op.POST_PUBLICITY: self.ask_post,
            Op.CLOSE_PUBLICITY: self.ask_close,
            Op.RECORD_OBJECTION: self.ask_objection,
        }[op]()

    def ask_appraisal(self) -> None:
        """The form of an appraisal; the count decides what it means."""
        self.open_form(
            "登记民主评议",
            forms.appraisal_entries(self.ctx.office.today),
            lambda values: bound(
                hold_appraisal, self.ctx.office, case_id=self.case_id, entry=forms.appraisal(values)
            ),
            action="登记评议",
            explanation=words.shares_words(self.data.shares) if self.data else "",
            is_wide=True,
        )

    def ask_post(self) -> None:
        """The form of a notice; posting again asks why."""
        data = self.data
        if data is None:
            return
        again = data.running is not None
        explanation = (
            "现在这份公示会作废，天数从新的张贴日期重新计算；没有处理的异议转到新公示。"
            if again
            else f"公示从张贴的次日起算，不少于 {data.least_days} 个工作日。"
        )
        self.open_form(
            "重新公示" if again else "登记张贴公示",
            forms.notice_entries(data),
            lambda values: bound(
                post_publicity, self.ctx.office, case_id=self.case_id, entry=forms.notice(values)
            ),
            action="作废并重新公示" if again else "登记张贴",
            explanation=explanation,
            is_danger=again,
            is_wide=True,
        )

    def ask_close(self) -> None:
        """The result of the notice."""
        self.open_form(
            "登记公示结果",
            (
                Entry(
                    "note",
                    "公示结果",
                    LongText(),
                    value="公示期满，无异议。" if not self._had_objections() else "",
                    lines=3,
                ),
            ),
            lambda values: bound(
                close_publicity,
                self.ctx.office,
                case_id=self.case_id,
                note=values["note"] or "",
            ),
            action="公示期满，进入下一步",
            explanation="公示期满的次日起才能登记；有异议的要先处理完。",
        )

    def ask_objection(self) -> None:
        """The form of an objection."""
        self.open_form(
            "登记异议",
            (
                Entry("raised_on", "提出日期", _PAST, True, self.ctx.office.today),
                Entry("raised_by", "提出人", Text(), hint="不愿留名的可以不填"),
                Entry("text", "异议内容", LongText(), True, lines=4),
            ),
            lambda values: bound(
                record_objection,
                self.ctx.office,
                case_id=self.case_id,
                text=values["text"],
                raised_by=values["raised_by"] or "",
                raised_on=values["raised_on"],
            ),
            action="登记异议",
            explanation="登记后，处理完以前不能办理公示期满。",
        )

    def ask_dismiss(self, line: ObjectionLine) -> None:
        """Answer an objection that does not hold."""
        self.open_form(
            "异议不成立",
            (Entry("answer", "核实与答复", LongText(), True, lines=4),),
            lambda values: bound(
                dismiss_objection,
                self.ctx.office,
                case_id=self.case_id,
                objection_id=line.id,
                answer=values["answer"],
            ),
            action="答复，公示继续",
            explanation=f"异议内容：{line.text}",
        )

    def ask_uphold(self, line: ObjectionLine) -> None:
        """Decide on an objection that holds."""
        is_exit = self.data is not None and self.data.kind is PublicityKind.EXIT
        targets = (
            (None, "请选择"),
            (Stage.FIRST_REVIEW, "退回初审，重新核实"),
            (Stage.REFUSED, "不予建档"),
        )
        entries = [Entry("answer", "核实与处理", LongText(), True, lines=4)]
        if not is_exit:
            entries.insert(0, Entry("to", "怎样处理", required=True, options=targets))
        self.open_form(
            "异议成立",
            tuple(entries),
            lambda values: bound(
                uphold_objection,
                self.ctx.office,
                case_id=self.case_id,
                objection_id=line.id,
                answer=values["answer"],
                to=values.get("to"),
            ),
            action="异议成立，终止公示",
            explanation=f"异议内容：{line.text}" + ("　成立后继续在档帮扶。" if is_exit else ""),
            is_danger=True,
        )

    def _had_objections(self) -> bool:
        running = self.data.running if self.data else None
        return bool(running and running.objections)


def _now_title(data: PublicityData) -> str:
    return data.kind.value if data.kind is not None else "公示"


def _not_posted(data: PublicityData) -> list[str]:
    if data.kind is None:
        if data.notices:
            return ["现在没有张贴的公示。"]
        return ["档案进入公示阶段后，在这里登记张贴日期和地点，由程序推算期满日。"]
    sentences = ["还没有登记张贴。请打印公示，在单位和社区张贴后登记。"]
    if data.period is not None:
        sentences.append(f"今天张贴的话，公示时间是 {words.period_words(data.period)}。")
        sentences.append(words.unpublished_sentence(data.period.unpublished))
    return [sentence for sentence in sentences if sentence]


def _text(data: PublicityData) -> QWidget:
    """What the notice will say of the household."""
    card = Body("公示内容")
    facts = data.facts
    card.add(Label(facts.title, Role.STRONG))
    line = (facts.name, facts.employer, facts.category or "（未认定）", facts.cause, facts.matter)
    card.add(grid(("姓名", "工作单位", "困难类别", "致困原因", "拟办事项"), (line,), stretch=1))
    card.add(
        Label(
            "公示不写身份证号、电话、住址和病情；姓名是否隐去由单位设置决定。",
            Role.SMALL,
            wrap=True,
        )
    )
    return card
