"""Sealing: the box of each union, the hand stamp, the seam; what the register says of it."""

from datetime import date

import numpy as np
import pytest

from app.errors import UserError
from app.forms.issuing import issue
from app.forms.sealing import Sealing, joint_choices
from app.forms.spans import print_span
from app.office.papers import register_list, seals
from app.office.seals import seal_named
from app.office.session import Office
from app.paper import render_page, text_of
from db.codes import Bearer, Seam

from .conftest import Filed
from .seals import add_seal

_DPI = 50


def _middles(pdf: bytes, page: int) -> list[int]:
    """The heights (mm from the top) at which a seal is centred: the runs of red rows."""
    shown = render_page(pdf, page, _DPI)
    rows = np.frombuffer(shown.bgrx, np.uint8).reshape(shown.height, shown.stride)
    bgrx = rows[:, : shown.width * 4].reshape(shown.height, shown.width, 4).astype(int)
    red = (bgrx[:, :, 2] - bgrx[:, :, 1] > 60).any(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], red.astype(int), [0]))))
    runs = edges.reshape(-1, 2)
    return [round((first + last) / 2 * 25.4 / _DPI) for first, last in runs]


def test_each_union_seals_in_its_own_box(office: Office, filed: Filed) -> None:
    basic = add_seal(office, "青禾县纺织厂工会委员会", "基层")
    upper = add_seal(office, "青禾县城关镇总工会", "系统或镇街")
    county = issue(
        office, form="hardship_file", case_id=filed.case_id, reason="备案", seal_id=filed.seal_id
    )
    below = issue(office, form="hardship_file", case_id=filed.case_id, reason="备案", seal_id=basic)
    every = issue(
        office,
        form="hardship_file",
        case_id=filed.case_id,
        reason="备案",
        seal_id=filed.seal_id,
        sealing=Sealing(joint_seal_ids=(upper, basic)),
    )
    (at_county,), (at_basic,) = _middles(county.pdf, 1), _middles(below.pdf, 1)
    all_three = _middles(every.pdf, 1)
    assert all_three[0] == at_basic and all_three[-1] == at_county and len(all_three) == 3
    assert at_county - at_basic == pytest.approx(2 * 46, abs=4)
    assert below.issued_by == "青禾县纺织厂工会委员会"
    assert register_list(office)[0].seal == (
        "青禾县总工会、青禾县城关镇总工会、青禾县纺织厂工会委员会"
    )


def test_a_department_seals_in_the_county_unions_place(office: Office, filed: Filed) -> None:
    center = add_seal(office, "青禾县总工会困难职工帮扶中心", "县级", Bearer.DEPARTMENT)
    made = issue(office, form="certificate", case_id=filed.case_id, reason="备案", seal_id=center)
    assert made.issued_by == "青禾县总工会困难职工帮扶中心"
    assert len(_middles(made.pdf, 0)) == 2, "across the cut, and on the day"
    whose = {seal.id: seal.bearer for seal in seals(office)}
    assert whose == {filed.seal_id: Bearer.COUNTY, center: Bearer.DEPARTMENT}


def test_a_seal_without_a_place_on_the_form_is_refused(office: Office, filed: Filed) -> None:
    basic = add_seal(office, "青禾县纺织厂工会委员会", "基层")
    with pytest.raises(UserError, match="没有基层工会盖章的位置"):
        issue(office, form="certificate", case_id=filed.case_id, reason="备案", seal_id=basic)
    with pytest.raises(UserError, match="没有基层工会盖章的位置"):
        issue(
            office,
            form="certificate",
            case_id=filed.case_id,
            reason="备案",
            seal_id=filed.seal_id,
            sealing=Sealing(joint_seal_ids=(basic,)),
        )
    with pytest.raises(UserError, match="只能盖一枚"):
        issue(
            office,
            form="hardship_file",
            case_id=filed.case_id,
            reason="备案",
            seal_id=basic,
            sealing=Sealing(joint_seal_ids=(basic,)),
        )
    assert register_list(office) == ()


