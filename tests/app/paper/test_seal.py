"""The seal: round, red, under the text, without transparency; the office's scan is cleaned."""

from collections.abc import Callable
from io import BytesIO

import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageDraw

from app.errors import UserError
from app.paper import Document, Seal, SealKind, clean_scan, demo_seal, image_seal, text_of
from app.paper.sealdrawing import drawing

from .conftest import Mask, Pixels

_NAMES = (
    "示范县总工会",
    "示范县教育工会",
    "示范市示范县第一纺织有限责任公司工会委员会",
    "示范壮族自治区总工会困难职工帮扶中心委员会办公室",
)


def _red(picture: Pixels) -> Mask:
    wide = picture.astype(int)
    return (wide[:, :, 0] > 150) & (wide[:, :, 1] < 120) & (wide[:, :, 2] < 120)


def _stamped(document: Document, seal: Seal, text: str = "") -> bytes:
    page = document.page(width=60, height=60)
    if text:
        page.text(0, 28, text, size=14)
    page.seal(seal, 30, 30)
    return document.to_bytes()


@pytest.mark.parametrize("name", _NAMES)
def test_the_sample_is_round_has_its_star_and_nothing_outside(
    document: Document, pixels: Callable[..., Pixels], name: str
) -> None:
    red = _red(pixels(_stamped(document, demo_seal(name)), dpi=254))  # ten pixels to the millimetre
    rows, columns = red.nonzero()
    distance = np.hypot(rows + 0.5 - 300, columns + 0.5 - 300)
    assert distance.max() <= 211
    ring = (distance > 201) & (distance < 207)
    angles = np.degrees(np.arctan2(rows[ring] - 300, columns[ring] - 300)).astype(int)
    assert len(set(angles.tolist())) >= 359
    assert red[295:305, 295:305].all(), "the star's middle"
    assert red[244:246, 299:302].any() and not red[353:360, 297:304].any(), "one point up"
    assert (distance[(distance > 90) & (distance < 180)]).size > 4000, "the name"


def test_the_sample_always_says_so() -> None:
    assert demo_seal("示范县总工会").lower_line == "样章"
    assert "样章" in demo_seal("示范县总工会", lower_line="财务专用").lower_line
    plain = Seal(SealKind.DRAWN_SAMPLE, "示范县总工会", 42.0)
    assert plain.lower_line == ""
    assert drawing("示范县总工会", "样章", 42.0) != drawing("示范县总工会", "样", 42.0)


def test_a_name_too_long_for_the_arc_is_refused() -> None:
    with pytest.raises(UserError, match="规范简称"):
        demo_seal("示范" * 30)
    with pytest.raises(UserError, match="U\\+E000"):
        demo_seal("示范\ue000工会")


@pytest.mark.parametrize("name", ["示范县总工会", "示范壮族自治县总工会"])
def test_a_bilingual_sample_carries_both_names_apart(
    document: Document, pixels: Callable[..., Pixels], name: str
) -> None:
    seal = demo_seal(name, second_name="Seihfan Yen Cunghgunghvei")
    red = _red(pixels(_stamped(document, seal), dpi=254))
    rows, columns = red.nonzero()
    distance = np.hypot(rows + 0.5 - 300, columns + 0.5 - 300)
    assert distance.max() <= 211
    upper = rows < 300
    rings = [((distance > low) & (distance <= low + 4) & upper).sum() for low in range(120, 188, 4)]
    assert rings[-3] > 100 and rings[3] > 100, "letters outside, characters inside"
    assert min(rings[6:14]) < 40, "a white ring between the two lines"
    with pytest.raises(UserError, match="另一种文字"):
        demo_seal(name, second_name="Cunghgunghvei " * 9)


def test_the_seal_lies_under_the_text_and_is_no_text(
    document: Document, pixels: Callable[..., Pixels]
) -> None:
    pdf = _stamped(document, demo_seal("示范县总工会"), "一一一一一一一一一一一一")
    assert text_of(pdf, 0).strip().startswith("一一一一")
    assert "示范" not in text_of(pdf, 0) and "样章" not in text_of(pdf, 0)
    middle = pixels(pdf, dpi=254)[285:325, 150:450].astype(int)
    assert (middle.sum(axis=2) < 120).any(axis=0).mean() > 0.8, "the text is black across the seal"


