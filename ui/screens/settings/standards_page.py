"""低保标准 and the other dated figures of a place."""

from typing import Any

from app.changes import Op
from app.errors import UserError
from app.fields.kinds import Day
from app.office.settings import settings
from app.office.standards import KINDS, StandardView, force_standard, prepare_standard, standards
from ui.context import Context, bound
from ui.fields.form_dialog import Entry, FormDialog
from ui.screens.settings.forcing import put_in_force, sheet_button
from ui.screens.settings.page import TablePage, in_force_chip
from ui.screens.settings.presenter import (
    REGISTRATIONS,
    figure_words,
    force_way,
    read_figure,
)
from ui.widgets import Button, CellKind, Column, PrimaryButton


def _where(row: StandardView) -> str:
    return f"{row.place}（{row.registration}）" if row.registration else row.place


class StandardsPage(TablePage):
    """Figures by place and day; a later one replaces an earlier one from its day on."""

    key = "standards"
    title = "低保标准"
    note = "按民政、人社部门公布的文件登记。由管理员拟定，审批人生效；没有审批账号时登记纸质审批。"

    def __init__(self, ctx: Context) -> None:
        columns = (
            Column("种类", lambda row: row.kind, strong=True, width=118),
            Column("地区和户籍", _where, width=112),
            Column(
                "标准", lambda row: figure_words(row.kind, row.value), CellKind.NUMBER, width=122
            ),
            Column("起用日期", lambda row: str(row.valid_from), width=98),
            Column("文件", lambda row: row.document or "", stretch=True, aside=1),
            Column("状态", in_force_chip, CellKind.CHIP, width=180),
        )
        empty = ("还没有标准", "请先登记本地的低保标准，困难认定要用到它。")
        super().__init__(ctx, columns, lambda row: row.id, empty)
        self._place = ""
        way = force_way(ctx.may, Op.FORCE_STANDARD)
        force = Button("生效" if way == "self" else "登记纸质审批", self._force)
        self.needs_row(force, lambda row: not row.is_in_force).setVisible(bool(way))
        add = PrimaryButton("拟定标准", self._add, icon="plus")
        add.setVisible(ctx.may(Op.PREPARE_STANDARD))
        sheet = sheet_button(ctx, self, self.current)
        self.needs_row(sheet, lambda row: row.scan_id is not None)
        self.lay_out(self.table, buttons=(sheet, force, add))

    def refresh(self) -> None:
        """Read the figures anew."""
        self.ctx.read(self, bound(standards, self.ctx.office), self.show_rows, key=self.key)
        self.ctx.read(self, bound(settings, self.ctx.office), self._keep_place, key="place")

    def _keep_place(self, values: Any) -> None:
        self._place = values["place"]

    def _add(self) -> None:
        entries = (
            Entry("kind", "种类", required=True, options=tuple((kind, kind) for kind in KINDS)),
            Entry("place", "地区", required=True, value=self._place),
            Entry("registration", "户籍", options=REGISTRATIONS),
            Entry("value", "标准", required=True, hint="元/月，或平方米"),
            Entry("valid_from", "起用日期", Day(), required=True),
            Entry("document", "文件和文号"),
        )

        def work(values: Any) -> Any:
            value = read_figure(values["kind"], values["value"], self.ctx.office.today)
            return bound(prepare_standard, self.ctx.office, **(dict(values) | {"value": value}))

        def checked(values: Any) -> Any:
            try:
                return work(values)
            except UserError as error:
                return bound(_refuse, error.message)

        FormDialog(
            self.ctx, self, "拟定标准", entries, checked, action="拟定", explanation=self.note
        ).open()

    def _force(self) -> None:
        row: StandardView = self.current()
        what = (
            f"{row.place}{row.kind} {figure_words(row.kind, row.value)}，从 {row.valid_from} 起用"
        )
        put_in_force(self.ctx, self, Op.FORCE_STANDARD, what, force_standard, standard_id=row.id)


def _refuse(sentence: str) -> None:
    raise UserError(sentence, field="value")
