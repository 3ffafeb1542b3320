"""The ruler sheet: its lines stand where its words say, moved or not, upright or lying."""

import pytest

from app.paper import page_count, text_of
from app.paper.ruler import EDGE, Ruled, ruler_sheet, shift_words
from app.paper.shifting import NO_SHIFT, Shift
from tests.app.paper.rulers import STAMP, line_from_edge


@pytest.mark.parametrize("lies", [False, True])
@pytest.mark.parametrize("shift", [NO_SHIFT, (1.5, -0.5), (-3.0, 2.0)])
def test_the_rulers_stand_at_their_distance(shift: Shift, lies: bool) -> None:
    pdf = ruler_sheet(STAMP, (Ruled("正面", shift),), about="全部竖向表格", lies=lies)
    right, down = shift
    assert line_from_edge(pdf, 0, 1) == pytest.approx(EDGE + right, abs=0.1)
    assert line_from_edge(pdf, 0, 0) == pytest.approx(EDGE + down, abs=0.1)


def test_each_side_says_what_was_done_with_it() -> None:
    sides = (Ruled("正面"), Ruled("反面", (1.5, -0.5)))
    pdf = ruler_sheet(STAMP, sides, about="困难职工证", lies=False)
    assert page_count(pdf) == 2
    front, back = ("".join(text_of(pdf, number).split()) for number in range(2))
    assert "困难职工证·正面·没有移动" in front and "从50到150应当正好是100毫米" in front
    assert "校准后：向右移1.5毫米，向下移−0.5毫米" in back and "按“保存”" in back


def test_a_shift_is_said_with_a_real_minus() -> None:
    assert shift_words((0.0, -2.0)) == "向右移 0 毫米，向下移 −2 毫米"
