"""读身份证: reads the card on the reader of this computer into a form."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent

from app.office.card_reader import ReadCard, program_of, read_one
from app.progress import Progress
from ui import commands
from ui.context import Context, bound
from ui.fields import FieldForm
from ui.widgets import Button, ask, tell

__all__ = ["CardButton"]

_READ, _STOP = "读身份证", "停止读卡"


class CardButton(Button):
    """Hidden where this computer has no reader. Pressed again while it reads, it stops; so it does out of sight.

    What the form has no field for goes to `on_rest`, by key of the catalogue. What the user typed stands
    until he agrees to what the card says.
    """

    def __init__(
        self,
        ctx: Context,
        form: FieldForm,
        on_rest: Callable[[Mapping[str, Any]], object] | None = None,
    ) -> None:
        super().__init__(
            _READ, self.press, tip="把身份证放在读卡器上，读出姓名、号码等内容", shortcut="F4"
        )
        self._ctx, self._form = ctx, form
        self._on_rest = on_rest or (lambda _values: None)
        self._progress: Progress | None = None
        self.offer(True)

    def offer(self, is_wanted: bool) -> None:
        """Show the button where there is a reader and the form may be typed into."""
        self.setVisible(is_wanted and bool(program_of(self._ctx.office.folder)))

    def press(self) -> None:
        """Read, or stop reading."""
        if self._progress is not None:
            self.stop()
            return
        progress = self._progress = Progress()
        self.set_text(_STOP)
        self._ctx.jobs.read(
            bound(read_one, self._ctx.office, progress),
            partial(self._done, progress),
            partial(self._failed, progress),
            owner=self,
        )

    def stop(self) -> None:
        """Read no more: a card that still comes may belong to nobody in this form."""
        if self._progress is not None:
            self._progress.cancel()
            self._rest()

    def _rest(self) -> None:
        self._progress = None
        self.set_text(_READ)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Whoever has left the form waits for no card."""
        super().hideEvent(event)
        self.stop()

    def _is_over(self, progress: Progress) -> bool:
        """Whether this is the answer that is waited for; then the button rests."""
        if progress is not self._progress:
            return False
        self._rest()
        return True

    def _failed(self, progress: Progress, error: BaseException) -> None:
        if self._is_over(progress):
            commands.show_error(self, error)

    def _done(self, progress: Progress, card: ReadCard) -> None:
        if not self._is_over(progress):
            return
        differing = [
            f"{self._label(key)}填的是“{typed}”，证件上是“{read}”。"
            for key, typed, read in self._compared(card.values)
            if typed and typed != read
        ]
        if not differing:
            self._fill(card, card.values)
            return
        question = ask(
            self.window(),
            "证件与已填的内容不同",
            "\n".join(differing),
            "换成证件上的",
            lambda: self._fill(card, card.values),
        )
        question.give_up_button.setText("保留已填的")
        question.rejected.connect(
            lambda: QTimer.singleShot(0, self, lambda: self._fill(card, self._free(card.values)))
        )

    def _compared(self, values: Mapping[str, Any]) -> list[tuple[str, str, str]]:
        found = []
        for key, value in values.items():
            if self._form.has(key):
                editor = self._form.field_editor(key)
                found.append((key, editor.text().strip(), editor.field.kind.format(value)))
        return found

    def _free(self, values: Mapping[str, Any]) -> dict[str, Any]:
        taken = {key for key, typed, _read in self._compared(values) if typed}
        return {key: value for key, value in values.items() if key not in taken}

    def _fill(self, card: ReadCard, values: Mapping[str, Any]) -> None:
        for key, value in values.items():
            if self._form.has(key):
                self._form.put(key, value)
        self._on_rest({key: value for key, value in values.items() if not self._form.has(key)})
        if card.warning:
            tell(self.window(), "证件已经到期", card.warning)

    def _label(self, key: str) -> str:
        label: str = self._form.field_editor(key).field.label
        return label
