"""关于: the version, where the files are, and what the program is made of."""

from app.changes import Changes
from app.version import VERSION
from ui.context import Context
from ui.screens.settings.page import SettingsPage
from ui.screens.settings.presenter import licences
from ui.style import Role
from ui.widgets import Card, Column, DataTable, Label, column


class AboutPage(SettingsPage):
    """Version, place, licences."""

    key = "about"
    title = "关于"
    note = "暖档是自由软件，按 Apache-2.0 许可使用；不联网，不收集任何信息。"

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        where = Card("本机")
        where.add(
            column(
                Label(f"版本 {VERSION}", Role.STRONG),
                Label(f"档案文件夹：{ctx.office.folder}", selectable=True, wrap=True),
                Label(
                    "其中 office.db 是加密的档案，keys.json 是钥匙文件，attachments 是加密的材料，"
                    "backups 是自动备份。请不要单独移动或删除其中的文件。",
                    Role.MUTED,
                    wrap=True,
                ),
            )
        )
        parts = DataTable(
            (
                Column("组成部分", lambda line: line[0], strong=True, width=300),
                Column("许可", lambda line: line[1], width=260),
                Column("用途", lambda line: line[2], stretch=True),
            ),
            compact=True,
            name="许可",
        )
        parts.set_rows(licences())
        card = Card("许可", flush=True)
        card.add(parts, 1)
        self.lay_out(where, card)

    def concerns(self, changes: Changes) -> bool:
        """Nothing that is written in the file."""
        return False
