"""Writing the households of an import: a few bulk inserts, without mapped objects."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any

from sqlalchemy import Table, func, select

from app.cases.numbering import next_numbers
from app.cases.workbook.facts import HouseholdRow, PersonRow
from app.changes import Op
from app.lifecycle.deadlines import Terms
from app.lifecycle.table import opening
from app.office.session import Work
from app.office.settings import read_settings
from db import search
from db.bulk import insert_rows
from db.codes import Origin, Stage
from db.models import Base, Case, FiledValue, Household, NewRows, Person

APPLICANT_RELATION = "本人"
_AT_ONCE = 2_000
_TOKENS_AT_ONCE = 300_000
"""People whose search tokens are sorted together: more would cost memory, fewer time."""
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
    for values in _portions(made.households):
        _insert(work, Household, values)
        step(len(values))
    for model, many in ((Person, made.people), (Case, made.cases), (FiledValue, made.filed)):
        for values in _portions(many):
            _insert(work, model, values)
            step(0)
    for values in _portions(made.people, _TOKENS_AT_ONCE):
        search.add_many(work.session, [made.searchable(person) for person in values])
        step(0)
    return tuple(case["id"] for case in made.cases)


def _numbers_for(work: Work, rows: Sequence[HouseholdRow]) -> tuple[str, ...]:
    given = frozenset(row.number for row in rows if row.number)
    missing = sum(row.number is None for row in rows)
    return next_numbers(work.session, work.today, missing, taken=given) if missing else ()


class _Rows:
    """The rows of all tables with their ids, which this operation gives out itself: a bulk insert
    does not hand them back. They lie above every id that an import has ever used, so that the
    journal never speaks of two rows by one id."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._ids = {model: _ids_of(work, model) for model in (Household, Person, Case, FiledValue)}
        order = read_settings(work.session)["stage_order"]
        position = opening(Op.IMPORT, order=tuple(Stage(key) for key in order))
        self._place: Values = {
            "stage": position.stage,
            "stage_order": order,
            "stage_step": position.step,
        }
        self._files: dict[int, tuple[str, int, tuple[Any, ...]]] = {}
        self.households: list[Values] = []
        self.people: list[Values] = []
        self.cases: list[Values] = []
        self.filed: list[Values] = []

    def add(self, row: HouseholdRow, number: str) -> None:
        """All rows of one household."""
        household_id = next(self._ids[Household])
        self.households.append({"id": household_id, **row.household})
        members: dict[int, int] = {}
        for place, person in enumerate(row.people):
            person_id = next(self._ids[Person])
            members[person.member] = person_id
            values = person_values(person, position=place)
            self.people.append({"id": person_id, "household_id": household_id, **values})
        case = self._case(row, number, household_id)
        self.cases.append(case)
        facts = row.household
        addresses = (facts.get("home_address"), facts.get("registered_address"))
        self._files[household_id] = (number, case["id"], addresses)
        for text in row.filed:
            self.filed.append(
                {
                    "id": next(self._ids[FiledValue]),
                    "household_id": household_id,
                    "person_id": None if text.member is None else members.get(text.member),
                    "field": text.field,
                    "value": text.value,
                    "is_settled": text.is_settled,
                }
            )

    def searchable(self, person: Mapping[str, Any]) -> search.Searchable:
        """What a person is found by; 编号 and addresses find the applicant."""
        household_id, is_applicant = person["household_id"], person["is_applicant"]
        number, case_id, addresses = self._files[household_id]
        return search.Searchable(
            person["id"],
            person["name"],
            id_number=person["id_number"],
            phone=person["phone"],
            employer=person["employer"],
            case_number=number if is_applicant else None,
            addresses=addresses if is_applicant else (),
            case_id=case_id,
            unit_id=self._work.user.unit_id,
            is_applicant=is_applicant,
        )

    def _case(self, row: HouseholdRow, number: str, household_id: int) -> Values:
        work = self._work
        return {
            **row.case,
            **self._place,
            "id": next(self._ids[Case]),
            "household_id": household_id,
            "number": number,
            "stage_since": row.case["filed_on"] or work.today,
            "unit_id": work.user.unit_id,
            "clerk_id": work.user.id,
            "origin": Origin.IMPORT,
            "previous_case_id": row.previous_case_id,
            # Earlier visits are not in the workbook: the clock for the next one starts now.
            "next_visit_on": Terms().visit_due(work.today),
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


def _insert(work: Work, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows that have the same keys; the columns beside them hold what they hold by default."""
    table = _table(model)
    given = tuple(rows[0])
    rest = _defaults(table, given)
    values = [(*row.values(), *(make() for make in rest.values())) for row in rows]
    insert_rows(work.session, table, (*given, *rest), values)


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


def _portions(
    rows: Iterable[Mapping[str, Any]], size: int = _AT_ONCE
) -> Iterator[list[Mapping[str, Any]]]:
    rest = iter(rows)
    while portion := list(islice(rest, size)):
        yield portion
