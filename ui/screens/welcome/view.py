"""First start: three ways in, the form of a new office, its recovery code, and bringing a backup back."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox

from app.errors import StorageError
from app.office.appearance import PERCENTS, Appearance
from ui import commands
from ui.files import ask_file
from ui.jobs import Jobs
from ui.recovery_code import RecoveryCode
from ui.screens.login.parts import EntryPage, NewPassword
from ui.screens.login.presenter import Door
from ui.screens.welcome import presenter
from ui.style import Role
from ui.widgets import (
    Button,
    Label,
    Line,
    LinkButton,
    PasswordInput,
    PrimaryButton,
    TextInput,
    ask,
    column,
    row,
)

BACKUP_FILTER = "暖档备份 (*.nuandang)"


class WelcomePage(EntryPage):
    """What a fresh office PC shows."""

    new_asked = Signal()
    restore_asked = Signal()
    demo_asked = Signal()
    appearance_chosen = Signal(object)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(
            "欢迎使用暖档",
            "困难职工的建档、帮扶、脱困、跟踪都在这一台电脑上办理，不用联网。"
            "档案全部加密保存，密码只有单位自己知道。",
        )
        for button, sentence in (
            (
                PrimaryButton("新建单位", self.new_asked.emit, icon="plus", wide=True),
                "第一次使用时选这里：填单位名称和管理员账号，约一分钟。",
            ),
            (
                Button("恢复备份", self.restore_asked.emit, icon="history", wide=True),
                "换了电脑或硬盘坏了：从 U 盘上的备份找回全部档案。",
            ),
            (
                Button("打开演示单位", self.demo_asked.emit, icon="eye", wide=True),
                "里面全是虚构的人，可以随意试；不影响正式的档案。",
            ),
        ):
            self.body.addLayout(column(button, Label(sentence, Role.SMALL, wrap=True), gap=4))
        self.body.addWidget(Line())
        self._size, self._shade = QComboBox(), QComboBox()
        self._size.setAccessibleName("文字大小")
        self._size.addItems([f"{percent} %" for percent in PERCENTS])
        self._size.setCurrentIndex(PERCENTS.index(appearance.percent))
        self._shade.setAccessibleName("底色")
        self._shade.addItems(["浅色", "深色"])
        self._shade.setCurrentIndex(int(appearance.is_dark))
        for box in (self._size, self._shade):
            box.activated.connect(lambda _at: self._tell())
        self.body.addLayout(
            row(
                Label("文字大小", Role.LABEL),
                self._size,
                None,
                Label("底色", Role.LABEL),
                self._shade,
            )
        )

    def _tell(self) -> None:
        chosen = Appearance(PERCENTS[self._size.currentIndex()], bool(self._shade.currentIndex()))
        self.appearance_chosen.emit(chosen)


class NewOfficePage(EntryPage):
    """The form of a new office. `created` carries an app.office.opening.Created."""

    created = Signal(object)
    gave_up = Signal()

    def __init__(self, jobs: Jobs, door: Door) -> None:
        super().__init__(
            "新建单位", "建好后，这个账号就是系统管理员和经办。", action="建立单位", width=560
        )
        self._jobs, self._door = jobs, door
        self.name, self.place = TextInput("", "某某县总工会"), TextInput("", "某某县")
        self.display_name, self.admin = TextInput(), TextInput("", "例如姓名的拼音")
        self.is_solo = QCheckBox("一人办公")
        for key, label, editor in (
            ("name", "单位名称", self.name),
            ("place", "所在地区", self.place),
            ("is_solo", "办公方式", self.is_solo),
            ("display_name", "管理员姓名", self.display_name),
            ("admin", "管理员账号", self.admin),
        ):
            self.form.add(key, label, editor, required=editor is not self.is_solo)
        names = (self.name, self.display_name)
        self.new = NewPassword(self.form, self.admin, names, label="密码")
        self.body.addWidget(self.form)
        self.body.addWidget(
            Label(
                "单位里只有一个人办理困难职工业务时，勾选“一人办公”：一个账号可以同时管理、经办、审核、管资金和用印，"
                "审批仍由领导在纸上签字，再由您登记。以后可以在设置中更改。",
                Role.SMALL,
                wrap=True,
            )
        )
        self.body.addWidget(self.button)
        self.body.addLayout(row(LinkButton("返回", self.gave_up.emit), None))
        self.name.textEdited.connect(self._guess_place)
        self._guessed = ""

    def submit(self) -> None:
        """Make the office."""
        wish = presenter.Wish(
            name=self.name.text(),
            place=self.place.text(),
            admin=self.admin.text(),
            display_name=self.display_name.text(),
            password=self.new.first.text(),
            again=self.new.again.text(),
            is_solo=self.is_solo.isChecked(),
        )
        self.busy(True)
        commands.run(
            self,
            self._jobs,
            partial(presenter.create, self._door, wish),
            on_done=self.created.emit,
            on_failed=lambda _error: self.busy(False),
            field_errors=self.form,
        )

    def before_close(self) -> str:
        """What is lost when the window is closed while the office is made: its code is shown once."""
        if not self.is_busy:
            return ""
        return "正在建立单位，接着会显示恢复码，它只显示这一次。请稍等片刻，抄写或打印好再关闭。"

    def _guess_place(self, name: str) -> None:
        if self.place.text() == self._guessed:
            self._guessed = presenter.place_of(name)
            self.place.setText(self._guessed)


class CodePage(EntryPage):
    """The recovery code, shown once. Going on needs the tick that it was copied or printed."""

    confirmed = Signal()

    def __init__(self, jobs: Jobs, office_name: str, code: str, day: date) -> None:
        super().__init__(
            "请抄写恢复码",
            "忘记密码时，只有它能打开档案。它只显示这一次，请打印或抄写后放进保险柜，不要拍照。",
            action="进入暖档",
            width=600,
        )
        shown = RecoveryCode(jobs, office_name, code, day)
        shown.put_away.connect(self.button.setEnabled)
        self.tick = shown.tick
        self.button.setEnabled(False)
        self.body.addWidget(shown)
        self.body.addWidget(self.button)

    def submit(self) -> None:
        """Go on."""
        if self.tick.isChecked():
            self.confirmed.emit()

    def before_close(self) -> str:
        """What is lost when the window is closed before the code was copied."""
        if self.tick.isChecked():
            return ""
        return "恢复码只显示这一次，还没有确认抄写或打印好。关闭后再也看不到它，忘记密码时档案就打不开了。"


class RestorePage(EntryPage):
    """Bring a backup back: the file, and an account's password or the recovery code of that day."""

    restored = Signal(str)
    gave_up = Signal()

    def __init__(self, jobs: Jobs, door: Door, file: Path | None = None) -> None:
        super().__init__(
            "恢复备份",
            "选择备份文件，再输入备份里一个账号的密码，或者恢复码。"
            "备份会先完整检查；现有的文件会另外保留。",
            action="检查并恢复",
            width=560,
        )
        self._jobs, self._door = jobs, door
        self.path: Path | None = None
        self.file = TextInput("", "还没有选择")
        self.file.setReadOnly(True)
        self.account, self.password, self.code = TextInput(), PasswordInput(), TextInput()
        self.form.add("file", "备份文件", self.file, required=True)
        self.form.add("account", "账号", self.account)
        self.form.add("password", "密码", self.password)
        self.form.add("code", "或恢复码", self.code)
        choose = Button("选择文件…", self._choose, icon="files")
        self.body.addLayout(row(choose, None))
        self.body.addWidget(self.form)
        self.body.addWidget(self.button)
        self.body.addLayout(row(LinkButton("返回", self.gave_up.emit), None))
        if file is not None:
            self.take(file)

    def take(self, file: Path) -> None:
        """Use this file."""
        self.path = file
        self.file.setText(file.name)

    def submit(self) -> None:
        """Check and restore; asks where something newer would go out of sight."""
        self._restore(confirmed=False)

    def _choose(self) -> None:
        ask_file(self, "选择备份文件", BACKUP_FILTER, self.take)

    def _restore(self, *, confirmed: bool) -> None:
        self.banner.clear()
        self.busy(True)
        work = partial(
            presenter.restore,
            self._door,
            self.path,
            account=self.account.text(),
            password=self.password.text(),
            code=self.code.text(),
            confirmed=confirmed,
        )
        if confirmed:
            self._jobs.write(work, self._done, self._failed, owner=self, title="正在恢复备份")
            return
        self.form.clear_errors()
        self._jobs.write(work, self._done, self._failed, owner=self, title="正在检查备份")

    def _done(self, done: Any) -> None:
        self.busy(False)
        self.password.clear()
        self.code.clear()
        self.restored.emit(presenter.restored_sentence(done))

    def _failed(self, error: BaseException) -> None:
        self.busy(False)
        if isinstance(error, StorageError) and hasattr(error, "comparison"):
            ask(
                self.window(),
                "备份比现有的档案旧",
                str(error),
                "仍然恢复",
                lambda: self._restore(confirmed=True),
                danger=True,
            )
            return
        if isinstance(error, StorageError):
            # It is the backup, or the place to restore to, not a damaged office to be restored from one.
            self.complain(str(error))
            return
        commands.show_error(self, error, field_errors=self.form)
