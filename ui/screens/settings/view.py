"""设置: one tab per subject; a page is made when it is first shown."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QStackedWidget

from app.changes import Changes
from ui.context import Context, Screen
from ui.screens.settings.about_page import AboutPage
from ui.screens.settings.accounts_page import AccountsPage
from ui.screens.settings.appearance_page import AppearancePage
from ui.screens.settings.backups_page import BackupsPage
from ui.screens.settings.card_page import CardReaderPage
from ui.screens.settings.destruction_page import DestructionPage
from ui.screens.settings.holidays_page import HolidaysPage
from ui.screens.settings.office_page import OfficePage
from ui.screens.settings.page import SettingsPage
from ui.screens.settings.printing_page import PrintingPage
from ui.screens.settings.procedure_page import ProcedurePage
from ui.screens.settings.rules_page import RulesPage
from ui.screens.settings.seals_page import SealsPage
from ui.screens.settings.signing_page import SigningPage
from ui.screens.settings.standards_page import StandardsPage
from ui.screens.settings.texts_page import TextsPage
from ui.screens.settings.units_page import UnitsPage
from ui.style import SIZE
from ui.widgets import Card, Heading, Line, PageTabs, column

PAGES: tuple[type[SettingsPage], ...] = (
    OfficePage,
    AccountsPage,
    UnitsPage,
    RulesPage,
    StandardsPage,
    HolidaysPage,
    ProcedurePage,
    TextsPage,
    SealsPage,
    SigningPage,
    BackupsPage,
    DestructionPage,
    AppearancePage,
    PrintingPage,
    CardReaderPage,
    AboutPage,
)


class SettingsScreen(Screen):
    """`ctx.go("settings", page="standards")` opens a page."""

    key = "settings"
    title = "设置"

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self._pages: dict[str, SettingsPage] = {}
        self.tabs = PageTabs([(page.key, page.title) for page in PAGES])
        self._stack = QStackedWidget()
        card = Card(flush=True)
        card.add(self.tabs)
        card.add(Line())
        card.add(self._stack, 1)
        outer = column(Heading("设置"), card, gap=SIZE.gap, margin=SIZE.gap_page)
        outer.setStretch(1, 1)
        self.setLayout(outer)
        self.tabs.chosen.connect(self.show_page)
        self.show_page(PAGES[0].key)

    def show_what(self, **what: Any) -> None:
        """`page`: the key of the page to show."""
        if "page" in what:
            self.tabs.select(str(what["page"]))
            self.show_page(str(what["page"]))

    def show_page(self, key: str) -> None:
        """Show a page, made when it is first asked for."""
        if key not in self._pages:
            kind = next(page for page in PAGES if page.key == key)
            make: Callable[[Context], SettingsPage] = kind
            self._pages[key] = make(self.ctx)
            self._stack.addWidget(self._pages[key])
        self._stack.setCurrentWidget(self._pages[key])

    def page(self, key: str) -> SettingsPage:
        """The page with this key."""
        self.show_page(key)
        return self._pages[key]

    def concerns(self, changes: Changes) -> bool:
        """The pages listen themselves."""
        return False

    def may_go(self, proceed: Callable[[], object]) -> bool:
        """Nothing is kept half done here: each form is saved by its own button."""
        return True
