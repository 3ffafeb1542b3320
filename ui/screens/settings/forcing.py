"""Putting a standard in force: by the approver, or from paper by the administrator."""

from collections.abc import Callable
from typing import Any

from app.changes import Op
from app.fields.kinds import Day, PersonName
from app.office.session import PaperApproval
from ui.context import Context, bound
from ui.screens.review.form_dialog import Entry, FormDialog
from ui.screens.settings.page import SettingsPage
from ui.screens.settings.presenter import force_way
from ui.widgets import ask


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

    def work(values: Any) -> Any:
        paper = PaperApproval(values["paper_name"], values["paper_date"])
        return bound(act, ctx.office, paper=paper, **ids)

    FormDialog(
        ctx,
        page,
        "登记纸质审批",
        (
            Entry("paper_name", "审批人", PersonName(), required=True),
            Entry(
                "paper_date", "签字日期", Day(is_past=True), required=True, value=ctx.office.today
            ),
        ),
        work,
        action="登记并生效",
        explanation=f"{what}。请照签字页填写审批人和日期；签字页由单位存档。",
    ).open()
