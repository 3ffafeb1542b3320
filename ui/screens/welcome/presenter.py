"""First start: what the pages ask of the office, without Qt."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import UserError
from ui.screens.login.presenter import Door, check_same

if TYPE_CHECKING:
    from app.office.opening import Created
    from app.office.restoring import Restored


@dataclass(frozen=True)
class Wish:
    """What was typed into the form of a new office."""

    name: str
    place: str
    admin: str
    display_name: str
    password: str
    again: str
    is_solo: bool

    def __repr__(self) -> str:
        return "Wish(…)"


def create(door: Door, wish: Wish) -> "Created":
    """Make the office. UserError names the field."""
    from app.office.opening import NewOffice
    from app.office.opening import create as make

    _check_filled(wish)
    check_same(wish.password, wish.again)
    new = NewOffice(
        name=wish.name,
        admin=wish.admin,
        password=wish.password,
        display_name=wish.display_name,
        place=wish.place,
        is_solo=wish.is_solo,
    )
    return make(door.folder, new, clock=door.clock, cost=door.cost)


def _check_filled(wish: Wish) -> None:
    for value, field, sentence in (
        (wish.name, "name", "请填写单位名称，例如“某某县总工会”。"),
        (wish.place, "place", "请填写所在的县（市、区），低保标准按它查找。"),
        (wish.display_name, "display_name", "请填写管理员的姓名。"),
        (wish.admin, "admin", "请填写管理员账号，例如姓名的拼音。"),
    ):
        if not value.strip():
            raise UserError(sentence, field=field)


def place_of(name: str) -> str:
    """The place that an office's name tells: 青禾县 of 青禾县总工会."""
    return name.strip().removesuffix("总工会").removesuffix("工会")


def restore(
    door: Door, file: Path | None, *, account: str, password: str, code: str, confirmed: bool
) -> "Restored":
    """Bring a backup back. UserError names the field; OlderBackupError asks."""
    from app.office.restoring import Unlocker
    from app.office.restoring import restore as bring_back

    if file is None:
        raise UserError("请先选择备份文件。", field="file")
    return bring_back(
        door.folder,
        file,
        unlocker=Unlocker(account.strip(), password, code),
        clock=door.clock,
        cost=door.cost,
        confirm_older=confirmed,
    )


def restored_sentence(done: "Restored") -> str:
    """What the user is told after a restore."""
    kept = f"原来的文件保留在“{done.kept_in.name}”文件夹里。" if done.kept_in else ""
    lost = (
        f"有 {len(done.missing_attachments)} 份材料没有找到，请检查。"
        if done.missing_attachments
        else ""
    )
    passwords = "请用现在的密码登录。" if done.keeps_passwords else "请用备份当时的密码登录。"
    return f"备份已经恢复并校验通过。{kept}{lost}{passwords}"
