"""What every form is built with besides its data: who prints, when, and the stamp if it is issued."""

from dataclasses import dataclass
from datetime import date, datetime

from app.paper import Seal


@dataclass(frozen=True)
class Stamp:
    """What makes a printed form an issued paper."""

    serial: str
    code: str
    """The authentication code, in groups, as it is printed."""
    day: date
    seal: Seal

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

    @property
    def issuer(self) -> str:
        """The issuing union: the name in the seal, which must equal the name under the paper."""
        return self.stamp.seal.name if self.stamp else self.office_name

    @property
    def seal(self) -> Seal | None:
        """The seal, if the form is issued."""
        return self.stamp.seal if self.stamp else None
