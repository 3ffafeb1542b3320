"""Kill a writer at random moments and compare what it had reported as saved with what is there.

Run as a program: folder, number of kills, seed, and "lie" for the control, in which the writer
reports before it commits. Prints one line of JSON. It forks, so that each life costs milliseconds.
"""

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

from sqlalchemy import text

from db.connection import create_file, reader_engine, writer_engine
from db.integrity import check_file

KEY = bytes(range(32))


def write(path: Path, report: int, *, lie: bool) -> None:
    """Save numbered pairs of rows for ever; report each number once it is saved."""
    engine = writer_engine(path, KEY)
    with engine.connect() as work:
        number = int(work.scalar(text("SELECT coalesce(max(number), 0) FROM one")) or 0)
    while True:
        number += 1
        if lie:
            os.write(report, b"%d\n" % number)
        with engine.begin() as work:
            values = {"number": number, "pad": "x" * (number % 3000)}
            work.execute(text("INSERT INTO one (number, pad) VALUES (:number, :pad)"), values)
            work.execute(text("INSERT INTO two (number, pad) VALUES (:number, :pad)"), values)
        if not lie:
            os.write(report, b"%d\n" % number)


def one_life(path: Path, reports: int, seconds: float, *, lie: bool) -> int:
    """Let a writer live until it has reported so often, and for a while more; the last number that it reported."""
    reading, report = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            write(path, report, lie=lie)
        finally:
            os._exit(1)
    os.close(report)
    told = b""
    while told.count(b"\n") < reports and (more := os.read(reading, 4096)):
        told += more
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as stream:
        told += stream.read()
    whole = [line for line in told.split(b"\n")[:-1] if line]
    return int(whole[-1]) if whole else 0


def stored(path: Path) -> tuple[int, bool]:
    """The highest number on file, and whether every pair is complete."""
    engine = reader_engine(path, KEY)
    try:
        with engine.connect() as work:
            ones = list(work.scalars(text("SELECT number FROM one ORDER BY number")))
            twos = list(work.scalars(text("SELECT number FROM two ORDER BY number")))
    finally:
        engine.dispose()
    return len(ones), ones == twos == list(range(1, len(ones) + 1))


def main(folder: Path, kills: int, seed: int, *, lie: bool) -> dict[str, int]:
    """The campaign's figures: all but `saved` and `lives_with_work` should be zero."""
    path, chance = folder / "office.db", random.Random(seed)
    create_file(path)
    engine = writer_engine(path, KEY)
    with engine.begin() as work:
        for table in ("one", "two"):
            work.execute(text(f"CREATE TABLE {table} (number INTEGER PRIMARY KEY, pad TEXT)"))
    engine.dispose()
    figures = {"saved": 0, "lives_with_work": 0, "lost": 0, "partial": 0, "damaged": 0}
    for _ in range(kills):
        # By reports, not by the clock alone: on a busy machine a writer lives long before it works.
        reported = one_life(path, chance.randrange(3), chance.uniform(0, 0.04), lie=lie)
        there, complete = stored(path)
        figures["lost"] += max(0, reported - there)
        figures["partial"] += not complete
        figures["damaged"] += not all(line.ok for line in check_file(path, KEY))
        figures["lives_with_work"] += there > figures["saved"]
        figures["saved"] = there
    return figures


if __name__ == "__main__":
    told = main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), lie="lie" in sys.argv)
    sys.stdout.write(json.dumps(told) + "\n")
