"""The import page on a real file: check, look, import the good ones, refused rows, take back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from app.cases.imports import check_import, import_workbook
from app.cases.lists import choices
from app.errors import Cancelled
from app.office.session import Office
from tests.app.cases.importing import family
from tests.app.cases.workbook.making import write_table
from tests.ui.driver import parts, settle
from ui.context import Context
from ui.jobs import Jobs
from ui.screens.import_wizard import presenter
from ui.screens.import_wizard.findings import MeaningDialog
from ui.screens.import_wizard.view import ImportScreen
from ui.widgets import Button, DataTable, Figure, ReasonDialog, TextArea

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture
def screen(office: Office, jobs: Jobs, show: Callable[..., QWidget]) -> ImportScreen:
    """The import page."""
    made = ImportScreen(Context(office, jobs))
    show(made, 1190, 690)
    return made


def _applicants(table: DataTable) -> dict[str, str]:
    """From the row of the sheet to the name beside it, as the table shows them."""
    model = table.model()
    return {model.index(at, 0).data(): model.index(at, 1).data() for at in range(model.rowCount())}


def test_the_messy_workbook_is_checked_imported_and_taken_back(
    screen: ImportScreen, office: Office, jobs: Jobs, tmp_path: Path
) -> None:
    screen.check(SAMPLES / "困难职工档案导出-杂乱-200户.xlsx")
    assert jobs.wait(60)
    assert screen.report is not None
    assert (screen.report.rows, screen.report.accepted) == (200, 174)
    assert choices(office).total == 0
    assert screen.import_button.text() == "只导入合格的"
    shown = screen.findings.rejected.rows()
    assert {one.row for one in shown} == {one.row for one in screen.report.rejected}
    refused = _applicants(screen.findings.rejected)
    assert refused["17"] == "农慧玲"
    assert {row for row, name in refused.items() if not name} == {"64", "120"}
    warned = _applicants(screen.findings.warned)
    assert warned["4"] == "蒙美福", "of a good row, too"
    assert all(warned[row] for row in warned.keys() - refused.keys())
    out = tmp_path / "退回.xlsx"
    screen.write_rejects(out)
    assert jobs.wait(60)
    assert out.stat().st_size > 0
    screen.import_good()
    assert jobs.wait(60)
    assert choices(office).total == 174
    screen.undo()
    dialog = parts(screen.window(), ReasonDialog)[0]
    parts(dialog, TextArea)[0].setPlainText("导错了文件")
    dialog.main_button.click()
    assert jobs.wait(60)
    assert choices(office).total == 0
    assert screen.banner.text().startswith("已撤销导入")


def test_a_file_that_is_no_table_gets_one_sentence(
    screen: ImportScreen, jobs: Jobs, tmp_path: Path
) -> None:
    wrong = tmp_path / "a.xlsx"
    wrong.write_bytes(b"not a workbook")
    screen.check(wrong)
    assert jobs.wait(60)
    assert screen.report is None
    assert screen.banner.text().endswith("。")


def _mean(screen: ImportScreen, jobs: Jobs, unknown: presenter.Unknown, meaning: str) -> None:
    """Say what a word or column means; the workbook is checked again."""
    screen.give_meaning(unknown)
    dialog = parts(screen.window(), MeaningDialog)[0]
    dialog.box.setCurrentText(meaning)
    dialog.main_button.click()
    for _ in range(2):
        assert jobs.wait(60)
        settle()


def test_an_unknown_word_is_given_a_meaning_and_checked_again(
    screen: ImportScreen, jobs: Jobs, tmp_path: Path
) -> None:
    screen.check(write_table(tmp_path / "a.xlsx", family(工作状态="在家务工")))
    assert jobs.wait(60)
    settle()
    words = [one for one in screen.findings.unknown.rows() if one.filed == "在家务工"]
    _mean(screen, jobs, words[0], "失(无)业")
    now = {one.filed: one.meaning for one in screen.findings.unknown.rows()}
    assert now["在家务工"] == "失(无)业"


def test_whoever_gives_meanings_goes_on_with_the_next_word(
    screen: ImportScreen, jobs: Jobs, tmp_path: Path
) -> None:
    row = family(工作状态="在家务工", 健康状况="不太好") | {"身份证号": "450224197904083338"}
    screen.check(write_table(tmp_path / "a.xlsx", row))
    assert jobs.wait(60)
    settle()
    unknown = screen.findings.unknown
    at = next(at for at, one in enumerate(unknown.rows()) if one.filed == "不太好")
    screen.findings.tabs.select("unknown")
    unknown.choose(at)
    _mean(screen, jobs, unknown.rows()[at], "疾病")
    assert screen.findings.rejected.rows()
    assert screen.findings.tabs.current() == "unknown"
    assert screen.window().focusWidget() is unknown
    chosen = unknown.current_row()
    assert isinstance(chosen, presenter.Unknown) and chosen.filed == "不太好"


def test_what_becomes_of_a_word_that_nobody_gives_a_meaning_is_told(
    screen: ImportScreen, jobs: Jobs, tmp_path: Path
) -> None:
    words = {"工作状态": "在家务工", "主要致困原因": "其他困难", "户口所在地": "鼓楼区"}
    screen.check(write_table(tmp_path / "a.xlsx", family() | words))
    assert jobs.wait(60)
    settle()
    told = {one.place: one.meaning_word for one in screen.findings.unknown.rows()}
    assert told == {
        "表头": "放进备注",
        "工作状态": "按原文保留，待整理",
        "户口所在地": "按原文保留，待整理",
        "主要致困原因": "记为“其他”，原文保留",
    }


def test_which_place_of_a_name_is_meant_is_asked_with_its_city(
    screen: ImportScreen, jobs: Jobs, tmp_path: Path
) -> None:
    screen.check(write_table(tmp_path / "a.xlsx", family(户口所在地="鼓楼区")))
    assert jobs.wait(60)
    settle()
    (asked,) = [one for one in screen.findings.unknown.rows() if one.filed == "鼓楼区"]
    assert asked.explanation == "叫这个名字的地方不止一个，表里指的是哪一个？原文会一并保留。"
    _mean(screen, jobs, asked, "福建省福州市鼓楼区")
    (now,) = [one for one in screen.findings.unknown.rows() if one.filed == "鼓楼区"]
    assert now.meaning_word == "福建省福州市鼓楼区"


def test_an_update_is_seen_value_by_value_before_it_is_written(
    screen: ImportScreen, office: Office, jobs: Jobs, tmp_path: Path
) -> None:
    import_workbook(office, path=write_table(tmp_path / "a.xlsx", family()))
    screen.check(write_table(tmp_path / "b.xlsx", family(工作单位="青禾县糖厂")))
    assert jobs.wait(60)
    settle()
    (one,) = screen.findings.differences.rows()
    assert (one.old, one.new) == ("青禾县水泥厂", "青禾县糖厂")
    screen.update_box.setChecked(True)
    screen.import_good()
    assert jobs.wait(60)
    settle()
    assert check_import(office, tmp_path / "b.xlsx").differing == 0


def test_the_start_page_offers_the_choice_of_a_file_once(screen: ImportScreen, jobs: Jobs) -> None:
    offered = [one for one in parts(screen, Button) if one.isVisible() and "选择文件" in one.text()]
    assert len(offered) == 1
    assert offered[0].shortcut() == QKeySequence("Ctrl+O")
    screen.check(SAMPLES / "困难职工档案导出-120户.xlsx")
    assert jobs.wait(60)
    settle()
    assert screen.choose_button.isVisible()


def test_what_differs_is_written_only_where_it_is_ticked(
    screen: ImportScreen, office: Office, jobs: Jobs, tmp_path: Path
) -> None:
    import_workbook(office, path=write_table(tmp_path / "a.xlsx", family(1), family(2)))
    newer = write_table(tmp_path / "b.xlsx", family(1, 手机号码="13900000000"), family(2))
    screen.check(newer)
    assert jobs.wait(60)
    settle()
    said = "表中 2 户已在档，其中 1 户与档案不同，"
    said += "要按表改的请勾选左下方的选项，或者在“差异”里逐处选择。"
    assert screen.sentence.text() == said
    assert screen.import_button.text() == "更新已在档的户"
    assert not screen.import_button.isEnabled()
    screen.update_box.setChecked(True)
    assert screen.import_button.isEnabled()
    screen.import_good()
    assert jobs.wait(60)
    settle()
    assert screen.result.text() == "已按表更新在档的 1 户。"


def test_a_table_of_which_every_household_is_refused_is_told_of(
    screen: ImportScreen, jobs: Jobs, tmp_path: Path
) -> None:
    screen.check(write_table(tmp_path / "a.xlsx", family(1, 身份证号="1")))
    assert jobs.wait(60)
    settle()
    said = "表中没有可以导入的户；1 户要退回，请导出退回表，改好后再导入。"
    assert screen.sentence.text() == said


def test_known_households_beside_refused_ones_are_told_of(
    screen: ImportScreen, office: Office, jobs: Jobs, tmp_path: Path
) -> None:
    import_workbook(office, path=write_table(tmp_path / "a.xlsx", family(1)))
    screen.check(write_table(tmp_path / "b.xlsx", family(1), family(2, 身份证号="1")))
    assert jobs.wait(60)
    settle()
    said = "表中 1 户已在档，没有变化；1 户要退回，请导出退回表，改好后再导入。"
    assert screen.report is not None
    assert screen.sentence.text() == said
    assert screen.window().focusWidget() is screen.rejects_button
    assert presenter.summary(screen.report).figures[3][1:] == ("1", "户", "与档案没有不同")
    assert not screen.import_button.isEnabled()


def test_each_value_that_differs_is_chosen_by_itself(
    screen: ImportScreen, office: Office, jobs: Jobs, tmp_path: Path
) -> None:
    import_workbook(office, path=write_table(tmp_path / "a.xlsx", family(1)))
    newer = write_table(
        tmp_path / "b.xlsx", family(1, 手机号码="13900000000", 工作单位="青禾县糖厂")
    )
    screen.check(newer)
    assert jobs.wait(60)
    settle()
    table = screen.findings.differences
    assert [screen.findings.wanted, screen.import_button.isEnabled()] == [set(), False]
    table.choose([one.field for one in table.rows()].index("工作单位"))
    screen.findings.turn_button.click()
    assert screen.update_box.isChecked()
    assert screen.update_box.text().endswith("（已选 1 处，共 2 处）")
    assert getattr(table.current_row(), "field", "") == "工作单位"
    screen.import_good()
    assert jobs.wait(60)
    settle()
    (left,) = check_import(office, newer).differences
    assert left.field == "手机号码"


def test_the_box_takes_all_differences_or_none(
    screen: ImportScreen, office: Office, jobs: Jobs, tmp_path: Path
) -> None:
    import_workbook(office, path=write_table(tmp_path / "a.xlsx", family(1)))
    screen.check(write_table(tmp_path / "b.xlsx", family(1, 手机号码="13900000000")))
    assert jobs.wait(60)
    settle()
    screen.update_box.click()
    assert screen.findings.wanted == screen.findings.writable != frozenset()
    screen.findings.differences.open_current()
    assert not screen.update_box.isChecked()
    assert not screen.import_button.isEnabled()


def test_a_sheet_whose_name_column_is_not_recognised_is_given_one(
    screen: ImportScreen, jobs: Jobs, tmp_path: Path
) -> None:
    lines = [
        {("困难职工的名字" if key == "姓名" else key): value for key, value in family(one).items()}
        for one in (1, 2)
    ]
    screen.check(write_table(tmp_path / "a.xlsx", *lines))
    assert jobs.wait(60)
    settle()
    assert screen.sentence.text().startswith("表头里没有认出“姓名”；")
    assert screen.window().focusWidget() is screen.findings.meaning_button
    assert not screen.import_button.isEnabled()
    asked = [one for one in screen.findings.unknown.rows() if one.filed == "困难职工的名字"]
    assert asked[0].choices[:2] == ("姓名", "民族"), "not what the sheet has: 编号, 困难类别"
    assert "家庭成员5姓名" in asked[0].choices
    assert "家庭成员6姓名" not in asked[0].choices
    _mean(screen, jobs, asked[0], "姓名")
    assert screen.report is not None
    assert screen.report.accepted == 2


@pytest.mark.parametrize("values", [{}, {"工作状态": "在家务工"}])
def test_a_sheet_without_a_required_column_is_to_be_completed(
    screen: ImportScreen, jobs: Jobs, tmp_path: Path, values: dict[str, str]
) -> None:
    line = family(1, **values)
    del line["身份证号"], line["爱好"]
    screen.check(write_table(tmp_path / "a.xlsx", line))
    assert jobs.wait(60)
    settle()
    said = "这张表里没有“身份证号”；请在表里补上，再重新选择文件。"
    assert screen.sentence.text() == said
    assert screen.window().focusWidget() is screen.choose_button
    assert screen.findings.rejected.isVisible()


def test_the_end_says_what_is_left_to_do(screen: ImportScreen, jobs: Jobs) -> None:
    screen.check(SAMPLES / "困难职工档案导出-杂乱-200户.xlsx")
    assert jobs.wait(60)
    screen.import_good()
    assert jobs.wait(60)
    settle()
    assert screen.result.text() == "已导入 174 户、530 人，阶段为“在档帮扶”。"
    lines = screen.result_notes.text().splitlines()
    assert lines[0] == "有 26 户退回，没有写入；请导出退回表，改好后再导入。"
    assert lines[1].startswith("有 331 处提醒；")
    assert lines[2] == "写入之前已做好备份；各户还没有办理之前，可以撤销这次导入。"


@pytest.mark.parametrize(("step", "page"), [("check_import", 0), ("import_workbook", 1)])
def test_whoever_stops_reads_that_nothing_was_written(
    screen: ImportScreen,
    office: Office,
    jobs: Jobs,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    page: int,
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise Cancelled

    workbook = write_table(tmp_path / "a.xlsx", family())
    screen.check(workbook)
    assert jobs.wait(60)
    settle()
    monkeypatch.setattr(f"ui.screens.import_wizard.view.{step}", stopped)
    if step == "check_import":
        screen.check(workbook)
    else:
        screen.import_good()
    assert jobs.wait(60)
    settle()
    assert screen.banner.text() == "已停止，什么都没有写入。"
    assert screen.import_button.isVisible() is (page == 1)
    assert choices(office).total == 0


def test_in_a_low_window_the_rows_have_the_room_of_the_figures(
    screen: ImportScreen, jobs: Jobs
) -> None:
    screen.check(SAMPLES / "困难职工档案导出-杂乱-200户.xlsx")
    assert jobs.wait(60)
    settle()
    figure = parts(screen, Figure)[0]
    assert figure.isVisible()
    screen.resize(1190, 500)
    settle()
    assert not figure.isVisible()
    assert "174 户合格，26 户要退回" in screen.sentence.text()
