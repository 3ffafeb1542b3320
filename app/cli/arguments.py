"""The words of the command line. A wrong word is one Chinese sentence and exit 2."""

import argparse
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from app.version import VERSION


class UsageError(Exception):
    """The command was called wrongly; the text says how to call it."""


class _Format(argparse.HelpFormatter):
    """Help with Chinese words around it."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """As argparse, with a Chinese prefix."""
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """argparse in Chinese; complaints do not leave the program."""

    def __init__(self, **words: Any) -> None:
        super().__init__(
            **words, formatter_class=_Format, add_help=False, allow_abbrev=False, exit_on_error=True
        )
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{in_chinese(message)}；用 {self.prog} --help 查看用法。")


_COMPLAINTS: tuple[tuple[str, str], ...] = (
    (r"the following arguments are required: (.+)", "缺少 {0}"),
    (r"unrecognized arguments: (.+)", "不认识 {0}"),
    (r"argument (.+?): expected .*argument.*", "{0} 后面缺少内容"),
    (r"argument (.+?): ignored explicit argument .*", "{0} 后面不能带内容"),
    (r"argument (.+?): not allowed with argument (.+)", "{0} 和 {1} 不能同时使用"),
    (r"argument (.+?): invalid int value: (.+)", "{0} 应当是整数，给出的是 {1}"),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", "没有 {1}，可用的有 {2}"),
)
"""argparse's own words (3.11 to 3.13) and what is said instead."""


def in_chinese(message: str) -> str:
    """A complaint of argparse as a person would say it; what is not known is not repeated."""
    for english, chinese in _COMPLAINTS:
        found = re.fullmatch(english, message)
        if found is not None:
            return chinese.format(*(_plain(part) for part in found.groups()))
    return "命令的写法不对"


def _plain(part: str) -> str:
    """Without Python's quotes; several with Chinese commas."""
    return "、".join(one.strip().strip("'\"") for one in part.split(","))


Command = Callable[[argparse.Namespace], int]


