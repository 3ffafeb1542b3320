"""一户一策: rounds, measures, what became of them, suggestions."""

from datetime import date
from typing import Any

import pytest

from app.aid.measures import suggested_measures
from app.aid.plan_pages import plan_page
from app.aid.plans import drop_measure, finish_measure, save_plan
from app.errors import UserError
from app.fields.codes import codes
from app.office import undo
from app.office.session import Office
from db.codes import Stage
from tests.app.aid.aid_cases import add_colleagues, on_file
from tests.conftest import TODAY, OpenAs

PLAN = {"need": "减轻医疗负担", "responsible": "罗志强", "review_on": "2027-05-20"}
MEDICAL: dict[str, Any] = {
    "kind": "医疗托底",
    "batch_tag": "社会救助兜底",
    "content": "报销后的自付部分申请医疗救助。",
    "budget_fen": "12,000",
    "start_on": "2026-11-01",
    "due_on": "2026-12-31",
    "source": "中央财政专项帮扶资金",
}
SCHOOL: dict[str, Any] = {"kind": "教育护航", "content": "按标准申请子女助学。"}


def test_a_plan_is_saved_changed_and_begun_anew(office: Office) -> None:
    case = on_file(office)
    assert plan_page(office, case).plan is None
    save_plan(office, case_id=case, plan=PLAN, measures=[MEDICAL, SCHOOL])
    plan = plan_page(office, case).plan
    assert plan is not None
    assert (plan.made_on, plan.budget_fen, plan.counted) == (TODAY, 1_200_000, 2)
    first, second = plan.measures
    save_plan(
        office,
        case_id=case,
        plan=PLAN | {"goal": "年底前脱困"},
        measures=[
            SCHOOL | {"id": second.id},
            {"kind": "法律援助", "content": "协助申请工伤认定。"},
        ],
        plan_id=plan.id,
    )
    plan = plan_page(office, case).plan
    assert plan is not None
    assert plan.goal == "年底前脱困"
    assert [one.kind for one in plan.measures] == ["教育护航", "法律援助"]
    assert plan.measures[0].id == second.id != first.id
    save_plan(office, case_id=case, plan=PLAN, measures=[MEDICAL])
    page = plan_page(office, case)
    assert page.plan is not None
    assert [one.id for one in page.earlier] == [plan.id]
    with pytest.raises(UserError, match="不是当前的计划"):
        save_plan(office, case_id=case, plan=PLAN, measures=[SCHOOL], plan_id=plan.id)


def test_measures_end_done_or_dropped_and_typing_is_undone(office: Office) -> None:
    case = on_file(office)
    save_plan(office, case_id=case, plan=PLAN, measures=[MEDICAL, SCHOOL])
    plan = plan_page(office, case).plan
    assert plan is not None
    medical, school = plan.measures
    for day, words, field in (
        (date(2026, 11, 21), "已报销", "done_on"),
        (date(2026, 10, 31), "已报销", "done_on"),
        (TODAY, " ", "result"),
    ):
        with pytest.raises(UserError) as refusal:
            finish_measure(office, measure_id=medical.id, done_on=day, result=words)
        assert refusal.value.field == field
    finish_measure(office, measure_id=medical.id, done_on=TODAY, result="自付减少 1.2 万元。")
    drop_measure(office, measure_id=school.id, reason="已获学校全额资助。")
    plan = plan_page(office, case).plan
    assert plan is not None
    assert (plan.done, plan.counted) == (1, 1)
    with pytest.raises(UserError, match="已经完成或取消"):
        drop_measure(office, measure_id=medical.id, reason="x")
    undo.undo(office)
    plan = plan_page(office, case).plan
    assert plan is not None
    assert plan.measures[1].is_running
    # What became of a measure survives another saving of the plan.
    save_plan(
        office,
        case_id=case,
        plan=PLAN,
        measures=[MEDICAL | {"id": medical.id, "is_done": False}],
        plan_id=plan.id,
    )
    plan = plan_page(office, case).plan
    assert plan is not None
    assert plan.measures[0].is_done


def test_what_a_plan_refuses(open_as: OpenAs, office: Office) -> None:
    case = on_file(office)
    for plan, measures, field in (
        (PLAN | {"need": ""}, [MEDICAL], "need"),
        ({"need": "x"}, [MEDICAL], "responsible"),
        (PLAN, [], "measures"),
        (PLAN, [MEDICAL, {"kind": "教育护航"}], "measures.1.content"),
        (PLAN, [MEDICAL | {"due_on": "2026-10-01"}], "measures.0.due_on"),
        (PLAN, [MEDICAL | {"budget_fen": "很多"}], "measures.0.budget_fen"),
    ):
        with pytest.raises(UserError) as refusal:
            save_plan(office, case_id=case, plan=plan, measures=measures)
        assert refusal.value.field == field
    draft = on_file(office, 2, stage=Stage.DRAFT, filed_on=None)
    assert "才能制定和修改" in plan_page(office, draft).why_not
    with pytest.raises(UserError, match="不能办理"):
        save_plan(office, case_id=draft, plan=PLAN, measures=[MEDICAL])
    add_colleagues(office)
    assert "只能查看" in plan_page(open_as("finance"), case).why_not


def test_every_cause_has_measures_of_known_kinds(office: Office) -> None:
    for cause in codes("cause").labels:
        found = suggested_measures([cause])
        assert found, cause
        for measure in found:
            assert measure.kind in codes("measure_kind").labels
            assert measure.batch_tag in codes("measure_batch").labels
    page = plan_page(office, on_file(office))
    assert page.causes == ("患重特大疾病", "子女上学")
    assert [one.cause for one in page.suggestions] == ["患重特大疾病"] * 3 + ["子女上学"] * 2
    assert suggested_measures(["本人大病", None]) == suggested_measures(["患重特大疾病"])
