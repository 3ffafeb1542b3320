"""What stands beside the file: the worker's portrait, people who may have a second file, and rarer actions."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.cases.duplicates import OwnSuspect, suspects_of_case
from app.cases.not_same import Settled, mark_not_same, settled_of_case, unmark_not_same
from app.cases.overview import Overview
from app.cases.portrait import SHAPE, Portrait, portrait
from app.changes import Op
from app.office.session import Office
from ui.context import Context, bound
from ui.style import SIZE, Role, Tone, px, theme
from ui.widgets import Card, Label, LinkButton, clear_layout, row, set_tip

Entry = tuple[str, Callable[[], object]] | None
_HIGH = 56
_MOST = 3


class PortraitButton(QAbstractButton):
    """The photo 本人照片, small; pressed, it is shown whole. Hidden where there is none."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx = ctx
        self._shown: Portrait | None = None
        self._picture = QPixmap()
        self.setFixedSize(px(round(_HIGH * SHAPE[0] / SHAPE[1])), px(_HIGH))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("本人照片")
        set_tip(self, "本人照片，按下看大图")
        self.clicked.connect(self._open)
        self.hide()

    def show_case(self, case_id: int) -> None:
        """Read the portrait of a case."""
        work = bound(portrait, self.ctx.office, case_id)
        self.ctx.read(self, work, self._show, key=("portrait", id(self)))

    def _show(self, found: Portrait | None) -> None:
        self._shown = found
        image = QImage.fromData(found.content) if found is not None else QImage()
        self.setVisible(not image.isNull())
        if image.isNull():
            return
        ratio = self.devicePixelRatio()
        size = self.size() * ratio
        filled = image.scaled(
            size,
            Qt.AspectRatioMode.KeepAspectRatioByExpanding,
            Qt.TransformationMode.SmoothTransformation,
        )
        left, top = (filled.width() - size.width()) // 2, (filled.height() - size.height()) // 2
        picture = QPixmap.fromImage(filled.copy(left, top, size.width(), size.height()))
        picture.setDevicePixelRatio(ratio)
        self._picture = picture
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The photo, and a frame while the keyboard is on it."""
        painter = QPainter(self)
        painter.drawPixmap(self.rect(), self._picture)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme().palette.red), px(2)))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _open(self) -> None:
        from ui.screens.case.attachment_viewer import open_viewer

        if self._shown is not None:
            open_viewer(self.ctx, self, "本人照片", self._shown.content, "image/jpeg")


class SuspectsCard(Card):
    """可能重复: people of this file who look like somebody in another one, and what was settled of them.

    Hidden where there is neither.
    """

    def __init__(self, ctx: Context) -> None:
        super().__init__("可能重复建档")
        self.ctx = ctx
        self._case_id: int | None = None
        self._may_merge = False
        self.hide()

    def show_case(self, case_id: int, *, may_merge: bool) -> None:
        """Look for doubles of the people of a case."""
        self._case_id, self._may_merge = case_id, may_merge
        work = bound(_alike_and_settled, self.ctx.office, case_id)
        self.ctx.read(self, work, self._show, key=("suspects", id(self)))

    def _show(self, both: tuple[tuple[OwnSuspect, ...], tuple[Settled, ...]]) -> None:
        found, settled = both
        clear_layout(self.body)
        self.setVisible(bool(found or settled))
        for one in found[:_MOST]:
            self._add_line(one)
        self._add_rest(len(found) - _MOST, "处理后会列出")
        for mark in settled[:_MOST]:
            self._add_settled(mark)
        self._add_rest(len(settled) - _MOST, "已确认不是同一个人")

    def _add_rest(self, more: int, words: str) -> None:
        if more > 0:
            self.add(Label(f"另外还有 {more} 个，{words}。", Role.SMALL, wrap=True))

    def _add_line(self, one: OwnSuspect) -> None:
        other = one.suspect
        words = (
            f"{one.name}与档案 {other.number}（{other.stage.label}）的{other.name}{other.why}，"
            "可能是同一个人。"
        )
        label = Label(words, Role.LABEL, wrap=True)
        label.set_tone(Tone.AMBER)
        self.add(label)
        links = [LinkButton("打开", bound(self.ctx.go, "case", case_id=other.case_id))]
        if self._may_merge and other.stage.is_open:
            links.append(LinkButton("合并…", bound(self._merge, other.case_id)))
        if self.ctx.may(Op.MARK_NOT_SAME):
            links.append(
                LinkButton("不是同一个人", bound(self._set_apart, one), tip="记下来，以后不再提示")
            )
        self.add(row(*links, None, gap=SIZE.gap_small))

    def _add_settled(self, mark: Settled) -> None:
        words = (
            f"{mark.by} {mark.on.isoformat()} 确认：{mark.name}与档案 {mark.other_number} 的"
            f"{mark.other_name}不是同一个人。"
        )
        self.add(Label(words, Role.SMALL, wrap=True))
        links = [LinkButton("打开", bound(self.ctx.go, "case", case_id=mark.other_case_id))]
        if self.ctx.may(Op.UNMARK_NOT_SAME):
            take_back = bound(self._unmark, mark.id)
            links.append(LinkButton("取消标记", take_back, tip="确认错了，重新列为可能重复"))
        self.add(row(*links, None, gap=SIZE.gap_small))

    def _unmark(self, settled_id: int) -> None:
        work = bound(unmark_not_same, self.ctx.office, case_id=self._case_id, settled_id=settled_id)
        self.ctx.run(self, work)

    def _merge(self, other_id: int) -> None:
        from ui.screens.case.merge_dialog import open_merge

        if self._case_id is not None:
            open_merge(self.ctx, self, self._case_id, other_id)

    def _set_apart(self, one: OwnSuspect) -> None:
        work = bound(
            mark_not_same,
            self.ctx.office,
            case_id=self._case_id,
            person_id=one.person_id,
            other_id=one.suspect.person_id,
        )
        self.ctx.run(self, work)


def _alike_and_settled(
    office: Office, case_id: int
) -> tuple[tuple[OwnSuspect, ...], tuple[Settled, ...]]:
    return suspects_of_case(office, case_id), settled_of_case(office, case_id)


def rarer_entries(ctx: Context, parent: QWidget, facts: Overview) -> list[Entry]:
    """Removed papers, and merge, split and hand over where the account may and the file stands so."""
    entries: list[Entry] = [("已移除的材料…", bound(_bin, ctx, parent, facts.case_id))]
    if facts.may_merge:
        entries.append(("合并档案…", bound(_merge, ctx, parent, facts.case_id)))
    if facts.may_split:
        entries.append(("撤销合并…", bound(_split, ctx, parent, facts.case_id)))
    if ctx.may(Op.TRANSFER_CASES) and not facts.is_discarded:
        entries.append(("移交档案…", bound(_transfer, ctx, parent, facts.case_id)))
    return [None, *entries]


def _bin(ctx: Context, parent: QWidget, case_id: int) -> None:
    from ui.screens.case.attachment_bin import open_bin

    open_bin(ctx, parent, case_id)


def _merge(ctx: Context, parent: QWidget, case_id: int) -> None:
    from ui.screens.case.merge_dialog import open_merge

    open_merge(ctx, parent, case_id)


def _split(ctx: Context, parent: QWidget, case_id: int) -> None:
    from ui.screens.case.merge_dialog import open_split

    open_split(ctx, parent, case_id)


def _transfer(ctx: Context, parent: QWidget, case_id: int) -> None:
    from ui.screens.case.transfer_dialog import open_transfer

    open_transfer(ctx, parent, [case_id])
