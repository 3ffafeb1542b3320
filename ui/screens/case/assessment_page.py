"""The tab 认定: every number with its sentence and source, what is unverified, and the history."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.changes import Op
from app.fields.kinds import LongText
from app.review.assessing import AssessmentView, assess_case
from app.review.assessment_page import AssessmentPage as AssessmentData
from app.review.assessment_page import assessment_page
from ui.context import Context, bound
from ui.fields.form_dialog import Entry
from ui.screens.case import review_words as words
from ui.screens.case.sheet_page import SheetPage
from ui.style import Role, Tone
from ui.widgets import (
    Button,
    CellKind,
    Chip,
    ChipText,
    Column,
    DataTable,
    Label,
    row,
)
from ui.widgets.blocks import Body, grid, numbers, record

__all__ = ["AssessmentPage"]


class AssessmentPage(SheetPage[AssessmentData]):
    """The newest assessment or, where there is none, what the facts would give today."""

    key = "assessment"
    title = "认定"
    read_page = staticmethod(assessment_page)

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.shown: AssessmentView | None = None
        self._chosen_id: int | None = None

    def forget(self) -> None:
        """Another case begins with its newest assessment."""
        self._chosen_id = None
        super().forget()

    def show_data(self, data: AssessmentData) -> None:
        """Put what was read on the page; a new assessment goes before the one that was chosen."""
        if self.data is not None and data.made[:1] != self.data.made[:1]:
            self._chosen_id = None
        super().show_data(data)

    def blocks(self, data: AssessmentData) -> Sequence[QWidget]:
        """The result, how it came about, and earlier ones."""
        chosen = [view for view in data.made if view.id == self._chosen_id]
        kept = chosen or list(data.made[:1])
        self.shown = kept[0] if kept else data.preview
        blocks: list[QWidget] = [self._result(data)]
        if self.shown is not None:
            blocks += self._explained(self.shown)
        if data.made:
            blocks.append(self._history(data))
        return blocks

    def choose(self, view: AssessmentView) -> None:
        """Show an earlier assessment."""
        self._chosen_id = view.id
        if self.data is not None:
            self.show_data(self.data)
            self.sheet.verticalScrollBar().setValue(0)

    def ask(self, op: Op) -> None:
        """The form of an operation of this stage: here the assessment alone."""
        if op is Op.ASSESS:
            self.ask_assess()

    def ask_assess(self) -> None:
        """Keep an assessment of the facts as they are."""
        case_id, office = self.case_id, self.ctx.office
        self.open_form(
            "困难认定",
            (Entry("note", "备注", LongText(), lines=3, hint="可以不填"),),
            lambda values: bound(assess_case, office, case_id=case_id, note=values["note"] or ""),
            action="按现在的资料认定",
            explanation="资料、标准、每一步计算和结果会一起保存，以后不会因标准调整而改变。",
        )

    # ------------------------------------------------------------ what is shown

    def _result(self, data: AssessmentData) -> QWidget:
        actions: list[QWidget] = []
        if data.at.offers(Op.ASSESS):
            word = "重新认定…" if data.made else "认定…"
            button = Button(word, self.ask_assess, shortcut="Ctrl+Shift+R", tip="按现在的资料认定")
            button.setEnabled(data.preview is not None)
            actions = [button]
        card = Body("认定结果", *actions)
        for sentence, tone in self._remarks(data):
            label = Label(sentence, wrap=True)
            label.set_tone(tone)
            card.add(label)
        view = self.shown
        if view is None:
            card.add(
                Label(
                    "填好家庭成员、收入和支出后，这里按生效的标准逐项计算。", Role.MUTED, wrap=True
                )
            )
            return card
        card.add(record(_made_words(view), _chips(view)))
        card.add(numbers(*words.figures(view)))
        card.add(Label(words.formula(view), Role.MUTED, wrap=True, selectable=True))
        if view.exclusions:
            label = Label("排除情形：" + "；".join(view.exclusions) + "。", Role.STRONG, wrap=True)
            label.set_tone(Tone.RED)
            card.add(label)
        for remark in view.remarks:
            card.add(Label(remark, Role.MUTED, wrap=True))
        if view.note:
            card.add(Label(f"备注：{view.note}", wrap=True, selectable=True))
        return card

    def _remarks(self, data: AssessmentData) -> list[tuple[str, Tone]]:
        found = []
        if data.problem:
            found.append((data.problem, Tone.RED))
        if not data.made and data.preview is not None:
            found.append(("下面是按现在资料的试算，还没有保存为认定。", Tone.AMBER))
        if data.is_outdated:
            found.append(("上次认定以后资料有修改，请重新认定。", Tone.AMBER))
        if self.shown is not None and self.shown.is_borderline:
            sentence = "结果离标准线不到 1%，属于临界，请人工复核收入和支出的凭证。"
            found.append((sentence, Tone.AMBER))
        return found

    def _explained(self, view: AssessmentView) -> list[QWidget]:
        blocks: list[QWidget] = []
        if view.unverified or view.confirmed:
            blocks.append(_unverified(view))
        trace = Body("逐项说明")
        tones = [Tone(tone) if tone else None for tone in words.trace_tones(view.trace)]
        trace.add(
            grid(("步骤", "说明", "来源"), words.trace_rows(view.trace), stretch=1, tones=tones)
        )
        trace.add(Label(words.source_words(view), Role.SMALL, wrap=True))
        blocks.append(trace)
        return blocks

    def _history(self, data: AssessmentData) -> QWidget:
        card = Body("认定记录")
        table = DataTable(
            (
                Column("认定日期", lambda view: str(view.made_on), width=120, strong=True),
                Column("结果", _history_chip, CellKind.CHIP, width=160),
                Column(
                    "月人均纯收入(元)",
                    lambda view: words.yuan(view.net_per_capita),
                    CellKind.NUMBER,
                    width=140,
                    aside=1,
                ),
                Column("标准", lambda view: view.policy_title, stretch=True, muted=True, aside=2),
                Column("认定人", lambda view: view.made_by or "", width=110, muted=True, aside=3),
            ),
            compact=True,
            name="认定记录",
        )
        table.set_rows(data.made, key=lambda view: view.id)
        table.fit_height(6)
        table.opened.connect(self.choose)
        card.add(table)
        card.add(Label("双击或按回车，查看当时的逐项说明。", Role.SMALL))
        return card


def _chips(view: AssessmentView) -> list[Chip]:
    word = words.category_word(view)
    chips = [Chip(word.text, Tone(word.tone))]
    if view.is_borderline:
        chips.append(Chip("临界", Tone.AMBER))
    others = [name for name in view.matched if name != view.category]
    chips += [Chip(f"也符合{name}", Tone.NEUTRAL) for name in others if view.is_eligible]
    if view.unverified:
        chips.append(Chip(f"{len(view.unverified)} 项待确认", Tone.AMBER))
    return chips


def _made_words(view: AssessmentView) -> str:
    if view.id is None:
        return "试算"
    return f"{view.made_on}　{view.made_by or ''}"


def _history_chip(view: AssessmentView) -> ChipText:
    word = words.category_word(view)
    return ChipText(word.text, Tone(word.tone))


def _unverified(view: AssessmentView) -> QWidget:
    card = Body("标准中没有写明的约定")
    for item in view.unverified:
        line = row(Chip("待确认", Tone.AMBER), Label(item, wrap=True, selectable=True))
        line.setStretch(1, 1)
        card.add(line)
    for item in view.confirmed:
        line = row(Chip("已确认", Tone.GREEN), Label(item, wrap=True, selectable=True))
        line.setStretch(1, 1)
        card.add(line)
    if view.unverified:
        card.add(
            Label("请对照文件原文，由管理员在“设置－认定标准”中逐项确认。", Role.SMALL, wrap=True)
        )
    return card
