"""The forms about single people and about the paper folder: what they list, what they leave for the hand."""

import re
from datetime import date

import pytest

from app.changes import Op
from app.errors import UserError
from app.forms.issuing import blank_form, issue, preview
from app.office.papers import void
from app.office.session import Office
from app.paper import page_count, text_of
from db.models import Grant, OutlayItem, Person

from .conftest import Filed, TextAt, id_number


def _flat(pdf: bytes) -> str:
    return re.sub(r"\s+", "", "".join(text_of(pdf, page) for page in range(page_count(pdf))))


def _student(office: Office, filed: Filed) -> None:
    """The grant becomes study aid for the eldest child."""
    with office.write(Op.EDIT_FACTS, filed.case_id) as work:
        grant = work.session.get_one(Grant, filed.grant_id)
        student = work.session.query(Person).filter(Person.name == "𬱖思源").one()
        student.in_school, student.education = True, "大学本科"
        student.school_entry_year, student.school_years = 2026, 4
        grant.item, grant.person_id = "子女助学", student.id
        work.session.add(
            OutlayItem(
                household_id=student.household_id,
                person_id=student.id,
                item="教育",
                amount_fen=650_000,
            )
        )
        work.done()


def test_study_aid_names_worker_student_and_amount(
    office: Office, filed: Filed, text_at: TextAt
) -> None:
    _student(office, filed)
    made = issue(
        office,
        form="education_aid",
        case_id=filed.case_id,
        grant_id=filed.grant_id,
        reason="金秋助学",
    )
    assert made.pages == 1
    flat = _flat(made.pdf)
    for fact in (
        "𠮷永福",
        "𬱖思源",
        id_number(301, "20080517"),
        "青禾县职业技术学校",
        "✓大学本科",
        "4年",
        "2026年",
        "6,500.00",
        "核定金额：人民币壹万陆仟肆佰零玖元零贰分（¥16,409.02）。",
        "********5678",
    ):
        assert fact in flat, fact
    assert "✓高中" not in flat and "6228480830012345678" not in flat


def test_changes_of_the_household_are_listed_with_day_and_reason(
    office: Office, filed: Filed
) -> None:
    with pytest.raises(UserError, match="请先在“家庭成员”页登记"):
        preview(office, form="member_changes", case_id=filed.case_id)
    with office.write(Op.EDIT_FACTS, filed.case_id) as work:
        people = work.session.query(Person)
        joined = people.filter(Person.name == "䶮怡雨").one()
        joined.joined_on, joined.join_reason = date(2026, 5, 4), "出生"
        left = people.filter(Person.name == "𬱖思源").one()
        left.removed_on, left.removal_reason = date(2026, 9, 1), "参加工作后单独立户"
        work.done()
    flat = _flat(preview(office, form="member_changes", case_id=filed.case_id))
    assert flat.index("䶮怡雨") < flat.index("出生") < flat.index("𬱖思源") < flat.index("单独立户")
    assert "2026-05-04" in flat and "现有人口3人" in flat
    assert "韦秀兰" not in flat


def test_the_questionnaire_says_nothing_of_the_household(office: Office, filed: Filed) -> None:
    pdf = preview(office, form="questionnaire", case_id=filed.case_id)
    flat = _flat(pdf)
    assert page_count(pdf) == 1 and "10．总的来说，您满意吗？" in flat
    for fact in ("𠮷永福", "QH202600063", "青禾县纺织厂", id_number(271), "13807724519"):
        assert fact not in flat
    assert flat == _flat(blank_form(office, form="questionnaire").pdf)


def test_the_contents_list_follows_the_order_of_a_bound_folder(
    office: Office, filed: Filed
) -> None:
    kept = issue(office, form="hardship_file", case_id=filed.case_id, reason="归档")
    gone = issue(office, form="filing_approval", case_id=filed.case_id, reason="归档")
    void(office, serial=gone.serial, reason="打印歪斜")
    flat = _flat(preview(office, form="folder_contents", case_id=filed.case_id))
    order = [flat.index(word) for word in (kept.serial, "申请书", "身份证复印件", "诊断证明")]
    assert order == sorted(order) and gone.serial not in flat
    note = _flat(preview(office, form="folder_note", case_id=filed.case_id))
    assert "本卷目录共5条：本单位签发的文书1件，职工提交和调查形成的材料4份" in note
    assert "已作废的文书1件，未列入目录。" in note