@pytest.mark.parametrize("form", ["certificate", "hardship_file", "exit_letter", "plan"])
def test_the_place_is_left_empty_for_the_hand_stamp(
    office: Office, filed: Filed, form: str
) -> None:
    made = issue(
        office,
        form=form,
        case_id=filed.case_id,
        reason="备案",
        sealing=Sealing(is_by_hand=True),
    )
    assert all(not _middles(made.pdf, page) for page in range(made.pages))
    assert any(made.serial in text_of(made.pdf, page) for page in range(made.pages))
    (line,) = register_list(office)
    assert line.is_by_hand and line.seal == "青禾县总工会" and line.code == made.code
    log = print_span(office, form="seal_log", first=date(2026, 1, 1), last=date(2026, 12, 31))
    assert "手工加盖" in text_of(log.pdf, 0)


def test_what_may_stand_beside_a_seal(office: Office, filed: Filed) -> None:
    basic = add_seal(office, "青禾县纺织厂工会委员会", "基层")
    upper = add_seal(office, "青禾县城关镇总工会", "系统或镇街")
    center = add_seal(office, "青禾县总工会困难职工帮扶中心", "县级", Bearer.DEPARTMENT)
    offered = seals(office)
    both = (Bearer.BASIC, Bearer.UPPER)

    def beside(seal_id: int, *boxes: Bearer) -> set[int]:
        return {one.id for one in joint_choices(offered, seal_id, boxes)}

    assert beside(filed.seal_id, *both) == {basic, upper}
    assert beside(center, *both) == {basic, upper}
    assert beside(basic, *both) == {filed.seal_id, center, upper}
    assert beside(filed.seal_id, Bearer.BASIC) == {basic} and beside(filed.seal_id) == set()


def test_the_strips_of_a_seam_end_where_it_is_said(office: Office, filed: Filed) -> None:
    ends = []
    for inset in (0.0, 12.5):
        made = issue(
            office,
            form="hardship_file",
            case_id=filed.case_id,
            reason="备案",
            sealing=Sealing(seam=Seam.ONE_SIDED, seam_inset=inset),
        )
        shown = render_page(made.pdf, 0, 100)
        rows = np.frombuffer(shown.bgrx, np.uint8).reshape(shown.height, shown.stride // 4, 4)
        red = rows[:, :, 2].astype(int) - rows[:, :, 1]
        ends.append(210 - np.flatnonzero((red > 60).any(axis=0)).max() * 25.4 / 100)
    assert ends == [pytest.approx(0, abs=1.5), pytest.approx(12.5, abs=1.5)]
    assert [line.seam_inset for line in register_list(office)] == [12.5, 0.0]
    for inset in (-0.5, 20.5):
        with pytest.raises(UserError, match="离纸边的距离请填 0 到 20 毫米"):
            issue(
                office,
                form="hardship_file",
                case_id=filed.case_id,
                reason="备案",
                sealing=Sealing(seam=Seam.ONE_SIDED, seam_inset=inset),
            )


def test_the_seam_is_drawn_and_registered(office: Office, filed: Filed) -> None:
    made = issue(
        office,
        form="hardship_file",
        case_id=filed.case_id,
        reason="备案",
        sealing=Sealing(seam=Seam.ONE_SIDED),
    )
    strip = _middles(made.pdf, 0)
    assert sum(strip) / len(strip) == pytest.approx(148, abs=4), "at half the height of the sheet"
    (line,) = register_list(office)
    assert line.seam is Seam.ONE_SIDED and not line.is_by_hand
    by_hand = issue(
        office,
        form="hardship_file",
        case_id=filed.case_id,
        reason="备案",
        sealing=Sealing(is_by_hand=True, seam=Seam.ONE_SIDED),
    )
    assert _middles(by_hand.pdf, 0) == []


def test_one_sheet_has_no_seam(office: Office, filed: Filed) -> None:
    for form, seam in (("certificate", Seam.ONE_SIDED), ("hardship_file", Seam.TWO_SIDED)):
        with pytest.raises(UserError, match="只有一张纸"):
            issue(
                office,
                form=form,
                case_id=filed.case_id,
                reason="备案",
                sealing=Sealing(seam=seam),
            )
    assert register_list(office) == ()


def test_a_seal_is_found_by_its_name_where_there_are_several(office: Office, filed: Filed) -> None:
    assert seal_named(office, "") is None, "the only one is used unnamed"
    basic = add_seal(office, "青禾县纺织厂工会委员会", "基层")
    assert seal_named(office, " 青禾县纺织厂工会委员会 ") == basic
    for name in ("", "青禾县财政局"):
        with pytest.raises(UserError, match="在用的有：青禾县总工会、青禾县纺织厂工会委员会"):
            seal_named(office, name)
