"""What every kind of value can do."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any


class Privacy(Enum):
    """How closely a value is kept (个人信息保护法, articles 4, 28)."""

    PUBLIC = "public"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


class Mask(Enum):
    """Which row of the masking table a value follows; names as in `app.office.masking.ValueKind`."""

    NONE = "none"
    NAME = "name"
    ID_NUMBER = "id_number"
    BANK_CARD = "bank_card"
    PHONE = "phone"
    ADDRESS = "address"
    DIAGNOSIS = "diagnosis"


@dataclass(frozen=True)
class Kind(ABC):
    """The ground of all kinds."""

    privacy: Privacy = Privacy.PERSONAL
    mask: Mask = Mask.NONE

    @abstractmethod
    def parse(self, value: object, today: date) -> Any:
        """The value to store, None for nothing; UserError says what to do."""

    def format(self, value: Any) -> str:
        """How people read the value; "" for None. Never masked: that is the reader's business."""
        return "" if value is None else str(value)

    def warnings(self, value: Any, today: date) -> tuple[str, ...]:
        """Whole sentences about a stored value that somebody should look at."""
        return ()

    def warnings_as_typed(self, text: str, today: date) -> tuple[str, ...]:
        """Warnings of a text as it was typed, before it is written as it will be stored."""
        value = self.parse(text, today)
        return self.warnings(value, today) if value else ()
