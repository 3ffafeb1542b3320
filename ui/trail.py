"""Going through a list of files one by one: where one is, the file before, the next, and back to the list."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.changes import Changes
from ui.commands import bus
from ui.context import Context, bound
from ui.style import SIZE, Role, Tone, px
from ui.widgets import Button, Card, Label, row

__all__ = ["Stop", "Trail", "TrailBar"]

_ASKED = "trail"


@dataclass(frozen=True)
class Stop:
    """A file on the way, the page it is opened at, and why it is on the list."""

    case_id: int
    page: str
    why: str


@dataclass(frozen=True)
class Trail:
    """A list that is gone through. `screen` and `what` lead back to it, with the `case_id` one stands at.

    `ask`: why the file of this `case_id` is on the list now; empty where it is not any more.
    """

    title: str
    stops: tuple[Stop, ...]
    at: int
    screen: str
    ask: Callable[..., str]
    what: tuple[tuple[str, Any], ...] = ()

    @property
    def here(self) -> Stop:
        """The file that is open."""
        return self.stops[self.at]

    def moved(self, step: int) -> "Trail | None":
        """The same list one file on or back; None past its ends."""
        at = self.at + step
        return replace(self, at=at) if 0 <= at < len(self.stops) else None


class TrailBar(Card):
    """Over the tabs of a file that was opened from a list; hidden otherwise.

    What it says is asked anew at each file and at each change of it: the list is as old as its check.
    """

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(flush=True)
        self.setParent(parent)
        self._ctx = ctx
        self._trail: Trail | None = None
        self.place = Label("", Role.STRONG)
        self.why = Label("", Role.MUTED, wrap=True)
        self.back_button = Button("上一户", lambda: self._go(-1), icon="left", shortcut="Alt+Up")
        self.next_button = Button("下一户", lambda: self._go(1), icon="right", shortcut="Alt+Down")
        self.list_button = Button("返回清单", self._leave, icon="list", shortcut="Alt+Home")
        line = row(
            self.place,
            self.why,
            self.back_button,
            self.next_button,
            self.list_button,
            gap=SIZE.gap,
        )
        line.setStretch(1, 1)
        line.setContentsMargins(
            px(SIZE.gap_wide), px(SIZE.gap_small), px(SIZE.gap), px(SIZE.gap_small)
        )
        holder = QWidget()
        holder.setLayout(line)
        self.add(holder)
        self.hide()
        bus().changed.connect(self._on_changed)

    def show_trail(self, trail: Trail | None) -> None:
        """Stand at a file of a list, or at none."""
        self._trail = trail
        self.setVisible(trail is not None)
        if trail is None:
            return
        self.place.setText(f"{trail.title} {trail.at + 1}/{len(trail.stops)}")
        self._show_why(trail, trail.here.why)
        self.back_button.setEnabled(trail.moved(-1) is not None)
        self.next_button.setEnabled(trail.moved(1) is not None)
        self._ask_anew()

    def _on_changed(self, changes: Changes) -> None:
        here = self._trail.here.case_id if self._trail else None
        if not changes.case_ids or here in changes.case_ids:
            self._ask_anew()

    def _ask_anew(self) -> None:
        trail = self._trail
        if trail is not None:
            work = bound(trail.ask, case_id=trail.here.case_id)
            self._ctx.read(self, work, partial(self._show_why, trail), key=_ASKED)

    def _show_why(self, trail: Trail, why: str) -> None:
        if trail is self._trail:
            self.why.setText(why or "已处理，不再列在清单上。")
            self.why.set_tone(None if why else Tone.GREEN)

    def _go(self, step: int) -> None:
        trail = self._trail.moved(step) if self._trail else None
        if trail is not None:
            stop = trail.here
            self._ctx.go("case", case_id=stop.case_id, page=stop.page, trail=trail)

    def _leave(self) -> None:
        if self._trail is not None:
            trail = self._trail
            self._ctx.go(trail.screen, **dict(trail.what), case_id=trail.here.case_id)
