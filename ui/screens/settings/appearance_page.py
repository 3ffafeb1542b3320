"""外观: size of text, light or dark. It belongs to this computer; everybody may change it."""

from PySide6.QtWidgets import QButtonGroup, QRadioButton

from app.changes import Changes
from app.office.appearance import PERCENTS, Appearance
from ui.context import Context
from ui.desk import desk
from ui.screens.settings.page import SettingsPage
from ui.style import SIZE, Role, theme
from ui.widgets import Card, Label, row

_SHADES = ((False, "浅色"), (True, "深色"))


class AppearancePage(SettingsPage):
    """Takes effect at once."""

    key = "appearance"
    title = "外观"
    note = "只影响这台电脑，立即生效。没有保存的输入请先保存。"

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        now = theme()
        self._sizes, self._shades = QButtonGroup(self), QButtonGroup(self)
        sizes = Card("文字大小")
        for percent in PERCENTS:
            button = QRadioButton(f"{percent} %")
            button.setChecked(round(now.scale * 100) == percent)
            self._sizes.addButton(button, percent)
            sample = Label("困难职工帮扶档案")
            sample.setFont(theme().font(round(SIZE.text * percent / 100 / now.scale)))
            sizes.add(row(button, sample, None, gap=SIZE.gap_page))
        shades = Card("底色")
        for is_dark, word in _SHADES:
            button = QRadioButton(word)
            button.setChecked(now.palette.is_dark == is_dark)
            self._shades.addButton(button, int(is_dark))
            shades.add(button)
        shades.add(Label("光线暗的房间用深色，打印和投影用浅色。", Role.SMALL, wrap=True))
        for group in (self._sizes, self._shades):
            group.idClicked.connect(lambda _id: self._apply())
        self.lay_out_form(sizes, shades)

    def concerns(self, changes: Changes) -> bool:
        """Nothing that is written in the file."""
        return False

    def _apply(self) -> None:
        chosen = Appearance(self._sizes.checkedId(), bool(self._shades.checkedId()))
        desk().appearance_asked.emit(chosen)
