"""The page 档案: the form of the household, its people in short, and corrections."""

from typing import Any

from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.cases.commands import (
    apply_correction,
    edit_facts,
    refuse_correction,
    request_correction,
)
from app.cases.drafts import KeptTyping, Place
from app.cases.filed import keep_filed_values
from app.cases.queries import CaseFile, MemberRow, case_file
from app.fields.kinds import Money
from app.lifecycle import Stage
from ui.card_button import CardButton
from ui.context import Context, bound
from ui.drafts import DraftKeeper, offer_recent
from ui.fields import FieldForm, FormValues
from ui.screens.case import facts_presenter as presenter
from ui.screens.case.corrections import CorrectionList
from ui.screens.case.deriving import derive, suggest
from ui.screens.case.editing import EditingPage
from ui.screens.case.unmasking import Unmasking
from ui.style import SIZE, Role, Tone, px
from ui.widgets import (
    Banner,
    Button,
    CellKind,
    Column,
    DataTable,
    ElidedLabel,
    EmptyState,
    Foot,
    Label,
    MenuButton,
    PrimaryButton,
    ReasonDialog,
    column,
    row,
)
from ui.widgets.flow import FlowLayout, flow
from ui.widgets.form_sheet import FormSheet
from ui.widgets.keys import Key

_MONEY = Money()
_HINT = ("F7 选择", "输入 .. 填最近用过的", "F8 保存", "F1 全部按键")


