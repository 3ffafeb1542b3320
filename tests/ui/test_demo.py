"""The demo office: every stage reached by the real operations, its papers, its pictures."""

import json
import shutil
from argparse import Namespace
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import qInstallMessageHandler, qWarning
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

import ui.demo as command
from app.aid.comforts import comforts
from app.cases.visitors import visitors
from app.cli.arguments import UsageError
from app.demo import ADMIN, CLERK, PASSWORD, DemoOffice, build_demo
from app.demo.cast import COLLEAGUES
from app.demo.sheets import UNSTAMPED, WrittenSheet, write_sheets
from app.errors import Cancelled, UserError
from app.office.accounts import must_change_password
from app.office.checking import check_office
from app.office.clock import Clock
from app.office.opening import NewOffice, create, log_in
from app.office.session import Office
from app.progress import Progress
from db.codes import Origin, Stage
from db.keys import KdfCost
from db.models import Case, Operation
from ui import bench
from ui.demo import scenes
from ui.demo.studio import Studio, without_words_of_the_platform
from ui.navigation import PLACES

TODAY = date(2026, 11, 20)
CLOCK = Clock(fixed_day=TODAY)
COST = KdfCost.for_tests()

FULL_COURSE = (
    *("OPEN_DRAFT", "SUBMIT", "ACCEPT", "PASS_FIRST_REVIEW", "RECORD_SURVEY", "ASSESS"),
    *("RECORD_CHECK", "POST_PUBLICITY", "CLOSE_PUBLICITY", "PASS_REVIEW", "APPROVE_FILE"),
    *("SAVE_PLAN", "PROPOSE_GRANT", "APPROVE_GRANT", "RECORD_VISIT", "REQUEST_CORRECTION"),
    *("APPLY_CORRECTION", "ANNUAL_REVIEW", "PROPOSE_EXIT", "AGREE_EXIT", "APPROVE_EXIT"),
    *("SERVE_EXIT_NOTICE", "RECORD_FOLLOW_UP", "END_WATCH"),
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoOffice:
    """The demo office, built once for this module."""
    return build_demo(tmp_path_factory.mktemp("demo") / "office", today=TODAY, cost=COST)


@pytest.fixture(scope="module")
def sheets(demo: DemoOffice) -> tuple[WrittenSheet, ...]:
    """Its papers as files."""
    return write_sheets(demo, demo.folder.parent / "papers")


@pytest.fixture
def clerk(demo: DemoOffice) -> Iterator[Office]:
    """The demo office as the clerk opens it."""
    office = log_in(demo.folder, account=CLERK.account, password=PASSWORD, clock=CLOCK, cost=COST)
    yield office
    office.close()


def test_one_household_went_all_the_way(clerk: Office, demo: DemoOffice) -> None:
    with clerk.read() as session:
        case = session.get_one(Case, demo.case_id)
        rows = session.execute(
            select(Operation.op, Operation.at, Operation.account_id)
            .where(Operation.case_id == demo.case_id, Operation.result == "done")
            .order_by(Operation.id)
        ).all()
        assert case.stage is Stage.CLOSED and case.origin is Origin.APPLICATION
        assert case.number == demo.case_number
    first = [rows[[row.op for row in rows].index(op)] for op in FULL_COURSE]
    days = [row.at for row in first]
    assert days == sorted(days)
    assert (days[-1] - days[0]).days > 360
    assert len({row.account_id for row in rows}) >= 4


def test_every_stage_is_there_and_the_file_is_sound(clerk: Office) -> None:
    with clerk.read() as session:
        stages = set(session.scalars(select(Case.stage)))
        origins = set(session.scalars(select(Case.origin)))
    assert stages >= set(Stage)
    assert origins == set(Origin)
    report = check_office(clerk)
    assert report.ok, [line for line in report.checks if not line.ok]


def test_both_registers_of_the_desk_have_lines(clerk: Office) -> None:
    first = TODAY.replace(year=TODAY.year - 1)
    came = visitors(clerk, first=first, last=TODAY)
    helped = comforts(clerk, first=first, last=TODAY)
    assert len(came) == 4 and any(not line.answer for line in came)
    assert len(helped) == 3 and all(line.year_fen for line in helped)


def test_every_account_logs_in_with_the_printed_password(demo: DemoOffice) -> None:
    for one in COLLEAGUES:
        office = log_in(
            demo.folder, account=one.account, password=demo.password, clock=CLOCK, cost=COST
        )
        try:
            assert office.user.roles == one.roles
            assert not must_change_password(office)
        finally:
            office.close()


def test_papers_are_judged_as_they_should(sheets: tuple[WrittenSheet, ...]) -> None:
    assert sum(sheet.verdict.genuine for sheet in sheets) >= 4
    assert {sheet.form for sheet in sheets if sheet.verdict.genuine} >= {
        "困难职工档案表",
        "帮扶救助审批表",
        "脱困退出审批表",
        "困难职工帮扶证明",
    }
    for sheet in sheets:
        assert sheet.is_as_expected
        assert sheet.verdict.void is sheet.is_void
        assert "覃" not in sheet.file.name
    out = sheets[0].file.parent.parent
    assert (out / UNSTAMPED / "困难职工民主评议记录.pdf").read_bytes().startswith(b"%PDF")
    counting = sorted(path.name for path in (out / "papers").iterdir())
    assert counting == sorted(sheet.file.name for sheet in sheets if sheet.verdict.genuine)


def test_nothing_is_touched_that_lies_there(tmp_path: Path) -> None:
    new = NewOffice(name="青禾县总工会", admin="admin", password="Nuan-dang-2026!")
    create(tmp_path / "office", new, cost=COST).office.close()
    before = (tmp_path / "office" / "office.db").read_bytes()
    with pytest.raises(UserError, match="已经有一个单位"):
        build_demo(tmp_path / "office", today=TODAY, cost=COST)
    assert (tmp_path / "office" / "office.db").read_bytes() == before
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UserError, match="别的文件"):
        build_demo(tmp_path / "other", today=TODAY, cost=COST)


