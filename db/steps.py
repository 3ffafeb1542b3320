"""How long work lets itself be stopped: it calls a step between its parts."""

from collections.abc import Callable

__all__ = ["Step", "no_step"]

Step = Callable[[], None]
"""Called often beside long work; may raise to stop it."""


def no_step() -> None:
    """For work that nobody stops."""
