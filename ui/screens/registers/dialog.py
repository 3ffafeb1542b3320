"""The dialog that enters or corrects a line of a register."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from app.fields.kinds import LongText
from ui.context import Context, bound
from ui.fields import FieldForm, FormValues
from ui.screens.registers import presenter
from ui.screens.registers.presenter import Register
from ui.style import SIZE
from ui.widgets import Dialog, TextInput

_NUMBER = "case_number"


class LineDialog(Dialog):
    """All that a line says. Without `line_id` it is a new one."""

    def __init__(
        self,
        ctx: Context,
        parent: QWidget,
        register: Register,
        line_id: int | None,
        values: Mapping[str, Any],
    ) -> None:
        title = register.action if line_id is None else register.correct.label
        super().__init__(parent, title, action="保存", width=SIZE.dialog_wide)
        self._ctx, self._register, self._line_id = ctx, register, line_id
        self.form = FieldForm(ctx.today, columns=2)
        for field in register.fields:
            is_long = isinstance(field.kind, LongText)
            is_needed = field.required or field.key == "matter"
            self.form.add_field(field, span=2 if is_long else 1, required=is_needed)
        self.number = TextInput(str(values.get(_NUMBER, "")), "已经建档的，填档案号")
        if register is presenter.VISITORS:
            self.form.add(_NUMBER, "档案号", self.number)
        self.form.load(FormValues({field.key: values.get(field.key) for field in register.fields}))
        self.add(self.form)
        self.save_by_key()
        self.confirmed.connect(self._save)
        self.form.focus("name")

    def _save(self) -> None:
        values = self.form.values()
        if values is None:
            return
        work = bound(
            presenter.save,
            self._ctx.office,
            self._register,
            self._line_id,
            values,
            self.number.text(),
        )
        self._ctx.run(self, work, on_done=lambda _done: self.accept(), form=self.form)


def open_new_line(ctx: Context, parent: QWidget, register: Register) -> LineDialog:
    """Enter a new line of today."""
    dialog = LineDialog(ctx, parent, register, None, _beginning(ctx, register))
    dialog.open()
    return dialog


def open_line(
    ctx: Context, parent: QWidget, register: Register, line_id: int, values: Mapping[str, Any]
) -> LineDialog:
    """Correct a line."""
    dialog = LineDialog(ctx, parent, register, line_id, values)
    dialog.open()
    return dialog


def _beginning(ctx: Context, register: Register) -> dict[str, Any]:
    today: date = ctx.office.today
    if register is presenter.VISITORS:
        who = ctx.office.user.display_name
        return {"came_on": today, "way": "来访", "received_by": who}
    return {"helped_on": today}
