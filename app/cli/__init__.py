"""The command line: the same functions as the window. Source: the command-line contract.

Results go to standard output, progress and complaints to standard error, in Chinese. Exit 0 done, 1 refused
for a reason the user can mend, 2 wrong usage or unreadable input. Never a traceback: a bug prints one
sentence and the path of the log.
"""

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path

from app.cli.arguments import UsageError, parse, window_folder
from app.cli.terminal import UnreadableInputError, check_display, complain, speak_utf8
from app.errors import Cancelled, StorageError, UserError, WrongKeyError

Shown = Callable[[Namespace], int]
"""A command that shows a window: handed in by `main.py`, because this floor knows no window."""


Window = Callable[[Path | None], int]
"""Opens the window on a folder, None for the user's own."""


def run(argv: Sequence[str], shown: tuple[tuple[str, Shown], ...], window: Window) -> int:
    """Run one command, or without one open the window; returns the exit code."""
    speak_utf8()
    try:
        if not argv or (argv[0] == "--data" and len(argv) <= 2):
            folder = window_folder(argv)
            check_display()
            return window(folder)
        # The folder may stand before the command, too.
        arguments = parse([*argv[2:], *argv[:2]] if argv[0] == "--data" else argv)
        name = getattr(arguments, "shown", None)
        command = arguments.command if name is None else dict(shown)[name]
        return int(command(arguments))
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

    return isinstance(error, FactsError | UnreadableInputError | UnreadableWorkbookError)
