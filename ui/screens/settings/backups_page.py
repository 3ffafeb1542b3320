"""备份与检查: copies of the office, and whether everything is whole."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.changes import Op
from app.office.backups import (
    BackupRow,
    MadeBackup,
    age_sentence,
    automatic,
    back_up,
    backups,
    copy_sentence,
    suggested_name,
)
from app.office.check_sheet import check_sheet
from app.office.checking import CheckLine, CheckReport, check_office
from app.progress import Progress
from ui.context import Context, bound
from ui.desk import desk
from ui.files import ask_file, ask_new_file
from ui.screens.login.dialogs import after_password
from ui.screens.papers.paper_out import print_pdf
from ui.screens.settings.page import TablePage
from ui.screens.settings.presenter import size_words, stamp_words
from ui.style import SIZE, Tone
from ui.widgets import (
    Button,
    Card,
    CellKind,
    ChipText,
    Column,
    DangerButton,
    DataTable,
    EmptyState,
    PrimaryButton,
    ask,
    row,
)

_KIND = "暖档备份 (*.nuandang)"


def _verdict(line: CheckLine) -> ChipText:
    if not line.ok:
        return ChipText("有问题", Tone.RED)
    return ChipText("请处理", Tone.AMBER) if line.needs_care else ChipText("正常", Tone.GREEN)


class BackupsPage(TablePage):
    """Automatic backups on the left, the last check on the right."""

    key = "backups"
    title = "备份与检查"
    note = "程序启动、退出、导入和恢复之前自动备份。请每周再备份一次到 U 盘，与电脑分开保管。"

    def __init__(self, ctx: Context) -> None:
        columns = (
            Column("时间", lambda backup: stamp_words(backup.stamp), strong=True, width=138),
            Column("何时做的", lambda backup: backup.reason, width=96, stretch=True),
            Column("大小", lambda backup: size_words(backup.size), CellKind.NUMBER, width=76),
        )
        empty = ("还没有备份", "请按“备份到文件”，把全部档案存到 U 盘。")
        super().__init__(ctx, columns, lambda backup: backup.path, empty)
        may = ctx.may(Op.BACK_UP)
        self._lines = DataTable(
            (
                Column("检查", lambda line: line.name, strong=True, width=100),
                Column("结果", _verdict, CellKind.CHIP, width=84),
                Column("说明", lambda line: line.detail, stretch=True),
            ),
            compact=True,
            name="检查结果",
        )
        self._lines.set_empty(
            EmptyState(
                "还没有检查", "按“检查档案”，约一分钟内看完文件、记录、附件和账目。", icon="shield"
            )
        )
        file_button = PrimaryButton("备份到文件…", self._to_file, icon="export")
        now_button = Button("立即备份", self._now)
        restore = DangerButton("恢复备份…", self._restore)
        for button in (file_button, now_button, restore):
            button.setVisible(may)
        check = Button("检查档案", self._check, icon="shield")
        self._report: CheckReport | None = None
        self.print_button = Button("打印", self._print, icon="printer", tip="打印这次检查的报告")
        self.print_button.setEnabled(False)
        left = Card("自动备份", flush=True, action=now_button)
        left.add(self.table, 1)
        actions = QWidget()
        actions.setLayout(row(self.print_button, check, gap=SIZE.gap_small))
        self._check_card = Card("检查结果", flush=True, action=actions)
        self._check_card.add(self._lines, 1)
        middle = row(left, self._check_card, gap=SIZE.gap)
        middle.setStretch(0, 1)
        middle.setStretch(1, 1)
        self.lay_out(middle, buttons=(restore, file_button))

    def refresh(self) -> None:
        """Read the list anew."""
        self.ctx.read(self, bound(backups, self.ctx.office), self._show, key=self.key)
        self.ctx.read(self, bound(copy_sentence, self.ctx.office), self._show_copy, key="copy")

    def _show(self, found: tuple[BackupRow, ...]) -> None:
        self.show_rows(found)
        newest = found[0].stamp if found else None
        sentence, is_good = age_sentence(newest, self.ctx.office.clock.now())
        if not is_good:
            self.banner.show_message(sentence, Tone.AMBER)

    def _show_copy(self, told: tuple[str, bool]) -> None:
        sentence, is_good = told
        if not is_good and not self.banner.text():
            self.banner.show_message(
                f"{sentence}，请插上 U 盘备份一次，与电脑分开保管。",
                Tone.AMBER,
                action="备份到文件…",
                on_action=self._to_file,
            )

    def _now(self) -> None:
        progress = Progress()
        self.ctx.run(
            self,
            bound(automatic, self.ctx.office, "hand", progress=progress),
            on_done=lambda made: self._made("备份已经做好，并完整校验过。", made),
            progress=progress,
            title="正在备份",
        )

    def _to_file(self) -> None:
        after_password(
            self.ctx,
            self,
            "备份里是全部档案。带出这台电脑之前，请再输入一次您的登录密码。",
            self._ask_where,
        )

    def _ask_where(self) -> None:
        ask_new_file(self, "备份到文件", suggested_name(self.ctx.office), _KIND, self._write)

    def _write(self, path: Path) -> None:
        progress = Progress()
        self.ctx.run(
            self,
            bound(back_up, self.ctx.office, file=path, progress=progress),
            on_done=lambda made: self._made(
                f"已备份到“{made.path.name}”，并完整校验过。请把 U 盘与电脑分开保管。", made
            ),
            progress=progress,
            title="正在备份",
        )

    def _made(self, sentence: str, made: MadeBackup) -> None:
        self.refresh()
        tone = Tone.AMBER if made.warning else Tone.GREEN
        self.banner.show_message(f"{sentence}{made.warning}", tone)

    def _restore(self) -> None:
        after_password(
            self.ctx,
            self,
            "恢复备份会替换现有的档案。请先再输入一次您的登录密码。",
            self._ask_restore,
        )

    def _ask_restore(self) -> None:
        ask(
            self.window(),
            "恢复备份",
            "恢复时先退出登录，检查备份，再用它替换现有的档案；现有的文件会另外保留。",
            "选择备份文件",
            lambda: ask_file(self, "选择备份文件", _KIND, desk().restore_asked.emit),
            danger=True,
        )

    def _check(self) -> None:
        progress = Progress()
        self.ctx.run(
            self,
            bound(check_office, self.ctx.office, progress),
            on_done=self._show_report,
            progress=progress,
            title="正在检查档案",
        )

    def _print(self) -> None:
        if self._report is not None:
            work = bound(check_sheet, self._report, self.ctx.office.user.unit_name)
            self.ctx.read(self, work, self._print_sheet, key="check-sheet")

    def _print_sheet(self, pdf: bytes) -> None:
        print_pdf(
            self.ctx,
            self,
            pdf,
            form="check-sheet",
            on_done=lambda words: self.banner.show_message(words, Tone.GREEN),
        )

    def _show_report(self, report: CheckReport) -> None:
        self._report = report
        self.print_button.setEnabled(True)
        self._lines.set_rows(report.checks, key=lambda line: line.name)
        if report.ok:
            self.banner.show_message("检查完毕，没有发现问题。", Tone.GREEN)
        else:
            self.banner.show_message(
                "检查发现问题，请先不要录入，把结果告诉系统管理员；必要时从最近的备份恢复。",
                Tone.RED,
            )
