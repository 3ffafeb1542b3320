"""What hides the office while it is locked: its windows go, and what would open meanwhile waits."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

__all__ = ["Curtain"]


class Curtain:
    """Falls over every window that stands; rises and gives them back as they were, unsaved input in them."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._hidden: list[QWidget] = []
        self._keeper = _Keeper()

    @property
    def is_down(self) -> bool:
        """Whether the office is hidden."""
        return bool(self._hidden)

    def fall(self, over: type[QWidget]) -> None:
        """Hide every window, empty the clipboard; only windows of the kind `over` may be seen."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        self._hidden = [widget for widget in self._app.topLevelWidgets() if widget.isVisible()]
        for widget in reversed(self._hidden):
            widget.hide()
        QGuiApplication.clipboard().clear()
        self._keeper.over = over
        self._app.installEventFilter(self._keeper)

    def rise(self) -> None:
        """Show again what was hidden, then what has opened meanwhile."""
        waiting = self._end()
        hidden, self._hidden = self._hidden, []
        for widget in hidden:
            if isValid(widget):
                widget.show()
        for widget in waiting:
            widget.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, False)
            if widget.isVisible():
                # It believes to be shown already; only now it is drawn.
                widget.hide()
                widget.show()

    def drop(self) -> None:
        """The office is left: nothing of it is shown again."""
        for widget in self._end():
            widget.hide()
            widget.deleteLater()
        self._hidden = []

    def _end(self) -> list[QWidget]:
        self._app.removeEventFilter(self._keeper)
        waiting, self._keeper.waiting = self._keeper.waiting, []
        return [widget for widget in waiting if isValid(widget)]


class _Keeper(QObject):
    """Keeps new windows off the screen. A dialog knows nothing of it and stands when the curtain rises."""

    def __init__(self) -> None:
        super().__init__()
        self.over: type[QWidget] = QWidget
        self.waiting: list[QWidget] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Qt tells a window that it is shown before it is drawn: in time to keep it away."""
        if (
            event.type() == QEvent.Type.Show
            and isinstance(watched, QWidget)
            and watched.isWindow()
            and not self._may_be_seen(watched)
        ):
            watched.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
            if watched not in self.waiting:
                self.waiting.append(watched)
        return False

    def _may_be_seen(self, window: QWidget) -> bool:
        """The lock itself and what hangs on it, such as the hint of a button."""
        widget: QWidget | None = window
        while widget is not None:
            if isinstance(widget, self.over):
                return True
            widget = widget.parentWidget()
        return window.windowType() is Qt.WindowType.ToolTip
