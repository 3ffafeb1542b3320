"""Rules of the house that hold for every line of the program: files, sockets, SQL, texts that are shown."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
SOURCES = [
    path for room in ("app", "db", "ui") for path in sorted((HOUSE / room).rglob("*.py"))
] + [HOUSE / "main.py"]

WRITE_OPENERS = {"app/cli/__init__.py", "db/archive.py", "db/files.py"}
"""Where a file may be opened for writing: the atomic writer, the archive it finishes, the closed pipe's null."""

WRITE_CALLS = {"write_text", "write_bytes"}
SQL_CALLS = {"text", "exec_driver_sql", "execute", "executescript", "executemany"}
NETWORK = {
    "socket",
    "socketserver",
    "ssl",
    "asyncio",
    "http",
    "urllib",
    "ftplib",
    "smtplib",
    "telnetlib",
    "xmlrpc",
    "requests",
    "httpx",
    "PySide6.QtNetwork",
    "PySide6.QtWebEngineCore",
}
MARKUP_CALLS = {
    "setHtml",
    "insertHtml",
    "appendHtml",
    "toHtml",
    "setMarkdown",
    "setOpenExternalLinks",
}


def _name(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


def _calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call with the last part of what is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Attribute):
                yield called.attr, node
            elif isinstance(called, ast.Name):
                yield called.id, node


def _opens_for_writing(tree: ast.AST) -> Iterator[int]:
    for name, call in _calls(tree):
        if name in WRITE_CALLS:
            yield call.lineno
        if name in ("open", "fdopen"):
            modes = [*call.args, *(word.value for word in call.keywords if word.arg == "mode")]
            if any(
                isinstance(mode, ast.Constant)
                and isinstance(mode.value, str)
                and set(mode.value) <= set("rwaxbt+U")
                and set(mode.value) & set("wx+")
                for mode in modes
            ):
                yield call.lineno


def _touches_the_network(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        if any(name in NETWORK or name.split(".")[0] in NETWORK for name in names):
            yield node.lineno


def _uses_platypus(tree: ast.AST) -> Iterator[int]:
    """Its paragraphs read a name as markup, and a tag in it embeds a file of this computer."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
            "reportlab.platypus"
        ):
            yield node.lineno


def _builds_sql(tree: ast.AST) -> Iterator[int]:
    for name, call in _calls(tree):
        if name == "text" and not isinstance(call.func, ast.Name):
            continue  # a method of the page that draws words
        if name in SQL_CALLS and call.args and _is_glued(call.args[0]):
            yield call.lineno


def _is_glued(node: ast.AST) -> bool:
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Add | ast.Mod)
    return isinstance(node, ast.Call) and (
        isinstance(node.func, ast.Attribute) and node.func.attr == "format"
    )


def _shows_markup(tree: ast.AST) -> Iterator[int]:
    for name, call in _calls(tree):
        is_label_with_text = name == "QLabel" and bool(call.args)
        if name in MARKUP_CALLS or name == "QMessageBox" or is_label_with_text:
            yield call.lineno
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in (
            "RichText",
            "AutoText",
            "MarkdownText",
        ):
            yield node.lineno


def _sets_a_bare_tip(tree: ast.AST) -> Iterator[int]:
    for name, call in _calls(tree):
        if name == "setToolTip" and not isinstance(call.args[0], ast.Constant):
            value = call.args[0]
            is_safe = isinstance(value, ast.Call) and (
                isinstance(value.func, ast.Name) and value.func.id == "as_tip"
            )
            if not is_safe:
                yield call.lineno


RULES: tuple[tuple[str, Callable[[ast.AST], Iterator[int]], frozenset[str]], ...] = (
    ("a file is written by write_atomically", _opens_for_writing, frozenset(WRITE_OPENERS)),
    ("no module touches the network", _touches_the_network, frozenset()),
    (
        "no SQL is put together from values",
        _builds_sql,
        frozenset(
            {
                "db/connection.py",
                "db/journal.py",
                "db/snapshot.py",
                "app/bench/importing.py",
            }
        ),
    ),
    ("what is shown is plain text", _shows_markup, frozenset()),
    ("reportlab's own markup is not used", _uses_platypus, frozenset()),
    ("a tip goes through set_tip", _sets_a_bare_tip, frozenset()),
)


@pytest.mark.parametrize(("rule", "look", "allowed"), RULES, ids=[rule[0] for rule in RULES])
def test_the_program_keeps(
    rule: str, look: Callable[[ast.AST], Iterator[int]], allowed: frozenset[str]
) -> None:
    found = [
        f"{_name(path)}:{line}"
        for path in SOURCES
        if _name(path) not in allowed
        for line in look(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not found, f"{rule}: {found}"


@pytest.mark.parametrize(
    ("look", "code"),
    [
        (_opens_for_writing, "open('a', 'w')"),
        (_opens_for_writing, "path.open(mode='ab+')"),
        (_opens_for_writing, "path.write_text('a')"),
        (_touches_the_network, "import urllib.request"),
        (_touches_the_network, "from PySide6 import QtNetwork"),
        (_builds_sql, "session.execute(f'SELECT {x}')"),
        (_builds_sql, "text('SELECT ' + x)"),
        (_builds_sql, "connection.exec_driver_sql('SELECT {}'.format(x))"),
        (_uses_platypus, "from reportlab.platypus import Paragraph"),
        (_shows_markup, "label = QLabel(name)"),
        (_shows_markup, "label.setTextFormat(Qt.TextFormat.RichText)"),
        (_shows_markup, "QMessageBox(text)"),
        (_sets_a_bare_tip, "button.setToolTip(name)"),
    ],
)
def test_each_rule_catches_its_breach(look: Callable[[ast.AST], Iterator[int]], code: str) -> None:
    assert list(look(ast.parse(code))) == [1]
