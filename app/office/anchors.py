"""The journal against the backups: each backup keeps where the journal stood when it was made.

The chain itself cannot show that its tail was cut or the whole file replaced by an older one. The backups'
manifests, sealed with a key of the office, can. After a restore the backups made before it are passed over:
the restored journal says itself when it was brought back.
"""

from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.changes import Op
from app.errors import StorageError
from app.office.session import Office
from db.archive import Manifest, open_archive
from db.backup import check_seal, list_backups
from db.files import os_errors
from db.models import Operation


def anchor_faults(office: Office, session: Session) -> tuple[int, tuple[str, ...]]:
    """How many backups were compared, and a sentence for each that the journal contradicts."""
    restored = session.scalar(
        select(func.max(Operation.at)).where(
            Operation.op == Op.RESTORE.name, Operation.result == "done"
        )
    )
    compared, faults = 0, []
    for backup in list_backups(office.folder):
        if restored is not None and backup.stamp <= restored:
            continue
        manifest = _manifest(office, backup.path)
        if manifest is None:
            continue
        compared += 1
        found = session.scalar(
            select(Operation.chain).where(Operation.id == manifest.journal_sequence)
        )
        if manifest.journal_sequence and found != manifest.journal_chain:
            faults.append(_fault(backup.stamp))
    return compared, tuple(faults)


def _manifest(office: Office, path: Path) -> Manifest | None:
    """The sealed manifest; None for a file that is no whole backup (its own check tells of that)."""
    try:
        with os_errors("备份的核对"), open_archive(path) as archive:
            check_seal(archive, office.keys.data)
            return archive.manifest
    except StorageError:
        return None


def _fault(stamp: datetime) -> str:
    return (
        f"与 {stamp:%Y-%m-%d %H:%M}（UTC）的备份对不上：操作记录被截短，"
        "或者档案被换成了较旧的一份；请与那份备份核对"
    )
