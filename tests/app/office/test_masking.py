"""The masking table of the access contract, cell by cell. All numbers are made up."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.office.masking import (
    HIDDEN,
    Mask,
    Place,
    ValueKind,
    apply_mask,
    mask_card,
    mask_for,
    mask_id,
    mask_name,
    mask_phone,
    masked,
)
from db.codes import Role

ID = "450224196803120042"

PLACES = {
    "ID_NUMBER": ("ID_ENDS", "FULL", "FULL", "HIDDEN"),
    "BANK_CARD": ("CARD_TAIL", "CARD_TAIL", "FULL", "HIDDEN"),
    "PHONE": ("PHONE_ENDS", "FULL", "FULL", "HIDDEN"),
    "DIAGNOSIS": ("CLASS", "CLASS", "CLASS", "CAUSE_CLASS"),
    "NAME": ("FULL", "FULL", "FULL", "FULL"),
    "ADDRESS": ("TOWN", "FULL", "FULL", "HIDDEN"),
}
"""In lists; on official forms; on bank rosters; in public and to third parties."""

EDIT = {
    "ID_NUMBER": ("CLERK REVIEWER APPROVER FINANCE", "ID_ENDS"),
    "BANK_CARD": ("CLERK FINANCE", "CARD_TAIL"),
    "PHONE": ("CLERK REVIEWER APPROVER FINANCE", "PHONE_ENDS"),
    "DIAGNOSIS": ("CLERK REVIEWER APPROVER FINANCE", "CLASS"),
    "NAME": ("CLERK REVIEWER APPROVER FINANCE", "FULL"),
    "ADDRESS": ("CLERK REVIEWER APPROVER FINANCE", "TOWN"),
}
"""On the edit pages: who sees it full, and what the others see."""


@pytest.mark.parametrize("kind", list(ValueKind))
@pytest.mark.parametrize("role", list(Role))
def test_each_cell_of_the_table(kind: ValueKind, role: Role) -> None:
    in_list, on_form, on_roster, in_public = PLACES[kind.name]
    assert mask_for(kind, Place.LIST, {role}) is Mask[in_list]
    assert mask_for(kind, Place.OFFICIAL_FORM, {role}) is Mask[on_form]
    assert mask_for(kind, Place.BANK_ROSTER, {role}) is Mask[on_roster]
    assert mask_for(kind, Place.PUBLIC_NOTICE, {role}) is Mask[in_public]
    assert mask_for(kind, Place.THIRD_PARTY, {role}) is Mask[in_public]
    full, otherwise = EDIT[kind.name]
    expected = Mask.FULL if role.name in full.split() else Mask[otherwise]
    assert mask_for(kind, Place.EDIT, {role}) is expected


def test_a_form_with_a_cell_for_it_shows_the_diagnosis() -> None:
    for place in (Place.OFFICIAL_FORM, Place.BANK_ROSTER):
        mask = mask_for(ValueKind.DIAGNOSIS, place, form_needs_diagnosis=True)
        assert mask is Mask.FULL
    public = mask_for(ValueKind.DIAGNOSIS, Place.PUBLIC_NOTICE, form_needs_diagnosis=True)
    assert public is Mask.CAUSE_CLASS


def test_an_office_may_hide_names_in_public_only() -> None:
    for place in Place:
        mask = mask_for(ValueKind.NAME, place, hide_public_names=True)
        is_public = place in (Place.PUBLIC_NOTICE, Place.THIRD_PARTY)
        assert mask is (Mask.SURNAME if is_public else Mask.FULL)


def test_unmasking_with_a_reason_opens_one_record_and_nothing_else() -> None:
    auditor = {Role.AUDITOR}
    for kind in ValueKind:
        assert mask_for(kind, Place.EDIT, auditor, is_unmasked=True) is Mask.FULL
        for place in (Place.LIST, Place.PUBLIC_NOTICE, Place.THIRD_PARTY):
            opened = mask_for(kind, place, auditor, is_unmasked=True)
            assert opened is mask_for(kind, place, auditor)


def test_the_shape_of_each_mask() -> None:
    assert mask_id(ID) == "450224********0042"
    assert mask_id("450224680312004") == "450224********2004"
    assert mask_id("E12345678") == "********"
    assert mask_card("6222021234567890123") == "********0123"
    assert mask_card("1234") == "********"
    assert mask_phone("13977201234") == "139****1234"
    assert mask_phone("6612345") == "********"
    assert mask_name("韦桂兰") == "韦*"
    assert mask_name("欧阳明") == "欧阳*"
    assert mask_name("欧阳") == "欧*"


@pytest.mark.parametrize("mask", list(Mask))
def test_what_is_missing_stays_empty(mask: Mask) -> None:
    assert apply_mask(mask, "") == ""


def test_addresses_and_diagnoses_show_only_the_short_form_they_are_given() -> None:
    whole = "雒容镇旧街12号"
    assert masked(whole, ValueKind.ADDRESS, Place.LIST, short="雒容镇") == "雒容镇"
    assert masked(whole, ValueKind.ADDRESS, Place.LIST) == ""
    assert masked(whole, ValueKind.ADDRESS, Place.OFFICIAL_FORM) == whole
    assert masked("尿毒症", ValueKind.DIAGNOSIS, Place.PUBLIC_NOTICE, short="患重特大疾病") == (
        "患重特大疾病"
    )


def test_what_never_appears_leaves_nothing() -> None:
    for kind in (ValueKind.ID_NUMBER, ValueKind.BANK_CARD, ValueKind.PHONE, ValueKind.ADDRESS):
        for place in (Place.PUBLIC_NOTICE, Place.THIRD_PARTY):
            assert masked(ID, kind, place, tuple(Role), short="雒容镇", is_unmasked=True) == HIDDEN


@settings(max_examples=100, deadline=None, derandomize=True)
@given(number=st.text("0123456789X", min_size=0, max_size=24))
def test_no_mask_shows_more_than_its_ends(number: str) -> None:
    assert sum(sign != "*" for sign in mask_id(number)) <= 10
    assert sum(sign != "*" for sign in mask_card(number)) <= 4
    assert sum(sign != "*" for sign in mask_phone(number)) <= 7
