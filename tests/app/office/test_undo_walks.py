"""Whatever takes an operation back leaves every row as it stood before; `python -m tests.campaigns undo` is long."""

from collections.abc import Callable

import pytest

from app.cases.commands import open_draft
from app.changes import Changes
from app.errors import UserError
from app.office import undo as taking_back
from app.office.session import Office
from db import journal
from tests.campaigns import undoing

Fault = Callable[[pytest.MonkeyPatch], None]


@pytest.mark.parametrize("seed", [1, 4])
def test_every_step_goes_back_to_what_stood_before(office: Office, seed: int) -> None:
    figures = undoing.walk(office, 40, seed)
    assert not any(figures[name] for name in undoing.MUST_BE_ZERO), figures
    assert min(figures[name] for name in ("done", "undone", "redone", "opposite")) >= 2, figures


def _refused_half_way(office: Office) -> Changes:
    open_draft(office, applicant={"name": "单雄"})
    raise UserError("不能撤销。")


@pytest.mark.parametrize(
    ("figure", "fault"),
    [
        ("wrong", lambda patch: patch.setattr(journal, "_put_back", lambda *_: None)),
        ("unexplained", lambda patch: patch.setattr(journal, "_current_image", lambda *_: "")),
        ("unsearched", lambda patch: patch.setattr(taking_back, "_people_of", lambda *_: ())),
        (
            "unheld",
            lambda patch: patch.setattr("app.cases.moving.hold_id_numbers", lambda *_: None),
        ),
        ("half", lambda patch: patch.setattr(undoing, "undo", _refused_half_way)),
    ],
)
def test_the_campaign_would_notice(
    office: Office, monkeypatch: pytest.MonkeyPatch, figure: str, fault: Fault
) -> None:
    fault(monkeypatch)
    assert undoing.walk(office, 25, 4)[figure]
