"""What stands where on each form: by place, read back, over several pages, and empty."""

import re

import pytest

from app.changes import Op
from app.errors import UserError
from app.forms import FORMS, FormContext, form_of
from app.forms.file_index import build
from app.forms.issuing import blank_form, issue, preview, print_form
from app.forms.records_office import IndexData, IndexEntry
from app.office.session import Office
from app.paper import MissingGlyphError, TextTooLongError, page_count, text_of
from db.models import Person

from .conftest import DAY, LONG_EMPLOYER, Filed, TextAt, id_number, make_filed
from .printed import cells, characters
from .samples import context_of

KEYS = [form.key for form in FORMS]


def _text(pdf: bytes) -> str:
    return "\n".join(text_of(pdf, page) for page in range(page_count(pdf)))


def _flat(pdf: bytes) -> str:
    return re.sub(r"\s+", "", _text(pdf))


def test_the_file_has_every_fact_in_its_cell(office: Office, filed: Filed, text_at: TextAt) -> None:
    pdf = preview(office, form="hardship_file", case_id=filed.case_id)
    third = 170 / 3
    top = 37.0
    assert text_at(pdf, 23 + 23, top, third - 23, 8) == "𠮷永福"
    assert text_at(pdf, 23 + third + 23, top, third - 23, 8) == "男"
    assert text_at(pdf, 23 + 2 * third + 23, top, third - 23, 8) == "壮族"
    assert text_at(pdf, 23 + 23, top + 8, third - 23, 8) == id_number(271)
    assert text_at(pdf, 23 + 23, top + 24, third - 23, 8) == "相对困难职工"
    assert text_at(pdf, 23 + 23, top + 32, third - 23, 8) == "13807724519"
    flat = _flat(pdf)
    for fact in (
        "𬱖思源",
        "䶮怡雨",
        "患重特大疾病",
        "61,264.00",
        "********5678",
        "申请书、身份证复印件",
    ):
        assert fact in flat
    assert "6228480830012345678" not in flat
    assert "自2026年2月9日至2026年2月13日在厂务公开栏公示5个工作日，期满无异议。" in flat
    assert flat.index("情况属实") < flat.index("同意建档") and "周国栋" in flat


def test_the_grant_stands_in_figures_and_capitals(
    office: Office, filed: Filed, text_at: TextAt
) -> None:
    pdf = preview(office, form="aid_approval", case_id=filed.case_id, grant_id=filed.grant_id)
    assert text_at(pdf, 46, 37, 33.6, 7.6) == "𠮷永福"
    assert text_at(pdf, 46, 44.6, 62, 7.6) == id_number(271)
    assert text_at(pdf, 46, 52.2, 147, 7.6) == "青禾县纺织厂"
    flat = _flat(pdf)
    assert page_count(pdf) == 1
    assert "人民币壹万陆仟肆佰零玖元零贰分（¥16,409.02）" in flat
    assert "𠮷永福（本人）" in flat and "生活救助金（中央财政，2026年）" in flat
    assert "********5678" in flat and "2026年6月10日" in flat


def test_the_exit_shows_its_figures(office: Office, filed: Filed, text_at: TextAt) -> None:
    pdf = preview(office, form="exit_approval", case_id=filed.case_id)
    third = 170 / 3
    assert text_at(pdf, 46, 37, third - 23, 8) == "𠮷永福"
    assert text_at(pdf, 46, 45, 62, 8) == id_number(271)
    assert text_at(pdf, 46, 53, third - 23, 8) == "QH202600063"
    flat = _flat(pdf)
    assert page_count(pdf) == 1
    for fact in ("✓脱困", "✓本人申请", "1,750.00", "2.18倍", "7个月", "医疗救助1次16,409.02元"):
        assert fact in flat
    assert "2026年10月12日集体研究，参加5人。" in flat


def test_the_certificate_tells_third_parties_no_number(
    office: Office, filed: Filed, text_at: TextAt
) -> None:
    pdf = preview(office, form="certificate", case_id=filed.case_id, purpose="申请子女助学")
    body = text_at(pdf, 104, 0, 193, 210)
    stub = text_at(pdf, 0, 0, 96, 210)
    assert "兹证明𠮷永福" in body and "仅用于申请子女助学" in re.sub(r"\s", "", body)
    assert id_number(271) in stub and id_number(271) not in body and "13807724519" not in body
    assert "终末期肾病" not in _text(pdf)


@pytest.mark.parametrize("key", KEYS)
def test_every_form_can_be_printed_empty(office: Office, key: str) -> None:
    made = blank_form(office, form=key)
    text = _text(made.pdf)
    assert form_of(key).name in text
    assert not re.search(r"\d{4}年|None|\d+\.\d\d", text)
    assert made.notes == () and made.pages == {
        "hardship_file": 2,
        "survey": 2,
        "card": 2,
        "roster": 2,
    }.get(key, 1)


def test_twelve_members_go_on_under_a_repeated_header(office: Office) -> None:
    filed = make_filed(office, members=12)
    pdf = preview(office, form="hardship_file", case_id=filed.case_id)
    assert page_count(pdf) == 2
    assert [text_of(pdf, page).count("单位或学校") for page in (0, 1)] == [1, 1]
    assert text_of(pdf, 1).startswith("困难职工档案表 QH202600063"), "a loose sheet finds its file"
    text = _flat(pdf)
    assert all(f"覃家第{at}" in text for at in range(4, 13))
    assert all(id_number(300 + at, "20080517") in text for at in range(12))


