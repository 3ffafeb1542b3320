"""The forms from application to approval: every fact in its cell, and nothing in public that is nobody's business."""

import re
from datetime import date

import pytest

from app.changes import Op
from app.errors import UserError
from app.forms.choosing import print_choices
from app.forms.issuing import issue, preview
from app.office.session import Office
from app.paper import page_count, text_of
from db.codes import PublicityKind, Stage
from db.models import Appraisal, Home, IncomeItem, Objection, OutlayItem, Publicity, Setting, Survey

from .conftest import Filed, TextAt, id_number

NOTICES = ("entry_notice", "entry_notice_result", "exit_notice", "exit_notice_result")
SECRETS = (
    id_number(271),
    "450224",
    "13807724519",
    "6228480830012345678",
    "5678",
    "肾病",
    "新安街",
    "长安镇",
)


def _flat(pdf: bytes) -> str:
    return re.sub(r"\s+", "", "".join(text_of(pdf, page) for page in range(page_count(pdf))))


@pytest.mark.parametrize("key", NOTICES)
def test_a_public_notice_tells_name_unit_category_and_cause_class_only(
    office: Office, filed: Filed, key: str
) -> None:
    flat = _flat(preview(office, form=key, case_id=filed.case_id))
    for fact in ("𠮷永福", "青禾县纺织厂", "相对困难职工", "患重特大疾病"):
        assert fact in flat
    assert not [secret for secret in SECRETS if secret in flat]


def test_the_notice_stands_by_place(office: Office, filed: Filed, text_at: TextAt) -> None:
    pdf = preview(office, form="entry_notice", case_id=filed.case_id)
    assert "𠮷永福" in text_at(pdf, 35, 78, 26, 16)
    flat = _flat(pdf)
    assert "公示时间：2026年2月9日至2026年2月13日（5个工作日）。" in flat
    assert "经本人申请、入户调查、家庭经济状况核对，拟将" in flat
    assert "受理电话：0772-8121234" in flat and "青禾县总工会2026年2月9日" in flat
    leaving = _flat(preview(office, form="exit_notice", case_id=filed.case_id))
    assert "2026年10月13日至2026年10月19日" in leaving and "经本人申请、工会集体研究" in leaving


def test_names_are_starred_and_unlisted_causes_stay_unsaid_where_the_office_wants_it(
    office: Office, filed: Filed
) -> None:
    with office.write(Op.EDIT_FACTS, filed.case_id) as work:
        work.case.household.main_cause = "肝癌晚期"
        row = work.session.query(Setting).filter_by(key="is_name_masked_in_notice").first()
        if row is None:
            row = Setting(key="is_name_masked_in_notice", value=True)
            work.session.add(row)
        row.value = True
        work.done()
    for key in NOTICES:
        flat = _flat(preview(office, form=key, case_id=filed.case_id))
        assert "𠮷*" in flat and "永福" not in flat and "肝癌" not in flat and "其他" in flat


def test_a_notice_is_sealed_once_posted_and_its_result_once_closed(
    office: Office, filed: Filed
) -> None:
    def change(closed: bool, voided: bool) -> None:
        with office.write(Op.EDIT_FACTS, filed.case_id) as work:
            for row in work.session.query(Publicity).filter_by(kind=PublicityKind.ENTRY):
                row.closed_on = row.last_day if closed else None
                row.voided_on = row.last_day if voided else None
            work.case.stage = Stage.PUBLICITY
            work.done()

    change(closed=False, voided=False)
    assert issue(office, form="entry_notice", case_id=filed.case_id, reason="张贴").serial
    with pytest.raises(UserError, match="公示还没有结束"):
        issue(office, form="entry_notice_result", case_id=filed.case_id, reason="归档")
    change(closed=False, voided=True)
    with pytest.raises(UserError, match="还没有登记公示"):
        issue(office, form="entry_notice", case_id=filed.case_id, reason="张贴")
    assert print_choices(office, case_id=filed.case_id).suggested == "entry_notice"
    change(closed=True, voided=False)
    made = issue(office, form="entry_notice_result", case_id=filed.case_id, reason="归档")
    assert "✓无异议" in _flat(made.pdf) and "公示期满，无异议。" in _flat(made.pdf)


def test_objections_are_told_without_who_raised_them(office: Office, filed: Filed) -> None:
    with office.write(Op.EDIT_FACTS, filed.case_id) as work:
        notice = work.session.query(Publicity).filter_by(kind=PublicityKind.ENTRY).one()
        notice.objections.append(
            Objection(
                raised_on=date(2026, 2, 11),
                raised_by="覃小满",
                text="该户有出租房屋。",
                decided_on=date(2026, 2, 13),
                is_upheld=False,
                answer="经查房屋为其兄所有。",
            )
        )
        work.done()
    flat = _flat(preview(office, form="entry_notice_result", case_id=filed.case_id))
    assert "该户有出租房屋。" in flat and "经查房屋为其兄所有。" in flat and "不成立" in flat
    assert "✓有异议" in flat and "覃小满" not in flat


def test_the_authorisation_has_a_row_for_everybody(
    office: Office, filed: Filed, text_at: TextAt
) -> None:
    with office.write(Op.EDIT_FACTS, filed.case_id) as work:
        people = work.case.household.people
        people[1].birth_date = date(1980, 1, 1)
        people[3].birth_date = date(2015, 1, 1)
        work.done()
    pdf = preview(office, form="authorisation", case_id=filed.case_id)
    assert page_count(pdf) == 1
    assert text_at(pdf, 76, 143, 42, 10.5) == id_number(271)
    assert text_at(pdf, 34, 143, 24, 10.5) == "𠮷永福"
    flat = _flat(pdf)
    assert all(name in flat for name in ("韦秀兰", "𬱖思源", "䶮怡雨"))
    assert flat.count("由𠮷永福代签") == 1 and "一式三份" in flat
    assert "QH202600063" in flat


