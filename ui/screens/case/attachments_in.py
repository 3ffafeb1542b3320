"""Papers coming in: what is asked about them, and how files and pictures are handed on."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QMimeData
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QWidget

from app.cases.attachments import (
    ENDINGS,
    AttachmentsView,
    AttachmentView,
    add_attachment_file,
)
from app.cases.commands import add_attachment, refile_attachment
from app.cases.facts_missing import ID_COPY
from app.changes import Changes
from app.errors import Cancelled, StorageError, UserError
from app.office.session import Office
from app.progress import Progress
from ui.context import Context, bound
from ui.fields.pick_box import PickBox
from ui.screens.case import attachments_presenter as presenter
from ui.screens.case.record_dialog import PersonBox
from ui.style import Role
from ui.widgets import Dialog, FormGrid, Label, tell

WorkFor = Callable[[str, int | None, Progress], Callable[[], Any]]
"""Kind, person, as they were chosen, and progress to the call that adds the papers."""
_MOST_TOLD = 10


def ask_kind(
    ctx: Context,
    parent: QWidget,
    view: AttachmentsView,
    names: Sequence[str],
    work_for: WorkFor,
    kind: str,
    refused: Sequence[str] = (),
    *,
    on_added: Callable[[], object],
) -> None:
    """Ask what papers of these names are and whose, then add them.

    `refused`: what was not added, told once the rest is; else `on_added` is called.
    """
    name = names[0] if len(names) == 1 else f"{names[0]} 等 {len(names)} 个文件"
    offered = presenter.kinds_of([Path(one).stem for one in names], view)
    dialog = Dialog(parent.window(), "这是什么材料", action="添加")
    by_name = [one for one in offered if one == presenter.BY_NAME]
    form, kinds, people = _kind_form(view, (*by_name, *view.kinds), kind or offered[0])
    if presenter.whose_of(names, kinds.currentText(), view) == presenter.EACH:
        people.insertItem(0, presenter.BY_OWN_NAME, presenter.EACH)
    dialog.add(Label(name, Role.MUTED, wrap=True), form)

    def propose() -> None:
        chosen = kinds.currentText()
        are_cards_among = chosen == presenter.BY_NAME and ID_COPY in offered
        who = presenter.whose_of(names, ID_COPY if are_cards_among else chosen, view)
        people.setCurrentIndex(people.findData(who))

    def added(_changes: Changes) -> None:
        dialog.accept()
        if refused:
            tell(parent.window(), f"有 {len(refused)} 个文件没有添加", _told(refused))
        else:
            on_added()

    def confirm() -> None:
        form.clear_errors()
        if people.currentIndex() < 0:
            form.set_error("person_id", "请选择是谁的；一张纸上有全家人的，选“全家共用”。")
            people.setFocus()
            return
        progress = Progress()
        work = work_for(kinds.currentText(), people.person_id(), progress)
        ctx.run(dialog, work, on_done=added, form=form, progress=progress, title="正在添加材料")

    kinds.currentTextChanged.connect(propose)
    propose()
    dialog.confirmed.connect(confirm)
    dialog.open()
    kinds.setFocus()


def ask_other_kind(
    ctx: Context,
    parent: QWidget,
    view: AttachmentsView,
    one: AttachmentView,
    case_id: int,
    on_done: Callable[[], object],
) -> None:
    """Ask what a paper really is, and whose; it stays where it is."""
    dialog = Dialog(parent.window(), "改正种类", action="保存")
    form, kinds, people = _kind_form(view, view.kinds, one.kind)
    if one.person_id is not None and people.findData(one.person_id) < 0:
        people.addItem(f"{one.whose}（已减少）", one.person_id)
    people.choose(one.person_id)
    dialog.add(Label(one.title, Role.MUTED, wrap=True), form)

    def saved(_changes: Changes) -> None:
        dialog.accept()
        on_done()

    def confirm() -> None:
        work = bound(
            refile_attachment,
            ctx.office,
            case_id=case_id,
            attachment_id=one.id,
            kind=kinds.currentText(),
            person_id=people.person_id(),
        )
        ctx.run(dialog, work, on_done=saved, form=form)

    dialog.confirmed.connect(confirm)
    dialog.open()
    kinds.setFocus()


def _kind_form(
    view: AttachmentsView, offered: Sequence[str], chosen: str
) -> tuple[FormGrid, QComboBox, PersonBox]:
    """What a paper is, and whose."""
    kinds = PickBox()
    kinds.addItems(offered)
    kinds.setMaxVisibleItems(20)
    kinds.setCurrentText(chosen)
    people = PersonBox(view.people, may_be_nobody=True)
    people.setItemText(0, "全家共用")
    people.setPlaceholderText("请选择")
    form = FormGrid(columns=1)
    form.add("kind", "材料种类", kinds, required=True)
    form.add("person_id", "是谁的", people)
    return form, kinds, people


def _told(refused: Sequence[str]) -> str:
    """The first of them, and how many more."""
    lines = list(refused[:_MOST_TOLD])
    if len(refused) > _MOST_TOLD:
        lines.append(f"另外还有 {len(refused) - _MOST_TOLD} 个文件没有添加。")
    return "\n".join(lines)


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
    kinds: Sequence[str],
    people: Sequence[int | None],
    refused: list[str],
    progress: Progress,
) -> Changes:
    """One after the other, each as what it is: a file that may not be attached hinders no other, and stands in `refused`.

    So does what is left when it is stopped, or when the disk takes no more; what was added stays.
    UserError where none could be added.
    """
    refused.clear()
    done = None
    progress.start("正在添加材料", len(paths))
    for at, (path, kind, person_id) in enumerate(zip(paths, kinds, people, strict=True)):
        try:
            progress.step()
            done = add_attachment_file(
                office, case_id=case_id, path=path, kind=kind, person_id=person_id
            )
        except UserError as error:
            if error.field != "path":
                raise
            refused.append(f"{path.name}：{error.message}")
        except (Cancelled, StorageError) as error:
            if done is None:
                raise
            why = str(error) or "已停止添加。"
            refused += [f"{one.name}：{why}" for one in paths[at:]]
            break
    if done is None:
        raise UserError(_told(refused), field="path")
    return done


def local_paths(held: QMimeData) -> list[Path]:
    """The files of this computer among what was dropped or pasted; of a folder the papers that lie in it."""
    chosen = [Path(url.toLocalFile()) for url in held.urls() if url.isLocalFile()]
    return [file for path in chosen for file in _papers_in(path)]


def _papers_in(path: Path) -> list[Path]:
    """A file itself, even one that may not be attached: that is told when it is read."""
    with suppress(OSError):
        if path.is_dir():
            inside = [one for one in path.iterdir() if one.suffix.lower() in ENDINGS]
            return sorted(inside) or [path]
    return [path]
