"""Quality lists: of each a household that belongs on it and one that does not."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import true

from app.cases import quality, quality_checks
from app.cases.facts import edit_facts
from app.cases.filed import keep_filed_values
from app.cases.not_same import mark_not_same
from app.cases.quality import Fault, QualityList, QualityRow, quality_lists, why_listed
from app.cases.quality_checks import Check
from app.cases.queries import case_file
from app.changes import Op
from app.errors import AccessDeniedError, Cancelled
from app.office import units
from app.office.session import Office
from app.office.undo import undo
from app.progress import Progress
from db.codes import GrantState, Role, Stage
from db.models import Attachment, Case, FiledValue, Grant, Measure, Plan
from tests.app.cases.households import Filing, file, id_number
from tests.app.cases.roles import become
from tests.conftest import TODAY, OpenAs, TickingClock

GOOD = id_number(1)
WRONG = GOOD[:-1] + ("1" if GOOD[-1] != "1" else "2")


def _of(lists: tuple[QualityList, ...], fault: Fault) -> dict[str, str]:
    (found,) = (one for one in lists if one.fault is fault)
    assert found.total == len(found.rows)
    return {row.number: row.why for row in found.rows}


def _lists(office: Office, fault: Fault) -> dict[str, str]:
    return _of(quality_lists(office), fault)


def _rows(office: Office) -> tuple[QualityRow, ...]:
    (papers,) = (one for one in quality_lists(office) if one.fault is Fault.PAPERS)
    return papers.rows


def test_a_number_that_cannot_be_right_or_contradicts(office: Office) -> None:
    file(
        office,
        [
            Filing("覃永福", "甲", person={"id_number": GOOD}),
            Filing("韦秀兰", "乙", person={"id_number": WRONG}),
            Filing("黄秀兰", "丙", person={"id_number": id_number(2), "sex": "男"}),
            Filing(
                "莫丽华", "丁", person={"id_number": id_number(4), "birth_date": date(1976, 3, 12)}
            ),
            Filing("农彩霞", "戊", Stage.CLOSED, person={"id_number": WRONG[:-3] + "000"}),
        ],
    )
    found = _lists(office, Fault.ID_NUMBER)
    assert sorted(found) == ["丁", "丙", "乙"]
    assert found["乙"].startswith("韦秀兰的身份证号：")
    assert "性别" in found["丙"]
    assert "出生日期" in found["丁"]
    assert not any(GOOD[:6] in why for why in found.values()), "no number stands in a sentence"


def test_sums_that_do_not_fit(office: Office) -> None:
    income = {"monthly_income_fen": 120_000}
    file(
        office,
        [
            Filing("覃永福", "甲", person=income, household={"filed_people": 1}),
            Filing("韦秀兰", "乙", person=income, household={"filed_people": 3}),
            Filing("黄秀兰", "丙", person=income, household={"filed_annual_income_fen": 1_440_001}),
            Filing("莫丽华", "丁", person=income, household={"filed_annual_income_fen": 1_440_000}),
        ],
    )
    found = _lists(office, Fault.SUMS)
    assert found == {
        "乙": "家庭人口填的是 3 人，档案列出 1 人。",
        "丙": "家庭年度总收入填的是 14400.01 元，按档案各人收入合计为 14400.00 元。",
    }


def test_files_that_lack_papers(office: Office) -> None:
    ids = file(
        office,
        [
            Filing("覃永福", "甲", Stage.APPLIED),
            Filing("韦秀兰", "乙", Stage.APPLIED),
            Filing("黄秀兰", "丙", Stage.DRAFT),
        ],
    )
    before = _lists(office, Fault.PAPERS)
    assert sorted(before) == ["乙", "甲"], "a draft is measured when it is handed in"
    assert "申请书" in before["甲"]
    _add_papers(office, ids[0], dict.fromkeys(_PAPERS))
    assert sorted(_lists(office, Fault.PAPERS)) == ["乙"]


def test_the_id_copy_of_each_member_is_wanted(office: Office) -> None:
    filings = [
        Filing("覃永福", "甲", Stage.APPLIED, people=(("韦小禾", "女儿"),)),
        Filing("黄秀兰", "乙", Stage.APPLIED, people=(("莫小禾", "女儿"),)),
    ]
    one, both = file(office, filings)
    for case_id in (one, both):
        with office.read() as session:
            people = session.get_one(Case, case_id).household.people
            applicant, member = (person.id for person in people)
        _add_papers(office, case_id, dict.fromkeys(_PAPERS) | {"身份证复印件": applicant})
        if case_id == both:
            _add_papers(office, case_id, {"身份证复印件": member})

    assert _lists(office, Fault.PAPERS) == {"甲": "缺少身份证复印件。"}


_PAPERS = ("申请书", "承诺书", "核对授权书", "身份证复印件", "户口本", "收入证明", "会员证")


def _add_papers(office: Office, case_id: int, owners: Mapping[str, int | None]) -> None:
    """Put papers into a file: of each kind whose it is, None for the whole household."""
    with office.write(Op.ADD_ATTACHMENT, case_id) as work:
        for kind, person_id in owners.items():
            work.session.add(
                Attachment(
                    case_id=case_id,
                    person_id=person_id,
                    kind=kind,
                    title=kind,
                    stage=Stage.APPLIED,
                    stored_name=f"{case_id}-{kind}-{person_id}",
                    received_sha256="0" * 64,
                    stored_sha256="0" * 64,
                    mime="image/jpeg",
                    size=1,
                    added_on=TODAY,
                )
            )
        work.done()


def test_old_values_wait_until_one_is_chosen(office: Office) -> None:
    (case_id,) = file(office, [Filing("覃永福", "甲", Stage.DRAFT, person={"health": "好"})])
    with office.write(Op.IMPORT, is_bulk=True) as work:
        case = work.session.get_one(Case, case_id)
        person = case.household.people[0]
        for owner, key in ((person.id, "health"), (None, "main_cause")):
            work.session.add(
                FiledValue(household_id=case.household_id, person_id=owner, field=key, value="好")
            )
        work.done()
    assert _lists(office, Fault.UNSETTLED) == {
        "甲": "健康状况、主要致困原因是按原文保留的，请选择对应的值，或者在“档案”页按“就用原文”。"
    }
    edit_facts(office, case_id=case_id, applicant={"health": ""}, household={"main_cause": None})
    assert "健康状况、主要致困原因" in _lists(office, Fault.UNSETTLED)["甲"], "nothing was chosen"
    changes = edit_facts(office, case_id=case_id, applicant={"health": "良好"})
    assert "健康状况" not in _lists(office, Fault.UNSETTLED)["甲"]
    edit_facts(office, case_id=case_id, household={"main_cause": "无劳动能力"})
    assert _lists(office, Fault.UNSETTLED) == {}
    undo(office)
    undo(office)
    assert changes.op is Op.EDIT_FACTS
    assert "健康状况" in _lists(office, Fault.UNSETTLED)["甲"], "undo brings the question back"


def test_an_old_value_is_mended_where_its_person_stands(office: Office) -> None:
    member = (("覃小明", "子女"),)
    ids = file(
        office, [Filing("覃永福", "甲", people=member), Filing("韦秀兰", "乙", people=member)]
    )
    with office.write(Op.IMPORT, is_bulk=True) as work:
        for case_id, keys in ((ids[0], ["health"]), (ids[1], ["health", "main_cause"])):
            household = work.session.get_one(Case, case_id).household
            for key in keys:
                owner = household.people[1].id if key == "health" else None
                work.session.add(
                    FiledValue(household_id=household.id, person_id=owner, field=key, value="好")
                )
        work.done()
    (found,) = (one for one in quality_lists(office) if one.fault is Fault.UNSETTLED)
    assert [(row.number, row.page, row.why) for row in found.rows] == [
        (
            "甲",
            "members",
            "覃小明的健康状况是按原文保留的，请选择对应的值，或者在“档案”页按“就用原文”。",
        ),
        (
            "乙",
            "facts",
            "主要致困原因、覃小明的健康状况是按原文保留的，请选择对应的值，或者在“档案”页按“就用原文”。",
        ),
    ]
    with office.write(Op.EDIT_FACTS, ids[0]) as work:
        work.case.household.people[1].removed_on = TODAY
        work.done()
    assert sorted(_lists(office, Fault.UNSETTLED)) == ["乙"], "nobody mends who has left"


def test_an_old_value_that_is_right_is_kept(office: Office) -> None:
    filings = [Filing("覃永福", "甲", people=(("覃小明", "子女"),)), Filing("韦秀兰", "乙")]
    ids = file(office, filings)
    with office.write(Op.IMPORT, is_bulk=True) as work:
        for case_id in ids:
            household = work.session.get_one(Case, case_id).household
            for owner in (None, household.people[-1].id):
                work.session.add(
                    FiledValue(
                        household_id=household.id, person_id=owner, field="remarks", value="好"
                    )
                )
        work.done()
    shown = case_file(office, ids[0])
    assert shown.filed == (("备注", "好"), ("覃小明的备注", "好"))
    assert shown.may_keep_filed
    keep_filed_values(office, case_id=ids[0])
    assert case_file(office, ids[0]).filed == ()
    assert sorted(_lists(office, Fault.UNSETTLED)) == ["乙"]
    undo(office)
    assert sorted(_lists(office, Fault.UNSETTLED)) == ["乙", "甲"]


def test_a_year_without_a_change(office: Office) -> None:
    long_ago = {"stage_since": date(2025, 11, 19)}
    ids = file(
        office,
        [
            Filing("覃永福", "甲", case=long_ago),
            Filing("韦秀兰", "乙", case={"stage_since": date(2025, 11, 20)}),
            Filing("黄秀兰", "丙", Stage.DRAFT, case=long_ago),
        ],
    )
    assert date(2026, 11, 20) == TODAY
    assert sorted(_lists(office, Fault.UNCHANGED)) == ["丙", "甲"]
    office.record(Op.OPEN_CASE, ids[0])
    assert sorted(_lists(office, Fault.UNCHANGED)) == ["丙", "甲"], "looking changes nothing"
    edit_facts(office, case_id=ids[2], applicant={"remarks": "来访"})
    assert _lists(office, Fault.UNCHANGED) == {"甲": "从 2025-11-19 起没有更新过，请核对后更新。"}


def test_a_year_is_counted_from_the_day_in_china(office: Office, ticking: TickingClock) -> None:
    long_ago = {"stage_since": date(2025, 1, 1)}
    ids = file(
        office,
        [
            Filing("覃永福", "甲", Stage.DRAFT, case=long_ago),
            Filing("韦秀兰", "乙", Stage.DRAFT, case=long_ago),
        ],
    )
    for case_id, hour in zip(ids, (15, 16), strict=True):
        ticking.moment = datetime(2025, 11, 19, hour, 30, tzinfo=UTC)
        edit_facts(office, case_id=case_id, applicant={"remarks": "来访"})
    ticking.set_day(TODAY)
    found = _lists(office, Fault.UNCHANGED)
    assert found == {"甲": "从 2025-11-19 起没有更新过，请核对后更新。"}


def test_who_was_never_helped(office: Office) -> None:
    ids = file(
        office,
        [Filing(name, name) for name in ("覃永福", "韦秀兰", "黄秀兰", "莫丽华")]
        + [Filing("农彩霞", "农彩霞", Stage.SURVEY)],
    )
    with office.write(Op.IMPORT, is_bulk=True) as work:
        for case_id, state in ((ids[0], GrantState.PAID), (ids[1], GrantState.REFUSED)):
            work.session.add(
                Grant(case_id=case_id, item="生活救助", amount_fen=1, state=state, asked_on=TODAY)
            )
        for case_id, is_done in ((ids[2], True), (ids[3], False)):
            plan = Plan(case_id=case_id, made_on=TODAY)
            work.session.add(plan)
            work.session.flush()
            work.session.add(
                Measure(plan_id=plan.id, kind="生活保障", content="慰问", is_done=is_done)
            )
        work.done()
    assert sorted(_lists(office, Fault.NEVER_HELPED)) == ["莫丽华", "韦秀兰"]


def test_doubles_name_the_other_file(office: Office) -> None:
    same = {"birth_date": date(1980, 1, 2), "phone": "13900001111"}
    file(office, [Filing("覃永福", "甲", person=same), Filing("覃永福", "乙", person=same)])
    assert _lists(office, Fault.DOUBLES) == {
        number: f"有人与档案 {other} 中的人姓名相同，出生日期相同，电话相同，请核对是否重复建档。"
        for number, other in (("甲", "乙"), ("乙", "甲"))
    }


def test_who_was_marked_not_the_same_stands_in_two_files(office: Office) -> None:
    same = {"birth_date": date(1980, 1, 2), "phone": "13900001111"}
    ids = file(office, [Filing("覃永福", number, person=same) for number in "甲乙丙"])
    assert sorted(_lists(office, Fault.DOUBLES)) == ["丙", "乙", "甲"]
    with office.read() as session:
        people = [session.get_one(Case, one).household.people[0].id for one in ids]
    for other in people[1:]:
        mark_not_same(office, case_id=ids[0], person_id=people[0], other_id=other)
    assert why_listed(office, fault=Fault.DOUBLES, case_id=ids[0]) == ""
    assert "档案 丙" in why_listed(office, fault=Fault.DOUBLES, case_id=ids[1])
    assert sorted(_lists(office, Fault.DOUBLES)) == ["丙", "乙"]
    undo(office)
    assert sorted(_lists(office, Fault.DOUBLES)) == ["丙", "乙", "甲"]


def test_a_long_list_shows_its_beginning_and_knows_the_rest(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quality, "MOST_SHOWN", 2)
    ids = file(office, [Filing("覃永福", number, Stage.APPLIED) for number in "甲乙丙"])
    (papers,) = (one for one in quality_lists(office) if one.fault is Fault.PAPERS)
    assert [row.case_id for row in papers.rows] == ids[:2]
    assert (papers.total, papers.case_ids) == (3, tuple(ids))


def test_the_unit_is_told_where_an_account_sees_more_than_one(
    office: Office, open_as: OpenAs
) -> None:
    root = office.user.unit_id
    file(office, [Filing("覃永福", "甲", Stage.APPLIED)])
    assert [row.unit for row in _rows(office)] == [""], "there is only one"
    below = units.save_unit(office, parent_id=root, name="纺织厂工会", level="基层").result_id
    file(office, [Filing("韦秀兰", "乙", Stage.APPLIED, case={"unit_id": below})])
    named = {"甲": "青禾县总工会", "乙": "纺织厂工会"}
    assert {row.number: row.unit for row in _rows(open_as("admin"))} == named
    become(open_as("admin"), Role.AUDITOR)
    auditor = open_as("admin")
    object.__setattr__(auditor.user, "scope", frozenset({below}))
    assert {row.number: row.unit for row in _rows(auditor)} == named, "the auditor sees all"
    object.__setattr__(auditor.user, "roles", frozenset({Role.CLERK}))
    assert [(row.number, row.unit) for row in _rows(auditor)] == [("乙", "")]


def test_the_auditor_reads_and_changes_nothing(office: Office, open_as: OpenAs) -> None:
    (case_id,) = file(office, [Filing("韦秀兰", "乙", person={"id_number": WRONG})])
    become(office, Role.AUDITOR)
    auditor = open_as("admin")
    assert sorted(_lists(auditor, Fault.ID_NUMBER)) == ["乙"]
    assert not case_file(auditor, case_id).may_keep_filed
    with pytest.raises(AccessDeniedError):
        keep_filed_values(auditor, case_id=case_id)


def test_each_file_of_a_list_says_so_when_it_is_asked_alone(office: Office) -> None:
    same = {"birth_date": date(1980, 1, 2), "phone": "13900001111", "id_number": WRONG}
    long_ago = {"stage_since": date(2020, 1, 1)}
    doubled = Filing("覃永福", "乙", person=same | {"id_number": None})
    wrong = Filing("覃永福", "甲", person=same, case=long_ago, household={"filed_people": 3})
    ids = file(office, [wrong, doubled, Filing("韦秀兰", "丙", Stage.DRAFT)])
    full = quality_lists(office)
    assert sum(one.total > 0 for one in full) == 6
    for one in full:
        told = {row.case_id: row.why for row in one.rows}
        for case_id in ids:
            why = why_listed(office, fault=one.fault, case_id=case_id)
            assert why == told.get(case_id, ""), one.fault


@pytest.mark.parametrize("check", [quality_checks.id_wrong, quality_checks.doubles])
def test_a_long_check_stops_between_two_people(office: Office, check: Check) -> None:
    file(office, [Filing("韦秀兰", "乙", person={"id_number": WRONG})])
    stopped = Progress()
    stopped.cancel()
    with office.read() as session, pytest.raises(Cancelled):
        list(check(session, true(), TODAY, stopped))


def test_lists_keep_to_the_scope_and_can_be_stopped(office: Office, open_as: OpenAs) -> None:
    file(office, [Filing("韦秀兰", "乙", person={"id_number": WRONG})])
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        quality_lists(office, progress=stopped)
    object.__setattr__(office.user, "scope", frozenset({999}))
    assert all(one.total == 0 for one in quality_lists(office))
    become(office, Role.ADMIN)
    with pytest.raises(AccessDeniedError):
        quality_lists(open_as("admin"))
