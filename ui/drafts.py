"""Keeps what stands in a form while it is typed, so that a crash takes no more than a few seconds."""

from collections.abc import Callable, Mapping
from weakref import WeakSet

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from app.cases.drafts import KeptTyping, Place, adopt_typing, keep_typing
from app.cases.recent import recent_entries
from ui.commands import show_error
from ui.context import Context, bound
from ui.fields import FieldForm

__all__ = ["KEEP_AFTER_MS", "DraftKeeper", "Kept", "kept_signal", "offer_recent"]

KEEP_AFTER_MS = 3000
"""From the first key that is not kept yet; the promise of the program is 30 seconds."""

Extra = Callable[[], Mapping[str, str]]


class Kept(QObject):
    """Tells the window that typing was kept or that nothing is left to keep."""

    changed = Signal(bool)
    typed = Signal(bool)
    """Whether something stands in any form that is not saved."""

    def __init__(self) -> None:
        super().__init__()
        self._typing: WeakSet[DraftKeeper] = WeakSet()

    def tell(self, keeper: "DraftKeeper", *, is_typing: bool) -> None:
        """Something that is not saved stands in the form of this keeper, or nothing any more."""
        if is_typing:
            self._typing.add(keeper)
        else:
            self._typing.discard(keeper)
        self.typed.emit(any(isValid(one) for one in self._typing))


_signals: list[Kept] = []


def kept_signal() -> Kept:
    """The one of the program."""
    if not _signals or not isValid(_signals[0]):
        _signals[:] = [Kept()]
    return _signals[0]


class DraftKeeper(QObject):
    """Watches one form. `at` says which form of which case it is; without a place nothing is kept.

    What is loaded, saved or given up leaves no draft. `extra`: what stands beside the form's fields.
    """

    def __init__(self, ctx: Context, form: FieldForm, extra: Extra | None = None) -> None:
        super().__init__(form)
        self._ctx = ctx
        self._form = form
        self._extra = extra
        self._place: Place | None = None
        self._is_kept = False
        self._has_failed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_AFTER_MS)
        self._timer.timeout.connect(self.keep_now)
        form.edited.connect(self._on_edited)
        form.dirty_changed.connect(self._on_dirty)

    def at(self, place: Place | None) -> None:
        """From now on this is what is typed."""
        if place != self._place:
            self._timer.stop()
            self._is_kept = False
            self._place = place

    def keep_now(self) -> None:
        """Keep what stands."""
        texts = self._form.typed()
        if not texts:
            self.drop()
            return
        if self._extra is not None:
            texts |= self._extra()
        self._is_kept = True
        self._write(texts)

    def drop(self) -> None:
        """Nothing is to be kept any more: it was saved or given up."""
        self._timer.stop()
        kept_signal().tell(self, is_typing=False)
        if self._is_kept:
            self._is_kept = False
            self._write({})

    def take_over(self, kept: KeptTyping) -> None:
        """What was kept by an earlier login has been put back into the form and is this one's now."""
        work = bound(adopt_typing, self._ctx.office, draft_id=kept.id)
        self._ctx.jobs.write(work, failed=self._failed)
        self._is_kept = True
        if not self._form.is_dirty:
            self.drop()

    def _write(self, texts: dict[str, str]) -> None:
        if self._place is None:
            return
        work = bound(keep_typing, self._ctx.office, place=self._place, texts=texts)
        self._ctx.jobs.write(
            work,
            lambda _none: kept_signal().changed.emit(bool(texts)),
            self._failed,
            owner=kept_signal(),
        )

    def _failed(self, error: BaseException) -> None:
        """Said once per form: the disk is full or gone, and saving would fail as well."""
        if not self._has_failed and isValid(self):
            self._has_failed = True
            show_error(self._form, error)

    def _on_edited(self, _key: str) -> None:
        if self._place is not None and not self._timer.isActive():
            self._timer.start()

    def _on_dirty(self, is_dirty: bool) -> None:
        if is_dirty:
            kept_signal().tell(self, is_typing=True)
        else:
            self.drop()


def offer_recent(ctx: Context, form: FieldForm) -> None:
    """Offer the last addresses, employers and banks of this account below the fields of a form."""
    work = bound(recent_entries, ctx.office)
    ctx.read(form, work, form.offer, key=("recent", id(form)))
