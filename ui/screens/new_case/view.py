"""新建档案: name and ID number first; whoever has a file already is found while typing."""

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.cases.commands import apply_again, open_draft
from app.cases.drafting import SamePerson, find_same_person
from app.cases.drafts import Place
from app.cases.duplicates import Suspect, look_alikes
from app.changes import Changes
from app.office.session import Office
from ui.card_button import CardButton
from ui.context import Context, bound
from ui.drafts import DraftKeeper, offer_recent
from ui.fields import FieldForm, FormValues
from ui.screens.case.deriving import derive
from ui.screens.new_case import presenter
from ui.screens.new_case.back_entry import open_back_entry
from ui.style import SIZE, Role, Tone
from ui.widgets import Banner, Button, Dialog, Label

_LOOK_AFTER_MS = 250
_LOOKED_AT = ("name", "id_number", "phone")


class NewCaseDialog(Dialog):
    """Opens a draft and goes to it. A person in another open file stops it and leads there."""

    def __init__(self, ctx: Context, parent: QWidget | None) -> None:
        super().__init__(parent, "新建档案", action="建立草稿", width=SIZE.dialog)
        self.ctx = ctx
        self.said: presenter.Found | None = None
        self._from_card: dict[str, Any] = {}
        self.form = FieldForm(ctx.today, columns=1)
        for field in presenter.FIELDS:
            self.form.add_field(field, required=field.key == "name")
        self.form.load(FormValues({field.key: None for field in presenter.FIELDS}))
        self.keeper = DraftKeeper(ctx, self.form)
        self.keeper.at(Place("new_case"))
        self.finished.connect(lambda _code: self.keeper.drop())
        offer_recent(ctx, self.form)
        self.save_by_key()
        self.form.setMinimumHeight(self.form.sizeHint().height())
        self.banner = Banner(self)
        self.add(
            Label(
                "先填申请人的姓名和身份证号，其余到档案页再填，随时可以补。",
                Role.MUTED,
                wrap=True,
            ),
            self.form,
            self.banner,
        )
        self.add_extra(
            Button(
                "补录纸质档案…", self._back_entry, tip="已在纸质档案中批准的家庭，按真实日期登记"
            )
        )
        self.card_button = CardButton(ctx, self.form, self._from_card.update)
        self.add_extra(self.card_button)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_LOOK_AFTER_MS)
        self._pause.timeout.connect(self._look)
        self.form.edited.connect(self._on_edited)
        self.confirmed.connect(self._open_draft)
        self.form.focus("name")

    def _on_edited(self, key: str) -> None:
        derive(self.form, key, self.ctx.office.today)
        if key in _LOOKED_AT:
            self._pause.start()

    def _look(self) -> None:
        typed = {key: str(self.form.field_editor(key).text()) for key in _LOOKED_AT}
        work = bound(_find, self.ctx.office, tuple(typed.items()))
        self.ctx.read(self, work, self._say, key=("same person", id(self)))

    def _say(self, found: tuple[tuple[SamePerson, ...], tuple[Suspect, ...]]) -> None:
        same, alike = found
        self.said = presenter.found(same) or presenter.alike(alike)
        if self.said is None:
            self.banner.clear()
        else:
            self.banner.show_message(
                self.said.sentence,
                Tone(self.said.tone),
                action=self.said.action,
                on_action=self._follow,
            )
        self.main_button.setEnabled(self.said is None or not self.said.stops)
        self._make_room()

    def _make_room(self) -> None:
        """A sentence more needs a taller dialog."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            wanted = layout.totalHeightForWidth(self.width())
            self.resize(self.width(), max(self.height(), wanted))

    def _follow(self) -> None:
        """The button beside the sentence: open the other file, or apply again."""
        if self.said is None or self.said.case_id is None:
            return
        if self.said.applies_again:
            work = bound(apply_again, self.ctx.office, case_id=self.said.case_id)
            self.ctx.run(self, work, on_done=self._go, form=self.form)
            return
        case_id = self.said.case_id
        self.accept()
        self.ctx.go("case", case_id=case_id)

    def _back_entry(self) -> None:
        parent, typed = self.parentWidget(), self.form.typed()
        self.accept()
        if parent is not None:
            open_back_entry(self.ctx, parent).form.put_typed(typed)

    def _open_draft(self) -> None:
        values = self.form.values()
        if values is None:
            return
        if not values["name"]:
            self.form.set_error("name", "请填写姓名。")
            self.form.focus("name")
            return
        applicant: dict[str, Any] = {key: value for key, value in values.items() if value}
        more_applicant, household = presenter.beyond(self._from_card)
        applicant |= more_applicant
        work = bound(open_draft, self.ctx.office, applicant=applicant, household=household)
        self.ctx.run(self, work, on_done=self._go, form=self.form)

    def _go(self, changes: Changes) -> None:
        self.accept()
        self.ctx.go("case", case_id=changes.result_id, page="facts")


def _find(
    office: Office, typed: tuple[tuple[str, str], ...]
) -> tuple[tuple[SamePerson, ...], tuple[Suspect, ...]]:
    """Who has this ID number; where nobody has, who looks alike."""
    values = dict(typed)
    same = find_same_person(office, values["id_number"])
    return same, () if same else look_alikes(office, **values)


def open_new_case(ctx: Context, parent: QWidget) -> NewCaseDialog:
    """Ask for the applicant of a new file."""
    dialog = NewCaseDialog(ctx, parent.window())
    dialog.open()
    return dialog
