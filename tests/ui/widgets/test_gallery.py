"""The gallery in light and dark, at 100 % and 150 %: everything is there, nothing is cut off."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from tests.ui.driver import parts, settle, snapshot
from tests.ui.widgets.gallery import case_page, parts_page
from ui.style import apply_theme, theme
from ui.widgets import ElidedLabel, Label, Stepper


@pytest.fixture(
    params=[(False, 1.0), (True, 1.0), (False, 1.5), (True, 1.5)],
    ids=["light-100", "dark-100", "light-150", "dark-150"],
)
def look(request: pytest.FixtureRequest, app: QApplication) -> Iterator[str]:
    """A theme for one test; the name of its pictures."""
    is_dark, scale = request.param
    apply_theme(app, dark=is_dark, scale=scale)
    yield f"{'dark' if is_dark else 'light'}-{round(scale * 100)}"
    apply_theme(app)


@pytest.mark.parametrize("page", [case_page, parts_page])
def test_nothing_is_cut_off(
    page: Callable[[], QWidget], look: str, show: Callable[..., QWidget]
) -> None:
    scale = theme().scale
    widget = show(page(), round(1366 * scale), round(768 * scale))
    settle()
    assert (widget.width(), widget.height()) == (round(1366 * scale), round(768 * scale))
    labels: list[QLabel | QAbstractButton] = [*parts(widget, QLabel)]
    labels += parts(widget, QAbstractButton)
    shown = [label for label in labels if label.isVisible() and label.text()]
    assert len(shown) > 20
    for label in shown:
        if isinstance(label, Label) and label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width()), label.text()
        elif not isinstance(label, ElidedLabel):
            assert label.width() >= label.minimumSizeHint().width(), label.text()
    image = QImage(str(snapshot(widget, f"{page.__name__}-{look}")))
    assert theme().palette.ground in _colours(image)
    assert theme().palette.red in _colours(image)


def test_steps_fit_the_smallest_screen_at_the_largest_scale(
    app: QApplication, show: Callable[..., QWidget]
) -> None:
    apply_theme(app, scale=1.5)
    try:
        widget = show(case_page(), 1366, 768)
        stepper = parts(widget, Stepper)[0]
        beside = round(176 * 1.5) + 2 * round(20 * 1.5)
        assert stepper.minimumSizeHint().width() <= 1366 - beside
    finally:
        apply_theme(app)


def _colours(image: QImage) -> set[str]:
    step = 3
    return {
        image.pixelColor(x, y).name()
        for x in range(0, image.width(), step)
        for y in range(0, image.height(), step)
    }
