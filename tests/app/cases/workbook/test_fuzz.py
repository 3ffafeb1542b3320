"""Bent and hostile workbooks: each gives a table or one sentence, and nothing by halves (R23, T10)."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn

import pytest

from app.cases.commands import open_draft
from app.cases.imports import ImportReport
from app.cases.workbook.facts import CheckedWorkbook
from app.cases.workbook.limits import Refusal
from app.cases.workbook.reader import Sheet, UnreadableWorkbookError
from app.office.session import Office
from tests.campaigns import workbooks

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks")


HOUSE = Path(__file__).parents[4]
FILES, BY_HAND = 4000, 150


def test_thousands_of_bent_files_and_all_made_by_hand_end_well() -> None:
    figures = json.loads(_told("-m", "tests.campaigns", "workbooks", "--count", str(FILES)))
    assert figures["by_hand"] >= BY_HAND
    assert figures["tables"] > FILES // 20, figures
    assert figures["refusals"] > 5, figures


@pytest.fixture
def whole(tmp_path: Path) -> workbooks.Wholes:
    """The workbooks that are bent."""
    return workbooks.wholes(tmp_path)


def test_the_campaign_would_notice_a_crash(whole: workbooks.Wholes) -> None:
    def breaks(data: bytes) -> NoReturn:
        raise KeyError(len(data))

    assert workbooks.end_of(whole[0], breaks) == "crashes"


def test_the_campaign_would_notice_a_rounded_id_number(whole: workbooks.Wholes) -> None:
    def lets_pass(data: bytes) -> tuple[Sheet, CheckedWorkbook]:
        sheet, checked = workbooks.reading(data)
        assert checked.rejected
        return sheet, replace(checked, rejected=())

    assert workbooks.end_of(whole[1]) == "read"
    assert workbooks.end_of(whole[1], lets_pass) == "silent_ids"


def test_the_campaign_would_notice_a_half_import(
    tmp_path: Path, whole: workbooks.Wholes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def writes_and_refuses(office: Office, *, path: Path) -> ImportReport:
        open_draft(office, applicant={"name": path.stem})
        raise UnreadableWorkbookError(Refusal.DAMAGED)

    way = workbooks.WholeWay(tmp_path)
    monkeypatch.setattr(workbooks, "import_workbook", writes_and_refuses)
    assert way.end_of(whole[0]) == "damaged"
    way.close()
    assert way.figures["half_imported"] == 1


@pytest.mark.parametrize(("worked", "hangs"), [(11.0, 1), (0.5, 0)])
def test_the_campaign_counts_the_work_of_a_file_and_not_how_busy_the_machine_was(
    tmp_path: Path,
    whole: workbooks.Wholes,
    monkeypatch: pytest.MonkeyPatch,
    worked: float,
    hangs: int,
) -> None:
    by_work = iter((3.0, 3.0 + worked))
    spent = (0.0, 0.0, 0.0, 0.0)
    monkeypatch.setattr(os, "times", lambda: os.times_result((next(by_work), *spent)))
    nothing = SimpleNamespace(written=0)
    monkeypatch.setattr(workbooks, "import_workbook", lambda _office, *, path: nothing)
    way = workbooks.WholeWay(tmp_path)
    assert way.end_of(whole[0]) == "read"
    way.close()
    assert way.figures["hangs"] == hangs


def test_the_campaign_outlives_a_process_that_dies(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from tests.campaigns.workbooks import *; "
        "print([e for _, e in ends(wholes(Path(sys.argv[1])), 3, 1, lambda data: os._exit(3))])"
    )
    assert _told("-c", code, str(tmp_path)) == "['', '', '']\n"


def _told(*arguments: str) -> str:
    """What a process of its own says: the campaign forks, and a fork wants no other threads."""
    done = subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        timeout=240,
        cwd=HOUSE,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
