"""Every ideograph of GB 18030-2022 level 3 has a font; what has none stops the print."""

import pytest

from app.paper import MissingGlyphError, missing_characters
from app.paper.fonts import Face
from app.paper.glyphs import face_for, plain, require_printable, runs, width_of

# Level 3: the basic block to U+9FEF, the twelve unified ideographs among the compatibility
# ideographs, and extensions A to F as far as Unicode 11 had filled them.
_LEVEL_3 = (
    *range(0x4E00, 0x9FF0),
    *(0xFA0E, 0xFA0F, 0xFA11, 0xFA13, 0xFA14, 0xFA1F, 0xFA21, 0xFA23, 0xFA24, 0xFA27, 0xFA28),
    0xFA29,
    *range(0x3400, 0x4DB6),
    *range(0x20000, 0x2A6D7),
    *range(0x2A700, 0x2B735),
    *range(0x2B740, 0x2B81E),
    *range(0x2B820, 0x2CEA2),
    *range(0x2CEB0, 0x2EBE1),
)


def test_level_3_is_printable_to_the_last_character() -> None:
    assert len(_LEVEL_3) == 87_887
    missing = [point for point in _LEVEL_3 if face_for(chr(point), Face.SONG) is None]
    assert missing == []


@pytest.mark.parametrize("face", [Face.SONG, Face.SONG_BOLD, Face.HEI, Face.HEI_BOLD, Face.KAI])
def test_what_forms_are_made_of_is_in_every_face(face: Face) -> None:
    marks = "0123456789ABCXYZabcxyz，。、；：？！（）《》“”‘’—…·￥×÷≥≤％①②㎡□✓*-/.,:%"
    assert [char for char in marks if face_for(char, face) is not face] == []


def test_a_line_is_split_where_the_main_font_ends() -> None:
    split = runs("张𠮷明㐀𬎆", Face.SONG)
    assert "".join(run.text for run in split) == "张𠮷明㐀𬎆"
    assert split[0] == (Face.SONG, "张")
    assert split[1].face is not Face.SONG
    assert {run.face for run in split} <= {Face.SONG, Face.KAI, Face.RARE}


@pytest.mark.parametrize("char", ["\U000323b0", "\ue000", "\u200b", "\ufeff", "\x07", "\u202e"])
def test_a_character_without_ink_stops_and_names_the_field(char: str) -> None:
    with pytest.raises(MissingGlyphError) as caught:
        require_printable(f"张{char}明", "姓名")
    assert caught.value.field == "姓名"
    assert f"U+{ord(char):04X}" in caught.value.message
    assert "“姓名”" in caught.value.message
    assert missing_characters(f"{char}张{char}") == (char,)


def test_blanks_are_blanks_and_line_ends_are_one_kind() -> None:
    assert plain("a\tb\r\nc\rd\u2003e\u3000f") == "a b\nc\nd e\u3000f"
    assert missing_characters("a b\u00a0c\u3000d\te\n") == ()


def test_width_is_the_width_of_the_font_that_prints() -> None:
    assert width_of("档案", Face.SONG, 10.5) == pytest.approx(21.0)
    assert width_of("𠮷", Face.SONG, 10.0) == pytest.approx(10.0, rel=0.05)
    assert 0 < width_of("1", Face.SONG, 10.0) < 7
