"""How a paper is sealed when it is issued: by which seals, drawn or by hand, with a seam or without."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.errors import UserError
from app.forms.context import box_of
from app.forms.form import Form
from app.office.papers import ChosenSeal, SealView, seal_for
from app.paper import Document
from app.paper.sealseam import INSET, add_seam
from db.codes import Bearer, Seam
from db.models import IssuedPaper, JointSeal, PaperSealing, SeamInset

__all__ = [
    "INSET",
    "MOST_INSET",
    "PLAIN",
    "Bearer",
    "Seam",
    "Sealing",
    "add_drawn_seam",
    "chosen_seals",
    "joint_choices",
    "keep_sealing",
]

MOST_INSET = 20.0
"""mm; further in, the strips would stand in the text."""


@dataclass(frozen=True)
class Sealing:
    """What is wanted besides the issuer's seal. `seam_inset`: mm from the edge of the sheet to a drawn seam's strips."""

    joint_seal_ids: tuple[int, ...] = ()
    is_by_hand: bool = False
    seam: Seam = Seam.NONE
    seam_inset: float = INSET


PLAIN = Sealing()
"""One drawn seal."""


def chosen_seals(
    session: Session, form: Form, seal_id: int | None, sealing: Sealing
) -> tuple[ChosenSeal, ...]:
    """The issuer's seal and the further ones. UserError where the form has no place for one of them."""
    seals = tuple(seal_for(session, one) for one in (seal_id, *sealing.joint_seal_ids))
    boxes = [box_of(one.bearer) for one in seals]
    for one, box in zip(seals, boxes, strict=True):
        if box is not Bearer.COUNTY and box not in form.boxes:
            raise UserError(
                f"{form.name}上没有{one.bearer.value}盖章的位置，请改选县级工会的印章。",
                field="seal_id",
            )
    if len(set(boxes)) < len(boxes):
        raise UserError("同一个位置只能盖一枚印章，请去掉重复的印章。", field="joint_seal_ids")
    return seals


def joint_choices(
    seals: Iterable[SealView], seal_id: int | None, boxes: Collection[Bearer]
) -> tuple[SealView, ...]:
    """The seals that may stand beside the issuer's on a form with these boxes besides the county union's."""
    offered = tuple(seals)
    taken = {box_of(one.bearer) for one in offered if one.id == seal_id}
    places = {Bearer.COUNTY, *boxes} - taken
    return tuple(one for one in offered if box_of(one.bearer) in places)


def add_drawn_seam(document: Document, seals: tuple[ChosenSeal, ...], sealing: Sealing) -> None:
    """Draw the seam that is wanted, unless it is stamped by hand. UserError for a paper of one sheet."""
    if sealing.seam is Seam.NONE:
        return
    is_two_sided = sealing.seam is Seam.TWO_SIDED
    if document.page_count <= (2 if is_two_sided else 1):
        raise UserError("这份文书只有一张纸，不用盖骑缝章。", field="seam")
    if not 0 <= sealing.seam_inset <= MOST_INSET:
        raise UserError(
            f"骑缝章离纸边的距离请填 0 到 {MOST_INSET:.0f} 毫米之间的数。", field="seam_inset"
        )
    if not sealing.is_by_hand:
        add_seam(document, seals[0].seal, is_two_sided=is_two_sided, inset=sealing.seam_inset)


def keep_sealing(
    session: Session, row: IssuedPaper, seals: tuple[ChosenSeal, ...], sealing: Sealing
) -> None:
    """Note beside the register line what it has no column for."""
    if sealing.is_by_hand or sealing.seam is not Seam.NONE:
        session.add(PaperSealing(paper_id=row.id, is_by_hand=sealing.is_by_hand, seam=sealing.seam))
    if not sealing.is_by_hand and sealing.seam is not Seam.NONE:
        session.add(SeamInset(paper_id=row.id, tenths_mm=round(sealing.seam_inset * 10)))
    session.add_all(JointSeal(paper_id=row.id, seal_id=one.id) for one in seals[1:])
