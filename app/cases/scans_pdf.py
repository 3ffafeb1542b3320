"""All scans of a household as one PDF in the order of its contents list, and ID cards with both sides on one page.

Every sheet is A4 and says below which paper it is; the first is the 卷内目录. Pictures and pages are put
onto sheets of our own, as vectors where they were vectors. Order: domain research, 9 §1.17.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO

from sqlalchemy import select

from app.changes import Changes, Op
from app.errors import DamagedError, UserError
from app.fields.codes import codes
from app.office.saving import as_file_name
from app.office.session import Office
from app.paper import Align, Column, Document, Margins, Page, Sheet
from app.paper.assembly import Part, assemble
from app.progress import Progress
from db import attachments as files
from db.models import Attachment, Case

_ORDER = {label: at for at, label in enumerate(codes("attachment_kind").labels)}
_OF_NO_KIND = "其他"
TWO_SIDED = ("身份证复印件", "银行卡复印件")
"""Kinds whose pictures stand two and two on a page, front above back."""
_MOST_BYTES = 300 * 1024 * 1024
"""All scans of a household in memory at once; more is a heap of photos, not a file."""
_LEFT, _TOP, _WIDTH, _HEIGHT = 23.0, 16.0, 170.0, 258.0
_CAPTION_Y = 281.0
_CARD_WIDTH, _CARD_GAP = 120.0, 12.0
_MARGINS = Margins()


@dataclass(frozen=True)
class ScansPdf:
    """A finished file. `left_out`: papers that could not be put in, in words; `file_name` names nobody."""

    pdf: bytes
    pages: int
    papers: int
    left_out: tuple[str, ...]
    file_name: str
    changes: Changes | None = None


@dataclass(frozen=True)
class _Scan:
    kind: str
    title: str
    person: str
    person_id: int | None
    mime: str
    size: int
    name: str

    @property
    def words(self) -> str:
        """As the contents list calls it; of what is of no kind, its own name too."""
        title = self.title if self.kind == _OF_NO_KIND else ""
        return " · ".join(filter(None, (self.kind, title, self.person)))


@dataclass
class _Entry:
    """One line of the contents list: one paper, or the two sides of a card."""

    scans: list[_Scan]
    parts: list[list[Part]] = field(default_factory=list)
    """What stands on each of its sheets."""


def all_scans(office: Office, *, case_id: int, progress: Progress | None = None) -> ScansPdf:
    """Every paper of a case with its contents list, journalled as a print.

    UserError where there are none; StorageError. A damaged paper is left out and named.
    """
    return _made(office, case_id, "全部材料", progress, with_contents=True)


def id_copies(office: Office, *, case_id: int, progress: Progress | None = None) -> ScansPdf:
    """The ID cards of everybody, both sides on one page, to be printed. Journalled."""
    return _made(
        office, case_id, "身份证复印件", progress, kinds=("身份证复印件",), with_contents=False
    )


def _made(
    office: Office,
    case_id: int,
    what: str,
    progress: Progress | None,
    *,
    kinds: Sequence[str] = (),
    with_contents: bool,
) -> ScansPdf:
    office.demand(Op.PRINT_FORM, case_id)
    number, scans = _read(office, case_id, kinds)
    if not scans:
        raise UserError(f"这份档案还没有{kinds[0] if kinds else '材料'}，请先在“材料”页添加。")
    if sum(scan.size for scan in scans) > _MOST_BYTES:
        raise UserError("这一户的材料太多，不能合成一个文件；请先移除重复的照片。")
    entries, left_out = _load(office, _paired(scans), progress)
    if not entries:
        raise UserError("这些材料都显示不出来，请重新扫描后再添加，或从备份恢复附件。")
    pdf, pages = _bound(entries, what, number if with_contents else "", office.clock.now())
    with office.write(Op.PRINT_FORM, case_id, reason=f"{what}（{pages} 页）") as work:
        changes = work.done()
    papers = sum(len(entry.scans) for entry in entries)
    name = as_file_name(f"{what}-{number}.pdf")
    return ScansPdf(pdf, pages, papers, left_out, name, changes)


def _read(office: Office, case_id: int, kinds: Sequence[str]) -> tuple[str, list[_Scan]]:
    with office.read() as session:
        case: Case = office.case_in_scope(session, case_id)
        people = {person.id: person for person in case.household.people}
        query = select(Attachment).where(
            Attachment.case_id == case_id, Attachment.removed_on.is_(None)
        )
        if kinds:
            query = query.where(Attachment.kind.in_(kinds))
        rows = session.scalars(query).all()

        def place(row: Attachment) -> tuple[int, int, int]:
            person = people.get(row.person_id or 0)
            return (_ORDER.get(row.kind, len(_ORDER)), person.position if person else -1, row.id)

        return case.number, [
            _Scan(
                row.kind,
                row.title or "",
                people[row.person_id].name if row.person_id in people else "",
                row.person_id,
                row.mime,
                row.size,
                row.stored_name,
            )
            for row in sorted(rows, key=place)
        ]


def _paired(scans: Iterable[_Scan]) -> list[_Entry]:
    """Cards two and two; a third picture of one card begins a page of its own."""
    entries: list[_Entry] = []
    for scan in scans:
        last = entries[-1].scans if entries else []
        if (
            scan.kind in TWO_SIDED
            and len(last) == 1
            and (last[0].kind, last[0].person_id) == (scan.kind, scan.person_id)
            and "application/pdf" not in (scan.mime, last[0].mime)
        ):
            last.append(scan)
        else:
            entries.append(_Entry([scan]))
    return entries


def _load(
    office: Office, entries: Sequence[_Entry], progress: Progress | None
) -> tuple[list[_Entry], tuple[str, ...]]:
    whole, left_out = [], []
    progress = progress or Progress()
    progress.start("正在读取材料", len(entries))
    for entry in entries:
        progress.step()
        try:
            entry.parts = list(_sheets(office, entry))
            whole.append(entry)
        except (DamagedError, UserError):
            left_out.append(entry.scans[0].words)
    return whole, tuple(left_out)


def _sheets(office: Office, entry: _Entry) -> Iterator[list[Part]]:
    contents = [
        files.load(office.folder, office.keys.attachment, scan.name) for scan in entry.scans
    ]
    if entry.scans[0].mime == "application/pdf":
        from app.paper import page_count

        for page in range(page_count(contents[0])):
            yield [Part(contents[0], _LEFT, _TOP, _WIDTH, _HEIGHT, page=page)]
        return
    if entry.scans[0].kind in TWO_SIDED:
        height = (_HEIGHT - _CARD_GAP) / 2
        left = _LEFT + (_WIDTH - _CARD_WIDTH) / 2
        yield [
            Part(_jpeg(content), left, _TOP + at * (height + _CARD_GAP), _CARD_WIDTH, height)
            for at, content in enumerate(contents)
        ]
        return
    yield [Part(_jpeg(contents[0]), _LEFT, _TOP, _WIDTH, _HEIGHT)]


def _jpeg(content: bytes) -> bytes:
    """A picture as JPEG: what is one stays byte for byte."""
    from PIL import Image, UnidentifiedImageError

    if content.startswith(b"\xff\xd8"):
        return content
    try:
        with Image.open(BytesIO(content)) as picture:
            target = BytesIO()
            plain = Image.new("RGB", picture.size, "white")
            shown = picture.convert("RGBA")
            plain.paste(shown, mask=shown.getchannel("A"))
            plain.save(target, "JPEG", quality=88)
            return target.getvalue()
    except (UnidentifiedImageError, OSError, ValueError) as error:
        raise DamagedError("这张图片显示不出来，请重新扫描后再添加。") from error


# ---------------------------------------------------------------- binding


def _bound(
    entries: Sequence[_Entry], what: str, number: str, created: datetime
) -> tuple[bytes, int]:
    """Sheets with captions and, where a number is given, the contents list before them."""
    document = Document(form=what, created=created)
    head = _contents(document, entries, number) if number else 0
    document.begin_section(page_numbers=True)
    for at, entry in enumerate(entries, start=1):
        for sheet, _ in enumerate(entry.parts, start=1):
            _caption(document.page(), at, entry, sheet)
    parts: dict[int, list[Part]] = {}
    for page, sheet_parts in enumerate((one for entry in entries for one in entry.parts), head):
        parts[page] = sheet_parts
    return assemble(document.to_bytes(), parts), document.page_count


def _contents(document: Document, entries: Sequence[_Entry], number: str) -> int:
    sheet = Sheet(document, margins=_MARGINS, page_numbers=False, running_head="卷内目录")
    sheet.title("卷内目录")
    sheet.line(left=f"档案编号：{number}", right=f"共 {len(entries)} 份")
    rows, page = [], 1
    for at, entry in enumerate(entries, start=1):
        last = page + len(entry.parts) - 1
        pages = str(page) if last == page else f"{page}–{last}"
        note = "正反面" if len(entry.scans) > 1 else ""
        rows.append((str(at), entry.scans[0].words, pages, note))
        page = last + 1
    sheet.table(
        [
            Column("序号", 14),
            Column("材料名称"),
            Column("页号", 22),
            Column("备注", 30),
        ],
        rows,
    )
    return document.page_count


def _caption(page: Page, at: int, entry: _Entry, sheet: int) -> None:
    more = f"（{sheet}/{len(entry.parts)}）" if len(entry.parts) > 1 else ""
    page.text(
        _LEFT,
        _CAPTION_Y - 4,
        f"{at}. {entry.scans[0].words}{more}",
        size=9,
        align=Align.LEFT,
        width=_WIDTH,
        field="材料名称",
    )
