"""The look in force: palette and scale, and the one function that puts them on the application."""

import os
from dataclasses import dataclass, replace
from importlib import resources

from PySide6.QtCore import QDir, QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from ui.style.fonts import load_fonts, load_rare_fonts
from ui.style.sheet import make_sheet
from ui.style.tokens import DARK, LIGHT, SIZE, Palette


@dataclass(frozen=True, slots=True)
class Theme:
    """Palette, scale (1.0–1.5) and font families in force."""

    palette: Palette
    scale: float
    families: tuple[str, ...]

    def px(self, size: float) -> int:
        """A size at 100 % in pixels at the scale in force, never less than one."""
        return max(1, round(size * self.scale))

    def font(self, size: int = SIZE.text, weight: int = 400) -> QFont:
        """The house font at a size given at 100 %."""
        font = QFont(list(self.families))
        font.setPixelSize(self.px(size))
        font.setWeight(QFont.Weight(weight))
        return font


_current = Theme(LIGHT, 1.0, ("sans-serif",))
_translators: list[QTranslator] = []


def theme() -> Theme:
    """The theme in force."""
    return _current


def px(size: float) -> int:
    """A size at 100 % in pixels at the scale in force."""
    return _current.px(size)


def prepare_environment() -> None:
    """Call before QApplication is made.

    WORKAROUND: the wheels of Qt carry no fcitx plugin, so on Kylin and UOS no Chinese could be typed;
    fcitx speaks the ibus protocol too. Until Qt's wheels ship one. A value set by the office stays.
    """
    os.environ.setdefault("QT_IM_MODULE", "ibus")


def apply_theme(app: QApplication, *, dark: bool = False, scale: float = 1.0) -> None:
    """Put fonts, colours, style sheet and Qt's own Chinese texts on the application.

    May be called again; widgets that stand keep their icons and distances until they are built anew, so a
    change is followed by a new main window.
    """
    global _current
    scale = min(1.5, max(1.0, scale))
    _current = Theme(DARK if dark else LIGHT, scale, tuple(load_fonts()))
    if not _translators:
        _translate(app)
        QDir.addSearchPath("icons", str(resources.files("resources").joinpath("icons")))
        app.setStyle(QStyleFactory.create("Fusion"))
    app.setFont(_current.font())
    app.setPalette(_qt_palette(_current.palette))
    app.setStyleSheet(make_sheet(_current.palette, scale))


def complete_fonts(app: QApplication) -> None:
    """Add the fonts for rare characters once the first window stands."""
    global _current
    _current = replace(_current, families=tuple(load_rare_fonts()))
    app.setFont(_current.font())


def _translate(app: QApplication) -> None:
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        app.installTranslator(translator)
    _translators.append(translator)


def _qt_palette(colours: Palette) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: colours.ground,
        QPalette.ColorRole.WindowText: colours.ink,
        QPalette.ColorRole.Base: colours.card,
        QPalette.ColorRole.AlternateBase: colours.hover,
        QPalette.ColorRole.Text: colours.ink,
        QPalette.ColorRole.Button: colours.card,
        QPalette.ColorRole.ButtonText: colours.ink,
        QPalette.ColorRole.PlaceholderText: colours.muted,
        QPalette.ColorRole.Highlight: colours.selected,
        QPalette.ColorRole.HighlightedText: colours.ink,
        QPalette.ColorRole.ToolTipBase: colours.card,
        QPalette.ColorRole.ToolTipText: colours.ink,
        QPalette.ColorRole.Link: colours.blue,
        QPalette.ColorRole.Mid: colours.line_strong,
        QPalette.ColorRole.Accent: colours.red,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (
        QPalette.ColorRole.Text,
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.ButtonText,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.faint))
    return palette
