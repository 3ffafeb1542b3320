"""The few packages of the system that Qt needs: found by library name, installed where we may.

Found by library, not by package: Ubuntu 24.04 renamed some packages (libglib2.0-0t64), and
distributions without dpkg have the same libraries. The list was found on a bare Debian 12, one
missing library after the other, with PySide6 6.8.3.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from setup.console import SetupError, say

# Without these PySide6 cannot even be imported.
ALWAYS = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfreetype.so.6": "libfreetype6",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}

# Without these no window opens on a display of X or Wayland.
FOR_WINDOWS = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}

APT_INSTALL = (
    *("apt-get", "install", "--yes", "--quiet", "--no-install-recommends"),
    *("-o", "DPkg::Lock::Timeout=120"),
)


def has_display() -> bool:
    """Whether a window can open here at all."""
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def can_make_venv() -> bool:
    """Debian ships the part of Python that puts pip into a new environment as a package apart."""
    return importlib.util.find_spec("ensurepip") is not None


def ensure(*, bundled: Path | None) -> None:
    """Install what is missing, or raise SetupError naming the one command that does.

    ``bundled`` is the folder of an installation without network; its ``packages`` are used, and
    it brings pip itself along.
    """
    needs_venv = bundled is None and not can_make_venv()
    missing = _missing(ALWAYS | FOR_WINDOWS)
    if not missing and not needs_venv:
        return
    packages = [*missing.values()]
    if needs_venv:
        packages.append(f"python3.{sys.version_info.minor}-venv")
    _install(packages, bundled)
    importlib.invalidate_caches()
    still = _missing(missing)
    lacks_venv = needs_venv and not can_make_venv()
    if not still and not lacks_venv:
        return
    packages = [package for package in packages if package in still.values()]
    if lacks_venv:
        packages.append(f"python3.{sys.version_info.minor}-venv")
    if lacks_venv or has_display() or any(library in ALWAYS for library in still):
        raise SetupError(_what_to_do(packages))
    # Commands, tests and pictures work without a display; only a window would not open.
    say(f"没有显示器时可以先用命令；要打开窗口，还要安装系统软件包：{command_for(packages)}")


def command_for(packages: Sequence[str]) -> str:
    """The one command a person with the right to install types."""
    return shlex.join(["sudo", "apt-get", "install", "--yes", *packages])


def _what_to_do(packages: Sequence[str]) -> str:
    if shutil.which("apt-get") is None:
        return f"请先用本机的软件管理器安装这些系统软件包，再重新启动：{'、'.join(packages)}。"
    return f"缺少系统软件包，这里无权或无法安装。请先运行这条命令，再重新启动：\n    {command_for(packages)}"


def _missing(wanted: dict[str, str]) -> dict[str, str]:
    """Library → package, of those the loader does not know. Nothing where there is no ldconfig."""
    ldconfig = shutil.which("ldconfig", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if ldconfig is None:
        return {}
    listing = subprocess.run([ldconfig, "-p"], capture_output=True, text=True, check=False).stdout
    known = set(re.findall(r"^\s+(\S+) \(", listing, flags=re.MULTILINE))
    if not known:
        return {}
    return {library: package for library, package in wanted.items() if library not in known}


def _install(packages: Sequence[str], bundled: Path | None) -> None:
    """Try; whether it worked is seen by looking again."""
    rights = _rights()
    if rights is None or shutil.which("apt-get") is None:
        return
    say(f"正在安装系统软件包：{'、'.join(packages)}……")
    if bundled is not None:
        files = _bundled_files(packages, bundled / "packages")
        # apt reads packages as a user of its own, who may not look into a person's home.
        readable = ("-o", "APT::Sandbox::User=root")
        if files and _quiet([*rights, *APT_INSTALL, *readable, *files]):
            return
        say("安装包里的系统软件包与本机不合，改从本机的软件源安装……")
    if _quiet([*rights, *APT_INSTALL, *packages]):
        return
    # A fresh machine has no package lists yet, an old one has stale ones.
    _quiet([*rights, "apt-get", "update", "--quiet"])
    _quiet([*rights, *APT_INSTALL, *packages])


def _bundled_files(packages: Sequence[str], folder: Path) -> list[str]:
    return [
        str(file.resolve())
        for package in packages
        for file in sorted(folder.glob("*.deb"))
        if file.name.split("_")[0] in {package, f"{package}t64"}
    ]


def _rights() -> list[str] | None:
    """What to put before a command that changes the system; None where we may not."""
    if os.geteuid() == 0:
        return ["env", "DEBIAN_FRONTEND=noninteractive"]
    if shutil.which("sudo") and _quiet(["sudo", "-n", "true"]):
        return ["sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive"]
    return None


def _quiet(command: Sequence[str]) -> bool:
    return (
        subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        ).returncode
        == 0
    )
