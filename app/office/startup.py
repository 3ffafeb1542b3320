"""What happens by itself when an office was opened and before it is closed: backups, checks, the log-out."""

from contextlib import suppress
from dataclasses import dataclass

from app.changes import Op
from app.errors import StorageError
from app.office.backups import automatic
from app.office.checking import check_office
from app.office.publishing import publish_register
from app.office.session import Office
from app.progress import Progress


@dataclass(frozen=True)
class Findings:
    """What the check after a crash found. `sentence` is empty where all is well.

    `is_damaged`: the file itself is not whole; nothing may be entered before a backup is restored.
    """

    sentence: str = ""
    is_damaged: bool = False


def check_after_crash(office: Office, progress: Progress | None = None) -> Findings:
    """Look at the whole office where it was not left in good order (R09); else nothing.

    What is damaged is checked again at each start. Raises StorageError where the disk does not answer,
    Cancelled; then the check is still to be done.
    """
    if not office.needs_check:
        return Findings()
    # A kill between the issue of a paper and its publication is mended, not complained of.
    with suppress(StorageError):
        publish_register(office)
    report = check_office(office, progress)
    if report.damage:
        return Findings(
            f"程序上次没有正常退出，检查发现档案文件已损坏（{'、'.join(report.damage)}没有通过）。"
            "请不要录入，从最近的备份恢复；现有的文件会另外保留。",
            is_damaged=True,
        )
    bad = "、".join(line.name for line in report.checks if not line.ok)
    if not bad:
        return Findings()
    return Findings(
        f"程序上次没有正常退出，检查发现有地方要处理：{bad}。"
        "请到“设置 → 备份与检查”查看，把结果告诉系统管理员。"
    )


def after_login(office: Office) -> None:
    """Renew the public register and back up what is due; a file not yet proved whole is not backed up.

    Raises StorageError where the backup fails.
    """
    publish_register(office)
    if not office.needs_check:
        automatic(office, "start", only_if_due=True)


def before_leaving(office: Office) -> None:
    """Journal the log-out, back up what has changed, close. The office is closed whatever goes wrong.

    After an error of the disk nothing is written any more; the next start examines the file.
    Raises StorageError where the backup failed; everything saved is in the file all the same.
    """
    if office.is_stopped:
        office.close()
        return
    try:
        office.record(Op.LOG_OUT)
        if not office.needs_check:
            automatic(office, "exit")
    except StorageError as error:
        raise StorageError(
            f"退出前的自动备份没有做成，已保存的内容都在档案里。原因：{error}"
        ) from error
    finally:
        office.close()
