"""An editor of a form, taken apart: it may be one widget or several in one."""

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QWidget


def editor_parts(editor: QWidget) -> list[QWidget]:
    """The editor and what can take the focus in it."""
    inner = cast("list[QWidget]", editor.findChildren(QWidget))
    return [editor, *(part for part in inner if takes_focus(part))]


def content(editor: QWidget) -> tuple[str, ...]:
    """What the user could have changed in an editor or its parts."""
    found = []
    for part in editor_parts(editor):
        if isinstance(part, QLineEdit):
            found.append(part.text())
        elif isinstance(part, QPlainTextEdit):
            found.append(part.toPlainText())
        elif isinstance(part, QComboBox):
            found.append(part.currentText())
        elif isinstance(part, QAbstractButton) and part.isCheckable():
            found.append(str(part.isChecked()))
    return tuple(found)


def takes_focus(widget: QWidget) -> bool:
    """Whether the cursor can go there now."""
    is_stop = widget.focusPolicy() != Qt.FocusPolicy.NoFocus or widget.focusProxy() is not None
    return widget.isEnabled() and is_stop


def takes_typing(editor: QWidget) -> bool:
    """Whether something can be given there: a derived or masked value is only shown."""
    is_shown_only = isinstance(editor, QLineEdit | QPlainTextEdit) and editor.isReadOnly()
    return takes_focus(editor) and not is_shown_only
