"""office create, check, backup, restore."""

from argparse import Namespace

from app.cli.opened import clock, folder_of, opened
from app.cli.terminal import complain, password, progress, require_file, say, say_json
from app.errors import UserError
from app.office import backups, restoring
from app.office.checking import check_office
from app.office.opening import NewOffice, create
from app.office.restoring import OlderBackupError, Unlocker
from app.version import VERSION


def create_office(arguments: Namespace) -> int:
    """A new, empty, encrypted office; prints the recovery code once."""
    folder = folder_of(arguments)
    new = NewOffice(
        name=arguments.name,
        admin=arguments.admin,
        password=password(arguments, question="管理员的新密码："),
        place=arguments.place,
        is_solo=arguments.solo,
    )
    made = create(folder, new, clock=clock())
    made.office.close()
    if arguments.json:
        say_json({"folder": str(folder), "recovery_code": made.recovery_code})
        return 0
    say(f"单位“{arguments.name}”已建立，数据在 {folder}。")
    say(f"恢复码：{made.recovery_code}")
    complain("恢复码只显示这一次，请抄写或打印后锁进保险柜；忘记密码时只有它能打开单位的数据。")
    return 0


def check(arguments: Namespace) -> int:
    """The integrity check; exit 1 where something is wrong."""
    with opened(arguments, checks_itself=True) as office:
        report = check_office(office, progress())
    if arguments.json:
        say_json(report.as_json())
    else:
        for line in report.checks:
            say(f"{'正常' if line.ok else '异常'}  {line.name}：{line.detail}")
        say("检查结束，全部正常。" if report.ok else "检查结束，有异常，请按提示处理。")
    return 0 if report.ok else 1


def backup(arguments: Namespace) -> int:
    """One archive of file, key wraps and attachments, verified before it counts."""
    with opened(arguments) as office:
        made = backups.back_up(office, file=arguments.out, progress=progress())
    if arguments.json:
        size = made.path.stat().st_size
        say_json({"file": str(made.path), "size": size, "program": VERSION})
    else:
        say(f"备份已写好并校验：{made.path}")
    if made.warning:
        complain(made.warning)
    return 0


def restore(arguments: Namespace) -> int:
    """Bring a backup back; what it replaces is kept."""
    require_file(arguments.file, what="备份文件")
    code = arguments.recovery_code
    if not code and not arguments.user:
        raise UserError("请用 --user 写出备份里的账号，或用 --recovery-code 写出恢复码。")
    unlocker = Unlocker(
        account=arguments.user or "", password="" if code else password(arguments), code=code
    )
    folder = folder_of(arguments)
    restoring.finish_restore(folder, clock=clock())
    try:
        done = restoring.restore(
            folder,
            arguments.file,
            unlocker=unlocker,
            clock=clock(),
            confirm_older=arguments.older,
        )
    except OlderBackupError as error:
        raise UserError(f"{error}；确实要恢复时请加 --older。") from error
    if arguments.json:
        say_json(
            {
                "kept_in": None if done.kept_in is None else str(done.kept_in),
                "keeps_passwords": done.keeps_passwords,
                "missing_attachments": len(done.missing_attachments),
            }
        )
        return 0
    say("备份已恢复。")
    if done.kept_in is not None:
        say(f"被替换的内容保留在 {done.kept_in}。")
    if done.keeps_passwords:
        say("登录仍用现在的账号和密码。")
    return 0
