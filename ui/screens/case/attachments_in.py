"""Papers coming in: what is asked about them, and how files and pictures are handed on."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QMimeData
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QWidget

from app.cases.attachments import AttachmentsView, add_attachment_file
from app.cases.commands import add_attachment
from app.changes import Changes
from app.errors import UserError
from app.office.session import Office
from ui.context import Context
from ui.screens.case import attachments_presenter as presenter
from ui.screens.case.record_dialog import PersonBox
from ui.style import Role
from ui.widgets import Dialog, FormGrid, Label, tell

WorkFor = Callable[[str, int | None], Callable[[], Any]]
"""Kind and person to the call that adds the paper."""


def ask_kind(
    ctx: Context,
    parent: QWidget,
    view: AttachmentsView,
    name: str,
    work_for: WorkFor,
    kind: str,
    refused: Sequence[str] = (),
) -> None:
    """Ask what a paper is and whose, then add it. `refused`: what was not added, told once the rest is."""
    dialog = Dialog(parent.window(), "这是什么材料", action="添加")
    form = FormGrid(columns=1)
    kinds = QComboBox()
    kinds.addItems(view.kinds)
    kinds.setMaxVisibleItems(20)
    kinds.setCurrentText(kind or presenter.kind_of(Path(name).stem, view))
    people = PersonBox(view.people, may_be_nobody=True)
    form.add("kind", "材料种类", kinds, required=True)
    form.add("person_id", "是谁的", people, help="全家共用的不用选。")
    dialog.add(Label(name, Role.MUTED, wrap=True), form)

    def added(_changes: Changes) -> None:
        dialog.accept()
        if refused:
            tell(parent.window(), f"有 {len(refused)} 个文件没有添加", "\n".join(refused))

    def confirm() -> None:
        work = work_for(kinds.currentText(), people.person_id())
        ctx.run(dialog, work, on_done=added, form=form, title="正在添加材料")

    dialog.confirmed.connect(confirm)
    dialog.open()
    kinds.setFocus()


def add_image(
    office: Office, *, case_id: int, image: QImage, kind: str, person_id: int | None
) -> Changes:
    """A picture of the clipboard."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return add_attachment(
        office,
        case_id=case_id,
        data=bytes(buffer.data().data()),
        filename="paste.png",
        kind=kind,
        title="",
        person_id=person_id,
    )


def add_files(
    office: Office,
    *,
    case_id: int,
    paths: tuple[Path, ...],
    kind: str,
    person_id: int | None,
    refused: list[str],
) -> Changes:
    """One after the other: a file that may not be attached hinders no other, and stands in `refused`.

    UserError where none could be added.
    """
    refused.clear()
    done = None
    for path in paths:
        try:
            done = add_attachment_file(
                office, case_id=case_id, path=path, kind=kind, person_id=person_id
            )
        except UserError as error:
            if error.field != "path":
                raise
            refused.append(f"{path.name}：{error.message}")
    if done is None:
        raise UserError("\n".join(refused), field="path")
    return done


def local_paths(held: QMimeData) -> list[Path]:
    """The files of this computer among what was dropped or pasted."""
    return [Path(url.toLocalFile()) for url in held.urls() if url.isLocalFile()]
