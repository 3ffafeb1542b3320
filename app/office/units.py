"""The tree of union units: 县总工会 → 系统/镇街工会 → 基层工会, with the short names used on paper."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.changes import Changes, Op
from app.errors import UserError
from app.office.opening import read_user, units_below
from app.office.session import Office, Work
from db.models import Account, Case, Unit, UnitAlias

LEVELS = ("县级", "系统或镇街", "基层")


@dataclass(frozen=True)
class UnitView:
    """One node; `depth` 0 is the office itself."""

    id: int
    parent_id: int | None
    name: str
    level: str
    aliases: tuple[str, ...]
    is_active: bool
    depth: int


def units(office: Office, *, in_scope: bool = False) -> tuple[UnitView, ...]:
    """The tree from the top, children after their parent; `in_scope`: only the user's own part."""
    with office.read() as session:
        return _tree(session, office.user.scope if in_scope else None)


def _tree(session: Session, scope: Collection[int] | None) -> tuple[UnitView, ...]:
    rows = session.scalars(select(Unit).order_by(Unit.name)).all()
    children: dict[int | None, list[Unit]] = {}
    for row in rows:
        children.setdefault(row.parent_id, []).append(row)
    found: list[UnitView] = []

    def add(row: Unit, depth: int) -> None:
        if scope is None or row.id in scope:
            aliases = tuple(alias.name for alias in row.aliases)
            found.append(
                UnitView(row.id, row.parent_id, row.name, row.level, aliases, row.is_active, depth)
            )
        for child in children.get(row.id, ()):
            add(child, depth + 1)

    for root in children.get(None, ()):
        add(root, 0)
    return tuple(found)


def unit_named(session: Session, text: str) -> Unit | None:
    """The unit of this registered or short name."""
    name = text.strip()
    found = session.scalars(select(Unit).where(Unit.name == name)).first()
    if found is not None:
        return found
    return session.scalars(
        select(Unit).join(UnitAlias, UnitAlias.unit_id == Unit.id).where(UnitAlias.name == name)
    ).first()


def save_unit(
    office: Office,
    *,
    unit_id: int | None = None,
    parent_id: int | None,
    name: str,
    level: str,
    aliases: Collection[str] = (),
    is_active: bool = True,
) -> Changes:
    """Add a unit or change one. UserError for a taken name, a circle in the tree, a unit still in use."""
    name = name.strip()
    if not name:
        raise UserError("请填写工会组织的登记全称。", field="name")
    if level not in LEVELS:
        raise UserError(f"请选择层级：{'、'.join(LEVELS)}。", field="level")
    with office.write(Op.SAVE_UNIT) as work:
        unit = work.session.get(Unit, unit_id) if unit_id is not None else None
        if unit is None and unit_id is not None:
            raise UserError("没有找到这个工会组织，请刷新后再试。")
        _check_place(work.session, unit, parent_id)
        wanted = _wanted_aliases(work.session, unit, name, aliases)
        if unit is None:
            unit = Unit(name=name, level=level, parent_id=parent_id)
            work.session.add(unit)
        elif not is_active:
            _refuse_in_use(work, unit)
        unit.name, unit.level, unit.parent_id, unit.is_active = name, level, parent_id, is_active
        for alias in list(unit.aliases):
            if alias.name not in wanted:
                unit.aliases.remove(alias)
        known = {alias.name for alias in unit.aliases}
        unit.aliases.extend(UnitAlias(name=alias) for alias in wanted if alias not in known)
        work.session.flush()
        changes = work.done(result_id=unit.id)
    with office.read() as session:
        office.user = read_user(session, office.user.id)
    return changes


def _check_place(session: Session, unit: Unit | None, parent_id: int | None) -> None:
    if parent_id is None:
        if unit is None or unit.parent_id is not None:
            raise UserError("请选择上级工会。", field="parent_id")
        return
    if session.get(Unit, parent_id) is None:
        raise UserError("请选择上级工会。", field="parent_id")
    if unit is not None and parent_id in units_below(session, unit.id):
        raise UserError("上级工会不能是它自己或它的下级，请重新选择。", field="parent_id")
    if unit is not None and unit.parent_id is None:
        raise UserError("最上一级的单位没有上级工会。", field="parent_id")


def _wanted_aliases(
    session: Session, unit: Unit | None, name: str, aliases: Collection[str]
) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(alias.strip() for alias in aliases if alias.strip()))
    for text in (name, *wanted):
        other = unit_named(session, text)
        if other is not None and (unit is None or other.id != unit.id):
            raise UserError(f"“{text}”已经是另一个工会组织的名称，请换一个。", field="name")
    return wanted


def _refuse_in_use(work: Work, unit: Unit) -> None:
    below = units_below(work.session, unit.id)
    if work.session.scalar(select(Case.id).where(Case.unit_id.in_(below)).limit(1)) is not None:
        raise UserError("这个工会组织名下还有档案，请先移交档案再停用。", field="is_active")
    used = select(Account.id).where(Account.unit_id.in_(below), Account.is_active).limit(1)
    if work.session.scalar(used) is not None:
        raise UserError("这个工会组织名下还有账号，请先调整账号再停用。", field="is_active")
