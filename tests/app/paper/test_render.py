"""The preview: white paper, the right size, one page at a time, from any thread."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pikepdf
import pytest

from app.errors import UserError
from app.paper import Document, check_pdf, page_count, pixels_of, render_page, text_of
from app.paper.render import MOST_PAGES

from .conftest import Pixels


def _three_pages(document: Document) -> bytes:
    for number in range(3):
        document.page().text(20, 20, f"第{number}张")
    return document.to_bytes()


def test_a_page_is_rendered_on_white_at_its_size(
    document: Document, pixels: Callable[..., Pixels]
) -> None:
    pdf = _three_pages(document)
    page = render_page(pdf, 0, 100)
    assert (page.width, page.height) == (827, 1170)
    assert len(page.bgrx) == page.stride * page.height
    picture = pixels(pdf)
    assert (picture[0, 0] == 255).all()
    assert picture.min() < 60


def test_pages_count_from_nought(document: Document) -> None:
    pdf = _three_pages(document)
    assert page_count(pdf) == 3
    assert [text_of(pdf, page).strip()[:3] for page in range(3)] == ["第0张", "第1张", "第2张"]


def test_threads_take_turns(document: Document) -> None:
    pdf = _three_pages(document)
    alone = [render_page(pdf, page, 60) for page in range(3)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda page: render_page(pdf, page % 3, 60), range(12)))
    assert all(page == alone[number % 3] for number, page in enumerate(together))


@pytest.mark.parametrize("broken", [b"", b"no pdf at all", b"%PDF-1.7\n%%EOF"])
def test_what_is_no_pdf_is_one_sentence(broken: bytes) -> None:
    with pytest.raises(UserError, match="不是完整的 PDF"):
        page_count(broken)


def _foreign(
    pages: int, size: tuple[int, int] = (200, 200), lock: pikepdf.Encryption | None = None
) -> bytes:
    target = BytesIO()
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page(page_size=size)
        made.save(target, encryption=lock or False)
    return target.getvalue()


def test_a_page_of_many_metres_is_drawn_coarser() -> None:
    """14,400 points are the most that a PDF may say: 19,200 pixels a side at 96 dpi."""
    pdf = _foreign(1, (14_400, 14_400))
    width, height = pixels_of(pdf, 0, 96)
    assert width == height and 6_000 < width < 6_400
    strip = render_page(pdf, 0, 96, above=100, below=height - 110)
    assert (strip.width, strip.height) == (width, 10)


def test_what_could_never_be_shown_is_not_let_in() -> None:
    check_pdf(_foreign(1))
    check_pdf(_foreign(1, lock=pikepdf.Encryption(owner="o", user="")))
    with pytest.raises(UserError, match="要密码"):
        check_pdf(_foreign(1, lock=pikepdf.Encryption(owner="o", user="u")))
    with pytest.raises(UserError, match="不是完整的 PDF"):
        check_pdf(_foreign(0))
    with pytest.raises(UserError, match=f"有 {MOST_PAGES + 1} 页"):
        check_pdf(_foreign(MOST_PAGES + 1))
    with pytest.raises(UserError, match="不是完整的 PDF"):
        check_pdf(_foreign(1).replace(b"/Kids [ 3 0 R ]", b"/Kids [ 9 0 R ]"))
