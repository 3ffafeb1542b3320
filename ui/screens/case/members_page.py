"""The page 家庭成员: who belongs to the household, and how that changes."""

from typing import Any

from PySide6.QtWidgets import QWidget

from app.cases.commands import (
    add_member,
    edit_member,
    make_applicant,
    remove_member,
    request_correction,
)
from app.cases.drafts import KeptTyping, Place
from app.cases.queries import MemberRow, MembersView, members_view
from app.changes import Changes
from ui.card_button import CardButton
from ui.context import Context, bound
from ui.drafts import DraftKeeper
from ui.screens.case import head_presenter as heads
from ui.screens.case import members_presenter as presenter
from ui.screens.case.editing import EditingPage
from ui.screens.case.letter_dialog import open_letter
from ui.screens.case.record_dialog import FULL_WIDTH, RecordDialog
from ui.style import SIZE, Role, Tone, px
from ui.widgets import (
    Banner,
    Button,
    CellKind,
    Column,
    DataTable,
    EmptyState,
    Foot,
    Inset,
    Label,
    Line,
    PrimaryButton,
    ReasonDialog,
    ask,
    row,
)
from ui.widgets.flow import FlowLayout


class MembersPage(EditingPage):
    """A table of people; a dialog with all fields of one. From ON_FILE on every change is a correction."""

    key = "members"
    title = "家庭成员"

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.view: MembersView | None = None
        self._asked: tuple[int, str] | None = None
        self.table = self._make_table()
        self.table.opened.connect(self._edit)
        self.table.chosen.connect(lambda _one: self._show_state())
        self.why_not = Banner()
        self.note = Label("", Role.SMALL, wrap=True)
        self.add_button = PrimaryButton("增加成员", self._add, shortcut="Ctrl+Shift+N")
        self.edit_button = Button("修改", self._edit_current, tip="也可以双击或按回车")
        self.remove_button = Button("减少成员", self._remove)
        self.head_button = Button("改为户主", self._make_head)
        self.back_button = Button("重新加入", self._come_back, tip="带入离开前登记的内容")
        self.letter_button = Button("登记授权书", self._letter, tip="登记已签署的核对授权书")
        line = FlowLayout(gap=px(SIZE.gap_small), line_gap=px(SIZE.gap_tiny), to_right=True)
        for button in (
            self.letter_button,
            self.back_button,
            self.head_button,
            self.remove_button,
            self.edit_button,
            self.add_button,
        ):
            line.addWidget(button)
        said = row(self.note, margin=SIZE.gap)
        self._foot = Foot(line)
        self.lay_out(Inset(self.why_not), self.table, Line(), said, grows=1, foot=self._foot)
        self._show_state()

    def refresh(self) -> None:
        """Read the people anew."""
        self.read_case(members_view, self._show_view)

    def start(self, action: str) -> None:
        """From elsewhere: add somebody."""
        if action == "EDIT_FACTS":
            self._add()

    # ------------------------------------------------------------ showing

    def _make_table(self) -> DataTable:
        table = DataTable(
            (
                Column("姓名", lambda one: one.name, strong=True, width=90),
                Column("关系", presenter.place, width=124),
                Column("性别年龄", presenter.sex_and_age, width=76, aside=3),
                Column("身份证号", lambda one: one.id_number, width=166),
                Column("健康 · 身份", presenter.health, width=170, aside=2),
                Column("月收入(元)", presenter.income, CellKind.NUMBER, width=104, aside=1),
            ),
            name="家庭成员",
        )
        table.set_empty(EmptyState("还没有家庭成员", "按“增加成员”，从户口本逐个登记。"))
        return table

    def _show_view(self, view: MembersView) -> None:
        self.view = view
        self.table.set_rows(view.rows, key=lambda one: one.person_id)
        self.note.setText(presenter.note(view))
        self.note.set_tone(Tone.AMBER if view.letter == "需重签" else None)
        if view.editing.may_correct:
            self.why_not.show_message(
                "已经建档：成员的变动作为更正提交，由审核人同意后生效。", Tone.BLUE
            )
        elif view.editing.why_not:
            self.why_not.show_message(view.editing.why_not, Tone.BLUE)
        else:
            self.why_not.clear()
        self._show_state()
        self.take_up()
        asked, self._asked = self._asked, None
        person = self._person(asked[0]) if asked else None
        dialog = self._edit(person) if person is not None else None
        if asked and dialog is not None and dialog.form.has(asked[1]):
            dialog.form.focus(asked[1])

    def put_back(self, kept: KeptTyping) -> DraftKeeper | None:
        """Typing of an earlier login: the dialog of that person, or of a new one."""
        person = self._person(kept.place.record_id)
        dialog = self._edit(person) if person is not None else None
        if kept.place.record_id is None:
            dialog = self._add()
        return None if dialog is None else dialog.put_back(kept.texts)

    def _show_state(self) -> None:
        editing = self.view.editing if self.view else None
        may = bool(editing and (editing.may_edit or editing.may_correct))
        person = self._current()
        is_member = person is not None and not person.is_applicant and person.removed_on is None
        acts = (self.add_button, self.edit_button, self.remove_button, self.head_button)
        for button in (*acts, self.letter_button):
            button.setVisible(may)
        self.back_button.setVisible(may and person is not None and person.removed_on is not None)
        self.edit_button.setEnabled(person is not None)
        self.remove_button.setEnabled(is_member)
        self.head_button.setEnabled(is_member)
        self._foot.give_way()

    def _current(self) -> MemberRow | None:
        current = self.table.current_row()
        return current if isinstance(current, MemberRow) else None

    @property
    def _corrects(self) -> bool:
        return bool(self.view and not self.view.editing.may_edit)

    # ------------------------------------------------------------ acts

    def _edit_current(self) -> None:
        if (person := self._current()) is not None:
            self._edit(person)

    def edit_person(self, person_id: int, key: str) -> None:
        """From elsewhere: the form of a person, the cursor in a field, once the people are read."""
        self._asked = (person_id, key)
        self.refresh()

    def _person(self, person_id: int | None) -> MemberRow | None:
        rows = self.view.rows if self.view else ()
        return next((one for one in rows if one.person_id == person_id), None)

    def _edit(self, person: MemberRow) -> RecordDialog | None:
        if self.view is None or self.edit_button.isHidden():
            return None
        record = self.view.records[person.person_id]
        dialog = self._person_dialog(
            f"修改{person.name}的信息",
            presenter.form_fields(joins=False),
            person_id=person.person_id,
        )
        dialog.load(record.values, masked=record.masked, warnings=record.warnings)

        def give(_values: dict[str, Any]) -> None:
            changes = dialog.changed()
            if changes == {}:
                dialog.accept()
            elif changes is not None and self._corrects:
                self._correct(dialog, members={person.person_id: changes})
            elif changes is not None:
                work = bound(
                    edit_member,
                    self.ctx.office,
                    case_id=self.case_id,
                    person_id=person.person_id,
                    values=changes,
                )
                self.ctx.run(dialog, work, on_done=lambda _d: dialog.accept(), form=dialog.form)

        dialog.given.connect(give)
        dialog.open()
        return dialog

    def _come_back(self) -> None:
        """Somebody who left: a new member with what was known of them."""
        if (person := self._current()) is not None:
            self._add(person)

    def _add(self, earlier: MemberRow | None = None) -> RecordDialog | None:
        view = self.view
        if view is None or self.add_button.isHidden():
            return None
        joins = view.needs_reason
        dialog = self._person_dialog(
            "增加家庭成员",
            presenter.form_fields(joins=joins),
            again=not self._corrects and earlier is None,
        )
        if earlier is not None:
            dialog.load(presenter.known(view, earlier.person_id))

        def give(values: dict[str, Any]) -> None:
            if self._corrects:
                self._correct(dialog, new_members=(values,))
                return
            joined_on = values.pop("joined_on", None)
            work = bound(
                add_member,
                self.ctx.office,
                case_id=self.case_id,
                values=values,
                joined_on=joined_on,
                reason=values.pop("join_reason", None) or "",
            )
            self.ctx.run(dialog, work, on_done=done, form=dialog.form)

        def done(_changes: Changes) -> None:
            if dialog.goes_on:
                dialog.clear()
            else:
                dialog.accept()

        dialog.given.connect(give)
        dialog.open()
        dialog.form.focus("joined_on" if joins else "name")
        return dialog

    def _person_dialog(
        self, title: str, fields: Any, *, again: bool = False, person_id: int | None = None
    ) -> RecordDialog:
        dialog = RecordDialog(
            self.window(),
            self.ctx,
            title,
            fields,
            action="提交更正" if self._corrects else "保存",
            columns=3,
            spans=presenter.SPANS,
            again=again,
            width=FULL_WIDTH,
            scrolls=True,
            place=Place(self.key, self.case_id, person_id),
            before=presenter.before(self.view, person_id),
        )
        dialog.load({"is_counted": True, "able_to_work": True, "in_school": False})
        dialog.add_extra(CardButton(self.ctx, dialog.form))
        return dialog

    def _remove(self) -> None:
        person = self._current()
        if person is None or self.view is None:
            return
        if not self.view.needs_reason:
            ask(
                self.window(),
                f"减少成员{person.name}",
                "草稿还没有提交：这名成员连同登记在其名下的收入和支出会一起删除，可以撤销。",
                "删除这名成员",
                lambda: self._do_remove(person, None, ""),
                danger=True,
            )
            return
        dialog = RecordDialog(
            self.window(),
            self.ctx,
            f"减少成员{person.name}",
            presenter.LEAVE_FIELDS,
            action="提交更正" if self._corrects else "减少这名成员",
            columns=1,
            width=SIZE.dialog,
            note="减员以后要重新签署核对授权书，并重新认定。",
        )

        def give(values: dict[str, Any]) -> None:
            if not self._corrects:
                reason = values["removal_reason"] or ""
                self._do_remove(person, values["removed_on"], reason, dialog)
            elif not dialog.asks_for(heads.leaving_unanswered(values)):
                self._correct(dialog, members={person.person_id: values})

        dialog.given.connect(give)
        dialog.open()

    def _do_remove(
        self, person: MemberRow, day: Any, reason: str, dialog: RecordDialog | None = None
    ) -> None:
        work = bound(
            remove_member,
            self.ctx.office,
            case_id=self.case_id,
            person_id=person.person_id,
            removed_on=day,
            reason=reason,
        )
        self.ctx.run(
            dialog or self,
            work,
            on_done=lambda _d: dialog.accept() if dialog else None,
            form=dialog.form if dialog else None,
        )

    def _make_head(self) -> None:
        person = self._current()
        if person is None or self.view is None:
            return
        asked = heads.asked(self.view, person)
        dialog = RecordDialog(
            self.window(),
            self.ctx,
            f"把{person.name}改为户主",
            asked.fields,
            action="提交更正" if self._corrects else "改为户主",
            columns=2,
            spans={"relation": 2},
            note=heads.NOTE,
            scrolls=len(asked.fields) > heads.IN_SIGHT,
        )
        dialog.load(asked.begun)

        def give(values: dict[str, Any]) -> None:
            if dialog.asks_for(heads.unanswered(values, corrects=self._corrects)):
                return
            told = heads.told(values)
            if self._corrects:
                members: dict[int, dict[str, Any]] = {
                    one: {"relation": relation} for one, relation in told.relations.items()
                }
                if told.leaving and asked.old_id is not None:
                    members[asked.old_id] = told.leaving
                self._correct(
                    dialog,
                    members=members,
                    new_applicant_id=person.person_id,
                    old_applicant_relation=told.relation or "其他",
                )
                return
            work = bound(
                make_applicant,
                self.ctx.office,
                case_id=self.case_id,
                person_id=person.person_id,
                relation=told.relation,
                relations=told.relations,
                **told.leaving,
            )
            self.ctx.run(dialog, work, on_done=lambda _d: dialog.accept(), form=dialog.form)

        dialog.given.connect(give)
        dialog.open()

    def _correct(self, dialog: RecordDialog, **what: Any) -> None:
        """Everything about people on file is asked for with a reason."""
        question = ReasonDialog(
            self.window(),
            "申请更正",
            "更正由审核人同意后生效；成员变动后要重签授权书并重新认定。",
            "提交申请",
            hint="请写明更正的原因",
        )

        def send(reason: str) -> None:
            work = bound(
                request_correction,
                self.ctx.office,
                case_id=self.case_id,
                reason=reason,
                **what,
            )
            self.ctx.run(question, work, on_done=done)

        def done(_changes: Changes) -> None:
            question.accept()
            dialog.accept()

        question.given.connect(send)
        question.open()

    def _letter(self) -> None:
        if self.view is not None and self.case_id is not None:
            open_letter(self.ctx, self.window(), self.case_id, self.view)
