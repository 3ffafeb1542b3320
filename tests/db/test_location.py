"""Where an office may lie: on no share and no stick, told by the mounts of the system."""

import sys
from pathlib import Path, PurePosixPath

import pytest

from db.errors import StorageError
from db.location import find_mount, parse_mounts, refuse_folder

MOUNTS = """\
21 1 8:2 / / rw - ext4 /dev/sda2 rw
22 21 0:40 / /mnt/share rw - cifs //server/share rw
23 21 8:17 / /media/my\\040stick rw - vfat /dev/sdb1 rw
24 21 8:33 / /media/disk rw - ext4 /dev/sdc1 rw
25 21 0:41 / /home/u/far rw - fuse.sshfs u@far: rw
broken line
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Linux's mount table")
def test_shares_and_sticks_are_refused(tmp_path: Path) -> None:
    table = tmp_path / "mountinfo"
    table.write_text(MOUNTS)
    block = tmp_path / "block"
    usb = tmp_path / "devices" / "usb1" / "sdc1"
    usb.mkdir(parents=True)
    block.mkdir()
    (block / "8:33").symlink_to(usb)

    def refuse(folder: str) -> None:
        refuse_folder(Path(folder), mount_table=table, block_devices=block)

    refuse("/home/u/office")
    refuse("/mnt/other")
    for folder in ("/mnt/share/office", "/home/u/far"):
        with pytest.raises(StorageError, match="网络共享"):
            refuse(folder)
    for folder in ("/media/my stick/office", "/media/disk"):
        with pytest.raises(StorageError, match="U 盘"):
            refuse(folder)
    assert len(parse_mounts(MOUNTS)) == 5
    mounts = parse_mounts("1 0 8:1 / / - ext4\n2 1 8:3 / /a - nfs\n3 1 8:4 / /a - ext4\n")
    found = find_mount(PurePosixPath("/a/b"), mounts)
    assert found is not None
    assert found.kind == "ext4"


def test_a_disk_with_the_removable_flag_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "mountinfo"
    table.write_text("21 1 8:17 / / rw - ext4 /dev/sdb1 rw\n")
    disk = tmp_path / "block" / "8:17"
    disk.mkdir(parents=True)
    (disk / "removable").write_text("0\n")
    refuse_folder(Path("/x"), mount_table=table, block_devices=tmp_path / "block")
    (disk / "removable").write_text("1\n")
    with pytest.raises(StorageError, match="移动硬盘"):
        refuse_folder(Path("/x"), mount_table=table, block_devices=tmp_path / "block")
