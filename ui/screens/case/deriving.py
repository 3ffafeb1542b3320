"""What follows while one types: pinyin beside a name; birth, sex, age and region from an ID number."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.cases.initials import spelling
from app.fields.relations import marriage_doubt, sex_doubt
from ui.fields import FieldForm, LineEditor
from ui.screens.case.facts_presenter import typed_id

_FROM_ID = ("sex", "birth_date")
_OLD_LENGTH = 15
_RELATED = ("relation", "sex")
_OF_SEX = (*_RELATED, "id_number")
_OF_MARRIAGE = ("relation", "marital_status")
_LIKELY = (
    ("region_code", "id_number", 6),
    ("registered_address", "home_address", None),
    ("home_address", "registered_address", None),
    ("payee_name", "name", None),
)
"""A field, the field that mostly says the same, and how many characters of it."""


def derive(form: FieldForm, key: str, today: date) -> None:
    """Show or put in what follows from the field that was just changed."""
    if key == "name":
        form.set_suffix("name", spelling(str(form.field_editor("name").text())))
    elif key == "id_number":
        _from_id(form, today)
    suggest(form)
    if key in _OF_SEX:
        _doubt_sex(form)
    if key in _OF_MARRIAGE:
        _doubt_marriage(form)


def show_derived(form: FieldForm, today: date) -> None:
    """Beside loaded values what follows from them; nothing is put in."""
    if form.has("name"):
        derive(form, "name", today)
    if form.has("id_number"):
        _say_id(form, _read_id(form, today))
    _doubt_sex(form)
    _doubt_marriage(form)


def suggest(form: FieldForm) -> None:
    """Offer what mostly follows from another field; people move, so nothing is put in."""
    for key, source, length in _LIKELY:
        if form.has(key) and form.has(source):
            editor = form.field_editor(key)
            assert isinstance(editor, LineEditor)
            editor.suggest(str(form.field_editor(source).text())[:length])


def _from_id(form: FieldForm, today: date) -> None:
    # Fifteen digits may be how eighteen begin: an old number is read when it is left and written in eighteen.
    is_begun = len(str(form.field_editor("id_number").text()).strip()) == _OLD_LENGTH
    facts = {} if is_begun else _read_id(form, today)
    followed = bool(form.derived)
    _say_id(form, facts)
    if _has_derived(form) and (facts or followed):
        for one in _FROM_ID:
            form.put(one, facts.get(one))


def _doubt_sex(form: FieldForm) -> None:
    if all(form.has(one) for one in _RELATED):
        relation, sex = (form.current(one) for one in _RELATED)
        form.doubt("relation", sex_doubt(relation, sex))


def _doubt_marriage(form: FieldForm) -> None:
    if all(form.has(one) for one in _OF_MARRIAGE):
        relation, status = (form.current(one) for one in _OF_MARRIAGE)
        form.doubt("marital_status", marriage_doubt(relation, status))


def _read_id(form: FieldForm, today: date) -> Mapping[str, Any]:
    return typed_id(str(form.field_editor("id_number").text()), today) or {}


def _say_id(form: FieldForm, facts: Mapping[str, Any]) -> None:
    if not _has_derived(form):
        words = f"{facts['sex']} · {facts['age']} · {facts['region']}" if facts else ""
        form.set_suffix("id_number", words)
        return
    form.set_derived(*(_FROM_ID if facts else ()))
    form.set_suffix("birth_date", facts.get("age", ""))
    form.set_suffix("id_number", facts.get("region", ""))


def _has_derived(form: FieldForm) -> bool:
    return all(form.has(one) for one in _FROM_ID)
