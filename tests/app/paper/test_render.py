"""The preview: white paper, the right size, one page at a time, from any thread."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.errors import UserError
from app.paper import Document, page_count, render_page, text_of

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
