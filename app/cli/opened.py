"""Logging in for one command."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.cli.terminal import password
from app.errors import UserError
from app.office.backups import before_migration, finish_restore
from app.office.clock import Clock
from app.office.folder import default_folder, is_office
from app.office.opening import log_in
from app.office.session import Office


def folder_of(arguments: Namespace) -> Path:
    """The office's folder: --data, else the user's own."""
    return Path(arguments.data) if arguments.data is not None else default_folder()


def clock() -> Clock:
    """The clock, with NUANDANG_TODAY. UserError where that is not a date."""
    try:
        return Clock.from_environment()
    except ValueError:
        raise UserError("环境变量 NUANDANG_TODAY 应当是 2026-11-20 这样的日期。") from None


@contextmanager
def opened(arguments: Namespace) -> Iterator[Office]:
    """The office, open for --user; closed afterwards."""
    folder, now = folder_of(arguments), clock()
    finish_restore(folder, clock=now)
    if not is_office(folder):
        raise UserError("这个文件夹里没有单位，请用 --data 指定，或先用 office create 新建。")
    if not arguments.user:
        raise UserError("请用 --user 写出登录的账号。")
    office = log_in(
        folder,
        account=arguments.user,
        password=password(arguments),
        clock=now,
        before_migration=before_migration(folder, now),
    )
    try:
        yield office
    finally:
        office.close()
