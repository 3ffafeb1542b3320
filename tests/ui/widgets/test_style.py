"""The tokens: enough contrast, one sheet for every scale, indicators in the colours of the palette."""

from collections.abc import Callable
from importlib import resources
from importlib.resources.abc import Traversable
from string import Template

import pytest
from PySide6.QtCore import QDir, QFile, QPoint, Qt
from PySide6.QtGui import QColor, QFontInfo, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDialogButtonBox,
    QLineEdit,
    QListWidget,
    QWidget,
)

from tests.ui.driver import press, settle
from ui.icons import pixmap
from ui.style import SCALES, SIZE, Tone, apply_theme, px, theme
from ui.style.sheet import make_sheet, roles_in_sheet
from ui.style.tokens import DARK, LIGHT, Palette, Role, contrast
from ui.widgets import column

PALETTES = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


def test_contrast_of_known_pairs() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@PALETTES
def test_text_stands_out_from_every_ground(colours: Palette) -> None:
    grounds = (colours.ground, colours.card, colours.selected, colours.hover)
    for ground in (*grounds, colours.neutral_ground, colours.red_ground):
        assert contrast(colours.ink, ground) >= 7.0
    for ground in (*grounds, colours.neutral_ground):
        assert contrast(colours.muted, ground) >= 4.5, ground
        assert contrast(colours.red, ground) >= 4.5, ground
    assert contrast(colours.on_green, colours.green) >= 4.5
    for red in (colours.red, colours.red_hover, colours.red_pressed):
        assert contrast(colours.on_red, red) >= 4.5


@PALETTES
@pytest.mark.parametrize("tone", list(Tone))
def test_tones_can_be_read_on_their_ground_and_on_a_card(colours: Palette, tone: Tone) -> None:
    ink, ground = colours.tone(tone)
    assert contrast(ink, ground) >= 4.5
    assert contrast(ink, colours.card) >= 4.5
    assert contrast(colours.ink, ground) >= 7.0  # the text of a banner


@PALETTES
@pytest.mark.parametrize("scale", SCALES)
def test_sheet_leaves_no_name_open(colours: Palette, scale: float) -> None:
    sheet = make_sheet(colours, scale)
    assert "$" not in sheet
    assert f"font-size: {round(SIZE.text_title * scale)}px" in sheet
    assert colours.line in sheet


def test_every_role_has_a_look() -> None:
    assert roles_in_sheet() == {role.value for role in Role} - {Role.BODY.value}


def test_indicators_wear_the_colours_of_the_palette() -> None:
    folder = resources.files("resources").joinpath("icons")
    for mode, colours in (("light", LIGHT), ("dark", DARK)):
        for name, colour in (
            ("down", colours.muted),
            ("check", colours.on_red),
            ("dot", colours.on_red),
        ):
            text = folder.joinpath(f"mark-{name}-{mode}.svg").read_text("utf-8")
            assert Template('"$c"').substitute(c=colour) in text


def test_pictures_of_the_sheet_are_found(app: QApplication) -> None:
    del app
    assert QDir.searchPaths("icons")
    assert QFile.exists("icons:mark-check-light.svg")


def test_every_icon_draws_something(app: QApplication) -> None:
    del app
    names = [entry.name.removesuffix(".svg") for entry in _icon_files()]
    assert len(names) > 30
    for name in names:
        image = pixmap(name, "#000000").toImage()
        drawn = any(
            image.pixelColor(x, y).alpha() > 0
            for x in range(image.width())
            for y in range(image.height())
        )
        assert drawn, name


def _icon_files() -> list[Traversable]:
    folder = resources.files("resources").joinpath("icons")
    return [entry for entry in folder.iterdir() if entry.name.endswith(".svg")]


def test_font_is_the_bundled_one_and_its_digits_are_tabular(app: QApplication) -> None:
    del app
    for weight in (400, 500, 700):
        font = theme().font(weight=weight)
        assert QFontInfo(font).family() == "Noto Sans SC"
        assert QFontInfo(font).weight() == weight
        metrics = QFontMetrics(font)
        assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


def test_qt_speaks_chinese(app: QApplication) -> None:
    del app
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "取消"
    box.deleteLater()


def test_theme_can_be_changed_and_changed_back(app: QApplication) -> None:
    apply_theme(app, dark=True, scale=1.5)
    try:
        assert theme().palette is DARK
        assert px(SIZE.text) == 21
        assert app.font().pixelSize() == 21
        apply_theme(app, scale=9.0)
        assert theme().scale == 1.5
    finally:
        apply_theme(app)
    assert app.font().pixelSize() == SIZE.text


def test_a_chosen_line_looks_chosen_under_the_mouse_too(show: Callable[..., QWidget]) -> None:
    photos = QListWidget()
    photos.addItems(["甲", "乙"])
    show(photos, 200, 100)
    photos.setCurrentRow(0)
    place = photos.visualItemRect(photos.item(0))
    at = QPoint(place.right() - 5, place.center().y())
    QTest.mouseMove(photos.viewport(), place.bottomRight() + QPoint(0, place.height() * 2))
    QTest.mouseMove(photos.viewport(), at)
    settle()
    seen = photos.viewport().grab().toImage().pixelColor(at)
    assert seen == QColor(theme().palette.selected)


def test_a_tick_under_the_keyboard_is_framed_once_at_its_box(show: Callable[..., QWidget]) -> None:
    page, before, tick = QWidget(), QLineEdit(), QCheckBox("完整导出")
    page.setLayout(column(before, tick))
    show(page, 300, 100)
    before.setFocus()
    settle()
    words = tick.rect().adjusted(px(SIZE.gap_page), 0, 0, 0)
    plain = tick.grab().toImage()
    press(before, Qt.Key.Key_Tab)
    framed = tick.grab().toImage()
    assert framed != plain
    assert framed.copy(words) == plain.copy(words)
