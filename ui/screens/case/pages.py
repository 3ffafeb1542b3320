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


PAGES: tuple[PageEntry, ...] = ()
