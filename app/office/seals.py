"""Registering seals. An office brings the scan of its own seal; only the demo office has a drawn one."""

from dataclasses import dataclass

from sqlalchemy import select

from app.changes import Changes, Op
from app.errors import UserError
from app.office.bearers import bearer_of_unit, bearings
from app.office.session import Office, Work
from app.office.settings import read_settings
from app.paper import SealKind, clean_scan, demo_seal, seal_picture
from app.paper.seal import BASIC_UNION_DIAMETER
from db.codes import Bearer
from db.models import Seal, SealBearer, Unit

__all__ = [
    "DEFAULT_MM",
    "Bearer",
    "SealRow",
    "clean",
    "register_sample_seal",
    "register_seal",
    "registered_seals",
    "retire_seal",
    "seal_named",
]

SMALLEST_MM, LARGEST_MM = 20.0, 60.0
DEFAULT_MM = BASIC_UNION_DIAMETER
_LARGEST_SCAN = 20 * 1024 * 1024


@dataclass(frozen=True)
class SealRow:
    """One seal. `preview` is a PNG of the cleaned scan, or of the drawn sample."""

    id: int
    name: str
    unit_name: str
    is_sample: bool
    diameter_mm: float
    is_active: bool
    bearer: Bearer
    preview: bytes


def registered_seals(office: Office) -> tuple[SealRow, ...]:
    """The seals of the office, active ones first."""
    with office.read() as session:
        whose = bearings(session)
        rows = session.execute(
            select(Seal, Unit.name)
            .join(Unit, Unit.id == Seal.unit_id)
            .order_by(Seal.is_active.desc(), Seal.name)
        ).all()
        return tuple(
            SealRow(
                seal.id,
                seal.name,
                unit_name,
                seal.kind == SealKind.DRAWN_SAMPLE,
                seal.diameter_tenths_mm / 10,
                seal.is_active,
                whose[seal.id].bearer,
                seal.image or _drawn(seal, whose[seal.id].second_name),
            )
            for seal, unit_name in rows
        )


def _drawn(row: Seal, second_name: str) -> bytes:
    diameter = row.diameter_tenths_mm / 10
    return seal_picture(demo_seal(row.name, second_name=second_name, diameter_mm=diameter))


def clean(scan: bytes) -> bytes:
    """What a scan would look like as a seal: a PNG, red on transparent. UserError says how to scan."""
    if len(scan) > _LARGEST_SCAN:
        raise UserError("图片太大，请用 600 dpi 以下重新扫描，只截取印章。", field="scan")
    try:
        return clean_scan(scan)
    except UserError as error:
        raise UserError(error.message, field="scan") from error


def register_seal(
    office: Office,
    *,
    name: str,
    scan: bytes,
    diameter_mm: float,
    unit_id: int | None = None,
    bearer: Bearer | None = None,
) -> Changes:
    """Keep the cleaned scan of a seal, `diameter_mm` across as on paper. UserError for what is none.

    It is of the user's own unit if none is named, and the `bearer` is that unit's level if none is. A
    bilingual seal is kept as it was scanned.
    """
    name = name.strip()
    if not name:
        raise UserError("请填写印章的名称，例如“某某县总工会”。", field="name")
    _check_diameter(diameter_mm)
    image = clean(scan)
    with office.write(Op.SAVE_SEAL) as work:
        row = Seal(
            unit_id=unit_id or office.user.unit_id,
            name=name,
            kind=SealKind.IMAGE.value,
            image=image,
            diameter_tenths_mm=round(diameter_mm * 10),
        )
        return _add(work, row, bearer)


def register_sample_seal(
    office: Office,
    *,
    name: str | None = None,
    second_name: str = "",
    unit_id: int | None = None,
    bearer: Bearer | None = None,
) -> Changes:
    """The drawn seal of the demo office, which always says 样章; with a `second_name` it is bilingual.

    UserError in any other office, and for a name that does not fit.
    """
    with office.read() as session:
        is_demo = bool(read_settings(session)["is_demo"])
    if not is_demo:
        raise UserError("样章只供演示单位使用；请登记本单位印章的扫描件。")
    shown = name or office.user.unit_name
    demo_seal(shown, second_name=second_name.strip())
    with office.write(Op.SAVE_SEAL) as work:
        row = Seal(
            unit_id=unit_id or office.user.unit_id,
            name=shown,
            kind=SealKind.DRAWN_SAMPLE.value,
            image=None,
            diameter_tenths_mm=round(DEFAULT_MM * 10),
        )
        return _add(work, row, bearer, second_name.strip())


def _add(work: Work, row: Seal, bearer: Bearer | None, second_name: str = "") -> Changes:
    taken = select(Seal.id).where(Seal.name == row.name, Seal.is_active)
    if work.session.scalar(taken) is not None:
        raise UserError("已经有同名的印章在用，请先停用原来的，或换一个名称。", field="name")
    work.session.add(row)
    work.session.flush()
    if bearer is not None or second_name:
        whose = bearer or bearer_of_unit(work.session, row.unit_id)
        work.session.add(SealBearer(seal_id=row.id, bearer=whose, second_name=second_name or None))
    return work.done(result_id=row.id)


def retire_seal(office: Office, *, seal_id: int, reason: str) -> Changes:
    """Stop using a seal (handed in, worn, renamed office); papers issued with it stay as they are."""
    if not reason.strip():
        raise UserError("请写明停用的原因。", field="reason")
    with office.write(Op.SAVE_SEAL, reason=reason.strip()) as work:
        row = work.session.get(Seal, seal_id)
        if row is None or not row.is_active:
            raise UserError("这枚印章已经停用，请刷新后再看。")
        row.is_active = False
        return work.done(result_id=seal_id)


def _check_diameter(diameter_mm: float) -> None:
    if not SMALLEST_MM <= diameter_mm <= LARGEST_MM:
        raise UserError(
            f"印章的直径请填 {SMALLEST_MM:.0f} 到 {LARGEST_MM:.0f} 毫米之间的数。",
            field="diameter",
        )


def seal_named(office: Office, name: str) -> int | None:
    """The id of the seal in use of this name; without a name None, for the only one there is.

    UserError names those there are, where it is none of them or where one of several has to be named.
    """
    active = tuple(seal for seal in registered_seals(office) if seal.is_active)
    found = next((seal.id for seal in active if seal.name == name.strip()), None)
    if found is None and active and (name.strip() or len(active) > 1):
        known = "、".join(seal.name for seal in active)
        raise UserError(f"请写明要用哪一枚印章的名称，在用的有：{known}。", field="seal_id")
    return found
