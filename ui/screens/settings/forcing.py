"""Putting a standard in force: by the approver, or from paper by the administrator; looking at the signed sheet."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from app.changes import Op
from app.fields.kinds import Day, PersonName
from app.office.scans import ENDINGS, scan_content
from app.office.session import PaperApproval
from ui.context import Context, bound
from ui.fields.form_dialog import Entry, FormDialog
from ui.files import ask_file
from ui.screens.case.attachment_viewer import open_viewer
from ui.screens.settings.page import SettingsPage
from ui.screens.settings.presenter import force_way
from ui.widgets import Button, ask

_NO_SHEET = ((None, "还没有选择，请按“选择扫描件…”"),)
_KINDS = f"图片和 PDF ({' '.join(f'*{ending}' for ending in ENDINGS)})"


def put_in_force(
    ctx: Context, page: SettingsPage, op: Op, what: str, act: Callable[..., Any], **ids: int
) -> None:
    """Ask what is needed and do it; `what` names the standard in the question."""
    if force_way(ctx.may, op) == "self":
        ask(
            page.window(),
            "标准生效",
            f"{what}。生效以后的认定都按它计算，已经做过的认定不变。",
            "生效",
            lambda: ctx.run(page, bound(act, ctx.office, **ids)),
        )
        return
    PaperDialog(ctx, page, what, bound(act, ctx.office, **ids)).open()


class PaperDialog(FormDialog):
    """登记纸质审批: who signed, when, and the scan of the signed sheet, which the office keeps."""

    def __init__(
        self, ctx: Context, page: SettingsPage, what: str, act: Callable[..., Any]
    ) -> None:
        super().__init__(
            ctx,
            page,
            "登记纸质审批",
            sheet_entries(ctx),
            lambda values: bound(act, **on_paper(values)),
            action="登记并生效",
            explanation=f"{what}。请照签字页填写，扫描件加密保存在档案里，原件由单位存档。",
        )
        offer_sheet(self)


def sheet_entries(ctx: Context) -> tuple[Entry, ...]:
    """What a form asks of an approval on paper whose sheet the office keeps itself."""
    today = ctx.office.today
    return (
        Entry("paper_name", "签字的审批人", PersonName(), required=True),
        Entry("paper_date", "签字日期", Day(is_past=True), required=True, value=today),
        Entry("paper_scan", "签字页扫描件", required=True, options=_NO_SHEET),
    )


def on_paper(values: Mapping[str, Any]) -> dict[str, Any]:
    """The approval that the form describes and its sheet, by the names that services call them."""
    paper = PaperApproval(values["paper_name"], values["paper_date"])
    return {"paper": paper, "sheet": values["paper_scan"]}


def offer_sheet(dialog: FormDialog) -> None:
    """Put the button that chooses the scan into a dialog with `sheet_entries`."""

    def choose() -> None:
        ask_file(dialog, "选择审批人签字页的扫描件", _KINDS, lambda path: take_sheet(dialog, path))

    dialog.add_extra(Button("选择扫描件…", choose, icon="clip"))


def take_sheet(dialog: FormDialog, path: Path) -> None:
    """Use this file."""
    dialog.set_options("paper_scan", ((path, path.name),), path)


def show_sheet(ctx: Context, page: SettingsPage, scan_id: int) -> None:
    """Show the signed sheet that put something in force."""

    def show(found: tuple[bytes, str]) -> None:
        open_viewer(ctx, page, "审批人签字页", *found)

    ctx.read(page, bound(scan_content, ctx.office, scan_id), show, key="sheet")


def sheet_button(ctx: Context, page: SettingsPage, current: Callable[[], Any]) -> Button:
    """查看签字页 of the chosen row."""
    return Button("查看签字页", lambda: show_sheet(ctx, page, current().scan_id), icon="eye")
