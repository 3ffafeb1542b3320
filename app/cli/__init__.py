"""The command line: the same functions as the window. Source: the command-line contract.

Results go to standard output, progress and complaints to standard error, in Chinese. Exit 0 done, 1 refused
for a reason the user can mend, 2 wrong usage or unreadable input. Never a traceback: a bug prints one
sentence and the path of the log.
"""

import sys
from collections.abc import Callable, Sequence

from app.cli.arguments import UsageError, parse
from app.cli.terminal import complain, speak_utf8
from app.errors import Cancelled, StorageError, UserError, WrongKeyError

Shown = Callable[[Sequence[str]], int]
"""A command that shows a window: handed in by `main.py`, because this floor knows no window."""


def run(argv: Sequence[str], shown: tuple[tuple[str, Shown], ...] = ()) -> int:
    """Run one command; returns the exit code."""
    speak_utf8()
    try:
        for name, command in shown:
            if list(argv[: len(name.split())]) == name.split():
                return command(argv[len(name.split()) :])
        arguments = parse(argv)
        return int(arguments.command(arguments))
    except UsageError as error:
        complain(str(error))
        return 2
    except (KeyboardInterrupt, Cancelled):
        complain("已经停止，没有写入。")
        return 1
    except UserError as error:
        complain(error.message)
        return 2 if _is_unreadable(error) else 1
    except (StorageError, WrongKeyError) as error:
        complain(str(error))
        return 1
    except BrokenPipeError:
        sys.stdout = open("/dev/null", "w")  # noqa: SIM115, PTH123 - the reader has gone
        return 0
    except Exception as error:
        from app.cli.crash import note_crash

        complain(note_crash(error))
        return 1


def _is_unreadable(error: UserError) -> bool:
    """Whether the input could not be read at all, as against refused for what it says."""
    from app.cases.workbook.reader import UnreadableWorkbookError
    from app.policy.reading import FactsError

    return isinstance(error, (FactsError, UnreadableWorkbookError))
