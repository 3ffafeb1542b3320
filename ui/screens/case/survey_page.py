"""The tab 入户调查: visits to the home, and the check with the checking centre."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from app.changes import Op
from app.fields.kinds import Day, LongText, PersonName, YesNo
from app.lifecycle import Stage
from app.review.checks import check_contradiction, check_no_reply, record_check, send_check
from app.review.survey_page import SurveyPage as SurveyData
from app.review.survey_page import survey_page
from app.review.surveys import SurveyEntry, record_survey, survey_not_met, survey_unwilling
from ui.context import bound
from ui.fields.form_dialog import Entry, offered
from ui.screens.case import review_words as words
from ui.screens.case.sheet_page import SheetPage
from ui.style import Role, Tone
from ui.widgets import (
    Button,
    Chip,
    DangerButton,
    Label,
)
from ui.widgets.blocks import Body, pairs, record

__all__ = ["SurveyPage"]

_PAST = Day(is_past=True)


class SurveyPage(SheetPage[SurveyData]):
    """Visits and checks, the newest first; the forms open over the page."""

    key = "survey"
    title = "入户调查"
    read_page = staticmethod(survey_page)

    def blocks(self, data: SurveyData) -> Sequence[QWidget]:
        """Visits, then checks."""
        return self._surveys(data), self._checks(data)

    # ------------------------------------------------------------ what is shown

    def _surveys(self, data: SurveyData) -> QWidget:
        actions: list[QWidget] = []
        if data.at.offers(Op.RECORD_SURVEY):
            actions = [
                Button("登记调查…", self.ask_survey, shortcut="Ctrl+Shift+R", tip="登记入户调查"),
                Button("登记未遇…", self.ask_not_met),
                DangerButton("不愿接受调查…", self.ask_unwilling),
            ]
        card = Body("入户调查", *actions)
        if data.is_staff_relative:
            warning = Label("申请人是经办人员的近亲属，请由没有亲属关系的人员调查。", wrap=True)
            warning.set_tone(Tone.AMBER)
            card.add(warning)
        if data.at.stage is Stage.SURVEY and (due := words.due_word(data.at)):
            card.add(record("本阶段", [Chip(due.text, Tone(due.tone))]))
        if not data.surveys:
            card.add(Label(_first_visit(data), Role.MUTED, wrap=True))
        for line in data.surveys:
            chip = words.survey_chip(line)
            card.add(
                record(
                    words.survey_title(line),
                    [Chip(chip.text, Tone(chip.tone))],
                    pairs(*words.survey_pairs(line)),
                )
            )
        return card

    def _checks(self, data: SurveyData) -> QWidget:
        card = Body("经济核对", *self._check_actions(data))
        if data.at.stage is Stage.CHECK and (due := words.due_word(data.at)):
            card.add(record("本阶段", [Chip(due.text, Tone(due.tone))]))
        if data.is_unchecked:
            mark = Label("本户标为“未核对”：期限内没有收到核对结果，审批时请留意。", wrap=True)
            mark.set_tone(Tone.AMBER)
            card.add(mark)
        if not data.checks:
            card.add(Label(_first_check(data), Role.MUTED, wrap=True))
        for line in data.checks:
            chip = words.check_chip(line, is_unchecked=data.is_unchecked)
            card.add(
                record(
                    words.check_title(line),
                    [Chip(chip.text, Tone(chip.tone))],
                    pairs(*words.check_pairs(line)),
                )
            )
        return card

    def _check_actions(self, data: SurveyData) -> list[QWidget]:
        if not data.at.offers(Op.RECORD_CHECK):
            return []
        is_sent = any(line.sent_on and line.replied_on is None for line in data.checks)
        actions: list[QWidget] = [
            Button("登记核对结果…", self.ask_reply, shortcut="Ctrl+Shift+R", tip="登记核对结果"),
            Button("结果不一致…", self.ask_contradiction),
        ]
        if data.at.overdue_days:
            actions.append(Button("逾期未回复…", self.ask_no_reply))
        actions.append(Button("改送核日期…" if is_sent else "登记送核…", self.ask_sent))
        return actions

    # ------------------------------------------------------------ forms

    def ask(self, op: Op) -> None:
        """The form of an operation of this stage."""
        {
            Op.RECORD_SURVEY: self.ask_survey,
            Op.SURVEY_NOT_MET: self.ask_not_met,
            Op.SURVEY_UNWILLING: self.ask_unwilling,
            Op.SEND_CHECK: self.ask_sent,
            Op.RECORD_CHECK: self.ask_reply,
            Op.CHECK_CONTRADICTION: self.ask_contradiction,
            Op.CHECK_NO_REPLY: self.ask_no_reply,
        }[op]()

    def ask_survey(self) -> None:
        """The form of a visit."""
        self.open_form(
            "登记入户调查",
            (
                *self._visit_entries(),
                Entry("interviewee", "被调查人", PersonName(), True, self._applicant()),
                Entry(
                    "conclusion",
                    "调查结论",
                    required=True,
                    options=offered(self._labels("conclusions")),
                ),
                Entry("living", "居住与家庭实况", LongText(), span=2, lines=2),
                Entry("neighbours", "邻里单位核实", LongText(), span=2, lines=2),
                Entry("wishes", "需求与意愿", LongText(), span=2, lines=2),
                Entry("conclusion_note", "结论说明", LongText(), span=2, lines=2),
            ),
            lambda values: bound(
                record_survey, self.ctx.office, case_id=self.case_id, entry=_entry(values)
            ),
            action="登记调查",
            explanation="保存后进入下一步。调查人写真实姓名，两位都要到场。",
            is_wide=True,
        )

    def ask_not_met(self) -> None:
        """The form of a visit that met nobody."""
        self.open_form(
            "登记未遇",
            (
                *self._visit_entries(),
                Entry("next_date", "再次入户日期", Day(), True),
                Entry("conclusion_note", "说明", LongText(), span=2),
            ),
            lambda values: bound(
                survey_not_met,
                self.ctx.office,
                case_id=self.case_id,
                entry=_entry(values),
                next_date=values["next_date"],
            ),
            action="登记未遇",
            explanation="家中没有人时登记；档案留在入户调查，按约定日期再去。",
            is_wide=True,
        )

    def ask_unwilling(self) -> None:
        """The form for a household that does not want to be surveyed."""
        self.open_form(
            "不愿接受调查",
            (
                *self._visit_entries(),
                Entry("interviewee", "被调查人", PersonName(), False, self._applicant()),
                Entry("conclusion_note", "结论说明", LongText(), True, span=2, lines=3),
            ),
            lambda values: bound(
                survey_unwilling, self.ctx.office, case_id=self.case_id, entry=_entry(values)
            ),
            action="按撤回结束申请",
            explanation="申请人表示不愿接受入户调查时登记，这次申请到此结束；以后可以再次申请。",
            is_wide=True,
            is_danger=True,
        )

    def ask_sent(self) -> None:
        """The day on which the letter of authority was sent."""
        self.open_form(
            "登记送核",
            (Entry("sent_on", "送核日期", _PAST, True, self.ctx.office.today),),
            lambda values: bound(
                send_check, self.ctx.office, case_id=self.case_id, sent_on=values["sent_on"]
            ),
            action="登记送核",
            explanation="名单和核对授权书送到民政核对中心的日期。",
        )

    def ask_reply(self) -> None:
        """The form of a reply that agrees."""
        self.open_form(
            "登记核对结果",
            (
                Entry("replied_on", "回复日期", _PAST, True, self.ctx.office.today),
                Entry("valid_until", "有效期至", Day()),
                Entry("detail", "核对情况", LongText(), lines=3),
            ),
            lambda values: bound(
                record_check, self.ctx.office, case_id=self.case_id, **_plain(values)
            ),
            action="结果相符，进入下一步",
            explanation="核对结果与申报一致时登记；不一致的请用“结果不一致”。保存后资料不能再改的，须先完成认定。",
        )

    def ask_contradiction(self) -> None:
        """The form of a reply that contradicts."""
        self.open_form(
            "核对结果不一致",
            (
                Entry("replied_on", "回复日期", _PAST, True, self.ctx.office.today),
                Entry("detail", "不一致之处", LongText(), True, lines=4),
            ),
            lambda values: bound(
                check_contradiction, self.ctx.office, case_id=self.case_id, **_plain(values)
            ),
            action="退回初审",
            explanation="档案退回初审，由审核人员复核不一致之处。",
            is_danger=True,
        )

    def ask_no_reply(self) -> None:
        """The form for no reply within the limit."""
        self.open_form(
            "核对逾期未回复",
            (Entry("note", "原因", LongText(), True, lines=3, hint="怎样催办、为什么没有回复"),),
            lambda values: bound(
                check_no_reply, self.ctx.office, case_id=self.case_id, note=values["note"]
            ),
            action="按未核对进入下一步",
            explanation="核对期限已过仍没有回复时办理；档案标为“未核对”，审批人会看到。",
            is_danger=True,
        )

    def _visit_entries(self) -> tuple[Entry, ...]:
        methods = self._labels("methods")
        return (
            Entry("visited_on", "调查日期", _PAST, True, self.ctx.office.today),
            Entry(
                "method",
                "调查方式",
                required=True,
                value=methods[0] if methods else "",
                options=offered(methods),
            ),
            Entry("visitor_one", "调查人一", PersonName(), True),
            Entry("visitor_two", "调查人二", PersonName(), True),
            Entry(
                "no_kinship",
                "回避声明",
                YesNo(),
                True,
                span=2,
                hint="两位调查人与申请人没有亲属关系",
            ),
        )

    def _labels(self, key: str) -> tuple[str, ...]:
        return getattr(self.data, key) if self.data is not None else ()

    def _applicant(self) -> str:
        return self.data.applicant if self.data is not None else ""


def _entry(values: Any) -> SurveyEntry:
    """The form's values as the service takes them."""
    day: date | None = values["visited_on"]
    texts = (
        "method",
        "visitor_one",
        "visitor_two",
        "interviewee",
        "living",
        "neighbours",
        "wishes",
        "conclusion",
        "conclusion_note",
    )
    return SurveyEntry(
        visited_on=day,
        no_kinship=bool(values["no_kinship"]),
        **{key: values.get(key) or "" for key in texts},
    )


def _plain(values: Any) -> dict[str, Any]:
    """Empty texts as the services take them."""
    return {
        key: "" if value is None and key == "detail" else value for key, value in values.items()
    }


def _first_visit(data: SurveyData) -> str:
    if data.at.offers(Op.RECORD_SURVEY):
        return "还没有入户记录。两人一起到家里看一看，回来后在这里登记。"
    return "还没有入户记录，进入“入户调查”阶段后由经办人员登记。"


def _first_check(data: SurveyData) -> str:
    if data.at.offers(Op.RECORD_CHECK):
        return "还没有核对记录。先把名单和核对授权书送到核对中心，并登记送核日期。"
    return "还没有核对记录，进入“经济核对”阶段后由经办人员登记。"
