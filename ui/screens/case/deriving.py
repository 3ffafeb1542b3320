"""What follows while one types: pinyin beside a name; birth, sex, age and region from an ID number."""

from datetime import date

from app.cases.initials import spelling
from ui.fields import FieldForm, RegionEditor
from ui.screens.case.facts_presenter import typed_id

_FROM_ID = ("sex", "birth_date")


def derive(form: FieldForm, key: str, today: date) -> None:
    """Show or put in what follows from the field that was just changed."""
    if key == "name":
        form.set_suffix("name", spelling(str(form.field_editor("name").text())))
    elif key == "id_number":
        _from_id(form, today)
        suggest_region(form)


def suggest_region(form: FieldForm) -> None:
    """Offer the region that the ID number begins with; people move, so it is not put in."""
    if form.has("region_code"):
        editor = form.field_editor("region_code")
        if isinstance(editor, RegionEditor):
            editor.suggest(str(form.field_editor("id_number").text())[:6])


def _from_id(form: FieldForm, today: date) -> None:
    facts = typed_id(str(form.field_editor("id_number").text()), today)
    has_fields = all(form.has(one) for one in _FROM_ID)
    if not has_fields:
        words = f"{facts['sex']} · {facts['age']} · {facts['region']}" if facts else ""
        form.set_suffix("id_number", words)
        return
    form.set_derived(*(_FROM_ID if facts else ()))
    form.set_suffix("birth_date", facts["age"] if facts else "")
    form.set_suffix("id_number", facts["region"] if facts else "")
    for one in _FROM_ID if facts else ():
        form.put(one, (facts or {})[one])
