"""Operations of the case page that need no form of their own: what is asked, and what is then called.

An explicit table: operation → sentence, what has to be typed, and the service. What is not here has its
form on a tab. `whole` says what will happen, in one sentence.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from PySide6.QtWidgets import QWidget

from app.cases.commands import (
    END_REASONS,
    accept,
    apply_again,
    ask_for_papers,
    discard_draft,
    end_application,
    refuse_application,
    restore_draft,
    submit,
    withdraw,
)
from app.cases.overview import Overview
from app.changes import Changes, Op
from app.leaving.returning import return_to_hardship
from app.office.session import Office
from app.review.opinions import pass_first_review, refuse_first_review, return_first_review
from ui.context import Context, bound
from ui.fields.pick_box import PickBox
from ui.style import Role
from ui.widgets import Dialog, FormGrid, Label, TextArea

__all__ = ["DIRECT", "Direct", "run_direct"]

Service = Callable[..., Changes]


@dataclass(frozen=True)
class Direct:
    """One operation run from the right column. `note_key` is the service's name for what is typed.

    `note` is the label of the text; empty asks for none. `must`: the text may not be empty.
    """

    service: Service
    whole: str
    note: str = ""
    note_key: str = "note"
    must: bool = False
    is_danger: bool = False
    opens_result: bool = False
    with_kind: bool = False


DIRECT: Mapping[Op, Direct] = MappingProxyType(
    {
        Op.SUBMIT: Direct(submit, "提交后进入受理；提交前请核对身份证号和家庭成员。", "说明"),
        Op.DISCARD: Direct(discard_draft, "草稿移入回收站，可以随时恢复。", is_danger=True),
        Op.RESTORE_DRAFT: Direct(restore_draft, "从回收站恢复这份草稿，继续填写。"),
        Op.ACCEPT: Direct(accept, "受理后进入初审，从今天起计算初审期限。", "受理意见"),
        Op.ASK_FOR_PAPERS: Direct(
            ask_for_papers,
            "一次写明还缺的全部材料；档案留在申请阶段，标为缺件。",
            "缺少的材料",
            note_key="papers",
            must=True,
        ),
        Op.REFUSE_APPLICATION: Direct(
            refuse_application,
            "不予受理后，档案转为不予建档；以后可以再次申请。",
            "原因",
            must=True,
            is_danger=True,
        ),
        Op.PASS_FIRST_REVIEW: Direct(pass_first_review, "初审通过后进入下一步。", "初审意见"),
        Op.RETURN_FIRST_REVIEW: Direct(
            return_first_review, "退回申请阶段，由经办人员补正后再报。", "退回原因", must=True
        ),
        Op.REFUSE_FIRST_REVIEW: Direct(
            refuse_first_review,
            "档案转为不予建档；以后可以再次申请。",
            "原因",
            must=True,
            is_danger=True,
        ),
        Op.WITHDRAW: Direct(
            withdraw, "按本人放弃结束这次申请；以后可以再次申请。", "说明", is_danger=True
        ),
        Op.END_APPLICATION: Direct(
            end_application,
            "因死亡或迁出结束这次申请。",
            "说明",
            must=True,
            is_danger=True,
            with_kind=True,
        ),
        Op.RETURN_TO_HARDSHIP: Direct(
            return_to_hardship,
            "这份档案归档，另建一份关联的草稿，原来的内容带入，供核对修改。",
            "返困原因",
            must=True,
            opens_result=True,
        ),
        Op.APPLY_AGAIN: Direct(
            apply_again, "新建一份关联的草稿，原来的内容带入，供核对修改。", opens_result=True
        ),
    }
)


def run_direct(parent: QWidget, ctx: Context, facts: Overview, op: Op) -> Dialog:
    """Ask what has to be asked and run the operation; the dialog stays open when it is refused."""
    direct = DIRECT[op]
    dialog = Dialog(parent.window(), op.label, action=op.label, danger=direct.is_danger)
    dialog.add(Label(f"{facts.applicant} 一户，档案号 {facts.number}", Role.MUTED, wrap=True))
    dialog.add(Label(direct.whole, wrap=True))
    form = FormGrid(columns=1)
    area = TextArea(hint="请写明" if direct.must else "可以不填")
    kinds = PickBox()
    if direct.with_kind:
        kinds.addItems([kind.value for kind in END_REASONS])
        form.add("kind", "终止原因", kinds, required=True)
    if direct.note:
        form.add(direct.note_key, direct.note, area, required=direct.must)
    if direct.note or direct.with_kind:
        dialog.add(form)

    def confirm() -> None:
        text = area.text().strip()
        if direct.must and not text:
            form.set_error(direct.note_key, f"请填写{direct.note}。")
            form.focus(direct.note_key)
            return
        values: dict[str, Any] = {"case_id": facts.case_id}
        if direct.note:
            values[direct.note_key] = text
        if direct.with_kind:
            values["kind"] = END_REASONS[kinds.currentIndex()]
        work = bound(_call, direct.service, ctx.office, tuple(sorted(values.items())))
        ctx.run(dialog, work, on_done=done, form=form)

    def done(changes: Changes) -> None:
        dialog.accept()
        if direct.opens_result and changes.result_id is not None:
            ctx.go("case", case_id=changes.result_id)

    dialog.confirmed.connect(confirm)
    dialog.open()
    return dialog


def _call(service: Service, office: Office, values: tuple[tuple[str, Any], ...]) -> Changes:
    return service(office, **dict(values))
