"""The frame on a picture, by mouse, wheel and keys: it keeps its shape and never leaves the picture."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.driver import press, settle
from ui.widgets import CropView

LEFT = Qt.MouseButton.LeftButton
LARGEST = QRect(93, 0, 214, 300)


@pytest.fixture
def view(show: Callable[..., QWidget]) -> CropView:
    """A picture of 400 × 300, drawn pixel by pixel from (8, 8), under a frame of 5 : 7."""
    image = QImage(200, 150, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.blue)
    made = CropView(image, QSize(400, 300), shape=(25, 35))
    show(made, 416, 316)
    made.setFocus()
    return made


def _drag(view: CropView, *places: QPoint) -> None:
    """Press the button at the first place of the picture, let it go at the last."""
    points = [place + QPoint(8, 8) for place in places]
    QTest.mousePress(view, LEFT, Qt.KeyboardModifier.NoModifier, points[0])
    for point in points[1:]:
        QTest.mouseMove(view, point)
    QTest.mouseRelease(view, LEFT, Qt.KeyboardModifier.NoModifier, points[-1])
    settle()


def _wheel(view: CropView, turned: int) -> None:
    middle = QPointF(view.rect().center())
    event = QWheelEvent(
        middle,
        view.mapToGlobal(middle),
        QPoint(),
        QPoint(0, turned),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def test_the_largest_frame_stands_in_the_middle_at_first(view: CropView) -> None:
    assert view.box() == LARGEST
    press(view, Qt.Key.Key_Plus)
    press(view, Qt.Key.Key_Up)
    assert view.box() == LARGEST, "it does not grow or go beyond the picture"
    assert view.accessibleDescription() == "框住照片左起 23%、上起 0%，宽 53%，高 100%"


def test_keys_size_and_move_the_frame_and_enter_accepts(view: CropView) -> None:
    told = list[str]()
    view.framed.connect(lambda: told.append("framed"))
    view.accepted.connect(lambda: told.append("accepted"))
    for _ in range(14):
        press(view, Qt.Key.Key_Minus)
    small = view.box()
    assert small.width() < 110 and abs(small.center().x() - LARGEST.center().x()) <= 1
    press(view, Qt.Key.Key_Right)
    press(view, Qt.Key.Key_Down)
    assert view.box() == small.translated(2, 2)
    for _ in range(200):
        press(view, Qt.Key.Key_Left)
    assert view.box().left() == 0
    for _ in range(30):
        press(view, Qt.Key.Key_Equal)
    assert view.box().size() == LARGEST.size()
    press(view, Qt.Key.Key_Return)
    assert told.count("accepted") == 1 and told[-1] == "accepted" and len(told) > 30


def test_the_turned_picture_has_the_largest_frame_in_its_middle(view: CropView) -> None:
    press(view, Qt.Key.Key_Minus)
    view.turn(-1)
    assert (view.quarters(), view.whole()) == (3, QRect(0, 0, 300, 400))
    assert view.box() == QRect(7, 0, 286, 400)
    assert "高 100%" in view.accessibleDescription()
    view.turn(1)
    view.turn(1)
    assert (view.quarters(), view.box()) == (1, QRect(7, 0, 286, 400))
    view.turn(-1)
    assert (view.quarters(), view.box()) == (0, LARGEST)


def test_a_turned_picture_is_drawn_turned(view: CropView) -> None:
    image = QImage(200, 150, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.blue)
    for across in range(100):
        for down in range(150):
            image.setPixelColor(across, down, Qt.GlobalColor.green)
    turned = CropView(image, QSize(400, 300), shape=(25, 35))
    turned.resize(316, 416)
    turned.turn(1)
    drawn = turned.grab().toImage()
    places = (QPoint(158, 60), QPoint(158, 360))
    assert [drawn.pixelColor(at) for at in places] == [
        QColor(Qt.GlobalColor.green),
        QColor(Qt.GlobalColor.blue),
    ]


def test_the_wheel_sizes_the_frame_around_its_middle(view: CropView) -> None:
    _wheel(view, -120)
    smaller = view.box()
    assert smaller.width() == 204 and smaller.center().x() == LARGEST.center().x()
    _wheel(view, 120)
    assert view.box() == LARGEST


def test_the_mouse_drags_the_frame_as_far_as_the_picture_goes(view: CropView) -> None:
    _drag(view, QPoint(200, 150), QPoint(230, 150), QPoint(260, 150))
    assert view.box() == LARGEST.translated(60, 0)
    _drag(view, QPoint(200, 150), QPoint(900, 900))
    assert view.box().right() == 399
    QTest.mouseMove(view, QPoint(20, 20))
    assert view.box().right() == 399, "it was let go"


@pytest.mark.parametrize(
    ("corner", "across"),
    [
        (QRect.topLeft, QRect.bottomRight),
        (QRect.topRight, QRect.bottomLeft),
        (QRect.bottomLeft, QRect.topRight),
        (QRect.bottomRight, QRect.topLeft),
    ],
)
def test_a_corner_is_dragged_and_the_one_across_stays(
    view: CropView, corner: Callable[[QRect], QPoint], across: Callable[[QRect], QPoint]
) -> None:
    start, middle = corner(LARGEST), LARGEST.center()
    _drag(view, start, QRect(start, middle).center())
    part = view.box()
    assert across(part) == across(LARGEST)
    assert 155 <= part.width() <= 165 and abs(part.height() - part.width() * 1.4) <= 1
    _drag(view, corner(part), start * 9 - middle * 8)
    assert view.box() == LARGEST, "no further than the picture goes"


def test_the_frame_comes_where_the_mouse_is_pressed(view: CropView) -> None:
    for _ in range(20):
        press(view, Qt.Key.Key_Minus)
    _drag(view, QPoint(60, 120))
    assert abs(view.box().center().x() - 60) <= 1 and abs(view.box().center().y() - 120) <= 1


def test_the_pointer_says_what_would_be_dragged(view: CropView) -> None:
    shapes = []
    for x, y in ((93, 0), (307, 0), (200, 150), (20, 150)):
        QTest.mouseMove(view, QPoint(x + 8, y + 8))
        settle()
        shapes.append(view.cursor().shape())
    shape = Qt.CursorShape
    assert shapes == [
        shape.SizeFDiagCursor,
        shape.SizeBDiagCursor,
        shape.SizeAllCursor,
        shape.ArrowCursor,
    ]


def test_what_is_outside_the_frame_is_faded(view: CropView) -> None:
    seen = view.grab().toImage()
    ratio = seen.devicePixelRatio()
    inside, outside = (seen.pixelColor(round(x * ratio), round(158 * ratio)) for x in (208, 40))
    assert inside == Qt.GlobalColor.blue and outside.red() > 100


_PLACE = st.builds(QPoint, st.integers(-50, 450), st.integers(-50, 350))
_ACT = st.one_of(
    st.sampled_from([Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Minus, Qt.Key.Key_Plus]),
    st.sampled_from([120, -120]),
    st.tuples(_PLACE, _PLACE),
)


@given(st.sampled_from([(400, 300), (300, 400), (1, 1), (7, 3), (4000, 20)]), st.lists(_ACT))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_done_the_frame_stays_inside_and_in_shape(
    show: Callable[..., QWidget], size: tuple[int, int], acts: list[object]
) -> None:
    whole = QSize(*size)
    view = CropView(QImage(whole, QImage.Format.Format_RGB32), whole, shape=(25, 35))
    show(view, 416, 316)
    for act in acts:
        if isinstance(act, Qt.Key):
            press(view, act)
        elif isinstance(act, int):
            _wheel(view, act)
        elif isinstance(act, tuple):
            _drag(view, *act)
        box = view.box()
        assert QRect(QPoint(), whole).contains(box)
        assert abs(box.height() - box.width() * 1.4) <= 2
