"""合并 and 撤销合并: two open files of one household become one, field by field, and come apart again."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from app.cases.commands import merge, split
from app.cases.queries_merge import (
    Candidate,
    Difference,
    differences,
    may_share_head,
    merge_candidates,
    what_moves,
)
from ui.context import Context, bound
from ui.fields.pick_box import PickBox
from ui.style import SIZE, Role, px
from ui.widgets import (
    Dialog,
    FormGrid,
    Label,
    ReasonDialog,
    TextArea,
    clear_layout,
    column,
    set_tip,
    tell,
)
from ui.widgets.form_sheet import FittedSheet, room_for

_ONE_LINE = 32
"""Characters of both values that have room on one line."""


class MergeDialog(Dialog):
    """Choose the other file, tick what is taken from it, say why."""

    def __init__(
        self, ctx: Context, parent: QWidget, case_id: int, others: tuple[Candidate, ...]
    ) -> None:
        width = room_for(parent, SIZE.dialog_wide)
        super().__init__(parent, "合并档案", action="合并", width=width)
        self.ctx = ctx
        self.case_id = case_id
        self.boxes: dict[str, QCheckBox] = {}
        self.others = PickBox()
        for one in others:
            words = f"{one.number} {one.applicant}（{one.stage.label}，{one.why}）"
            self.others.addItem(words, one.case_id)
        self.form = FormGrid(columns=1)
        self.form.add("absorbed_id", "并入的档案", self.others, required=True)
        self.reason = TextArea(hint="请写明合并的原因", lines=2)
        self.form.add("reason", "原因", self.reason, required=True)
        self.same_head = QCheckBox("两份档案的户主是同一个人")
        set_tip(self.same_head, "姓名写法不同，或者有一份没有身份证号的，请核对后勾选")
        self.same_head.hide()
        self._ticks = QGridLayout()
        self._ticks.setColumnStretch(1, 1)
        self._ticks.setHorizontalSpacing(px(SIZE.gap_wide))
        self._moves = Label("", wrap=True)
        self._what = Label("", Role.MUTED, wrap=True)
        body = column(
            Label(
                "当前档案继续办理，所选档案归档为“合并”；其成员、收支、材料和走访并入当前档案。",
                wrap=True,
            ),
            self.form,
            self.same_head,
            self._moves,
            self._what,
            self._ticks,
            gap=SIZE.gap,
        )
        self._sheet = FittedSheet(body, parent, width)
        self.add(self._sheet)
        self.others.currentIndexChanged.connect(self._begin)
        self.same_head.toggled.connect(self._compare)
        self.confirmed.connect(self._merge)
        self._begin()

    def _begin(self) -> None:
        """Another file: whether its applicant may be this one's is asked anew."""
        other = self.others.currentData()
        if other is not None:
            self.same_head.setChecked(False)
            self._clear()
            work = bound(may_share_head, self.ctx.office, case_id=self.case_id, absorbed_id=other)
            self.ctx.read(self, work, self._show_heads, key=("heads", id(self)))
            self._compare()

    def _compare(self) -> None:
        """Nothing is merged by the ticks of another pair: the button waits for what is read."""
        self.main_button.setEnabled(False)
        pair = {
            "case_id": self.case_id,
            "absorbed_id": self.others.currentData(),
            "same_head": self.same_head.isChecked(),
        }
        work = bound(differences, self.ctx.office, **pair)
        self.ctx.read(self, work, self._show, key=("merge", id(self)))
        moves = bound(what_moves, self.ctx.office, **pair)
        self.ctx.read(self, moves, self._show_moves, key=("moves", id(self)))

    def _show_heads(self, is_asked: bool) -> None:
        self.same_head.setVisible(is_asked)
        self._fit()

    def _show_moves(self, found: tuple[str, ...]) -> None:
        self._moves.setText("\n".join(found))
        self._fit()

    def _show(self, found: tuple[Difference, ...]) -> None:
        ticked = {key: box.isChecked() for key, box in self.boxes.items()}
        self._clear()
        for at, one in enumerate(found):
            box, told = QCheckBox(one.label), Label(_words(one), wrap=True)
            box.setAccessibleDescription(told.text())
            box.setChecked(ticked.get(one.key, not one.kept))
            self._ticks.addWidget(box, at, 0, Qt.AlignmentFlag.AlignTop)
            self._ticks.addWidget(told, at, 1)
            for part in (box, told):
                part.show()  # Qt would show it later, and its height is asked for now.
            self.boxes[one.key] = box
        self._what.setText(
            "两份不同的内容，勾选的取自并入的档案：" if found else "两份档案的内容没有不同。"
        )
        self.main_button.setEnabled(True)
        self._fit()

    def _clear(self) -> None:
        clear_layout(self._ticks)
        self.boxes = {}

    def _fit(self) -> None:
        self._sheet.fit()
        self.fit()

    def _merge(self) -> None:
        work = bound(
            merge,
            self.ctx.office,
            case_id=self.case_id,
            absorbed_id=self.others.currentData(),
            take=tuple(key for key, box in self.boxes.items() if box.isChecked()),
            same_head=self.same_head.isChecked(),
            reason=self.reason.text(),
        )
        self.ctx.run(self, work, on_done=lambda _done: self.accept(), form=self.form)


def _words(one: Difference) -> str:
    """What stands and what would; long values one below the other."""
    hidden = "（看得见的部分相同，隐去的部分不同）" if one.is_hidden else ""
    arrow = "\n→ " if len(one.kept + one.absorbed + hidden) > _ONE_LINE else " → "
    return f"{one.kept or '（空）'}{arrow}{one.absorbed}{hidden}"


def open_merge(ctx: Context, parent: QWidget, case_id: int, other_id: int | None = None) -> None:
    """Look for files that may be joined with this one, and ask; says so where there is none.

    `other_id` is chosen beforehand.
    """

    def show(others: tuple[Candidate, ...]) -> None:
        if others:
            dialog = MergeDialog(ctx, parent.window(), case_id, others)
            dialog.others.setCurrentIndex(max(0, dialog.others.findData(other_id)))
            dialog.open()
        else:
            tell(
                parent.window(),
                "没有可以合并的档案",
                "没有找到与这一户有相同成员、住址或电话的其他办理中的档案。",
            )

    ctx.read(parent, bound(merge_candidates, ctx.office, case_id), show, key=("merge", case_id))


def open_split(ctx: Context, parent: QWidget, case_id: int) -> ReasonDialog:
    """Ask why the merge is undone."""
    dialog = ReasonDialog(
        parent.window(),
        "撤销合并",
        "两份档案恢复到合并之前；合并之后又办理过的，不能撤销。",
        "撤销合并",
        danger=True,
    )

    def send(reason: str) -> None:
        work = bound(split, ctx.office, case_id=case_id, reason=reason)
        ctx.run(dialog, work, on_done=lambda _done: dialog.accept())

    dialog.given.connect(send)
    dialog.open()
    return dialog
