"""Kill a program that works through the real services, at random moments (T1, T17).

What was reported as saved is there, each change has its operation and each operation its change, the
journal's chain holds, and the next start knows of the crash and finds the file whole.
"""

import os
import random
import signal
import time
from pathlib import Path

from sqlalchemy import func, select

from app.cases.commands import edit_facts, open_draft
from app.changes import Op
from app.office.opening import NewOffice, create, log_in
from app.office.session import Office
from app.office.startup import check_after_crash
from db.keys import KdfCost
from db.models import Case, Household, Operation

ACCOUNT, PASSWORD = "admin", "Nuan-dang-2026!"
_CHEAP = KdfCost.for_tests()
MUST_BE_ZERO = ("lost", "partial", "damaged", "unnoticed")


def _make(folder: Path) -> int:
    new = NewOffice("青禾县总工会", ACCOUNT, PASSWORD, place="青禾县", is_solo=True)
    office = create(folder, new, cost=_CHEAP).office
    made = open_draft(office, applicant={"name": "覃永福"}).result_id
    office.close()
    assert made is not None
    return made


def _open(folder: Path) -> Office:
    return log_in(folder, account=ACCOUNT, password=PASSWORD, cost=_CHEAP)


def _stands(office: Office, case_id: int) -> tuple[int, int]:
    """The number that the household holds, and how many edits the journal tells of."""
    with office.read() as session:
        case = session.get_one(Case, case_id)
        needs = session.get_one(Household, case.household_id).needs
        edits = select(func.count()).where(
            Operation.op == Op.EDIT_FACTS.name, Operation.result == "done"
        )
        return int(needs or 0), int(session.scalar(edits) or 0)


def _work(folder: Path, case_id: int, report: int, *, lie: bool) -> None:
    """Save ever higher numbers; report each once it is saved."""
    office = _open(folder)
    number, _ = _stands(office, case_id)
    os.write(report, b"0\n")
    while True:
        number += 1
        if lie:
            os.write(report, b"%d\n" % number)
        edit_facts(office, case_id=case_id, household={"needs": str(number)})
        if not lie:
            os.write(report, b"%d\n" % number)


def _one_life(folder: Path, case_id: int, seconds: float, *, lie: bool) -> int:
    """Let a program work for a while after it has opened; the last number that it reported."""
    reading, report = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            _work(folder, case_id, report, lie=lie)
        finally:
            os._exit(1)
    os.close(report)
    with os.fdopen(reading, "rb", buffering=0) as stream:
        told = stream.read(2)
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        told += stream.read() or b""
    lines = [line for line in told.split(b"\n")[:-1] if line]
    return int(lines[-1]) if lines else 0


def run(folder: Path, count: int, seed: int, *, lie: bool = False) -> dict[str, int]:
    """The figures of the campaign; those of MUST_BE_ZERO are faults."""
    chance, place = random.Random(seed), folder / "office"
    case_id = _make(place)
    figures = {"kills": count, "saved": 0, "lives_with_work": 0} | dict.fromkeys(MUST_BE_ZERO, 0)
    for _ in range(count):
        reported = _one_life(place, case_id, chance.uniform(0.0, 0.12), lie=lie)
        office = _open(place)
        try:
            figures["unnoticed"] += not office.needs_check
            figures["damaged"] += check_after_crash(office).sentence != ""
            stands, edits = _stands(office, case_id)
        finally:
            office.close()
        figures["lost"] += max(0, reported - stands)
        figures["partial"] += stands != edits
        figures["lives_with_work"] += stands > figures["saved"]
        figures["saved"] = stands
    return figures