def test_one_file_holds_the_drawing_once_and_no_transparency(document: Document) -> None:
    seal = demo_seal("示范县总工会")
    for _ in range(3):
        document.page().seal(seal, 100, 100)
    scan = image_seal(_scan(document), 42.0)
    document.page().seal(scan, 100, 100)
    with pikepdf.open(BytesIO(document.to_bytes())) as pdf:
        streams = [item for item in pdf.objects if isinstance(item, pikepdf.Stream)]
        kinds = [str(item.get("/Subtype")) for item in streams]
        assert kinds.count("/Form") == 1
        assert kinds.count("/Image") == 1
        assert not [item for item in streams if "/SMask" in item]
        for page in pdf.pages:
            assert "/ExtGState" not in page.resources
            assert "/Group" not in page


def _scan(document: Document) -> bytes:
    """What a scanner makes of a stamped letter: grey paper, black print, dust, the seal off the middle."""
    fresh = Document(form=document.form, created=document.created)
    page = fresh.page(width=90, height=80)
    for line in range(12):
        page.text(5, 5 + line * 6, "示范文字" * 5, size=10)
    page.seal(demo_seal("示范县总工会"), 52, 38)
    rendered = _picture(fresh.to_bytes(), 300)
    pixels = ImageDraw.Draw(rendered)
    pixels.point([(20, 30), (21, 30), (1000, 900)], (220, 20, 30))
    aged = rendered.point([round(v * 0.92) + 8 for v in range(256)] * 3)
    stream = BytesIO()
    aged.save(stream, "PNG")
    return stream.getvalue()


def _picture(pdf: bytes, dpi: int) -> Image.Image:
    from app.paper import render_page

    page = render_page(pdf, 0, dpi)
    return Image.frombuffer("RGB", (page.width, page.height), page.bgrx, "raw", "BGRX", page.stride)


def test_a_scan_is_cleaned_to_red_on_nothing(document: Document) -> None:
    with Image.open(BytesIO(clean_scan(_scan(document)))) as cleaned:
        assert cleaned.mode == "RGBA"
        assert cleaned.width == cleaned.height == pytest.approx(496, abs=4)
        pixels = np.asarray(cleaned)
    assert {tuple(colour) for colour in pixels[pixels[:, :, 3] > 0][:, :3].tolist()} == {
        (230, 0, 18)
    }
    assert pixels[2:8, 2:8, 3].max() == 0, "paper and print in the corner are gone"
    assert pixels[240:256, 240:256, 3].mean() > 180, "the star is there, but for print across it"
    twice = np.asarray(Image.open(BytesIO(clean_scan(clean_scan(_scan(document))))))
    assert abs(twice.shape[0] - pixels.shape[0]) <= 2


def test_a_cleaned_scan_prints_at_its_true_size(
    document: Document, pixels: Callable[..., Pixels]
) -> None:
    pdf = _stamped(document, image_seal(_scan(document), 42.0, "示范县总工会"), "一一一一一一一一")
    picture = pixels(pdf, dpi=254)
    rows, columns = _red(picture).nonzero()
    for low, high in ((rows.min(), rows.max()), (columns.min(), columns.max())):
        assert high - low == pytest.approx(420, abs=6)
        assert (high + low) / 2 == pytest.approx(300, abs=4)
    assert (picture[90:95, 90:95] == 255).all(), "no grey box around the seal"


def test_pictures_without_a_seal_are_refused() -> None:
    def png(colour: tuple[int, int, int], size: tuple[int, int] = (300, 300)) -> bytes:
        stream = BytesIO()
        Image.new("RGB", size, colour).save(stream, "PNG")
        return stream.getvalue()

    with pytest.raises(UserError, match="没有找到红色印迹"):
        clean_scan(png((250, 250, 245)))
    with pytest.raises(UserError, match="不完整"):
        clean_scan(png((230, 0, 18), (600, 100)))
    for broken in (b"", b"GIF89a", png((255, 255, 255))[:40]):
        with pytest.raises(UserError, match="无法读取"):
            clean_scan(broken)
