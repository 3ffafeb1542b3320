"""工会组织: the tree of unions with the short names of paper."""

from typing import Any

from app.changes import Op
from app.fields.kinds import LongText, YesNo
from app.office.units import LEVELS, UnitView, save_unit, units
from ui.context import Context, bound
from ui.fields.form_dialog import Entry, FormDialog
from ui.screens.settings.page import TablePage
from ui.style import Tone
from ui.widgets import Button, CellKind, ChipText, Column, PrimaryButton


def _state(unit: UnitView) -> ChipText:
    return ChipText("在用", Tone.GREEN) if unit.is_active else ChipText("已停用", Tone.NEUTRAL)


class UnitsPage(TablePage):
    """The tree, children under their parent."""

    key = "units"
    title = "工会组织"
    note = "账号看得到自己所属工会及其下级的档案。简称用于导入和纸质材料上的写法。"

    def __init__(self, ctx: Context) -> None:
        columns = (
            Column("名称", lambda unit: "　　" * unit.depth + unit.name, strong=True, stretch=True),
            Column("层级", lambda unit: unit.level, width=100),
            Column("简称", lambda unit: "、".join(unit.aliases), width=200),
            Column("状态", _state, CellKind.CHIP, width=84),
        )
        super().__init__(ctx, columns, lambda unit: unit.id, ("还没有工会组织", "请新增。"))
        buttons = (
            self.needs_row(Button("修改", self._edit)),
            PrimaryButton("新增下级", self._add, icon="plus"),
        )
        may = ctx.may(Op.SAVE_UNIT)
        for button in buttons:
            button.setVisible(may)
        if may:
            self.table.opened.connect(lambda _unit: self._edit())
        self.lay_out(self.table, buttons=buttons)

    def refresh(self) -> None:
        """Read the tree anew."""
        self.ctx.read(self, bound(units, self.ctx.office), self.show_rows, key=self.key)

    def _entries(self, unit: UnitView | None, parent_id: int | None) -> tuple[Entry, ...]:
        parents = tuple(
            (other.id, "　" * other.depth + other.name)
            for other in self.table.rows()
            if unit is None or other.id != unit.id
        )
        levels = tuple((level, level) for level in LEVELS)
        entries = [
            Entry("name", "登记全称", required=True, value=unit.name if unit else None),
            Entry(
                "level", "层级", required=True, options=levels, value=unit.level if unit else "基层"
            ),
        ]
        if unit is None or unit.parent_id is not None:
            entries.append(
                Entry("parent_id", "上级工会", required=True, options=parents, value=parent_id)
            )
        entries.append(
            Entry(
                "aliases",
                "简称",
                LongText(),
                value="\n".join(unit.aliases) if unit else None,
                hint="一行一个",
            )
        )
        if unit is not None:
            entries.append(Entry("is_active", "在用", YesNo(), value=unit.is_active))
        return tuple(entries)

    def _add(self) -> None:
        current: UnitView | None = self.table.current_row()
        parent_id = current.id if current else self.ctx.office.user.unit_id
        self._open(None, parent_id, "新增工会组织", "新增")

    def _edit(self) -> None:
        unit: UnitView = self.current()
        self._open(unit, unit.parent_id, "修改工会组织", "保存")

    def _open(self, unit: UnitView | None, parent_id: int | None, title: str, action: str) -> None:
        def work(values: Any) -> Any:
            lines = (values["aliases"] or "").splitlines()
            return bound(
                save_unit,
                self.ctx.office,
                unit_id=unit.id if unit else None,
                parent_id=values.get("parent_id"),
                name=values["name"],
                level=values["level"],
                aliases=tuple(line.strip() for line in lines if line.strip()),
                is_active=values.get("is_active", True),
            )

        entries = self._entries(unit, parent_id)
        FormDialog(self.ctx, self, title, entries, work, action=action).open()
