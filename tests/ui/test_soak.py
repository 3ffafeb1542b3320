"""Random hands on the whole program, and that they would notice what breaks under them (T20)."""

import logging
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import qWarning
from PySide6.QtWidgets import QApplication

from app.office.session import Office
from db.codes import Stage
from tests.app.review.review_cases import file_case
from tests.campaigns import soak
from tests.conftest import PASSWORD
from tests.ui.driver import settle
from ui.widgets import Button

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads its memory from /proc")

ACTS = 300
_CODE = "ABCD1234"
_STAGES = (
    *(Stage.DRAFT, Stage.APPLIED, Stage.SURVEY, Stage.CHECK, Stage.PUBLICITY),
    *(Stage.REVIEW, Stage.APPROVAL, Stage.ON_FILE, Stage.EXIT_PROPOSED),
)


def _hands(folder: Path) -> soak.Soak:
    return soak.Soak(folder, 20261120, ["admin"], PASSWORD)


def test_hundreds_of_random_acts_break_nothing(office: Office) -> None:
    for at, stage in enumerate(_STAGES):
        file_case(office, stage, number=f"QH-2026-{at:05d}", name=f"丁{at}")
    office.close()
    hands = _hands(office.folder.parent)
    with hands.watched():
        hands.go(ACTS)
    assert not hands.complaints, "\n".join(hands.complaints)
    assert hands.figures["acts"] == ACTS
    assert hands.figures["logins"] > 0


def _raise_in_a_slot() -> None:
    def fail() -> None:
        raise LookupError

    Button("保存", fail).click()


def _show_before_it_is_placed() -> None:
    Button("保存").setVisible(True)


def _warn() -> None:
    qWarning("QPainter::begin: what is painted on is gone")


def _log() -> None:
    logging.getLogger("nuandang.crash").error(_CODE)


@pytest.mark.parametrize(
    ("breaks", "figure"),
    [
        (_raise_in_a_slot, "errors"),
        (_log, "errors"),
        (_warn, "warnings"),
        (_show_before_it_is_placed, "flashes"),
    ],
)
def test_the_campaign_would_notice(
    app: QApplication,
    tmp_path: Path,
    log_lines: list[str],
    breaks: Callable[[], None],
    figure: str,
) -> None:
    del app
    log_lines.append(_CODE)
    hands = _hands(tmp_path)
    with hands.watched():
        breaks()
        settle()
    assert {name: hands.figures[name] for name in soak.MUST_BE_ZERO if hands.figures[name]} == {
        figure: 1
    }
    assert len(hands.complaints) == 1
