"""The printed forms: one module each, on `app.paper`. Adding one is a module, a line here and a test.

`Form.read` takes what the form prints from the file, `Form.build` puts it on paper, `Form.blank` is the
data of the empty form. Printing and issuing are in `app.forms.issuing`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from app.errors import UserError
from app.forms import aid_approval, certificate, exit_approval, hardship_file, missing_papers
from app.forms.context import FormContext, Stamp
from app.paper import Document

__all__ = ["FORMS", "Form", "FormContext", "Needs", "Stamp", "form_of"]


class Needs(Enum):
    """What a form is about; the label is what people are told."""

    CASE = "一份档案"
    GRANT = "一份档案和其中的一项救助"
    EXIT = "一份档案和它的退出申请"


@dataclass(frozen=True)
class Form:
    """One printed form. `copies` is how many are usually made.

    `is_reference_layout`: no official blank was found, the layout is our own (参考样式).
    `has_purpose`: it says what it is for, and nothing else may be done with it.
    """

    key: str
    name: str
    needs: Needs
    is_stamped: bool
    copies: int
    is_reference_layout: bool
    build: Callable[[Any, FormContext], Document]
    blank: Any
    has_purpose: bool = False
    is_before_filing: bool = False
    """It may be stamped while the file is not approved yet."""

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


FORMS: tuple[Form, ...] = (
    Form(
        "hardship_file",
        hardship_file.NAME,
        Needs.CASE,
        is_stamped=True,
        copies=3,
        is_reference_layout=False,
        build=hardship_file.build,
        blank=hardship_file.BLANK,
    ),
    Form(
        "aid_approval",
        aid_approval.NAME,
        Needs.GRANT,
        is_stamped=True,
        copies=2,
        is_reference_layout=True,
        build=aid_approval.build,
        blank=aid_approval.BLANK,
    ),
    Form(
        "exit_approval",
        exit_approval.NAME,
        Needs.EXIT,
        is_stamped=True,
        copies=2,
        is_reference_layout=True,
        build=exit_approval.build,
        blank=exit_approval.BLANK,
    ),
    Form(
        "certificate",
        certificate.NAME,
        Needs.CASE,
        is_stamped=True,
        copies=1,
        is_reference_layout=True,
        build=certificate.build,
        blank=certificate.BLANK,
        has_purpose=True,
    ),
    Form(
        "missing_papers",
        missing_papers.NAME,
        Needs.CASE,
        is_stamped=True,
        copies=1,
        is_reference_layout=True,
        build=missing_papers.build,
        blank=missing_papers.BLANK,
        is_before_filing=True,
    ),
)


def form_of(key: str) -> Form:
    """The form of this key or Chinese name. UserError names those there are."""
    for form in FORMS:
        if key.strip() in (form.key, form.name):
            return form
    known = "、".join(f"{form.name}（{form.key}）" for form in FORMS)
    raise UserError(f"没有这种表格，可以打印的有：{known}。", field="form")
