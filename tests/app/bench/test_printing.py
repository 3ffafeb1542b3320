"""The measurement of printing: it measures the same words on both sides, and tells each goal."""

import shutil
from dataclasses import replace

import pytest

from app.bench import printing
from app.bench.printing import GOALS, Figures, measure
from app.paper import demo_seal


def test_a_small_run_without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    figures = measure(3)
    told = figures.as_json()
    assert told["papers"] == 3 and told["libreoffice_one_file"] is None
    assert told["met"]["libreoffice_to_signed"] is None
    assert set(told["ratios"]) == set(told["met"]) == set(GOALS)
    assert min(figures.one_file, figures.canvas_one_file, figures.signed, figures.signatures) > 0
    assert sum("没有测" in line for line in figures.lines()) == 4


def test_goals_are_judged_from_their_own_side() -> None:
    met = Figures(
        papers=1000,
        one_file=1.5,
        canvas_one_file=1.0,
        libreoffice_one_file=22.5,
        signed=13.0,
        canvas_files=4.0,
        signatures=6.0,
        libreoffice_files=52.0,
    )
    assert all(met.is_met(key) for key in GOALS)
    missed = replace(met, one_file=1.51, signed=13.1)
    assert not any(missed.is_met(key) for key in GOALS)
    assert sum("没有达到" in line for line in missed.lines()) == 4


def test_the_bare_canvas_draws_every_word_of_the_certificate() -> None:
    seal = demo_seal("青禾县总工会")
    ((data, serial),) = printing._invented(1)
    (page,) = printing._certificate(data, serial, seal).pages
    words = "".join(piece.text for piece in page.words)
    for expected in (data.name, data.stub_id_number, serial, "特此证明。", "子女申请助学"):
        assert expected in words