def test_what_a_member_does_stands_on_one_line(office: Office) -> None:
    filed = make_filed(office, members=2)
    with office.write(Op.EDIT_FACTS, filed.case_id) as work:
        for person in work.session.query(Person).filter(Person.is_applicant.is_(False)):
            person.identity = "灵活就业"
        work.done()
    pdf = preview(office, form="hardship_file", case_id=filed.case_id)
    assert text_of(pdf, 0).count("灵活就业") == 2


def test_a_long_employer_is_printed_whole(office: Office) -> None:
    assert len(LONG_EMPLOYER) >= 40
    filed = make_filed(office, employer=LONG_EMPLOYER)
    with office.write(Op.EDIT_FACTS, filed.case_id) as work:
        work.session.query(Person).filter(Person.name == "韦秀兰").one().joined_on = DAY
        work.done()
    nameless = {"questionnaire"}
    for key in (form.key for form in FORMS if form.is_of_case):
        if key in nameless:
            continue
        assert LONG_EMPLOYER in _flat(preview(office, form=key, case_id=filed.case_id)), key


def test_a_long_certificate_keeps_words_and_seal_on_one_page(office: Office) -> None:
    filed = make_filed(office, employer=LONG_EMPLOYER)
    made = issue(office, form="certificate", case_id=filed.case_id, reason="用于" + "申请助学" * 30)
    assert made.pages == 1 and "仅用于申请助学" in _flat(made.pdf)
    with pytest.raises(TextTooLongError, match="请缩短"):
        issue(office, form="certificate", case_id=filed.case_id, reason="申请助学" * 400)


def test_a_character_without_glyph_stops_the_print_and_spends_no_serial(
    office: Office, filed: Filed
) -> None:
    with office.write(Op.EDIT_FACTS, filed.case_id) as work:
        person = work.session.query(Person).filter(Person.is_applicant).one()
        person.name = "覃\U000323b0福"
        work.done()
    with pytest.raises(MissingGlyphError, match="“姓名”"):
        issue(office, form="hardship_file", case_id=filed.case_id, reason="备案")
    with office.write(Op.EDIT_FACTS, filed.case_id) as work:
        work.session.query(Person).filter(Person.is_applicant).one().name = "覃福"
        work.done()
    made = issue(office, form="hardship_file", case_id=filed.case_id, reason="备案")
    assert made.serial == "QH-2026-000001"


def test_forms_are_found_by_key_and_by_name() -> None:
    assert form_of("困难职工帮扶证明") is form_of("certificate")
    with pytest.raises(UserError, match="困难职工档案表（hardship_file）"):
        form_of("nothing")
    assert len(set(KEYS)) == len(FORMS) and not form_of("hardship_file").is_reference_layout


def test_the_values_alone_stand_where_the_whole_form_has_them(
    office: Office, filed: Filed, text_at: TextAt
) -> None:
    target = {"form": "hardship_file", "case_id": filed.case_id}
    made = print_form(office, values_only=True, **target)  # type: ignore[arg-type]  # by name
    assert made.file_name == "困难职工档案表（套印）-QH202600063.pdf" and made.pages == 2
    whole = preview(office, **target)  # type: ignore[arg-type]
    name = (46, 37, 33, 8)
    assert text_at(made.pdf, *name) == text_at(whole, *name) == "𠮷永福"
    alone = _flat(made.pdf)
    assert id_number(271) in alone and "姓名" not in alone and "家庭成员" not in alone
    assert _flat(preview(office, values_only=True, **target)) == alone  # type: ignore[arg-type]


def test_values_that_the_blank_has_no_row_for_are_not_printed_onto_it(office: Office) -> None:
    target = {"form": "hardship_file", "case_id": make_filed(office, members=8).case_id}
    for make in (preview, print_form):
        with pytest.raises(UserError, match="套印会错行.*整张打印") as caught:
            make(office, values_only=True, **target)  # type: ignore[arg-type]  # by name
        assert caught.value.field == "overprint"
    assert "覃家第8" in _flat(preview(office, **target))  # type: ignore[arg-type]


def test_the_same_data_give_the_same_bytes(office: Office, filed: Filed) -> None:
    with office.read() as session:
        from app.forms.data import Reading, file_data

        values = file_data(
            Reading(session, office.case_in_scope(session, filed.case_id), office.today)
        )
    context = FormContext(created=office.clock.now(), office_name="青禾县总工会")
    first, second = (form_of("hardship_file").build(values, context).to_bytes() for _ in range(2))
    assert first == second


def test_all_numbers_of_the_index_have_one_size() -> None:
    numbers = ("QH202600001", "平湛困202600002", "青禾困档2026-0003", "青禾工困〔2026〕0004号")
    entries = tuple(
        IndexEntry(number, "韦秀兰", "青禾县纺织厂", "相对困难职工", DAY, "帮扶中", None)
        for number in numbers
    )
    data = IndexData(DAY, DAY, entries)
    pdf = build(data, context_of(form_of("file_index"))).to_bytes()
    boxes = [box for box in cells(pdf) if box.text in numbers]
    assert len(boxes) == len(numbers)
    zeros = [one for one in characters(pdf) if one.text == "0"]
    heights = {
        round(zero.bottom - zero.top, 2)
        for zero in zeros
        if any(zero.overlaps(box, by=0.1) for box in boxes)
    }
    assert len(heights) == 1
