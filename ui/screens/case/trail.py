"""Going through a list of files one by one: where one is, the file before, the next, and back to the list."""

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtWidgets import QWidget

from ui.context import Context
from ui.style import SIZE, Role, px
from ui.widgets import Button, Card, Label, row

__all__ = ["Stop", "Trail", "TrailBar"]


@dataclass(frozen=True)
class Stop:
    """A file on the way, the page it is opened at, and why it is on the list."""

    case_id: int
    page: str
    why: str


@dataclass(frozen=True)
class Trail:
    """A list that is gone through. `screen` and `what` lead back to it."""

    title: str
    stops: tuple[Stop, ...]
    at: int
    screen: str
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
    """Over the tabs of a file that was opened from a list; hidden otherwise."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(flush=True)
        self.setParent(parent)
        self._ctx = ctx
        self._trail: Trail | None = None
        self._place = Label("", Role.STRONG)
        self._why = Label("", Role.MUTED, wrap=True)
        self.back_button = Button("上一户", lambda: self._go(-1), icon="left", shortcut="Alt+Up")
        self.next_button = Button("下一户", lambda: self._go(1), icon="right", shortcut="Alt+Down")
        self.list_button = Button("返回清单", self._leave, icon="list", shortcut="Alt+Home")
        line = row(
            self._place,
            self._why,
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

    def show_trail(self, trail: Trail | None) -> None:
        """Stand at a file of a list, or at none."""
        self._trail = trail
        self.setVisible(trail is not None)
        if trail is None:
            return
        self._place.setText(f"{trail.title} {trail.at + 1}/{len(trail.stops)}")
        self._why.setText(trail.here.why)
        self.back_button.setEnabled(trail.moved(-1) is not None)
        self.next_button.setEnabled(trail.moved(1) is not None)

    def _go(self, step: int) -> None:
        trail = self._trail.moved(step) if self._trail else None
        if trail is not None:
            stop = trail.here
            self._ctx.go("case", case_id=stop.case_id, page=stop.page, trail=trail)

    def _leave(self) -> None:
        if self._trail is not None:
            self._ctx.go(self._trail.screen, **dict(self._trail.what))
