"""``python -m setup``: the door for ``run``, ``test`` and ``install``. See the package."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from setup import bundle, checks, environment, lock
from setup.console import SetupError, make_console_tolerant, say

CHECKOUT = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> int:
    """Exit code: 0 done, 1 a sentence was said, 2 wrong usage."""
    make_console_tolerant()
    parser = argparse.ArgumentParser(prog="python -m setup")
    commands = parser.add_subparsers(dest="command", required=True)
    prepare = commands.add_parser("prepare", help="the virtual environment")
    prepare.add_argument("lock", choices=("run", "dev"))
    bundled = commands.add_parser("bundle", help="installation without network")
    bundled.add_argument("folder", type=Path)
    commands.add_parser("checks", help="every check; what follows goes to pytest")
    commands.add_parser("lock", help="the lock files")
    if arguments[:1] == ["checks"]:
        # Handed on untouched: argparse would take pytest's options for its own.
        return checks.run_all(CHECKOUT, arguments[1:])
    chosen = parser.parse_args(arguments)
    try:
        if chosen.command == "prepare":
            environment.prepare(CHECKOUT, dev=chosen.lock == "dev")
        elif chosen.command == "bundle":
            bundle.make(CHECKOUT, chosen.folder)
        else:
            lock.write_locks(CHECKOUT)
    except SetupError as refusal:
        say(str(refusal))
        return 1
    except KeyboardInterrupt:
        say("已中断。下次启动会从头准备。")
        return 1
    except OSError as failure:
        say(
            f"文件没有写成：{failure.strerror or '磁盘或权限有问题'}。请腾出空间或检查权限后再试一次。"
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
