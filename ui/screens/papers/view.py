"""文书与用印: every issued paper, voiding one, checking a file, the seals."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.changes import Changes, Op
from app.forms.scan_filing import is_scan
from app.forms.spans import span_forms
from app.office.code_checking import CodeVerdict
from app.office.papers import RegisterLine, void
from app.office.verifying import Verdict
from ui.context import Context, Screen
from ui.files import ask_file, ask_new_file
from ui.screens.papers import presenter
from ui.screens.papers.blank_dialog import open_blank
from ui.screens.papers.code_dialog import open_code_check
from ui.screens.papers.number_dialog import open_issue
from ui.screens.papers.printing import open_print
from ui.screens.papers.span_dialog import open_span
from ui.style import SIZE, px
from ui.widgets import (
    Banner,
    Button,
    Card,
    CellKind,
    ChipText,
    Column,
    DangerButton,
    DataTable,
    EmptyState,
    Heading,
    Label,
    MenuButton,
    ReasonDialog,
    Role,
    Scroll,
    TextInput,
    Tone,
    clear_layout,
    column,
    row,
)
from ui.widgets.keys import Key

_PAUSE_MS = 150
_CONCERNS = (
    Op.ISSUE_PAPER,
    Op.VOID_PAPER,
    Op.SAVE_SEAL,
    Op.APPLY_CORRECTION,
    Op.FILE_SCAN,
    Op.REMOVE_ATTACHMENT,
    Op.RESTORE_ATTACHMENT,
    Op.UNDO,
)


class PapersScreen(Screen):
    """The register of issued papers. A PDF dropped anywhere on it is verified."""

    key = "papers"
    title = "文书与用印"

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.setAcceptDrops(True)
        self._heading = Heading(self.title)
        self._banner = Banner()
        self._search = TextInput(
            "", "按文书编号、表格、档案编号、用途或用印人查找；输入“作废”只看作废的"
        )
        self._search.setClearButtonEnabled(True)
        self._search.setAccessibleName("查找文书")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.refresh)
        self._search.textChanged.connect(lambda _text: self._pause.start())
        self.table = self._make_table()
        self._facts = QGridLayout()
        self._facts.setVerticalSpacing(px(SIZE.gap_tiny))
        self._facts.setHorizontalSpacing(px(SIZE.gap_small))
        self._facts.setColumnStretch(1, 1)
        self._seals: QVBoxLayout = column(gap=SIZE.gap_small)
        self.void_button = DangerButton(
            "作废这份文书…", self._ask_void, wide=True, tip="作废后仍留在登记簿中，不能恢复"
        )
        self.take_button = Button(
            "另存原件…",
            self._take,
            wide=True,
            shortcut="Ctrl+S",
            tip="取出签发时的 PDF 原件，与登记簿完全一致；取出要登记",
        )
        self.again_button = Button("重新签发…", self._again, wide=True)
        self._detail = Card("所选文书")
        self._lay_out()
        self.setFocusProxy(self._search)
        self._show_line(None)

    # -- layout -----------------------------------------------------------------------------------------

    def _make_table(self) -> DataTable:
        table = DataTable(
            (
                Column("文书编号", lambda line: line.serial, strong=True, width=140),
                Column("状态", _chip, CellKind.CHIP, width=84),
                Column("表格", lambda line: line.form, width=140, stretch=True),
                Column("档案编号", lambda line: line.case_number, width=128, aside=4),
                Column("签发日期", lambda line: line.issued_on.isoformat(), width=104, aside=2),
                Column("用途", lambda line: line.reason, width=150, stretch=True, aside=1),
                Column("用印人", lambda line: line.account, width=80, aside=5),
                Column("扫描件", presenter.scan_word, width=112, aside=3),
            ),
            name="签发文书登记",
        )
        table.chosen.connect(self._show_line)
        table.opened.connect(self._open_case)
        return table

    def _set_empty(self) -> None:
        if not presenter.reads_register(self.ctx.office):
            empty = EmptyState(
                "这个账号只核验文书",
                "把文件拖到这里，或者按右上角的“核验”；登记簿由用印人和办理档案的账号查看。",
                icon="shield",
            )
        elif self._search.text():
            empty = EmptyState(
                "没有找到", "换一个编号或词再查；清空查找框可以看到全部。", icon="search"
            )
        else:
            empty = EmptyState(
                "还没有签发过文书",
                "打开一份档案，按“打印文书”，勾选用印并写明用途，签发后会登记在这里。",
                icon="seal",
            )
        self.table.set_empty(empty)

    def _lay_out(self) -> None:
        self._heading.add_action(
            Button(
                "空白表格…",
                lambda: open_blank(self.ctx, self),
                shortcut="Ctrl+Shift+P",
                tip="打印或保存不带内容的表，供手工填写",
            )
        )
        if span_forms(self.ctx.office):
            self._heading.add_action(
                Button(
                    "登记表和目录…",
                    lambda: open_span(self.ctx, self),
                    icon="list",
                    shortcut="Ctrl+P",
                    tip="打印用印登记表、档案目录和档案盒脊背",
                )
            )
        checks = (("核验文件…", self._choose_file), ("核验编号…", self._ask_code))
        self._heading.add_action(
            MenuButton(
                "核验",
                checks,
                tip="是不是本单位签发的：选择文件（Ctrl+Shift+V，也可以拖到这里），"
                "或扫描、输入纸上的编号和验证码（Ctrl+Shift+B）",
            )
        )
        for keys, check in zip(("Ctrl+Shift+V", "Ctrl+Shift+B"), checks, strict=True):
            Key(self, keys, check[0].rstrip("…"), check[1])
        if self.ctx.may(Op.FILE_SCAN):
            self._heading.add_action(
                Button(
                    "归档扫描件…",
                    self._choose_scan,
                    icon="clip",
                    shortcut="Ctrl+Shift+G",
                    tip="选择盖章后的扫描件，或把它拖到这里，按纸上的二维码存入档案的材料",
                )
            )
        if self.ctx.may(Op.ISSUE_PAPER):
            self._heading.add_action(
                Button(
                    "签发文书…",
                    lambda: open_issue(self.ctx, self),
                    icon="seal",
                    shortcut="Ctrl+I",
                    tip="输入档案编号，选表格，用印、编号、登记一次完成",
                )
            )
        holder = QWidget()
        self._facts.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(self._facts)
        self._detail.add(holder)
        self._detail.add(self.take_button)
        self._detail.add(self.again_button)
        self._detail.add(self.void_button)
        seals = Card("印章")
        seals.add(self._seals)
        side_body = QWidget()
        side_body.setLayout(column(self._detail, seals, None, gap=SIZE.gap))
        side = Scroll(side_body)
        side.setFixedWidth(px(SIZE.side_column))
        sheet = Card(flush=True)
        search_line = row(self._search, margin=SIZE.gap_small)
        sheet.add(search_line)
        sheet.add(self.table, 1)
        middle = row(sheet, side, gap=SIZE.gap_wide)
        middle.setStretch(0, 1)
        body = column(self._heading, self._banner, middle, gap=SIZE.gap_wide)
        edge = px(SIZE.gap_page)
        body.setContentsMargins(edge, px(SIZE.gap_wide), edge, edge)
        body.setStretch(2, 1)
        self.setLayout(body)

    # -- reading ----------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the register by what is typed."""
        self.ctx.read(
            self,
            presenter.bound_load(self.ctx.office, self._search.text()),
            self._show,
            key="papers",
        )

    def concerns(self, changes: Changes) -> bool:
        """Only what issues, voids or files papers or changes seals or facts that void them."""
        return changes.op in _CONCERNS

    def _show(self, shown: presenter.Shown) -> None:
        self._heading.set_note(presenter.note(shown))
        self.table.set_rows(shown.lines, key=lambda line: line.serial)
        if not shown.lines:
            self._set_empty()
        clear_layout(self._seals)
        for seal in shown.seals:
            self._seals.addWidget(Label(presenter.seal_words(seal), wrap=True))
        if not shown.seals:
            self._seals.addWidget(
                Label("还没有印章。请在“设置 → 印章”中登记扫描件。", Role.MUTED, wrap=True)
            )
        self._show_line(self.table.current_row())

    def _show_line(self, line: RegisterLine | None) -> None:
        clear_layout(self._facts)
        if line is None:
            hint = Label("在左边选一份文书，这里显示它的登记内容。", Role.MUTED, wrap=True)
            self._facts.addWidget(hint, 0, 0, 1, 2)
        else:
            for at, (label, value) in enumerate(presenter.details(line)):
                name = Label(label, Role.SMALL)
                self._facts.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop)
                self._facts.addWidget(Label(value, wrap=True, selectable=True), at, 1)
        may_void = self.ctx.may(Op.VOID_PAPER)
        self.void_button.setVisible(line is not None and not line.is_void and may_void)
        self.take_button.setVisible(
            line is not None
            and line.is_kept
            and not line.is_void
            and self.ctx.may(Op.TAKE_ISSUED_FILE)
        )
        self.again_button.setVisible(
            line is not None and line.case_id is not None and self.ctx.may(Op.ISSUE_PAPER)
        )

    # -- acting -----------------------------------------------------------------------------------------

    def _open_case(self, line: RegisterLine) -> None:
        if line.case_id is not None and self.ctx.may(Op.OPEN_CASE):
            self.ctx.go("case", case_id=line.case_id)

    def _take(self) -> None:
        """Ask where, then take the file out: one that is not saved is not taken."""
        line = self.table.current_row()
        if line is None:
            return
        ask_new_file(
            self,
            "另存原件",
            f"{line.form}-{line.serial}.pdf",
            "PDF 文件 (*.pdf)",
            lambda path: self.take_to(line.serial, path),
        )

    def take_to(self, serial: str, path: Path) -> None:
        """Take the file of a paper out and write it."""
        self.ctx.run(
            self,
            partial(presenter.take_original, self.ctx.office, serial, path),
            on_done=lambda _changes: self._banner.show_message(
                f"文书 {serial} 的原件已保存。", Tone.GREEN
            ),
        )

    def _again(self) -> None:
        line = self.table.current_row()
        if line is not None and line.case_id is not None:
            open_print(self.ctx, line.case_id, line.form, parent=self, replaces=line.serial)

    def _ask_void(self) -> None:
        line = self.table.current_row()
        if line is None:
            return
        dialog = ReasonDialog(
            self,
            f"作废文书 {line.serial}",
            f"{line.form}作废后，核验会显示已作废，登记簿保留这一行，不能恢复。纸质件请收回。",
            "作废这份文书",
            danger=True,
            hint="请写明作废原因",
        )
        dialog.given.connect(partial(self._void, dialog, line.serial))
        dialog.open()

    def _void(self, dialog: ReasonDialog, serial: str, reason: str) -> None:
        self.ctx.run(
            dialog,
            partial(void, self.ctx.office, serial=serial, reason=reason),
            on_done=lambda _changes: dialog.accept(),
        )

    # -- verifying --------------------------------------------------------------------------------------

    def _choose_file(self) -> None:
        ask_file(self, "选择要核验的文书", "PDF 文件 (*.pdf)", self.verify_file)

    def _ask_code(self) -> None:
        open_code_check(self.ctx, self, self._show_code_verdict)

    def _show_code_verdict(self, verdict: CodeVerdict) -> None:
        self._banner.show_message(verdict.words, Tone.GREEN if verdict.is_ours else Tone.RED)

    def verify_file(self, path: Path) -> None:
        """Judge a file and say the result over the list."""
        self._banner.clear()
        self.ctx.run(
            self,
            partial(presenter.check_file, self.ctx.office, path),
            on_done=self._show_verdict,
        )

    def _show_verdict(self, verdict: Verdict) -> None:
        tone = Tone.GREEN if verdict.genuine else Tone.RED
        self._banner.show_message(presenter.verdict_words(verdict), tone)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """One local file may be dropped."""
        if _dropped_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """A dropped scan is filed, any other file is verified."""
        path = _dropped_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.take_file(path)

    # -- filing scans -----------------------------------------------------------------------------------

    def _choose_scan(self) -> None:
        ask_file(self, "选择盖章后的扫描件", "扫描件 (*.jpg *.jpeg *.png *.pdf)", self.file_scan)

    def take_file(self, path: Path) -> None:
        """File a scan of a stamped sheet; verify a file that may be the issued one."""

        def take(is_picture: bool) -> None:
            if is_picture and self.ctx.may(Op.FILE_SCAN):
                self.file_scan(path)
            else:
                self.verify_file(path)

        self.ctx.read(self, partial(is_scan, path), take)

    def file_scan(self, path: Path) -> None:
        """File the scan of a stamped sheet at its case and say where."""
        self._banner.clear()
        self.ctx.run(
            self,
            partial(presenter.file_sheet, self.ctx.office, path),
            on_done=lambda made: self._banner.show_message(
                presenter.filed_words(made[1]), Tone.GREEN
            ),
        )


def _dropped_file(event: QDropEvent) -> Path | None:
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None


def _chip(line: RegisterLine) -> ChipText:
    return ChipText(presenter.state_word(line), Tone.RED if line.is_void else Tone.GREEN)
