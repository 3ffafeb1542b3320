"""Papers of a file: wanted by cause and stage, named as the code list names them."""

from typing import Any

from app.fields.catalogue import HOUSEHOLD, missing
from app.fields.codes import codes
from app.fields.papers import PAPERS, missing_papers, wanted_papers
from db.codes import Stage

PLAIN: dict[str, Any] = {"causes": ["下岗失业"], "healths": ["良好"], "on_dibao": False}


def kinds(facts: dict[str, Any], stage: Stage, held: tuple[str, ...] = ()) -> list[str]:
    return [paper.kind for paper in missing_papers(facts, held, stage)]


def test_papers_are_named_by_the_code_list() -> None:
    labels = codes("attachment_kind").labels
    assert all(paper.kind in labels for paper in PAPERS)
    assert len({paper.kind for paper in PAPERS}) == len(PAPERS)


def test_causes_are_spelt_as_the_code_list_spells_them() -> None:
    labels = set(codes("cause").labels) | set(codes("health").labels) | {True}
    assert {value for paper in PAPERS for value in paper.any_of} <= labels


def test_a_conditional_paper_says_why() -> None:
    assert all(bool(paper.reason) == (paper.key is not None) for paper in PAPERS)


def test_illness_calls_for_proof() -> None:
    sick = PLAIN | {"causes": ["下岗失业", "患重特大疾病"]}
    assert set(kinds(sick, Stage.APPLIED)) - set(kinds(PLAIN, Stage.APPLIED)) == {
        "诊断证明",
        "医疗票据",
    }


def test_each_fact_calls_for_its_paper() -> None:
    base = set(kinds(PLAIN, Stage.APPLIED))
    for change, kind in (
        ({"on_dibao": True}, "低保证明"),
        ({"is_migrant": True}, "劳动合同"),
        ({"healths": ["良好", "残疾"]}, "残疾证"),
        ({"causes": ["子女上学"]}, "学籍证明"),
        ({"causes": ["意外事故"]}, "受灾证明"),
    ):
        assert set(kinds(PLAIN | change, Stage.APPLIED)) - base == {kind}


def test_later_stages_want_more_and_held_papers_count() -> None:
    assert kinds(PLAIN, Stage.DRAFT) == []
    early = kinds(PLAIN, Stage.APPLIED)
    assert "公示结果" not in early
    assert "公示结果" in kinds(PLAIN, Stage.REVIEW)
    assert kinds(PLAIN, Stage.APPLIED, ("申请书",)) == early[1:]
    everything = tuple(paper.kind for paper in wanted_papers(PLAIN, Stage.ON_FILE))
    assert kinds(PLAIN, Stage.ON_FILE, everything) == []


def test_nothing_is_asked_of_a_case_that_ended_before_it_began() -> None:
    assert kinds(PLAIN, Stage.REFUSED) == []
    assert missing({}, HOUSEHOLD, Stage.WITHDRAWN) == ()
