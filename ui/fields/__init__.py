"""Editors by kind of value, and the form that is made of them.

`editor_for(field, today)` is the editor of a field. `FieldForm` is a FormGrid of such editors: it is loaded
with stored values, tells which were changed, and gives those back as they are stored.
`ui.fields.form_dialog` asks for entries by kind of value in a dialog, and runs an operation with them.
"""

from ui.fields.editors import (
    AreaEditor,
    ChoiceEditor,
    LineEditor,
    MultiEditor,
    RegionEditor,
    editor_for,
)
from ui.fields.form import COPY_ABOVE, COPY_FIRST, FieldForm, FormValues

__all__ = [
    "COPY_ABOVE",
    "COPY_FIRST",
    "AreaEditor",
    "ChoiceEditor",
    "FieldForm",
    "FormValues",
    "LineEditor",
    "MultiEditor",
    "RegionEditor",
    "editor_for",
]
