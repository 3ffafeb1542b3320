"""What a clerk does as it comes: every operation that can be undone or taken back, on one of some files."""

import random
from collections.abc import Callable
from typing import Any

from app.cases.attachment_bin import removed_papers, restore_attachment
from app.cases.attachments import (
    add_attachment,
    attachments_view,
    refile_attachment,
    remove_attachment,
    turn_attachment,
)
from app.cases.commands import (
    add_member,
    apply_again,
    apply_correction,
    discard_draft,
    edit_facts,
    edit_member,
    make_applicant,
    merge,
    open_draft,
    refuse_correction,
    remove_member,
    request_correction,
    restore_draft,
    save_money,
    submit,
    transfer_cases,
    withdraw,
)
from app.cases.not_same import mark_not_same, settled_of_case, unmark_not_same
from app.cases.queries import case_file, members_view
from app.cases.transcription import record_national
from app.cases.visitors import record_visitor
from app.changes import Changes
from app.errors import UserError
from app.office.accounts import add_account
from app.office.session import Office
from db.codes import Role
from db.keys import KdfCost
from tests.app.cases.invented import (
    PNG,
    applicant_facts,
    enter_paper_file,
    full_draft,
    id_number,
    member_facts,
    picture,
)
from tests.conftest import PASSWORD

_NAMES = ("韦秀兰", "覃大海", "覃怡雨", "单雄飞", "单雄非")
_TOLD = "已上报", "退回", "需更新", "未录入"

Act = Callable[[int], Changes]


