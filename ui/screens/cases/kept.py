"""常用筛选 and 列: what an account keeps of the list, as two menus over it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.cases.lists import CaseFilter
from app.cases.views import (
    Columns,
    SavedFilter,
    Views,
    drop_filter,
    keep_columns,
    keep_filter,
    views,
)
from ui.context import Context, bound
from ui.widgets import Dialog, FormGrid, Label, MenuButton, Role, TextInput, ask
from ui.widgets.buttons import MenuEntry

__all__ = ["ALWAYS", "USUALLY_HIDDEN", "KeptViews", "NameDialog"]

ALWAYS = ("档案号", "申请人")
"""Columns that cannot be hidden: without them nobody knows what a row is."""
USUALLY_HIDDEN = ("经办人", "建档日期")


class NameDialog(Dialog):
    """Asks under which name a filter is kept. Closes itself when it is kept."""

    def __init__(self, ctx: Context, parent: QWidget, wanted: CaseFilter) -> None:
        super().__init__(parent, "保存当前筛选", action="保存")
        self._ctx, self._wanted = ctx, wanted
        self.name = TextInput(hint="例如：城关镇大病")
        self.form = FormGrid()
        self.form.add("name", "名称", self.name, span=2, required=True)
        self.add(
            Label("只有您自己的账号看得到；同名的会被替换。", Role.MUTED, wrap=True), self.form
        )
        self.confirmed.connect(self._keep)

    def _keep(self) -> None:
        self.form.clear_errors()
        work = bound(keep_filter, self._ctx.office, name=self.name.text(), wanted=self._wanted)
        self._ctx.run(self, work, on_done=lambda _none: self.accept(), form=self.form)


class KeptViews(QWidget):
    """Two menus. `filter_chosen` when a kept filter is wanted, `columns_changed` when others are shown.

    `names_asked`: the list is wanted by name, whether by strokes.
    """

    filter_chosen = Signal(object)
    columns_changed = Signal(object)
    names_asked = Signal(bool)

    def __init__(self, ctx: Context, parent: QWidget, titles: tuple[str, ...]) -> None:
        super().__init__(parent)
        self.hide()
        self._ctx, self._screen, self._titles = ctx, parent, titles
        self._views = Views()
        self._wanted = CaseFilter()
        self.filters = MenuButton("常用筛选", tip="保存当前的筛选和排序，下次一点就有")
        self.columns = MenuButton("列和排序", tip="选择显示哪些列，姓名按拼音还是按笔画排")
        self._fill()

    def refresh(self) -> None:
        """Read what the account keeps."""
        self._ctx.read(self._screen, bound(views, self._ctx.office), self._show, key="list-views")

    def set_wanted(self, wanted: CaseFilter) -> None:
        """The filter that stands: what would be kept."""
        self._wanted = wanted

    def shown(self) -> frozenset[str]:
        """The titles of the columns that are shown."""
        chosen = self._views.columns.shown
        if chosen is None:
            return frozenset(self._titles) - set(USUALLY_HIDDEN)
        return frozenset(chosen) | set(ALWAYS)

    @property
    def by_strokes(self) -> bool:
        """Whether names sort by strokes."""
        return self._views.columns.by_strokes

    def ask_name(self) -> NameDialog:
        """Keep the filter that stands under a name."""
        dialog = NameDialog(self._ctx, self._screen, self._wanted)
        dialog.accepted.connect(self.refresh)
        dialog.open()
        return dialog

    def _show(self, found: Views) -> None:
        is_other = found.columns != self._views.columns
        self._views = found
        self._fill()
        if is_other:
            self.columns_changed.emit(found.columns)

    def _fill(self) -> None:
        kept: list[MenuEntry] = [
            (one.name, bound(self.filter_chosen.emit, one)) for one in self._views.filters
        ]
        drops: list[MenuEntry] = [
            (f"删除“{one.name}”", bound(self._drop, one)) for one in self._views.filters
        ]
        first = [*kept, None] if kept else []
        last = [None, *drops] if drops else []
        self.filters.set_entries([*first, ("保存当前筛选…", self.ask_name), *last])
        shown = self.shown()
        entries: list[MenuEntry] = [
            (_ticked(title, title in shown), bound(self._toggle, title))
            for title in self._titles
            if title not in ALWAYS
        ]
        entries += [
            None,
            (_ticked("姓名按拼音排序", not self.by_strokes), bound(self._sort, False)),
            (_ticked("姓名按姓氏笔画排序", self.by_strokes), bound(self._sort, True)),
            None,
            ("恢复原样", bound(self._keep, Columns())),
        ]
        self.columns.set_entries(entries)

    def _drop(self, one: SavedFilter) -> None:
        work = bound(drop_filter, self._ctx.office, name=one.name)
        ask(
            self._screen,
            "删除常用筛选",
            f"要删除筛选“{one.name}”吗？档案不受影响。",
            "删除",
            lambda: self._ctx.run(self._screen, work, on_done=lambda _none: self.refresh()),
        )

    def _toggle(self, title: str) -> None:
        shown = self.shown() ^ {title}
        self._keep(Columns(tuple(one for one in self._titles if one in shown), self.by_strokes))

    def _sort(self, by_strokes: bool) -> None:
        self._keep(Columns(self._views.columns.shown, by_strokes))
        self.names_asked.emit(by_strokes)

    def _keep(self, columns: Columns) -> None:
        work = bound(keep_columns, self._ctx.office, columns)
        self._ctx.run(self._screen, work, on_done=lambda _none: self.refresh())


def _ticked(word: str, is_on: bool) -> str:
    """With a tick, or a blank of its width: the words stand below each other."""
    return f"✓ {word}" if is_on else f"\N{FIGURE SPACE} {word}"
