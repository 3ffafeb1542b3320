"""Print what a stage needs in one go: for one household or hundreds, in page order, with copies.

Nothing here is stamped: a sealed sheet is issued one by one, with its serial (`app.forms.issuing`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from app.changes import Changes, Op
from app.errors import UserError
from app.forms import FORMS, Form, form_of
from app.forms.data import Reading
from app.forms.issuing import document_of, finished
from app.forms.subjects import subject_of
from app.office.saving import as_file_name
from app.office.session import Office
from app.paper import Document, Volume
from app.progress import Progress

NAME = "本阶段文书"
MOST_HOUSEHOLDS = 1_000


@dataclass(frozen=True)
class SetOrder:
    """What is wanted. `forms`: keys, none for those of each file's stage. `is_apart`: a file per household."""

    case_ids: tuple[int, ...]
    forms: tuple[str, ...] = ()
    has_copies: bool = True
    is_duplex: bool = False
    is_apart: bool = False


@dataclass(frozen=True)
class PrintedSet:
    """Finished files by name, one or one per household. `left_out`: sentences on what could not be printed.

    `page_forms` is the key of the form on each page, file after file.
    """

    files: tuple[tuple[str, bytes], ...]
    page_forms: tuple[str, ...]
    households: int
    notes: tuple[str, ...]
    left_out: tuple[str, ...]
    changes: tuple[Changes, ...] = ()

    @property
    def pages(self) -> int:
        """Pages of all files."""
        return len(self.page_forms)


@dataclass
class _Sheaf:
    """What of one household is printed, and the file that its pages are in."""

    case_id: int
    number: str
    volume: Volume
    forms: list[str] = field(default_factory=list)
    page_forms: list[str] = field(default_factory=list)


def preview_set(
    office: Office, order: SetOrder, *, households: int = MOST_HOUSEHOLDS
) -> PrintedSet:
    """The first so many households of the set as they would be printed, as one file.

    Nothing is journalled; errors as `print_set`.
    """
    order = replace(order, is_apart=False)
    sheaves, left_out = _sheaves(office, order, Progress(), is_preview=True, most=households)
    return _finished(office, sheaves, left_out, is_apart=False)


def set_names(office: Office, order: SetOrder) -> tuple[str, ...]:
    """The names of the files that `print_set` makes, where no household is left out."""
    with office.read() as session:
        cases = [office.case_in_scope(session, one, Op.PRINT_FORM) for one in order.case_ids]
        return _names(office, [case.number for case in cases], is_apart=order.is_apart)


def print_set(office: Office, order: SetOrder, *, progress: Progress | None = None) -> PrintedSet:
    """The set, to be printed or saved; journalled at every household in it.

    A form that a household has nothing for is left out and named. UserError: none could be printed, a file
    out of scope, a character without glyph (names field and file). Raises Cancelled; then nothing was made.
    """
    sheaves, left_out = _sheaves(office, order, progress or Progress(), is_preview=False)
    made = _finished(office, sheaves, left_out, is_apart=order.is_apart)
    changes = []
    for sheaf in sheaves:
        with office.write(Op.PRINT_FORM, sheaf.case_id, reason="、".join(sheaf.forms)) as work:
            changes.append(work.done())
    return replace(made, changes=tuple(changes))


def _sheaves(
    office: Office,
    order: SetOrder,
    progress: Progress,
    *,
    is_preview: bool,
    most: int = MOST_HOUSEHOLDS,
) -> tuple[list[_Sheaf], tuple[str, ...]]:
    office.demand(Op.PRINT_FORM)
    if not order.case_ids:
        raise UserError("请先选择要打印的档案。")
    if len(order.case_ids) > MOST_HOUSEHOLDS:
        raise UserError(f"一次最多打印 {MOST_HOUSEHOLDS} 户，请分几次选择。")
    progress.start("正在排版", len(order.case_ids))
    whole = None if order.is_apart else _volume(office)
    sheaves: list[_Sheaf] = []
    left_out: list[str] = []
    for case_id in order.case_ids:
        if len(sheaves) == most:
            break
        progress.step()
        volume = whole or _volume(office)
        sheaf, missing = _sheaf(office, case_id, order, volume, is_preview=is_preview)
        left_out += missing
        if sheaf.forms:
            sheaves.append(sheaf)
        elif not missing:
            left_out.append(f"{sheaf.number} 现在的阶段没有要打印的文书。")
    if not sheaves:
        raise UserError(left_out[0])
    return sheaves, tuple(left_out)


def _volume(office: Office) -> Volume:
    return Volume(NAME, office.clock.now())


def _sheaf(
    office: Office, case_id: int, order: SetOrder, volume: Volume, *, is_preview: bool
) -> tuple[_Sheaf, list[str]]:
    with office.read() as session:
        case = office.case_in_scope(session, case_id, Op.PRINT_FORM)
        number = case.number
        reading = Reading(session, case, office.today)
        wanted = tuple(map(form_of, order.forms)) or tuple(_of_stage(reading))
        obstacles = {form.key: subject_of(reading, form).obstacle for form in wanted}
    sheaf = _Sheaf(case_id, number, volume)
    left_out = []
    for form in wanted:
        if obstacles[form.key]:
            left_out.append(f"{number} 的{form.name}没有打印：{obstacles[form.key]}")
            continue
        document = _pages(office, form, case_id, number, is_preview=is_preview)
        copies = form.copies if order.has_copies else 1
        before = volume.page_count
        volume.add(document, copies=copies, is_duplex=order.is_duplex)
        sheaf.forms.append(form.name)
        sheaf.page_forms += [form.key] * (volume.page_count - before)
    return sheaf, left_out


def _pages(office: Office, form: Form, case_id: int, number: str, *, is_preview: bool) -> Document:
    try:
        return document_of(office, form, case_id, is_preview=is_preview)[0]
    except UserError as error:
        raise UserError(f"{number} 的{form.name}：{error}", field=error.field) from error


def _of_stage(reading: Reading) -> Iterator[Form]:
    return (form for form in FORMS if form.is_of_stage(reading))


def _names(office: Office, numbers: Sequence[str], *, is_apart: bool) -> tuple[str, ...]:
    """One file for all, or one for each."""
    if is_apart or len(numbers) == 1:
        return tuple(as_file_name(f"{NAME}-{number}.pdf") for number in numbers)
    return (f"{NAME}-{office.today:%Y%m%d}-{len(numbers)}户.pdf",)


def _finished(
    office: Office, sheaves: Sequence[_Sheaf], left_out: tuple[str, ...], *, is_apart: bool
) -> PrintedSet:
    names = _names(office, [sheaf.number for sheaf in sheaves], is_apart=is_apart)
    # Households that are not apart share their volume.
    made = [finished(NAME, sheaf.volume, name) for name, sheaf in zip(names, sheaves, strict=False)]
    return PrintedSet(
        tuple((one.file_name, one.pdf) for one in made),
        tuple(key for sheaf in sheaves for key in sheaf.page_forms),
        len(sheaves),
        tuple(note for one in made for note in one.notes),
        left_out,
    )