class Clerk:
    """Somebody who works on `case_ids`, drafts and files that are on file. `chance` chooses."""

    def __init__(self, office: Office, chance: random.Random) -> None:
        self.office, self._chance, self._born = office, chance, 300
        self._colleague = _colleague(office)
        wife = {"name": "韦秀兰", "id_number": id_number(202, "19820605")}
        self.case_ids = [full_draft(office), full_draft(office, **wife)]
        for born in ("19700101", "19710101"):
            head = applicant_facts(id_number=id_number(11, born))
            self.case_ids.append(full_draft(office, id_number=None, phone=f"139{born}"))
            self.case_ids.append(
                enter_paper_file(office, members=[self._somebody()], applicant=head)
            )

    def acts(self) -> tuple[Act, ...]:
        """Each does one operation on a file; UserError where it is refused there."""
        typed = (
            self._place,
            self._call,
            self._rename,
            self._come,
            self._go,
            self._head,
            self._earn,
        )
        papers = (self._add, self._remove, self._restore, self._refile, self._turn)
        others = (self._mark, self._unmark, self._visit, self._report)
        moves = (self._submit, self._withdraw, self._discard, self._take_out, self._again)
        larger = (self._open, self._merge, self._transfer, self._ask, self._agree, self._disagree)
        return (*typed, *typed, *papers, *others, *moves, *larger, *larger)

    def _somebody(self, **changed: Any) -> dict[str, Any]:
        self._born += 1
        number = id_number(self._born, "20000303")
        return member_facts(**{"relation": "女儿", "id_number": number} | changed)

    def _people(self, case_id: int, *, members: bool = False) -> int:
        rows = members_view(self.office, case_id).rows
        found = [row.person_id for row in rows if not (members and row.is_applicant)]
        if not found:
            raise UserError("nobody is there")
        return self._chance.choice(found)

    def _other(self, case_id: int) -> int:
        return self._chance.choice([one for one in self.case_ids if one != case_id])

    def _paper(self, found: Any) -> int:
        if not found:
            raise UserError("nothing is there")
        return int(self._chance.choice(found).id)

    def _place(self, case_id: int) -> Changes:
        given = {"floor_area": str(self._chance.randrange(1, 200)), "home_address": "长安镇 18 号"}
        account = {"bank_card": self._chance.choice(("6222020200112230004", None))}
        facts = self._chance.choice((given, account))
        return edit_facts(self.office, case_id=case_id, household=facts)

    def _call(self, case_id: int) -> Changes:
        values = {"phone": f"1390000{self._chance.randrange(10_000):04}"}
        return edit_member(
            self.office, case_id=case_id, person_id=self._people(case_id), values=values
        )

    def _rename(self, case_id: int) -> Changes:
        values = {"name": self._chance.choice(_NAMES), "employer": "青禾县纺织厂"}
        return edit_member(
            self.office, case_id=case_id, person_id=self._people(case_id), values=values
        )

    def _come(self, case_id: int) -> Changes:
        return add_member(
            self.office,
            case_id=case_id,
            values=self._somebody(),
            joined_on=self.office.today,
            reason="出生",
        )

    def _go(self, case_id: int) -> Changes:
        return remove_member(
            self.office,
            case_id=case_id,
            person_id=self._people(case_id, members=True),
            removed_on=self.office.today,
            reason="误",
        )

    def _head(self, case_id: int) -> Changes:
        is_leaving = self._chance.random() < 0.3
        return make_applicant(
            self.office,
            case_id=case_id,
            person_id=self._people(case_id, members=True),
            relation="父亲",
            relations={self._people(case_id): "其他"},
            removed_on=self.office.today if is_leaving else None,
            removal_reason="去世" if is_leaving else "",
        )

    def _earn(self, case_id: int) -> Changes:
        line = {"person_id": self._people(case_id), "item": "工资"}
        lines = [line | {"amount_fen": self._chance.randrange(10**6)} for _ in range(2)]
        return save_money(self.office, case_id=case_id, income=lines)

    def _add(self, case_id: int) -> Changes:
        kind = self._chance.choice(("申请书", "户口本", "收入证明"))
        person_id = self._people(case_id)
        data, name = self._chance.choice(((PNG, "a.png"), (picture("blue"), "b.jpg")))
        return add_attachment(
            self.office,
            case_id=case_id,
            data=data,
            filename=name,
            kind=kind,
            person_id=self._chance.choice((None, person_id)),
        )

    def _remove(self, case_id: int) -> Changes:
        paper = self._paper(attachments_view(self.office, case_id).files)
        return remove_attachment(self.office, case_id=case_id, attachment_id=paper)

    def _restore(self, case_id: int) -> Changes:
        paper = self._paper(removed_papers(self.office, case_id).papers)
        return restore_attachment(self.office, case_id=case_id, attachment_id=paper)

    def _refile(self, case_id: int) -> Changes:
        paper = self._paper(attachments_view(self.office, case_id).files)
        return refile_attachment(
            self.office, case_id=case_id, attachment_id=paper, kind="申请书", person_id=None
        )

    def _turn(self, case_id: int) -> Changes:
        paper = self._paper(attachments_view(self.office, case_id).files)
        return turn_attachment(self.office, case_id=case_id, attachment_id=paper, quarters=1)

    def _mark(self, case_id: int) -> Changes:
        return mark_not_same(
            self.office,
            case_id=case_id,
            person_id=self._people(case_id),
            other_id=self._people(self._other(case_id)),
        )

    def _unmark(self, case_id: int) -> Changes:
        settled = self._paper(settled_of_case(self.office, case_id))
        return unmark_not_same(self.office, case_id=case_id, settled_id=settled)

    def _visit(self, case_id: int) -> Changes:
        values = {
            "name": "罗志强",
            "came_on": self.office.today,
            "way": "来访",
            "matter": "问救助。",
        }
        number = case_file(self.office, case_id).number
        return record_visitor(self.office, values=values, case_number=number)

    def _report(self, case_id: int) -> Changes:
        state = self._chance.choice(_TOLD)
        return record_national(
            self.office, case_id=case_id, state=state, number="4502-1", reason="误"
        )

    def _submit(self, case_id: int) -> Changes:
        return submit(self.office, case_id=case_id)

    def _withdraw(self, case_id: int) -> Changes:
        return withdraw(self.office, case_id=case_id, note="本人放弃")

    def _discard(self, case_id: int) -> Changes:
        return discard_draft(self.office, case_id=case_id)

    def _take_out(self, case_id: int) -> Changes:
        return restore_draft(self.office, case_id=case_id)

    def _again(self, case_id: int) -> Changes:
        return apply_again(self.office, case_id=case_id)

    def _open(self, _case_id: int) -> Changes:
        if len(self.case_ids) > 8:
            raise UserError("enough files")
        return open_draft(self.office, applicant={"name": self._chance.choice(_NAMES)})

    def _merge(self, case_id: int) -> Changes:
        take = ("floor_area", "phone", "home_address", "remarks")
        return merge(
            self.office,
            case_id=case_id,
            absorbed_id=self._other(case_id),
            take=tuple(self._chance.sample(take, self._chance.randrange(3))),
            take_assets=self._chance.random() < 0.5,
            same_head=self._chance.random() < 0.3,
            reason="一户",
        )

    def _transfer(self, case_id: int) -> Changes:
        clerk = self._chance.choice((self._colleague, self.office.user.id))
        return transfer_cases(
            self.office, case_ids=[case_id, self._other(case_id)], clerk_id=clerk, reason="调岗"
        )

    def _ask(self, case_id: int) -> Changes:
        person_id = self._people(case_id)
        asked: tuple[dict[str, Any], ...] = (
            {"household": {"needs": str(self._chance.randrange(100))}},
            {"members": {person_id: {"phone": "13900001111"}}},
            {"new_members": (self._somebody(join_reason="回家"),)},
            {"new_applicant_id": person_id, "household": {"bank_card": "6222020200112230012"}},
            {"new_applicant_id": person_id, "old_applicant_relation": "丈夫"},
            {"members": {person_id: {"removed_on": self.office.today, "removal_reason": "去世"}}},
        )
        return request_correction(
            self.office, case_id=case_id, reason="录错", **self._chance.choice(asked)
        )

    def _agree(self, case_id: int) -> Changes:
        return apply_correction(self.office, case_id=case_id, correction_id=self._asked(case_id))

    def _disagree(self, case_id: int) -> Changes:
        return refuse_correction(
            self.office, case_id=case_id, correction_id=self._asked(case_id), note="没有依据"
        )

    def _asked(self, case_id: int) -> int:
        corrections = case_file(self.office, case_id).corrections
        return self._paper([one for one in corrections if one.is_asked])


def _colleague(office: Office) -> int:
    made = add_account(
        office,
        name="chen",
        display_name="陈经办",
        password=PASSWORD,
        unit_id=office.user.unit_id,
        roles=frozenset({Role.CLERK}),
        cost=KdfCost.for_tests(),
    ).result_id
    assert made is not None
    return made
