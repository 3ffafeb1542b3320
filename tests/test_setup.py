"""The set-up: what is committed, what is locked, what is installed, and when it is done anew."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from setup import bundle, checks, console, environment, system_packages

CHECKOUT = Path(__file__).resolve().parent.parent

# In pieces, so that this file does not name what it looks for.
PACKAGE_HOSTS = tuple(
    ".".join(labels)
    for labels in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("npmmirror", "com"),
        ("deb", "debian", "org"),
        ("archive", "ubuntu", "com"),
        ("mirrors", "aliyun", "com"),
        ("pypi", "tuna"),
    )
)
MACHINE_PATHS = re.compile(r"(?<![\w.~-])/(?:work|root|tmp|opt)/")


def normalised(name: str) -> str:
    """A package's name as the lock files write it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(name: str) -> dict[str, str]:
    """Package → version of a lock file."""
    found = re.findall(r"^([\w.-]+)==(\S+)", (CHECKOUT / name).read_text("utf-8"), re.MULTILINE)
    return {normalised(package): version for package, version in found}


def direct(requirements: list[str]) -> dict[str, str]:
    """Package → version of the list in pyproject.toml, where each stands with an exact version."""
    return {normalised(name): version for name, version in (r.split("==") for r in requirements)}


def committed() -> list[Path]:
    """Every file that git keeps."""
    listing = subprocess.run(
        ["git", "-C", str(CHECKOUT), "ls-files", "-z"], capture_output=True, check=True
    ).stdout
    return [CHECKOUT / os.fsdecode(name) for name in listing.split(b"\0") if name]


def test_nothing_committed_names_a_package_host_or_a_path_of_one_machine() -> None:
    offending = []
    for file in committed():
        try:
            text = file.read_text("utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue
        name = str(file.relative_to(CHECKOUT))
        offending += [(name, host) for host in PACKAGE_HOSTS if host in text]
        offending += [(name, found) for found in MACHINE_PATHS.findall(text)]
    assert offending == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_lock_files_name_no_address_and_hash_every_package(name: str) -> None:
    text = (CHECKOUT / name).read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*-", text.replace("    --hash", "    hash"), re.MULTILINE)
    entries = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
    assert entries
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_locks_hold_exactly_what_the_project_file_pins() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
    run = direct(project["dependencies"])
    development = direct(project["optional-dependencies"]["dev"])
    run_lock, development_lock = pins("requirements.txt"), pins("requirements-dev.txt")
    assert run.items() <= run_lock.items()
    assert (run | development).items() <= development_lock.items()
    assert run_lock.items() <= development_lock.items()
    assert not development.keys() & run_lock.keys()


# Its metadata is silent; the source is under the zlib licence, SQLCipher in it under BSD-3-Clause.
SILENT = {"sqlcipher3"}
COPYLEFT = re.compile(r"\bA?GPL|GNU (?:Affero )?General Public", re.IGNORECASE)


def allows_closed_neighbours(licence: str) -> bool:
    """Whether one of the offered licences is neither GPL nor AGPL; LGPL is accepted."""
    return any(not COPYLEFT.search(offer) for offer in re.split(r"\s+OR\s+", licence))


def licence_of(package: str) -> str:
    """What a package says of itself, most exact statement first."""
    metadata = importlib.metadata.metadata(package)
    kinds = [line for line in metadata.get_all("Classifier") or [] if line.startswith("License ::")]
    stated = metadata.get_all("License-Expression") or metadata.get_all("License") or [""]
    return stated[0].split("\n")[0] or " OR ".join(kinds)


@pytest.mark.parametrize("package", sorted(pins("requirements-dev.txt")))
def test_no_package_is_under_gpl_or_agpl(package: str) -> None:
    licence = licence_of(package)
    assert licence or package in SILENT
    assert allows_closed_neighbours(licence)


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [
        ("LGPL-3.0-only OR GPL-2.0-only", True),
        ("GNU Lesser General Public License v3", True),
        ("GPL-3.0-or-later", False),
        ("AGPL-3.0-only OR GPL-3.0-only", False),
        ("GNU Affero General Public License v3", False),
    ],
)
def test_licences_are_told_apart(licence: str, allowed: bool) -> None:
    assert allows_closed_neighbours(licence) is allowed


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no executable bit")
@pytest.mark.parametrize("name", ["run", "test", ".ci/run"])
def test_commands_can_be_started(name: str) -> None:
    assert os.access(CHECKOUT / name, os.X_OK)
    subprocess.run(["sh", "-n", str(CHECKOUT / name)], check=True)


