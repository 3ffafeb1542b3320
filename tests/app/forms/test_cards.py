"""困难职工证: eight on a sheet, each issued by itself, backs where the fronts are."""

from dataclasses import replace
from io import BytesIO
from math import hypot
from typing import Any

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from app.cases.attachments import add_attachment
from app.changes import Op
from app.errors import Cancelled, UserError
from app.forms.card import FORM, HEIGHT, WIDTH, slot
from app.forms.cards import CardOrder, issue_cards, preview_cards, print_cards
from app.office.papers import register_list
from app.office.session import Office
from app.office.verifying import verify, verify_in_office
from app.paper import demo_seal, page_count, render_page, text_of
from app.progress import Progress
from db.codes import Stage
from db.models import Case

from .conftest import Filed, TextAt, make_filed
from .printed import characters
from .samples import Samples, context_of

Red = np.ndarray[Any, np.dtype[np.bool_]]
_SEAL = (80.0, 58.5)
"""Where the seal of the first card has its centre on the sheet, mm."""


def _words_within(pdf: bytes, radius: float) -> str:
    """The characters whose ink reaches into the circle of the first card's seal."""
    x, y = _SEAL
    return "".join(
        one.text
        for one in characters(pdf)
        if one.page == 0
        and hypot(max(one.left - x, 0, x - one.right), max(one.top - y, 0, y - one.bottom)) < radius
    )


def _more(office: Office, count: int) -> tuple[int, ...]:
    return tuple(
        make_filed(office, number=f"QH2026001{at:02}", members=0).case_id for at in range(count)
    )


def _picture(pdf: bytes) -> Image.Image:
    page = render_page(pdf, 0, 300)
    size = (page.width, page.height)
    return Image.frombuffer("RGB", size, page.bgrx, "raw", "BGRX", page.stride, 1)


def test_nine_cards_take_two_sheets_with_backs(
    office: Office, filed: Filed, text_at: TextAt
) -> None:
    made = preview_cards(office, CardOrder((filed.case_id, *_more(office, 8))))
    assert made.cards == 9 and page_count(made.pdf) == 4 and made.serials == ()
    numbers = ["QH202600063", *(f"QH2026001{at:02}" for at in range(8))]
    for at, number in enumerate(numbers):
        sheet, place = divmod(at, 8)
        front = text_at(made.pdf, *slot(place), WIDTH, HEIGHT, page=2 * sheet)
        back = text_at(made.pdf, *slot(place, is_back=True), WIDTH, HEIGHT, page=2 * sheet + 1)
        assert number in front and "𠮷永福" in front and "2027年3月2日" in front, at
        assert "持证须知" in back and "年度审核" in back
    assert not text_at(made.pdf, *slot(1), WIDTH, HEIGHT, page=2)


def test_each_card_is_issued_with_its_own_serial(
    office: Office, filed: Filed, text_at: TextAt
) -> None:
    (second,) = _more(office, 1)
    seals = CardOrder((filed.case_id, second), "发放困难职工证", filed.seal_id, "周国栋")
    made = issue_cards(office, seals)
    lines = {line.serial: line for line in register_list(office)}
    assert set(made.serials) == set(lines) and len(lines) == 2
    for at, serial in enumerate(made.serials):
        front = text_at(made.pdf, *slot(at), WIDTH, HEIGHT)
        assert serial in front and lines[serial].code in front
        assert lines[serial].form == "困难职工证" and lines[serial].copies == 1
    assert lines[made.serials[1]].case_id == second
    read = {found.text for found in zxingcpp.read_barcodes(_picture(made.pdf))}
    printed = {f"{serial}/{line.code.replace('-', '')}" for serial, line in lines.items()}
    assert read == printed, "the seal lies over no code"
    verdict = verify_in_office(office, made.pdf)
    assert verdict.genuine and verdict.serial == "QH-2026-000001 至 QH-2026-000002"
    assert verdict.form == "困难职工证（2 份合印）" and "签名完好" in str(verdict.signature)
    assert verify(made.pdf, folder=office.folder).genuine


def test_who_has_left_gets_no_card(office: Office, filed: Filed) -> None:
    (gone,) = _more(office, 1)
    with office.write(Op.IMPORT, gone) as work:
        work.session.get_one(Case, gone).stage = Stage.MONITORED
        work.done()
    made = print_cards(office, CardOrder((filed.case_id, gone)))
    assert made.cards == 1 and len(made.changes) == 1
    assert made.left_out == ("QH202600100 没有制证：这一户已经退出，不再发证。",)
    with pytest.raises(UserError, match="已经退出"):
        print_cards(office, CardOrder((gone,)))
    with pytest.raises(UserError, match="请先选择"):
        preview_cards(office, CardOrder(()))


