"""A command line that runs in this process, on an office that it made itself, with real keys."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.cli import run

PASSWORD = "Deng-huo-428-ke-qin"
SAMPLES = Path(__file__).parent.parent / "samples"
GOOD = SAMPLES / "困难职工档案导出-120户.xlsx"
MESSY = SAMPLES / "困难职工档案导出-杂乱-200户.xlsx"


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The result as JSON."""
        return json.loads(self.out)


Say = Callable[..., Said]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Say:
    """`say("find", "覃")`: run a command; the user's own data folder is this test's."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "home"))
    monkeypatch.setenv("NUANDANG_TODAY", "2026-11-20")
    monkeypatch.setenv("NUANDANG_PASSWORD", PASSWORD)

    def call(*words: object) -> Said:
        capsys.readouterr()
        code = run([str(word) for word in words], (), lambda _folder: 0)
        told = capsys.readouterr()
        return Said(code, told.out, told.err)

    return call


@pytest.fixture(scope="session")
def made_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office made once by the command itself, for an account that does everything but approve."""
    folder = tmp_path_factory.mktemp("cli") / "office"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NUANDANG_PASSWORD", PASSWORD)
        patch.setenv("NUANDANG_TODAY", "2026-11-20")
        words = ["office", "create", "--name", "青禾县总工会", "--admin", "lin", "--solo"]
        assert run([*words, "--data", str(folder)], (), lambda _folder: 0) == 0
    return folder


@pytest.fixture(scope="session")
def imported_office(made_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the clean sample imported."""
    folder = tmp_path_factory.mktemp("cli-imported") / "office"
    shutil.copytree(made_office, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NUANDANG_PASSWORD", PASSWORD)
        patch.setenv("NUANDANG_TODAY", "2026-11-20")
        words = ["import", str(GOOD), "--data", str(folder), "--user", "lin", "--json"]
        assert run(words, (), lambda _folder: 0) == 0
    return folder


@pytest.fixture
def office(made_office: Path, tmp_path: Path) -> tuple[str, ...]:
    """The words that lead to an empty office of this test."""
    folder = tmp_path / "office"
    shutil.copytree(made_office, folder)
    return ("--data", str(folder), "--user", "lin")


@pytest.fixture
def filled(imported_office: Path, tmp_path: Path) -> tuple[str, ...]:
    """The words that lead to an office of this test with the sample's households."""
    folder = tmp_path / "office"
    shutil.copytree(imported_office, folder)
    return ("--data", str(folder), "--user", "lin")