def _lazy(module: str, name: str) -> Command:
    """A command whose room is opened only when it is called: no heavy import before it is needed."""

    def call(arguments: argparse.Namespace) -> int:
        from importlib import import_module

        return int(getattr(import_module(f"app.cli.{module}"), name)(arguments))

    return call


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The arguments of one command. `command` is the function to call; `shown` names a command that shows

    a window instead. Raises UsageError.
    """
    parser = _build()
    return parser.parse_args(argv)


def _build() -> _Parser:
    parser = _Parser(
        prog="main.py", description="暖档：县级总工会困难职工帮扶档案。不带命令时打开窗口。"
    )
    parser.add_argument("--version", action="version", version=f"暖档 {VERSION}", help="显示版本")
    commands = parser.add_subparsers(
        title="命令", metavar="命令", parser_class=_Parser, required=True
    )
    _facts(commands)
    _office(commands)
    _cases(commands)
    _papers(commands)
    _shown(commands)
    return parser


_Commands = argparse._SubParsersAction  # the only name argparse gives this type


def _add(
    commands: "_Commands[_Parser]", name: str, told: str, command: Command, *, office: bool = True
) -> _Parser:
    made = commands.add_parser(name, help=told, description=told)
    made.set_defaults(command=command)
    made.add_argument("--json", action="store_true", help="以 JSON 输出")
    made.add_argument("--data", type=Path, default=None, metavar="DIR", help="单位的数据文件夹")
    if office:
        made.add_argument("--user", default=None, metavar="NAME", help="登录的账号")
        made.add_argument(
            "--password-file",
            type=Path,
            default=None,
            metavar="FILE",
            help="密码在这个文件的第一行",
        )
    return made


def _facts(commands: "_Commands[_Parser]") -> None:
    for name, told in (("assess", "按认定标准判断一户"), ("aid", "一项救助最多可以给多少")):
        made = _add(commands, name, told, _lazy("facts", name), office=False)
        made.add_argument("file", metavar="FILE.json", help="事实文件；写 - 时读标准输入")


def _office(commands: "_Commands[_Parser]") -> None:
    office = commands.add_parser("office", help="单位", description="单位")
    inner = office.add_subparsers(title="命令", metavar="命令", parser_class=_Parser, required=True)
    made = _add(inner, "create", "新建一个空的、加密的单位", _lazy("office", "create_office"))
    made.add_argument("--name", required=True, metavar="名称", help="单位的全称")
    made.add_argument("--admin", required=True, metavar="NAME", help="第一个管理员的账号")
    made.add_argument("--place", default="", metavar="TEXT", help="低保标准所属的地区")
    made.add_argument("--solo", action="store_true", help="一人办公")
    _add(commands, "check", "完整性检查", _lazy("office", "check"))
    made = _add(commands, "backup", "备份成一个文件", _lazy("office", "backup"))
    made.add_argument("--out", required=True, type=Path, metavar="FILE", help="写到这个文件")
    made = _add(commands, "restore", "恢复备份，被替换的内容会保留", _lazy("office", "restore"))
    made.add_argument("file", type=Path, metavar="FILE", help="备份文件")
    made.add_argument("--older", action="store_true", help="确认用较旧的备份替换现有内容")
    made.add_argument("--recovery-code", default="", metavar="CODE", help="用恢复码打开备份")


def _cases(commands: "_Commands[_Parser]") -> None:
    made = _add(commands, "import", "导入全国系统导出的工作簿", _lazy("cases", "import_file"))
    made.add_argument("file", type=Path, metavar="FILE.xlsx", help="导出的工作簿")
    made.add_argument("--check", action="store_true", help="只检查，不写入")
    made.add_argument("--accept-good", action="store_true", help="不合格的退回，其余写入")
    made.add_argument("--update", action="store_true", help="已有档案按工作簿更新")
    made.add_argument("--rejects", type=Path, default=None, metavar="OUT.xlsx", help="退回表")
    made = _add(commands, "find", "查找人员", _lazy("cases", "find"))
    made.add_argument("text", metavar="TEXT", help="姓名、拼音、首字母、证件号尾号等；- 读标准输入")
    made.add_argument("--limit", type=int, default=50, metavar="N", help="最多列出多少人")
    made = _add(commands, "show", "一份档案的全部内容", _lazy("cases", "show"))
    made.add_argument("case", metavar="CASE", help="档案编号")


def _papers(commands: "_Commands[_Parser]") -> None:
    _add(commands, "forms", "所有可以打印的表格", _lazy("papers", "forms"), office=False)
    made = _add(commands, "print", "打印一份表格到 PDF 文件", _lazy("papers", "print_form"))
    made.add_argument("form", metavar="FORM", help="表格的代号或名称，见 forms")
    made.add_argument("case", metavar="CASE", help="档案编号")
    made.add_argument("--out", required=True, type=Path, metavar="FILE.pdf", help="写到这个文件")
    made.add_argument("--stamp", action="store_true", help="签发：编号、登记、盖章")
    made.add_argument("--reason", default="", metavar="TEXT", help="签发的事由")
    made.add_argument("--seal", default="", metavar="NAME", help="印章的名称；只有一枚时可以不写")
    made.add_argument("--purpose", default="", metavar="TEXT", help="证明的用途")
    made = _add(commands, "verify", "核验一份签发的文书", _lazy("papers", "verify"))
    made.add_argument("file", type=Path, metavar="FILE.pdf", help="签发的文书")


def _shown(commands: "_Commands[_Parser]") -> None:
    told = "建立演示单位，走完一户的全过程，输出文书和各画面的图片"
    made = commands.add_parser("demo", help=told, description=told)
    made.set_defaults(shown="demo")
    made.add_argument("--out", type=Path, default=None, metavar="DIR", help="输出到这个文件夹")
    made.add_argument("--json", action="store_true", help="以 JSON 输出")
    told = "测量速度，每个数旁边是同一次测量的对照"
    bench = commands.add_parser("bench", help=told, description=told)
    inner = bench.add_subparsers(title="命令", metavar="NAME", parser_class=_Parser, required=True)
    told = "登录窗口和工作台多久出现，旁边是空的 Qt 窗口"
    made = inner.add_parser("start", help=told, description=told)
    made.set_defaults(shown="bench start")
    made.add_argument("--json", action="store_true", help="以 JSON 输出")
    made.add_argument("--households", type=int, default=10_000, metavar="N", help="用多少户测")
    made.add_argument("--runs", type=int, default=5, metavar="N", help="测多少次，取中位数")
    told = "查找人员多快，旁边是 LIKE 扫描和索引范围查询"
    made = inner.add_parser("search", help=told, description=told)
    made.set_defaults(shown="bench search")
    made.add_argument("--json", action="store_true", help="以 JSON 输出")
    made.add_argument(
        "--people", default="10000,100000,1000000", metavar="N,N", help="用多少人测，逗号分开"
    )
    told = "导入工作簿多快，旁边是读表和直接写入"
    made = inner.add_parser("import", help=told, description=told)
    made.set_defaults(command=_lazy("bench", "bench_import"))
    made.add_argument("--json", action="store_true", help="以 JSON 输出")
    made.add_argument("--rows", type=int, default=100_000, metavar="N", help="用多少户测")
    told = "打印盖章的证明多快，旁边是空画布和 LibreOffice"
    made = inner.add_parser("print", help=told, description=told)
    made.set_defaults(command=_lazy("bench", "bench_print"))
    made.add_argument("--json", action="store_true", help="以 JSON 输出")
    made.add_argument("--papers", type=int, default=1_000, metavar="N", help="用多少份测")


def window_folder(argv: Sequence[str]) -> Path | None:
    """The folder named by `--data` where no command is given: the window opens on it. Raises UsageError."""
    parser = _Parser(prog="main.py")
    parser.add_argument("--data", type=Path, default=None, metavar="DIR", help="单位的数据文件夹")
    folder: Path | None = parser.parse_args(argv).data
    return folder
