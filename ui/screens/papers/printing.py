"""The dialog that prints, saves or issues a form of one case, with a preview of what comes out."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QSpinBox, QWidget

from app.changes import Changes
from app.forms import form_of
from app.forms.choosing import FormChoice, PrintChoices, print_choices
from app.forms.issuing import (
    IssuedPaperView,
    PrintedForm,
    issue,
    preview,
    print_form,
    unstamped_name,
)
from app.office.saving import save_bytes
from ui.context import Context
from ui.fields.pick_box import PickBox
from ui.files import ask_new_file
from ui.pdf_pages import PdfPages, pages_of
from ui.screens.papers.paper_out import Made, print_made, print_pdf
from ui.screens.papers.seal_fields import SealFields
from ui.screens.papers.set_dialog import open_set
from ui.style import SIZE, px
from ui.widgets import (
    Banner,
    Button,
    Card,
    Dialog,
    FormGrid,
    PdfView,
    Scroll,
    TextArea,
    TextInput,
    Tone,
    column,
    row,
)

Finished = PrintedForm | IssuedPaperView
_MOST_COPIES = 20
_WIDTH, _HEIGHT = 1180, 860
_BLANK_FIRST = "请先放入本程序印出的空白表，各栏的位置才对得上。"
_NOT_YOURS = "用印由用印人办理：请把档案编号告诉用印人，在“文书与用印”里签发。"


def open_print(
    ctx: Context,
    case_id: int,
    form_key: str | None = None,
    *,
    parent: QWidget | None = None,
    grant_id: int | None = None,
    replaces: str = "",
    is_stamped: bool = False,
) -> None:
    """Open the printing dialog for a case; `form_key` (key or name) and the seal are chosen beforehand."""
    window = parent or QApplication.activeWindow()
    if window is None:
        window = next(iter(QApplication.topLevelWidgets()), QWidget())

    def show(choices: PrintChoices) -> None:
        key = choices.to_stamp if is_stamped else choices.suggested
        if form_key:
            key = form_of(form_key).key
        PrintDialog(
            ctx, choices, key, window, grant_id=grant_id, replaces=replaces, is_stamped=is_stamped
        ).open()

    ctx.read(window, partial(print_choices, ctx.office, case_id=case_id), show)


class PrintDialog(Dialog):
    """Choose a form of the case, see it, then print or save it; with the seal it is issued.

    An issued file stands until the dialog closes, so it can be printed and saved both; a second press
    does not issue a second paper.
    """

    def __init__(
        self,
        ctx: Context,
        choices: PrintChoices,
        key: str,
        parent: QWidget | None,
        *,
        grant_id: int | None = None,
        replaces: str = "",
        is_stamped: bool = False,
    ) -> None:
        super().__init__(
            parent,
            f"打印文书 · 档案 {choices.case_number}",
            action="打印",
            give_up="关闭",
            width=SIZE.dialog_wide,
            page_size=(_WIDTH, _HEIGHT),
            guards_typing=False,
        )
        self.ctx = ctx
        self.choices = choices
        self._issued: IssuedPaperView | None = None
        self._notes: tuple[str, ...] = ()
        self._wants_stamp = is_stamped or bool(replaces)
        self._banner = Banner()
        self.view = PdfView(ctx.jobs.read)
        self.view.setMinimumSize(px(SIZE.side_column), px(SIZE.side_column) // 2)
        self._make_editors(key, grant_id, replaces)
        self.save_button = Button("保存为 PDF…", self._save, shortcut="Ctrl+S")
        self.add_extra(self.save_button)
        self.add_extra(
            Button("本阶段全部…", self._open_set, tip="一次打印这个阶段需要的全部文书，不用印")
        )
        options = Card("印什么")
        options.add(self.form)
        options.add_stretch()
        left = Scroll(column(options, gap=0))
        left.setFixedWidth(px(SIZE.side_column) + 4 * px(SIZE.gap_page))
        sheet = Card(flush=True)
        sheet.add(self.view, 1)
        body = row(left, sheet, gap=SIZE.gap_wide)
        body.setStretch(1, 1)
        middle = column(self._banner, body, gap=SIZE.gap)
        middle.setStretch(1, 1)
        self.body.addLayout(middle, 1)
        self.confirmed.connect(self._print)
        self._on_form()
        self.which.setFocus()

    def _open_set(self) -> None:
        open_set(self.ctx, (self.choices.case_id,), self)

    # -- editors ----------------------------------------------------------------------------------------

    def _make_editors(self, key: str, grant_id: int | None, replaces: str) -> None:
        self.form = FormGrid(columns=1)
        self.which = PickBox()
        _list_forms(self.which, self.choices.forms)
        self.which.setCurrentIndex(self.which.findData(key))
        self.grant = PickBox()
        for grant in self.choices.grants:
            self.grant.addItem(grant.words, grant.id)
        if grant_id is not None:
            self.grant.setCurrentIndex(max(0, self.grant.findData(grant_id)))
        self.copies = QSpinBox()
        self.copies.setRange(1, _MOST_COPIES)
        self.copies.setSuffix(" 份")
        self.stamp = QCheckBox("用印并登记（签发）")
        self.overprint = QCheckBox("只印填写的内容")
        self.purpose = TextInput("", "例如：申请子女助学")
        self.reason = TextArea(hint="例如：报市总工会备案", lines=2)
        self.approver = TextInput("", "批准用印的人，可不填")
        self.replaces = PickBox()
        self._want_replaced = replaces
        self.form.add("form", "表格", self.which)
        self.form.add("grant", "救助", self.grant)
        self.form.add("purpose", "证明用途", self.purpose)
        self.form.add("copies", "份数", self.copies)
        self.form.add("overprint", "套印", self.overprint, help="印到先前印好的空白表上")
        self.form.add("stamp", "用印", self.stamp)
        if not self.choices.may_stamp:
            self.form.set_note("stamp", _NOT_YOURS)
        self.sealing = SealFields(self.form, self.choices.seals)
        self.form.add("reason", "用印事由", self.reason, required=True)
        self.form.add("approver", "批准人", self.approver)
        self.form.add("replaces", "替换", self.replaces, help="重新签发时，原来的一份随即作废")
        self.which.currentIndexChanged.connect(lambda _index: self._on_form())
        self.grant.currentIndexChanged.connect(lambda _index: self._preview())
        self.stamp.toggled.connect(lambda _on: self._on_stamp())
        self.overprint.toggled.connect(self._on_overprint)
        self.purpose.editingFinished.connect(self._preview)

    @property
    def choice(self) -> FormChoice:
        """The form that is chosen."""
        return self.choices.form(str(self.which.currentData()))

    def _on_form(self) -> None:
        choice = self.choice
        self.form.set_note("form", "本阶段需要这张表。" if choice.is_of_stage else "")
        self.copies.setValue(choice.copies)
        self.form.set_row_visible("grant", choice.needs_grant and bool(self.choices.grants))
        self.form.set_row_visible("purpose", choice.has_purpose)
        can_stamp = choice.is_stamped and self.choices.may_stamp and not choice.stamp_obstacle
        self.form.set_row_visible("stamp", choice.is_stamped)
        if not choice.fits_blank:
            self.overprint.setChecked(False)
        self.stamp.setEnabled(can_stamp)
        if self._wants_stamp or not can_stamp:
            self.stamp.setChecked(can_stamp)
        self.sealing.begin(choice.boxes)
        self.replaces.clear()
        self.replaces.addItem("不替换", "")
        for name, serial in self.choices.issued:
            if name == choice.name:
                self.replaces.addItem(serial, serial)
        self.replaces.setCurrentIndex(max(0, self.replaces.findData(self._want_replaced)))
        self._on_stamp()
        self._preview()

    def _on_overprint(self, is_on: bool) -> None:
        self.form.set_note("overprint", _BLANK_FIRST if is_on else "")
        self._preview()

    def _on_stamp(self) -> None:
        is_stamped = self.stamp.isChecked()
        if is_stamped:
            self.overprint.setChecked(False)
        self.form.set_row_visible("overprint", self.choice.fits_blank and not is_stamped)
        for key in ("reason", "approver"):
            self.form.set_row_visible(key, is_stamped)
        self._show_seal_fields()
        self.form.set_row_visible("replaces", is_stamped and self.replaces.count() > 1)
        self.main_button.set_text("签发并打印" if is_stamped else "打印")
        self.save_button.set_text("签发并保存为 PDF…" if is_stamped else "保存为 PDF…")
        self._say_obstacle()

    def _show_seal_fields(self) -> None:
        self.sealing.show(is_stamped=self.stamp.isChecked(), pages=self.view.page_count())

    def _say_obstacle(self) -> None:
        choice = self.choice
        for button in (self.main_button, self.save_button):
            button.setEnabled(not choice.obstacle)
        if choice.obstacle:
            self._banner.show_message(f"现在不能打印{choice.name}：{choice.obstacle}", Tone.AMBER)
        elif choice.stamp_obstacle and self.choices.may_stamp:
            self._banner.show_message(
                f"{choice.stamp_obstacle}可以先打印不用印的表格去办审批。", Tone.BLUE
            )
        else:
            self._banner.clear()

    # -- preview ----------------------------------------------------------------------------------------

    def _preview(self) -> None:
        if self._issued is not None:
            return
        self.set_error("")
        if self.choice.obstacle:
            self.view.clear()
            return
        only = self.overprint.isChecked()
        work = partial(preview, self.ctx.office, **self._target(), values_only=only)
        self.ctx.read(self, partial(pages_of, work), self._show, key="print-preview")

    def _target(self) -> dict[str, Any]:
        choice = self.choice
        return {
            "form": choice.key,
            "case_id": self.choices.case_id,
            "grant_id": self.grant.currentData() if choice.needs_grant else None,
            "purpose": self.purpose.text() if choice.has_purpose else "",
        }

    def _show(self, pages: PdfPages) -> None:
        self.view.show_pages(pages.picture, pages.count)
        self._show_seal_fields()

    # -- finishing --------------------------------------------------------------------------------------

    def _print(self) -> None:
        """What is not stamped is journalled once a printer has been chosen; a serial is given out first."""
        if self._is_issued_first:
            self._finish(self._to_printer)
            return
        office, target, only = self.ctx.office, self._target(), self.overprint.isChecked()
        print_made(
            self.ctx,
            self,
            lambda _progress: Made.of(print_form(office, **target, values_only=only)),
            pages=self.view.page_count(),
            form=self.choice.key,
            copies=self.copies.value(),
            on_done=self._say_printed,
        )

    @property
    def _is_issued_first(self) -> bool:
        return self._issued is not None or self.stamp.isChecked()

    def _save(self) -> None:
        """As printing: what is not stamped is journalled once it is known where to."""
        self.set_error("")
        if self._is_issued_first:
            self._finish(self._to_file)
            return
        form, only = form_of(self.choice.key), self.overprint.isChecked()
        name = unstamped_name(form, self.choices.case_number, values_only=only)
        self._ask_file(name, lambda path: self._finish(partial(self.save_to, path)))

    def _finish(self, then: Callable[[Finished], None]) -> None:
        """Make the file, or take the one that was issued already, and pass it on."""
        if self._issued is not None:
            then(self._issued)
            return
        is_stamped = self.stamp.isChecked()
        values = self._stamp_values() if is_stamped else None
        work = partial(_make, self.ctx, self._target(), values, self.overprint.isChecked())
        self.ctx.run(self, work, on_done=partial(self._made, then), form=self.form)

    def _stamp_values(self) -> dict[str, Any]:
        return {
            "reason": self.reason.text(),
            "copies": self.copies.value(),
            "seal_id": self.sealing.seal_id,
            "approver": self.approver.text(),
            "replaces": self.replaces.currentData() or "",
            "sealing": self.sealing.sealing,
        }

    def _made(
        self, then: Callable[[Finished], None], result: tuple[Changes | None, Finished]
    ) -> None:
        finished = result[1]
        self._notes = finished.notes
        if isinstance(finished, IssuedPaperView):
            self._keep_issued(finished)
        elif finished.notes:
            self._say("")
        then(finished)

    def _keep_issued(self, issued: IssuedPaperView) -> None:
        """Show what was issued; from now on printing and saving pass on this same file."""
        self._issued = issued
        self.form.setEnabled(False)
        self.main_button.set_text("打印")
        self.save_button.set_text("保存为 PDF…")
        self._show(PdfPages(issued.pdf, issued.pages))
        self._say("已签发。原件已加密留存，以后可以在“文书与用印”里另存。")

    def _say_printed(self, words: str, made: Made) -> None:
        self._notes = made.notes
        self._say(words)

    def _say(self, words: str) -> None:
        """What was done, the numbers of the paper that was issued, and what has to be looked at."""
        issued = self._issued
        numbers = f"文书编号 {issued.serial}，验证码 {issued.code}。" if issued else ""
        tone = Tone.AMBER if self._notes else Tone.GREEN
        self._banner.show_message("".join((words, numbers, *self._notes)), tone)

    def _to_file(self, finished: Finished) -> None:
        self._ask_file(finished.file_name, lambda path: self.save_to(path, finished))

    def _ask_file(self, name: str, on_path: Callable[[Path], object]) -> None:
        ask_new_file(self, "保存为 PDF", name, "PDF 文件 (*.pdf)", on_path)

    def save_to(self, path: Path, finished: Finished) -> None:
        """Write the finished file off the GUI thread and say so."""
        self.ctx.read(
            self,
            partial(save_bytes, path, finished.pdf),
            lambda _none: self._say("PDF 已保存。"),
        )

    def _to_printer(self, finished: Finished) -> None:
        print_pdf(
            self.ctx,
            self,
            finished.pdf,
            form=self.choice.key,
            copies=self.copies.value(),
            title=finished.serial if isinstance(finished, IssuedPaperView) else "",
            on_done=self._say,
        )


def _list_forms(box: QComboBox, forms: tuple[FormChoice, ...]) -> None:
    """Those that the stage needs come first; each group has a heading that cannot be chosen."""
    model = box.model()
    assert isinstance(model, QStandardItemModel)
    for heading, is_of_stage in (("本阶段需要的：", True), ("其他表格：", False)):
        group = [form for form in forms if form.is_of_stage is is_of_stage]
        if group:
            box.addItem(heading)
            model.item(box.count() - 1).setEnabled(False)
        for form in group:
            box.addItem(form.name, form.key)


def _make(
    ctx: Context, target: dict[str, Any], stamp: dict[str, Any] | None, values_only: bool
) -> tuple[Changes | None, Finished]:
    """Issue or print; what was touched comes first, so that other screens hear of it."""
    made: Finished = (
        print_form(ctx.office, **target, values_only=values_only)
        if stamp is None
        else issue(ctx.office, **target, **stamp)
    )
    return made.changes, made
