"""补录: what the paper says of a file that was approved before, with the scan of the signed sheet."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.cases.attachments import read_file
from app.cases.back_entry import PaperFile
from app.cases.commands import back_entry
from app.cases.drafts import Place
from app.changes import Changes
from app.office.session import Office
from ui.context import Context, bound
from ui.drafts import DraftKeeper, offer_recent
from ui.fields import FieldForm, FormValues
from ui.fields.pick_box import PickBox
from ui.files import ask_file
from ui.screens.case.attachments_presenter import FILTER
from ui.screens.case.deriving import derive
from ui.screens.case.record_dialog import FULL_WIDTH, sheet_height
from ui.screens.new_case import presenter
from ui.style import Role
from ui.widgets import Button, Dialog, ElidedLabel, Label, column, row
from ui.widgets.form_sheet import FormSheet


class BackEntryDialog(Dialog):
    """Enters the file straight where it stands and goes to it; the other facts follow by correction."""

    def __init__(self, ctx: Context, parent: QWidget | None) -> None:
        super().__init__(parent, "补录已批准的纸质档案", action="补录", width=FULL_WIDTH)
        self.ctx = ctx
        self.scan: Path | None = None
        self.form = FieldForm(ctx.today, columns=3)
        self.stage = PickBox()
        self.stage.addItems(list(presenter.STAGES))
        self.form.add("to", "现在的阶段", self.stage, required=True)
        for field in presenter.PAPER_FIELDS:
            self.form.add_field(field, span=presenter.SPANS.get(field.key, 1))
        self.scan_name = ElidedLabel("还没有选择", Role.MUTED)
        choose = Button("选择扫描件", self.choose_scan, icon="clip", shortcut="Ctrl+O")
        scan_line = QWidget()
        line = row(choose, self.scan_name)
        line.setStretch(1, 1)
        scan_line.setLayout(line)
        scan_line.setFocusProxy(choose)
        self.form.add("scan", "签批原件", scan_line, span=3, required=True)
        for heading, cells in presenter.FACTS:
            self.form.heading(heading)
            for cell in cells:
                self.form.add_field(cell.field, span=cell.span, required=False)
        self.form.load(FormValues(dict.fromkeys(presenter.ALL_KEYS)))
        self.form.edited.connect(lambda key: derive(self.form, key, ctx.office.today))
        self.keeper = DraftKeeper(ctx, self.form)
        self.keeper.at(Place("back_entry"))
        self.finished.connect(lambda _code: self.keeper.drop())
        offer_recent(ctx, self.form)
        self.save_by_key()
        sheet = FormSheet(column(self.form, None))
        sheet.setMinimumHeight(sheet_height(self))
        self.add(
            Label(
                "只用于已在纸质档案中批准的家庭；补录会永久标明，按真实日期登记。"
                "档案表上的内容请一并填写，以后要改须申请更正。",
                Role.MUTED,
                wrap=True,
            ),
            sheet,
        )
        self.confirmed.connect(self._enter)
        self.form.focus("name")

    def choose_scan(self) -> None:
        """Choose the scan of the signed sheet."""
        ask_file(self, "签批原件的扫描件", FILTER, self.take_scan)

    def take_scan(self, path: Path) -> None:
        """This is the scan."""
        self.scan = path
        self.scan_name.setText(path.name)
        self.form.set_error("scan", "")

    def _enter(self) -> None:
        values = self.form.values()
        if values is None:
            return
        empty = [
            field
            for field in presenter.PAPER_FIELDS
            if field.required and not values.get(field.key)
        ]
        for field in empty:
            self.form.set_error(field.key, f"请填写{field.label}。")
        if self.scan is None:
            self.form.set_error("scan", "请选择签批原件的扫描件。")
        if empty or self.scan is None:
            self.form.focus(empty[0].key if empty else "scan")
            return
        paper = presenter.paper_file(values, self.stage.currentText(), values["approved_on"])
        work = bound(
            _enter_file,
            self.ctx.office,
            paper=paper,
            scan=self.scan,
            **presenter.facts_of(values),
        )
        self.ctx.run(self, work, on_done=self._go, form=self.form)

    def _go(self, changes: Changes) -> None:
        self.accept()
        self.ctx.go("case", case_id=changes.result_id, page="facts")


def _enter_file(office: Office, *, paper: PaperFile, scan: Path, **facts: Any) -> Changes:
    """Off the window's thread: the scan is read, too."""
    data = read_file(scan)
    return back_entry(office, paper=paper, scan=data, scan_name=scan.name, **facts)


def open_back_entry(ctx: Context, parent: QWidget) -> BackEntryDialog:
    """Ask for what the paper says."""
    dialog = BackEntryDialog(ctx, parent.window())
    dialog.open()
    return dialog
