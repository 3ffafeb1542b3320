"""What the pictures of the demo show: every screen, every tab, every page of the settings, the dialogs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QWidget

from app.cases.lists import CaseFilter, case_ids
from app.demo import ADMIN, CLERK, DemoOffice
from app.demo.cast import APPROVER, FINANCE, REVIEWER, SEAL_KEEPER, Colleague
from app.lifecycle import Stage
from app.office.appearance import Appearance
from app.office.clock import Clock
from ui.context import Screen
from ui.demo.studio import Studio
from ui.entry_window import EntryWindow
from ui.main_window import MainWindow
from ui.navigation import PLACES
from ui.screens.case.page import CasePage
from ui.screens.case.pages import PAGES
from ui.screens.case.view import CaseScreen
from ui.screens.login.presenter import Door
from ui.screens.login.view import ChangePasswordPage, LockPage, LoginPage, RecoverPage
from ui.screens.settings.view import PAGES as SETTINGS_PAGES
from ui.screens.welcome.view import CodePage, NewOfficePage, RestorePage, WelcomePage

if TYPE_CHECKING:
    from app.office.locking import KdfCost

_Screen = TypeVar("_Screen", bound=Screen)
_Page = TypeVar("_Page", bound=CasePage)

_ENTRY = (860, 700)
_SEARCHED = "qyf"

_AT_STAGE: tuple[tuple[Stage, str, Colleague], ...] = (
    (Stage.DRAFT, "facts", CLERK),
    (Stage.APPLIED, "attachments", CLERK),
    (Stage.FIRST_REVIEW, "facts", REVIEWER),
    (Stage.SURVEY, "survey", CLERK),
    (Stage.CHECK, "survey", CLERK),
    (Stage.PUBLICITY, "publicity", CLERK),
    (Stage.REVIEW, "approval", REVIEWER),
    (Stage.APPROVAL, "approval", APPROVER),
    (Stage.EXIT_PROPOSED, "exit", REVIEWER),
    (Stage.EXIT_APPROVAL, "exit", APPROVER),
    (Stage.MONITORED, "followup", CLERK),
)
"""A household in each stage, with the tab on which it goes on, as the one sees it whose turn it is."""

_PLACE_FOR: dict[str, Colleague] = {
    "review": REVIEWER,
    "funds": FINANCE,
    "papers": SEAL_KEEPER,
    "settings": ADMIN,
}
"""Who is shown at a place; the clerk at every other."""

_OTHER_LOOKS = ((True, 100), (False, 150), (True, 150))
_PLACES_IN_OTHER_LOOKS = (
    *("workbench", "cases", "publicity", "followups"),
    *("quality", "registers", "operations"),
)
_SHOWN_IN_OTHER_LOOKS = ("facts", "assessment", "publicity", "grants", "history")


def take_pictures(
    demo: DemoOffice, folder: Path, *, clock: Clock, cost: KdfCost | None = None
) -> tuple[Path, ...]:
    """Take every picture; PNG files in `folder`. StorageError where one cannot be written."""
    studio = Studio(folder, office=demo.folder, password=demo.password, clock=clock, cost=cost)
    try:
        studio.dress()
        _entries(studio, demo)
        _places(studio)
        _case(studio, demo)
        _stages(studio, demo)
        _settings(studio)
        _dialogs(studio, demo)
        for dark, percent in _OTHER_LOOKS:
            studio.dress(dark=dark, percent=percent)
            _main_screens(studio, demo)
        studio.dress()
    finally:
        studio.close()
    return tuple(studio.pictures)


# ------------------------------------------------------------ before the office is open


def _entries(studio: Studio, demo: DemoOffice) -> None:
    jobs, door = studio.jobs, Door(demo.folder, studio.clock)
    today = studio.clock.today()
    pages: tuple[tuple[str, Callable[[], QWidget]], ...] = (
        ("welcome", lambda: WelcomePage(Appearance())),
        ("new-office", lambda: NewOfficePage(jobs, door)),
        (
            "recovery-code",
            lambda: CodePage(jobs, "青禾县总工会", demo.recovery_code, today),
        ),
        ("restore", lambda: RestorePage(jobs, door)),
        ("login", lambda: LoginPage(jobs, door)),
        ("recover", lambda: RecoverPage(jobs, door)),
    )
    for name, make in pages:
        _entry(studio, name, make)
    with studio.office(CLERK.account) as office:
        _entry(studio, "change-password", lambda: ChangePasswordPage(jobs, office))
        _entry(studio, "lock", lambda: LockPage(jobs, office))


def _entry(studio: Studio, name: str, make: Callable[[], QWidget]) -> None:
    page = make()
    window = EntryWindow()
    window.show_page(page)
    window.start_keys()
    studio.show(window, *_ENTRY)
    studio.shoot(window, name)
    studio.take_away(window)


# ------------------------------------------------------------ the window


def _places(studio: Studio) -> None:
    """Every place of the rail, as somebody sees it who works there."""
    for who in dict.fromkeys((CLERK, *_PLACE_FOR.values())):
        with studio.window(who.account) as window:
            for place in PLACES:
                is_his = _PLACE_FOR.get(place.key, CLERK) is who
                if place.in_rail and is_his and place.key in window.places():
                    window.go(place.key)
                    studio.shoot(window, place.key)
                    studio.check_calm()


def _case(studio: Studio, demo: DemoOffice) -> None:
    """Every tab of the household that went all the way."""
    with studio.window(CLERK.account) as window:
        for page in PAGES:
            window.go("case", case_id=demo.case_id, page=page.key)
            studio.shoot(window, f"case-{page.key}")
            studio.check_calm()
        window.search.jump()
        window.search.set_text(_SEARCHED)
        studio.pause(0.5)
        studio.shoot(window, "search")


def _stages(studio: Studio, demo: DemoOffice) -> None:
    """A household in every stage, with what is to be done now."""
    for who in dict.fromkeys(one for _, _, one in _AT_STAGE):
        with studio.window(who.account) as window:
            for stage, page, whose in _AT_STAGE:
                if whose is who:
                    _at_stage(studio, window, stage, page)
            if who is APPROVER:
                window.go("case", case_id=demo.waiting_case_id, page="grants")
                studio.shoot(window, "stage-on-file")


def _at_stage(studio: Studio, window: MainWindow, stage: Stage, page: str) -> None:
    found = case_ids(window.ctx.office, CaseFilter(stages=(stage,)))
    if found:
        window.go("case", case_id=found[0], page=page)
        studio.shoot(window, f"stage-{stage.value.lower().replace('_', '-')}")
        studio.check_calm()


def _settings(studio: Studio) -> None:
    """Every page of the settings; the seals as their keeper sees them."""
    with studio.window(ADMIN.account) as window:
        for page in SETTINGS_PAGES:
            window.go("settings", page=page.key)
            studio.shoot(window, f"settings-{page.key}")
            studio.check_calm()


def _dialogs(studio: Studio, demo: DemoOffice) -> None:
    """Dialogs that ask for more than a reason."""
    from ui.screens.case.grants_page import GrantsPage
    from ui.screens.case.plan_page import PlanPage
    from ui.screens.funds.view import FundsScreen
    from ui.screens.import_wizard.view import ImportScreen
    from ui.screens.new_case.back_entry import open_back_entry
    from ui.screens.new_case.view import open_new_case
    from ui.screens.papers.card_dialog import open_cards
    from ui.screens.papers.code_dialog import open_code_check
    from ui.screens.papers.printing import open_print
    from ui.screens.registers.presenter import COMFORTS
    from ui.screens.registers.view import RegistersScreen

    with studio.window(CLERK.account) as window:
        ctx = window.ctx
        studio.dialog(lambda: open_new_case(ctx, window), "new-case")
        studio.dialog(lambda: open_back_entry(ctx, window), "back-entry")
        on_file = demo.waiting_case_id
        grants = _go_to_page(studio, window, on_file, "grants", GrantsPage)
        studio.dialog(grants.propose, "propose-grant", 0.6)
        plan = _go_to_page(studio, window, on_file, "plan", PlanPage)
        studio.dialog(plan.write_plan, "plan-editor")
        registers = _go_to(studio, window, "registers", RegistersScreen)
        studio.dialog(registers.enter, "new-visitor")
        registers.show_register(COMFORTS)
        studio.shoot(window, "registers-comforts")
        studio.dialog(registers.enter, "new-comfort")
        studio.dialog(lambda: open_cards(ctx, (on_file,), window), "cards", 1.0)
        _go_to(studio, window, "import", ImportScreen).check(demo.workbook)
        studio.pause(0.3)
        studio.shoot(window, "import-check")
    with studio.window(SEAL_KEEPER.account) as window:
        studio.dialog(
            lambda: open_print(window.ctx, demo.case_id, "hardship_file", parent=window),
            "print",
            1.0,
        )
        studio.dialog(lambda: open_code_check(window.ctx, window, bool), "check-code")
    with studio.window(FINANCE.account) as window:
        funds = _go_to(studio, window, "funds", FundsScreen)
        studio.dialog(funds.new_fund, "new-fund")
        studio.dialog(funds.make_batch, "make-batch")


def _go_to(studio: Studio, window: MainWindow, key: str, kind: type[_Screen]) -> _Screen:
    """Go to a place and wait until it stands."""
    window.go(key)
    studio.settle()
    screen = window.current()
    assert isinstance(screen, kind)
    return screen


def _go_to_page(
    studio: Studio, window: MainWindow, case_id: int, key: str, kind: type[_Page]
) -> _Page:
    """Go to a tab of a case and wait until it stands."""
    window.go("case", case_id=case_id, page=key)
    studio.settle()
    screen = window.current()
    assert isinstance(screen, CaseScreen)
    page = screen.page(key)
    assert isinstance(page, kind)
    return page


def _main_screens(studio: Studio, demo: DemoOffice) -> None:
    """The screens of every day, in another look."""
    _entry(studio, "login", lambda: LoginPage(studio.jobs, Door(demo.folder, studio.clock)))
    with studio.window(CLERK.account) as window:
        for key in _PLACES_IN_OTHER_LOOKS:
            window.go(key)
            studio.shoot(window, key)
        for key in _SHOWN_IN_OTHER_LOOKS:
            window.go("case", case_id=demo.case_id, page=key)
            studio.shoot(window, f"case-{key}")
        studio.check_calm()
    with studio.window(FINANCE.account) as window:
        window.go("funds")
        studio.shoot(window, "funds")
