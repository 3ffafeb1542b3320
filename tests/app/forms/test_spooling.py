"""A finished PDF on a real print queue: a CUPS server of the test's own, with the cups-pdf printer."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.errors import UserError
from app.forms.spooling import fitted, pages_of, queues, send
from app.office.printers import ALL_UPRIGHT, Offset, Place, Printers, Side
from app.paper import Document, page_count, render_page, text_of
from app.paper.picking import picked

QUEUE = "nuandang-test"
_TOOLS = ("cupsd", "lpadmin", "lp", "lpstat", "pdffonts", "gs")
_BACKEND = Path("/usr/lib/cups/backend/cups-pdf")
_DESCRIPTION = Path("/usr/share/ppd/cups-pdf/CUPS-PDF_opt.ppd")
_SECONDS = 60.0


def _missing() -> str:
    """Why no queue can be started here; empty where it can."""
    absent = [name for name in _TOOLS if shutil.which(name) is None]
    absent += [path.name for path in (_BACKEND, _DESCRIPTION) if not path.is_file()]
    if absent:
        return f"not installed on this machine: {', '.join(absent)}"
    return "" if os.geteuid() == 0 else "a print server can only be started as root"


def _wait(done: Callable[[], object], what: str) -> None:
    end = time.monotonic() + _SECONDS
    while not done():
        assert time.monotonic() < end, f"{what} did not happen"
        time.sleep(0.05)


def _configure(folder: Path) -> Path:
    """The two files of a server that listens on a socket in this folder and nowhere else."""
    for name in ("spool", "cache", "state", "tmp"):
        (folder / name).mkdir()
    # The filters run as another user: they must get in, and leave their files in the last one.
    folder.chmod(0o755)
    (folder / "tmp").chmod(0o1777)
    (folder / "cups-files.conf").write_text(
        f"ServerRoot {folder}\nRequestRoot {folder}/spool\nCacheDir {folder}/cache\n"
        f"StateDir {folder}/state\nTempDir {folder}/tmp\nAccessLog {folder}/access\n"
        f"ErrorLog {folder}/error\nPageLog {folder}/page\n"
        "ServerBin /usr/lib/cups\nDataDir /usr/share/cups\n"
    )
    (folder / "cupsd.conf").write_text(
        f"Listen {folder}/sock\nBrowsing Off\nLogLevel warn\nDefaultAuthType None\n"
        "<Location />\nAllow all\n</Location>\n<Location /admin>\nAllow all\n</Location>\n"
        "<Policy default>\n<Limit All>\nOrder deny,allow\nAllow all\n</Limit>\n</Policy>\n"
    )
    return folder / "sock"


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of a queue that writes PDF files; its server ends with the test."""
    reason = _missing()
    if reason:
        pytest.skip(reason)
    # Not below pytest's own folder, which is closed to other users.
    folder = Path(tempfile.mkdtemp(prefix="nuandang-cups-"))
    socket = _configure(folder)
    server = subprocess.Popen(
        ["cupsd", "-f", "-c", folder / "cupsd.conf", "-s", folder / "cups-files.conf"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        monkeypatch.setenv("CUPS_SERVER", str(socket))
        _wait(socket.exists, "the start of the print server")
        added = subprocess.run(
            ["lpadmin", "-p", QUEUE, "-E", "-v", "cups-pdf:/", "-P", _DESCRIPTION],
            capture_output=True,
            text=True,
            check=False,
        )
        if added.returncode != 0:
            pytest.skip(f"the queue could not be made: {added.stderr.strip()}")
        yield QUEUE
    finally:
        server.terminate()
        server.wait(timeout=_SECONDS)
        shutil.rmtree(folder)


@pytest.mark.parametrize(
    "offsets", [{}, {Place(QUEUE, ALL_UPRIGHT, Side.FRONT): Offset(2.0, -1.5)}]
)
def test_the_job_arrives_with_its_fonts(queue: str, offsets: dict[Place, Offset]) -> None:
    assert queue in queues()
    document = Document(form="测试页", created=datetime(2026, 11, 20, tzinfo=UTC))
    for number in (1, 2):
        document.page().text(30.0, 40.0, f"困难职工帮扶证明 第 {number} 页", size=14)
    pdf = fitted(
        document.to_bytes(),
        Printers(offsets=offsets),
        printer=queue,
        forms=["certificate"],
        is_duplex=False,
    )
    out = Path(pwd.getpwuid(os.geteuid()).pw_dir) / "PDF"
    before = frozenset(out.glob("*.pdf"))
    send(pdf, queue=queue, title="QH-2026-000001")

    def arrived() -> list[Path]:
        new = frozenset(out.glob("*.pdf")) - before
        return [path for path in new if path.read_bytes().endswith(b"%%EOF\n")]

    try:
        _wait(arrived, "the arrival of the job")
        (path,) = arrived()
        printed = path.read_bytes()
        told = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout
    finally:
        for left in frozenset(out.glob("*.pdf")) - before:
            left.unlink()
    assert page_count(printed) == 2
    rows = told.splitlines()[2:]
    assert rows and all("TrueType" in row and "NotoSerifSC" in row for row in rows), told


def test_a_queue_that_does_not_exist_is_told(queue: str) -> None:
    with pytest.raises(UserError, match="打印机没有接收文件"):
        send(b"%PDF-1.7", queue=f"{queue}-gone")


def test_without_cups_there_are_no_queues(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert queues() == ()
    with pytest.raises(UserError, match="打印机没有接收文件"):
        send(b"%PDF-1.7", queue="any")


def test_every_job_says_its_size_and_its_sides(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        said.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(shutil, "which", lambda name: name)
    monkeypatch.setattr(subprocess, "run", run)
    send(b"%PDF-1.7", queue="a")
    send(b"%PDF-1.7", queue="a", copies=3, is_duplex=True)
    assert all("print-scaling=none" in command for command in said)
    assert "sides=one-sided" in said[0] and "sides=two-sided-long-edge" in said[1]
    assert said[1][said[1].index("-n") + 1] == "3"


def test_a_printer_that_prints_askew_gets_a_copy_and_every_other_the_file_itself() -> None:
    document = Document(form="测试页", created=datetime(2026, 11, 20, tzinfo=UTC))
    for _ in range(2):
        document.page().text(30.0, 40.0, "困难职工帮扶证明", size=14)
    pdf = document.to_bytes()
    places = {Place("a", "card", Side.BACK): Offset(1.0, 1.0)}
    places[Place("b", ALL_UPRIGHT, Side.FRONT)] = Offset(-2.0, 0.0)
    printers = Printers(offsets=places)

    def copy(printer: str, form: str, *, is_duplex: bool) -> bytes:
        return fitted(pdf, printers, printer=printer, forms=[form], is_duplex=is_duplex)

    def moved(shifted: bytes) -> list[bool]:
        return [render_page(shifted, page, 50) != render_page(pdf, page, 50) for page in (0, 1)]

    assert moved(copy("a", "card", is_duplex=True)) == [False, True]
    assert moved(copy("b", "card", is_duplex=True)) == [True, False]
    assert moved(copy("b", "card", is_duplex=False)) == [True, True]
    assert copy("a", "card", is_duplex=False) is pdf
    assert copy("a", "roster", is_duplex=True) is pdf
    second = fitted(pdf, printers, printer="a", forms=["roster", "card"], is_duplex=True)
    assert moved(second) == [False, True]


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("", (0, 1, 2, 3, 4)),
        ("2", (1,)),
        ("1-3", (0, 1, 2)),
        ("５、２—３", (1, 2, 4)),
        (" 4 - 5, 1 1", (0, 3, 4)),
    ],
)
def test_the_pages_that_are_typed(text: str, pages: tuple[int, ...]) -> None:
    assert pages_of(text, 5) == pages


@pytest.mark.parametrize("text", ["0", "6", "3-2", "1-9", "甲", "-", "1-2-3", "9" * 50])
def test_pages_that_are_none_are_asked_for(text: str) -> None:
    with pytest.raises(UserError, match="1 到 5 之间") as caught:
        pages_of(text, 5)
    assert caught.value.field == "pages"


def test_some_pages_are_a_copy_with_their_text_and_all_are_the_file_itself() -> None:
    document = Document(form="测试页", created=datetime(2026, 11, 20, tzinfo=UTC))
    for name in ("甲", "𠮷", "丙"):
        document.page().text(30.0, 40.0, name, size=14)
    pdf = document.to_bytes()
    some = picked(pdf, (1, 2))
    assert [text_of(some, page).strip() for page in range(page_count(some))] == ["𠮷", "丙"]
    assert render_page(some, 0, 50) == render_page(pdf, 1, 50)
    assert picked(pdf, (0, 1, 2)) is pdf
