"""A tab that is read as a whole, shows it as blocks under each other, and opens its forms over them."""

from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

from PySide6.QtWidgets import QWidget

from app.changes import Op
from app.office.session import Office
from app.review.standpoint import Standpoint
from ui.context import Context
from ui.fields.form_dialog import Entry, FormDialog, Values, Work
from ui.screens.case.page import CasePage
from ui.widgets import Banner, column
from ui.widgets.blocks import Sheet

__all__ = ["SheetPage"]


class _PageData(Protocol):
    @property
    def at(self) -> Standpoint:
        """Where the case stands, and what the account may do there."""


_Data = TypeVar("_Data", bound=_PageData)


class SheetPage(CasePage, Generic[_Data]):
    """A subclass names the service that it reads by, makes the blocks, and opens the form of an operation."""

    read_page: Callable[[Office, int], _Data]

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.data: _Data | None = None
        self._wanted = ""
        self.banner = Banner(self)
        self.sheet = Sheet()
        self.setLayout(column(self.banner, self.sheet, gap=0))

    def blocks(self, data: _Data) -> Sequence[QWidget]:
        """What the page shows."""
        return ()

    def ask(self, op: Op) -> object:
        """Open the form of an operation that is offered now."""

    def forget(self) -> None:
        """Let go of the case before, and of its buttons."""
        self.data = None
        self.sheet.show_blocks()

    def refresh(self) -> None:
        """Read the tab of this case."""
        self.read_case(self.read_page, self.show_data)

    def start(self, action: str) -> None:
        """Open the form of an operation, once the page has been read."""
        self._wanted = action
        if self.data is not None:
            self._open_wanted()

    def show_data(self, data: _Data) -> None:
        """Put what was read on the page."""
        self.data = data
        self.sheet.show_blocks(*self.blocks(data))
        self._open_wanted()

    def open_form(
        self,
        title: str,
        entries: Sequence[Entry],
        work: Callable[[Values], Work],
        *,
        action: str,
        explanation: str = "",
        is_danger: bool = False,
        is_wide: bool = False,
    ) -> FormDialog:
        """Ask for the entries over the page and run what `work` makes of the values."""
        dialog = FormDialog(
            self.ctx,
            self,
            title,
            entries,
            work,
            action=action,
            explanation=explanation,
            danger=is_danger,
            wide=is_wide,
        )
        dialog.open()
        return dialog

    def _open_wanted(self) -> None:
        wanted, self._wanted = self._wanted, ""
        if wanted and self.data is not None and self.data.at.offers(Op[wanted]):
            self.ask(Op[wanted])
