"""登记核对授权书: who has signed it, on which day."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QWidget

from app.cases.authorisation import record_authorisation
from app.cases.queries import MembersView
from app.fields.catalogue import AUTHORISATION, by_key
from ui.context import Context, bound
from ui.screens.case.record_dialog import RecordDialog
from ui.style import SIZE
from ui.widgets import Dialog

_SIGNED_ON = by_key(AUTHORISATION)["signed_on"]
_LETTER_NUMBER = by_key(AUTHORISATION)["number"]
_ADULT = 18


def open_letter(ctx: Context, parent: QWidget, case_id: int, view: MembersView) -> RecordDialog:
    """Ask for the day and the signers; every adult is ticked to begin with."""
    dialog = RecordDialog(
        parent,
        ctx,
        "登记核对授权书",
        (_SIGNED_ON, _LETTER_NUMBER),
        action="登记",
        columns=1,
        width=SIZE.dialog,
        note="共同生活的成年家庭成员都要签署。勾选已经签名的人。",
    )
    boxes = _signers(dialog, view)
    dialog.load({"signed_on": ctx.office.today, "number": None})

    def give(values: dict[str, Any]) -> None:
        signed = tuple(one for one, box in boxes if box.isChecked())
        if values["signed_on"] is None:
            dialog.form.set_error("signed_on", "请填写签署日期。")
            return
        work = bound(
            record_authorisation,
            ctx.office,
            case_id=case_id,
            signed_on=values["signed_on"],
            signer_ids=signed,
            number=values["number"] or "",
        )
        ctx.run(dialog, work, on_done=lambda _d: dialog.accept(), form=dialog.form)

    dialog.given.connect(give)
    dialog.open()
    return dialog


def _signers(dialog: Dialog, view: MembersView) -> list[tuple[int, QCheckBox]]:
    boxes = []
    for one in view.rows:
        if one.removed_on is None:
            box = QCheckBox(one.name.replace("&", "&&"))
            box.setChecked(one.age is None or one.age >= _ADULT)
            box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            dialog.add(box)
            boxes.append((one.person_id, box))
    return boxes
