"""办理顺序与时限: the order of the middle stages, and the working days of each stage."""

from PySide6.QtWidgets import QComboBox

from app.changes import Changes, Op
from app.errors import UserError
from app.lifecycle import Stage
from app.lifecycle.deadlines import TERMS
from app.office.details import Procedure, procedure, save_procedure
from ui import commands
from ui.context import Context, bound
from ui.screens.settings.page import SettingsPage
from ui.screens.settings.presenter import (
    MOST_STEPS,
    read_limits,
    read_order,
    read_terms,
    source_words,
    step_choices,
)
from ui.style import Role
from ui.widgets import Card, FormGrid, Label, PrimaryButton, TextInput, row
from ui.widgets.keys import Key


class ProcedurePage(SettingsPage):
    """A running case keeps the order that it began with."""

    key = "procedure"
    title = "办理顺序与时限"
    note = "改动只用于以后新提交的申请；正在办理的档案仍按原来的顺序。"

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        may = ctx.may(Op.SAVE_SETTINGS)
        self._steps: list[QComboBox] = []
        self._limits: dict[Stage, TextInput] = {}
        self._terms: dict[str, TextInput] = {}
        self.form = FormGrid()
        self.form.heading("初审以后、审核以前的步骤，依次是：")
        for number in range(1, MOST_STEPS + 1):
            box = QComboBox()
            for key, word in step_choices():
                box.addItem(word, key)
            box.setEnabled(may)
            self._steps.append(box)
            key = "order" if number == 1 else f"order{number}"
            self.form.add(key, f"第 {number} 步", box)
        self.form.heading("各阶段的期限（工作日）")
        self._may = may
        self.save = PrimaryButton("保存", self._save, shortcut="Ctrl+S")
        self.save.setVisible(may)
        self.save.setEnabled(False)  # until the figures were read
        Key(self, "F8", self.save)
        hint = Label(
            "入户调查必须有一次；公示一次或两次；经济核对和民主评议可以没有。公示的天数是张贴的期限。",
            Role.SMALL,
            wrap=True,
        )
        card = Card()
        card.add(self.form)
        card.add(hint)
        self.lay_out_form(card, row(None, self.save))

    def concerns(self, changes: Changes) -> bool:
        """Settings only: what is being typed stays while others work."""
        return changes.op is Op.SAVE_SETTINGS

    def refresh(self) -> None:
        """Read order and limits anew."""
        self.ctx.read(self, bound(procedure, self.ctx.office), self._show, key=self.key)

    def _show(self, told: Procedure) -> None:
        if not self._limits:
            self._add_lines(told)
        self.save.setEnabled(True)
        for stage, days in told.limits.items():
            self._limits[stage].setText(str(days))
        for key, line in self._terms.items():
            line.setText(str(getattr(told.terms, key)))
        keys = [stage.value for stage in told.order]
        for at, box in enumerate(self._steps):
            box.setCurrentIndex(max(0, box.findData(keys[at] if at < len(keys) else "")))

    def _add_lines(self, told: Procedure) -> None:
        for stage in told.limits:
            self._limits[stage] = TextInput()
            self.form.add(f"limits.{stage}", stage.label, self._limits[stage])
        self.form.heading("更长的期限（以前定下的日子不变）")
        for term in TERMS:
            self._terms[term.key] = TextInput()
            key = f"terms.{term.key}"
            self.form.add(key, f"{term.label}（{term.unit}）", self._terms[term.key])
            self.form.set_note(key, source_words(term))
        for line in (*self._limits.values(), *self._terms.values()):
            line.setReadOnly(not self._may)

    def _save(self) -> None:
        self.form.clear_errors()
        try:
            limits = read_limits({stage: line.text() for stage, line in self._limits.items()})
            terms = read_terms({key: line.text() for key, line in self._terms.items()})
        except UserError as error:
            commands.show_error(self, error, field_errors=self.form)
            return
        order = read_order([str(box.currentData()) for box in self._steps])
        work = bound(save_procedure, self.ctx.office, order=order, limits=limits, terms=terms)
        self.ctx.run(self, work, form=self.form)
