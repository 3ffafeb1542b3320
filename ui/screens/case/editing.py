"""What the pages with forms share: unsaved input is never lost without asking."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from app.cases.drafts import KeptTyping
from app.office import undo
from ui.context import Context, bound
from ui.drafts import DraftKeeper
from ui.fields import FieldForm
from ui.screens.case.page import CasePage
from ui.widgets import Button, Dialog, Label, ask, tell
from ui.widgets.keys import Key


class EditingPage(CasePage):
    """A tab with input. Subclasses say whether something is unsaved, save it and put it back."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._leaving: Dialog | None = None
        self._goes_on = False
        self._to_resume: KeptTyping | None = None
        Key(self, "F8", "保存", self._save_by_key)

    @property
    def has_unsaved(self) -> bool:
        """Whether something was typed and not saved."""
        return False

    def save(self) -> None:
        """Save what was typed; calls `saved` when it stands."""

    def discard(self) -> None:
        """Put back what stood before."""

    def may_leave(self) -> bool:
        """Ask before unsaved input is left: save it, leave it, or stay."""
        if not self.has_unsaved:
            return True
        dialog = Dialog(
            self.window(), "这一页有没保存的内容", action="保存后离开", give_up="留在这里"
        )
        dialog.add(Label("离开前要保存吗？不保存的话，刚才填写的内容会丢失。", wrap=True))
        dialog.add_extra(Button("不保存，离开", self._leave_without))
        dialog.confirmed.connect(self._save_and_leave)
        dialog.open()
        dialog.main_button.setFocus()
        self._leaving = dialog
        return False

    def run_save(
        self, work: Callable[[], object], form: FieldForm, sent: Mapping[str, Any]
    ) -> None:
        """Save the values `sent` of a form. The answer may take its time: what is typed meanwhile stays."""
        case_id = self.case_id

        def done(_result: object) -> None:
            if self.case_id == case_id:
                form.keep(sent)
                self.saved()

        self.ctx.run(self, work, on_done=done, on_failed=self._stay, form=form)

    def saved(self) -> None:
        """What was typed stands; go where the user was going."""
        goes_on, self._goes_on = self._goes_on, False
        if goes_on and not self.has_unsaved:
            self.proceed()

    def take_back(self) -> bool:
        """What is not saved yet, all of it, is given up once the user has said so: no redo brings it back."""
        if not self.has_unsaved:
            return False
        ask(
            self.window(),
            "放弃没有保存的输入",
            "这一页填写的内容还没有保存；放弃以后，恢复到上次保存的样子。",
            "放弃这些输入",
            self.discard,
            danger=True,
        )
        return True

    def take_back_typing(self) -> None:
        """Undo: first what is not saved yet, then the last save of this login."""
        if not self.take_back():
            self.ctx.run(self, bound(undo.undo, self.ctx.office))

    def resume(self, kept: KeptTyping) -> None:
        """Put back what an earlier login had typed here, once the page has read its case."""
        self._to_resume = kept
        self.refresh()

    def put_back(self, kept: KeptTyping) -> DraftKeeper | None:
        """Put typing back into its form, whose keeper it is; None where the form cannot take it any more."""
        return None

    def take_up(self) -> None:
        """Called by the page when it shows what it has read: now what was kept can be put back."""
        kept, self._to_resume = self._to_resume, None
        if kept is None:
            return
        keeper = self.put_back(kept)
        if keeper is not None:
            keeper.take_over(kept)
        else:
            tell(
                self.window(),
                "没有放回",
                "这一处现在不能修改了，上次没有保存的输入仍然留着，可以在下次登录时放弃。",
            )

    def edit_person(self, person_id: int, key: str) -> None:
        """Open the form of a person at a field, on the page that has one."""

    def _save_by_key(self) -> None:
        if self.has_unsaved:
            self.save()

    def _stay(self, _error: BaseException) -> None:
        self._goes_on = False

    def _close_question(self) -> None:
        if self._leaving is not None:
            self._leaving.accept()
            self._leaving = None

    def _save_and_leave(self) -> None:
        self._close_question()
        self._goes_on = True
        self.save()

    def _leave_without(self) -> None:
        self._close_question()
        self.discard()
        self.proceed()
