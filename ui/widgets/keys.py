"""Keys and what they do: said once, where they are made. F1 lists what a window has of them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QWidget

from ui.desk import desk

__all__ = ["Key", "KeyWord", "Keyed", "help_key", "keys_of", "shown"]

_NAMES = {
    "Return": "回车",
    "Enter": "回车",
    "Space": "空格",
    "Up": "↑",
    "Down": "↓",
    "Left": "←",
    "Right": "→",
}
_OR = " 或 "


@dataclass(frozen=True)
class KeyWord:
    """Keys as they are shown, and what they do."""

    keys: str
    word: str


@runtime_checkable
class Keyed(Protocol):
    """A part of a window with keys of its own, which are no shortcuts."""

    def key_words(self) -> Sequence[KeyWord]:
        """They, as things stand now."""


class Key(QShortcut):
    """A shortcut that says what it does, or presses a button and says what that says."""

    def __init__(
        self,
        owner: QWidget,
        keys: str | Sequence[str],
        word: str | QAbstractButton,
        act: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(owner)
        every = (keys,) if isinstance(keys, str) else keys
        self.sequences = [QKeySequence(one) for one in every]
        self.setKeys(self.sequences)
        self._word = word
        if isinstance(word, QAbstractButton):
            self.activated.connect(word.click)
        if act is not None:
            self.activated.connect(act)

    def word(self) -> str:
        """What it does; empty where its button is not shown."""
        if isinstance(self._word, QAbstractButton):
            return "" if self._word.isHidden() else _button_word(self._word)
        return self._word


def help_key(window: QWidget) -> None:
    """F1 in a window of its own asks for the list of its keys."""
    Key(window, "F1", "按键说明", lambda: desk().keys_asked.emit(window))


def shown(keys: QKeySequence) -> str:
    """The keys as users read them."""
    text = keys.toString(QKeySequence.SequenceFormat.PortableText)
    if text.endswith("++"):
        return text
    return "+".join(_NAMES.get(part, part) for part in text.split("+"))


def keys_of(part: QWidget, *beside: QWidget) -> tuple[KeyWord, ...]:
    """What the keys of this part of a window do now; without what is told `beside` it.

    What is hidden is left out, and what rests; a button that rests is told: it will not for long.
    Several keys for the same thing are one line.
    """
    told: dict[str, list[str]] = {}
    for line in _lines(part, beside):
        keys = told.setdefault(line.word, [])
        if line.keys not in keys:
            keys.append(line.keys)
    return tuple(KeyWord(_OR.join(keys), word) for word, keys in told.items() if word)


def _lines(part: QWidget, beside: Sequence[QWidget]) -> Iterator[KeyWord]:
    children: Iterable[QObject] = part.findChildren(QObject)
    for child in (part, *children):
        holder = child if isinstance(child, QWidget) else child.parent()
        if not isinstance(holder, QWidget) or not _is_seen(holder, part):
            continue
        if not holder.isEnabled() and not isinstance(holder, QAbstractButton):
            continue
        if not any(holder is other or other.isAncestorOf(holder) for other in beside):
            yield from _lines_of(child)


def _is_seen(widget: QWidget, part: QWidget) -> bool:
    return widget is part or (widget.window() is part.window() and widget.isVisibleTo(part))


def _lines_of(child: QObject) -> Iterator[KeyWord]:
    if isinstance(child, Key):
        for keys in child.sequences:
            yield KeyWord(shown(keys), child.word())
    elif isinstance(child, QAbstractButton) and not child.shortcut().isEmpty():
        yield KeyWord(shown(child.shortcut()), _button_word(child))
    if isinstance(child, Keyed):
        yield from child.key_words()


def _button_word(button: QAbstractButton) -> str:
    words = button.text().replace("&&", "&") or button.accessibleName()
    return words.strip().rstrip("…")
