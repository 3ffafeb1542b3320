"""`bench print`: stamped certificates beside a bare reportlab canvas and LibreOffice, in one run.

The bare canvas draws the same words at the same places, in fonts that reportlab loaded for itself from the same
files, and nothing else: no checks of characters, no line breaking, no rules, seal or code. LibreOffice converts
documents that are ready and lie on the disk: the same words in table and paragraphs, seal and code as pictures
(`app.bench.writer`); for single files it gets hundreds in one call. Single files of ours are each brought to
the disk for good, and so are those of the canvas; LibreOffice's are not.
"""

import functools
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from app.bench.writer import CODE_SIDE, SEAL_SIDE, Certificate, odt, png
from app.forms import FormContext, Stamp
from app.forms.certificate import BLANK, NAME, build
from app.forms.records import CertificateData
from app.invented.people import Inventor
from app.office.papers import authentication_code
from app.office.signing import own_key
from app.paper import Document, Face, Seal, Volume, demo_seal, engine, font_file
from app.paper.ink import Words
from db.files import write_atomically

__all__ = ["GOALS", "NO_LIBREOFFICE", "Figures", "measure"]

GOALS = {
    "one_file_to_canvas": 1.5,
    "libreoffice_to_one_file": 15.0,
    "signed_to_canvas_and_signature": 1.3,
    "libreoffice_to_signed": 4.0,
}
"""The first of each pair at most this, the second, times faster, at least this."""
_AT_MOST = frozenset({"one_file_to_canvas", "signed_to_canvas_and_signature"})
NO_LIBREOFFICE = "本机没有 LibreOffice（soffice），没有测它；其余照测。"

_UNION = "青禾县总工会"
_NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
_TODAY = date(2026, 11, 20)
_ROUNDS = 7
_MOST_AT_ONCE = 200
"""Documents per call of LibreOffice: given a thousand it leaves some out. A call begins in about a second."""
_LANDSCAPE = (297 * 72 / 25.4, 210 * 72 / 25.4)
_LONGEST = 3600.0


@dataclass(frozen=True)
class Figures:
    """Seconds of one run. LibreOffice's are None where it is not installed."""

    papers: int
    one_file: float
    canvas_one_file: float
    libreoffice_one_file: float | None
    signed: float
    canvas_files: float
    signatures: float
    libreoffice_files: float | None

    @property
    def ratios(self) -> dict[str, float | None]:
        """Each figure beside its goal's key."""
        one, files = self.libreoffice_one_file, self.libreoffice_files
        return {
            "one_file_to_canvas": self.one_file / self.canvas_one_file,
            "libreoffice_to_one_file": None if one is None else one / self.one_file,
            "signed_to_canvas_and_signature": self.signed / (self.canvas_files + self.signatures),
            "libreoffice_to_signed": None if files is None else files / self.signed,
        }

    def is_met(self, key: str) -> bool | None:
        """Whether a goal is met; None where it could not be measured."""
        ratio = self.ratios[key]
        if ratio is None:
            return None
        return ratio <= GOALS[key] if key in _AT_MOST else ratio >= GOALS[key]

    def as_json(self) -> dict[str, Any]:
        """The figures as the command prints them."""
        ratios = {key: None if one is None else round(one, 3) for key, one in self.ratios.items()}
        met = {key: self.is_met(key) for key in GOALS}
        return asdict(self) | {"ratios": ratios, "goals": GOALS, "met": met}

    def lines(self) -> tuple[str, ...]:
        """The figures for people."""
        return (
            f"{self.papers} 份盖章的证明",
            f"合成一个文件        {self.one_file:8.2f} 秒",
            f"空画布，同样的文字  {self.canvas_one_file:8.2f} 秒",
            _seconds_words("LibreOffice 转换    ", self.libreoffice_one_file),
            self._goal("倍数（比空画布）    ", "one_file_to_canvas"),
            self._goal("快多少倍            ", "libreoffice_to_one_file"),
            f"每份一个签名文件    {self.signed:8.2f} 秒",
            f"空画布，同样的文字  {self.canvas_files:8.2f} 秒",
            f"其上的签名          {self.signatures:8.2f} 秒",
            _seconds_words("LibreOffice 转换    ", self.libreoffice_files),
            self._goal("倍数（比画布加签名）", "signed_to_canvas_and_signature"),
            self._goal("快多少倍            ", "libreoffice_to_signed"),
        )

    def _goal(self, label: str, key: str) -> str:
        ratio = self.ratios[key]
        if ratio is None:
            return f"{label}    没有测"
        sign = "≤" if key in _AT_MOST else "≥"
        met = "达到" if self.is_met(key) else "没有达到"
        return f"{label}{ratio:8.2f}（目标 {sign} {GOALS[key]:g}，{met}）"


def measure(papers: int) -> Figures:
    """One run in a folder that is removed afterwards. Raises RuntimeError where LibreOffice converts less."""
    from app.paper.signature import load_signatory, sign

    seal = demo_seal(_UNION)
    made = _invented(papers, seal)
    forms = [partial(build, data, context) for data, context in made]
    pages = [page.words for form in forms for page in form().pages]
    key = own_key(_UNION, _NOW)
    signing = partial(
        sign, signatory=load_signatory(key.certificates, key.private_key), moment=_NOW
    )
    # Fonts are loaded and libraries opened once for all.
    signing(_bare([pages[0]]))
    forms[0]().to_bytes()
    one = canvas_one = float("inf")
    for _ in range(_ROUNDS):
        one = min(one, _seconds(lambda: _one_file(forms)))
        canvas_one = min(canvas_one, _seconds(lambda: _bare(pages)))
    with tempfile.TemporaryDirectory(prefix="nuandang-bench-") as name:
        folder = Path(name)
        signed, canvas, signatures = _singles(forms, pages, signing, folder)
        office_one, office_files = _libreoffice(pages, [code for _, code in made], seal, folder)
    return Figures(papers, one, canvas_one, office_one, signed, canvas, signatures, office_files)


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _seconds_words(label: str, seconds: float | None) -> str:
    return f"{label}    没有测" if seconds is None else f"{label}{seconds:8.2f} 秒"