def test_stopped_on_the_way_it_leaves_nothing(tmp_path: Path) -> None:
    def stop(state: Progress) -> None:
        if state.done:
            state.cancel()

    with pytest.raises(Cancelled):
        build_demo(tmp_path / "office", today=TODAY, cost=COST, progress=Progress(listener=stop))
    assert list(tmp_path.iterdir()) == []


def test_every_place_of_the_window_is_photographed(
    app: QApplication, demo: DemoOffice, tmp_path: Path
) -> None:
    studio = Studio(tmp_path, office=demo.folder, password=PASSWORD, clock=CLOCK, cost=COST)
    try:
        studio.dress()
        scenes._places(studio)
        scenes._stages(studio, demo)
    finally:
        studio.close()
    names = {picture.stem.split("-", 1)[1].removesuffix("-light") for picture in studio.pictures}
    assert names >= {place.key for place in PLACES if place.in_rail}
    assert {f"stage-{stage.value.lower().replace('_', '-')}" for stage in Stage} & names
    for picture in studio.pictures:
        image = QImage(str(picture))
        assert (image.width(), image.height()) == (1366, 768)
        colours = {image.pixel(x, y) for x in range(0, 1366, 7) for y in range(0, 768, 7)}
        assert len(colours) > 20, picture.name


def test_the_command_lists_everything(
    demo: DemoOffice,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def built(folder: Path, **_: object) -> DemoOffice:
        shutil.copytree(demo.folder, folder)
        return demo

    monkeypatch.setattr(command, "build_demo", built)
    monkeypatch.setattr(scenes, "take_pictures", lambda *_args, **_kept: (tmp_path / "one.png",))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert command.main(Namespace(out=tmp_path / "out", json=True)) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["password"] == PASSWORD and told["case"] == demo.case_number
    assert {one["account"] for one in told["accounts"]} >= {ADMIN.account, CLERK.account}
    assert sum(paper["genuine"] for paper in told["papers"]) >= 4
    assert not any(paper["genuine_when_changed"] for paper in told["papers"])
    assert all(Path(paper["file"]).is_file() for paper in told["papers"])


@pytest.mark.parametrize("wrong", [{"households": 0, "runs": 1}, {"households": 1, "runs": 0}])
def test_measuring_nothing_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(UsageError):
        bench.main(Namespace(json=True, **wrong))


def test_a_start_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    figures = bench.measure(20, 1, warms_up=False)
    assert figures.empty_window > 0 and figures.login_window > 0
    assert figures.password_to_workbench > figures.key_derivation > 0
    told = figures.as_json()
    assert told["ratio_goal"] == 2.0 and told["workbench_goal"] == 1.0


def test_what_the_platform_lacks_is_not_said_and_the_rest_is(app: QApplication) -> None:
    del app
    said: list[str | None] = []
    before = qInstallMessageHandler(lambda _kind, _context, text: said.append(text))
    try:
        with without_words_of_the_platform():
            qWarning("This plugin does not support propagateSizeHints()")
            qWarning("something else")
        qWarning("This plugin does not support raise()")
    finally:
        qInstallMessageHandler(before)
    assert said == ["something else", "This plugin does not support raise()"]
