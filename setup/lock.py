"""Writes the two lock files from pyproject.toml: ``python -m setup lock``.

Needs pip-tools, which is not among the dependencies: it is wanted once or twice a year, by a
developer with a network. The lock files hold versions and hashes of every wheel the index knows,
so one pair serves Linux and Windows and every Python the program runs on. They name no download
address: whatever index the user's pip is configured with is asked.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

OPTIONS = (
    "--generate-hashes",
    "--strip-extras",
    "--no-emit-index-url",
    "--no-emit-trusted-host",
    "--no-emit-find-links",
    "--no-emit-options",
)


def write_locks(checkout: Path) -> None:
    """Resolve anew; the versions that stand are kept where pyproject.toml allows them.

    Raises CalledProcessError when the index cannot be reached or the pins contradict each other.
    """
    # The development lock is resolved second and under the first, so that tests run on exactly
    # what the office runs on.
    for target, extra in (
        ("requirements.txt", ()),
        ("requirements-dev.txt", ("--extra", "dev", "--constraint", "requirements.txt")),
    ):
        subprocess.run(
            [sys.executable, "-m", "piptools", "compile", "--quiet", *OPTIONS, *extra]
            + ["--output-file", target, "pyproject.toml"],
            cwd=checkout,
            env={**os.environ, "CUSTOM_COMPILE_COMMAND": "python -m setup lock"},
            check=True,
        )
