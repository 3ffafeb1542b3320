"""The page 材料: what the file must hold, what is there, and how papers come in."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QMimeData
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from app.cases.attachments import (
    AttachmentsView,
    AttachmentView,
    add_attachment_file,
    attachment_content,
    attachments_view,
)
from app.cases.commands import add_attachment, remove_attachment
from app.cases.facts_missing import ChecklistLine
from app.changes import Changes
from app.office.session import Office
from ui.context import Context, bound
from ui.screens.case import attachments_presenter as presenter
from ui.screens.case.attachment_viewer import open_viewer
from ui.screens.case.page import CasePage
from ui.screens.case.record_dialog import PersonBox
from ui.style import SIZE, Role, Tone, px
from ui.widgets import (
    Banner,
    Button,
    CellKind,
    ChipText,
    Column,
    DangerButton,
    DataTable,
    Dialog,
    EmptyState,
    FormGrid,
    Label,
    Line,
    PrimaryButton,
    ask,
    column,
    row,
)

_LIST_SHARE, _FILES_SHARE = 2, 3


class AttachmentsPage(CasePage):
    """The checklist on the left, the papers on the right. Files come by dialog, by dragging, by pasting."""

    key = "attachments"
    title = "材料"

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.view: AttachmentsView | None = None
        self.setAcceptDrops(True)
        self.heading = Label("材料清单", Role.SECTION)
        self.list = self._make_list()
        self.list.opened.connect(self._add_of_kind)
        self.files = self._make_files()
        self.files.opened.connect(self._look)
        self.files.chosen.connect(lambda _one: self._show_state())
        self.add_button = PrimaryButton(
            "添加材料",
            self.choose_files,
            icon="clip",
            shortcut="Ctrl+O",
            tip="也可以把文件拖到这里，或按 Ctrl+V 粘贴",
        )
        self.look_button = Button("查看", self._look_current, tip="也可以双击或按回车")
        self.remove_button = DangerButton("移除", self._remove)
        self.hint = Label(
            "可以拖入或粘贴 JPG、PNG、PDF；图片会去掉拍摄地点和时间。", Role.SMALL, wrap=True
        )
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self).activated.connect(self.paste)
        left = column(_padded(self.heading), self.list, gap=0)
        left.setStretch(1, 1)
        right = column(_padded(Label("已有材料", Role.SECTION)), self.files, gap=0)
        right.setStretch(1, 1)
        both = row(left, Line(vertical=True), right, gap=0)
        both.setStretch(0, _LIST_SHARE)
        both.setStretch(2, _FILES_SHARE)
        foot = row(self.hint, self.remove_button, self.look_button, self.add_button, gap=SIZE.gap)
        foot.setStretch(0, 1)
        side, edge = px(SIZE.gap_wide), px(SIZE.gap_small)
        foot.setContentsMargins(side, edge, side, edge)
        whole = column(Banner(self), both, Line(), foot, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._show_state()

    def refresh(self) -> None:
        """Read the papers anew."""
        if self.case_id is not None:
            work = bound(attachments_view, self.ctx.office, self.case_id)
            self.ctx.read(self, work, self._show_view, key=(self.key, id(self)))

    def start(self, action: str) -> None:
        """From elsewhere: add a paper."""
        if action == "ADD_ATTACHMENT":
            self.choose_files()

    # ------------------------------------------------------------ showing

    def _make_list(self) -> DataTable:
        return DataTable(
            (
                Column("应有材料", presenter.label, stretch=True),
                Column("", _list_chip, CellKind.CHIP, width=84),
            ),
            name="应有材料",
        )

    def _make_files(self) -> DataTable:
        table = DataTable(
            (
                Column("种类", lambda one: one.kind, strong=True, width=110),
                Column("名称", lambda one: one.title, stretch=True),
                Column("日期", lambda one: one.added_on.isoformat(), width=96),
                Column("大小", presenter.size, CellKind.NUMBER, width=76),
            ),
            name="已有材料",
        )
        table.set_empty(EmptyState("还没有材料", "按“添加材料”，或把扫描件拖到这里。", icon="clip"))
        return table

    def _show_view(self, view: AttachmentsView) -> None:
        self.view = view
        self.heading.setText(presenter.title(view))
        self.list.set_rows(view.checklist, key=lambda one: one.kind)
        self.files.set_rows(view.files, key=lambda one: one.id)
        self._show_state()

    def _show_state(self) -> None:
        may_add = bool(self.view and self.view.may_add)
        current = self._current()
        self.add_button.setVisible(may_add)
        self.hint.setVisible(may_add)
        self.look_button.setEnabled(current is not None)
        self.remove_button.setVisible(may_add)
        self.remove_button.setEnabled(bool(current and current.is_removable))

    def _current(self) -> AttachmentView | None:
        current = self.files.current_row()
        return current if isinstance(current, AttachmentView) else None

    # ------------------------------------------------------------ coming in

    def choose_files(self) -> None:
        """Choose files of this computer."""
        if self.view is None or not self.view.may_add:
            return
        dialog = QFileDialog(self.window(), "添加材料", "", presenter.FILTER)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, "添加")
        dialog.filesSelected.connect(lambda names: self.offer_files([Path(one) for one in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Files may be dropped while papers are taken."""
        if self.view is not None and self.view.may_add and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Files that were dropped."""
        event.acceptProposedAction()
        self.offer_files(_paths(event.mimeData()))

    def paste(self) -> None:
        """Files or a picture from the clipboard."""
        if self.view is None or not self.view.may_add:
            return
        held = QGuiApplication.clipboard().mimeData()
        if paths := _paths(held):
            self.offer_files(paths)
        elif held.hasImage():
            image = QGuiApplication.clipboard().image()
            self._offer("粘贴的图片", lambda kind, who: self._add_image(image, kind, who))

    def offer_files(self, paths: Sequence[Path], kind: str = "") -> None:
        """Ask what these files are, then add them."""
        if not paths or self.view is None or not self.view.may_add:
            return
        name = paths[0].name if len(paths) == 1 else f"{paths[0].name} 等 {len(paths)} 个文件"
        self._offer(
            name,
            lambda chosen, who: bound(
                _add_files,
                self.ctx.office,
                case_id=self.case_id,
                paths=tuple(paths),
                kind=chosen,
                person_id=who,
            ),
            kind,
        )

    def _add_of_kind(self, line: ChecklistLine) -> None:
        """Enter on a paper of the list: look at it, or add it."""
        if self.view is None:
            return
        there = [one for one in self.view.files if one.kind == line.kind]
        if there:
            self._look(there[0])
        else:
            self.choose_files()

    def _add_image(self, image: QImage, kind: str, who: int | None) -> Any:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        return bound(
            add_attachment,
            self.ctx.office,
            case_id=self.case_id,
            data=bytes(buffer.data().data()),
            filename="paste.png",
            kind=kind,
            title="",
            person_id=who,
        )

    def _offer(self, name: str, work_for: Any, kind: str = "") -> None:
        view = self.view
        if view is None:
            return
        dialog = Dialog(self.window(), "这是什么材料", action="添加")
        form = FormGrid(columns=1)
        kinds = QComboBox()
        kinds.addItems(view.kinds)
        kinds.setCurrentText(kind or presenter.kind_of(Path(name).stem, view))
        people = PersonBox(view.people, may_be_nobody=True)
        form.add("kind", "材料种类", kinds, required=True)
        form.add("person_id", "是谁的", people, help="全家共用的不用选。")
        dialog.add(Label(name, Role.MUTED, wrap=True), form)

        def confirm() -> None:
            work = work_for(kinds.currentText(), people.person_id())
            self.ctx.run(
                dialog, work, on_done=lambda _done: dialog.accept(), form=form, title="正在添加材料"
            )

        dialog.confirmed.connect(confirm)
        dialog.open()
        kinds.setFocus()

    # ------------------------------------------------------------ looking, taking out

    def _look_current(self) -> None:
        if (one := self._current()) is not None:
            self._look(one)

    def _look(self, one: AttachmentView) -> None:
        def show(found: tuple[bytes, str]) -> None:
            content, mime = found
            open_viewer(
                self,
                f"{one.kind} · {one.title}" if one.title != one.kind else one.kind,
                content,
                mime,
            )

        work = bound(attachment_content, self.ctx.office, one.id)
        self.ctx.read(self, work, show, key=("attachment", id(self)))

    def _remove(self) -> None:
        one = self._current()
        if one is None:
            return

        def remove() -> None:
            work = bound(
                remove_attachment, self.ctx.office, case_id=self.case_id, attachment_id=one.id
            )
            self.ctx.run(self, work)

        ask(
            self.window(),
            f"移除“{one.title}”",
            "这份材料会从清单中移除，可以撤销。",
            "移除这份材料",
            remove,
            danger=True,
        )


def _add_files(
    office: Office, *, case_id: int, paths: tuple[Path, ...], kind: str, person_id: int | None
) -> Changes:
    """One after the other; what was added before a refusal stays."""
    changes = [
        add_attachment_file(office, case_id=case_id, path=path, kind=kind, person_id=person_id)
        for path in paths
    ]
    return changes[-1]


def _paths(held: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in held.urls() if url.isLocalFile()]


def _padded(label: Label) -> Label:
    label.setContentsMargins(px(SIZE.gap_wide), px(SIZE.gap_small), 0, px(SIZE.gap_small))
    return label


def _list_chip(line: ChecklistLine) -> ChipText:
    word, tone = presenter.state(line)
    return ChipText(word, Tone(tone))
