"""The look of the whole program: tokens, fonts, one style sheet.

`prepare_environment()` before QApplication, `apply_theme(app, dark=…, scale=…)` after it. When the first window
stands, `warm_rare_fonts()` on a reading thread and then `complete_fonts(app)`. `theme()`, `px(size)` and `SIZE`
are for what a style sheet cannot say.
"""

from ui.style.fonts import warm_rare_fonts
from ui.style.look import Theme, apply_theme, complete_fonts, prepare_environment, px, theme
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
    "warm_rare_fonts",
]
