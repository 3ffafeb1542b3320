"""认定标准 and 救助标准: which rule set counts from when, and what of it the office has confirmed."""

from typing import Any

from PySide6.QtWidgets import QCheckBox, QWidget

from app.changes import Op
from app.fields.kinds import Day
from app.office.rule_sets import known_rules, rules_named
from app.office.standards import (
    PURPOSES,
    RuleSetUseView,
    confirm_item,
    force_rule_set,
    prepare_rule_set,
    rule_set_uses,
)
from ui.context import Context, bound
from ui.fields.form_dialog import Entry, FormDialog
from ui.screens.settings.forcing import put_in_force, sheet_button
from ui.screens.settings.page import TablePage, in_force_chip
from ui.screens.settings.presenter import force_way
from ui.style import SIZE, Role, Tone, px
from ui.widgets import (
    Button,
    Card,
    CellKind,
    ChipText,
    Column,
    Label,
    PrimaryButton,
    Scroll,
    clear_layout,
    column,
    row,
)


def _title(use: RuleSetUseView) -> str:
    rules = rules_named(use.purpose, use.rule_set)
    return rules.label if rules else use.rule_set


def _open_items(use: RuleSetUseView) -> ChipText:
    rules = rules_named(use.purpose, use.rule_set)
    items = rules.unverified if rules else ()
    left = len(set(items) - set(use.confirmed_items))
    if not items:
        return ChipText("没有待核实", Tone.GREEN)
    return ChipText(f"{left} 项待确认", Tone.AMBER) if left else ChipText("全部已确认", Tone.GREEN)


class RulesPage(TablePage):
    """Rule sets in use; below, the sentences of the chosen one that have to be confirmed one by one."""

    key = "rules"
    title = "认定标准"
    note = "标准按起用日期生效。文件没有写明、由程序约定的地方，请对照原文逐项确认。"

    def __init__(self, ctx: Context) -> None:
        columns = (
            Column("用途", lambda use: use.purpose, strong=True, width=64),
            Column("标准", _title, stretch=True),
            Column("起用日期", lambda use: str(use.valid_from), width=98),
            Column("待核实", _open_items, CellKind.CHIP, width=108),
            Column("状态", in_force_chip, CellKind.CHIP, width=196),
        )
        empty = ("还没有选用标准", "请拟定一套认定标准和一套救助标准，再由审批人生效。")
        super().__init__(ctx, columns, lambda use: use.id, empty)
        way = force_way(ctx.may, Op.FORCE_RULE_SET)
        force = Button("生效" if way == "self" else "登记纸质审批", self._force)
        self.needs_row(force, lambda use: not use.is_in_force).setVisible(bool(way))
        add = PrimaryButton("选用标准", self._add, icon="plus")
        add.setVisible(ctx.may(Op.PREPARE_RULE_SET))
        self._may_confirm = ctx.may(Op.PREPARE_RULE_SET)
        self._items = column(gap=SIZE.gap_tiny)
        holder = QWidget()
        holder.setLayout(column(self._items, None, margin=SIZE.gap))
        card = Card("请选择上面的一套标准", flush=True)
        self._card = card
        card.add(Scroll(holder, on_card=True), 1)
        card.setMinimumHeight(px(SIZE.dialog) // 3)
        self.table.setMinimumHeight(px(SIZE.row) * 4)
        self.table.chosen.connect(lambda _use: self._show_items())
        sheet = sheet_button(ctx, self, self.current)
        self.needs_row(sheet, lambda use: use.scan_id is not None)
        self.lay_out(self.table, card, buttons=(sheet, force, add))

    def refresh(self) -> None:
        """Read what is in use anew."""
        self.ctx.read(self, bound(rule_set_uses, self.ctx.office), self._show, key=self.key)

    def _show(self, uses: Any) -> None:
        self.show_rows(uses)
        self._show_items()

    def _show_items(self) -> None:
        clear_layout(self._items)
        use: RuleSetUseView | None = self.table.current_row()
        rules = rules_named(use.purpose, use.rule_set) if use else None
        if use is None or rules is None:
            self._card.set_title("请选择上面的一套标准")
            return
        self._card.set_title(f"{use.purpose}标准 {rules.id} 的待核实项")
        self._items.addWidget(Label(f"依据：{rules.citation}", Role.MUTED, wrap=True))
        for item in rules.unverified:
            self._items.addLayout(self._item_line(use, item))
        if not rules.unverified:
            self._items.addWidget(Label("这套标准没有待核实的项。"))

    def _item_line(self, use: RuleSetUseView, item: str) -> Any:
        tick = QCheckBox()
        tick.setChecked(item in use.confirmed_items)
        tick.setEnabled(self._may_confirm)
        tick.setAccessibleName(item)
        tick.clicked.connect(
            lambda is_on: self.ctx.run(
                self,
                bound(confirm_item, self.ctx.office, use_id=use.id, item=item, is_confirmed=is_on),
            )
        )
        line = row(tick, Label(item, wrap=True), gap=SIZE.gap)
        line.setStretch(1, 1)
        return line

    def _add(self) -> None:
        rules = known_rules()
        known = ((f"{one.purpose}/{one.id}", f"{one.purpose}　{one.label}") for one in rules)
        entries = (
            Entry("rules", "标准", required=True, options=(("", "请选择"), *known), span=2),
            Entry("valid_from", "起用日期", Day(), required=True, value=self.ctx.office.today),
        )

        def work(values: Any) -> Any:
            purpose, name = values["rules"].split("/", 1)
            return bound(
                prepare_rule_set,
                self.ctx.office,
                purpose=purpose,
                rule_set=name,
                valid_from=values["valid_from"],
            )

        FormDialog(
            self.ctx,
            self,
            "选用标准",
            entries,
            work,
            action="选用",
            explanation=f"用途分{'和'.join(PURPOSES)}两种，各选一套；选用后还要生效。",
            wide=True,
        ).open()

    def _force(self) -> None:
        use: RuleSetUseView = self.current()
        what = f"{use.purpose}标准“{_title(use)}”从 {use.valid_from} 起用"
        put_in_force(self.ctx, self, Op.FORCE_RULE_SET, what, force_rule_set, use_id=use.id)
