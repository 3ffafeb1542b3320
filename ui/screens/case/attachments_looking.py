"""Looking through the papers of a file in one dialog: with a reason first, where the account sees masks."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.cases.attachments import AttachmentsView, AttachmentView, attachment_content
from app.cases.commands import turn_attachment
from app.cases.overview import record_unmasking
from app.cases.portrait import KIND
from app.changes import Changes
from ui.context import Context, bound
from ui.screens.case import attachments_presenter as presenter
from ui.screens.case.attachment_viewer import Viewer, open_viewer
from ui.screens.case.attachments_in import ask_other_kind
from ui.screens.case.portrait_cut import offer_cut, open_cut
from ui.widgets import ReasonDialog

_WHY = (
    "材料里有完整的身份证号、银行卡号、疾病等；谁、何时、为什么查看会留下记录。"
    "写明原因后，可以一直查看到退出登录。"
)


def after_reason(ctx: Context, parent: QWidget, case_id: int, then: Callable[[], object]) -> None:
    """Ask why the papers of a case are looked at; go on once that is on record."""
    dialog = ReasonDialog(parent.window(), "查看材料", _WHY, "查看")

    def look(_recorded: None) -> None:
        dialog.accept()
        then()

    def send(reason: str) -> None:
        work = bound(record_unmasking, ctx.office, case_id=case_id, reason=reason)
        ctx.run(dialog, work, on_done=look)

    dialog.given.connect(send)
    dialog.open()


class Looking:
    """One walk through the papers of a case, in the order in which they are listed."""

    def __init__(
        self,
        ctx: Context,
        parent: QWidget,
        case_id: int,
        view: AttachmentsView,
        *,
        on_shown: Callable[[int], object],
        on_reason: Callable[[], object],
    ) -> None:
        self._ctx = ctx
        self._parent = parent
        self._case_id = case_id
        self._view = view
        self._on_shown = on_shown
        """Told which paper stands there, by its place."""
        self._on_reason = on_reason
        """Told that the reason is on record: it is not asked for again."""
        self._at = 0
        self._viewer: Viewer | None = None

    def begin(self, one: AttachmentView) -> None:
        """Show a paper; the others are a step away."""
        at = self._view.files.index(one)
        if not self._view.needs_reason:
            self._read(at)
            return

        def look() -> None:
            self._on_reason()
            self._read(at)

        after_reason(self._ctx, self._parent, self._case_id, look)

    def step(self, by: int) -> None:
        """The next paper (+1) or the one before; a turn of this one is kept first. Beyond the ends nothing."""
        at = self._at + by
        if 0 <= at < len(self._view.files):
            self._keep_turn(lambda: self._read(at))

    def correct(self) -> None:
        """Say what the paper that stands there really is, and whose; a turn of it is kept too."""
        one, case_id = self._view.files[self._at], self._case_id
        offer = bound(offer_cut, self._ctx, self._parent, case_id, self._view)
        close = bound(self._close, offer)
        ask_other_kind(self._ctx, self._holder(), self._view, one, case_id, close)

    def cut(self) -> None:
        """Let the part of the portrait be chosen that is used; a turn of it is kept first."""
        one = self._view.files[self._at]
        self._close(bound(open_cut, self._ctx, self._parent, self._case_id, one.id))

    def _read(self, at: int) -> None:
        work = bound(attachment_content, self._ctx.office, self._view.files[at].id)
        key = ("attachment", id(self._parent))
        self._ctx.read(self._holder(), work, lambda found: self._show(at, *found), key=key)

    def _show(self, at: int, content: bytes, mime: str) -> None:
        one = self._view.files[at]
        open_viewer(
            self._ctx,
            self._holder(),
            presenter.heading(one),
            content,
            mime,
            note=presenter.proof(one, at, len(self._view.files)),
            on_turn=self._close if self._view.may_add else None,
            on_open=lambda viewer: self._stands(at, viewer),
            viewer=self._viewer,
        )

    def _holder(self) -> QWidget:
        return self._viewer or self._parent

    def _stands(self, at: int, viewer: Viewer) -> None:
        if self._viewer is None:
            viewer.add_ways(self.step, self.correct, self.cut)
        self._viewer, self._at = viewer, at
        one = self._view.files[at]
        viewer.show_ways(
            at,
            len(self._view.files),
            may_correct=one.is_removable,
            may_cut=self._view.may_add and one.kind == KIND and one.is_picture,
        )
        self._on_shown(at)

    def _close(self, then: Callable[[], object] = lambda: None) -> None:
        def leave() -> None:
            if self._viewer is not None:
                self._viewer.accept()
            then()

        self._keep_turn(leave)

    def _keep_turn(self, then: Callable[[], object]) -> None:
        """Keep the turn of the paper that stands there, where there is one, then go on."""
        viewer = self._viewer
        if viewer is None or not viewer.quarters() or not self._view.may_add:
            then()
            return
        work = bound(
            turn_attachment,
            self._ctx.office,
            case_id=self._case_id,
            attachment_id=self._view.files[self._at].id,
            quarters=viewer.quarters(),
        )

        def kept(_changes: Changes) -> None:
            viewer.keep_turn()
            then()

        self._ctx.run(viewer, work, on_done=kept)
