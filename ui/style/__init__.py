"""The look of the whole program: tokens, fonts, one style sheet.

`prepare_environment()` before QApplication, `apply_theme(app, dark=…, scale=…)` after it,
`complete_fonts(app)` when the first window stands; then `theme()`, `px(size)` and `SIZE` for whatever a style sheet cannot say.
"""

from ui.style.theme import Theme, apply_theme, complete_fonts, prepare_environment, px, theme
from ui.style.tokens import SCALES, SIZE, Palette, Role, Tone

__all__ = [
    "SCALES",
    "SIZE",
    "Palette",
    "Role",
    "Theme",
    "Tone",
    "apply_theme",
    "complete_fonts",
    "prepare_environment",
    "px",
    "theme",
]
