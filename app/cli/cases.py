"""import, find, show."""

import sys
from argparse import Namespace

from app.cases import find as finding
from app.cases import imports
from app.cli.opened import opened
from app.cli.terminal import check_range, complain, progress, say, say_json
from app.cli.whole_file import whole_file

_MOST = 1000


def import_file(arguments: Namespace) -> int:
    """Import the national export; the JSON of the contract. Exit 1 where rows were refused and nothing written."""
    with opened(arguments) as office:
        if arguments.check:
            report = imports.check_import(office, arguments.file, progress())
        else:
            report = imports.import_workbook(
                office,
                path=arguments.file,
                accept_good=arguments.accept_good,
                update=arguments.update,
                progress=progress(),
            )
        if arguments.rejects is not None:
            imports.write_rejects(report, arguments.rejects)
    if arguments.json:
        say_json(report.as_json())
    else:
        say(
            f"共 {report.rows} 户：合格 {report.accepted} 户 {report.persons} 人，"
            f"写入 {report.written} 户，已有 {report.existing} 户（内容不同 {report.differing} 户），"
            f"退回 {len({cell.row for cell in report.rejected})} 户。"
        )
        for cell in report.rejected:
            say(f"第 {cell.row} 行“{cell.field}”：{cell.reason}")
        for notice in report.warnings:
            complain(f"第 {notice.row} 行“{notice.field}”：{notice.note}")
    if not report.rejected or arguments.accept_good:
        return 0
    if not arguments.check:
        complain("有不合格的行，什么都没有写入；改正后重试，或加 --accept-good 只导入合格的。")
    return 1


def find(arguments: Namespace) -> int:
    """People by name, pinyin, initials, ID tail, phone, employer or case number."""
    check_range("--limit", arguments.limit, 1, _MOST)
    text = sys.stdin.readline() if arguments.text == "-" else arguments.text
    with opened(arguments) as office:
        hits = finding.find(office, text.strip(), arguments.limit)
    if arguments.json:
        say_json([hit.as_json() for hit in hits])
        return 0
    for hit in hits:
        say("\t".join((hit.case, hit.name, hit.id_number, hit.category, hit.stage, hit.matched)))
    if not hits:
        complain("没有找到；可以换姓名、拼音首字母、身份证尾号或单位再试。")
    return 0


def show(arguments: Namespace) -> int:
    """The whole file, masked as the user's role demands."""
    with opened(arguments) as office:
        shown = whole_file(office, arguments.case)
    if arguments.json:
        say_json(shown.as_json())
        return 0
    for line in shown.as_lines():
        say(line)
    return 0
