"""Writing the households of an import: a few bulk inserts, without mapped objects."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count, islice
from typing import Any

from sqlalchemy import Table

from app.cases.import_search import ImportSearch
from app.cases.numbering import next_id, next_numbers
from app.cases.workbook.facts import HouseholdRow, PersonRow
from app.changes import Op
from app.lifecycle.table import opening
from app.office.session import Work
from app.office.settings import read_settings, read_terms
from db import search
from db.bulk import insert_rows
from db.codes import Origin, Stage
from db.models import Base, Case, FiledValue, Household, Person

APPLICANT_RELATION = "本人"
_AT_ONCE = 2_000
_PERSON_FACTS = (
    "relation",
    "name",
    "id_number",
    "id_number_filed",
    "birth_date",
    "sex",
    "ethnicity",
    "political_status",
    "health",
    "disease",
    "disability_kind",
    "disability_grade",
    "work_status",
    "identity",
    "model_worker",
    "marital_status",
    "registration_kind",
    "medical_insurance",
    "phone",
    "other_contact",
    "monthly_income_fen",
    "employer",
    "employer_nature",
    "employer_state",
    "industry",
    "work_start",
)

Values = dict[str, Any]


def write_households(
    work: Work,
    rows: Sequence[HouseholdRow],
    search_of: ImportSearch,
    step: Callable[[int], None],
) -> tuple[int, ...]:
    """Make household, people, case and filed texts of each row; returns the new cases' ids.

    Stage 在档帮扶 since 建档日期, origin 导入; nothing is invented. `step` counts households and may
    raise to stop. IntegrityError where the file has changed since the check.
    """
    made = _Rows(work)
    numbers = _numbers_for(work, rows)
    search_of.expect(rows, numbers)
    numbered = zip(rows, numbers, strict=True)
    while some := list(islice(numbered, _AT_ONCE)):
        for row, number in some:
            made.add(row, number)
        made.insert()
        search_of.look()
        step(len(some))
    search_of.write(work.session, made.owners, step)
    return tuple(made.case_ids)


def _numbers_for(work: Work, rows: Sequence[HouseholdRow]) -> tuple[str, ...]:
    """The 编号 of each row: its own, or the office's next."""
    given = [row.number for row in rows if row.number]
    missing = len(rows) - len(given)
    if not missing:
        return tuple(given)
    made = iter(next_numbers(work.session, work.today, missing, taken=frozenset(given)))
    return tuple(row.number or next(made) for row in rows)


@dataclass
class _Many:
    """Rows of one table as tuples, which take a quarter of the memory of dictionaries."""

    model: type[Base]
    shared: Values = field(default_factory=dict)
    """Columns that hold the same in all rows."""
    columns: tuple[str, ...] = ()
    rows: list[tuple[Any, ...]] = field(default_factory=list)

    def add(self, ids: Mapping[str, Any], values: Mapping[str, Any]) -> None:
        """A row; every row names the same columns in the same order."""
        self.columns = self.columns or (*ids, *values)
        self.rows.append((*ids.values(), *values.values()))


class _Rows:
    """The rows of all tables with their ids, which this operation gives out itself: a bulk insert
    does not hand them back."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._households = _Many(Household)
        # Apart, for other columns stay empty of members.
        self._applicants, self._members = _Many(Person), _Many(Person)
        self._cases = _Many(Case, shared=_of_all_cases(work))
        self._filed = _Many(FiledValue)
        models = (Household, Person, Case, FiledValue)
        self._ids = {model: count(next_id(work.session, model)) for model in models}
        self.owners: list[search.Owner] = []
        self.case_ids: list[int] = []

    def add(self, row: HouseholdRow, number: str) -> None:
        """All rows of one household."""
        household_id, case_id = next(self._ids[Household]), next(self._ids[Case])
        self._households.add({"id": household_id}, row.household)
        members: dict[int, int] = {}
        for place, person in enumerate(row.people):
            person_id = next(self._ids[Person])
            members[person.member] = person_id
            ids = {"id": person_id, "household_id": household_id}
            is_applicant = person.member == 0
            many = self._applicants if is_applicant else self._members
            many.add(ids, person_values(person, position=place))
            owner = search.Owner(person_id, case_id, self._work.user.unit_id, is_applicant)
            self.owners.append(owner)
        ids = {"id": case_id, "household_id": household_id}
        self._cases.add(ids, self._case(row, number))
        self.case_ids.append(case_id)
        for text in row.filed:
            self._filed.add(
                {"id": next(self._ids[FiledValue]), "household_id": household_id},
                {
                    "person_id": None if text.member is None else members.get(text.member),
                    "field": text.field,
                    "value": text.value,
                    "is_settled": text.is_settled,
                },
            )

    def insert(self) -> None:
        """Write the rows that have gathered."""
        kinds = (self._households, self._applicants, self._members, self._cases, self._filed)
        for many in kinds:
            _insert(self._work, many)
            many.rows.clear()

    def _case(self, row: HouseholdRow, number: str) -> Values:
        return {
            **row.case,
            "number": number,
            "stage_since": row.case["filed_on"] or self._work.today,
            "previous_case_id": row.previous_case_id,
        }


def _of_all_cases(work: Work) -> Values:
    order = read_settings(work.session)["stage_order"]
    position = opening(Op.IMPORT, order=tuple(Stage(key) for key in order))
    return {
        "stage": position.stage,
        "stage_order": order,
        "stage_step": position.step,
        "unit_id": work.user.unit_id,
        "clerk_id": work.user.id,
        "origin": Origin.IMPORT,
        # Earlier visits are not in the workbook: the clock for the next one starts now.
        "next_visit_on": read_terms(work.session).visit_due(work.today),
    }


def person_values(person: PersonRow, *, position: int) -> Values:
    """The columns of a person; every row has the same ones, as a bulk insert wants."""
    facts = person.facts
    is_applicant = person.member == 0
    values: Values = dict(zip(_PERSON_FACTS, map(facts.get, _PERSON_FACTS), strict=True))
    values.update(
        relation=APPLICANT_RELATION if is_applicant else facts.get("relation"),
        is_applicant=is_applicant,
        position=position,
        open_id_number=facts.get("id_number"),
        is_migrant=bool(facts.get("is_migrant")),
        in_school=bool(facts.get("in_school")),
    )
    return values


def _insert(work: Work, many: _Many) -> None:
    """The rows of one table; the columns that nobody has named hold what they hold by default."""
    table = _table(many.model)
    made, shared = _defaults(table, {*many.columns, *many.shared})
    rows = many.rows
    if made:
        more = zip(*([make() for _ in rows] for make in made.values()), strict=True)
        rows = [(*row, *others) for row, others in zip(rows, more, strict=True)]
    columns = (*many.columns, *made)
    insert_rows(work.session, table, columns, rows, shared={**many.shared, **shared})


def _defaults(
    table: Table, given: Collection[str]
) -> tuple[Mapping[str, Callable[[], Any]], Mapping[str, Any]]:
    """How each column that is not given is filled by default: made for every row, or shared by all."""
    made: dict[str, Callable[[], Any]] = {}
    shared: dict[str, Any] = {}
    for column in table.columns:
        default: Any = column.default
        if column.name in given or default is None:
            continue
        if default.is_callable:
            made[column.name] = partial(default.arg, None)
        else:
            shared[column.name] = default.arg
    return made, shared


def _table(model: type[Base]) -> Table:
    """The bare table: inserting through the mapping costs five times as much."""
    return Base.metadata.tables[model.__tablename__]
