"""The page 材料: what the file must hold, what is there, and how papers come in."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from app.cases.attachments import AttachmentsView, AttachmentView, attachments_view
from app.cases.commands import remove_attachment
from app.cases.facts_missing import ID_COPY, ChecklistLine
from app.changes import Op
from app.forms.scan_filing import case_of_scan
from ui.context import Context, bound
from ui.files import ask_files
from ui.screens.case import attachments_presenter as presenter
from ui.screens.case.attachments_in import WorkFor, add_files, add_image, ask_kind, local_paths
from ui.screens.case.attachments_looking import Looking
from ui.screens.case.page import CasePage
from ui.screens.case.portrait_cut import offer_cut
from ui.screens.papers.presenter import file_sheet
from ui.style import SIZE, Role, Tone, px
from ui.widgets import (
    Banner,
    Button,
    CellKind,
    ChipText,
    Column,
    DangerButton,
    DataTable,
    EmptyState,
    Foot,
    Label,
    Line,
    MenuButton,
    PrimaryButton,
    ask,
    column,
    row,
    tell,
)
from ui.widgets.flow import FlowLayout
from ui.widgets.form_sheet import FormSheet
from ui.widgets.keys import Key

_LIST_SHARE, _FILES_SHARE = 3, 4
_LEAST_TABLE = 148


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
            lambda: self.choose_files(),
            icon="clip",
            shortcut="Ctrl+O",
            tip="也可以把文件拖到这里，或按 Ctrl+V 粘贴",
        )
        self.camera_button = Button(
            "照片文件夹",
            self.open_camera,
            tip="相机、手机或 U 盘里最新的照片",
            shortcut="Ctrl+Shift+O",
        )
        self.out = MenuButton("打印材料", tip="补件告知书、身份证正反面、全部材料")
        self.look_button = Button("查看", self._look_current, tip="也可以双击或按回车")
        self.remove_button = DangerButton("移除", self._remove)
        self.hint = Label(
            "可以拖入或粘贴 JPG、PNG、HEIC、PDF；图片会去掉拍摄地点和时间。",
            Role.SMALL,
            wrap=True,
        )
        Key(self, ("Ctrl+V", "Shift+Ins"), "粘贴图片或文件", self.paste)
        left = column(_padded(self.heading), self.list, gap=0)
        left.setStretch(1, 1)
        right = column(_padded(Label("已有材料", Role.SECTION)), self.files, gap=0)
        right.setStretch(1, 1)
        both = row(left, Line(vertical=True), right, gap=0)
        both.setStretch(0, _LIST_SHARE)
        both.setStretch(2, _FILES_SHARE)
        buttons = FlowLayout(gap=px(SIZE.gap_small), line_gap=px(SIZE.gap_tiny), to_right=True)
        for button in (
            self.out,
            self.remove_button,
            self.look_button,
            self.camera_button,
            self.add_button,
        ):
            buttons.addWidget(button)
        for table in (self.list, self.files):
            table.setMinimumHeight(px(_LEAST_TABLE))
        papers = column(both, Line(), _padded(self.hint), gap=0)
        papers.setStretch(0, 1)
        whole = column(Banner(self), FormSheet(papers), Foot(buttons), gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._show_state()

    def forget(self) -> None:
        """Let go of the case before, and of its papers."""
        self.view = None
        for table in (self.list, self.files):
            table.set_rows(())
        self._show_state()

    def refresh(self) -> None:
        """Read the papers anew."""
        self.read_case(attachments_view, self._show_view)

    def start(self, action: str) -> None:
        """From elsewhere: add a paper."""
        if action == "ADD_ATTACHMENT":
            self.choose_files()

    # ------------------------------------------------------------ showing

    def _make_list(self) -> DataTable:
        return DataTable(
            (
                Column("应有材料", presenter.label, width=70, stretch=True),
                Column("", _list_chip, CellKind.CHIP, width=90),
            ),
            name="应有材料",
        )

    def _make_files(self) -> DataTable:
        table = DataTable(
            (
                Column("种类", lambda one: one.kind, strong=True, width=110),
                Column("是谁的", lambda one: one.whose, width=80, aside=1),
                Column("名称", lambda one: one.title, width=80, stretch=True),
                Column("日期", lambda one: one.added_on.isoformat(), width=96, aside=2),
                Column("大小", presenter.size, CellKind.NUMBER, width=76, aside=3),
            ),
            name="已有材料",
        )
        table.set_empty(EmptyState("还没有材料", "按“添加材料”，或把扫描件拖到这里。", icon="clip"))
        return table

    def _show_view(self, view: AttachmentsView) -> None:
        before, self.view = self.view, view
        self.heading.setText(presenter.title(view))
        self.list.set_rows(view.checklist, key=lambda one: one.kind)
        self.files.set_rows(view.files, key=lambda one: one.id)
        known = {one.id for one in before.files} if before is not None else set()
        added = [at for at, one in enumerate(view.files) if one.id not in known]
        if known and added and len(added) < len(view.files):
            self.files.choose(added[-1])  # what was added, or put back, is seen
        self._show_state()

    def _entries(self) -> list[tuple[str, Callable[[], object]] | None]:
        """What can be printed: the letter while something is missing, scans once there are some."""
        view = self.view
        if view is None or not self.ctx.may(Op.PRINT_FORM):
            return []
        entries: list[tuple[str, Callable[[], object]] | None] = []
        if view.done < view.wanted:
            entries.append(("补件告知书…", self.print_letter))
        if any(one.kind == ID_COPY for one in view.files):
            entries.append(("身份证正反面同页…", self.print_ids))
        if view.files:
            entries.append(("全部材料合成一个 PDF…", self.bind_all))
        return entries

    def print_letter(self) -> None:
        """The letter that asks for what is missing."""
        from ui.screens.papers.printing import open_print

        if self.case_id is not None:
            open_print(self.ctx, self.case_id, "missing_papers", parent=self.window())

    def print_ids(self) -> None:
        """ID cards, both sides on one page."""
        from ui.screens.case.attachments_out import open_id_copies

        if self.case_id is not None:
            open_id_copies(self.ctx, self, self.case_id)

    def bind_all(self) -> None:
        """Everything as one PDF with its contents list."""
        from ui.screens.case.attachments_out import open_all_scans

        if self.case_id is not None:
            open_all_scans(self.ctx, self, self.case_id)

    def _show_state(self) -> None:
        may_add = bool(self.view and self.view.may_add)
        entries = self._entries()
        self.out.set_entries(entries)
        self.out.setVisible(bool(entries))
        self.camera_button.setVisible(may_add)
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

    def choose_files(self, kind: str = "") -> None:
        """Choose files of this computer; `kind`: what they will be."""
        if self.view is None or not self.view.may_add:
            return
        ask_files(
            self.window(), "添加材料", presenter.FILTER, lambda paths: self.offer_files(paths, kind)
        )

    def open_camera(self) -> None:
        """Photos of a camera, a phone or a stick."""
        from ui.screens.case.camera_folder import CameraDialog

        if self.view is not None and self.view.may_add:
            CameraDialog(self.ctx, self, self.offer_files).open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Files and pictures may be dropped while papers are taken."""
        held = event.mimeData()
        if self.view is not None and self.view.may_add and (held.hasUrls() or held.hasImage()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Files that were dropped, or a picture out of another program."""
        event.acceptProposedAction()
        if paths := local_paths(event.mimeData()):
            self.take_dropped(paths)
        else:
            self._offer_picture(event.mimeData(), "拖入的图片")

    def take_dropped(self, paths: Sequence[Path]) -> None:
        """The scan of a sheet issued for this file is filed by its QR; of anything else the kind is asked."""
        if len(paths) != 1 or not self.ctx.may(Op.FILE_SCAN):
            self.offer_files(paths)
            return
        path = paths[0]

        def take(case_id: int | None) -> None:
            if case_id == self.case_id:
                self.ctx.run(self, bound(file_sheet, self.ctx.office, path))
            else:
                self.offer_files(paths)

        self.ctx.read(self, bound(case_of_scan, self.ctx.office, path), take)

    def paste(self) -> None:
        """Files or a picture from the clipboard."""
        if self.view is None or not self.view.may_add:
            return
        held = QGuiApplication.clipboard().mimeData()
        if paths := local_paths(held):
            self.offer_files(paths)
        else:
            self._offer_picture(held, "粘贴的图片")

    def _offer_picture(self, held: QMimeData, name: str) -> None:
        """A picture that is in no file; where there is none either, that is said."""
        image = held.imageData()
        if not isinstance(image, QImage) or image.isNull():
            tell(
                self.window(),
                "这里没有可以添加的材料",
                "没有图片，也没有这台电脑上的文件。请先截图，或复制、拖动文件夹里的图片和 PDF。",
            )
            return
        self._offer(
            [name],
            lambda kind, who, _progress: bound(
                add_image,
                self.ctx.office,
                case_id=self.case_id,
                image=image,
                kind=kind,
                person_id=who,
            ),
        )

    def offer_files(self, paths: Sequence[Path], kind: str = "") -> None:
        """Ask what these files are, then add them."""
        view, names = self.view, [path.stem for path in paths]
        if not paths or view is None or not view.may_add:
            return
        refused: list[str] = []
        self._offer(
            [path.name for path in paths],
            lambda chosen, who, progress: bound(
                add_files,
                self.ctx.office,
                case_id=self.case_id,
                paths=tuple(paths),
                kinds=presenter.kinds_for(chosen, names),
                people=presenter.people_for(who, names, view),
                refused=refused,
                progress=progress,
            ),
            kind,
            refused,
        )

    def _add_of_kind(self, line: ChecklistLine) -> None:
        """Enter on a paper of the list: look at it where it is complete, else add what is missing."""
        if self.view is None:
            return
        there = [one for one in self.view.files if one.kind == line.kind]
        if there and (line.is_done or not self.view.may_add):
            self._look(there[0])
        else:
            self.choose_files(line.kind)

    def _offer(
        self,
        names: Sequence[str],
        work_for: WorkFor,
        kind: str = "",
        refused: Sequence[str] = (),
    ) -> None:
        if self.view is None or self.case_id is None:
            return
        cut = bound(offer_cut, self.ctx, self, self.case_id, self.view)
        ask_kind(self.ctx, self, self.view, names, work_for, kind, refused, on_added=cut)

    # ------------------------------------------------------------ looking, taking out

    def _look_current(self) -> None:
        if (one := self._current()) is not None:
            self._look(one)

    def _look(self, one: AttachmentView) -> None:
        if self.view is None or self.case_id is None:
            return
        Looking(
            self.ctx,
            self,
            self.case_id,
            self.view,
            on_shown=self.files.choose,
            on_reason=self.refresh,
        ).begin(one)

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
            "这份材料会从清单中移除，可以撤销；以后也可以从“更多 → 已移除的材料”恢复。",
            "移除这份材料",
            remove,
            danger=True,
        )


def _padded(label: Label) -> Label:
    label.setContentsMargins(px(SIZE.gap_wide), px(SIZE.gap_small), 0, px(SIZE.gap_small))
    return label


def _list_chip(line: ChecklistLine) -> ChipText:
    word, tone = presenter.state(line)
    return ChipText(word, Tone(tone))
