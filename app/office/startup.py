"""What happens by itself when an office was opened and before it is closed: backups, checks, the log-out."""

from app.changes import Op
from app.errors import StorageError
from app.office.backups import automatic
from app.office.checking import check_office
from app.office.papers import publish_register
from app.office.session import Office


def after_login(office: Office) -> str | None:
    """Renew the public register, back up what is due, check the whole file after a crash.

    Returns a sentence where somebody must act.

    Raises StorageError where the backup fails.
    """
    publish_register(office)
    if office.lock.was_unclean:
        report = check_office(office)
        if not report.ok:
            bad = "、".join(line.name for line in report.checks if not line.ok)
            return (
                f"程序上次没有正常退出，检查发现问题：{bad}。"
                "请先不要录入，到“设置 › 备份与检查”查看，必要时从最近的备份恢复。"
            )
    automatic(office, "start", only_if_due=True)
    return None


def before_leaving(office: Office) -> None:
    """Journal the log-out, back up what has changed, close. The office is closed whatever goes wrong.

    Raises StorageError where the backup failed; everything saved is in the file all the same.
    """
    try:
        office.record(Op.LOG_OUT)
        automatic(office, "exit")
    except StorageError as error:
        raise StorageError(
            f"退出前的自动备份没有做成，已保存的内容都在档案里。原因：{error}"
        ) from error
    finally:
        office.close()
