"""Logging in for one command."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.cli.terminal import complain, password, progress
from app.errors import StorageError, UserError
from app.office.backups import before_migration
from app.office.clock import Clock
from app.office.folder import default_folder, is_office
from app.office.opening import log_in
from app.office.restoring import finish_restore
from app.office.session import Office
from app.office.startup import check_after_crash


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
def opened(arguments: Namespace, *, checks_itself: bool = False) -> Iterator[Office]:
    """The office, open for --user; closed afterwards.

    After a crash the file is checked first, unless the command `checks_itself`; a damaged one is refused.
    """
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
        if not checks_itself:
            _refuse_damaged(office)
        yield office
    except StorageError as error:
        _examine(office, error)
        raise
    finally:
        office.close()


def _refuse_damaged(office: Office) -> None:
    """The check after a crash (R09); what is not damage is said and the command goes on."""
    found = check_after_crash(office, progress())
    if found.is_damaged:
        raise StorageError(found.sentence)
    if found.sentence:
        complain(found.sentence)


def _examine(office: Office, error: StorageError) -> None:
    """After an error of the disk look at the whole file before the command ends (R06)."""
    if office.is_stopped:
        office.reopen()
        raise StorageError(
            "读写磁盘时出了错，这次命令没有完成；已检查过档案文件，完好。请检查磁盘后再执行一次。"
        ) from error
