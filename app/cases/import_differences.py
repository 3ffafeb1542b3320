"""A workbook against households that an earlier import has brought: what differs, and writing it.

An empty cell says nothing: what a clerk has added since stays. Notes name the column only; they hold
no value, because a report may be read by people who see the file masked.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.cases.export_cells import HAS_INSURANCE
from app.cases.filed import settle_filed
from app.cases.import_lookup import pieces
from app.cases.import_shown import Difference, Teller
from app.cases.import_writing import person_values
from app.cases.workbook.facts import HouseholdRow, Notice, PersonRow
from app.cases.workbook.header import Header
from app.office.session import Office, Work
from db import search
from db.codes import Stage
from db.models import Case, FiledValue, Household, Person
from db.values import clean_text

_CASE_KEYS = (
    "number",
    "category",
    "filed_category",
    "filed_on",
    "entered_by",
    "reviewed_by",
    "recorded_by",
    "remarks",
)
_COLUMN_OF = {
    "disease": "health",
    "disability_kind": "disability",
    "disability_grade": "disability",
    "filed_category": "category",
    "main_cause_text": "main_cause",
}
"""Facts that share a column with another."""
_FOLLOWING = ("is_migrant", "in_school", "id_number_filed")
"""Facts that follow from another one and are no difference by themselves."""

_UNINSURED = ("", "未参保")
UPDATE_WORDS = "把表中不同的内容也写入已在档的户"
"""The choice that writes differences, as the window offers it."""
_LEFT = f"与档案里的不同，没有改动；要按表改，请选定“{UPDATE_WORDS}”，再导入。"
_WRITTEN = "与档案里的不同，已按文件更新。"
_CHOSEN_LEFT = "与档案里的不同，按您的选择没有改动。"
_NEW_LEFT = f"档案里没有这位家庭成员，没有添加；要按表添加，请选定“{UPDATE_WORDS}”，再导入。"
_NEW_WRITTEN = "档案里没有这位家庭成员，已按文件添加。"
_REMOVED = "这位家庭成员已从档案中减员，没有加回；确需加回请办理更正。"
_HELD = "这个身份证号已在另一份未结的档案中，没有改动，请先处理那份档案。"
_CLOSED = "这份档案已结，内容不能用导入来改。"
_OUT_OF_SCOPE = "这份档案不在您的管辖范围内，没有改动。"


@dataclass
class Comparison:
    """What came of comparing. `rows` counts households that differ, `changed` those written."""

    rows: int = 0
    changed: list[int] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)


def compare(
    office: Office, session: Session, header: Header, rows: Sequence[HouseholdRow]
) -> Comparison:
    """List what differs; write nothing."""
    return _Comparer(office, session, header, None).run(rows)


def update(
    office: Office,
    work: Work,
    header: Header,
    rows: Sequence[HouseholdRow],
    left_out: Collection[tuple[int, str]] = (),
) -> Comparison:
    """List what differs and write it, inside the import under way.

    `left_out`: rows and columns of the sheet, as `Difference` names them, that are not written.
    """
    return _Comparer(office, work.session, header, work, left_out).run(rows)


class _Comparer:
    def __init__(
        self,
        office: Office,
        session: Session,
        header: Header,
        work: Work | None,
        left_out: Collection[tuple[int, str]] = (),
    ) -> None:
        self._left_out = left_out
        self._office = office
        self._session = session
        self._header = header
        self._work = work
        self._result = Comparison()
        self._held: dict[str, int] = {}

    def run(self, rows: Sequence[HouseholdRow]) -> Comparison:
        """Compare every row with its case."""
        for portion in pieces(rows):
            ids = [row.existing_case_id for row in portion]
            people = selectinload(Case.household).selectinload(Household.people)
            query = select(Case).where(Case.id.in_(ids)).options(people)
            cases = {case.id: case for case in self._session.scalars(query)}
            self._held = self._holders(portion)
            for row in portion:
                self._compare(row, cases[row.existing_case_id or 0])
        return self._result

    def _holders(self, rows: Sequence[HouseholdRow]) -> dict[str, int]:
        """ID number → the household whose open case holds it."""
        numbers = [person.id_number for row in rows for person in row.people if person.id_number]
        found: dict[str, int] = {}
        for piece in pieces(numbers):
            query = select(Person.open_id_number, Person.household_id).where(
                Person.open_id_number.in_(piece)
            )
            found.update({str(row[0]): row[1] for row in self._session.execute(query)})
        return found

    def _compare(self, row: HouseholdRow, case: Case) -> None:
        one = _OneCase(self._header, row, case, self._held)
        one.compare()
        if not one.differs:
            return
        if self._left_out:
            one.leave_out(self._left_out)
        self._result.rows += 1
        refusal = self._refusal(case)
        self._result.differences += one.told(Teller(self._office, case), refusal or "")
        writes = self._work is not None and refusal is None
        for key, member, note in one.notices(writes=writes):
            name = one.column(key, member)
            self._result.notices.append(Notice(row.row, name, refusal or note))
        if self._work is not None and refusal is None and one.can_write:
            one.write(self._work)
            self._result.changed.append(case.id)

    def _refusal(self, case: Case) -> str | None:
        if not self._office.sees_unit(case.unit_id):
            return _OUT_OF_SCOPE
        return None if case.stage.is_open else _CLOSED


@dataclass
class _Found:
    """One difference. `target` is None where nothing may be written."""

    key: str
    member: int
    value: object
    target: Case | Household | Person | None
    note: str | None = None


class _OneCase:
    """One row against its case."""

    def __init__(self, header: Header, row: HouseholdRow, case: Case, held: dict[str, int]) -> None:
        self._header = header
        self._row = row
        self._case = case
        self._household = case.household
        self._held = held
        self._added: list[PersonRow] = []
        self.found: list[_Found] = []

    @property
    def differs(self) -> bool:
        """Whether the file says anything that the case does not."""
        return bool(self.found or self._added)

    @property
    def can_write(self) -> bool:
        """Whether any difference may be written at all."""
        return bool(self._added) or any(found.target is not None for found in self.found)

    def compare(self) -> None:
        """Gather the differences."""
        for key in _CASE_KEYS:
            self._note(key, 0, self._row.case.get(key), self._case)
        for key, value in self._row.household.items():
            self._note(key, 0, value, self._household)
        for row, person in self._pairs():
            if person is None:
                self._new_person(row)
            elif person.removed_on is not None:
                self.found.append(_Found("name", row.member, None, None, _REMOVED))
            else:
                self._compare_person(row, person)

    def column(self, key: str, member: int) -> str:
        """The sheet's own name of a fact's column."""
        return self._header.name_of(_COLUMN_OF.get(key, key), member)

    def leave_out(self, places: Collection[tuple[int, str]]) -> None:
        """Of the differences, those that the user does not want written."""

        def is_left(key: str, member: int) -> bool:
            return (self._row.row, self.column(key, member)) in places

        for found in self.found:
            if found.target is not None and is_left(found.key, found.member):
                found.target, found.note = None, _CHOSEN_LEFT
        for person in [one for one in self._added if is_left("name", one.member)]:
            self._added.remove(person)
            self.found.append(_Found("name", person.member, None, None, _CHOSEN_LEFT))

    def notices(self, *, writes: bool) -> Iterator[tuple[str, int, str]]:
        """Key, member and note of each difference, each column once."""
        seen: set[tuple[str, int]] = set()
        for found in self.found:
            column = (_COLUMN_OF.get(found.key, found.key), found.member)
            if column not in seen:
                seen.add(column)
                yield found.key, found.member, found.note or (_WRITTEN if writes else _LEFT)
        for person in self._added:
            yield "name", person.member, _NEW_WRITTEN if writes else _NEW_LEFT

    def told(self, teller: Teller, refusal: str) -> Iterator[Difference]:
        """Every difference with its values, as they may be read."""
        applicant = next((p.name for p in self._household.people if p.is_applicant), "")

        def line(key: str, member: int, old: str, new: str, note: str, *, can: bool) -> Difference:
            return Difference(
                row=self._row.row,
                case_id=self._case.id,
                number=self._case.number,
                name=applicant,
                field=self.column(key, member),
                old=old,
                new=new,
                note=refusal or note,
                is_written=can and not refusal,
            )

        for found in self.found:
            old = None if found.target is None else getattr(found.target, found.key)
            new = teller.text(found.key, found.value)
            can = found.target is not None
            told = teller.text(found.key, old)
            beside = f"写在“{teller.name(found.key)}”里" if found.key in _COLUMN_OF else ""
            yield line(found.key, found.member, told, new, found.note or beside, can=can)
        for person in self._added:
            yield line("name", person.member, "", person.name, "添加家庭成员", can=True)

    def write(self, work: Work) -> None:
        """Write every difference that may be written."""
        for found in self.found:
            if found.target is not None:
                setattr(found.target, found.key, found.value)
        self._follow()
        place = max((person.position for person in self._household.people), default=0)
        for step, row in enumerate(self._added, 1):
            values = person_values(row, position=place + step)
            self._household.people.append(Person(**values | {"is_applicant": False}))
        self._keep_filed(work)
        work.session.flush()
        search.renew(work.session, [person.id for person in self._household.people])

    # ---------------------------------------------------------------- inside

    def _note(
        self, key: str, member: int, value: object, target: Case | Household | Person
    ) -> None:
        known = getattr(target, key)
        if value is not None and not _is_same(value, known) and not _says_less(key, value, known):
            self.found.append(_Found(key, member, value, target))

    def _pairs(self) -> Iterator[tuple[PersonRow, Person | None]]:
        """Each person of the row with the one on file: by ID number, as applicant, by name."""
        left = list(self._household.people)
        rest: list[PersonRow] = []
        for row in self._row.people:
            person = next((p for p in left if row.id_number and p.id_number == row.id_number), None)
            if person is None:
                rest.append(row)
                continue
            left.remove(person)
            yield row, person
        for row in rest:
            person = next((p for p in left if _is_likely(row, p)), None)
            if person is not None:
                left.remove(person)
            yield row, person

    def _new_person(self, row: PersonRow) -> None:
        if self._is_held_elsewhere(row):
            self.found.append(_Found("id_number", row.member, None, None, _HELD))
            return
        self._added.append(row)

    def _compare_person(self, row: PersonRow, person: Person) -> None:
        for key, value in row.facts.items():
            if key in _FOLLOWING:
                continue
            if key == "id_number" and value != person.id_number and self._is_held_elsewhere(row):
                self.found.append(_Found(key, row.member, None, None, _HELD))
                continue
            self._note(key, row.member, value, person)

    def _is_held_elsewhere(self, row: PersonRow) -> bool:
        holder = self._held.get(row.id_number or "")
        return holder is not None and holder != self._household.id

    def _follow(self) -> None:
        """Facts that follow from the written ones."""
        keys = {found.key for found in self.found if found.target is not None}
        if "category" in keys:
            self._case.category_to_review = False
        elif "filed_category" in keys:
            self._case.category, self._case.category_to_review = None, True
        if "filed_on" in keys and self._case.stage is Stage.ON_FILE:
            since = self._row.case["filed_on"]
            self._case.stage_since = since if isinstance(since, date) else self._case.stage_since
        for row, person in self._pairs():
            if person is not None and person.removed_on is None:
                self._follow_person(row, person)

    def _follow_person(self, row: PersonRow, person: Person) -> None:
        if person.id_number != person.open_id_number:
            person.open_id_number = person.id_number
            filed = row.facts.get("id_number_filed")
            person.id_number_filed = filed if isinstance(filed, str) else None
        if any(found.key == "identity" and found.target is person for found in self.found):
            person.in_school = bool(row.facts.get("in_school"))
            person.is_migrant = bool(row.facts.get("is_migrant"))

    def _keep_filed(self, work: Work) -> None:
        """Texts kept as filed come anew for the columns that were written; those before wait no longer."""
        owners: dict[tuple[str, int], int | None] = {}
        for found in self.found:
            if found.target is not None:
                column = _COLUMN_OF.get(found.key, found.key)
                owner = found.target.id if isinstance(found.target, Person) else None
                owners[column, found.member] = owner
                settle_filed(
                    work,
                    household_id=self._household.id,
                    person_id=owner,
                    values={column: found.value},
                )
        for text in self._row.filed:
            place = (text.field, text.member or 0)
            if place in owners:
                work.session.add(
                    FiledValue(
                        household_id=self._household.id,
                        person_id=owners[place],
                        field=text.field,
                        value=text.value,
                        is_settled=text.is_settled,
                    )
                )


def _is_same(value: object, known: object) -> bool:
    """A cell has one line and single blanks; what a clerk has typed may have more."""
    return known == value or (isinstance(known, str) and clean_text(known) == value)


def _says_less(key: str, value: object, known: object) -> bool:
    """是否进入医保 = 是 says less than the scheme that the file knows."""
    is_insured = key == "medical_insurance" and value == HAS_INSURANCE
    return is_insured and isinstance(known, str) and known not in _UNINSURED


def _is_likely(row: PersonRow, person: Person) -> bool:
    if row.member == 0 or person.is_applicant:
        return row.member == 0 and person.is_applicant
    return person.name == row.name and not (
        person.id_number and row.id_number and person.removed_on
    )
