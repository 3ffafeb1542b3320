"""Undo and redo over random typing into two files: every table is as it stood, and so is the search."""

import random
from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.cases.attachments import add_attachment, attachments_view, remove_attachment
from app.cases.commands import (
    add_member,
    edit_facts,
    edit_member,
    make_applicant,
    remove_member,
    save_money,
)
from app.cases.queries import members_view
from app.errors import UserError
from app.office.session import Office
from app.office.undo import next_redo, next_undo, redo, undo
from db import journal
from db.models import Base, SearchToken
from tests.app.cases.invented import PNG, full_draft, id_number, member_facts

_STEPS = 40
_TABLES = (
    *(t for t in journal.journalled_tables() if t.name != "reason"),
    Base.metadata.tables[SearchToken.__tablename__],
)

State = dict[str, list[str]]


def _state(office: Office) -> State:
    with office.read() as session:
        return {
            table.name: sorted(map(repr, session.execute(select(table)).all())) for table in _TABLES
        }


class _Typist:
    """Somebody who works on one of the files, as it comes."""

    def __init__(self, office: Office, case_ids: tuple[int, ...], seed: int) -> None:
        self._office, self._case_ids = office, case_ids
        self._chance, self._born = random.Random(seed), 300

    def act(self) -> None:
        """One operation that can be undone; UserError where it is refused."""
        acts = (self._place, self._come, self._call, self._go, self._earn, self._add, self._remove)
        case_id = self._chance.choice(self._case_ids)
        chosen: Callable[[int], None] = self._chance.choice((*acts, self._head))
        chosen(case_id)

    def _people(self, case_id: int, *, members: bool = False) -> int:
        rows = members_view(self._office, case_id).rows
        found = [row.person_id for row in rows if not (members and row.is_applicant)]
        if not found:
            raise UserError("nobody is there")
        return self._chance.choice(found)

    def _place(self, case_id: int) -> None:
        area = str(self._chance.randrange(1, 200))
        edit_facts(self._office, case_id=case_id, household={"floor_area": area})

    def _come(self, case_id: int) -> None:
        self._born += 1
        values = member_facts(relation="女儿", id_number=id_number(self._born, "20100303"))
        add_member(self._office, case_id=case_id, values=values)

    def _call(self, case_id: int) -> None:
        values = {"phone": f"1390000{self._chance.randrange(10_000):04}"}
        person_id = self._people(case_id)
        edit_member(self._office, case_id=case_id, person_id=person_id, values=values)

    def _go(self, case_id: int) -> None:
        person_id = self._people(case_id, members=True)
        day = self._office.today
        remove_member(
            self._office, case_id=case_id, person_id=person_id, removed_on=day, reason="误"
        )

    def _earn(self, case_id: int) -> None:
        line = {"person_id": self._people(case_id), "item": "工资"}
        lines = [line | {"amount_fen": self._chance.randrange(10**6)} for _ in range(2)]
        save_money(self._office, case_id=case_id, income=lines)

    def _add(self, case_id: int) -> None:
        kind = self._chance.choice(("申请书", "户口本", "收入证明"))
        add_attachment(self._office, case_id=case_id, data=PNG, filename="a.png", kind=kind)

    def _remove(self, case_id: int) -> None:
        for one in attachments_view(self._office, case_id).files[:1]:
            remove_attachment(self._office, case_id=case_id, attachment_id=one.id)

    def _head(self, case_id: int) -> None:
        person_id = self._people(case_id, members=True)
        make_applicant(self._office, case_id=case_id, person_id=person_id, relation="父亲")


@pytest.mark.parametrize("seed", [1, 2])
def test_every_step_goes_back_to_what_stood_before(office: Office, seed: int) -> None:
    wife = {"name": "韦秀兰", "id_number": id_number(202, "19820605")}
    typist = _Typist(office, (full_draft(office), full_draft(office, **wife)), seed)
    chance, undone, redone = random.Random(seed), list[State](), list[State]()
    for _ in range(_STEPS):
        before, step, dice = _state(office), next_undo(office), chance.random()
        if dice < 0.55:
            try:
                typist.act()
            except UserError:
                assert _state(office) == before
            if next_undo(office) != step:
                undone.append(before)
                redone.clear()
        elif dice < 0.8 and undone:
            undo(office)
            assert _state(office) == undone.pop()
            redone.append(before)
        elif redone:
            redo(office)
            assert _state(office) == redone.pop()
            undone.append(before)
        assert (next_redo(office) is None) == (not redone)
    with office.read() as session:
        assert journal.verify(session, office.keys.journal).is_whole
