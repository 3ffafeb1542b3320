"""The pages of a file without a window: every field has its place, values come out as they went in."""

from datetime import date

from app.cases.drafting import SamePerson
from app.cases.facts import CASE_KEYS
from app.cases.money import ASSET_KEYS, LISTS
from app.cases.queries import MoneyLine
from app.fields.catalogue import APPLICANT, HOUSEHOLD
from app.lifecycle import Stage
from ui.screens.case import facts_presenter, money_presenter
from ui.screens.new_case import presenter as new_case

TODAY = date(2026, 11, 20)


def test_every_field_of_the_form_stands_on_a_page_once() -> None:
    placed = [(cell.record, cell.key) for cell in facts_presenter.CELLS]
    wanted = {("applicant", field.key) for field in APPLICANT}
    wanted |= {("household", field.key) for field in HOUSEHOLD if field.key not in ASSET_KEYS}
    wanted |= {("case", key) for key in CASE_KEYS}
    assert len(placed) == len(set(placed))
    assert set(placed) == wanted
    keys = [cell.form_key for cell in facts_presenter.CELLS]
    assert len(keys) == len(set(keys))


def test_changes_go_back_to_the_records_they_came_from() -> None:
    found = facts_presenter.by_record(
        {"name": "甲", "case_remarks": "乙", "remarks": "丙", "needs": "丁"}
    )
    assert found == {
        "applicant": {"name": "甲", "remarks": "丙"},
        "household": {"needs": "丁"},
        "case": {"remarks": "乙"},
    }


def test_a_whole_id_number_says_birth_and_sex_and_a_part_nothing() -> None:
    facts = facts_presenter.typed_id("45022419790312271X", TODAY)
    assert facts is not None
    assert (facts["birth_date"], facts["sex"], facts["age"]) == (date(1979, 3, 12), "男", "47 岁")
    assert facts_presenter.typed_id("4502241979", TODAY) is None
    assert facts_presenter.typed_id("", TODAY) is None


def test_every_list_of_the_household_has_a_part_with_its_columns() -> None:
    assert [part.key for part in money_presenter.PARTS] == [kind.key for kind in LISTS]
    for part in money_presenter.PARTS:
        assert set(part.shown) <= {field.key for field in part.fields}


def test_lines_are_changed_added_and_taken_out_as_a_whole_list() -> None:
    one = MoneyLine(1, 7, "甲", {"item": "工资", "amount_fen": 100})
    two = MoneyLine(2, 8, "乙", {"item": "养老金", "amount_fen": 200})
    changed = money_presenter.with_line((one, two), two, {"amount_fen": 300, "person_id": 7})
    assert [(line["id"], line["amount_fen"], line["person_id"]) for line in changed] == [
        (1, 100, 7),
        (2, 300, 7),
    ]
    added = money_presenter.with_line((one,), None, {"item": "其他", "amount_fen": 5})
    assert "id" not in added[1]
    assert [line["id"] for line in money_presenter.without_line((one, two), one)] == [2]


def test_what_is_paid_oneself_is_what_nobody_else_pays() -> None:
    line = MoneyLine(1, None, "", {"total_fen": 1000, "insured_fen": 400, "other_aid_fen": 100})
    assert money_presenter.self_paid(line) == 500


def _same(stage: Stage, *, in_scope: bool = True, applicant: bool = True) -> SamePerson:
    return SamePerson(3, "RA-1", "覃永福", stage, stage.is_open, applicant, in_scope)


def test_an_open_file_stops_and_another_one_offers_what_may_be_done() -> None:
    assert new_case.found(()) is None
    said = new_case.found((_same(Stage.SURVEY),))
    assert said is not None
    assert (said.stops, said.action, said.case_id) == (True, "打开那份档案", 3)
    said = new_case.found((_same(Stage.SURVEY, in_scope=False),))
    assert said is not None
    assert (said.stops, said.case_id) == (True, None)
    said = new_case.found((_same(Stage.WITHDRAWN),))
    assert said is not None
    assert (said.stops, said.applies_again) == (False, True)
    said = new_case.found((_same(Stage.CLOSED),))
    assert said is not None
    assert "返困" in said.sentence
    said = new_case.found((_same(Stage.CLOSED, applicant=False),))
    assert said is not None
    assert (said.stops, said.action) == (False, "")
