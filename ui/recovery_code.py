"""The recovery code as it is shown once: in groups, to be printed, and a tick that it was put away."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from app.office.recovery_sheet import recovery_sheet
from ui import commands
from ui.files import print_pdf, save_file
from ui.jobs import Jobs
from ui.style import SIZE, Role, px
from ui.widgets import Button, Label, Line, column, row

__all__ = ["RecoveryCode"]


class RecoveryCode(QWidget):
    """The code of an office, made on `day`."""

    put_away = Signal(bool)

    def __init__(self, jobs: Jobs, office_name: str, code: str, day: date) -> None:
        super().__init__()
        self._jobs = jobs
        self._sheet = partial(recovery_sheet, office_name, code, day)
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(SIZE.gap_page))
        grid.setVerticalSpacing(px(SIZE.gap))
        for at, group in enumerate(code.split("-")):
            label = Label(group, Role.TITLE)
            label.setAccessibleName(f"第 {at + 1} 组：{' '.join(group)}")
            number = Label(str(at + 1), Role.SMALL)
            grid.addLayout(row(number, label, None), at // 4, at % 4)
        self.tick = QCheckBox("我已经把恢复码抄写或打印好，并放在安全的地方。")
        self.tick.toggled.connect(self.put_away)
        self.setLayout(
            column(
                grid,
                Label(f"单位：{office_name}", Role.MUTED, wrap=True),
                row(
                    Button("打印…", self._print, icon="printer"),
                    Button("存为 PDF…", self._save, icon="export", tip="只存到 U 盘，不要留在本机"),
                    None,
                ),
                Line(),
                self.tick,
                gap=SIZE.gap,
            )
        )

    def _print(self) -> None:
        self._read_sheet(partial(print_pdf, self, self._jobs))

    def _save(self) -> None:
        self._read_sheet(partial(save_file, self, "存恢复码", "恢复码.pdf", "PDF (*.pdf)"))

    def _read_sheet(self, on_done: Callable[[bytes], object]) -> None:
        commands.read(self, self._jobs, self._sheet, on_done=on_done)
