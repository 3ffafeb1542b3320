"""The places of the window, in the order of the rail: an explicit tuple, one line per screen.

A screen is imported when it is first shown, so that the window stands quickly.
"""

from collections.abc import Callable
from dataclasses import dataclass

from app.changes import Group
from ui.context import Context, Screen

__all__ = ["CASE", "IMPORT", "PLACES", "Place"]


@dataclass(frozen=True)
class Place:
    """One screen: key, word and icon for the rail, shortcut, and how it is made.

    `groups`: who holds none of these operation groups is not shown the place; empty: everybody is.
    """

    key: str
    word: str
    icon: str
    make: Callable[[Context], Screen]
    shortcut: str = ""
    groups: frozenset[Group] = frozenset()
    is_footer: bool = False
    in_rail: bool = True


def _workbench(ctx: Context) -> Screen:
    from ui.screens.workbench.view import WorkbenchScreen

    return WorkbenchScreen(ctx)


def _cases(ctx: Context) -> Screen:
    from ui.screens.cases.view import CasesScreen

    return CasesScreen(ctx)


def _case(ctx: Context) -> Screen:
    from ui.screens.case.view import CaseScreen

    return CaseScreen(ctx)


def _review(ctx: Context) -> Screen:
    from ui.screens.review.view import ReviewScreen

    return ReviewScreen(ctx)


def _publicity(ctx: Context) -> Screen:
    from ui.screens.review.view import PublicityScreen

    return PublicityScreen(ctx)


def _funds(ctx: Context) -> Screen:
    from ui.screens.funds.view import FundsScreen

    return FundsScreen(ctx)


def _followups(ctx: Context) -> Screen:
    from ui.screens.followups.view import FollowUpsScreen

    return FollowUpsScreen(ctx)


def _quality(ctx: Context) -> Screen:
    from ui.screens.quality.view import QualityScreen

    return QualityScreen(ctx)


def _registers(ctx: Context) -> Screen:
    from ui.screens.registers.view import RegistersScreen

    return RegistersScreen(ctx)


def _papers(ctx: Context) -> Screen:
    from ui.screens.papers.view import PapersScreen

    return PapersScreen(ctx)


def _import(ctx: Context) -> Screen:
    from ui.screens.import_wizard.view import ImportScreen

    return ImportScreen(ctx)


def _operations(ctx: Context) -> Screen:
    from ui.screens.operations.view import OperationsScreen

    return OperationsScreen(ctx)


def _settings(ctx: Context) -> Screen:
    from ui.screens.settings.view import SettingsScreen

    return SettingsScreen(ctx)


_READERS = frozenset({Group.READ})

CASE = "case"
IMPORT = "import"

PLACES: tuple[Place, ...] = (
    Place("workbench", "工作台", "home", _workbench, "Ctrl+1"),
    Place("cases", "困难职工档案", "file", _cases, "Ctrl+2", _READERS),
    Place(CASE, "档案", "file", _case, groups=_READERS, in_rail=False),
    Place("review", "审核审批", "check", _review, "Ctrl+3", _READERS),
    Place("publicity", "公示", "notice", _publicity, "Ctrl+4", _READERS),
    Place("funds", "资金与发放", "coin", _funds, "Ctrl+5", _READERS),
    Place("followups", "回访跟踪", "pin", _followups, "Ctrl+6", _READERS),
    Place("quality", "档案体检", "heart", _quality, "Ctrl+J", _READERS),
    Place("registers", "来访与慰问", "users", _registers, "Ctrl+U", _READERS),
    Place("papers", "文书与用印", "printer", _papers, "Ctrl+7", frozenset({Group.CHECK})),
    Place(IMPORT, "导入", "import", _import, "Ctrl+8", frozenset({Group.INTAKE})),
    Place(
        "operations",
        "操作记录",
        "history",
        _operations,
        "Ctrl+0",
        frozenset({Group.JOURNAL}),
        is_footer=True,
    ),
    Place("settings", "设置", "gear", _settings, "Ctrl+9", is_footer=True),
)
