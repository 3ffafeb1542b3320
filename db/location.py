"""Where the live file must not lie: on a network share or on something that can be pulled out (R02).

Write-ahead logging needs shared memory, which ends at the computer's border; a stick is pulled out
in the middle of a write, and FAT does not keep the order of writes. Copies may go anywhere.
"""

import sys
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from db.errors import StorageError

__all__ = ["Mount", "find_mount", "parse_mounts", "refuse_folder"]

_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "glusterfs", "lustre"}
    | {"davfs", "fuse.davfs2", "fuse.sshfs", "fuse.gvfsd-fuse", "fuse.rclone", "fuse.s3fs"}
    | {"fuse.glusterfs", "fuse.cifs", "fuse.smbnetfs"}
)
_FAT = frozenset({"vfat", "msdos", "exfat", "fuse.exfat"})

_ON_NETWORK = (
    "单位的档案不能放在网络共享文件夹里：断网或多台电脑同时使用会损坏数据。"
    "请选择本机硬盘上的文件夹；备份可以放在网络上。"
)
_ON_STICK = (
    "单位的档案不能放在 U 盘或移动硬盘上：拔出时会丢失数据。"
    "请选择本机硬盘上的文件夹；备份可以放在 U 盘上。"
)
_DRIVE_REMOVABLE, _DRIVE_REMOTE = 2, 4


@dataclass(frozen=True)
class Mount:
    """One line of Linux's mount table."""

    point: PurePosixPath
    kind: str
    device: str
    """Major and minor number, as in /sys/dev/block."""


def parse_mounts(table: str) -> tuple[Mount, ...]:
    """The lines of /proc/self/mountinfo; lines of another shape are left out."""
    mounts = []
    for line in table.splitlines():
        before, separator, after = line.partition(" - ")
        fields, kinds = before.split(" "), after.split(" ")
        if separator and len(fields) >= 5 and kinds:
            mounts.append(Mount(PurePosixPath(_unescaped(fields[4])), kinds[0], fields[2]))
    return tuple(mounts)


def find_mount(place: PurePosixPath, mounts: tuple[Mount, ...]) -> Mount | None:
    """The mount that holds an absolute path: the deepest, and of those the latest."""
    holding = [mount for mount in mounts if place.is_relative_to(mount.point)]
    return (
        max(enumerate(holding), key=lambda at: (len(at[1].point.parts), at[0]))[1]
        if holding
        else None
    )


def refuse_folder(
    folder: Path,
    *,
    mount_table: Path = Path("/proc/self/mountinfo"),
    block_devices: Path = Path("/sys/dev/block"),
) -> None:
    """Raise StorageError for a folder on a share or a removable medium. It need not exist yet.

    Where the system does not tell, the folder is let through.
    """
    sentence = (
        _windows_fault(folder)
        if sys.platform == "win32"
        else _linux_fault(folder, mount_table, block_devices)
    )
    if sentence:
        raise StorageError(sentence)


def _linux_fault(folder: Path, mount_table: Path, block_devices: Path) -> str | None:
    try:
        mounts = parse_mounts(mount_table.read_text("utf-8", "surrogateescape"))
    except OSError:
        return None
    mount = find_mount(PurePosixPath(folder.resolve()), mounts)
    if mount is None:
        return None
    if mount.kind in _NETWORK:
        return _ON_NETWORK
    if mount.kind in _FAT or _is_removable(block_devices / mount.device):
        return _ON_STICK
    return None


def _is_removable(device: Path) -> bool:
    """By the kernel's own flag (a partition has it on its disk), or because it hangs on USB."""
    try:
        real = device.resolve(strict=True)
        if any(part.startswith("usb") for part in real.parts):
            return True
        flags = [place / "removable" for place in (real, real.parent)]
        return any(flag.is_file() and flag.read_text().strip() == "1" for flag in flags)
    except OSError:
        return False


def _windows_fault(folder: Path) -> str | None:
    resolved = folder.resolve()
    if resolved.drive.startswith("\\\\"):
        return _ON_NETWORK
    if sys.platform == "win32":
        import ctypes

        kind = ctypes.windll.kernel32.GetDriveTypeW(resolved.anchor)
        if kind == _DRIVE_REMOTE:
            return _ON_NETWORK
        if kind == _DRIVE_REMOVABLE:
            return _ON_STICK
    return None


def _unescaped(field: str) -> str:
    for code, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        field = field.replace(code, character)
    return field
