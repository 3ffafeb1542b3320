"""After a crash: what was typed last time and not saved is said at the start, and offered back."""

from PySide6.QtWidgets import QWidget

from app.cases.drafts import KeptTyping, drop_kept, typing_left
from app.office.clock import CHINA
from ui.context import Context, bound
from ui.style import SIZE
from ui.widgets import Button, Column, DataTable, Dialog, Label

__all__ = ["KeptDialog", "offer_kept"]

_PAGES = {
    "facts": "档案",
    "members": "家庭成员",
    "money": "收入支出",
    "new_case": "新建档案",
    "back_entry": "补录",
}
_WITHOUT_CASE = ("new_case", "back_entry")
_ROWS = 6


class KeptDialog(Dialog):
    """One line per form. 恢复 leads to the form and puts the typing back; what is given up is gone."""

    def __init__(self, ctx: Context, parent: QWidget, kept: tuple[KeptTyping, ...]) -> None:
        super().__init__(
            parent,
            "上次有没有保存的输入",
            action="恢复这一处",
            give_up="以后再说",
            width=SIZE.dialog_wide,
        )
        self.ctx = ctx
        self._home = parent
        self.table = DataTable(
            (
                Column("申请人", whose, strong=True, width=110),
                Column("档案号", lambda one: one.number, width=130),
                Column("页面", page_word, width=100),
                Column("内容", lambda one: f"{len(one.texts)} 项", width=70),
                Column("最后输入", stamp, stretch=True),
            ),
            name="没有保存的输入",
        )
        self.table.opened.connect(lambda one: self._restore(one))
        self.add(
            Label(
                "程序上次没有正常退出，下面的输入没有保存，已经为您留着。"
                "恢复后请核对并保存；放弃的不能再找回。",
                wrap=True,
            ),
            self.table,
        )
        self.add_extra(Button("放弃这一处", self._give_up))
        self.confirmed.connect(self._restore_current)
        self._show(kept)
        self.table.setFocus()

    def _show(self, kept: tuple[KeptTyping, ...]) -> None:
        self.table.set_rows(kept, key=lambda one: one.id)
        self.table.fit_height(_ROWS)
        self.table.choose(0)

    def _restore_current(self) -> None:
        current = self.table.current_row()
        if isinstance(current, KeptTyping):
            self._restore(current)

    def _restore(self, kept: KeptTyping) -> None:
        self.accept()
        restore(self.ctx, self._home, kept)

    def _give_up(self) -> None:
        current = self.table.current_row()
        if not isinstance(current, KeptTyping):
            return
        work = bound(drop_kept, self.ctx.office, draft_ids=(current.id,))
        self.ctx.run(self, work, on_done=lambda _none: self._read())

    def _read(self) -> None:
        def show(kept: tuple[KeptTyping, ...]) -> None:
            if kept:
                self._show(kept)
            else:
                self.accept()

        self.ctx.read(self, bound(typing_left, self.ctx.office), show, key="kept")


def restore(ctx: Context, window: QWidget, kept: KeptTyping) -> None:
    """Lead to the form and put the typing back into it."""
    if kept.place.page not in _WITHOUT_CASE:
        page = kept.place.page.partition(".")[0]
        ctx.go("case", case_id=kept.place.case_id, page=page, kept=kept)
        return
    from ui.screens.new_case import open_back_entry, open_new_case

    dialog = (open_new_case if kept.place.page == "new_case" else open_back_entry)(ctx, window)
    dialog.form.put_typed(kept.texts)
    dialog.keeper.take_over(kept)


def whose(kept: KeptTyping) -> str:
    """Of a new file the name that was typed."""
    return kept.of or kept.texts.get("name") or "（新档案）"


def page_word(kept: KeptTyping) -> str:
    """The page it was typed on, in words."""
    return _PAGES.get(kept.place.page.partition(".")[0], "档案")


def stamp(kept: KeptTyping) -> str:
    """When it was kept, at UTC+8."""
    return kept.kept_at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")


def offer_kept(ctx: Context, window: QWidget) -> None:
    """Say it and offer it, where an earlier login of this account has left something."""

    def show(kept: tuple[KeptTyping, ...]) -> None:
        if kept:
            KeptDialog(ctx, window, kept).open()

    ctx.read(window, bound(typing_left, ctx.office), show, key="kept")
