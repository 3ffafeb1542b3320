"""A tab of a case and its forms, opened, read and filled in."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QWidget

from tests.ui.driver import click, parts, settle
from ui.context import Context
from ui.fields.form_dialog import FormDialog
from ui.screens.case.page import CasePage
from ui.widgets import Button, Chip, Label, TextArea, TextInput

Page = TypeVar("Page", bound=CasePage)
Show = Callable[..., QWidget]


def opened(ctx: Context, show: Show, kind: type[Page], case_id: int) -> Page:
    """A tab that shows a case."""
    page = kind(ctx)
    page.show_case(case_id)
    show(page, 860, 520)
    assert ctx.jobs.wait()
    settle()
    return page


def words_of(page: QWidget) -> str:
    """Everything that is to be read on a page."""
    seen = [one.text() for one in (*parts(page, Label), *parts(page, Chip)) if one.isVisible()]
    return "\n".join(seen)


def dialog_of(app: QApplication) -> FormDialog:
    """The form that is open."""
    settle()
    return next(
        one for one in app.topLevelWidgets() if isinstance(one, FormDialog) and one.isVisible()
    )


def fill(dialog: FormDialog, **values: object) -> None:
    """Type or choose values."""
    for key, value in values.items():
        editor = dialog.form.editor(key)
        if isinstance(editor, QComboBox):
            index = next(at for at in range(editor.count()) if str(value) in (editor.itemText(at),))
            editor.setCurrentIndex(index)
        elif isinstance(editor, QCheckBox):
            editor.setChecked(bool(value))
        elif isinstance(editor, TextArea):
            editor.setPlainText(str(value))
        else:
            assert isinstance(editor, TextInput)
            editor.setText(str(value))


def confirm(ctx: Context, dialog: FormDialog) -> None:
    """Press the main button and wait for the answer."""
    click(dialog.main_button)
    assert ctx.jobs.wait()
    settle()


def buttons(page: QWidget) -> list[str]:
    """The words of the buttons that are offered."""
    return [one.text() for one in parts(page, Button) if one.isVisible() and one.text()]
