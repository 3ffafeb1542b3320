"""File the scan of a stamped sheet at its case, by the QR that the sheet was issued with."""

import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from app.cases.attachments import read_file, store
from app.changes import Changes, Op
from app.errors import UserError
from app.office.session import Office
from app.paper import engine, is_scanned, page_count, render_page
from db.models import FiledScan, IssuedPaper

if TYPE_CHECKING:
    from PIL.Image import Image

ENDINGS = (".jpg", ".jpeg", ".png", ".pdf")
"""What a scan may be."""
_DPI = 200
_MOST_PAGES = 40
_MOST_PIXELS = 120_000_000
_OURS = re.compile("(.+)/([A-Z2-7]{16})")
"""A serial with its authentication code; other codes on the sheet are none of our business."""
_OTHER = "其他"
_KINDS = {
    "困难职工档案表": "档案表",
    "困难职工建档审批表": "审批表",
    "帮扶救助审批表": "审批表",
    "金秋助学申请表": "审批表",
    "困难职工一户一策帮扶计划": "帮扶计划",
    "困难职工年度复核表": "复核表",
    "困难职工拟建档公示": "公示原件",
    "困难职工拟退出公示": "公示原件",
    "困难职工建档公示结果": "公示结果",
    "困难职工退出公示结果": "公示结果",
    "脱困退出审批表": "退出审批表",
    "困难职工退出告知书": "退出告知书",
}


@dataclass(frozen=True)
class FiledSheet:
    """A scan that now lies at its case."""

    serial: str
    form: str
    kind: str
    case_id: int
    case_number: str
    changes: Changes


def kind_of(form: str) -> str:
    """The kind of 材料 that the stamped sheet of a form is, by the form's name."""
    return _KINDS.get(form, _OTHER)


def file_scan(office: Office, *, path: Path) -> FiledSheet:
    """Read the QR on a scan, find the paper in the register and keep the scan at its case.

    UserError: no QR of ours, several papers in one file, a void paper, one that is filed already;
    AccessDeniedError for a case out of scope.
    """
    office.demand(Op.FILE_SCAN)
    data = read_file(path)
    serial, code = _only(payloads(data))
    with office.read() as session:
        found = session.scalar(select(IssuedPaper).where(IssuedPaper.serial == serial))
        if found is None or not hmac.compare_digest(found.code.replace("-", ""), code):
            raise UserError(
                f"扫描件上的二维码（{serial}）不在登记簿里，或验证码不符，不能归档；请核对是不是本单位签发的文书。"
            )
        paper_id, case_id = found.id, found.case_id
        if found.voided_on is not None:
            raise UserError(f"文书 {serial} 已经作废，不能归档；请收回纸质件。")
    if case_id is None:
        raise UserError(f"文书 {serial} 不属于任何档案，不能归档。")
    with office.write(Op.FILE_SCAN, case_id) as work:
        paper = work.session.get_one(IssuedPaper, paper_id)
        kind = kind_of(paper.form)
        row = store(work, data, path.name, kind, title=f"{paper.form} {serial} 盖章扫描件")
        work.session.add(FiledScan(paper_id=paper_id, attachment_id=row.id, filed_on=work.today))
        changes = work.done(result_id=row.id)
        return FiledSheet(serial, paper.form, kind, case_id, work.case.number, changes)


def is_scan(path: Path) -> bool:
    """Whether a file is a picture of a sheet and not the file that was issued.

    A PDF that cannot be read is none: why it is not genuine is for `app.office.verifying` to say.
    """
    if path.suffix.lower() != ".pdf":
        return path.suffix.lower() in ENDINGS
    try:
        return is_scanned(read_file(path))
    except UserError:
        return False


def case_of_scan(office: Office, path: Path) -> int | None:
    """The case of the issued paper that a file is the scan of; None for anything else."""
    try:
        if not is_scan(path):
            return None
        serial, _code = _only(payloads(read_file(path)))
    except UserError:
        return None
    with office.read() as session:
        query = select(IssuedPaper.case_id).where(IssuedPaper.serial == serial)
        return session.scalar(query)


def payloads(data: bytes) -> tuple[str, ...]:
    """What the QR codes of a scan say, turned and skewed sheets included, each once. UserError for no picture."""
    barcodes: Any = engine.untyped("zxingcpp")
    found: dict[str, None] = {}
    for picture in _pictures(data):
        for code in barcodes.read_barcodes(picture, formats=barcodes.BarcodeFormat.QRCode):
            found[code.text] = None
    return tuple(found)


def _only(texts: tuple[str, ...]) -> tuple[str, str]:
    """Serial and code of the one paper that a scan shows."""
    ours = [found.groups() for found in map(_OURS.fullmatch, texts) if found]
    if not ours:
        raise UserError(
            "扫描件上没有读到本单位文书的二维码；请把纸放平、以 150 dpi 以上重新扫描，或在“材料”中手工添加。"
        )
    if len(ours) > 1:
        raise UserError("这个文件里有几份文书，请把每一份分开扫描后再归档。")
    ((serial, code),) = ours
    return serial, code


def _pictures(data: bytes) -> Iterator["Image"]:
    from PIL import Image, ImageOps

    if data.startswith(b"%PDF"):
        for page in range(min(page_count(data), _MOST_PAGES)):
            drawn = render_page(data, page, _DPI)
            size = drawn.width, drawn.height
            yield Image.frombuffer("RGB", size, drawn.bgrx, "raw", "BGRX", drawn.stride).convert(
                "L"
            )
        return
    try:
        with Image.open(BytesIO(data), formats=("JPEG", "PNG")) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise UserError("图片太大，请把扫描分辨率降到 600 dpi 以下后再归档。")
            upright = ImageOps.exif_transpose(opened)
            yield upright.convert("L")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UserError("无法读取这个文件；请使用 JPG、PNG 或 PDF 格式的扫描件。") from error
