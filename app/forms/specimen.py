"""A seal on an empty form, in its box and at its true size: to be compared with the real one before it is used."""

from dataclasses import dataclass

from app.forms import form_of
from app.forms.context import FormContext, Stamp
from app.office.papers import seal_for
from app.office.session import Office
from app.office.settings import own_texts, read_settings
from app.paper import Seal, SealKind, render_page
from db.codes import Bearer

_FORM = "hardship_file"
_MARK = "样张"
_LOOK_DPI = 30
PAGE = 1
"""The side of the form that the seal is on, from 0."""


@dataclass(frozen=True)
class Specimen:
    """The printed form. `place` is the middle of the seal, as shares of its side's width and height."""

    pdf: bytes
    pages: int
    place: tuple[float, float]


def specimen(
    office: Office, *, name: str, png: bytes, diameter_mm: float, bearer: Bearer
) -> Specimen:
    """A cleaned scan that is not registered yet, on the back of an empty 困难职工档案表."""
    return _printed(office, Seal(SealKind.IMAGE, name, diameter_mm, png=png), bearer)


def specimen_of(office: Office, seal_id: int) -> Specimen:
    """A registered seal on the same form. UserError where it is out of use."""
    with office.read() as session:
        chosen = seal_for(session, seal_id)
    return _printed(office, chosen.seal, chosen.bearer)


def _place(pdf: bytes) -> tuple[float, float]:
    """The middle of what is red."""
    from PIL import Image, ImageChops

    page = render_page(pdf, PAGE, _LOOK_DPI)
    size = page.width, page.height
    red, green, _ = Image.frombuffer("RGB", size, page.bgrx, "raw", "BGRX", page.stride).split()
    box = ImageChops.subtract(red, green).getbbox()
    left, top, right, bottom = box or (0, 0, *size)
    return (left + right) / 2 / page.width, (top + bottom) / 2 / page.height


def _printed(office: Office, seal: Seal, bearer: Bearer) -> Specimen:
    form = form_of(_FORM)
    with office.read() as session:
        found = read_settings(session)
    context = FormContext(
        created=office.clock.now(),
        office_name=str(found["office_name"]),
        stamp=Stamp(_MARK, _MARK, office.today, seal, bearer),
        texts=own_texts(found, form.key),
    )
    document = form.build(form.blank, context)
    pdf = document.to_bytes()
    return Specimen(pdf, document.page_count, _place(pdf))
