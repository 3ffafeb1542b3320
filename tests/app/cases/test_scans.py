"""Scans of a household on a real file: turned, the portrait, ID cards on one page, all as one PDF."""

import hashlib
import re
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2 as untyped_pdfium
import pytest
from PIL import Image
from sqlalchemy import select

from app.cases.attachments import attachment_content, attachments_view
from app.cases.commands import (
    add_attachment,
    add_member,
    cut_portrait,
    refile_attachment,
    turn_attachment,
    withdraw,
)
from app.cases.portrait import portrait
from app.cases.queries import members_view
from app.cases.scans_pdf import all_scans, id_copies
from app.changes import Op
from app.errors import UserError
from app.office.checking import check_office
from app.office.session import Office
from app.office.undo import redo, undo
from app.paper import page_count, render_page, text_of
from db.attachments import place_of
from db.models import Attachment, Operation, Reason
from tests.app.cases.invented import full_draft, member_facts, picture

_pdfium: Any = untyped_pdfium


def pdf_of(pages: int, rotation: int = 0) -> bytes:
    """White pages with a red upper left corner."""
    made = _pdfium.PdfDocument.new()
    corner = Image.new("RGB", (10, 10), "red")
    data = BytesIO()
    corner.save(data, "JPEG")
    for _ in range(pages):
        page = made.new_page(400, 600)
        shape = _pdfium.PdfImage.new(made)
        shape.load_jpeg(BytesIO(data.getvalue()), inline=True)
        shape.set_matrix(_pdfium.PdfMatrix().scale(100, 100).translate(0, 500))
        page.insert_obj(shape)
        page.gen_content()
        page.set_rotation(rotation)
        page.close()
    target = BytesIO()
    made.save(target)
    made.close()
    return target.getvalue()


def add(office: Office, case_id: int, kind: str, data: bytes, **more: Any) -> int:
    ending = "pdf" if data.startswith(b"%PDF") else "jpg"
    made = add_attachment(
        office, case_id=case_id, data=data, filename=f"x.{ending}", kind=kind, **more
    )
    assert made.result_id is not None
    return made.result_id


def pixels(pdf: bytes, page: int) -> Image.Image:
    drawn = render_page(pdf, page, 36)
    return Image.frombuffer(
        "RGB", (drawn.width, drawn.height), drawn.bgrx, "raw", "BGRX", drawn.stride, 1
    )


def share(image: Image.Image, box: tuple[float, float, float, float], channel: int) -> float:
    """Of the pixels of a part of a page, how many are of one colour."""
    left, top, right, bottom = (
        round(at * side) for at, side in zip(box, (*image.size, *image.size), strict=True)
    )
    part = image.crop((left, top, right, bottom))
    data = part.tobytes()
    others = [at for at in range(3) if at != channel]
    wanted = sum(
        data[at + channel] > 150 and max(data[at + other] for other in others) < 100
        for at in range(0, len(data), 3)
    )
    return wanted / (part.width * part.height)


def test_a_picture_is_turned_undone_and_redone(office: Office) -> None:
    case_id = full_draft(office)
    data = picture("blue")
    attachment_id = add(office, case_id, "户口本", data)
    turn_attachment(office, case_id=case_id, attachment_id=attachment_id, quarters=1)

    def size() -> tuple[int, int]:
        with Image.open(BytesIO(attachment_content(office, attachment_id)[0])) as seen:
            return seen.size

    assert size() == (190, 300)
    (there,) = attachments_view(office, case_id).files
    assert there.received_sha256 == hashlib.sha256(data).hexdigest()
    undo(office)
    assert size() == (300, 190)
    redo(office)
    assert size() == (190, 300)
    (line,) = (one for one in check_office(office).checks if one.name == "材料附件")
    assert line.ok


