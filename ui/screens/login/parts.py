"""What the pages before the office share: the brand, the frame in the middle, a new password."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.screens.login.presenter import password_sentence
from ui.style import SIZE, Role, Tone, px, theme
from ui.widgets import (
    Banner,
    Button,
    Card,
    FormGrid,
    Ground,
    Label,
    PasswordInput,
    PrimaryButton,
    Scroll,
    TextInput,
    column,
    row,
)


class Brand(QWidget):
    """The mark and the name of the program."""

    def __init__(self) -> None:
        super().__init__()
        self._mark = _Mark()
        words = column(Label("暖档", Role.TITLE), Label("困难职工帮扶档案", Role.SMALL), gap=0)
        line = row(None, self._mark, words, None, gap=SIZE.gap)
        self.setLayout(line)


class _Mark(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(px(SIZE.icon_large), px(SIZE.icon_large))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A red square with 暖."""
        del event
        colours = theme().palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.red))
        painter.drawRoundedRect(self.rect(), px(SIZE.radius_card), px(SIZE.radius_card))
        painter.setPen(QColor(colours.on_red))
        painter.setFont(theme().font(SIZE.text_title, 700))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "暖")


class EntryForm(FormGrid):
    """A form of the door: Enter goes on and submits there, whatever an office has chosen for its own forms."""

    enter_moves_on: ClassVar[bool] = True


class NewPassword:
    """Two lines for a new password, and under the first what is wrong with it while it is typed.

    `words` are the names that must not occur in it, as they stand or as the form holds them.
    """

    def __init__(
        self,
        form: FormGrid,
        account: TextInput | str,
        words: Sequence[TextInput | str],
        *,
        label: str = "新密码",
    ) -> None:
        self._form, self._account, self._words = form, account, tuple(words)
        self.first, self.again = PasswordInput(), PasswordInput()
        form.add("password", label, self.first, required=True)
        form.add("again", "再输一次", self.again, required=True)
        for line in (self.first, account, *words):
            if isinstance(line, TextInput):
                line.textChanged.connect(lambda _text: self.judge())
        self.judge()

    def judge(self) -> None:
        """Say whether what stands will do."""
        account, *words = (_text(one) for one in (self._account, *self._words))
        sentence, is_good = password_sentence(self.first.text(), account, tuple(words))
        tone = Tone.GREEN if is_good else Tone.RED if self.first.text() else None
        self._form.set_note("password", sentence, tone)


def _text(line: TextInput | str) -> str:
    return line if isinstance(line, str) else line.text()


class EntryPage(Ground):
    """A sheet in the middle: brand, title, sentence, form, one red button."""

    def __init__(
        self, title: str, note: str = "", *, action: str = "", width: int = SIZE.dialog
    ) -> None:
        super().__init__()
        self._resting: list[Button] = []
        """The buttons that rest while something runs."""
        self.banner = Banner()
        self.form = EntryForm(columns=1)
        self.button = PrimaryButton(action, self.submit, wide=True)
        if not action:
            self.button.hide()
        self.form.left_last.connect(self.submit)
        self.body = column(gap=SIZE.gap)
        self.card = Card()
        self.card.setMaximumWidth(px(width))
        self.card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        inner = column(gap=SIZE.gap, margin=SIZE.gap_small)
        inner.addWidget(Label(title, Role.TITLE, wrap=True))
        if note:
            inner.addWidget(Label(note, Role.MUTED, wrap=True))
        inner.addLayout(self.body)
        self.card.add(inner)
        middle = row(None, self.card, None)
        middle.setStretch(1, 1000)
        page = column(None, Brand(), middle, None, gap=SIZE.gap_page, margin=SIZE.gap_page)
        over = row(self.banner, margin=SIZE.gap)
        over.setContentsMargins(px(SIZE.gap), px(SIZE.gap_small), px(SIZE.gap), 0)
        self.banner.setParent(self)
        outer = column(over, Scroll(page), gap=0)
        outer.setStretch(1, 1)
        self.setLayout(outer)

    def submit(self) -> None:
        """What the red button and Enter in the last field do."""

    def busy(self, is_busy: bool) -> None:
        """While it runs nothing is started a second time, and nobody leaves: an office that opened would

        find no page that takes it, and stand open behind all others.
        """
        if is_busy:
            buttons: Iterable[Button] = self.findChildren(Button)
            self._resting += [one for one in buttons if one.isEnabled()]
        for button in self._resting:
            button.setEnabled(not is_busy)
        if not is_busy:
            self._resting.clear()

    @property
    def is_busy(self) -> bool:
        """Whether something runs."""
        return bool(self._resting)

    def complain(self, sentence: str) -> None:
        """Say over the page what went wrong."""
        self.banner.show_message(sentence, Tone.RED)
