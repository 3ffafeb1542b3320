"""What the screen 文书与用印 says; no Qt."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from app.changes import Changes, Op
from app.errors import UserError
from app.forms.scan_filing import FiledSheet, file_scan
from app.forms.sealing import Seam
from app.office.issued_files import take_file
from app.office.papers import RegisterLine, SealView, register_list, seals
from app.office.saving import save_bytes
from app.office.session import Office
from app.office.verifying import Verdict, verify_in_office

LARGEST_PDF = 64 * 1024 * 1024


@dataclass(frozen=True)
class Shown:
    """What the screen shows: the lines that were found, and the seals."""

    lines: tuple[RegisterLine, ...]
    seals: tuple[SealView, ...]


def load(office: Office, text: str) -> Shown:
    """Read the register and the seals; who only checks papers is shown no list of them."""
    if not reads_register(office):
        return Shown((), seals(office))
    return Shown(register_list(office, text=text), seals(office))


def reads_register(office: Office) -> bool:
    """Whether the account works with the papers themselves: it reads files or keeps the seal."""
    return office.may(Op.OPEN_CASE) or office.may(Op.ISSUE_PAPER)


def state_word(line: RegisterLine) -> str:
    """Whether the paper counts, in a word."""
    return "已作废" if line.is_void else "有效"


def scan_word(line: RegisterLine) -> str:
    """Whether the stamped sheet came back as a scan."""
    return "已归档扫描件" if line.scan_id is not None else ""


def note(shown: Shown) -> str:
    """The grey note behind the title."""
    void = sum(line.is_void for line in shown.lines)
    return f"共 {len(shown.lines)} 份，其中作废 {void} 份" if shown.lines else ""


def details(line: RegisterLine) -> tuple[tuple[str, str], ...]:
    """One paper, fact by fact; what is not known is left out."""
    found = (
        ("文书编号", line.serial),
        ("验证码", line.code),
        ("表格", line.form),
        ("档案编号", line.case_number),
        ("签发日期", line.issued_on.isoformat()),
        ("落款单位", line.issued_by),
        ("印章", line.seal),
        ("盖章方式", sealing_words(line)),
        ("用途", line.reason),
        ("份数", f"{line.copies} 份，每份 {line.pages} 页"),
        ("用印人", line.account),
        ("批准人", line.approver),
        ("原件", "已加密留存" if line.is_kept else ""),
        ("扫描件", scan_word(line)),
        ("作废日期", line.voided_on.isoformat() if line.voided_on else ""),
        ("作废原因", line.void_reason),
        ("由此替换", line.replaced_by),
    )
    return tuple((label, value) for label, value in found if value)


def sealing_words(line: RegisterLine) -> str:
    """How it was sealed, where it was not simply one drawn seal."""
    seam = "" if line.seam is Seam.NONE else "骑缝章"
    if line.seam_inset is not None:
        seam += f"（离纸边 {line.seam_inset:g} 毫米）"
    return "、".join(filter(None, ("手工加盖" if line.is_by_hand else "", seam)))


def seal_words(seal: SealView) -> str:
    """One seal in a line."""
    kind = "示范样章" if seal.is_sample else "扫描印章"
    state = "" if seal.is_active else "，已停用"
    return f"{seal.name}（{kind}，直径 {seal.diameter_mm:g} 毫米{state}）"


def verdict_words(verdict: Verdict) -> str:
    """A checked file in plain sentences."""
    if verdict.genuine:
        return (
            f"真实有效：{verdict.form}，文书编号 {verdict.serial}，"
            f"{verdict.issued_by} {verdict.issued} 签发，与登记簿完全一致。{verdict.signature or ''}"
        )
    return f"不能确认为真：{verdict.reason}{verdict.signature or ''}"


def check_file(office: Office, path: Path) -> Verdict:
    """Verify a chosen or dropped file. UserError when it cannot be read or is no PDF."""
    try:
        if path.stat().st_size > LARGEST_PDF:
            raise UserError("这个文件太大，不像是本程序签发的文书，请重新选择。")
        pdf = path.read_bytes()
    except OSError as error:
        raise UserError("无法读取这个文件，请检查文件是否还在，再选择一次。") from error
    if not pdf.startswith(b"%PDF"):
        raise UserError("请选择 PDF 文件；照片或扫描件不能核验，只能核对编号和验证码。")
    return verify_in_office(office, pdf)


def take_original(office: Office, serial: str, path: Path) -> Changes:
    """Write the file of an issued paper as it was signed. Errors as of `take_file`."""
    taken = take_file(office, serial=serial)
    save_bytes(path, taken.pdf)
    return taken.changes


def file_sheet(office: Office, path: Path) -> tuple[Changes, FiledSheet]:
    """File a scan; what was touched comes first, so that other screens hear of it."""
    filed = file_scan(office, path=path)
    return filed.changes, filed


def filed_words(filed: FiledSheet) -> str:
    """One sentence on a scan that was filed."""
    return (
        f"已归档：{filed.form} {filed.serial} 的扫描件存入档案 {filed.case_number} 的材料，"
        f"种类为“{filed.kind}”。"
    )


def bound_load(office: Office, text: str) -> partial[Shown]:
    """The read of the screen with its text fixed."""
    return partial(load, office, text)
