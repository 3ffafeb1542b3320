"""The code on the sheet is read by another program."""

from collections.abc import Callable

import pytest
import segno
import zxingcpp

from app.paper import Document
from app.paper.qr import MASK, MAX_BYTES, encode

from .conftest import Pixels

_PAYLOAD = "NDX1|2026-000123|C|20261120|K7Q2M4X9T1B8R5W3Z6Y0|示范县总工会"


@pytest.mark.parametrize("dpi", [150, 300])
@pytest.mark.parametrize("payload", [_PAYLOAD, "A" * MAX_BYTES, "https://x.invalid/𠮷（1）"])
def test_the_code_reads_back(
    document: Document, pixels: Callable[..., Pixels], payload: str, dpi: int
) -> None:
    document.page(width=60, height=60).qr(10, 10, payload, size=24)
    found = zxingcpp.read_barcodes(pixels(document.to_bytes(), dpi=dpi))
    assert [code.text for code in found] == [payload]


@pytest.mark.parametrize("serial", ["QH-2026-000001", "WS-2027-999999", "A-1"])
def test_another_program_makes_the_same_code(serial: str) -> None:
    payload = f"{serial}/GL2SSWKJTSUU4IMF"
    other = segno.make(payload, error="m", boost_error=False, micro=False, mask=MASK)
    dark = {
        (x, y)
        for y, row in enumerate(other.matrix_iter(border=4))
        for x, module in enumerate(row)
        if module
    }
    ours = encode(payload)
    runs = [tuple(map(int, run.split())) for run in ours.path.removesuffix(" re").split(" re ")]
    assert {(x + step, y) for x, y, width, _ in runs for step in range(width)} == dark
    assert ours.modules == other.symbol_size(border=4)[0]


def test_the_quiet_zone_stays_white(document: Document, pixels: Callable[..., Pixels]) -> None:
    document.page(width=60, height=60).qr(10, 10, _PAYLOAD, size=24)
    picture = pixels(document.to_bytes(), dpi=254)  # ten pixels to the millimetre
    dark_rows, dark_columns = (picture[:, :, 0] < 128).nonzero()
    quiet = 4 * 240 / encode(_PAYLOAD).modules
    for low, high in ((dark_rows.min(), dark_rows.max()), (dark_columns.min(), dark_columns.max())):
        assert low == pytest.approx(100 + quiet, abs=1.5)
        assert high == pytest.approx(340 - quiet, abs=1.5)


def test_a_payload_too_fine_for_the_printer_is_refused() -> None:
    with pytest.raises(ValueError, match="85 bytes"):
        encode("A" * (MAX_BYTES + 1))
