"""The program with a window: from the first start or the login to the workbench, the lock, and the end.

`main` is what the door calls. `Program` holds one office at a time and the window that stands: the
entry window (welcome, login, lock) or the main window. The database is loaded while the password is
typed, so that the login window is up at once.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget

from app.errors import StorageError
from app.office.appearance import Appearance, read_appearance, save_appearance
from app.office.folder import default_folder, has_unfinished_restore, is_office
from app.progress import Progress
from ui import commands
from ui.crash import install_excepthook
from ui.curtain import Curtain
from ui.desk import desk
from ui.entry_window import EntryWindow
from ui.file_care import FileCare
from ui.icons import icon
from ui.jobs import Jobs
from ui.placing import open_main
from ui.screens.login.presenter import Door, Opened, warm_up
from ui.screens.login.view import ChangePasswordPage, LockPage, LoginPage, RecoverPage
from ui.style import (
    apply_theme,
    complete_fonts,
    prepare_environment,
    theme,
    warm_rare_fonts,
)
from ui.system_lock import SystemLock
from ui.watch import Watch
from ui.widgets.dialogs import when_read

if TYPE_CHECKING:
    from app.office.session import Office
    from ui.main_window import MainWindow


def main(folder: Path | None = None, *, door: Door | None = None) -> int:
    """Open the window on an office folder (default: the user's own) and stay until it is closed."""
    app = make_application()
    door = door or Door(folder or default_folder())
    remove_hooks = install_excepthook(door.folder / "logs" / "nuandang.log")
    program = Program(app, door)
    program.start()
    try:
        return app.exec()
    finally:
        program.close()
        remove_hooks()


def make_application() -> QApplication:
    """The one application object, with its name and icon; before any other part of Qt."""
    prepare_environment()
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["nuandang"])
    app.setApplicationName("nuandang")
    app.setApplicationDisplayName("暖档")
    app.setQuitOnLastWindowClosed(False)
    return app


