"""The tabs of the case page, in their order: an explicit tuple, one line per tab.

A tab is imported when it is first shown.
"""

from collections.abc import Callable
from dataclasses import dataclass

from ui.context import Context
from ui.screens.case.page import CasePage

__all__ = ["PAGES", "PageEntry"]


@dataclass(frozen=True)
class PageEntry:
    """One tab: key, word, and how it is made."""

    key: str
    word: str
    make: Callable[[Context], CasePage]


def _facts(ctx: Context) -> CasePage:
    from ui.screens.case.facts_page import FactsPage

    return FactsPage(ctx)


def _members(ctx: Context) -> CasePage:
    from ui.screens.case.members_page import MembersPage

    return MembersPage(ctx)


def _money(ctx: Context) -> CasePage:
    from ui.screens.case.money_page import MoneyPage

    return MoneyPage(ctx)


def _attachments(ctx: Context) -> CasePage:
    from ui.screens.case.attachments_page import AttachmentsPage

    return AttachmentsPage(ctx)


def _survey(ctx: Context) -> CasePage:
    from ui.screens.case.survey_page import SurveyPage

    return SurveyPage(ctx)


def _assessment(ctx: Context) -> CasePage:
    from ui.screens.case.assessment_page import AssessmentPage

    return AssessmentPage(ctx)


def _publicity(ctx: Context) -> CasePage:
    from ui.screens.case.publicity_page import PublicityPage

    return PublicityPage(ctx)


def _approval(ctx: Context) -> CasePage:
    from ui.screens.case.approval_page import ApprovalPage

    return ApprovalPage(ctx)


def _plan(ctx: Context) -> CasePage:
    from ui.screens.case.plan_page import PlanPage

    return PlanPage(ctx)


def _grants(ctx: Context) -> CasePage:
    from ui.screens.case.grants_page import GrantsPage

    return GrantsPage(ctx)


def _exit(ctx: Context) -> CasePage:
    from ui.screens.case.exit_page import ExitPage

    return ExitPage(ctx)


def _followup(ctx: Context) -> CasePage:
    from ui.screens.case.followup_page import FollowUpPage

    return FollowUpPage(ctx)


def _history(ctx: Context) -> CasePage:
    from ui.screens.case.history_page import HistoryPage

    return HistoryPage(ctx)


def _transcription(ctx: Context) -> CasePage:
    from ui.screens.case.transcription_page import TranscriptionPage

    return TranscriptionPage(ctx)


PAGES: tuple[PageEntry, ...] = (
    PageEntry("facts", "档案", _facts),
    PageEntry("members", "家庭成员", _members),
    PageEntry("money", "收入支出", _money),
    PageEntry("attachments", "材料", _attachments),
    PageEntry("survey", "入户调查", _survey),
    PageEntry("assessment", "认定", _assessment),
    PageEntry("publicity", "公示", _publicity),
    PageEntry("approval", "审批", _approval),
    PageEntry("plan", "帮扶计划", _plan),
    PageEntry("grants", "救助", _grants),
    PageEntry("exit", "退出", _exit),
    PageEntry("followup", "回访", _followup),
    PageEntry("transcription", "抄录", _transcription),
    PageEntry("history", "历史", _history),
)
