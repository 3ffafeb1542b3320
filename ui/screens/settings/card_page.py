"""读卡器: which helper program reads ID cards on this computer, and a try."""

from pathlib import Path

from app.changes import Changes, Op
from app.errors import Cancelled
from app.office.card_reader import ReadCard, program_of, read_one, save_program
from app.office.session import Office
from app.progress import Progress
from ui import commands
from ui.context import Context, bound
from ui.files import ask_file
from ui.screens.settings.page import SettingsPage
from ui.style import Role, Tone
from ui.widgets import Button, Card, FormGrid, Label, PrimaryButton, TextInput, row

_HELP = (
    "读卡程序由读卡器的厂家或安装人员提供：运行一次，读一张证，把姓名、号码等内容输出给暖档。"
    "没有读卡器也不影响使用，内容可以照常键入。"
)


class CardReaderPage(SettingsPage):
    """Without a reader nothing in the program changes; with one, forms of people offer 读身份证."""

    key = "card_reader"
    title = "读卡器"
    note = "只影响这台电脑。设好以后，新建档案、档案和家庭成员页面会有“读身份证”（F4）。"

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        may = ctx.may(Op.SAVE_SETTINGS)
        self.form = FormGrid(columns=1)
        self.program = TextInput("", "还没有选择")
        self.program.setReadOnly(True)
        self.form.add("program", "读卡程序", self.program)
        self.choose_button = PrimaryButton("选择程序…", self._choose)
        self.remove_button = Button("不用读卡器", lambda: self._save(""))
        self.try_button = Button("试读一张", self._try, tip="读到的内容不会保存")
        for button in (self.choose_button, self.remove_button):
            button.setVisible(may)
        self.told = Label("", Role.MUTED, wrap=True)
        card = Card()
        for part in (self.form, Label(_HELP, Role.SMALL, wrap=True), self.told):
            card.add(part)
        self.lay_out_form(card, row(None, self.try_button, self.remove_button, self.choose_button))

    def concerns(self, changes: Changes) -> bool:
        """Nothing that is written in the file."""
        return False

    def refresh(self) -> None:
        """Read which program it is."""
        self.ctx.read(self, bound(program_of, self.ctx.office.folder), self._show, key=self.key)

    def take(self, path: Path) -> None:
        """Use this program."""
        self._save(str(path))

    def _show(self, program: str) -> None:
        self.program.setText(program)
        self.remove_button.setEnabled(bool(program))
        self.try_button.setEnabled(bool(program))

    def _choose(self) -> None:
        ask_file(self, "选择读卡程序", "程序 (*)", self.take)

    def _save(self, program: str) -> None:
        self.told.setText("")
        work = bound(save_program, self.ctx.office, program=program)
        self.ctx.run(self, work, on_done=lambda _done: self.refresh(), form=self.form)

    def _try(self) -> None:
        self.banner.clear()
        self.told.setText("正在读卡，请把身份证放在读卡器上…")
        self.try_button.setEnabled(False)
        work = bound(_try_one, self.ctx.office)
        self.ctx.jobs.read(work, self._tried, self._failed, owner=self)

    def _tried(self, card: ReadCard) -> None:
        self.try_button.setEnabled(True)
        self.told.setText("")
        name = str(card.values["name"])
        self.banner.show_message(
            f"读卡器可以使用：读到的姓名有 {len(name)} 个字，号码正确。{card.warning}", Tone.GREEN
        )

    def _failed(self, error: BaseException) -> None:
        self.try_button.setEnabled(True)
        self.told.setText("")
        if not isinstance(error, Cancelled):
            commands.show_error(self, error)


def _try_one(office: Office) -> ReadCard:
    return read_one(office, Progress())
