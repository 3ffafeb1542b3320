"""The search finds just whom an oracle means, in a small campaign; `python -m tests.campaigns search` is long."""

import pytest

from app.cases.find import find
from app.office.session import Office
from tests.campaigns import searching

TEXTS, SEED = 1500, 20261121


def test_typed_texts_find_whom_they_mean(office: Office) -> None:
    figures = searching.ask(office, TEXTS, SEED)
    assert not any(figures[name] for name in searching.MUST_BE_ZERO), figures
    assert figures["found"] > TEXTS


@pytest.mark.parametrize(
    ("fault", "wrong"),
    [
        ("missed", lambda *asked: find(*asked)[1:]),
        ("leaked", lambda office, _text, limit: find(office, "青禾", limit)),
        ("short_pages", lambda office, text, limit: find(office, text, limit)[: limit // 2]),
        ("errors", lambda *_asked: 1 / 0),
    ],
)
def test_the_campaign_would_notice(
    office: Office, monkeypatch: pytest.MonkeyPatch, fault: str, wrong: object
) -> None:
    monkeypatch.setattr(searching, "find", wrong)
    assert searching.ask(office, 40, SEED)[fault]
