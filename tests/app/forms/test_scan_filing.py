"""Scans of stamped sheets: read askew, turned and coarse, filed at their case, shown in the register."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from app.cases.attachments import LIST_KEY, attachment_content, attachments_view
from app.errors import AccessDeniedError, UserError
from app.fields.codes import codes
from app.forms import FORMS
from app.forms.issuing import IssuedPaperView, issue
from app.forms.scan_filing import file_scan, is_scan, kind_of
from app.forms.sealing import Sealing
from app.office.papers import register_list, void
from app.office.session import Office
from app.office.undo import undo
from app.paper import engine, render_page
from db.codes import Role

from .conftest import Filed


@pytest.fixture
def issued(office: Office, filed: Filed) -> IssuedPaperView:
    """A paper that waits for the hand stamp."""
    return issue(
        office,
        form="hardship_file",
        case_id=filed.case_id,
        reason="备案",
        sealing=Sealing(is_by_hand=True),
    )


def _scan(pdf: bytes, *, dpi: int = 150, turn: float = 0.0) -> Image.Image:
    """The first sheet on the glass: grey paper, turned."""
    page = render_page(pdf, 0, dpi)
    size = page.width, page.height
    sheet = Image.frombuffer("RGB", size, page.bgrx, "raw", "BGRX", page.stride)
    turned = sheet.rotate(turn, Image.Resampling.BICUBIC, expand=True, fillcolor=(235, 235, 230))
    return turned.point([round(v * 0.9) + 10 for v in range(256)] * 3)


def _saved(picture: Image.Image, path: Path) -> Path:
    picture.save(path, quality=75)
    return path


@pytest.mark.parametrize("turn", [0, 3, -3, 90, 180, 270, 183])
@pytest.mark.parametrize("ending", [".jpg", ".png", ".pdf"])
def test_a_scan_is_filed_at_its_case(
    office: Office,
    filed: Filed,
    issued: IssuedPaperView,
    tmp_path: Path,
    turn: float,
    ending: str,
) -> None:
    path = _saved(_scan(issued.pdf, turn=turn), tmp_path / f"scan{ending}")
    made = file_scan(office, path=path)
    assert (made.serial, made.kind, made.case_id) == (issued.serial, "档案表", filed.case_id)
    (line,) = register_list(office)
    assert line.scan_id == made.changes.result_id and line.is_by_hand
    found = next(
        one for one in attachments_view(office, filed.case_id).files if one.id == line.scan_id
    )
    assert found.kind == "档案表" and issued.serial in found.title
    content, _mime = attachment_content(office, found.id)
    assert content


def test_taking_the_filing_back_takes_the_scan_from_the_register(
    office: Office, issued: IssuedPaperView, tmp_path: Path
) -> None:
    path = _saved(_scan(issued.pdf), tmp_path / "scan.png")
    file_scan(office, path=path)
    with pytest.raises(UserError, match="已经作为"):
        file_scan(office, path=path)
    undo(office)
    (line,) = register_list(office)
    assert line.scan_id is None


def test_what_is_no_scan_of_ours_gets_a_sentence(
    office: Office, filed: Filed, issued: IssuedPaperView, tmp_path: Path
) -> None:
    empty = _saved(Image.new("RGB", (800, 1100), (240, 240, 240)), tmp_path / "empty.png")
    with pytest.raises(UserError, match="没有读到"):
        file_scan(office, path=empty)
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff")
    with pytest.raises(UserError, match="无法读取"):
        file_scan(office, path=broken)
    second = issue(office, form="certificate", case_id=filed.case_id, reason="备案")
    both = tmp_path / "both.pdf"
    sheets = [_scan(issued.pdf), _scan(second.pdf)]
    sheets[0].save(both, save_all=True, append_images=sheets[1:])
    with pytest.raises(UserError, match="分开扫描"):
        file_scan(office, path=both)
    void(office, serial=second.serial, reason="姓名有误")
    with pytest.raises(UserError, match="已经作废"):
        file_scan(office, path=_saved(_scan(second.pdf), tmp_path / "void.png"))
    assert all(line.scan_id is None for line in register_list(office))


def test_a_code_with_a_wrong_check_is_not_filed(
    office: Office, issued: IssuedPaperView, tmp_path: Path
) -> None:
    import segno

    stream = BytesIO()
    segno.make(f"{issued.serial}/AAAABBBBCCCCDDDD", error="m").save(stream, "png", scale=6)
    path = tmp_path / "forged.png"
    path.write_bytes(stream.getvalue())
    with pytest.raises(UserError, match="验证码不符"):
        file_scan(office, path=path)


def test_a_scan_is_told_from_the_issued_file(issued: IssuedPaperView, tmp_path: Path) -> None:
    original = tmp_path / "original.pdf"
    original.write_bytes(issued.pdf)
    assert not is_scan(original)
    assert is_scan(_saved(_scan(issued.pdf), tmp_path / "scan.pdf"))
    recognised = tmp_path / "recognised.pdf"
    page = engine.untyped("reportlab.pdfgen.canvas").Canvas(str(recognised), pagesize=(595, 842))
    page.drawImage(str(_saved(_scan(issued.pdf), tmp_path / "scan.jpg")), 0, 0, 595, 842)
    page.drawString(72, 700, issued.serial)
    page.save()
    assert is_scan(recognised), "scanners lay the text that they recognise over the picture"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 no more of it"])
def test_a_file_that_cannot_be_read_is_no_scan(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(content)
    assert not is_scan(path)


def test_who_takes_no_papers_is_refused_before_the_file_is_read(
    office: Office, tmp_path: Path
) -> None:
    office.user = replace(office.user, roles=frozenset({Role.AUDITOR}), is_solo=False)
    with pytest.raises(AccessDeniedError):
        file_scan(office, path=tmp_path / "none.png")


def test_every_stamped_form_has_a_kind_of_paper() -> None:
    labels = codes(LIST_KEY).labels
    assert {kind_of(form.name) for form in FORMS if form.is_stamped} <= set(labels)
    assert kind_of("困难职工退出告知书") == "退出告知书" and kind_of("困难职工帮扶证明") == "其他"