def test_a_stopped_run_hands_out_what_was_issued(office: Office, filed: Filed) -> None:
    cases = (filed.case_id, *_more(office, 2))
    progress = Progress(listener=lambda told: told.cancel() if told.done == 1 else None)
    made = issue_cards(office, CardOrder(cases, "发证", filed.seal_id), progress=progress)
    assert made.cards == 2 == len(register_list(office))
    assert made.left_out == ("已签发 2 张，其余 1 张没有签发：已经停止。",)
    early = Progress()
    early.cancel()
    with pytest.raises(Cancelled):
        issue_cards(office, CardOrder(cases, "发证", filed.seal_id), progress=early)
    assert len(register_list(office)) == 2


def test_the_portrait_of_the_file_stands_on_the_card(office: Office, filed: Filed) -> None:
    stream = BytesIO()
    Image.new("RGB", (600, 900), (40, 90, 200)).save(stream, "JPEG")
    photo = {"data": stream.getvalue(), "filename": "photo.jpg", "kind": "本人照片"}
    before = preview_cards(office, CardOrder((filed.case_id,)))
    add_attachment(office, case_id=filed.case_id, **photo)  # type: ignore[arg-type]  # by name
    after = preview_cards(office, CardOrder((filed.case_id,)))

    def middle(pdf: bytes) -> tuple[int, ...]:
        x, y = slot(0)
        drawn = render_page(pdf, 0, 72)
        at = round((y + 20) / 25.4 * 72) * drawn.stride + round((x + 72) / 25.4 * 72) * 4
        return tuple(drawn.bgrx[at : at + 3])

    assert middle(before.pdf) == (255, 255, 255)
    blue, green, red = middle(after.pdf)
    assert blue > 180 and green < 110 and red < 70
    assert "照片" in text_of(before.pdf, 0) and "照片" not in text_of(after.pdf, 0)


@pytest.mark.parametrize("which", ["samples", "long_samples"])
def test_the_seal_covers_issuer_and_day_and_nothing_else(
    request: pytest.FixtureRequest, which: str
) -> None:
    made: Samples = request.getfixturevalue(which)
    card = made.build(FORM, is_stamped=True).to_bytes()
    assert _words_within(card, 21.0) == "青禾县总工会2026年11月20日"


def _red(picture: Image.Image) -> Red:
    shown = np.asarray(picture).astype(int)
    red: Red = (shown[:, :, 0] > 200) & (shown[:, :, 1] < 60) & (shown[:, :, 2] < 60)
    return red


def test_the_seal_lies_across_the_edge_of_the_photograph(samples: Samples) -> None:
    stamped, plain = (
        _picture(samples.build(FORM, is_stamped=is_stamped).to_bytes())
        for is_stamped in (True, False)
    )
    left, top = slot(0)
    x, y, right, bottom = (
        round(edge / 25.4 * 300) for edge in (left + 66, top + 4, left + 91, top + 39)
    )
    red = _red(stamped)[y:bottom, x:right]
    highest = np.argwhere(red)[:, 0].min()
    assert red.sum() > 4_000 and highest > 0.58 * (bottom - y), "below the face"
    face = (round((left + 78.5) / 25.4 * 300), round((top + 18) / 25.4 * 300))
    assert stamped.getpixel(face) == plain.getpixel(face) != (255, 255, 255)


def test_a_card_stamped_by_hand_leaves_its_place_empty(samples: Samples) -> None:
    context = context_of(FORM, is_stamped=True)
    assert context.stamp
    by_hand = replace(context, stamp=replace(context.stamp, is_by_hand=True))
    card = FORM.build(samples.values["card"], by_hand).to_bytes()
    assert context.stamp.serial in text_of(card, 0) and not _red(_picture(card)).any()


@pytest.mark.parametrize("diameter", [30.0, 38.0, 42.0])
def test_a_registered_seal_is_printed_in_its_true_size(samples: Samples, diameter: float) -> None:
    context = context_of(FORM, is_stamped=True)
    assert context.stamp
    stamp = replace(context.stamp, seal=demo_seal("青禾县总工会", diameter_mm=diameter))
    card = FORM.build(samples.values["card"], replace(context, stamp=stamp)).to_bytes()
    rows, columns = _red(_picture(card)).nonzero()
    for edges in (rows, columns):
        assert (edges.max() - edges.min()) / 300 * 25.4 == pytest.approx(diameter, abs=0.4)
    assert _words_within(card, diameter / 2).endswith("2026年11月20日")
