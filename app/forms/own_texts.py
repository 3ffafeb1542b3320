"""The office's own words in its forms: what may be replaced, how it looks, and keeping it.

Only a form without an official blank (参考样式) has replaceable texts: title and sentences, which the form names,
and the words in its cells, which are found by printing it empty. What is kept is checked as it would be printed: a
text that the page or a cell cannot hold, or a character that no font has, is refused when it is saved.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from app.changes import Changes, Op
from app.errors import UserError
from app.forms import FORMS, Form, FormContext, form_of
from app.forms.issuing import context_of
from app.forms.wording import Wording, cell_word, checked
from app.office.session import Office
from app.office.settings import own_texts, read_settings, save_settings


@dataclass(frozen=True)
class TextView:
    """A replaceable text as it stands."""

    wording: Wording
    text: str
    is_own: bool
    """Whether the office has put it in its own words."""


@dataclass(frozen=True)
class FormTexts:
    """A form and its replaceable texts; an official one has none. `cells` are the words in its cells."""

    form: str
    name: str
    is_reference_layout: bool
    texts: tuple[TextView, ...]
    cells: tuple[TextView, ...]

    @property
    def own_count(self) -> int:
        """How many of them the office has replaced."""
        return sum(one.is_own for one in (*self.texts, *self.cells))


def form_texts(office: Office) -> tuple[FormTexts, ...]:
    """Every form, in the order of the forms, with its texts as they stand."""
    with office.read() as session:
        found = read_settings(session)
    return tuple(_form_texts(form, own_texts(found, form.key)) for form in FORMS)


def _form_texts(form: Form, own: Mapping[str, str]) -> FormTexts:
    return FormTexts(
        form.key,
        form.name,
        form.is_reference_layout,
        tuple(_view(one, own) for one in form.wordings),
        tuple(_view(one, own) for one in cell_words(form)),
    )


def _view(wording: Wording, own: Mapping[str, str]) -> TextView:
    text = own.get(wording.key, "")
    return TextView(wording, text or wording.delivered, bool(text))


def preview_texts(office: Office, *, form: str, texts: Mapping[str, str]) -> bytes:
    """The empty form with these texts, those not named as delivered. Nothing is kept. Errors as `save_texts`."""
    wanted = form_of(form)
    return _printed(office, wanted, _checked(wanted, texts))


def save_texts(office: Office, *, form: str, texts: Mapping[str, str]) -> Changes:
    """Keep the office's words for this form; a text that is empty or not named is the delivered one again.

    UserError: an official form, a text that is too long or lacks a slot (field: its key), one that cannot
    be printed.
    """
    office.demand(Op.SAVE_SETTINGS)
    wanted = form_of(form)
    kept = _checked(wanted, texts)
    _printed(office, wanted, kept)
    with office.read() as session:
        stored = dict(read_settings(session)["form_texts"])
    stored.pop(wanted.key, None)
    if kept:
        stored[wanted.key] = kept
    return save_settings(office, values={"form_texts": stored})


def _checked(form: Form, texts: Mapping[str, str]) -> dict[str, str]:
    known = {one.key: one for one in (*form.wordings, *cell_words(form))}
    if not set(texts) <= set(known):
        raise UserError(f"“{form.name}”里没有可以改的这段文字，请从表单文字页面修改。")
    kept = {key: checked(known[key], text) for key, text in texts.items()}
    return {key: text for key, text in kept.items() if text}


def cell_words(form: Form) -> tuple[Wording, ...]:
    """The words in the cells of a form in their order, each once; none of an official blank."""
    if not form.is_reference_layout:
        return ()
    context = FormContext(created=datetime.min.replace(tzinfo=UTC), office_name="")
    asked = form.build(form.blank, context).fixed.asked
    sentences = {line for one in form.texts for line in one.delivered.splitlines()}
    return tuple(
        cell_word(words, places)
        for words, places in asked.items()
        if words not in sentences and any(map(str.isalpha, words))
    )


def _printed(office: Office, form: Form, own: Mapping[str, str]) -> bytes:
    with office.read() as session:
        context = replace(context_of(session, office, form, ""), texts=own)
    document = form.build(form.blank, context)
    for key in own:
        if document.fixed.said(key) in document.fixed.tight:
            raise UserError(
                f"“{own[key]}”太长，在表格的这一格里印不清楚；请缩短后再保存。", field=key
            )
    return document.to_bytes()
