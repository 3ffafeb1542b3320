"""签发文书: the number of the file that gets a sealed paper, for a keeper of the seal who opens no files."""

from functools import partial

from PySide6.QtWidgets import QWidget

from app.cases.overview import find_by_number
from app.changes import Op
from ui.context import Context
from ui.screens.papers.printing import open_print
from ui.style import Role
from ui.widgets import Dialog, FormGrid, Label, TextInput


def open_issue(ctx: Context, parent: QWidget) -> None:
    """Ask for the file by its number, then open its papers with the seal chosen."""
    dialog = Dialog(parent.window(), "签发文书", action="选择文书", guards_typing=False)
    form = FormGrid(columns=1)
    number = TextInput("", "例如：QH202600001")
    form.add("number", "档案编号", number, required=True)
    dialog.add(
        Label("输入要用印的档案编号，再选表格、写明事由；签发后自动登记。", Role.MUTED, wrap=True),
        form,
    )

    def go() -> None:
        form.clear_errors()
        find = partial(
            find_by_number,
            ctx.office,
            number.text(),
            Op.ISSUE_PAPER,
            field="number",
            with_discarded=False,
        )
        ctx.run(dialog, find, on_done=found, form=form)

    def found(case_id: int) -> None:
        dialog.accept()
        open_print(ctx, case_id, parent=parent, is_stamped=True)

    dialog.confirmed.connect(go)
    form.left_last.connect(go)
    dialog.open()
    number.setFocus()
