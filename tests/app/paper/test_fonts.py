"""The bundled fonts unpack once, whole, and verified."""

import hashlib
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from app.errors import StorageError
from app.paper import fonts
from app.paper.fonts import Face, cache_folder, font_file, manifest


@pytest.fixture
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NUANDANG_CACHE", str(tmp_path))
    return tmp_path


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_every_face_is_in_the_manifest_with_file_and_licence() -> None:
    folder = files("resources") / "fonts"
    assert set(manifest()) == set(Face)
    for record in manifest().values():
        assert (folder / record.file).is_file()
        assert (folder / record.licence_file).read_text(encoding="utf-8").strip()


def test_a_font_is_unpacked_verified_and_kept(empty_cache: Path) -> None:
    path = font_file(Face.HEI)
    assert path.is_relative_to(empty_cache)
    assert _digest(path) == manifest()[Face.HEI].sha256
    unpacked_at = path.stat().st_mtime_ns
    fonts._verified.cache_clear()
    assert font_file(Face.HEI).stat().st_mtime_ns == unpacked_at
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_a_damaged_cache_is_mended(empty_cache: Path) -> None:
    path = font_file(Face.HEI)
    data = bytearray(path.read_bytes())
    data[1000] ^= 1
    path.write_bytes(data)
    fonts._verified.cache_clear()
    assert _digest(font_file(Face.HEI)) == manifest()[Face.HEI].sha256


def test_a_folder_that_cannot_be_made_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("NUANDANG_CACHE", str(tmp_path / "file" / "cache"))
    with pytest.raises(StorageError, match="字体的展开"):
        font_file(Face.HEI)


def test_a_relative_cache_folder_of_the_desktop_is_ignored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.platform in {"win32", "darwin"}:
        pytest.skip("XDG folders belong to the free desktops")
    monkeypatch.delenv("NUANDANG_CACHE", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert cache_folder() == tmp_path / ".cache" / "nuandang"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache_folder() == tmp_path / "xdg" / "nuandang"


def test_two_processes_may_unpack_at_once(empty_cache: Path) -> None:
    code = "from app.paper.fonts import Face, font_file; print(font_file(Face.HEI_BOLD))"
    started = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    answers = [process.communicate()[0].strip() for process in started]
    assert [process.returncode for process in started] == [0, 0]
    assert answers[0] == answers[1]
    assert _digest(Path(answers[0])) == manifest()[Face.HEI_BOLD].sha256


def test_importing_the_room_loads_nothing_heavy() -> None:
    code = (
        "import sys, app.paper; heavy = {'reportlab', 'PIL', 'pypdfium2', 'zxingcpp'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
