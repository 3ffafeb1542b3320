"""Print what is about a span of days and not one file: the seal log, the index of files, the spines."""

from datetime import date

from app.cases.scope import check_reader, may_read_cases
from app.changes import Op
from app.errors import UserError
from app.forms import FORMS, form_of, seal_log
from app.forms.context import FormContext
from app.forms.form import Form, Needs
from app.forms.issuing import PrintedForm, printed_file
from app.office.session import Office
from app.office.settings import own_texts, read_settings

LONGEST_DAYS = 366 * 10
"""What the office keeps its files for: a longer span is a slip of the pen."""


def span_forms(office: Office) -> tuple[tuple[str, str], ...]:
    """Keys and names of the forms about a span of days that the account may print."""
    if not office.may(Op.PRINT_FORM):
        return ()
    return tuple(
        (form.key, form.name)
        for form in FORMS
        if form.needs is Needs.SPAN and (may_read_cases(office) or _is_own_book(office, form))
    )


def preview_span(office: Office, *, form: str, first: date, last: date) -> bytes:
    """The form as it would be printed. Nothing is journalled; errors as `print_span`."""
    return _made(office, form, first, last).pdf


def span_name(form: str, first: date, last: date) -> str:
    """The name of the file that `print_span` makes."""
    return f"{form_of(form).name}-{first:%Y%m%d}-{last:%Y%m%d}.pdf"


def print_span(office: Office, *, form: str, first: date, last: date) -> PrintedForm:
    """The form of these days, both included, to be printed or saved; journalled.

    UserError: the days are in the wrong order or nothing happened in them.
    """
    made = _made(office, form, first, last)
    with office.write(Op.PRINT_FORM, reason=made.file_name.removesuffix(".pdf")) as work:
        changes = work.done()
    return PrintedForm(made.form, made.pdf, made.pages, made.notes, made.file_name, changes)


def _made(office: Office, key: str, first: date, last: date) -> PrintedForm:
    office.demand(Op.PRINT_FORM)
    form = form_of(key)
    if not _is_own_book(office, form):
        check_reader(office)
    _check_span(form, first, last)
    with office.read() as session:
        data = form.read(office, session, first, last)
        found = read_settings(session)
        context = FormContext(
            created=office.clock.now(),
            office_name=str(found["office_name"]),
            phone=str(found["complaint_phone"]),
            texts=own_texts(found, form.key),
        )
    if not data.lines:
        raise UserError(
            f"{first} 到 {last} 之间没有可以列入{form.name}的内容，请换一段时间。", field="first"
        )
    return printed_file(form.name, form.build(data, context), span_name(key, first, last))


def _is_own_book(office: Office, form: Form) -> bool:
    """The log of the seal is for its keeper, who reads no files."""
    return form is seal_log.FORM and office.may(Op.ISSUE_PAPER)


def _check_span(form: Form, first: date, last: date) -> None:
    if form.needs is not Needs.SPAN:
        raise UserError(f"{form.name}不按一段时间打印，请在档案中打印。", field="form")
    if last < first:
        raise UserError("结束日期早于开始日期，请改正后再打印。", field="last")
    if (last - first).days > LONGEST_DAYS:
        raise UserError("这段时间超过 10 年，请分几段打印。", field="last")
