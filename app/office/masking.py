"""How much of a value is shown where, and to whom: one table for screen, list, export and paper.

Source: the masking table of the access contract. Masks are pure functions of text; an empty value
stays empty, so that "missing" and "hidden" are never confused.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from enum import Enum
from types import MappingProxyType

from app.fields.codes import codes
from app.office.access import effective_roles, may_open_full
from db.codes import Role

__all__ = [
    "HIDDEN",
    "NOT_SHOWN",
    "Mask",
    "Place",
    "ValueKind",
    "apply_mask",
    "mask_address",
    "mask_card",
    "mask_diagnosis",
    "mask_for",
    "mask_id",
    "mask_name",
    "mask_phone",
    "masked",
]

HIDDEN = ""
"""What is left of a value that never appears in a place."""
NOT_SHOWN = "（内容不显示）"
"""Stands on a screen where a mask leaves nothing of a value: an empty field would say that there is none."""

_STARS = "********"


class ValueKind(Enum):
    """Values that are masked; every other value is shown."""

    ID_NUMBER = "身份证号"
    BANK_CARD = "银行卡号"
    PHONE = "电话"
    DIAGNOSIS = "疾病与残疾"
    NAME = "姓名"
    ADDRESS = "住址"


class Place(Enum):
    """Where a value is shown. EDIT: edit, transcription and survey pages of a case in scope."""

    LIST = "列表、检索和他人的档案"
    EDIT = "编辑、抄录和入户调查页面"
    OFFICIAL_FORM = "存档的正式表格"
    BANK_ROSTER = "给银行的发放名册"
    PUBLIC_NOTICE = "公示"
    THIRD_PARTY = "给第三方的函件"


class Mask(Enum):
    """What is shown of a value."""

    FULL = "full"
    HIDDEN = "never"
    ID_ENDS = "6 + 8 stars + 4"
    CARD_TAIL = "last 4"
    PHONE_ENDS = "3 + 4 stars + 4"
    CLASS = "class only"
    CAUSE_CLASS = "cause class only"
    TOWN = "town"
    SURNAME = "surname and a star"


_IN_LISTS: Mapping[ValueKind, Mask] = MappingProxyType(
    {
        ValueKind.ID_NUMBER: Mask.ID_ENDS,
        ValueKind.BANK_CARD: Mask.CARD_TAIL,
        ValueKind.PHONE: Mask.PHONE_ENDS,
        ValueKind.DIAGNOSIS: Mask.CLASS,
        ValueKind.NAME: Mask.FULL,
        ValueKind.ADDRESS: Mask.TOWN,
    }
)
_IN_PUBLIC: Mapping[ValueKind, Mask] = MappingProxyType(
    {
        ValueKind.ID_NUMBER: Mask.HIDDEN,
        ValueKind.BANK_CARD: Mask.HIDDEN,
        ValueKind.PHONE: Mask.HIDDEN,
        ValueKind.DIAGNOSIS: Mask.CAUSE_CLASS,
        ValueKind.NAME: Mask.FULL,
        ValueKind.ADDRESS: Mask.HIDDEN,
    }
)
_CARD_READERS = frozenset({Role.CLERK, Role.FINANCE})


def mask_for(
    kind: ValueKind,
    place: Place,
    roles: Collection[Role] = (),
    *,
    form_needs_diagnosis: bool = False,
    hide_public_names: bool = False,
    is_unmasked: bool = False,
) -> Mask:
    """Which mask a value gets. Roles count on the edit pages only.

    `form_needs_diagnosis`: the official form has a cell for it. `hide_public_names`: the office's
    setting 姓 + *. `is_unmasked`: this one record was opened with a reason, which has been journalled.
    """
    if place in (Place.PUBLIC_NOTICE, Place.THIRD_PARTY):
        if kind is ValueKind.NAME and hide_public_names:
            return Mask.SURNAME
        return _IN_PUBLIC[kind]
    if place in (Place.OFFICIAL_FORM, Place.BANK_ROSTER):
        return _on_form(kind, place, form_needs_diagnosis)
    if place is Place.EDIT and (is_unmasked or _is_full(kind, roles)):
        return Mask.FULL
    return _IN_LISTS[kind]


def _on_form(kind: ValueKind, place: Place, form_needs_diagnosis: bool) -> Mask:
    """Full, except the card off the bank rosters and a diagnosis that the form has no cell for."""
    is_masked = (kind is ValueKind.BANK_CARD and place is not Place.BANK_ROSTER) or (
        kind is ValueKind.DIAGNOSIS and not form_needs_diagnosis
    )
    return _IN_LISTS[kind] if is_masked else Mask.FULL


def _is_full(kind: ValueKind, roles: Collection[Role]) -> bool:
    if kind is ValueKind.BANK_CARD:
        return bool(effective_roles(roles) & _CARD_READERS)
    return may_open_full(roles)


def mask_id(number: str) -> str:
    """6 + 8 stars + 4. A document too short for that (a passport) shows stars only."""
    return f"{number[:6]}{_STARS}{number[-4:]}" if len(number) >= 15 else _stars_only(number)


def mask_card(number: str) -> str:
    """The last 4 digits after stars; anything too short to be a card shows stars only."""
    return f"{_STARS}{number[-4:]}" if len(number) >= 12 else _stars_only(number)


def mask_phone(number: str) -> str:
    """3 + 4 stars + 4; a number too short for that (a landline without area code) shows stars only."""
    return f"{number[:3]}****{number[-4:]}" if len(number) >= 11 else _stars_only(number)


def mask_name(name: str) -> str:
    """The surname and one star; a compound surname of the usual ones is kept whole."""
    if not name:
        return ""
    length = 2 if len(name) > 2 and f" {name[:2]} " in _COMPOUND_SURNAMES else 1
    return f"{name[:length]}*"


def mask_address(town: str) -> str:
    """Only the town or street is shown; hand in that field, never the whole address."""
    return town


def mask_diagnosis(broad_class: str) -> str:
    """Only the class is shown (疾病, 残疾, 良好): words that are none may tell the diagnosis itself."""
    return broad_class if broad_class in codes("health").labels else HIDDEN


def _stars_only(text: str) -> str:
    return _STARS if text else ""


_COMPOUND_SURNAMES = (
    " 欧阳 上官 司马 诸葛 司徒 夏侯 皇甫 尉迟 公孙 慕容 长孙 宇文 令狐 端木 东方 南宫 西门 独孤 轩辕 "
    " 百里 呼延 申屠 淳于 单于 太史 钟离 闻人 东郭 万俟 鲜于 澹台 公冶 濮阳 赫连 拓跋 "
)

_MASKERS: Mapping[Mask, Callable[[str, str], str]] = MappingProxyType(
    {
        Mask.FULL: lambda value, _: value,
        Mask.HIDDEN: lambda _value, _short: HIDDEN,
        Mask.ID_ENDS: lambda value, _: mask_id(value),
        Mask.CARD_TAIL: lambda value, _: mask_card(value),
        Mask.PHONE_ENDS: lambda value, _: mask_phone(value),
        Mask.CLASS: lambda _, short: mask_diagnosis(short),
        Mask.CAUSE_CLASS: lambda _, short: short,
        Mask.TOWN: lambda _, short: mask_address(short),
        Mask.SURNAME: lambda value, _: mask_name(value),
    }
)


def apply_mask(mask: Mask, value: str, *, short: str = "") -> str:
    """The value as the mask shows it. `short` is what may be shown instead of the whole value:

    the town of an address, the class of a diagnosis, the cause class on a public notice.
    """
    return _MASKERS[mask](value, short)


def masked(
    value: str,
    kind: ValueKind,
    place: Place,
    roles: Collection[Role] = (),
    *,
    short: str = "",
    form_needs_diagnosis: bool = False,
    hide_public_names: bool = False,
    is_unmasked: bool = False,
) -> str:
    """`mask_for` and `apply_mask` in one."""
    mask = mask_for(
        kind,
        place,
        roles,
        form_needs_diagnosis=form_needs_diagnosis,
        hide_public_names=hide_public_names,
        is_unmasked=is_unmasked,
    )
    return apply_mask(mask, value, short=short)
