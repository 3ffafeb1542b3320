"""Importing a workbook of the national system: choose, check, look, import, take back."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QStackedWidget, QWidget

from app.cases.import_words import COLUMN, save_words
from app.cases.imports import (
    ImportReport,
    check_import,
    import_workbook,
    undo_import,
    write_rejects,
)
from app.changes import Changes
from app.errors import Cancelled
from app.progress import Progress
from ui.context import Context, Screen, bound
from ui.files import ask_file, ask_new_file
from ui.screens.import_wizard import presenter
from ui.screens.import_wizard.findings import Findings, MeaningDialog
from ui.screens.import_wizard.presenter import Unknown
from ui.style import SIZE, Role, Tone, px
from ui.widgets import (
    Banner,
    Button,
    Card,
    EmptyState,
    Figure,
    Heading,
    Label,
    PrimaryButton,
    ReasonDialog,
    column,
    row,
)

__all__ = ["ImportScreen"]

_CHOOSE = "Ctrl+O"
_LOW = 560
"""Below this height the rows have the room of the figures: the sentence tells them too."""
_FILTER = "Excel 表格 (*.xlsx *.xls *.xlsm)"


class ImportScreen(Screen):
    """Nothing is written before the user has seen what would be refused."""

    key = "import"
    title = "导入"

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.report: ImportReport | None = None
        self._path: Path | None = None
        self._operation_id: int | None = None
        self.setAcceptDrops(True)
        self.heading = Heading("导入", "全国工会帮扶系统导出的困难职工档案表格")
        self.choose_button = Button("选择文件…", self.choose, icon="file", shortcut=_CHOOSE)
        self.heading.add_action(self.choose_button)
        self.banner = Banner(self)
        self._stack = QStackedWidget()
        # The page of the start has the same button in its middle.
        self._stack.currentChanged.connect(lambda at: self.choose_button.setVisible(at > 0))
        self._stack.addWidget(self._make_start())
        self._stack.addWidget(self._make_check())
        self._stack.addWidget(self._make_result())
        page = column(self.banner, self.heading, self._stack, gap=SIZE.gap_wide)
        page.setContentsMargins(
            px(SIZE.gap_page), px(SIZE.gap_wide), px(SIZE.gap_page), px(SIZE.gap_page)
        )
        page.setStretch(2, 1)
        self.setLayout(page)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Where there is little room the rows have it."""
        super().resizeEvent(event)
        for figure in self._figures:
            figure.setVisible(self.height() >= px(_LOW))

    # ------------------------------------------------------------ choosing

    def choose(self) -> None:
        """Ask for a file."""
        ask_file(self.window(), "选择要导入的表格", _FILTER, self.check)

    def check(self, path: Path) -> None:
        """Read and check a workbook in the background; writes nothing."""
        self._check(path, self._show_check)

    def _check(self, path: Path, show: Callable[[ImportReport], None]) -> None:
        self._path = path
        self.banner.clear()
        progress = Progress(label="正在读取表格")
        work = bound(check_import, self.ctx.office, path, progress)
        self.ctx.run(
            self,
            work,
            on_done=show,
            on_failed=self._check_failed,
            progress=progress,
            title="正在检查表格",
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """One file may be dropped here."""
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Check what was dropped."""
        event.acceptProposedAction()
        self.check(Path(event.mimeData().urls()[0].toLocalFile()))

    # ------------------------------------------------------------ looking and importing

    def import_good(self) -> None:
        """Write what passes, as one operation, after a verified backup."""
        if self._path is None or self.report is None:
            return
        progress = Progress(label="正在导入")
        path, seen, update = self._path, self.report, bool(self.findings.wanted)
        left_out = self.findings.writable - self.findings.wanted
        office = self.ctx.office
        self.banner.clear()

        def work() -> tuple[Changes | None, ImportReport]:
            report = import_workbook(
                office,
                path=path,
                accept_good=True,
                update=update,
                left_out=left_out,
                seen=seen,
                progress=progress,
            )
            return report.changes, report

        self.ctx.run(
            self,
            work,
            on_done=self._show_result,
            on_failed=self._say_stopped,
            progress=progress,
            title="正在导入",
        )

    def give_meaning(self, asked: Unknown) -> None:
        """Ask what a column or word stands for, remember it, and check the workbook again."""
        dialog = MeaningDialog(self.window(), asked)

        def remember() -> None:
            meaning = dialog.meaning()
            columns = {asked.filed: meaning} if asked.kind == COLUMN else None
            words = {(asked.kind, asked.filed): meaning} if asked.kind != COLUMN else None
            work = bound(save_words, self.ctx.office, columns=columns, words=words)
            self.ctx.run(dialog, work, on_done=lambda _done: again())

        def again() -> None:
            dialog.accept()
            if self._path is not None:
                self._check(self._path, go_on)

        def go_on(report: ImportReport) -> None:
            self._show_check(report)
            self.findings.go_on_with_words()

        dialog.confirmed.connect(remember)
        dialog.open()

    def give_up(self) -> None:
        """Forget the workbook; nothing was written."""
        self._start_again()
        self.banner.show_message("已放弃，什么都没有写入。", Tone.BLUE)

    def export_rejects(self) -> None:
        """Ask where to, and write the refused rows with their reasons."""
        if self._path is None:
            return
        name = presenter.rejects_name(self._path)
        ask_new_file(self.window(), "导出退回表", name, "Excel 表格 (*.xlsx)", self.write_rejects)

    def write_rejects(self, out: Path) -> None:
        """Write the refused rows to a workbook."""
        if self.report is None:
            return

        def written(_: object) -> None:
            self.banner.show_message(f"退回表已保存为“{out.name}”，改好后可以再导入。", Tone.GREEN)

        self.ctx.run(self, bound(write_rejects, self.report, out), on_done=written)

    def undo(self) -> None:
        """Take the import back, with a reason; possible while none of its cases was touched."""
        operation_id = self._operation_id
        if operation_id is None:
            return
        dialog = ReasonDialog(
            self.window(),
            "撤销导入",
            "这次导入的各户会从档案中移走，按表更新的恢复原样；其中有一户已经办理过，就不能撤销。",
            "撤销导入",
            danger=True,
        )

        def given(reason: str) -> None:
            work = bound(undo_import, self.ctx.office, operation_id=operation_id, reason=reason)
            self.ctx.run(dialog, work, on_done=undone)

        def undone(_: object) -> None:
            dialog.accept()
            self._start_again()
            self.banner.show_message("已撤销导入，档案恢复到导入之前。", Tone.GREEN)

        dialog.given.connect(given)
        dialog.open()

    # ------------------------------------------------------------ the three pages

    def _make_start(self) -> QWidget:
        card = Card()
        card.add(
            EmptyState(
                "把表格拖到这里，或者选择文件",
                "支持 .xlsx 和 .xls。先检查，不写入；检查后逐户列出问题，再决定导入哪些。",
                button="选择文件…",
                on_click=self.choose,
                icon="import",
                primary=True,
                shortcut=_CHOOSE,
            ),
            1,
        )
        return card

    def _make_check(self) -> QWidget:
        self._figures = [
            Figure(label) for label in ("表中户数", "可以导入", "涉及人口", "已在档", "退回")
        ]
        self.sentence = Banner()
        self.findings = Findings(self.give_meaning)
        self.findings.wanted_changed.connect(self._show_wanted)
        self.update_box = QCheckBox(presenter.update_words(0, 0))
        self.update_box.toggled.connect(self._want_all)
        self.import_button = PrimaryButton("全部导入", self.import_good, shortcut="Ctrl+Return")
        self.rejects_button = Button("导出退回表…", self.export_rejects, icon="export")
        self.give_up_button = Button("全部放弃", self.give_up)
        buttons = row(
            self.update_box,
            None,
            self.give_up_button,
            self.rejects_button,
            self.import_button,
            gap=SIZE.gap,
        )
        page = QWidget()
        layout = column(
            row(*self._figures, gap=SIZE.gap), self.sentence, self.findings, buttons, gap=SIZE.gap
        )
        layout.setStretch(2, 1)
        page.setLayout(layout)
        return page

    def _make_result(self) -> QWidget:
        card = Card()
        self.result = Label("", Role.SECTION, wrap=True)
        self.result.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.result_notes = Label("", Role.MUTED, wrap=True)
        self.result_notes.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.open_list = PrimaryButton("查看档案列表", bound(self.ctx.go, "cases"))
        self.undo_button = Button("撤销导入…", self.undo, icon="undo")
        self.result_rejects = Button("导出退回表…", self.export_rejects, icon="export")
        again = Button("再导入一个文件", self._start_again)
        buttons = row(None, self.undo_button, self.result_rejects, again, self.open_list, None)
        card.add(column(None, self.result, self.result_notes, buttons, None, gap=SIZE.gap_page), 1)
        return card

    def _start_again(self) -> None:
        self.report = None
        self._stack.setCurrentIndex(0)
        self.heading.set_note("全国工会帮扶系统导出的困难职工档案表格")

    def _check_failed(self, error: BaseException) -> None:
        self._start_again()
        self._say_stopped(error)

    def _say_stopped(self, error: BaseException) -> None:
        """Whoever stops the work wants to know that nothing was done by halves."""
        if isinstance(error, Cancelled):
            self.banner.show_message("已停止，什么都没有写入。", Tone.BLUE)

    def _show_check(self, report: ImportReport) -> None:
        self.report = report
        said = presenter.summary(report)
        assert self._path is not None
        self.heading.set_note(self._path.name)
        for figure, (_, number, unit, note) in zip(self._figures, said.figures, strict=True):
            figure.show_number(number, unit, note)
        self.sentence.show_message(said.sentence, Tone(said.tone))
        self.findings.show_report(report)
        self.import_button.set_text(presenter.import_word(report))
        self.rejects_button.setVisible(bool(report.rejected))
        self.update_box.setVisible(said.can_update)
        self._allow_import()
        self._stack.setCurrentIndex(1)
        self._next_step(report, said).setFocus()

    def _next_step(self, report: ImportReport, said: presenter.Summary) -> QWidget:
        """What one would press now: Enter by mistake throws nothing away."""
        if said.can_import:
            return self.import_button
        if presenter.can_name_missing(report):
            return self.findings.meaning_button
        if report.checked.header.missing:
            return self.choose_button
        if said.can_update:
            return self.update_box
        return self.rejects_button if report.rejected else self.choose_button

    def _want_all(self, is_on: bool) -> None:
        self.findings.want(self.findings.writable if is_on else frozenset())

    def _show_wanted(self) -> None:
        """The box stands for all differences: it is set while any is to be written."""
        wanted, writable = len(self.findings.wanted), len(self.findings.writable)
        with QSignalBlocker(self.update_box):
            self.update_box.setChecked(wanted > 0)
        self.update_box.setText(presenter.update_words(wanted, writable))
        self._allow_import()

    def _allow_import(self) -> None:
        """There is something to write: new households, or what differs where that is wanted."""
        has_new = self.report is not None and self.report.accepted > 0
        self.import_button.setEnabled(has_new or bool(self.findings.wanted))

    def _show_result(self, found: tuple[Changes | None, ImportReport]) -> None:
        changes, report = found
        self.report = report
        self._operation_id = changes.operation_id if changes else None
        self.result.setText(presenter.result_sentence(report))
        self.result_notes.setText(presenter.result_notes(report))
        self.undo_button.setVisible(self._operation_id is not None)
        self.result_rejects.setVisible(bool(report.rejected))
        self._stack.setCurrentIndex(2)
        self.open_list.setFocus()
