"""The measurement of printing: it measures the same words on both sides, and tells each goal."""

import shutil
import zipfile
from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree

import pytest

from app.bench import printing
from app.bench.printing import GOALS, Figures, measure
from app.bench.writer import Certificate, odt
from app.forms.certificate import build
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
    ((data, context),) = printing._invented(1, seal)
    assert context.stamp is not None
    (page,) = build(data, context).pages
    words = "".join(piece.text for piece in page.words)
    for expected in (
        data.name,
        data.stub_id_number,
        context.stamp.serial,
        "特此证明。",
        "子女申请助学",
    ):
        assert expected in words


def test_the_office_program_gets_every_word_in_a_table_or_a_paragraph() -> None:
    seal = demo_seal("青禾县总工会")
    made = printing._invented(2, seal)
    pages = [page.words for data, context in made for page in build(data, context).pages]
    certificates = [Certificate(words, b"a code") for words in pages]
    with zipfile.ZipFile(BytesIO(odt(certificates, b"a seal"))) as package:
        content = ElementTree.fromstring(package.read("content.xml"))
        assert package.read("Pictures/code1.png") == b"a code"
    told = sorted(filter(None, content.itertext()))
    assert told == sorted(piece.text for words in pages for piece in words)