class FactsPage(EditingPage):
    """The form in paper order, three to a row. What follows from the ID number is shown, not typed."""

    key = "facts"
    title = "档案"

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.file: CaseFile | None = None
        self._is_correcting = False
        self._wanted = ""
        self.form = self._make_form()
        self.keeper = DraftKeeper(ctx, self.form)
        self.members = _members_table()
        self.members.opened.connect(self._open_member)
        self.filed = Label("", Role.MUTED, wrap=True, selectable=True)
        self.keep_button = Button(
            "就用原文", self._keep_filed, tip="原文就是对的，不再列入待整理；可以撤销"
        )
        filed = row(self.filed, self.keep_button, gap=SIZE.gap)
        filed.setStretch(0, 1)
        self.waiting = CorrectionList("待审核的更正")
        self.decided = CorrectionList("以前的更正")
        self.waiting.agreed.connect(self._agree)
        self.waiting.refused.connect(self._refuse)
        self.why_not = Banner()
        inner = column(
            self.why_not,
            self.waiting,
            self.form,
            filed,
            self.members,
            self.decided,
            None,
            gap=SIZE.gap,
        )
        edge = px(SIZE.gap)
        inner.setContentsMargins(edge, edge, edge, edge)
        self.sheet = FormSheet(inner)
        outer = column(Banner(self), self.sheet, self._make_foot(), gap=0)
        outer.setStretch(1, 1)
        self.setLayout(outer)
        self._show_state()

    # ------------------------------------------------------------ building

    def _make_form(self) -> FieldForm:
        form = FieldForm(self.ctx.today)
        for heading, cells in presenter.SECTIONS:
            if heading:
                form.heading(heading)
            for cell in cells:
                form.add_field(cell.field, key=cell.form_key, span=cell.span)
        form.edited.connect(self._on_edited)
        form.dirty_changed.connect(lambda _dirty: self._show_state())
        form.left_last.connect(lambda: self.save_button.setFocus())
        return form

    def _make_foot(self) -> Foot:
        self.hint = ElidedLabel("", Role.SMALL)
        self.lacking = MenuButton("", tip="提交前要补的内容，选一项就到那里（F6 到下一项）")
        Key(self, "F6", "到下一项要补的内容", self._go_to_missing)
        unmasking = Unmasking(self, self.ctx, self._show_file, self.refresh)
        self.unmask_button = Button(
            "查看完整信息",
            lambda: unmasking.ask(self.case_id),
            tip="要写明原因，会留下记录；30 秒后重新遮盖",
        )
        self.correct_button = Button(
            "申请更正", self._begin_correction, tip="改动由审核人同意后生效", shortcut="Ctrl+E"
        )
        self.undo_button = Button(
            "撤销", self.take_back_typing, tip="先撤未保存的，再撤上一次保存（Ctrl+Z）"
        )
        self.card_button = CardButton(self.ctx, self.form)
        self.save_button = PrimaryButton("保存", self.save, shortcut="Ctrl+S")
        buttons = flow(
            FlowLayout(gap=px(SIZE.gap), line_gap=px(SIZE.gap_tiny), to_right=True),
            self.lacking,
            self.card_button,
            self.unmask_button,
            self.correct_button,
            self.undo_button,
            self.save_button,
        )
        line = row(self.hint, buttons, gap=SIZE.gap)
        line.setStretch(0, 1)
        self._foot = Foot(line)
        return self._foot

    # ------------------------------------------------------------ reading

    def forget(self) -> None:
        """Let go of the case before; the form waits for the next one."""
        self.file = None
        self._is_correcting = False
        self._wanted = ""
        self.form.set_locked(True)
        self.card_button.stop()
        self.sheet.verticalScrollBar().setValue(0)
        offer_recent(self.ctx, self.form)

    def refresh(self) -> None:
        """Read the file anew; what was typed and not saved stays."""
        self.read_case(case_file, self._show_file)

    def _show_file(self, file: CaseFile) -> None:
        is_same = self.file is not None and self.file.case_id == file.case_id
        self.file = file
        self.keeper.at(Place(self.key, file.case_id))
        self._fill(file, keep_changed=is_same)
        self.members.set_rows(file.members, key=lambda one: one.person_id)
        self.members.fit_height()
        self.members.setVisible(bool(file.members))
        self.filed.setText(presenter.filed_words(file))
        self.filed.setVisible(bool(file.filed))
        self.keep_button.setVisible(bool(file.filed) and file.may_keep_filed)
        waiting = [one for one in file.corrections if one.is_asked]
        decided = [one for one in file.corrections if not one.is_asked]
        self.waiting.show_corrections(waiting, file.may_decide_correction)
        self.decided.show_corrections(decided, False)
        self._show_state()
        self.take_up()
        if not is_same and file.stage is Stage.DRAFT and self.isVisible():
            self._begin_typing()
        self._do_wanted()

    def _fill(self, file: CaseFile, *, keep_changed: bool = False) -> None:
        given = presenter.loaded(file)
        values = FormValues(given.values, given.masked, given.warnings)
        self.form.load(values, keep_changed=keep_changed)
        for key, text in presenter.suffixes(file).items():
            self.form.set_suffix(key, text)
        suggest(self.form)
        has_id = "birth_date" in file.derived and bool(file.applicant.values["id_number"])
        self.form.set_derived(*(("sex", "birth_date") if has_id else ()))

    def _show_state(self) -> None:
        """What may be done now."""
        file = self.file
        editing = file.editing if file else None
        may_type = bool(editing and (editing.may_edit or self._is_correcting))
        self.form.set_locked(not may_type)
        self.save_button.setVisible(may_type)
        self.card_button.offer(may_type)
        self.save_button.set_text("提交更正申请" if self._is_correcting else "保存")
        self.save_button.setEnabled(self.form.is_dirty)
        self.undo_button.setVisible(may_type)
        self.undo_button.set_text("放弃更正" if self._is_correcting else "撤销")
        self.hint.setText(" · ".join((self.form.walking, *_HINT)) if may_type else "")
        self.correct_button.setVisible(
            bool(editing and editing.may_correct and not self._is_correcting)
        )
        self.unmask_button.setVisible(bool(file and file.may_unmask))
        lacks = self._lacks() if may_type else ()
        self.lacking.set_text(f"还缺 {len(lacks)} 项" if lacks else "")
        self.lacking.set_entries([(one.label, bound(self._go_to, one)) for one in lacks])
        self.lacking.setVisible(bool(lacks))
        self._foot.give_way()
        self._show_why_not()

    def _show_why_not(self) -> None:
        if self._is_correcting:
            self.why_not.show_message(
                "正在填写更正：直接修改要更正的内容，再按“提交更正申请”。", Tone.AMBER
            )
        elif self.file is not None and self.file.editing.why_not:
            self.why_not.show_message(self.file.editing.why_not, Tone.BLUE)
        else:
            self.why_not.clear()

    # ------------------------------------------------------------ typing

    def _begin_typing(self) -> None:
        """A draft is opened to be filled in: the cursor waits in the first field that is missing."""
        if not isinstance(QApplication.focusWidget(), QLineEdit):
            lack = next((one for one in self._lacks() if one.person_id is None), None)
            if lack is not None:
                self._go_to(lack)

    @property
    def has_unsaved(self) -> bool:
        """Whether something was typed and not saved."""
        return self.form.is_dirty

    def discard(self) -> None:
        """Put back what stood before; a correction that was begun is given up."""
        self._is_correcting = False
        if self.file is not None:
            self._fill(self.file)
        self._show_state()

    def put_back(self, kept: KeptTyping) -> DraftKeeper | None:
        """Typing of an earlier login; on file it is a correction that was begun."""
        if self.file is None or not (self.file.editing.may_edit or self.file.editing.may_correct):
            return None
        self._is_correcting = not self.file.editing.may_edit
        self._show_state()
        self.form.put_typed(kept.texts)
        first = next((key for key in self.form.field_keys() if key in kept.texts), "name")
        self.form.focus(first)
        return self.keeper

    def take_back_typing(self) -> None:
        """Undo, or give up the correction."""
        if self._is_correcting:
            self.discard()
            return
        super().take_back_typing()

    def start(self, action: str) -> None:
        """From elsewhere, once the file has been read anew."""
        self._wanted = action
        self.refresh()

    def _do_wanted(self) -> None:
        """Begin a correction, or go to the first field that is missing."""
        wanted, self._wanted = self._wanted, ""
        if wanted == "REQUEST_CORRECTION":
            self._begin_correction()
        elif wanted == "EDIT_FACTS":
            self._go_to_missing()

    def save(self) -> None:
        """Save what was changed, or ask for the correction of it."""
        changes = self.form.changes()
        if not changes or self.case_id is None:
            self._goes_on = False
            return
        records = presenter.by_record(changes)
        if self._is_correcting:
            self._ask_reason(records)
            return
        work = bound(edit_facts, self.ctx.office, case_id=self.case_id, **records)
        self.run_save(work, self.form, changes)

    def _ask_reason(self, records: dict[str, dict[str, Any]]) -> None:
        dialog = ReasonDialog(
            self.window(),
            "申请更正",
            "更正由审核人同意后生效；载有原内容的文书会作废，重新出具。",
            "提交申请",
            hint="请写明更正的原因",
        )

        def send(reason: str) -> None:
            work = bound(
                request_correction,
                self.ctx.office,
                case_id=self.case_id,
                reason=reason,
                **records,
            )
            self.ctx.run(dialog, work, on_done=done, form=self.form)

        def done(_result: object) -> None:
            dialog.accept()
            self.discard()
            self.saved()

        dialog.given.connect(send)
        dialog.open()

    def _on_edited(self, key: str) -> None:
        derive(self.form, key, self.ctx.office.today)
        self._show_state()

    def _lacks(self) -> tuple[presenter.Lack, ...]:
        """What is missing as the form stands now, saved or not."""
        lacks = presenter.lacking(self.file, self.form.applies) if self.file else ()
        return tuple(
            one for one in lacks if one.person_id or not self.form.field_editor(one.key).text()
        )

    def _go_to_missing(self) -> None:
        lack = presenter.next_lack(self._lacks(), self.form.field_keys(), self.form.focused_key())
        if lack is not None:
            self._go_to(lack)

    def _go_to(self, lack: presenter.Lack) -> None:
        if lack.person_id is not None:
            at = (lack.person_id, lack.key)
            self.ctx.go("case", case_id=self.case_id, page="members", person=at)
            return
        self.form.focus(lack.key)
        self.sheet.ensureWidgetVisible(self.form.editor(lack.key))

    def _begin_correction(self) -> None:
        if self.file is not None and self.file.editing.may_correct:
            self._is_correcting = True
            self._show_state()
            self.form.focus("name")

    # ------------------------------------------------------------ acts beside the form

    def _keep_filed(self) -> None:
        if self.file is not None:
            work = bound(keep_filed_values, self.ctx.office, case_id=self.file.case_id)
            self.ctx.run(self, work)

    def _open_member(self, _member: MemberRow) -> None:
        self.ctx.go("case", case_id=self.case_id, page="members")

    def _agree(self, correction_id: int) -> None:
        work = bound(
            apply_correction, self.ctx.office, case_id=self.case_id, correction_id=correction_id
        )
        self.ctx.run(self, work)

    def _refuse(self, correction_id: int) -> None:
        dialog = ReasonDialog(
            self.window(), "不同意更正", "", "不同意", danger=True, hint="请写明不同意的原因"
        )

        def send(note: str) -> None:
            work = bound(
                refuse_correction,
                self.ctx.office,
                case_id=self.case_id,
                correction_id=correction_id,
                note=note,
            )
            self.ctx.run(dialog, work, on_done=lambda _done: dialog.accept())

        dialog.given.connect(send)
        dialog.open()


def _members_table() -> DataTable:
    table = DataTable(
        (
            Column("家庭成员", lambda one: one.name, strong=True, width=110),
            Column("关系", lambda one: one.relation, width=80),
            Column("年龄", lambda one: "" if one.age is None else str(one.age), width=60, aside=1),
            Column("身份证号", lambda one: one.id_number, width=180),
            Column("健康 · 身份", presenter.member_state, stretch=True, aside=3),
            Column(
                "月收入(元)",
                lambda one: _MONEY.format(one.monthly_income_fen),
                CellKind.NUMBER,
                width=110,
                aside=2,
            ),
        ),
        name="家庭成员",
    )
    table.set_empty(EmptyState("还没有家庭成员", "在“家庭成员”页添加。"))
    return table
