"""Opening the demo office from the welcome page: invented people, in a folder of its own beside the real one."""

from dataclasses import dataclass, replace

from app.office.folder import is_office
from app.progress import Progress
from ui.screens.login.presenter import Door


@dataclass(frozen=True)
class DemoDoor:
    """The way into the demo office: who is offered to log in, and what is told."""

    door: Door
    account: str
    password: str
    sentence: str


def prepare_demo(door: Door, progress: Progress) -> DemoDoor:
    """Make the demo office where it is not there yet. Raises UserError, StorageError, Cancelled."""
    from app.demo.building import PASSWORD, build_demo
    from app.demo.cast import CLERK, COLLEAGUES
    from app.office.clock import Clock

    folder = door.folder.with_name(f"{door.folder.name}-demo")
    if not is_office(folder):
        today = (door.clock or Clock.from_environment()).today()
        build_demo(folder, today=today, cost=door.cost, progress=progress)
    others = "、".join(
        f"{one.account}（{'、'.join(role.label for role in one.roles)}）"
        for one in COLLEAGUES
        if one is not CLERK
    )
    sentence = (
        f"演示单位已经准备好，人物都是虚构的。经办的账号和密码已填好，按“登录”即可。"
        f"其他账号：{others}；密码都是 {PASSWORD}。"
    )
    return DemoDoor(replace(door, folder=folder), CLERK.account, PASSWORD, sentence)