# -- the certificates ---------------------------------------------------------------------------------------


def _invented(papers: int, seal: Seal) -> list[tuple[CertificateData, FormContext]]:
    """Facts of so many certificates and how each is stamped, the same in every run."""
    inventor = Inventor(2026, _TODAY)
    found = []
    for number in range(1, papers + 1):
        sex = "男" if number % 2 else "女"
        name = inventor.name(sex)
        head = replace(
            BLANK.head, number=f"QH2026{number:05d}", category="深度困难职工", filed_on=_TODAY
        )
        data = replace(
            BLANK,
            head=head,
            name=name,
            sex=sex,
            employer="青禾县农业机械厂",
            stub_id_number=inventor.id_number(sex, inventor.born(45)),
            status="截至2026年11月20日，该户为在档困难职工家庭",
        )
        found.append((data, _context(f"QH-2026-{number:06d}", name, seal)))
    return found


def _context(serial: str, name: str, seal: Seal) -> FormContext:
    code = authentication_code(
        bytes(32), serial=serial, form="certificate", day=_TODAY, content=name
    )
    return FormContext(
        created=_NOW,
        office_name=_UNION,
        stamp=Stamp(serial, code, _TODAY, seal),
        purpose="子女申请助学",
        handler="林晓燕",
        phone="0772-1234567",
    )


def _one_file(forms: list[partial[Document]]) -> bytes:
    whole = Volume(NAME, _NOW)
    for form in forms:
        whole.add(form())
    return whole.to_bytes()


def _singles(
    forms: list[partial[Document]],
    pages: list[list[Words]],
    signing: partial[bytes],
    folder: Path,
) -> tuple[float, float, float]:
    """Seconds of signed files, of bare ones, and of signing those; paper by paper, so that a busy machine hits all."""
    signed = canvas = signatures = 0.0
    for form, words in zip(forms, pages, strict=True):
        started = time.perf_counter()
        write_atomically(folder / "signed.pdf", signing(form().to_bytes()), what=NAME)
        written = time.perf_counter()
        bare = _bare([words])
        drawn = time.perf_counter()
        write_atomically(folder / "bare.pdf", signing(bare), what=NAME)
        signatures += time.perf_counter() - drawn
        canvas += drawn - written
        signed += written - started
    return signed, canvas, signatures


# -- the bare canvas ----------------------------------------------------------------------------------------


@functools.cache
def _bare_font(face: Face) -> str:
    """A font as reportlab loads it, without what our own are changed in."""
    name = f"bare-{face.value}"
    font = engine.untyped("reportlab.pdfbase.ttfonts").TTFont(
        name, str(font_file(face)), asciiReadable=0
    )
    engine.untyped("reportlab.pdfbase.pdfmetrics").registerFont(font)
    return name


def _bare(pages: list[list[Words]]) -> bytes:
    stream = BytesIO()
    canvas = engine.untyped("reportlab.pdfgen.canvas").Canvas(
        stream, pagesize=_LANDSCAPE, pageCompression=1
    )
    for words in pages:
        for piece in words:
            canvas.setFont(_bare_font(piece.face), piece.size)
            canvas.drawString(piece.x, piece.base, piece.text)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


# -- LibreOffice --------------------------------------------------------------------------------------------


def _libreoffice(
    pages: list[list[Words]], contexts: list[FormContext], seal: Seal, folder: Path
) -> tuple[float | None, float | None]:
    """Seconds for one document of all pages, and for one document each; None without LibreOffice."""
    program = shutil.which("soffice")
    if program is None:
        return None, None
    made = [
        Certificate(words, _code(context)) for words, context in zip(pages, contexts, strict=True)
    ]
    sealed = Document(form=NAME, created=_NOW)
    sealed.page(width=SEAL_SIDE, height=SEAL_SIDE).seal(seal, SEAL_SIDE / 2, SEAL_SIDE / 2)
    convert = partial(_convert, program, folder, png(sealed))
    convert({"warm": made[:1]})
    one = convert({"whole": made})
    return one, sum(
        convert({str(at): [certificate] for at, certificate in enumerate(batch)})
        for batch in (made[at : at + _MOST_AT_ONCE] for at in range(0, len(made), _MOST_AT_ONCE))
    )


def _code(context: FormContext) -> bytes:
    """The QR code of a certificate as a picture."""
    assert context.stamp is not None
    document = Document(form=NAME, created=_NOW)
    document.page(width=CODE_SIDE, height=CODE_SIDE).qr(0, 0, context.stamp.qr, size=CODE_SIDE)
    return png(document)


def _convert(
    program: str, folder: Path, seal: bytes, documents: dict[str, list[Certificate]]
) -> float:
    """Seconds of one call that converts all these documents. Raises RuntimeError if one is missing."""
    source, target = folder / "source", folder / "target"
    for place in (source, target):
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
    files = [source / f"{name}.odt" for name in documents]
    for path, made in zip(files, documents.values(), strict=True):
        write_atomically(path, odt(made, seal), what="测量文件的保存")
    profile = (folder / "profile").as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    command += ["--outdir", str(target), *map(str, files)]
    seconds = _seconds(
        lambda: subprocess.run(command, capture_output=True, check=True, timeout=_LONGEST)
    )
    if len(list(target.glob("*.pdf"))) != len(files):
        raise RuntimeError("LibreOffice left some documents out")
    return seconds
