"""Pages painted onto a printer of the system keep their size to a tenth of a millimetre."""

from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from app.paper.ruler import EDGE, Ruled, ruler_sheet
from tests.app.paper.test_ruler import STAMP, line_from_edge
from ui.painting import make_printer, paint_pages


@pytest.mark.parametrize("lies", [False, True])
def test_a_moved_sheet_arrives_where_it_was_moved(
    app: QApplication, tmp_path: Path, lies: bool
) -> None:
    path = tmp_path / "out.pdf"
    printer = make_printer(1, "ruler", name="no such printer")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    sides = (Ruled("正面"), Ruled("反面", (4.0, -3.0)))
    paint_pages(printer, ruler_sheet(STAMP, sides, about="全部表格", lies=lies))
    printed = path.read_bytes()
    for number, (right, down) in enumerate(side.shift for side in sides):
        assert line_from_edge(printed, number, 1) == pytest.approx(EDGE + right, abs=0.15)
        assert line_from_edge(printed, number, 0) == pytest.approx(EDGE + down, abs=0.15)
