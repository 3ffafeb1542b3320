"""Which seals go on a paper and how: the fields of the printing dialog that are asked for with the seal."""

from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QWidget

from app.forms.sealing import INSET, MOST_INSET, Bearer, Sealing, Seam, joint_choices
from app.office.papers import SealView
from ui.fields.pick_box import PickBox
from ui.widgets import FormGrid, column, set_tip

_STEP = 0.5


class SealFields:
    """Puts its fields into the form; they are to be seen while a paper is stamped."""

    def __init__(self, form: FormGrid, seals: tuple[SealView, ...]) -> None:
        self._form, self._seals = form, seals
        self._boxes: tuple[Bearer, ...] = ()
        self._is_stamped, self._pages = False, 0
        self.seal = PickBox()
        for seal in seals:
            self.seal.addItem(seal.name, seal.id)
        self.joint = {seal.id: _tick(seal.name) for seal in seals}
        self._joint_list = QWidget()
        self._joint_list.setLayout(column(*self.joint.values(), gap=2))
        self.by_hand = QCheckBox("留空，打印后手工加盖")
        self.seam = PickBox()
        for seam in Seam:
            self.seam.addItem(seam.value, seam)
        self.inset = QDoubleSpinBox()
        self.inset.setRange(0.0, MOST_INSET)
        self.inset.setSingleStep(_STEP)
        self.inset.setDecimals(1)
        self.inset.setSuffix(" 毫米")
        self.inset.setValue(INSET)
        form.add("seal_id", "印章", self.seal)
        form.add(
            "joint_seal_ids",
            "联合用印",
            self._joint_list,
            help="可以勾选几枚，各盖在表上自己那一级工会的意见栏",
        )
        form.add("by_hand", "盖章方式", self.by_hand)
        form.add("seam", "骑缝章", self.seam)
        form.add(
            "seam_inset",
            "离纸边",
            self.inset,
            help="骑缝章右边到纸边的距离；多数打印机纸边约 5 毫米印不出",
        )
        self.seal.currentIndexChanged.connect(lambda _index: self._show())
        self.by_hand.toggled.connect(lambda _on: self._show())
        self.seam.currentIndexChanged.connect(lambda _index: self._show())

    @property
    def seal_id(self) -> int | None:
        """The issuer's seal."""
        chosen: int | None = self.seal.currentData()
        return chosen

    @property
    def sealing(self) -> Sealing:
        """What is chosen besides it."""
        return Sealing(
            joint_seal_ids=tuple(key for key, tick in self.joint.items() if tick.isChecked()),
            is_by_hand=self.by_hand.isChecked(),
            seam=Seam(self.seam.currentData()),
            seam_inset=self.inset.value(),
        )

    def begin(self, boxes: tuple[Bearer, ...]) -> None:
        """Another form, with boxes for the seals of these unions: what was chosen for the last one goes."""
        self._boxes = boxes
        for tick in self.joint.values():
            tick.setChecked(False)
        self.seam.setCurrentIndex(0)
        self._show()

    def show(self, *, is_stamped: bool, pages: int) -> None:
        """Show what there is to choose for a paper of so many pages."""
        self._is_stamped, self._pages = is_stamped, pages
        self._show()

    def _show(self) -> None:
        is_stamped = self._is_stamped
        fitting = {one.id for one in joint_choices(self._seals, self.seal_id, self._boxes)}
        for key, tick in self.joint.items():
            tick.setVisible(key in fitting)
            if key not in fitting:
                tick.setChecked(False)
        has_seam = is_stamped and self._pages > 1
        is_drawn = Seam(self.seam.currentData()) is not Seam.NONE and not self.by_hand.isChecked()
        self._form.set_row_visible("seal_id", is_stamped and len(self._seals) > 1)
        self._form.set_row_visible("joint_seal_ids", is_stamped and bool(fitting))
        self._form.set_row_visible("by_hand", is_stamped)
        self._form.set_row_visible("seam", has_seam)
        self._form.set_row_visible("seam_inset", has_seam and is_drawn)


def _tick(name: str) -> QCheckBox:
    """A box with the name of a seal, whatever signs are in it; one that is too long is read in the tooltip."""
    tick = QCheckBox(name.replace("&", "&&"))
    set_tip(tick, name)
    return tick
