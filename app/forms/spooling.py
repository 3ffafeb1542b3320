"""Hand a finished PDF to the system's print queue as vectors: the bytes that were kept, or a shifted copy of them.

CUPS takes PDF itself. Where there is none (Windows, no queue) the window paints the pages instead.
"""

import re
import shutil
import subprocess
import unicodedata
from collections.abc import Sequence

from app.errors import UserError
from app.office.printers import Printers, Side
from app.paper.shifting import Shift, shifted

_SECONDS = 30.0
_PAGES = re.compile(r"([0-9]{1,5})(?:-([0-9]{1,5}))?")
_FAILED = "打印机没有接收文件，请检查打印机是否打开、是否缺纸，再试一次；也可以先保存为 PDF。"


def queues() -> tuple[str, ...]:
    """The names of the print queues; none where the system has no CUPS."""
    program = shutil.which("lpstat")
    if program is None or shutil.which("lp") is None:
        return ()
    try:
        found = subprocess.run(
            [program, "-e"], capture_output=True, timeout=_SECONDS, check=False, text=True
        )
    except (OSError, subprocess.TimeoutExpired):
        return ()
    if found.returncode != 0:
        return ()
    return tuple(line.strip() for line in found.stdout.splitlines() if line.strip())


def pages_of(text: str, count: int) -> tuple[int, ...]:
    """The pages that are typed ("1-3，5"), numbered from 0, each once and in order; all where nothing is typed.

    Raises UserError (field pages) for what names no page of a file of `count` pages.
    """
    plain = unicodedata.normalize("NFKC", text).replace("、", ",").replace("—", "-")
    found: set[int] = set()
    for part in filter(None, re.split(r"[,;\s]+", re.sub(r"\s*-\s*", "-", plain))):
        ends = _PAGES.fullmatch(part)
        first, last = (int(ends[1]), int(ends[2] or ends[1])) if ends else (0, 0)
        if not 1 <= first <= last <= count:
            raise UserError(
                f"页码请填 1 到 {count} 之间的数，例如“1-2”；不填就打印全部。", field="pages"
            )
        found.update(range(first - 1, last))
    return tuple(sorted(found)) or tuple(range(count))


def fitted(
    pdf: bytes, printers: Printers, *, printer: str, forms: Sequence[str], is_duplex: bool
) -> bytes:
    """The pages where this printer has to be told to put them; the very same bytes where it prints true.

    A copy for the printer only. `forms` are the keys of what is on each page; the last one holds for the rest.
    Every second page is a back where both sides are printed.
    """

    def shift_of(number: int, lies: bool) -> Shift:
        side = Side.BACK if is_duplex and number % 2 else Side.FRONT
        form = forms[min(number, len(forms) - 1)]
        offset = printers.offset(printer, form, side, lies=lies)
        return offset.right, offset.down

    return shifted(pdf, shift_of)


def send(
    pdf: bytes,
    *,
    queue: str,
    copies: int = 1,
    title: str = "nuandang",
    is_duplex: bool = False,
) -> None:
    """Print a PDF on a queue in its own size, one page on each side or on each sheet.

    `title` is plain ASCII (a serial): job titles lie open in the spooler.

    Raises UserError when the queue does not take it.
    """
    program = shutil.which("lp")
    if program is None:
        raise UserError(_FAILED)
    sides = "two-sided-long-edge" if is_duplex else "one-sided"
    # Said each time: the queue's own defaults may shrink a form or turn its sheets.
    command = [program, "-d", queue, "-n", str(copies), "-t", title]
    command += ["-o", "print-scaling=none", "-o", f"sides={sides}", "-"]
    try:
        done = subprocess.run(
            command, input=pdf, capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UserError(_FAILED) from error
    if done.returncode != 0:
        raise UserError(_FAILED)
