"""The window of an open office: rail, search, the screens, and a status line that tells the truth."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from app.cases.find import Hit
from app.cases.scope import may_read_cases
from app.cases.workbench import Standing, Workbench, standing, workbench
from app.changes import Changes, Op
from app.office import undo
from app.office.access import allowed_groups
from app.office.clock import CHINA
from app.office.session import Office
from app.office.settings import Settings, settings
from app.office.undo import UndoStep
from ui import commands
from ui.clipboard import guard_clipboard
from ui.context import Context, Screen, bound
from ui.desk import desk
from ui.drafts import kept_signal
from ui.kept import offer_kept
from ui.navigation import CASE, PLACES, Place
from ui.screens.workbench.view import WorkbenchScreen
from ui.search_popup import SearchPopup
from ui.style import Role, Tone, px
from ui.widgets import (
    FormGrid,
    MenuButton,
    PrimaryButton,
    Rail,
    RailEntry,
    SearchBox,
    StatusLine,
    TitleLabel,
    TopBar,
    column,
    row,
    tell,
)
from ui.widgets.keys import Key, KeyWord, help_key

__all__ = ["MainWindow"]

_SMALLEST = (1024, 640)
_WIDE = 900
"""In a narrower window, in pixels at 100 %, the words of the rail give way to the page."""
_SETTINGS_OF = {"backup": "backups", "copy": "backups", "rules": "rules"}
_TO_BACKUPS = "点这里，或按 Tab 移到这里再按回车，打开“设置 → 备份与检查”"
_TO_RULES = "点这里，或按 Tab 移到这里再按回车，打开“设置 → 认定标准”"


class MainWindow(QMainWindow):
    """One office, one user. `ctx.go` leads here. `closed` when the window has gone."""

    closed = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx = ctx
        ctx.go = self.go
        self._screens: dict[str, Screen] = {}
        self._places = {place.key: place for place in PLACES if self._is_open(place)}
        self._stack = QStackedWidget()
        self.rail = self._make_rail()
        self.search = SearchBox()
        self.search.setEnabled(may_read_cases(ctx.office))
        self.status = StatusLine()
        self.status.asked.connect(lambda key: self.go("settings", page=_SETTINGS_OF[key]))
        self._build()
        self.popup = SearchPopup(ctx, self.search, self)
        self.popup.opened.connect(self._open_hit)
        self._shortcuts()
        commands.bus().changed.connect(self._on_changed)
        guard_clipboard()
        kept_signal().changed.connect(self._on_kept)
        kept_signal().typed.connect(self._on_typed)
        ctx.jobs.busy_changed.connect(self._on_busy)
        self._saved = self._at_rest = "没有未保存的改动"
        self.status.set_part("saved", self._saved)
        self.status.set_right("Ctrl+K 查找 · F1 按键说明 · Ctrl+L 锁定")
        self.go("workbench")
        self.renew_standing()
        self._read_steps()
        self._read_settings()
        if may_read_cases(ctx.office):
            offer_kept(ctx, self)

    # ------------------------------------------------------------ going about

    def go(self, screen: str, **what: Any) -> None:
        """Show a screen, for example `go("case", case_id=7, page="facts", op=Op.SUBMIT)`.

        Input that was not saved is asked about first; then the way is gone on when the user agrees.
        """
        self.popup.hide()
        if screen not in self._places:
            tell(self, "不能打开", "您的账号没有这个页面的权限，请联系系统管理员。")
            return
        self._leave(lambda: self._show(screen, **what))

    def screen_of(self, key: str) -> Screen:
        """The screen with this key, made when it is first asked for."""
        if key not in self._screens:
            made = self._places[key].make(self.ctx)
            self._screens[key] = made
            if isinstance(made, WorkbenchScreen):
                made.was_read.connect(self._show_counts)
            self._stack.addWidget(made)
        return self._screens[key]

    def current(self) -> Screen | None:
        """The screen that is shown."""
        widget = self._stack.currentWidget()
        return widget if isinstance(widget, Screen) else None

    def places(self) -> tuple[str, ...]:
        """Keys of the places that this account may enter, in the order of the rail."""
        return tuple(self._places)

    def _show(self, key: str, **what: Any) -> None:
        screen = self.screen_of(key)
        if what:
            screen.show_what(**what)
        self._stack.setCurrentWidget(screen)
        self.rail.select("cases" if key == CASE else key)
        self.setWindowTitle(f"{screen.title} - 暖档" if screen.title else "暖档")
        screen.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self, proceed: Callable[[], None]) -> None:
        current = self.current()
        if current is None or current.may_go(proceed):
            proceed()

    def _is_open(self, place: Place) -> bool:
        held = allowed_groups(self.ctx.office.user.roles, solo_office=self.ctx.office.user.is_solo)
        return not place.groups or bool(place.groups & held)

    # ------------------------------------------------------------ building

    def _make_rail(self) -> Rail:
        shown = [place for place in self._places.values() if place.in_rail]
        rail = Rail(
            [_entry(place) for place in shown if not place.is_footer],
            [_entry(place) for place in shown if place.is_footer],
        )
        rail.chosen.connect(self.go)
        return rail

    def _build(self) -> None:
        user = self.ctx.office.user
        unit = TitleLabel(user.unit_name, Role.MUTED)
        roles = "、".join(role.label for role in sorted(user.roles))
        self.who = who = MenuButton(user.display_name, tip=f"{user.display_name}：{roles}")
        self._show_steps((None, None))
        right: list[QWidget] = [unit, who]
        self.new_button: PrimaryButton | None = None
        if self.ctx.may(Op.OPEN_DRAFT):
            self.new_button = PrimaryButton("新建档案", self.new_case, icon="plus", shortcut="F5")
            right.append(self.new_button)
        page = column(TopBar(self.search, *right), self._stack, self.status, gap=0)
        page.setStretch(1, 1)
        whole = QWidget()
        frame = row(self.rail, page, gap=0)
        frame.setStretch(1, 1)
        whole.setLayout(frame)
        self.setCentralWidget(whole)
        self.setWindowTitle("暖档")
        self.setMinimumSize(*_SMALLEST)

    def _shortcuts(self) -> None:
        Key(self, "Ctrl+Z", "撤销上一次填写", self.undo)
        Key(self, ("Ctrl+Y", "Ctrl+Shift+Z"), "重做", self.redo)
        Key(self, "F11", "全屏", self._full_screen)
        Key(self, "Ctrl+R", "刷新这一页", self._refresh)
        if self.new_button is not None:
            Key(self, "Ctrl+N", self.new_button)
        help_key(self)

    def key_words(self) -> tuple[KeyWord, ...]:
        """Ctrl+L, which `ui.watch` hears in every window."""
        return (KeyWord("Ctrl+L", "锁定"),)

    def _show_steps(self, steps: tuple[UndoStep | None, UndoStep | None]) -> None:
        """Say in the menu what undo and redo would do."""
        back, again = (step.words if step else "" for step in steps)
        self.who.set_entries(
            (
                (f"撤销{back or '上一次填写'}（Ctrl+Z）", self.undo),
                (f"重做{again}（Ctrl+Y）", self.redo),
                None,
                ("修改密码…", self._change_password),
                ("按键说明（F1）", lambda: desk().keys_asked.emit(self)),
                ("锁定（Ctrl+L）", desk().lock_asked.emit),
                ("退出登录", lambda: self._leave(desk().log_out_asked.emit)),
            )
        )

    def _read_steps(self) -> None:
        self.ctx.read(self, bound(undo.next_steps, self.ctx.office), self._show_steps, key="steps")

    def undo(self) -> None:
        """Take back the last typing of this login; what is not saved on the page shown comes first."""
        current = self.current()
        if current is None or not current.take_back():
            self._replay(undo.undo)

    def redo(self) -> None:
        """Do again what the last undo took back."""
        self._replay(undo.redo)

    def _replay(self, way: Callable[[Office], Changes]) -> None:
        self.ctx.run(self, bound(way, self.ctx.office), on_failed=lambda _error: self._read_steps())

    def new_case(self) -> None:
        """新建档案: ask for the applicant, then open the new case."""
        from ui.screens.new_case.view import open_new_case

        open_new_case(self.ctx, self)

    def _change_password(self) -> None:
        from ui.screens.login.dialogs import change_password

        change_password(self.ctx, self)

    # ------------------------------------------------------------ what happens

    def _open_hit(self, hit: Hit) -> None:
        self.go(CASE, case_id=hit.case_id)

    def _on_changed(self, changes: Changes) -> None:
        at = self.ctx.office.clock.now().astimezone(CHINA)
        self._saved = self._at_rest = f"{changes.words or '已保存'} {at:%H:%M:%S}"
        self.status.set_part("saved", self._saved)
        self._read_steps()
        self.renew_standing()
        if changes.op is Op.SAVE_SETTINGS:
            self._read_settings()
        if not isinstance(self.current(), WorkbenchScreen):
            work = bound(workbench, self.ctx.office)
            self.ctx.read(self, work, self._show_counts, key="counts")

    def _on_kept(self, is_kept: bool) -> None:
        """What stands in a form and is not saved is safe from a crash, and said to be unsaved."""
        if is_kept:
            at = self.ctx.office.clock.now().astimezone(CHINA)
            self._saved = f"输入已暂存 {at:%H:%M:%S}，还没有保存"
        self.status.set_part("saved", self._saved)

    def _on_typed(self, is_typing: bool) -> None:
        if is_typing:
            self._saved = "有未保存的改动"
        elif self._saved.startswith(("输入已暂存", "有未保存")):
            self._saved = self._at_rest
        self.status.set_part("saved", self._saved)

    def _read_settings(self) -> None:
        def take(found: Settings) -> None:
            FormGrid.enter_moves_on = bool(found["enter_moves_on"])
            desk().idle_minutes.emit(int(found["lock_minutes"]))

        self.ctx.read(self, bound(settings, self.ctx.office), take, key="settings")

    def _on_busy(self, is_busy: bool) -> None:
        self.status.set_part("saved", "正在保存…" if is_busy else self._saved)

    def renew_standing(self) -> None:
        """Read anew what the status line says, for example after a backup."""
        work = bound(standing, self.ctx.office)
        self.ctx.read(self, work, self._show_standing, key="standing")

    def _show_standing(self, facts: Standing) -> None:
        today = self.ctx.office.today
        if facts.backed_up_at is None:
            self.status.set_part("backup", "还没有备份", Tone.RED, tip=_TO_BACKUPS)
        else:
            at = facts.backed_up_at.astimezone(CHINA)
            day = "今天" if at.date() == today else at.strftime("%Y-%m-%d")
            self.status.set_part("backup", f"备份：{day} {at:%H:%M}，已校验", tip=_TO_BACKUPS)
        space = "磁盘剩余不到 500 MB，请清理" if facts.is_low_on_space else ""
        self.status.set_part("space", space, Tone.RED)
        copy = f"已 {facts.copy_days} 天没有备份到 U 盘" if facts.is_copy_due else ""
        self.status.set_part("copy", copy, Tone.AMBER, tip=_TO_BACKUPS)
        if facts.rule_set:
            left = f"（{facts.open_items} 项待确认）" if facts.open_items else ""
            self.status.set_part("rules", f"认定标准：{facts.rule_set}{left}", tip=_TO_RULES)
        else:
            words = "还没有生效的认定标准，请在设置中设定"
            self.status.set_part("rules", words, Tone.RED, tip=_TO_RULES)
        self.status.set_part("demo", "演示单位：人物均为虚构" if facts.is_demo else "")

    def _show_counts(self, bench: Workbench) -> None:
        for key, place in self._places.items():
            if place.in_rail:
                self.rail.set_count(key, bench.places.get(key, 0))

    def _refresh(self) -> None:
        if (current := self.current()) is not None:
            current.refresh()

    def _full_screen(self) -> None:
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The rail gives way where room is short; the results of a search, which hang at their box, close."""
        super().resizeEvent(event)
        self.rail.set_narrow(self.width() < px(_WIDE))
        self.popup.hide()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Input that was not saved is asked about before the window goes."""
        current = self.current()
        if current is not None and not current.may_go(self.close):
            event.ignore()
            return
        super().closeEvent(event)
        self.closed.emit()


def _entry(place: Place) -> RailEntry:
    return RailEntry(place.key, place.word, place.icon, place.shortcut)
