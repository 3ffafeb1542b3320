"""查看完整信息: one record in full, with a reason, for half a minute (R18)."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from app.cases.queries import CaseFile, unmask_case
from ui.context import Context, bound
from ui.widgets import ReasonDialog

__all__ = ["SHOWN_MS", "Unmasking"]

SHOWN_MS = 30_000


class Unmasking(QObject):
    """Asks for the reason, shows the file by `show`, and has it masked again by `mask`."""

    def __init__(
        self,
        page: QWidget,
        ctx: Context,
        show: Callable[[CaseFile], object],
        mask: Callable[[], object],
    ) -> None:
        super().__init__(page)
        self._page, self._ctx, self._show = page, ctx, show
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(mask)

    @property
    def is_open(self) -> bool:
        """Whether full values are to be seen just now."""
        return self._timer.isActive()

    def ask(self, case_id: int | None) -> None:
        """Ask why; then show."""
        if case_id is None:
            return
        dialog = ReasonDialog(
            self._page.window(),
            "查看完整信息",
            "身份证号、银行卡号、疾病等会完整显示 30 秒；谁、何时、为什么查看会留下记录。",
            "查看",
        )

        def send(reason: str) -> None:
            work = bound(unmask_case, self._ctx.office, case_id=case_id, reason=reason)
            self._ctx.run(dialog, work, on_done=done)

        def done(file: CaseFile) -> None:
            dialog.accept()
            self._show(file)
            self._timer.start()

        dialog.given.connect(send)
        dialog.open()