def test_a_paper_is_called_what_it_is(office: Office) -> None:
    case_id = full_draft(office)
    (head,) = (row.person_id for row in members_view(office, case_id).rows)
    data = picture("blue")
    wrong, other = add(office, case_id, "其他", data), add(office, case_id, "户口本", data)
    refile = partial(refile_attachment, office, case_id=case_id)
    refile(attachment_id=wrong, kind="身份证", person_id=head)
    first = attachments_view(office, case_id).files[0]
    assert (first.kind, first.person_id) == ("身份证复印件", head)
    undo(office)
    assert attachments_view(office, case_id).files[0].kind == "其他"
    with pytest.raises(UserError, match="已经作为“户口本”添加过，可以移除这一份"):
        refile(attachment_id=wrong, kind="户口本", person_id=None)
    refile(attachment_id=other, kind="户口本", person_id=head)
    with pytest.raises(UserError, match="种类"):
        refile(attachment_id=wrong, kind="没有这种", person_id=None)
    with pytest.raises(UserError, match="没有找到"):
        refile(attachment_id=other + 7, kind="其他", person_id=None)
    withdraw(office, case_id=case_id)
    with pytest.raises(UserError, match="不能再改种类"):
        refile(attachment_id=wrong, kind="收入证明", person_id=None)


def test_what_cannot_be_turned_says_so(office: Office) -> None:
    case_id = full_draft(office)
    paper = add(office, case_id, "申请书", pdf_of(1))
    with pytest.raises(UserError, match="PDF"):
        turn_attachment(office, case_id=case_id, attachment_id=paper, quarters=1)
    with pytest.raises(UserError, match="没有找到"):
        turn_attachment(office, case_id=case_id, attachment_id=paper + 7, quarters=1)
    photo = add(office, case_id, "户口本", picture("blue"))
    withdraw(office, case_id=case_id)
    with pytest.raises(UserError, match="已经结束"):
        turn_attachment(office, case_id=case_id, attachment_id=photo, quarters=1)


def test_the_newest_photo_is_the_portrait(office: Office) -> None:
    case_id = full_draft(office)
    assert portrait(office, case_id) is None
    add(office, case_id, "本人照片", picture("blue"))
    newest = add(office, case_id, "证件照", picture("red"))
    found = portrait(office, case_id)
    assert found is not None and found.attachment_id == newest


def test_a_portrait_is_cut_undone_and_redone(office: Office) -> None:
    case_id = full_draft(office)
    data = picture("blue")
    attachment_id = add(office, case_id, "本人照片", data)
    cut_portrait(office, case_id=case_id, attachment_id=attachment_id, box=(100, 10, 200, 150))

    def size() -> tuple[int, int]:
        found = portrait(office, case_id)
        assert found is not None
        with Image.open(BytesIO(found.content)) as seen:
            return seen.size

    assert size() == (100, 140)
    (there,) = attachments_view(office, case_id).files
    assert there.received_sha256 == hashlib.sha256(data).hexdigest()
    undo(office)
    assert size() == (300, 190)
    redo(office)
    assert size() == (100, 140)


def test_only_a_portrait_is_cut_and_only_within_its_edges(office: Office) -> None:
    case_id = full_draft(office)
    cut = partial(cut_portrait, office, case_id=case_id)
    proof = add(office, case_id, "户口本", picture("blue"))
    with pytest.raises(UserError, match="只有本人照片可以裁剪"):
        cut(attachment_id=proof, box=(0, 0, 10, 14))
    scan = add(office, case_id, "本人照片", pdf_of(1))
    with pytest.raises(UserError, match="PDF 不能"):
        cut(attachment_id=scan, box=(0, 0, 10, 14))
    photo = add(office, case_id, "本人照片", picture("blue"))
    with pytest.raises(UserError, match="超出了这张照片"):
        cut(attachment_id=photo, box=(0, 0, 301, 14))
    withdraw(office, case_id=case_id)
    with pytest.raises(UserError, match="已经结束"):
        cut(attachment_id=photo, box=(0, 0, 10, 14))


def test_both_sides_of_a_card_stand_on_one_page(office: Office) -> None:
    case_id = full_draft(office)
    add_member(office, case_id=case_id, values=member_facts())
    head, wife = (row.person_id for row in members_view(office, case_id).rows)
    add(office, case_id, "身份证复印件", picture("blue"), person_id=wife)
    add(office, case_id, "身份证复印件", picture("red"), person_id=head)
    add(office, case_id, "身份证复印件", picture("lime"), person_id=head)
    add(office, case_id, "户口本", picture("blue"))
    made = id_copies(office, case_id=case_id)
    assert (made.pages, made.papers, made.left_out) == (2, 3, ())
    page = pixels(made.pdf, 0)
    assert share(page, (0.2, 0, 0.8, 0.5), 0) > 0.1 and share(page, (0, 0.5, 1, 1), 0) == 0
    assert share(page, (0.2, 0.5, 0.8, 1), 1) > 0.1 and share(page, (0, 0, 1, 0.45), 1) == 0
    assert share(pixels(made.pdf, 1), (0.2, 0, 0.8, 0.5), 2) > 0.1
    assert "覃永福" in text_of(made.pdf, 0) and "韦秀兰" in text_of(made.pdf, 1)


