"""The procedure as a line of steps: what is done, where we stand, what is to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolTip

from ui.style import SIZE, px, theme
from ui.widgets.text import as_tip


class StepState(StrEnum):
    """How far a step is."""

    DONE = "已完成"
    CURRENT = "正在办理"
    AHEAD = "未开始"
    SKIPPED = "不需要"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its word, its state and a note for the tooltip (a date, who)."""

    word: str
    state: StepState = StepState.AHEAD
    note: str = ""


class Stepper(QFrame):
    """The steps side by side. ← → walk through them, Enter or a click chooses one.

    Where the words have no room only the step that the keyboard stands on keeps its own.
    """

    chosen = Signal(int)

    def __init__(self, steps: Sequence[Step] = ()) -> None:
        super().__init__()
        self._steps: tuple[Step, ...] = ()
        self._cursor = 0
        self.setFixedHeight(px(SIZE.stepper))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_steps(steps)

    def set_steps(self, steps: Sequence[Step]) -> None:
        """Show these steps; the cursor stands on the current one."""
        self._steps = tuple(steps)
        states = [step.state for step in self._steps]
        current = StepState.CURRENT
        self._cursor = states.index(current) if current in states else max(0, len(states) - 1)
        self._announce()
        self.update()

    def cursor_step(self) -> int:
        """The step that the keyboard stands on."""
        return self._cursor

    def spoken(self, index: int) -> str:
        """One step as a sentence, for the tooltip and the screen reader."""
        step = self._steps[index]
        sentence = f"第 {index + 1} 步，共 {len(self._steps)} 步：{step.word}，{step.state.value}。"
        return f"{sentence}{step.note}" if step.note else sentence

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for the dots and the longest word."""
        longest = max(map(self._width, self._steps), default=0)
        dots = max(0, len(self._steps) - 1) * (px(SIZE.dot) + px(SIZE.gap_small))
        return QSize(2 * px(SIZE.gap_page) + dots + longest, px(SIZE.stepper))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Walk and choose."""
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        key = Qt.Key(event.key())
        if key in moves and self._steps:
            self._cursor = min(len(self._steps) - 1, max(0, self._cursor + moves[key]))
            self._announce()
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._steps:
            self.chosen.emit(self._cursor)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Choose the step under the pointer."""
        index = self._at(event.position())
        if index is not None and event.button() == Qt.MouseButton.LeftButton:
            self._cursor = index
            self.update()
            self.chosen.emit(index)

    def event(self, event: QEvent) -> bool:
        """Tell the step under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self._at(QPointF(event.pos()))
            if index is not None:
                QToolTip.showText(event.globalPos(), as_tip(self.spoken(index)), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The frame by the style sheet, the steps by hand."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        boxes = self._boxes()
        for index, (step, box) in enumerate(zip(self._steps, boxes, strict=True)):
            if index:
                self._paint_line(painter, boxes[index - 1], box, self._steps[index - 1])
            self._paint_step(painter, index, step, box)
            if index == self._cursor or self._has_room():
                self._paint_word(painter, step, box)
        if self.hasFocus() and boxes:
            painter.setPen(QPen(QColor(theme().palette.ink), 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            frame = boxes[self._cursor].adjusted(-5, -4, 5, 4)
            painter.drawRoundedRect(frame, px(SIZE.radius), px(SIZE.radius))

    def _width(self, step: Step) -> int:
        metrics = self.fontMetrics()
        # A little wider than measured: the current word is set in a heavier weight.
        return (
            px(SIZE.dot) + px(SIZE.gap_small) + round(metrics.horizontalAdvance(step.word) * 1.04)
        )

    def _has_room(self) -> bool:
        """Whether every word can stand, with a gap behind it."""
        words = sum(self._width(step) + px(SIZE.gap_small) for step in self._steps)
        return words <= self.width() - 2 * px(SIZE.gap_page)

    def _boxes(self) -> list[QRectF]:
        widths = [self._width(step) for step in self._steps]
        if not self._has_room():
            at = self._cursor
            widths = [width if index == at else px(SIZE.dot) for index, width in enumerate(widths)]
        edge = px(SIZE.gap_page)
        free = max(0, self.width() - 2 * edge - sum(widths))
        gap = free / (len(widths) - 1) if len(widths) > 1 else 0.0
        boxes, left, height = [], float(edge), px(SIZE.dot)
        for width in widths:
            boxes.append(QRectF(left, (self.height() - height) / 2, width, height))
            left += width + gap
        return boxes

    def _at(self, point: QPointF) -> int | None:
        for index, box in enumerate(self._boxes()):
            if box.adjusted(-6, -10, 6, 10).contains(point):
                return index
        return None

    def _paint_line(self, painter: QPainter, left: QRectF, right: QRectF, before: Step) -> None:
        colours = theme().palette
        is_done = before.state is StepState.DONE
        painter.setPen(QPen(QColor(colours.green if is_done else colours.line), px(2)))
        space = px(10)
        start, end = left.right() + space, right.left() - space
        if end > start:
            painter.drawLine(QPointF(start, left.center().y()), QPointF(end, left.center().y()))

    def _paint_step(self, painter: QPainter, index: int, step: Step, box: QRectF) -> None:
        colours = theme().palette
        fill, mark = {
            StepState.DONE: (colours.green, colours.on_green),
            StepState.CURRENT: (colours.red, colours.on_red),
            StepState.AHEAD: (colours.neutral_ground, colours.muted),
            StepState.SKIPPED: (colours.card, colours.muted),
        }[step.state]
        dot = QRectF(box.left(), box.top(), box.height(), box.height())
        painter.setPen(QPen(QColor(colours.line if step.state is StepState.SKIPPED else fill), 1))
        painter.setBrush(QColor(fill))
        painter.drawEllipse(dot)
        painter.setPen(QPen(QColor(mark), px(2) * 0.8))
        if step.state is StepState.DONE:
            _paint_tick(painter, dot)
        else:
            painter.setFont(theme().font(SIZE.text_small, 500))
            painter.drawText(dot, Qt.AlignmentFlag.AlignCenter, str(index + 1))

    def _paint_word(self, painter: QPainter, step: Step, box: QRectF) -> None:
        colours = theme().palette
        is_current = step.state is StepState.CURRENT
        painter.setFont(theme().font(SIZE.text, 500 if is_current else 400))
        painter.setPen(QColor(colours.ink if is_current else colours.muted))
        text_box = box.adjusted(box.height() + px(SIZE.gap_small), -4, px(SIZE.gap_small), 4)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(text_box, flags, step.word)

    def _announce(self) -> None:
        if self._steps:
            self.setAccessibleName(self.spoken(self._cursor))


def _paint_tick(painter: QPainter, dot: QRectF) -> None:
    edge, x, y = dot.width(), dot.left(), dot.top()
    points = [(0.29, 0.52), (0.44, 0.67), (0.72, 0.36)]
    painter.drawPolyline([QPointF(x + edge * a, y + edge * b) for a, b in points])


def steps_until(words: Sequence[str], current: int) -> tuple[Step, ...]:
    """Steps of which those before `current` are done; `current` may be one past the end."""
    states = [StepState.DONE] * current + [StepState.CURRENT] + [StepState.AHEAD] * len(words)
    return tuple(Step(word, state) for word, state in zip(words, states, strict=False))


__all__ = ["Step", "StepState", "Stepper", "steps_until"]
