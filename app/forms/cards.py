"""困难职工证 of many households: eight on a sheet, fronts and backs, printed or issued card by card.

Each card is issued as the paper of its own household, with its own serial, code, file and line in the register;
the sheets bring the cards together for the printer, and the register knows their file, too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.changes import Changes, Op
from app.errors import Cancelled, UserError
from app.forms.card import FORM, NAME, PER_SHEET, cutting_marks, slot
from app.forms.data import Reading
from app.forms.issuing import IssuedPaperView, document_of, issue
from app.forms.subjects import subject_of
from app.office.issued_files import bind
from app.office.session import Office
from app.paper import Document
from app.paper.assembly import Part, assemble
from app.paper.document import A4
from app.progress import Progress

MOST_CARDS = 500


@dataclass(frozen=True)
class CardOrder:
    """Whose cards. With a `reason` they are issued: sealed and registered, each with its own serial."""

    case_ids: tuple[int, ...]
    reason: str = ""
    seal_id: int | None = None
    approver: str = ""


@dataclass(frozen=True)
class PrintedCards:
    """The sheets, and whose card was left out and why. `serials` is empty where nothing was issued."""

    pdf: bytes
    cards: int
    file_name: str
    serials: tuple[str, ...]
    left_out: tuple[str, ...]
    changes: tuple[Changes, ...] = ()


def preview_cards(office: Office, order: CardOrder) -> PrintedCards:
    """The sheets without seal and serial. Nothing is journalled; errors as `print_cards`."""
    wanted, left_out = _with_card(office, order)
    cards = [_unissued(office, case_id, is_preview=True) for case_id in wanted]
    return PrintedCards(_sheets(office, cards), len(cards), _name(office, cards), (), left_out)


def cards_name(office: Office, order: CardOrder) -> str:
    """The name of the file that `print_cards` or `issue_cards` makes; errors as `print_cards`."""
    return _name(office, _with_card(office, order)[0])


def print_cards(
    office: Office, order: CardOrder, *, progress: Progress | None = None
) -> PrintedCards:
    """The sheets without seal, to be stamped by hand; journalled at every household.

    A household that has left or was not approved yet is left out and named. UserError: no card at all, a
    file out of scope, a character without glyph. Raises Cancelled; then nothing was printed.
    """
    office.demand(Op.PRINT_FORM)
    wanted, left_out = _with_card(office, order)
    progress = progress or Progress()
    progress.start("正在排版", len(wanted))
    cards = []
    for case_id in wanted:
        cards.append(_unissued(office, case_id, is_preview=False))
        progress.step()
    pdf = _sheets(office, cards)
    changes = []
    for case_id in wanted:
        with office.write(Op.PRINT_FORM, case_id, reason=NAME) as work:
            changes.append(work.done())
    return PrintedCards(pdf, len(cards), _name(office, cards), (), left_out, tuple(changes))


def issue_cards(
    office: Office, order: CardOrder, *, progress: Progress | None = None
) -> PrintedCards:
    """The sheets with seal, serial and QR; one line in the register for each card.

    Errors as `print_cards`, and those of issuing. A cancelled or failed run keeps the cards issued so far:
    their sheets are handed out with a sentence on what is missing.
    """
    office.demand(Op.ISSUE_PAPER)
    wanted, left_out = _with_card(office, order)
    progress = progress or Progress()
    progress.start("正在签发", len(wanted))
    issued: list[IssuedPaperView] = []
    try:
        for case_id in wanted:
            issued.append(_issued(office, case_id, order))
            progress.step()
    except (UserError, Cancelled) as error:
        if not issued:
            raise
        rest = len(wanted) - len(issued)
        why = error.message if isinstance(error, UserError) else "已经停止。"
        left_out += (f"已签发 {len(issued)} 张，其余 {rest} 张没有签发：{why}",)
    cards = [one.pdf for one in issued]
    serials = tuple(one.serial for one in issued)
    pdf, bound = bind(office, serials=serials, pdf=_sheets(office, cards), reason=order.reason)
    return PrintedCards(
        pdf,
        len(cards),
        _name(office, cards),
        serials,
        left_out,
        (*(one.changes for one in issued), bound),
    )


def _with_card(office: Office, order: CardOrder) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The files that get a card, and a sentence on each of the others."""
    if not order.case_ids:
        raise UserError("请先选择要制证的档案。")
    if len(order.case_ids) > MOST_CARDS:
        raise UserError(f"一次最多制 {MOST_CARDS} 张证，请分几次选择。")
    wanted, left_out = [], []
    with office.read() as session:
        for case_id in order.case_ids:
            case = office.case_in_scope(session, case_id, Op.PRINT_FORM)
            obstacle = subject_of(Reading(session, case, office.today), FORM).obstacle
            if obstacle:
                left_out.append(f"{case.number} 没有制证：{obstacle}")
            else:
                wanted.append(case_id)
    if not wanted:
        raise UserError(left_out[0])
    return tuple(wanted), tuple(left_out)


def _unissued(office: Office, case_id: int, *, is_preview: bool) -> bytes:
    return document_of(office, FORM, case_id, is_preview=is_preview)[0].to_bytes()


def _issued(office: Office, case_id: int, order: CardOrder) -> IssuedPaperView:
    return issue(
        office,
        form=FORM.key,
        case_id=case_id,
        reason=order.reason,
        seal_id=order.seal_id,
        approver=order.approver,
    )


def _name(office: Office, cards: Sequence[object]) -> str:
    return f"{NAME}-{office.today:%Y%m%d}-{len(cards)}张.pdf"


def _sheets(office: Office, cards: Sequence[bytes]) -> bytes:
    """Eight cards to a sheet, each moved from the first place to its own; backs follow their fronts."""
    document = Document(form=NAME, created=office.clock.now())
    parts: dict[int, list[Part]] = {}
    for first in range(0, len(cards), PER_SHEET):
        group = cards[first : first + PER_SHEET]
        for side, is_back in enumerate((False, True)):
            number = document.page_count
            cutting_marks(document.page(), len(group), is_back=is_back)
            home_x, home_y = slot(0, is_back=is_back)
            for at, card in enumerate(group):
                x, y = slot(at, is_back=is_back)
                part = Part(card, x - home_x, y - home_y, *A4, page=side)
                parts.setdefault(number, []).append(part)
    return assemble(document.to_bytes(), parts)
