"""What an office PC without network installs from: ``./run --bundle DIR``.

The folder holds the program with its fonts, the wheels of the run lock for every Python the
program runs on, pip itself, the packages of the system that Qt needs as far as apt hands them
out, and ``install``. It serves machines of the same system and processor as this one.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from setup import environment, system_packages
from setup.console import SetupError, say

PROGRAM = "program"
PYTHONS = ("3.11", "3.12", "3.13")
# The oldest C library that Qt's own wheel asks for; Kylin V10 and UOS 20 have it.
OLDEST_GLIBC = 28


def make(checkout: Path, folder: Path) -> None:
    """Fill ``folder``, which must be empty or not exist yet; made beside and renamed at the end.

    Raises SetupError with a sentence; then nothing is left behind under the asked name.
    """
    folder = folder.expanduser().absolute()
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise SetupError(f"{folder} 已有内容，请给安装包另选一个空文件夹。")
    files = _tracked(checkout)
    began = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(began, ignore_errors=True)
    began.mkdir(parents=True)
    try:
        say(f"正在抄录程序和字体（{len(files)} 个文件）……")
        _copy_program(checkout, files, began / PROGRAM)
        _download_wheels(checkout, began / PROGRAM / environment.WHEELS)
        packages = _download_packages(began / PROGRAM / "packages")
        _write_installer(checkout, began)
        if folder.exists():
            folder.rmdir()
        began.rename(folder)
    except BaseException:
        shutil.rmtree(began, ignore_errors=True)
        raise
    say(packages)
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    name = "install.cmd" if os.name == "nt" else "./install"
    say(
        f"安装包做好了：{folder}（{size / 1_000_000:.0f} MB）。"
        f"把整个文件夹拷到办公电脑，在里面运行 {name} 即可，不需要网络。"
    )


def _tracked(checkout: Path) -> list[str]:
    try:
        listing = subprocess.run(
            ["git", "-C", str(checkout), "ls-files", "-z", "--", "."],
            capture_output=True,
            check=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError) as failure:
        raise SetupError("制作安装包要在用 git 取得的程序文件夹里进行，并先装好 git。") from failure
    names = [os.fsdecode(name) for name in listing.split(b"\0") if name]
    # A file deleted but not yet committed is still listed.
    return [name for name in names if (checkout / name).is_file()]


def _copy_program(checkout: Path, files: list[str], target: Path) -> None:
    for name in files:
        copy = target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(checkout / name, copy)


def _download_wheels(checkout: Path, wheels: Path) -> None:
    wheels.mkdir()
    # Most wheels serve several versions and are not fetched twice; the few others are small.
    for version in PYTHONS:
        say(f"正在取得 Python {version} 用的组件……")
        done = subprocess.run(
            [
                *(str(environment.venv_python(checkout)), "-m", "pip", "download"),
                *("--quiet", "--no-input", "--disable-pip-version-check", "--progress-bar", "off"),
                *("--require-hashes", "--only-binary", ":all:"),
                *("--python-version", version, "--implementation", "cp", *_platforms()),
                *("--dest", str(wheels)),
                *("-r", str(checkout / environment.RUN_LOCK)),
            ],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            say(done.stderr.strip())
            raise SetupError("组件没有取全，安装包没有做成。请检查网络后再试一次。")
    pip = environment.pip_wheel()
    if pip is not None:
        shutil.copy2(pip, wheels)


def _platforms() -> list[str]:
    """Wheels that an older system than this one can use too; empty where there is no choice."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return []
    return [
        option
        for minor in range(OLDEST_GLIBC, 4, -1)
        for option in ("--platform", f"manylinux_2_{minor}_x86_64")
    ] + ["--platform", "manylinux2014_x86_64"]


def _download_packages(folder: Path) -> str:
    """As many as apt hands out; returns the sentence that tells how many."""
    if sys.platform != "linux":
        return "这个系统不需要另带系统软件包。"
    wanted = sorted({*system_packages.ALWAYS.values(), *system_packages.FOR_WINDOWS.values()})
    folder.mkdir()
    if shutil.which("apt-get") is None:
        return "本机没有 apt-get，系统软件包没有带上，办公电脑要自备。"
    say("正在取得系统软件包……")
    got = sum(_download_package(package, folder) for package in wanted)
    return f"带上了 {got} 个系统软件包（共需 {len(wanted)} 个）；它们只适合与本机相同的系统版本。"


def _download_package(package: str, folder: Path) -> bool:
    # Ubuntu 24.04 renamed libglib2.0-0 when its time type grew.
    for name in (package, f"{package}t64"):
        done = subprocess.run(
            ["apt-get", "download", "--quiet", "-o", "APT::Sandbox::User=root", name],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        if done.returncode == 0:
            return True
    return False


def _write_installer(checkout: Path, folder: Path) -> None:
    if os.name == "nt":
        shutil.copy2(checkout / "setup" / "install.cmd", folder / "install.cmd")
        return
    installer = folder / "install"
    shutil.copyfile(checkout / "setup" / "install.sh", installer)
    installer.chmod(0o755)
