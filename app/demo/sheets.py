"""The stamped papers of the demo as files, each judged as anybody would judge it who holds it."""

from dataclasses import dataclass
from pathlib import Path

from app.demo.building import DemoOffice
from app.office.saving import save_bytes
from app.office.verifying import Verdict, verify
from db.files import make_folder

VOIDED, UNSTAMPED = "voided", "unstamped"


@dataclass(frozen=True)
class WrittenSheet:
    """One file: what `verify` says of it, and of a copy with one changed byte."""

    file: Path
    serial: str
    form: str
    is_void: bool
    verdict: Verdict
    changed_verdict: Verdict

    @property
    def is_as_expected(self) -> bool:
        """Genuine unless it was voided since, and never once a byte was changed."""
        return self.verdict.genuine is not self.is_void and not self.changed_verdict.genuine


def make_room(folder: Path) -> None:
    """Make a folder for what the demo writes. StorageError where that is refused."""
    make_folder(folder, what="演示文件夹的建立")


def write_sheets(demo: DemoOffice, folder: Path) -> tuple[WrittenSheet, ...]:
    """Write the stamped papers of the demo into `folder`, whose parent holds the office. StorageError.

    Every paper there counts. One that was voided, and the minutes of an appraisal, which bear no stamp,
    lie in folders of their own beside it.
    """
    voided, unstamped = folder.parent / VOIDED, folder.parent / UNSTAMPED
    for room in (folder, voided, unstamped):
        make_room(room)
    save_bytes(unstamped / "困难职工民主评议记录.pdf", demo.minutes)
    found = []
    for sheet in demo.sheets:
        mark, room = ("-已作废", voided) if sheet.is_void else ("", folder)
        path = room / f"{sheet.paper.serial}-{sheet.paper.form}{mark}.pdf"
        save_bytes(path, sheet.paper.pdf)
        middle = len(sheet.paper.pdf) // 2
        changed = bytearray(sheet.paper.pdf)
        changed[middle] ^= 1
        found.append(
            WrittenSheet(
                path,
                sheet.paper.serial,
                sheet.paper.form,
                sheet.is_void,
                verify(path.read_bytes(), folder=demo.folder),
                verify(bytes(changed), folder=demo.folder),
            )
        )
    return tuple(found)
