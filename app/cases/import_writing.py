"""Writing the households of an import: a few bulk inserts, without mapped objects."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Any

from sqlalchemy import Table, func, select

from app.cases.numbering import next_numbers
from app.cases.workbook.facts import Fact, HouseholdRow, PersonRow
from app.changes import Op
from app.lifecycle.table import opening
from app.office.session import Work
from app.office.settings import read_settings, read_terms
from db import search
from db.bulk import insert_rows
from db.codes import Origin, Stage
from db.models import Base, Case, FiledValue, Household, NewRows, Person
from db.search_rows import made_meanwhile

APPLICANT_RELATION = "本人"
_AT_ONCE = 2_000
_SEARCHED_AT_ONCE = 300_000
"""People whose search is made while they are written: more would cost memory, fewer time."""
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
    work: Work, rows: Sequence[HouseholdRow], step: Callable[[int], None]
) -> tuple[int, ...]:
    """Make household, people, case and filed texts of each row; returns the new cases' ids.

    Stage 在档帮扶 since 建档日期, origin 导入; nothing is invented. `step` counts households and may
    raise to stop. IntegrityError where the file has changed since the check.
    """
    made = _Rows(work)
    numbers = iter(_numbers_for(work, rows))
    for row in rows:
        made.add(row, row.number or next(numbers))
    first, rest = made.people[:_SEARCHED_AT_ONCE], made.people[_SEARCHED_AT_ONCE:]
    with made_meanwhile(first, step) as search_rows:
        for model, many in made.tables.items():
            for values in _portions(many.rows):
                _insert(work, model, many.columns, values)
                step(len(values) if model is Household else 0)
        search.write_rows(work.session, first, search_rows())
    search.add_many(work.session, rest)
    return tuple(made.case_ids)


def _numbers_for(work: Work, rows: Sequence[HouseholdRow]) -> tuple[str, ...]:
    given = frozenset(row.number for row in rows if row.number)
    missing = sum(row.number is None for row in rows)
    return next_numbers(work.session, work.today, missing, taken=given) if missing else ()


@dataclass
class _Many:
    """Rows of one table as tuples, which take a quarter of the memory of dictionaries."""

    columns: tuple[str, ...] = ()
    rows: list[tuple[Any, ...]] = field(default_factory=list)

    def add(self, values: Mapping[str, Any]) -> None:
        """A row; every row names the same columns in the same order."""
        self.columns = self.columns or tuple(values)
        self.rows.append(tuple(values.values()))


class _Rows:
    """The rows of all tables with their ids, which this operation gives out itself: a bulk insert
    does not hand them back. They lie above every id that an import has ever used, so that the
    journal never speaks of two rows by one id."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self.tables = {model: _Many() for model in (Household, Person, Case, FiledValue)}
        self._ids = {model: _ids_of(work, model) for model in self.tables}
        order = read_settings(work.session)["stage_order"]
        position = opening(Op.IMPORT, order=tuple(Stage(key) for key in order))
        self._place: Values = {
            "stage": position.stage,
            "stage_order": order,
            "stage_step": position.step,
        }
        # Earlier visits are not in the workbook: the clock for the next one starts now.
        self._next_visit_on = read_terms(work.session).visit_due(work.today)
        self.people: list[search.Searchable] = []
        self.case_ids: list[int] = []

    def add(self, row: HouseholdRow, number: str) -> None:
        """All rows of one household."""
        household_id, case_id = next(self._ids[Household]), next(self._ids[Case])
        self.tables[Household].add({"id": household_id, **row.household})
        members: dict[int, int] = {}
        for place, person in enumerate(row.people):
            person_id = next(self._ids[Person])
            members[person.member] = person_id
            values = person_values(person, position=place)
            self.tables[Person].add({"id": person_id, "household_id": household_id, **values})
            self.people.append(self._searchable(person_id, person, case_id, row, number))
        self.tables[Case].add(self._case(row, number, household_id, case_id))
        self.case_ids.append(case_id)
        for text in row.filed:
            self.tables[FiledValue].add(
                {
                    "id": next(self._ids[FiledValue]),
                    "household_id": household_id,
                    "person_id": None if text.member is None else members.get(text.member),
                    "field": text.field,
                    "value": text.value,
                    "is_settled": text.is_settled,
                }
            )

    def _searchable(
        self, person_id: int, person: PersonRow, case_id: int, row: HouseholdRow, number: str
    ) -> search.Searchable:
        """What a person is found by; 编号 and addresses find the applicant."""
        facts, home, is_applicant = person.facts, row.household, person.member == 0
        addresses = (home.get("home_address"), home.get("registered_address"))
        return search.Searchable(
            person_id,
            person.name,
            id_number=person.id_number,
            phone=_text(facts.get("phone")),
            employer=_text(facts.get("employer")),
            case_number=number if is_applicant else None,
            addresses=tuple(map(_text, addresses)) if is_applicant else (),
            case_id=case_id,
            unit_id=self._work.user.unit_id,
            is_applicant=is_applicant,
        )

    def _case(self, row: HouseholdRow, number: str, household_id: int, case_id: int) -> Values:
        work = self._work
        return {
            **row.case,
            **self._place,
            "id": case_id,
            "household_id": household_id,
            "number": number,
            "stage_since": row.case["filed_on"] or work.today,
            "unit_id": work.user.unit_id,
            "clerk_id": work.user.id,
            "origin": Origin.IMPORT,
            "previous_case_id": row.previous_case_id,
            "next_visit_on": self._next_visit_on,
        }


def person_values(person: PersonRow, *, position: int) -> Values:
    """The columns of a person; every row has the same ones, as a bulk insert wants."""
    facts = person.facts
    values: Values = {key: facts.get(key) for key in _PERSON_FACTS}
    is_applicant = person.member == 0
    return values | {
        "relation": APPLICANT_RELATION if is_applicant else facts.get("relation"),
        "is_applicant": is_applicant,
        "position": position,
        "open_id_number": facts.get("id_number"),
        "is_migrant": bool(facts.get("is_migrant")),
        "in_school": bool(facts.get("in_school")),
    }


def _text(fact: Fact) -> str | None:
    return fact if isinstance(fact, str) else None


def _insert(
    work: Work, model: type[Base], columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Rows of values by column; the columns beside them hold what they hold by default."""
    table = _table(model)
    rest = _defaults(table, columns)
    values = [(*row, *(make() for make in rest.values())) for row in rows]
    insert_rows(work.session, table, (*columns, *rest), values)


def _defaults(table: Table, given: Collection[str]) -> Mapping[str, Callable[[], Any]]:
    """How each column that is not given is filled: its default, or nothing."""
    found: dict[str, Callable[[], Any]] = {}
    for column in table.columns:
        default: Any = column.default
        if column.name in given or default is None:
            continue
        if default.is_callable:
            found[column.name] = partial(default.arg, None)
        else:
            found[column.name] = partial(_same, default.arg)
    return found


def _same(value: Any) -> Any:
    return value


def _table(model: type[Base]) -> Table:
    """The bare table: inserting through the mapping costs five times as much."""
    return Base.metadata.tables[model.__tablename__]


def _ids_of(work: Work, model: type[Base]) -> Iterator[int]:
    table = _table(model)
    present = work.session.scalar(select(func.max(table.c.id))) or 0
    past = work.session.scalar(
        select(func.max(NewRows.row_id)).where(NewRows.table_name == table.name)
    )
    identifier = max(present, past or 0)
    while True:
        identifier += 1
        yield identifier


def _portions(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    rest = iter(rows)
    while portion := list(islice(rest, _AT_ONCE)):
        yield portion