class Program(QObject):
    """One office after another in one window. `entered` carries each new main window."""

    entered = Signal(object)
    ended = Signal()

    def __init__(self, app: QApplication, door: Door) -> None:
        super().__init__()
        self.app = app
        self.door = door
        self.jobs = Jobs()
        self.appearance = read_appearance(door.folder)
        apply_theme(app, dark=self.appearance.is_dark, scale=self.appearance.scale)
        app.setWindowIcon(QIcon(icon("file", theme().palette.red)))
        self.entry: EntryWindow | None = None
        self.window: MainWindow | None = None
        self.office: Office | None = None
        self._page: QWidget | None = None
        self._home: Door | None = None
        self._curtain = Curtain(app)
        self.care = FileCare(
            self.jobs, lambda: self.window or self.entry, self._restore_open_office
        )
        commands.bus().mender = lambda error: self.care.mend(error, self.office, self.door.folder)
        self._watch = Watch(app, self)
        self._watch.due.connect(self.lock)
        self._system_lock = SystemLock(self)
        self._system_lock.locked.connect(self.lock)
        self._is_warm = False
        self._is_over = False
        self._asked: tuple[tuple[Any, Any], ...] = (
            (desk().lock_asked, self.lock),
            (desk().log_out_asked, self.log_out),
            (desk().idle_minutes, self._watch.lock_after),
            (desk().keys_asked, self._show_keys),
            (desk().appearance_asked, self.dress),
            (desk().restore_asked, self._restore_open_office),
        )
        for signal, slot in self._asked:
            signal.connect(slot)

    # ------------------------------------------------------------ pages before the office

    def start(self) -> None:
        """Show the login, or the welcome where no office is yet."""
        folder = self.door.folder
        if is_office(folder) or has_unfinished_restore(folder):
            self.show_login()
        else:
            self.show_welcome()

    def show_welcome(self) -> None:
        """The three ways in."""
        from ui.screens.welcome.view import WelcomePage

        page = WelcomePage(self.appearance)
        page.new_asked.connect(self._show_new_office)
        page.restore_asked.connect(self._show_restore)
        page.demo_asked.connect(self._open_demo)
        page.appearance_chosen.connect(self.dress)
        self._show_page(page)

    def show_login(self, *, account: str = "", message: str = "") -> None:
        """Account and password."""
        page = LoginPage(self.jobs, self.door)
        page.account.setText(account)
        page.opened.connect(self._on_opened)
        page.recovery_asked.connect(self._show_recovery)
        page.restore_asked.connect(self._show_restore)
        page.home_asked.connect(self.go_home)
        page.offer_home(self._home is not None)
        self._show_page(page)
        page.start_typing()
        if message:
            page.banner.show_message(message)

    def _show_recovery(self) -> None:
        page = RecoverPage(self.jobs, self.door)
        page.gave_up.connect(self.start)
        page.recovered.connect(
            lambda account: self.show_login(account=account, message="新密码已经设好，请登录。")
        )
        self._show_page(page)

    def _show_new_office(self) -> None:
        from ui.screens.welcome.view import NewOfficePage

        page = NewOfficePage(self.jobs, self.door)
        page.gave_up.connect(self.show_welcome)
        page.created.connect(self._on_created)
        self._show_page(page, before_close=page.before_close)

    def _show_restore(self, file: Path | None = None) -> None:
        from ui.screens.welcome.view import RestorePage

        page = RestorePage(self.jobs, self.door, file)
        page.gave_up.connect(self.start)
        page.restored.connect(lambda sentence: self.show_login(message=sentence))
        self._show_page(page)

    def _open_demo(self) -> None:
        from ui.screens.welcome.demo import prepare_demo

        page, progress = self._page, Progress()
        assert page is not None
        commands.run(
            page,
            self.jobs,
            partial(prepare_demo, self.door, progress),
            on_done=self._enter_demo,
            progress=progress,
            title="正在准备演示单位",
        )

    def _enter_demo(self, demo: Any) -> None:
        """The login of the demo office, filled in; the start page of the real one stays a click away."""
        self._home, self.door = self.door, demo.door
        self.show_login(account=demo.account, message=demo.sentence)
        page = self._page
        assert isinstance(page, LoginPage)
        page.password.setText(demo.password)
        page.button.setFocus()

    def go_home(self) -> None:
        """Leave the demo office's door for the start page."""
        if self._home is not None:
            self.door, self._home = self._home, None
        self.start()

    def _on_created(self, created: Any) -> None:
        from ui.screens.welcome.view import CodePage

        office = created.office
        self.office = office
        save_appearance(self.door.folder, self.appearance)
        page = CodePage(self.jobs, office.user.unit_name, created.recovery_code, office.today)
        page.confirmed.connect(lambda: self._enter(office))
        self._show_page(page, before_close=page.before_close)

    def _on_opened(self, opened: Opened) -> None:
        self.office = opened.office
        self.care.after_crash(
            opened.office, proceed=partial(self._go_on, opened), give_up=self.log_out
        )

    def _go_on(self, opened: Opened) -> None:
        """The file is whole: in, or to a new password first."""
        if not opened.must_change_password:
            self._enter(opened.office)
            return
        page = ChangePasswordPage(self.jobs, opened.office, self.door.cost)
        page.changed.connect(lambda: self._enter(opened.office))
        page.gave_up.connect(self.log_out)
        self._show_page(page)

    def _show_page(self, page: QWidget, *, before_close: Callable[[], str] | None = None) -> None:
        if self.entry is None:
            self.entry = EntryWindow()
            self.entry.closed.connect(self.quit)
            self.entry.painted.connect(self._warm)
        self._page = page
        self.entry.show_page(page, before_close=before_close)
        self.entry.show()
        self.entry.activateWindow()
        self.entry.start_keys()

    def _warm(self) -> None:
        """The login stands: load the database and the fonts for rare characters meanwhile."""
        if not self._is_warm:
            self._is_warm = True
            self.jobs.read(warm_up, lambda _none: None, lambda _error: None)
            self.jobs.read(
                warm_rare_fonts, lambda _none: complete_fonts(self.app), lambda _error: None
            )

    # ------------------------------------------------------------ the office

    def _enter(self, office: "Office") -> None:
        """Build the main window over an open office."""
        self.office = office
        self._build_window()
        self._watch.start()
        QTimer.singleShot(0, self._after_entering)

    def _build_window(self) -> None:
        from ui.context import Context
        from ui.main_window import MainWindow

        assert self.office is not None
        window = MainWindow(Context(self.office, self.jobs, cost=self.door.cost))
        old, self.window = self.window, window
        window.closed.connect(self.quit)
        open_main(window, old)
        self._system_lock.begin(window)
        self._drop_entry()
        if old is not None:
            old.hide()
            old.deleteLater()
        self.entered.emit(window)

    def _after_entering(self) -> None:
        """Back up what is due."""
        from app.office.startup import after_login

        window, office = self.window, self.office
        if window is None or office is None:
            return
        self.jobs.read(
            partial(after_login, office),
            lambda _none: window.renew_standing(),
            lambda error: commands.show_error(self.window, error),
            owner=window,
        )

    def _show_keys(self, window: QWidget) -> None:
        from ui.key_help import show_keys

        show_keys(window)

    def dress(self, appearance: Appearance) -> None:
        """Change size of text and colours at once; the window is built anew."""
        self.appearance = appearance
        apply_theme(self.app, dark=appearance.is_dark, scale=appearance.scale)
        try:
            save_appearance(self.door.folder, appearance)
        except StorageError as error:
            commands.show_error(self.window or self.entry, error)
        if self.window is not None:
            self._build_window()
        elif self.entry is not None:
            self._drop_entry()
            self.start()

    # ------------------------------------------------------------ lock and end

    def lock(self) -> None:
        """Hide every window of the office; what was typed stays in memory."""
        if self.window is None or self.office is None or self._curtain.is_down:
            return
        self._curtain.fall(EntryWindow)
        self.window.ctx.confirmed_at = None
        page = LockPage(self.jobs, self.office, self.door.cost)
        page.unlocked.connect(self._unlock)
        page.log_out_asked.connect(self.log_out)
        self._show_page(page)
        page.password.setFocus()

    @property
    def is_locked(self) -> bool:
        """Whether the lock page stands."""
        return self._curtain.is_down

    def _unlock(self) -> None:
        self._watch.touched()
        self._curtain.rise()
        self._drop_entry()

    def log_out(self) -> None:
        """Close the office and show the login."""
        self._leave(self.show_login)

    def _restore_open_office(self, file: Path | None) -> None:
        self._leave(lambda: self._show_restore(file))

    def _leave(self, then: Any) -> None:
        """Give the office back: saved, backed up, closed; then go on."""
        office, self.office = self.office, None
        self._watch.stop()
        self._curtain.drop()
        window, self.window = self.window, None
        if window is not None:
            window.hide()
            window.deleteLater()
        if office is None:
            then()
            return
        from app.office.startup import before_leaving

        def failed(error: BaseException) -> None:
            commands.show_error(self.entry, error)
            then()

        self.jobs.write(
            partial(before_leaving, office), lambda _none: then(), failed, title="正在备份并退出"
        )

    def quit(self) -> None:
        """End the program; the office is backed up and closed first."""
        if self._is_over:
            return
        self._is_over = True
        self._leave(partial(when_read, self._end))

    def _end(self) -> None:
        self.ended.emit()
        self.app.quit()

    def close(self) -> None:
        """Take everything away; for the end of `main` and for tests."""
        self._is_over = True
        for signal, slot in self._asked:
            signal.disconnect(slot)
        self._asked = ()
        commands.bus().mender = None
        self._watch.stop()
        self._curtain.drop()
        self._system_lock.end()
        self.jobs.close()
        if self.office is not None:
            self.office.close()
            self.office = None
        for window in (self.window, self.entry):
            if window is not None:
                window.hide()
                window.deleteLater()
        self.window = self.entry = None

    def _drop_entry(self) -> None:
        entry, self.entry, self._page = self.entry, None, None
        if entry is not None:
            entry.hide()
            entry.deleteLater()
