"""账号与角色: named accounts, what each may do, forgotten passwords, people who have left."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QLineEdit

from app.cases.transfer import held_by
from app.changes import Op
from app.fields.kinds import YesNo
from app.office import accounts as service
from app.office.accounts import AccountView
from app.office.units import UnitView, units
from ui.context import Context, bound
from ui.fields.form_dialog import Entry, FormDialog
from ui.screens.case.transfer_dialog import open_transfer
from ui.screens.login.dialogs import after_password
from ui.screens.settings.page import TablePage
from ui.screens.settings.presenter import ROLE_NOTES, roles_words
from ui.screens.settings.recovery_dialog import ask_new_code
from ui.style import Tone
from ui.widgets import Button, CellKind, ChipText, Column, PrimaryButton, ReasonDialog, ask, tell

_LOCKED_AFTER = 5


def _state(view: AccountView) -> ChipText:
    if not view.is_active:
        return ChipText("已停用", Tone.NEUTRAL)
    if view.failures >= _LOCKED_AFTER:
        return ChipText("登录失败过多", Tone.RED)
    return ChipText("在用", Tone.GREEN)


class AccountsPage(TablePage):
    """Accounts; one person, one account."""

    key = "accounts"
    title = "账号与角色"
    note = "一人一个账号，不能共用。人员离岗请当天停用。最后一个系统管理员不能停用。"

    def __init__(self, ctx: Context) -> None:
        columns = (
            Column("账号", lambda view: view.name, strong=True, width=100),
            Column("姓名", lambda view: view.display_name, width=90),
            Column("工会组织", lambda view: view.unit_name, width=220),
            Column("角色", lambda view: roles_words(view.roles), stretch=True),
            Column("状态", _state, CellKind.CHIP, width=116),
        )
        super().__init__(ctx, columns, lambda view: view.id, ("还没有账号", "请新增账号。"))
        self._units: tuple[UnitView, ...] = ()
        buttons = (
            self._guarded("换发恢复码…", bound(ask_new_code, ctx, self)),
            self.needs_row(self._guarded("修改", self._edit), lambda view: view.is_active),
            self.needs_row(self._guarded("重设密码…", self._reset), lambda view: view.is_active),
            self.needs_row(
                self._guarded("解除锁定", self._unlock), lambda view: bool(view.failures)
            ),
            self.needs_row(
                self._guarded("停用", self._disable),
                lambda view: view.is_active and view.id != ctx.office.user.id,
            ),
            self.needs_row(self._guarded("启用", self._enable), lambda view: not view.is_active),
            self.needs_row(Button("移交名下档案…", self._hand_over)),
            PrimaryButton("新增账号", bound(self._confirmed, self._add), icon="plus"),
        )
        may = ctx.may(Op.ADD_ACCOUNT)
        for button in buttons:
            button.setVisible(may)
        if may:
            self.table.opened.connect(self._open_row)
        self.lay_out(self.table, buttons=buttons)

    def _guarded(self, word: str, act: Callable[[], None]) -> Button:
        return Button(word, bound(self._confirmed, act))

    def _confirmed(self, act: Callable[[], None]) -> None:
        """Accounts decide who sees the office: the password is asked for again first (R14)."""
        after_password(self.ctx, self, "修改账号之前，请再输入一次您自己的登录密码。", act)

    def refresh(self) -> None:
        """Read the accounts anew."""
        self.ctx.read(self, bound(service.accounts, self.ctx.office), self.show_rows, key=self.key)
        self.ctx.read(self, bound(units, self.ctx.office), self._keep_units, key="account-units")

    def _keep_units(self, found: tuple[UnitView, ...]) -> None:
        self._units = found

    def _unit_entry(self, unit_id: int | None) -> Entry:
        options = tuple(
            (unit.id, "　" * unit.depth + unit.name) for unit in self._units if unit.is_active
        )
        return Entry("unit_id", "工会组织", required=True, options=options, value=unit_id)

    def _role_entries(self, held: frozenset[Any]) -> tuple[Entry, ...]:
        return tuple(
            Entry(role.value, role.label, YesNo(), value=role in held, hint=ROLE_NOTES[role.value])
            for role in service.ROLES
        )

    def _add(self) -> None:
        entries = (
            Entry("name", "账号", required=True, hint="例如姓名的拼音"),
            Entry("display_name", "姓名", required=True),
            self._unit_entry(self.ctx.office.user.unit_id),
            *self._role_entries(frozenset()),
            Entry("password", "初始密码", required=True),
        )

        def work(values: Any) -> Any:
            return bound(
                service.add_account,
                self.ctx.office,
                name=values["name"],
                display_name=values["display_name"],
                unit_id=values["unit_id"],
                roles=_chosen(values),
                password=_typed(dialog),
            )

        dialog = FormDialog(
            self.ctx,
            self,
            "新增账号",
            entries,
            work,
            action="新增",
            explanation="请当面把初始密码告诉本人，第一次登录时必须更换。",
        )
        _hide_password(dialog)
        dialog.open()

    def _open_row(self, view: AccountView) -> None:
        if view.is_active:
            self._confirmed(self._edit)

    def _edit(self) -> None:
        view: AccountView = self.current()
        entries = (
            Entry("display_name", "姓名", required=True, value=view.display_name),
            self._unit_entry(view.unit_id),
            *self._role_entries(view.roles),
        )

        def work(values: Any) -> Any:
            return bound(
                service.edit_account,
                self.ctx.office,
                account_id=view.id,
                display_name=values["display_name"],
                unit_id=values["unit_id"],
                roles=_chosen(values),
            )

        FormDialog(self.ctx, self, f"修改账号 {view.name}", entries, work, action="保存").open()

    def _reset(self) -> None:
        self._ask_password("重设密码", service.reset_password)

    def _enable(self) -> None:
        self._ask_password("启用账号", service.enable_account)

    def _hand_over(self) -> None:
        """All open files of somebody who leaves go to another."""
        view: AccountView = self.current()

        def show(case_ids: tuple[int, ...]) -> None:
            if case_ids:
                open_transfer(self.ctx, self, case_ids)
            else:
                sentence = f"{view.display_name}名下没有未办结的档案，不用移交。"
                tell(self.window(), "移交名下档案", sentence)

        self.ctx.read(self, bound(held_by, self.ctx.office, view.id), show, key="held-by")

    def _ask_password(self, title: str, act: Any) -> None:
        view: AccountView = self.current()

        def work(_values: Any) -> Any:
            return bound(act, self.ctx.office, account_id=view.id, password=_typed(dialog))

        dialog = FormDialog(
            self.ctx,
            self,
            f"{title} {view.name}",
            (Entry("password", "新密码", required=True),),
            work,
            action=title,
            explanation="请当面告诉本人；下次登录时必须更换。",
        )
        _hide_password(dialog)
        dialog.open()

    def _unlock(self) -> None:
        view: AccountView = self.current()
        ask(
            self.window(),
            "解除锁定",
            f"账号“{view.name}”登录失败 {view.failures} 次。请先确认是本人操作，再解除锁定。",
            "解除锁定",
            lambda: self.ctx.run(
                self, bound(service.unlock_account, self.ctx.office, account_id=view.id)
            ),
        )

    def _disable(self) -> None:
        view: AccountView = self.current()
        dialog = ReasonDialog(
            self.window(),
            f"停用账号 {view.name}",
            "停用后立即不能登录；办过的事情和操作记录都保留。名下未办结的档案请先移交。",
            "停用",
            danger=True,
            hint="请写明原因，例如调离",
        )
        dialog.given.connect(
            lambda reason: self.ctx.run(
                dialog,
                bound(service.disable_account, self.ctx.office, account_id=view.id, reason=reason),
                on_done=lambda _changes: dialog.accept(),
            )
        )
        dialog.open()


def _chosen(values: Any) -> tuple[Any, ...]:
    return tuple(role for role in service.ROLES if values[role.value])


def _password_line(dialog: FormDialog) -> QLineEdit:
    line = dialog.form.editor("password")
    assert isinstance(line, QLineEdit)
    return line


def _hide_password(dialog: FormDialog) -> None:
    _password_line(dialog).setEchoMode(QLineEdit.EchoMode.Password)


def _typed(dialog: FormDialog) -> str:
    """As typed: a password is not tidied up as other texts are."""
    return _password_line(dialog).text()
