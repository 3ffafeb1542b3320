"""What the window does for the office's file: the check after a crash, the mending after an error of the disk.

Both run on the writing thread, so that nothing is written meanwhile, and both lead to the newest
backup where the file is damaged (R06, R09).
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.errors import Cancelled, DamagedError, StorageError
from app.progress import Progress
from ui import commands
from ui.jobs import Jobs
from ui.widgets import Button, Dialog, ask, tell

if TYPE_CHECKING:
    from app.office.session import Office
    from app.office.startup import Findings

__all__ = ["FileCare"]

Action = Callable[[], object]

_MENDED = (
    "读写磁盘时出了错，程序已停下检查：档案文件完好，已经重新打开。"
    "刚才的修改可能没有保存，请核对，没有的请再做一次。"
)


class FileCare:
    """`window` is what stands now; `restore` leaves the office and shows the page for a backup."""

    def __init__(
        self,
        jobs: Jobs,
        window: Callable[[], QWidget | None],
        restore: Callable[[Path | None], object],
    ) -> None:
        self._jobs, self._window, self._restore = jobs, window, restore
        self._is_mending = False

    def after_crash(self, office: "Office", *, proceed: Action, give_up: Action) -> None:
        """Check the file where it was not left in good order, then `proceed`.

        Damage leads to a backup; a disk that does not answer leads to `give_up`. Who stops the check goes
        on, and is asked to wait for it at the next start.
        """
        if not office.needs_check:
            proceed()
            return
        from app.office.startup import check_after_crash

        progress = Progress()

        def failed(error: BaseException) -> None:
            if isinstance(error, Cancelled):
                proceed()
                return
            commands.show_error(self._window(), error)
            give_up()

        self._jobs.write(
            partial(check_after_crash, office, progress),
            lambda found: self._checked(office, found, proceed, give_up),
            failed,
            progress=progress,
            title="程序上次没有正常退出，正在检查档案",
            window=self._window(),
        )

    def _checked(
        self, office: "Office", found: "Findings", proceed: Action, give_up: Action
    ) -> None:
        if found.is_damaged:
            self._choose(self.lead_to_backup(found.sentence, office.folder), proceed, give_up)
            return
        proceed()
        if found.sentence:
            tell(self._window(), "请处理", found.sentence)

    def _choose(self, dialog: Dialog, proceed: Action, give_up: Action) -> None:
        """Beside the backup: look at what can still be read, or leave."""
        stays: list[bool] = []

        def stay() -> None:
            stays.append(True)
            dialog.reject()

        dialog.add_extra(Button("仍然打开", stay, tip="只看，不要录入"))
        dialog.rejected.connect(lambda: proceed() if stays else give_up())

    def lead_to_backup(self, sentence: str, folder: Path) -> Dialog:
        """Say that the file is damaged and offer the newest backup."""
        from app.office.backups import newest_backup

        newest = newest_backup(folder)
        return ask(
            self._window(),
            "档案文件已损坏",
            sentence,
            "从备份恢复…",
            partial(self._restore, newest),
        )

    def mend(self, error: StorageError, office: "Office | None", folder: Path) -> bool:
        """Take care of a file that an error has stopped or shown as damaged; False if it is neither.

        A stopped one is examined and opened anew, and the user told; of one cause several reads may fail:
        they are mended, and told, once. A damaged one leads to its newest backup.
        """
        if office is None:
            if isinstance(error, DamagedError):
                self.lead_to_backup(str(error), folder)
                return True
            return False
        if not office.is_stopped:
            return False
        if self._is_mending:
            return True
        self._is_mending = True

        def done(_none: object) -> None:
            self._is_mending = False
            tell(self._window(), "请核对刚才的修改", _MENDED)

        def failed(worse: BaseException) -> None:
            self._is_mending = False
            if isinstance(worse, DamagedError):
                self.lead_to_backup(str(worse), folder)
            else:
                tell(self._window(), "没有保存", str(error))

        self._jobs.write(office.reopen, done, failed, title="正在检查档案文件")
        return True