def test_all_scans_stand_in_the_order_of_the_contents_list(office: Office) -> None:
    case_id = full_draft(office)
    add(office, case_id, "入户调查表", pdf_of(1))
    add(office, case_id, "户口本", picture("blue", kind="JPEG"))
    add(office, case_id, "申请书", pdf_of(3))
    made = all_scans(office, case_id=case_id)
    contents = re.sub(r"\s+", " ", text_of(made.pdf, 0))
    assert "卷内目录" in contents and "共 3 份" in contents
    assert contents.index("申请书") < contents.index("户口本") < contents.index("入户调查表")
    assert "1–3" in contents
    assert (made.pages, page_count(made.pdf)) == (6, 6)
    assert [share(pixels(made.pdf, page), (0, 0, 1, 1), 0) > 0 for page in range(6)] == (
        [False, True, True, True, False, True]
    )
    assert "1. 申请书（2/3）" in text_of(made.pdf, 2) and "第 2 页" in text_of(made.pdf, 2)
    assert made.file_name.startswith("全部材料-") and "永福" not in made.file_name
    with office.read() as session:
        row = session.scalars(select(Operation).where(Operation.op == Op.PRINT_FORM.name)).one()
        words = session.scalar(select(Reason.text).where(Reason.operation_id == row.id))
    assert (row.case_id, words) == (case_id, "全部材料（6 页）")


def test_the_contents_list_names_what_is_of_no_kind(office: Office) -> None:
    case_id = full_draft(office)
    add(office, case_id, "其他", picture("blue"), title="村委会说明")
    add(office, case_id, "户口本", picture("red"), title="IMG_0001")
    contents = text_of(all_scans(office, case_id=case_id).pdf, 0)
    assert "其他 · 村委会说明" in contents and "IMG" not in contents


@pytest.mark.parametrize(
    ("rotation", "corner"), [(0, (0, 0)), (90, (1, 0)), (180, (1, 1)), (270, (0, 1))]
)
def test_turned_pages_stay_turned(office: Office, rotation: int, corner: tuple[int, int]) -> None:
    case_id = full_draft(office)
    add(office, case_id, "申请书", pdf_of(1, rotation))
    page = pixels(all_scans(office, case_id=case_id).pdf, 1)
    red = [
        (x / page.width, y / page.height)
        for x in range(page.width)
        for y in range(page.height)
        if page.getpixel((x, y)) == (254, 0, 0) or page.getpixel((x, y)) == (255, 0, 0)
    ]
    assert red
    middle = [sum(one[at] for one in red) / len(red) > 0.5 for at in (0, 1)]
    assert middle == [bool(corner[0]), bool(corner[1])]


def _damage(office: Office, attachment_id: int) -> None:
    with office.read() as session:
        name = session.get_one(Attachment, attachment_id).stored_name
    path: Path = place_of(office.folder, name)
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize("data", [b"%PDF-1.7\nnothing", pdf_of(1)[:300]])
def test_a_pdf_that_could_not_be_shown_is_not_added(office: Office, data: bytes) -> None:
    case_id = full_draft(office)
    with pytest.raises(UserError, match="不是完整的 PDF") as caught:
        add(office, case_id, "申请书", data)
    assert caught.value.field == "path"
    assert not attachments_view(office, case_id).files
    assert not list(office.folder.glob("attachments/*/*"))


def test_a_damaged_paper_is_left_out_and_named(office: Office) -> None:
    case_id = full_draft(office)
    with pytest.raises(UserError, match="还没有材料"):
        all_scans(office, case_id=case_id)
    broken = add(office, case_id, "申请书", pdf_of(1))
    _damage(office, broken)
    with pytest.raises(UserError, match="都显示不出来"):
        all_scans(office, case_id=case_id)
    add(office, case_id, "户口本", picture("blue"))
    bad = add(office, case_id, "收入证明", picture("red"))
    _damage(office, bad)
    made = all_scans(office, case_id=case_id)
    assert made.left_out == ("申请书", "收入证明")
    assert (made.papers, made.pages) == (1, 2)
