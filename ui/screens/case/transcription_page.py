"""The page 抄录: the file in the order of the national system's screen, one key per value."""

from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.cases.transcription import (
    STATES,
    Entry,
    Transcription,
    record_national,
    set_copied,
    transcription,
)
from ui.clipboard import guard_clipboard
from ui.context import Context, bound
from ui.fields.pick_box import PickBox
from ui.screens.case.page import CasePage
from ui.style import SIZE, Role, Tone, px
from ui.widgets import (
    Button,
    CellKind,
    ChipText,
    Column,
    DataTable,
    Dialog,
    ElidedLabel,
    Foot,
    FormGrid,
    Label,
    Line,
    PrimaryButton,
    TextInput,
    ask,
    row,
)
from ui.widgets.flow import FlowLayout, flow

_TONES = {"未录入": Tone.AMBER, "已上报": Tone.GREEN, "退回": Tone.RED, "需更新": Tone.AMBER}


class TranscriptionPage(CasePage):
    """F9 puts the next value into the clipboard and ticks it; a tick can be taken back with the blank key."""

    key = "transcription"
    title = "抄录"

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.view: Transcription | None = None
        self._just: set[str] = set()
        self.state = Label("", Role.STRONG)
        self.detail = Label("", Role.MUTED, wrap=True)
        self.state_button = Button("登记状态", self._ask_state, tip="在全国系统里的编号和状态")
        head = row(self.state, self.detail, self.state_button, gap=SIZE.gap)
        head.setStretch(1, 1)
        side, edge = px(SIZE.gap_wide), px(SIZE.gap_small)
        head.setContentsMargins(side, edge, side, edge)
        self.table = DataTable(
            (
                Column("", _mark, CellKind.CHIP, width=72),
                Column("项目", _label, width=172),
                Column("内容", _text, strong=True, stretch=True),
            ),
            compact=True,
            name="抄录",
            opens="复制选中的一项",
        )
        self.table.opened.connect(self._copy)
        self.said = ElidedLabel("", Role.SMALL)
        self.clear_button = Button("重新开始", self._start_over, tip="去掉全部“已抄”标记")
        self.tick_button = Button(
            "已抄", self._turn_tick, tip="标记或取消“已抄”", shortcut="Ctrl+Space"
        )
        self.next_button = PrimaryButton("复制下一项", self.copy_next, shortcut="F9")
        buttons = flow(
            FlowLayout(gap=px(SIZE.gap), line_gap=px(SIZE.gap_tiny), to_right=True),
            self.clear_button,
            self.tick_button,
            self.next_button,
        )
        foot = row(self.said, buttons, gap=SIZE.gap)
        foot.setStretch(0, 1)
        self.lay_out(head, Line(), self.table, grows=2, foot=Foot(foot))
        guard_clipboard()

    def forget(self) -> None:
        """Let go of the case before."""
        self.view = None
        self.said.setText("")

    def refresh(self) -> None:
        """Read the values anew."""
        self.read_case(transcription, self._show_view)

    def start(self, action: str) -> None:
        """From elsewhere: say how the file stands."""
        if action == "RECORD_NATIONAL":
            self._ask_state()

    # ------------------------------------------------------------ showing

    def _show_view(self, view: Transcription) -> None:
        is_first = self.view is None
        self._just.clear()
        self.view = view
        self.table.set_rows(view.entries, key=lambda one: one.key)
        self.state.setText(f"全国系统：{view.state}")
        self.state.set_tone(_TONES.get(view.state))
        self.detail.setText(_detail(view))
        self.state_button.setVisible(view.may_record)
        self.next_button.setEnabled(self._next() is not None)
        self.clear_button.setEnabled(view.done > 0)
        if is_first and (waiting := self._next()) is not None:
            self.table.choose(view.entries.index(waiting))

    def _next(self) -> Entry | None:
        """The first value that is not copied and can be."""
        entries = self.view.entries if self.view else ()
        left = (one for one in entries if not one.is_copied and one.key not in self._just)
        return next((one for one in left if one.text and not one.is_masked), None)

    # ------------------------------------------------------------ copying

    def copy_next(self) -> None:
        """The next value goes to the clipboard and is ticked."""
        waiting = self._next()
        if waiting is not None:
            self._copy(waiting)

    def _copy(self, entry: Entry) -> None:
        if self.view is None or self.case_id is None:
            return
        self.table.choose(self.view.entries.index(entry))
        if entry.is_masked or not entry.text:
            self.said.setText(
                "这一项是空的。" if not entry.text else "您的账号看不到完整内容，不能复制。"
            )
            return
        QGuiApplication.clipboard().setText(entry.text)
        rest = "，15 秒后从剪贴板清除" if entry.is_secret else ""
        self.said.setText(f"已复制“{entry.label}”{rest}。")
        self._just.add(entry.key)
        self._tick((entry.key,), is_copied=True)

    def hideEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """The page is left: a number does not wait its 15 seconds."""
        super().hideEvent(event)
        guard_clipboard().clear()

    def _tick(self, keys: tuple[str, ...], *, is_copied: bool) -> None:
        work = bound(
            set_copied, self.ctx.office, case_id=self.case_id, keys=keys, is_copied=is_copied
        )
        self.ctx.run(self, work, on_done=lambda _none: self.refresh())

    def _turn_tick(self) -> None:
        current = self.table.current_row()
        if isinstance(current, Entry):
            self._tick((current.key,), is_copied=not current.is_copied)

    def _start_over(self) -> None:
        if self.view is None:
            return
        keys = tuple(one.key for one in self.view.entries)
        ask(
            self.window(),
            "从头再抄一遍",
            f"已经抄录的 {self.view.done} 项会重新标成“未抄”，已抄到哪里就看不出来了。",
            "重新开始",
            lambda: self._tick(keys, is_copied=False),
        )

    # ------------------------------------------------------------ the state there

    def _ask_state(self) -> None:
        view = self.view
        if view is None or not view.may_record:
            return
        dialog = Dialog(self.window(), "登记全国系统状态", action="登记")
        form = FormGrid(columns=1)
        states, number, reason = PickBox(), TextInput(view.number), TextInput(view.reason)
        states.addItems(list(STATES))
        states.setCurrentText("已上报" if view.state == "未录入" else view.state)
        form.add("state", "状态", states, required=True)
        form.add("number", "全国系统编号", number, help="已上报的填写")
        form.add("reason", "退回的原因", reason, help="退回的填写，原样抄下来")
        dialog.add(form)

        def confirm() -> None:
            work = bound(
                record_national,
                self.ctx.office,
                case_id=view.case_id,
                state=states.currentText(),
                number=number.text(),
                reason=reason.text(),
            )
            self.ctx.run(dialog, work, on_done=lambda _done: dialog.accept(), form=form)

        dialog.confirmed.connect(confirm)
        dialog.open()
        form.focus("state")


def _mark(entry: Entry) -> ChipText:
    if entry.is_copied:
        return ChipText("已抄", Tone.GREEN)
    return ChipText("", Tone.NEUTRAL) if not entry.text else ChipText("未抄", Tone.NEUTRAL)


def _label(entry: Entry) -> str:
    """The members' values say whose they are."""
    return f"{entry.part} · {entry.label}" if entry.key.startswith("member.") else entry.label


def _text(entry: Entry) -> str:
    return entry.text or "（空）"


def _detail(view: Transcription) -> str:
    """What there is to say beside the state, in one line."""
    count = sum(bool(one.text) for one in view.entries)
    parts = [f"编号 {view.number}"] if view.number else []
    parts += [f"{view.since} 登记"] if view.since else []
    parts += [f"原因：{view.reason}"] if view.reason else []
    parts.append(f"已抄 {view.done} 项，共 {count} 项有内容")
    return " · ".join(parts) + (f"。{view.why_not}" if view.why_not else "")
