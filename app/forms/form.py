"""What a printed form is: its name, what it is about, how it is read, built and stamped."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from app.forms.context import FormContext
from app.forms.data import Reading
from app.forms.wording import Wording, title_of
from app.lifecycle import Stage
from app.paper import Document
from db.codes import Bearer


class Needs(Enum):
    """What a form is about; the label is what people are told."""

    CASE = "一份档案"
    GRANT = "一份档案和其中的一项救助"
    EXIT = "一份档案和它的退出申请"
    PLAN = "一份档案和它的帮扶计划"
    BATCH = "一个发放批次"
    SPAN = "一段时间"


class StampWhen(Enum):
    """From when on a form may carry the seal: nothing is sealed that has not been decided."""

    NEVER = "never"
    """The people concerned sign it; the office does not seal it."""
    ANY_TIME = "any time"
    """It goes out while the file is not approved yet."""
    POSTED = "posted"
    """The notice has its days."""
    NOTICE_CLOSED = "notice closed"
    """The notice has hung to the end, and every objection is answered."""
    FILED = "filed"
    """The file was approved, or came as approved."""
    REVIEWED = "reviewed"
    """The file had its annual review."""
    DECIDED = "decided"
    """What it is about, a grant or an exit, was approved."""


def _nothing(_reading: Reading) -> str:
    return ""


def _always(_reading: Reading) -> bool:
    return True


@dataclass(frozen=True)
class Form:
    """One printed form. `copies` is how many are usually made.

    `read(reading, row)` takes what is printed from the file; the row is the grant, exit or plan that the
    form is about, None for a form of the case alone. The list of a batch is read by
    `app.forms.batches`, a form about a span of days by `app.forms.spans`. `is_reference_layout`: no
    official blank was found, the layout is our own (参考样式). `fits_blank`: what is filled in falls
    between the words and lines of the empty form, so that it alone can be printed onto one (套印); in
    letters it does not, their sentences run on around it. `boxes`: whose seals have boxes of their own
    beside the county union's. `has_purpose`: it says what it is for, and nothing else may be done with
    it. `stages`: where it is the paper that the work waits for, at households where `is_wanted`.
    `lacks` names what has to be entered before the form makes sense, as a whole sentence; empty where
    nothing is lacking. `texts`: what an office may put in its own words besides the title, see
    `wordings`.
    """

    key: str
    name: str
    needs: Needs
    copies: int
    build: Callable[[Any, FormContext], Document]
    read: Callable[..., Any]
    blank: Any
    stamp_when: StampWhen = StampWhen.NEVER
    boxes: tuple[Bearer, ...] = ()
    is_reference_layout: bool = True
    fits_blank: bool = True
    has_purpose: bool = False
    stages: tuple[Stage, ...] = ()
    is_wanted: Callable[[Reading], bool] = _always
    lacks: Callable[[Reading], str] = _nothing
    texts: tuple[Wording, ...] = ()

    @property
    def wordings(self) -> tuple[Wording, ...]:
        """What an office may put in its own words; nothing of an official blank."""
        return (title_of(self.name), *self.texts) if self.is_reference_layout else ()

    def is_of_stage(self, reading: Reading) -> bool:
        """Whether the work on this file waits for it now."""
        return self.is_of_case and reading.case.stage in self.stages and self.is_wanted(reading)

    @property
    def is_of_case(self) -> bool:
        """Whether it is about one file, alone or with a row of it."""
        return self.needs not in (Needs.BATCH, Needs.SPAN)

    @property
    def is_stamped(self) -> bool:
        """Whether the office's seal belongs on it."""
        return self.stamp_when is not StampWhen.NEVER

    def as_json(self) -> dict[str, object]:
        """The line of the `forms` command."""
        return {
            "key": self.key,
            "name": self.name,
            "needs": self.needs.value,
            "stamped": self.is_stamped,
            "copies": self.copies,
            "reference_layout": self.is_reference_layout,
        }
