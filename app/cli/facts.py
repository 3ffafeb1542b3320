"""assess and aid: no database, no login."""

from argparse import Namespace

from app.cli.terminal import read_input, say_json
from app.policy.aid import aid_json
from app.policy.assess import assess_json
from app.policy.jsontext import parse_json


def assess(arguments: Namespace) -> int:
    """Judge one household or a list of them."""
    say_json(assess_json(_read(arguments.file)))
    return 0


def aid(arguments: Namespace) -> int:
    """The most that a rule set allows for one aid item, or for a list of them."""
    say_json(aid_json(_read(arguments.file)))
    return 0


def _read(name: str) -> object:
    return parse_json(read_input(name, what="事实文件"))
