"""The printers of this computer: what is kept of them, and what nonsense in the file does."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import UserError
from app.office.printers import (
    ALL_LYING,
    ALL_UPRIGHT,
    FILE_NAME,
    MOST_MM,
    Choice,
    Offset,
    Place,
    Printers,
    Side,
    read_printers,
    remember_choice,
    save_offset,
)

QUEUE = "办公室 LaserJet"


def test_what_is_saved_is_read(tmp_path: Path) -> None:
    remember_choice(tmp_path, "certificate", Choice(QUEUE, is_duplex=True))
    place = Place(QUEUE, "certificate", Side.BACK)
    save_offset(tmp_path, place, Offset(1.5, -0.5))
    remember_choice(tmp_path, "certificate", Choice("other"))
    kept = read_printers(tmp_path)
    assert kept == Printers({"certificate": Choice("other")}, {place: Offset(1.5, -0.5)})
    save_offset(tmp_path, place, None)
    assert not read_printers(tmp_path).offsets


def test_a_form_goes_before_all_forms_and_a_side_has_its_own(tmp_path: Path) -> None:
    save_offset(tmp_path, Place(QUEUE, ALL_UPRIGHT, Side.FRONT), Offset(1.0, 1.0))
    save_offset(tmp_path, Place(QUEUE, ALL_LYING, Side.FRONT), Offset(0.0, 2.0))
    save_offset(tmp_path, Place(QUEUE, "card", Side.FRONT), Offset(0.0, 0.0))
    kept = read_printers(tmp_path)
    assert kept.offset(QUEUE, "card", Side.FRONT, lies=False) == Offset(0.0, 0.0)
    assert kept.offset(QUEUE, "roster", Side.FRONT, lies=False) == Offset(1.0, 1.0)
    assert kept.offset(QUEUE, "roster", Side.FRONT, lies=True) == Offset(0.0, 2.0)
    assert kept.offset(QUEUE, "roster", Side.BACK, lies=False) == Offset()
    assert kept.offset("other", "roster", Side.FRONT, lies=False) == Offset()


@pytest.mark.parametrize("length", [MOST_MM + 0.5, -MOST_MM - 0.5, float("nan"), float("inf")])
def test_an_offset_beyond_the_limit_is_refused_at_its_field(tmp_path: Path, length: float) -> None:
    place = Place(QUEUE, ALL_UPRIGHT, Side.FRONT)
    with pytest.raises(UserError) as refused:
        save_offset(tmp_path, place, Offset(0.0, length))
    assert refused.value.field == "down"
    assert not (tmp_path / FILE_NAME).exists()


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
_ODD_LINE = st.fixed_dictionaries(
    {},
    optional={
        "form": st.just("card") | _JSON,
        "printer": st.just(QUEUE) | _JSON,
        "side": st.sampled_from(["front", "back", "edge"]) | _JSON,
        "right": st.floats() | _JSON,
        "down": st.floats() | _JSON,
        "is_duplex": _JSON,
    },
)
_ODD_FILE = st.fixed_dictionaries(
    {}, optional={key: st.lists(_ODD_LINE | _JSON) | _JSON for key in ("choices", "offsets")}
)


@settings(deadline=None, max_examples=150)
@given(told=_ODD_FILE | _JSON)
def test_nonsense_in_the_file_is_passed_over(
    tmp_path_factory: pytest.TempPathFactory, told: Any
) -> None:
    folder = tmp_path_factory.mktemp("office")
    good = {"form": "roster", "printer": QUEUE, "side": "back", "right": 1.5, "down": -2}
    if isinstance(told, dict) and isinstance(told.get("offsets"), list):
        told["offsets"].append(good)
        expected = {Place(QUEUE, "roster", Side.BACK): Offset(1.5, -2.0)}
    else:
        expected = {}
    (folder / FILE_NAME).write_text(json.dumps(told), encoding="utf-8")
    kept = read_printers(folder)
    assert expected.items() <= kept.offsets.items()
    for offset in kept.offsets.values():
        assert abs(offset.right) <= MOST_MM and abs(offset.down) <= MOST_MM
    assert all(isinstance(choice.printer, str) for choice in kept.choices.values())


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[" * 5000, b"{", b"0" * (1 << 19)])
def test_a_damaged_file_is_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    assert read_printers(tmp_path) == Printers()
