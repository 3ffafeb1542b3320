"""Signed sheets of the office itself: kept encrypted beside the file, shown again, proved by the check."""

from pathlib import Path

from app.errors import StorageError, UserError
from app.office.session import Office, Work
from app.paper import check_pdf
from db import attachments as files
from db.files import read_bytes
from db.models import OfficeScan

ENDINGS = (".jpg", ".jpeg", ".png", ".pdf")
"""What a signed sheet may be."""


def keep_file(office: Office, data: bytes, filename: str, *, field: str) -> files.StoredFile:
    """Keep a file beside the office's own, whatever it will belong to. Call within a write.

    UserError at `field` for what may not be kept or could never be shown; StorageError.
    """
    try:
        if data.startswith(files.PDF_HEAD):
            check_pdf(data)
        return files.store(office.folder, office.keys.attachment, data, filename)
    except (files.RefusedFile, UserError) as error:
        raise UserError(str(error), field=field) from error


def keep_scan(work: Work, sheet: Path, kind: str) -> OfficeScan:
    """Keep a file of this computer under the operation under way; the file itself is left as it is.

    UserError (field paper_scan) for what may not be kept.
    """
    try:
        data = read_bytes(sheet, what="扫描件的读取", limit=files.MAX_BYTES + 1)
        kept = keep_file(work.office, data, sheet.name, field="paper_scan")
    except StorageError as error:
        raise UserError(f"没有添加：{error}", field="paper_scan") from error
    row = OfficeScan(
        kind=kind,
        stored_name=kept.name,
        received_sha256=kept.sha256_in,
        stored_sha256=kept.sha256_stored,
        mime=kept.mime,
        size=kept.size,
        added_on=work.today,
        account_id=work.user.id,
    )
    work.session.add(row)
    work.session.flush()
    return row


def scan_content(office: Office, scan_id: int) -> tuple[bytes, str]:
    """The content of a scan and its MIME type, to be shown. Raises StorageError, DamagedError."""
    with office.read() as session:
        row = session.get(OfficeScan, scan_id)
        if row is None:
            raise UserError("没有找到这份扫描件，请刷新后再试。")
        name, mime = row.stored_name, row.mime
    return files.load(office.folder, office.keys.attachment, name), mime
