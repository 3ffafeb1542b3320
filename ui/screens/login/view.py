"""The pages of the door: login, recovery by the printed code, a new password, the lock."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from ui import commands
from ui.jobs import Jobs
from ui.screens.login import presenter
from ui.screens.login.parts import EntryPage, NewPassword
from ui.screens.login.presenter import Door
from ui.style import Role
from ui.widgets import Label, LinkButton, PasswordInput, TextInput, row

if TYPE_CHECKING:
    from app.office.locking import KdfCost
    from app.office.session import Office


class LoginPage(EntryPage):
    """Account and password. `opened` carries a presenter.Opened."""

    opened = Signal(object)
    recovery_asked = Signal()
    restore_asked = Signal()
    home_asked = Signal()
    updating = Signal()

    def __init__(self, jobs: Jobs, door: Door) -> None:
        super().__init__("登录", action="登录")
        self._jobs, self._door = jobs, door
        self.updating.connect(self._say_update)
        self.account, self.password = TextInput(), PasswordInput()
        self.form.add("account", "账号", self.account)
        self.form.add("password", "密码", self.password)
        self._state = Label("", Role.SMALL, wrap=True)
        forgotten = LinkButton("忘记密码，用恢复码", self.recovery_asked.emit)
        self._restore = LinkButton("恢复备份", self.restore_asked.emit)
        self._home = LinkButton("返回首页", self.home_asked.emit)
        self.body.addWidget(self.form)
        self.body.addWidget(self.button)
        self.body.addWidget(self._state)
        self.body.addLayout(row(forgotten, None, self._home, self._restore))
        self._state.hide()
        self.offer_home(False)
        jobs.collect_all_soon()

    def submit(self) -> None:
        """Try to open the office."""
        if not self.button.isEnabled():
            return
        self.banner.clear()
        self._wait("正在核对密码，请稍候…")
        commands.run(
            self,
            self._jobs,
            partial(
                presenter.log_in,
                self._door,
                self.account.text(),
                self.password.text(),
                self.updating.emit,
            ),
            on_done=self._done,
            on_failed=lambda _error: self._refused(),
            field_errors=self.form,
        )

    def offer_home(self, is_demo: bool) -> None:
        """At the door of the demo office: the way back instead of the restore."""
        self._home.setVisible(is_demo)
        self._restore.setVisible(not is_demo)

    def start_typing(self) -> None:
        """The cursor in the first empty line."""
        (self.password if self.account.text() else self.account).setFocus()

    def _done(self, opened: object) -> None:
        self.password.clear()
        self._wait("正在打开工作台…")
        self.opened.emit(opened)

    def _say_update(self) -> None:
        self._wait("程序升级后第一次打开，先备份再更新档案文件；档案多时要几分钟，请不要关机…")

    def _refused(self) -> None:
        self._wait("")
        self.password.selectAll()

    def _wait(self, words: str) -> None:
        self.busy(bool(words))
        self._state.setText(words)
        self._state.setVisible(bool(words))


class RecoverPage(EntryPage):
    """A forgotten password: the printed code gives a new one."""

    recovered = Signal(str)
    gave_up = Signal()

    def __init__(self, jobs: Jobs, door: Door) -> None:
        super().__init__(
            "用恢复码设新密码",
            "恢复码共 8 组，每组 5 个字符，在建立单位时打印或抄写过。大小写和连字符都不要紧。",
            action="设新密码",
        )
        self._jobs, self._door = jobs, door
        self.code, self.account = TextInput("", "XXXXX-XXXXX-…"), TextInput()
        self.form.add("code", "恢复码", self.code, required=True)
        self.form.add("account", "账号", self.account, required=True)
        self.new = NewPassword(self.form, self.account, ())
        self.body.addWidget(self.form)
        self.body.addWidget(self.button)
        self.body.addLayout(row(LinkButton("返回登录", self.gave_up.emit), None))

    def submit(self) -> None:
        """Set the new password."""
        account = self.account.text()
        work = partial(
            presenter.recover,
            self._door,
            code=self.code.text(),
            account=account,
            password=self.new.first.text(),
            again=self.new.again.text(),
        )
        self.busy(True)
        commands.run(
            self,
            self._jobs,
            work,
            on_done=lambda _none: self.recovered.emit(account),
            on_failed=lambda _error: self.busy(False),
            field_errors=self.form,
        )


class ChangePasswordPage(EntryPage):
    """Before the workbench: a password that an administrator gave, or one that is too old, is changed."""

    changed = Signal()
    gave_up = Signal()

    def __init__(self, jobs: Jobs, office: "Office", cost: "KdfCost | None" = None) -> None:
        super().__init__(
            "请设一个新密码",
            "现在的密码由管理员设定，或已超过规定的使用天数。设好新密码后就可以办理业务。",
            action="设新密码并进入",
        )
        self._jobs, self._office, self._cost = jobs, office, cost
        self.old = PasswordInput()
        self.form.add("old", "原密码", self.old, required=True)
        user = office.user
        self.new = NewPassword(self.form, user.name, (user.display_name, user.unit_name))
        self.body.addWidget(self.form)
        self.body.addWidget(self.button)
        self.body.addLayout(row(LinkButton("退出登录", self.gave_up.emit), None))

    def submit(self) -> None:
        """Change it and go on."""
        work = partial(
            presenter.change_password,
            self._office,
            old=self.old.text(),
            new=self.new.first.text(),
            again=self.new.again.text(),
            cost=self._cost,
        )
        self.busy(True)
        commands.run(
            self,
            self._jobs,
            work,
            on_done=lambda _changes: self.changed.emit(),
            on_failed=lambda _error: self.busy(False),
            field_errors=self.form,
        )


class LockPage(EntryPage):
    """The window is locked: nothing of the office is to be seen; the same account unlocks it."""

    unlocked = Signal()
    log_out_asked = Signal()

    def __init__(self, jobs: Jobs, office: "Office", cost: "KdfCost | None" = None) -> None:
        super().__init__("已锁定", "没有保存的输入还在。请由同一个人输入密码继续。", action="解锁")
        self._jobs, self._office, self._cost = jobs, office, cost
        self.password = PasswordInput()
        self.form.add("account", "使用人", Label(office.user.display_name, Role.STRONG))
        self.form.add("password", "密码", self.password)
        self.body.addWidget(self.form)
        self.body.addWidget(self.button)
        leave = LinkButton("换人登录", self.log_out_asked.emit, tip="没有保存的输入会丢失")
        self.body.addLayout(row(None, leave))
        jobs.collect_all_soon()

    def submit(self) -> None:
        """Try to unlock."""
        if not self.button.isEnabled():
            return
        self.busy(True)
        commands.run(
            self,
            self._jobs,
            partial(presenter.unlock, self._office, self.password.text(), self._cost),
            on_done=lambda _none: self._done(),
            on_failed=lambda _error: self._refused(),
            field_errors=self.form,
        )

    def _done(self) -> None:
        self.password.clear()
        self.busy(False)
        self.unlocked.emit()

    def _refused(self) -> None:
        self.busy(False)
        self.password.selectAll()
