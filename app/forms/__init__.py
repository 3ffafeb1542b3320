"""The printed forms: one module each, on `app.paper`. Adding one is a module, a line here and a test.

`Form.read` takes what the form prints from the file, `Form.build` puts it on paper, `Form.blank` is the
data of the empty form. Printing and issuing are in `app.forms.issuing`, the list of a batch in
`app.forms.batches`.
"""

from app.errors import UserError
from app.forms import (
    aid_approval,
    annual_review,
    application,
    appraisal,
    authorisation,
    card,
    certificate,
    comforts,
    destruction,
    education_aid,
    exit_approval,
    exit_letter,
    file_index,
    filing_approval,
    folder,
    hardship_file,
    member_changes,
    missing_papers,
    notice,
    notice_result,
    plan,
    questionnaire,
    roster,
    seal_log,
    survey,
    visitors,
    visits,
)
from app.forms.context import FormContext, Stamp
from app.forms.form import Form, Needs, StampWhen

__all__ = ["FORMS", "Form", "FormContext", "Needs", "Stamp", "StampWhen", "form_of"]

FORMS: tuple[Form, ...] = (
    hardship_file.FORM,
    folder.CONTENTS_FORM,
    application.FORM,
    application.DECLARATION_FORM,
    missing_papers.FORM,
    authorisation.FORM,
    survey.FORM,
    appraisal.FORM,
    notice.ENTRY_FORM,
    notice_result.ENTRY_FORM,
    filing_approval.FORM,
    certificate.FORM,
    card.FORM,
    plan.FORM,
    aid_approval.FORM,
    education_aid.FORM,
    member_changes.FORM,
    visits.FORM,
    questionnaire.FORM,
    annual_review.FORM,
    notice.EXIT_FORM,
    notice_result.EXIT_FORM,
    exit_approval.FORM,
    exit_letter.FORM,
    folder.NOTE_FORM,
    roster.FORM,
    seal_log.FORM,
    file_index.FORM,
    file_index.SPINE_FORM,
    visitors.FORM,
    comforts.FORM,
    destruction.DUE_FORM,
    destruction.FORM,
)
"""In the order in which they lie in a file, as a set is printed (domain notes, 9 §1.17); lists of many last."""


def form_of(key: str) -> Form:
    """The form of this key or Chinese name. UserError names those there are."""
    for form in FORMS:
        if key.strip() in (form.key, form.name):
            return form
    known = "、".join(f"{form.name}（{form.key}）" for form in FORMS)
    raise UserError(f"没有这种表格，可以打印的有：{known}。", field="form")
