"""单位: names, numbers, complaint line, 一人办公, passwords and lock."""

from typing import Any

from PySide6.QtWidgets import QCheckBox

from app.changes import Changes, Op
from app.errors import UserError
from app.office.details import Details, details, save_details
from ui import commands
from ui.context import Context, bound
from ui.screens.settings.page import SettingsPage
from ui.widgets import Card, FormGrid, PrimaryButton, TextInput, row
from ui.widgets.keys import Key

_TEXTS = (
    ("office_name", "单位名称", 2, "印在文书上的名称"),
    ("place", "所在地区", 1, "低保标准和最低工资按这个地区查找"),
    ("number_prefix", "档案号前缀", 1, "例如 QH，档案号就是 QH-2026-00001"),
    ("serial_prefix", "文书号前缀", 1, "签发文书的编号以它开头"),
    ("complaint_contact", "受理异议人", 1, "印在公示上"),
    ("complaint_phone", "监督电话", 1, "印在公示上"),
    ("password_days", "密码有效天数", 1, "到期必须更换；0 表示不限"),
    ("lock_minutes", "自动锁定（分）", 1, "无人操作几分钟后锁定，最多 5 分钟"),
)
_TICKS = (
    ("is_name_masked_in_notice", "公示隐名", "姓名只写姓，名用 * 代替"),
    ("enter_moves_on", "回车键", "填表时按回车到下一格，Shift+回车回到上一格"),
    (
        "full_export_needs_second",
        "完整导出",
        "须经另一位管理、审核或审批的同事同意（一人办公时不要求）",
    ),
    ("is_solo", "一人办公", "一个账号可同时管理、经办、审核、管资金和用印"),
)


class OfficePage(SettingsPage):
    """The office itself."""

    key = "office"
    title = "单位"
    note = "这些内容印在文书和公示上，改了以后只影响新的文书。"

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        may = ctx.may(Op.SAVE_SETTINGS)
        self.form = FormGrid()
        self._lines: dict[str, TextInput] = {}
        self._ticks: dict[str, QCheckBox] = {}
        for key, label, span, help_text in _TEXTS:
            self._lines[key] = TextInput()
            self._lines[key].setReadOnly(not may)
            self.form.add(key, label, self._lines[key], span=span, help=help_text)
        for key, label, words in _TICKS:
            self._ticks[key] = QCheckBox(words)
            self._ticks[key].setEnabled(may)
            self.form.add(key, label, self._ticks[key], span=3)
        self.save = PrimaryButton("保存", self._save, shortcut="Ctrl+S")
        Key(self, "F8", self.save)
        card = Card()
        card.add(self.form)
        self.lay_out_form(card, row(None, self.save))
        self.save.setVisible(may)

    def concerns(self, changes: Changes) -> bool:
        """Settings only: what is being typed stays while others work."""
        return changes.op is Op.SAVE_SETTINGS

    def refresh(self) -> None:
        """Read the details anew."""
        self.ctx.read(self, bound(details, self.ctx.office), self._show, key=self.key)

    def _show(self, told: Details) -> None:
        for key, line in self._lines.items():
            line.setText(str(getattr(told, key)))
        for key, tick in self._ticks.items():
            tick.setChecked(bool(getattr(told, key)))

    def _save(self) -> None:
        try:
            wanted = self._wanted()
        except UserError as error:
            commands.show_error(self, error, field_errors=self.form)
            return
        self.ctx.run(self, bound(save_details, self.ctx.office, wanted=wanted), form=self.form)

    def _wanted(self) -> Details:
        values: dict[str, Any] = {key: line.text().strip() for key, line in self._lines.items()}
        for key in ("password_days", "lock_minutes"):
            if not values[key].isdecimal():
                raise UserError("请填写数字。", field=key)
            values[key] = int(values[key])
        values |= {key: tick.isChecked() for key, tick in self._ticks.items()}
        return Details(**values)