@pytest.mark.parametrize("name", ["run.cmd", "test.cmd", "setup/start.cmd", "setup/install.cmd"])
def test_windows_commands_are_plain_ascii(name: str) -> None:
    # cmd.exe reads a batch file in the code page of the moment, so Chinese stands in files beside.
    assert (CHECKOUT / name).read_bytes().isascii()


@pytest.mark.skipif(
    environment.venv_python(CHECKOUT).parent.parent != Path(sys.prefix),
    reason="runs in an environment that is not the checkout's",
)
def test_the_tests_run_on_what_is_locked() -> None:
    installed = {
        normalised(package): importlib.metadata.version(package)
        for package in pins("requirements-dev.txt")
    }
    assert installed == pins("requirements-dev.txt")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose environment is set up, as far as the set-up itself can tell."""
    folder = tmp_path / "暖 档"
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "Scripts").mkdir()
    for name in ("requirements.txt", "requirements-dev.txt"):
        (folder / name).write_text(f"{name}==1 --hash=sha256:00\n", "utf-8")
    environment.venv_python(folder).touch(mode=0o755)
    environment.stamp(folder, environment.DEV_LOCK)
    return folder


def shell_finds_ready(checkout: Path) -> bool:
    """The same question, as run and test ask it before any Python is started."""
    script = f'here=$1; . "{CHECKOUT}/setup/start.sh"; is_ready requirements.txt'
    return subprocess.run(["sh", "-c", script, "sh", str(checkout)], check=False).returncode == 0


@pytest.mark.parametrize("spoil", ["nothing", "lock", "marker", "python", "stamp"])
def test_set_up_is_done_anew_exactly_when_needed(checkout: Path, spoil: str) -> None:
    venv = checkout / environment.VENV
    if spoil == "lock":
        (checkout / "requirements.txt").write_text("other==2 --hash=sha256:00\n", "utf-8")
    elif spoil == "marker":
        (venv / environment.MARKER).touch()
    elif spoil == "python":
        environment.venv_python(checkout).unlink()
    elif spoil == "stamp":
        (venv / "requirements.txt").unlink()
    ready = spoil == "nothing"
    assert environment.is_ready(checkout, environment.RUN_LOCK) is ready
    if os.name != "nt":
        assert shell_finds_ready(checkout) is ready


def test_the_small_lock_alone_does_not_stand_for_the_large_one(checkout: Path) -> None:
    (checkout / environment.VENV / environment.DEV_LOCK).unlink()
    environment.stamp(checkout, environment.RUN_LOCK)
    assert environment.is_ready(checkout, environment.RUN_LOCK)
    assert not environment.is_ready(checkout, environment.DEV_LOCK)


@pytest.fixture
def runnable(checkout: Path) -> Path:
    """The checkout with the real ``run`` and an interpreter that tells what it was started with."""
    shutil.copy2(CHECKOUT / "run", checkout / "run")
    (checkout / "setup").mkdir()
    shutil.copy2(CHECKOUT / "setup" / "start.sh", checkout / "setup" / "start.sh")
    python = environment.venv_python(checkout)
    python.write_text('#!/bin/sh\nshift\nprintf "%s|" "${QT_QPA_PLATFORM-none}" "$@"\n', "utf-8")
    python.chmod(0o755)
    return checkout


@pytest.mark.skipif(os.name == "nt", reason="run.cmd asks the py launcher")
@pytest.mark.parametrize(
    ("version", "sentence"), [("3.9.2", "本机的 Python 是 3.9.2"), (None, "本机没有 Python")]
)
def test_another_python_is_refused_with_one_sentence(
    runnable: Path, tmp_path: Path, version: str | None, sentence: str
) -> None:
    (runnable / environment.VENV / "requirements.txt").unlink()
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("sh", "dirname", "readlink", "cmp", "uname"):
        (tools / tool).symlink_to(shutil.which(tool) or tool)
    if version is not None:
        python = tools / "python3"
        python.write_text(f"#!/bin/sh\necho '0 0 {version} /usr/bin/python3'\n", "utf-8")
        python.chmod(0o755)
    done = subprocess.run(
        [str(runnable / "run")],
        env={"PATH": str(tools)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert sentence in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="displays are named so on Linux only")
@pytest.mark.parametrize(
    ("display", "arguments", "started"),
    [
        (":0", [], "none|"),
        (":0", ["assess", "甲 乙.json"], "none|assess|甲 乙.json|"),
        (None, ["assess", "甲 乙.json"], "offscreen|assess|甲 乙.json|"),
        (None, ["--help"], "offscreen|--help|"),
        (None, [], "offscreen|demo|--out|HERE/demo|"),
        (None, ["--json"], "offscreen|demo|--json|--out|HERE/demo|"),
        (None, ["--out", "x y"], "offscreen|demo|--out|x y|"),
    ],
)
def test_run_opens_the_window_or_shows_the_demonstration(
    runnable: Path, display: str | None, arguments: list[str], started: str
) -> None:
    environ = {"PATH": os.environ["PATH"]} | ({"DISPLAY": display} if display else {})
    done = subprocess.run(
        [str(runnable / "run"), *arguments],
        env=environ,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout == started.replace("HERE", str(runnable))
    assert ("没有显示器" in done.stderr) is ("demo" in started)


@pytest.mark.skipif(sys.platform != "linux", reason="without a display there is a window elsewhere")
def test_a_second_demonstration_leaves_the_first_alone(runnable: Path) -> None:
    (runnable / "demo").mkdir()
    done = subprocess.run(
        [str(runnable / "run")],
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout == f"offscreen|demo|--out|{runnable}/demo-2|"


def test_what_may_not_be_installed_is_named_in_one_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    absent = {"libsurely-not-here.so.9": "libsurely-not-here9"}
    monkeypatch.setattr(system_packages, "ALWAYS", absent)
    monkeypatch.setattr(system_packages, "FOR_WINDOWS", {})
    monkeypatch.setattr(system_packages, "_rights", lambda: None)
    monkeypatch.setattr(system_packages, "_missing", lambda wanted: wanted)
    monkeypatch.setattr(shutil, "which", lambda *_args, **_options: "/usr/bin/apt-get")
    with pytest.raises(console.SetupError) as refusal:
        system_packages.ensure(bundled=CHECKOUT)
    assert "sudo apt-get install --yes libsurely-not-here9" in str(refusal.value)


def test_missing_window_libraries_do_not_stop_a_machine_without_display(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system_packages, "ALWAYS", {})
    monkeypatch.setattr(system_packages, "FOR_WINDOWS", {"libx.so.1": "libx1"})
    monkeypatch.setattr(system_packages, "_rights", lambda: None)
    monkeypatch.setattr(system_packages, "_missing", lambda wanted: wanted)
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    system_packages.ensure(bundled=CHECKOUT)
    assert "apt-get install --yes libx1" in capsys.readouterr().err
    monkeypatch.setenv("DISPLAY", ":0")
    with pytest.raises(console.SetupError):
        system_packages.ensure(bundled=CHECKOUT)


def test_a_bundle_never_replaces_what_is_there(tmp_path: Path) -> None:
    kept = tmp_path / "letter.txt"
    kept.write_text("here", "utf-8")
    with pytest.raises(console.SetupError):
        bundle.make(CHECKOUT, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]


def test_a_broken_off_bundle_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_network(*_folders: Path) -> None:
        raise console.SetupError("组件没有取全。")

    monkeypatch.setattr(bundle, "_download_wheels", no_network)
    monkeypatch.setattr(bundle, "_tracked", lambda _checkout: ["pyproject.toml"])
    with pytest.raises(console.SetupError):
        bundle.make(CHECKOUT, tmp_path / "u")
    assert list(tmp_path.iterdir()) == []


def test_every_check_runs_although_the_first_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    failing = checks.Check("甲", ("-c", "raise SystemExit(3)"))
    passing = checks.Check("乙", ("-c", "print('ran')"))
    monkeypatch.setattr(checks, "CHECKS", (failing, passing))
    (tmp_path / "test_one.py").write_text("def test_one() -> None:\n    pass\n", "utf-8")
    assert checks.run_all(tmp_path, ["-p", "no:cacheprovider"]) == 1
    shown = capfd.readouterr()
    assert "ran" in shown.out
    assert "1 passed" in shown.out
    assert "有 1 项检查没有通过：甲。" in shown.err


COUNT_NONE = """
import sys
from PySide6.QtWidgets import QApplication, QLabel

application = QApplication([])
label = QLabel()
before = sys.getrefcount(None)
for number in range(200):
    label.setText(str(number))
print(before - sys.getrefcount(None))
"""


def test_qt_takes_no_reference_from_none() -> None:
    """PySide6 6.12.0 on Python 3.11 takes one at each call and aborts after some 5,700."""
    counted = subprocess.run(
        [sys.executable, "-c", COUNT_NONE],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(counted.stdout) < 100
