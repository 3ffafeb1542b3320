"""The command `demo`: the demo office, its stamped papers, and a picture of every screen, without a display."""

import os
import time
from argparse import Namespace
from pathlib import Path
from typing import Any

from app.cli.opened import clock
from app.cli.terminal import complain, progress, say, say_json
from app.demo import DemoOffice, build_demo
from app.demo.sheets import WrittenSheet, write_sheets
from app.errors import UserError

_DEFAULT = "nuandang-demo"
PAPERS, PICTURES = "papers", "pictures"


def main(arguments: Namespace) -> int:
    """Make everything, list it, and say how to look at it. Exit 1 where a paper is not judged as it should be."""
    # Never a window, even where a display is: pictures are taken of windows nobody sees.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    begun = time.monotonic()
    out = _folder(arguments.out)
    now = clock()
    complain("正在建立演示单位，请等待一两分钟……")
    demo = build_demo(out / "office", today=now.today(), progress=progress())
    sheets = write_sheets(demo, out / PAPERS)
    complain("正在拍各画面的图片……")
    from ui.demo.scenes import take_pictures
    from ui.demo.studio import without_words_of_the_platform

    with without_words_of_the_platform():
        pictures = take_pictures(demo, out / PICTURES, clock=now)
    seconds = time.monotonic() - begun
    if arguments.json:
        say_json(_as_json(demo, sheets, pictures, out, seconds))
    else:
        _tell(demo, sheets, pictures, out, seconds)
    return 0 if all(sheet.is_as_expected for sheet in sheets) else 1


def _folder(wanted: Path | None) -> Path:
    """Where everything goes: the folder that was named, or a new one here."""
    if wanted is not None:
        if wanted.exists() and not wanted.is_dir():
            raise UserError("--out 应当是一个文件夹，这个名称已经是一个文件；请换一个名称。")
        return wanted
    here, at = Path(_DEFAULT), 1
    while here.exists():
        at += 1
        here = Path(f"{_DEFAULT}-{at}")
    return here


def _as_json(
    demo: DemoOffice,
    sheets: tuple[WrittenSheet, ...],
    pictures: tuple[Path, ...],
    out: Path,
    seconds: float,
) -> dict[str, Any]:
    return {
        "office": str(demo.folder),
        "password": demo.password,
        "recovery_code": demo.recovery_code,
        "accounts": [
            {
                "account": one.account,
                "name": one.name,
                "roles": sorted(role.label for role in one.roles),
            }
            for one in demo.accounts
        ],
        "case": demo.case_number,
        "workbook": str(demo.workbook),
        "papers": [
            {
                "file": str(sheet.file),
                "serial": sheet.serial,
                "form": sheet.form,
                "genuine": sheet.verdict.genuine,
                "void": sheet.verdict.void,
                "genuine_when_changed": sheet.changed_verdict.genuine,
            }
            for sheet in sheets
        ],
        "pictures": [str(picture) for picture in pictures],
        "folder": str(out),
        "seconds": round(seconds, 1),
    }


def _tell(
    demo: DemoOffice,
    sheets: tuple[WrittenSheet, ...],
    pictures: tuple[Path, ...],
    out: Path,
    seconds: float,
) -> None:
    say(f"演示单位已建立：{demo.folder}（人物和事项都是虚构的）")
    say(f"所有账号的密码：{demo.password}")
    for one in demo.accounts:
        say(f"  {one.account}\t{one.name}（{'、'.join(role.label for role in one.roles)}）")
    say(f"走完全过程的一户：档案 {demo.case_number}")
    say(f"导入过的表格：{demo.workbook}")
    say(f"盖章的文书 {len(sheets)} 份：")
    for sheet in sheets:
        word = (
            "已作废"
            if sheet.verdict.void
            else ("核验为真" if sheet.verdict.genuine else "核验不为真")
        )
        changed = "仍为真" if sheet.changed_verdict.genuine else "不为真"
        say(f"  {sheet.file}\t{word}，改动一个字节后{changed}")
    say(f"画面的图片 {len(pictures)} 张：")
    for picture in pictures:
        say(f"  {picture}")
    say(f"用时 {seconds:.0f} 秒。打开窗口看：main.py --data {demo.folder}")
