"""What the set-up says: whole sentences on standard error, so that results stay alone on output."""

from __future__ import annotations

import sys


class SetupError(Exception):
    """Why the set-up cannot go on: a Chinese sentence that says what to do."""


def say(sentence: str) -> None:
    """One sentence on standard error; characters the console lacks never stop the set-up."""
    print(sentence, file=sys.stderr, flush=True)


def make_console_tolerant() -> None:
    """Replace what the console's encoding cannot show instead of failing on it."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
