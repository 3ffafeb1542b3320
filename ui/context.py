"""What every screen is given: the open office, the workers, and the ways to run, read and go elsewhere."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.changes import Changes, Op
from app.errors import UserError
from app.office.locking import KdfCost
from app.office.session import Office
from app.progress import Progress
from ui import commands
from ui.jobs import Jobs
from ui.widgets import FormGrid

Go = Callable[..., None]


def _nowhere(screen: str, **_: object) -> None:
    raise UserError(f"“{screen}”还没有打开的窗口，请重新登录后再试。")


@dataclass
class Context:
    """One per window. `go(screen, **what)` shows a screen, for example `go("case", case_id=7, page="facts")`."""

    office: Office
    jobs: Jobs
    go: Go = field(default=_nowhere)
    cost: KdfCost | None = None
    """What one guess at a password costs; None: the rule's own floor."""
    confirmed_at: datetime | None = None
    """When the password was last given again for an act that needs it (R14)."""

    def run(
        self,
        parent: QWidget,
        work: Callable[[], Any],
        *,
        on_done: Callable[[Any], object] | None = None,
        on_failed: Callable[[BaseException], object] | None = None,
        form: FormGrid | None = None,
        progress: Progress | None = None,
        title: str = "",
    ) -> None:
        """Run a writing operation on the writing thread; errors are shown, changes are told to all."""
        commands.run(
            parent,
            self.jobs,
            work,
            on_done=on_done,
            on_failed=on_failed,
            field_errors=form,
            progress=progress,
            title=title,
        )

    def read(
        self,
        parent: QWidget,
        work: Callable[[], Any],
        on_done: Callable[[Any], object],
        *,
        key: Hashable | None = None,
    ) -> None:
        """Read on a reading thread; a failed read is shown as an error, never as an empty list."""
        commands.read(parent, self.jobs, work, on_done=on_done, key=key)

    def today(self) -> date:
        """The day it is: asked for each time, for a window may stand past midnight."""
        return self.office.today

    def may(self, op: Op, *, paper: bool = False) -> bool:
        """Whether the user's roles allow the operation: what is not granted is not offered."""
        return self.office.may(op, paper=paper)


class Screen(QWidget):
    """One screen of the window. It refreshes when it is shown and when something it shows was changed."""

    key = ""
    title = ""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ctx = ctx
        self._is_stale = True
        commands.bus().changed.connect(self._on_changed)

    def refresh(self) -> None:
        """Read anew what is shown."""

    def show_what(self, **what: Any) -> None:
        """What `ctx.go` was given beside the name of the screen."""

    def may_go(self, proceed: Callable[[], object]) -> bool:
        """Whether nothing is lost by leaving this screen. One with unsaved input asks, returns False and

        calls `proceed` once the answer allows it.
        """
        return True

    def take_back(self) -> bool:
        """Put back typing that is not saved, if there is some; whether there was."""
        return False

    def concerns(self, changes: Changes) -> bool:
        """Whether what was changed is shown here; a screen may narrow it."""
        return True

    def showEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Refresh once per time that something was changed while the screen was hidden."""
        super().showEvent(event)
        if self._is_stale:
            self._is_stale = False
            self.refresh()

    def _on_changed(self, changes: Changes) -> None:
        if not self.concerns(changes):
            return
        if self.isVisible():
            self.refresh()
        else:
            self._is_stale = True


def bound(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Callable[[], Any]:
    """A call with its values fixed, comparable so that a double click runs it once."""
    return partial(function, *args, **kwargs)
