"""What every form is built with besides its data: who prints, when, and the stamp if it is issued."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from app.forms.wording import Wording, filled, title_of
from app.paper import Document, Seal
from db.codes import Bearer

_OF_COUNTY = frozenset({Bearer.COUNTY, Bearer.DEPARTMENT})


@dataclass(frozen=True)
class Stamp:
    """What makes a printed form an issued paper."""

    serial: str
    code: str
    """The authentication code, in groups, as it is printed."""
    day: date
    seal: Seal
    """The seal of who issues."""
    bearer: Bearer = Bearer.COUNTY
    joint: tuple[tuple[Bearer, Seal], ...] = ()
    """Further seals, each for the box of its bearer."""
    is_by_hand: bool = False
    """Their places stay empty for the stamps."""

    @property
    def qr(self) -> str:
        """What the verification QR says: serial and authentication code."""
        return f"{self.serial}/{self.code.replace('-', '')}"


@dataclass(frozen=True)
class FormContext:
    """`created` is the aware moment that goes into the file; `stamp` None prints without seal."""

    created: datetime
    office_name: str
    stamp: Stamp | None = None
    purpose: str = ""
    handler: str = ""
    """经办人: the display name of who prints."""
    phone: str = ""
    """Where the certificate's reader can ask."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """What the office has put in its own words in this form: by the key of a wording, and in a cell by the

    delivered words."""

    def wording(self, wording: Wording, values: Mapping[str, str] | None = None) -> str:
        """A replaceable text as the office has it, with the values in its slots."""
        return filled(self.texts.get(wording.key) or wording.delivered, values or {})

    def document(self, name: str) -> Document:
        """An empty document of the form of this name, with the office's own words in its cells."""
        return Document(form=name, created=self.created, words=self.texts)

    def title(self, name: str) -> str:
        """The title of the form of this name."""
        return self.wording(title_of(name))

    def paragraphs(self, wording: Wording) -> tuple[str, ...]:
        """A replaceable text of several paragraphs."""
        return tuple(self.wording(wording).splitlines())

    @property
    def issuer(self) -> str:
        """The issuing union: the name in the seal, which must equal the name under the paper."""
        return self.stamp.seal.name if self.stamp else self.office_name

    @property
    def seal(self) -> Seal | None:
        """What is drawn in the county union's place: its seal, if the form is issued with it."""
        return self.seal_in(Bearer.COUNTY)

    def seal_in(self, box: Bearer) -> Seal | None:
        """What is drawn in the box of this union; nothing where it is stamped by hand."""
        if self.stamp is None or self.stamp.is_by_hand:
            return None
        return self._seals().get(box)

    def sealed_on(self, box: Bearer) -> date | None:
        """The day on which this union's box is sealed, by hand or drawn: a seal must ride on a day."""
        return self.stamp.day if self.stamp and box in self._seals() else None

    def _seals(self) -> dict[Bearer, Seal]:
        if self.stamp is None:
            return {}
        found = ((self.stamp.bearer, self.stamp.seal), *self.stamp.joint)
        return {box_of(bearer): seal for bearer, seal in found}


def box_of(bearer: Bearer) -> Bearer:
    """Whose box of a form a seal goes into: a department of the county union stamps in the county's."""
    return Bearer.COUNTY if bearer in _OF_COUNTY else bearer
