"""What every tab of the case page is: a widget that shows one case and refreshes when it changes."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QLayout, QWidget

from app.changes import Changes
from app.office.session import Office
from ui.context import Context, Screen, bound
from ui.widgets import Banner, Foot, column
from ui.widgets.form_sheet import FormSheet

_Read = TypeVar("_Read")


class CasePage(Screen):
    """A tab of the case page. `key` names it in `ctx.go("case", case_id=…, page=key)`.

    The case page calls `show_case`; `refresh` then reads what the tab shows for `self.case_id`. Before a
    tab or the case is left, `may_leave` is asked: a page with unsaved input asks the user and returns
    False while the question is open, then calls `proceed` itself once the answer allows it.
    """

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.case_id: int | None = None
        self.proceed: Callable[[], object] = lambda: None
        """Where the user was going when `may_leave` was asked."""

    def lay_out(self, *items: QWidget | QLayout, grows: int, foot: Foot) -> None:
        """`foot` stands at the bottom; where there is too little room for `items` over it, they scroll.

        `grows` is the place of the item that takes what is left.
        """
        content = column(*items, gap=0)
        content.setStretch(grows, 1)
        whole = column(Banner(self), FormSheet(content), foot, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def show_case(self, case_id: int) -> None:
        """Show this case from now on."""
        if case_id != self.case_id:
            self.forget()
        self.case_id = case_id
        self._is_stale = True
        if self.isVisible():
            self._is_stale = False
            self.refresh()

    def forget(self) -> None:
        """Let go of the case before: what is still to be seen of it does nothing any more."""

    def read_case(
        self, service: Callable[[Office, int], _Read], show: Callable[[_Read], object]
    ) -> None:
        """Read something of this case by a service. An answer of a case that was left meanwhile is not shown."""
        case_id = self.case_id
        if case_id is None:
            return

        def answered(read: _Read) -> None:
            if case_id == self.case_id:
                show(read)

        self.ctx.read(
            self, bound(service, self.ctx.office, case_id), answered, key=(self.key, id(self))
        )

    def concerns(self, changes: Changes) -> bool:
        """Only what touches this case, or something of no single case; nothing once the case is gone."""
        if self.case_id is None or self.case_id in changes.gone_ids:
            return False
        return not changes.case_ids or self.case_id in changes.case_ids

    def may_leave(self) -> bool:
        """Whether nothing would be lost by leaving."""
        return True

    def start(self, action: str) -> None:
        """Begin an action of this page from elsewhere (the red button): open its form."""
