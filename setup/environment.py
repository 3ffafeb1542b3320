"""The virtual environment in the checkout: made once, repaired when it was left half made.

The lock file that was installed is kept inside as a copy, so whether anything is to be done is
one comparison of two files, made by ``run`` and ``test`` themselves before Python is started.
While packages are being changed a marker stands in the environment; found at a later start it
means that the last set-up was broken off, and the environment is made anew.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path

from setup import system_packages
from setup.console import SetupError, say

SUPPORTED = ((3, 11), (3, 13))
RUN_LOCK = "requirements.txt"
DEV_LOCK = "requirements-dev.txt"
VENV = ".venv"
MARKER = "incomplete"
WHEELS = "wheels"


def venv_python(checkout: Path) -> Path:
    """The interpreter of the environment, whether it exists or not."""
    if os.name == "nt":
        return checkout / VENV / "Scripts" / "python.exe"
    return checkout / VENV / "bin" / "python"


def is_ready(checkout: Path, lock: str) -> bool:
    """Whether exactly this lock file was installed to the end."""
    venv = checkout / VENV
    if (venv / MARKER).exists() or not venv_python(checkout).exists():
        return False
    try:
        return (venv / lock).read_bytes() == (checkout / lock).read_bytes()
    except FileNotFoundError:
        return False


def prepare(checkout: Path, *, dev: bool) -> None:
    """Bring the environment to the state of the lock file.

    Raises SetupError with a sentence for the person at the machine. Two starts at once wait for
    each other.
    """
    if not SUPPORTED[0] <= sys.version_info[:2] <= SUPPORTED[1]:
        found = ".".join(map(str, sys.version_info[:3]))
        raise SetupError(f"这里的 Python 是 {found}，暖档需要 3.11、3.12 或 3.13，请换一个再启动。")
    lock = DEV_LOCK if dev else RUN_LOCK
    with _alone(checkout):
        if is_ready(checkout, lock):
            return
        began = time.monotonic()
        say("正在准备运行环境，只在第一次启动和更新以后需要，大约一两分钟。")
        bundled = checkout if (checkout / WHEELS).is_dir() else None
        if sys.platform == "linux":
            system_packages.ensure(bundled=bundled)
        _make_venv(checkout, bundled)
        _install(checkout, lock, bundled)
        say(f"运行环境准备好了，用时 {time.monotonic() - began:.0f} 秒。")


def stamp(checkout: Path, lock: str) -> None:
    """Note that this lock file is installed. The development lock contains the other one."""
    if hasattr(os, "sync"):
        # A power cut must not leave the note standing over packages that never reached the disk.
        os.sync()
    for name in {lock, RUN_LOCK}:
        beside = checkout / VENV / f"{name}.new"
        shutil.copyfile(checkout / name, beside)
        beside.replace(checkout / VENV / name)


@contextlib.contextmanager
def _alone(checkout: Path) -> Iterator[None]:
    if os.name == "nt":
        yield
        return
    import fcntl

    folder = os.open(checkout, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _make_venv(checkout: Path, bundled: Path | None) -> None:
    venv = checkout / VENV
    if _is_usable(checkout):
        return
    say("正在建立暖档自己的 Python 环境……")
    if venv.is_symlink() or venv.is_file():
        raise SetupError(f"{venv} 不是文件夹，请移走它再启动。")
    shutil.rmtree(venv, ignore_errors=True)
    venv.mkdir(exist_ok=True)
    (venv / MARKER).touch()
    without_pip = bundled is not None and not system_packages.can_make_venv()
    _run_or_explain(
        [sys.executable, "-m", "venv", *(["--without-pip"] if without_pip else []), str(venv)],
        "Python 环境没有建成。请看看磁盘是否已满、这个文件夹能否写入，再启动一次。",
    )
    if without_pip and bundled is not None:
        _bootstrap_pip(checkout, bundled)


def _bootstrap_pip(checkout: Path, bundled: Path) -> None:
    """An office PC without network and without python3-venv: pip installs itself from its wheel."""
    wheels = sorted((bundled / WHEELS).glob("pip-*.whl"))
    if not wheels:
        raise SetupError("安装包不完整，缺少 pip。请重新制作安装包：./run --bundle 目录")
    _run_or_explain(
        [str(venv_python(checkout)), f"{wheels[-1]}/pip", "install", "--quiet", "--no-index"]
        + ["--no-deps", str(wheels[-1])],
        "pip 没有装上。请重新制作安装包：./run --bundle 目录",
    )


def _is_usable(checkout: Path) -> bool:
    """Whether packages can be installed into the environment that stands here."""
    if (checkout / VENV / MARKER).exists():
        return False
    probe = (
        f"import pip, sys; sys.exit(not {SUPPORTED[0]} <= sys.version_info[:2] <= {SUPPORTED[1]})"
    )
    try:
        return (
            subprocess.run(
                [str(venv_python(checkout)), "-c", probe], capture_output=True, check=False
            ).returncode
            == 0
        )
    except OSError:
        return False


def _install(checkout: Path, lock: str, bundled: Path | None) -> None:
    marker = checkout / VENV / MARKER
    fresh = marker.exists()
    marker.touch()
    source = ["--no-index", "--find-links", str(bundled / WHEELS)] if bundled else []
    command = [str(venv_python(checkout)), "-m", "pip", "install"]
    command += ["--require-hashes", "--only-binary", ":all:", *source]
    command += ["--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    command += ["-r", str(checkout / lock)]
    code, output = _follow(command, total=len(_pins(checkout / lock)))
    if code != 0:
        if not fresh:
            # pip puts back what it had begun to change, so the old packages still stand.
            marker.unlink()
        log = checkout / VENV / "setup.log"
        log.write_text("\n".join(output), "utf-8")
        raise SetupError(f"{_why(output, bundled)}\n详细记录在 {log}")
    stamp(checkout, lock)
    marker.unlink()


def _pins(lock: Path) -> list[str]:
    return [line for line in lock.read_text("utf-8").splitlines() if "==" in line]


def _follow(command: list[str], *, total: int) -> tuple[int, list[str]]:
    """Run pip, telling in our words how far it is; its own lines are kept for the case of failure."""
    say(f"正在取得 {total} 个组件……")
    output: list[str] = []
    begun = 0
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        # A person's own settings may send packages elsewhere; the index they chose is kept.
        env={**os.environ, "PIP_USER": "0", "PYTHONUTF8": "1"},
    ) as pip:
        for line in pip.stdout or ():
            output.append(line.rstrip())
            if line.startswith("Collecting "):
                begun += 1
                if sys.stderr.isatty():
                    print(f"\r第 {begun} 个，共 {total} 个", end="", file=sys.stderr, flush=True)
            elif line.startswith("Installing collected packages"):
                say("\n正在安装，请不要关机……" if sys.stderr.isatty() else "正在安装……")
    return pip.returncode, output


def _why(output: list[str], bundled: Path | None) -> str:
    text = "\n".join(output)
    if "DO NOT MATCH THE HASHES" in text:
        return "取得的组件与锁定的校验值不符，可能被改动过，没有安装。请换一个可靠的软件源再启动。"
    if "No space left" in text:
        return "磁盘已满，组件没有装上。请腾出至少 1 GB 空间再启动一次。"
    if bundled is not None:
        return "安装包里没有适合本机的组件。请在同样系统的电脑上重新制作安装包：./run --bundle 目录"
    if "No matching distribution" in text and "Retrying" not in text:
        return "软件源里没有适合本机的组件：需要 64 位系统，glibc 2.28 以上（ARM 为 2.39 以上）。"
    return "组件没有装上。请检查网络后再启动一次；没有网络的电脑请用安装包安装。"


def _run_or_explain(command: list[str], sentence: str) -> None:
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        say((done.stdout + done.stderr).strip())
        raise SetupError(sentence)


def pip_wheel() -> Path | None:
    """The pip that this Python puts into new environments, as a file; None where it has none."""
    import ensurepip

    folders = (sysconfig.get_config_var("WHEEL_PKG_DIR"), *ensurepip.__path__)
    for folder in filter(None, folders):
        for wheel in sorted(Path(folder).rglob("pip-*.whl")):
            return wheel
    return None
