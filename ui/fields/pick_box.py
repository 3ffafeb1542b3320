"""A box that drops a list: gone through by typing, too."""

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox

from ui.fields.choosing import ranked

__all__ = ["PickBox"]

_PAUSE_MS = 1000
"""After so long a key begins another word."""
_PLAIN = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class PickBox(QComboBox):
    """Closed or open, typing goes to the entry that is meant: by its beginning, pinyin, initials or a part."""

    def __init__(self) -> None:
        super().__init__()
        self._typed = ""
        self._since = QElapsedTimer()
        self.view().installEventFilter(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Closed: what is meant is chosen at once, as by the arrows."""
        at = self._meant(event)
        if at is None:
            super().keyPressEvent(event)
        elif at != self.currentIndex():
            self.setCurrentIndex(at)
            self.activated.emit(at)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Open: what is meant is lit up, and Enter takes it."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            at = self._meant(event)
            if at is not None:
                self.view().setCurrentIndex(self.model().index(at, self.modelColumn()))
                return True
        return super().eventFilter(watched, event)

    def _meant(self, event: QKeyEvent) -> int | None:
        """The entry that what was typed so far means; None for a key that types nothing of a word."""
        text = event.text()
        if not text.strip() or not text.isprintable() or event.modifiers() & ~_PLAIN:
            return None
        is_new = not self._since.isValid() or self._since.elapsed() > _PAUSE_MS
        self._typed = text if is_new else self._typed + text
        self._since.start()
        labels = [self.itemText(at) for at in range(self.count())]
        return next(iter(ranked(labels, self._typed, by_number=False)), self.currentIndex())