def test_the_authorisation_waits_for_every_adult(office: Office, filed: Filed) -> None:
    with office.write(Op.EDIT_FACTS, filed.case_id) as work:
        wife = work.case.household.people[1]
        wife.birth_date, wife.id_number = date(1980, 1, 1), None
        work.done()
    with pytest.raises(UserError, match="韦秀兰还没有身份证号"):
        preview(office, form="authorisation", case_id=filed.case_id)
    choice = print_choices(office, case_id=filed.case_id).form("authorisation")
    assert "请先补填" in choice.obstacle and not choice.is_stamped
    with office.write(Op.EDIT_FACTS, filed.case_id) as work:
        work.case.household.filed_people = 5
        work.done()
    with pytest.raises(UserError, match="申报的家庭人口是 5 人，只录入了 4 人"):
        preview(office, form="authorisation", case_id=filed.case_id)


def test_the_survey_carries_household_money_and_what_was_seen(
    office: Office, filed: Filed, text_at: TextAt
) -> None:
    with office.write(Op.EDIT_FACTS, filed.case_id) as work:
        household = work.case.household
        applicant = household.people[0]
        for item, fen, month, proof in (
            ("工资", 2_616_000, None, "工资条"),
            ("养老金", 100_000, "2026-05", None),
            ("养老金", 900_000, "2020-05", None),
        ):
            household.income.append(
                IncomeItem(
                    person_id=applicant.id, item=item, amount_fen=fen, month=month, proof=proof
                )
            )
        for item, fen, receipts in (("医疗自付", 1_234_500, 14), ("教育", 800_000, 2)):
            household.outlay.append(
                OutlayItem(person_id=applicant.id, item=item, amount_fen=fen, receipts=receipts)
            )
        household.homes.append(Home(area_centi=6_250, is_deeded=True, owner="𠮷永福"))
        work.session.add(
            Survey(
                case_id=filed.case_id,
                visited_on=date(2026, 1, 26),
                method="入户",
                visitor_one="罗志强",
                visitor_two="林秀英",
                no_kinship=True,
                interviewee="韦秀兰",
                living="住房陈旧，家电简单。",
                neighbours="社区网格员证实情况属实。",
                wishes="希望子女完成学业。",
                conclusion="符合相对困难",
            )
        )
        work.done()
    pdf = preview(office, form="survey", case_id=filed.case_id)
    assert page_count(pdf) == 2
    assert text_at(pdf, 46, 37, 45, 7.6) == "2026年1月26日"
    assert text_at(pdf, 46, 52.2, 62, 7.6) == id_number(271)
    flat = _flat(pdf)
    for fact in (
        "✓入户",
        "工资性收入26,160.00有",
        "转移净收入1,000.00",
        "合计27,160.00",
        "医疗12,345.0014",
        "合计20,345.0016",
        "62.5㎡，有产权证",
        "住房陈旧，家电简单。",
        "社区网格员证实情况属实。",
        "希望子女完成学业。",
        "✓符合相对困难",
        "✓调查人与申请人没有亲属关系",
        "罗志强",
        "林秀英",
        "青禾县长安镇新安街18号2栋301室",
    ):
        assert fact in flat, fact


def test_the_application_is_filled_in_and_the_declaration_left_to_the_hand(
    office: Office, filed: Filed, text_at: TextAt
) -> None:
    with office.write(Op.EDIT_FACTS, filed.case_id) as work:
        for person, year in zip(work.case.household.people, (1977, 1980, 2004, 2015), strict=True):
            person.birth_date = date(year, 1, 1)
        work.done()
    pdf = preview(office, form="application", case_id=filed.case_id)
    assert page_count(pdf) == 1 and text_at(pdf, 46, 45, 62, 8) == id_number(271)
    flat = _flat(pdf)
    for fact in ("✓患重特大疾病", "✓子女上学", "每周透析三次", "2,180.00", "1,200.00", "希望得到"):
        assert fact in flat, fact
    declared = preview(office, form="declaration", case_id=filed.case_id)
    flat = _flat(declared)
    assert page_count(declared) == 1 and "✓" not in flat
    assert all(name in flat for name in ("𠮷永福", "韦秀兰", "𬱖思源")) and "䶮怡雨" not in flat


def test_the_minutes_of_an_appraisal_hold_the_count(
    office: Office, filed: Filed, text_at: TextAt
) -> None:
    with office.write(Op.EDIT_FACTS, filed.case_id) as work:
        work.session.add(
            Appraisal(
                case_id=filed.case_id,
                held_on=date(2026, 2, 6),
                place="厂工会会议室",
                chair="周国栋",
                invited=15,
                present=13,
                in_favour=12,
                against=0,
                abstained=1,
                recused="覃永安（申请人兄弟）",
                minutes="情况属实。",
                is_passed=True,
            )
        )
        work.done()
    pdf = preview(office, form="appraisal", case_id=filed.case_id)
    assert page_count(pdf) == 1 and text_at(pdf, 46, 37, 62, 9) == "2026年2月6日"
    flat = _flat(pdf)
    for fact in ("15人", "13人", "同意12票", "不同意0票", "弃权1票", "覃永安（申请人兄弟）"):
        assert fact in flat, fact
    assert "✓通过" in flat and "✓不通过" not in flat and "情况属实。" in flat
