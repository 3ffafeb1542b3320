"""更正: new facts after approval. Asked for with a reason, applied or refused by review.

The request keeps old and new values side by side. Where a fact has changed in between, the correction is
not applied. Forms that carried an old value are voided. Source: the lifecycle contract, "Editing facts".
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from app.cases.applicant import ACCOUNT, change_applicant, check_may_head
from app.cases.correction_entries import Entry, decode, encode, entries_of
from app.cases.facts import CASE_FIELDS, applicant_of, edit_person
from app.cases.facts_values import accepted, put, stored
from app.cases.filed import settle_filed
from app.cases.members import check_days, new_person, people_changed, person_of
from app.cases.money import (
    ASSET_FIELDS,
    BY_KEY,
    Lines,
    ListKind,
    accepted_lines,
    rows_of,
    write_line,
)
from app.cases.moving import move
from app.cases.transcription import facts_changed
from app.changes import Changes, Op
from app.errors import ConflictError, UserError
from app.fields.catalogue import APPLICANT, HOUSEHOLD, MEMBER, Field
from app.office.session import Office, Work
from db import search
from db.codes import CorrectionState
from db.models import Correction, Person

Facts = Mapping[str, Any]

_CHANGED_MEANWHILE = "“{label}”在申请更正之后又有变化，请重新申请更正。"


def request_correction(
    office: Office,
    *,
    case_id: int,
    reason: str,
    household: Facts | None = None,
    applicant: Facts | None = None,
    case: Facts | None = None,
    members: Mapping[int, Facts] | None = None,
    new_members: tuple[Facts, ...] = (),
    new_applicant_id: int | None = None,
    old_applicant_relation: str = "其他",
    money: Mapping[str, Lines] | None = None,
) -> Changes:
    """Ask for new facts on a case that is on file; `result_id` is the request.

    `members`: changed facts by person; a member leaves by `removed_on` and `removal_reason`.
    `new_applicant_id`: another member becomes 户主, who was it before becomes `old_applicant_relation`
    to them. `money`: whole lists as in `save_money`.
    Only what differs from what stands is kept; UserError where nothing does.
    """
    with office.write(Op.REQUEST_CORRECTION, case_id, reason=reason.strip() or None) as work:
        move(work, note=reason)
        made = [
            *_household_entries(work, household or {}, case or {}),
            *_people_entries(work, applicant or {}, members or {}, new_members, new_applicant_id),
            *_applicant_entries(work, new_applicant_id, old_applicant_relation),
            *_money_entries(work, money or {}),
        ]
        if not made:
            raise UserError("没有要更正的内容：新填的和档案里的一样，请修改后再申请。")
        row = Correction(
            case_id=case_id,
            asked_on=work.today,
            asked_by_id=work.user.id,
            reason=reason.strip(),
            new_facts=[encode(entry) for entry in made],
            state=CorrectionState.ASKED,
        )
        work.session.add(row)
        work.session.flush()
        return work.done(result_id=row.id)


def apply_correction(
    office: Office, *, case_id: int, correction_id: int, note: str = ""
) -> Changes:
    """Review agrees: the new facts stand, papers that carried old ones are void.

    ConflictError where a fact has changed since the request; a re-assessment is asked for.
    """
    with office.write(Op.APPLY_CORRECTION, case_id) as work:
        row = _asked(work, case_id, correction_id)
        entries = entries_of(row.new_facts)
        _check_head(work, entries)
        tells_account = any(entry.field in ACCOUNT for entry in entries)
        for entry in entries:
            _apply(work, entry, tells_account=tells_account)
        for who in _changes_of_people(entries):
            people_changed(work, work.case, who)
        work.case.category_to_review = True
        _decide(work, row, CorrectionState.APPLIED, note)
        _void_papers(work, row.reason)
        facts_changed(work, work.case)
        move(work, note=note)
        people = [person.id for person in work.case.household.people]
        search.renew(work.session, people)
        return work.done(result_id=row.id)


def refuse_correction(office: Office, *, case_id: int, correction_id: int, note: str) -> Changes:
    """Review does not agree, with the reason; nothing changes."""
    with office.write(Op.REFUSE_CORRECTION, case_id, reason=note.strip() or None) as work:
        move(work, note=note)
        row = _asked(work, case_id, correction_id)
        _decide(work, row, CorrectionState.REFUSED, note)
        return work.done(result_id=row.id)


# ------------------------------------------------------------------ what is asked for


def _household_entries(work: Work, household: Facts, case: Facts) -> Iterator[Entry]:
    yield from _differences(work.case.household, "household", HOUSEHOLD, household, work.today)
    yield from _differences(work.case, "case_file", CASE_FIELDS, case, work.today)


def _people_entries(
    work: Work,
    applicant: Facts,
    members: Mapping[int, Facts],
    new_members: tuple[Facts, ...],
    new_head_id: int | None,
) -> Iterator[Entry]:
    if applicant:
        row = applicant_of(work.case)
        yield from _differences(row, "person", APPLICANT, applicant, work.today)
    for person_id, values in members.items():
        person = person_of(work.session, work.case, person_id)
        _check_leaving(person, accepted(MEMBER, values, work.today), new_head_id)
        yield from _differences(person, "person", MEMBER, values, work.today)
    for facts in new_members:
        values = accepted(MEMBER, facts, work.today)
        if not values.get("name"):
            raise UserError("请填写姓名。", field="name")
        if not values.get("join_reason"):
            raise UserError("请写明成员加入的原因。", field="join_reason")
        yield Entry("person", None, None, None, values)


def _check_leaving(person: Person, values: Facts, new_head_id: int | None) -> None:
    day, reason = values.get("removed_on"), values.get("removal_reason")
    if day and person.is_applicant and new_head_id in (None, person.id):
        raise UserError("户主不能直接减少，请在同一份更正里把另一名成员改为户主。")
    if day and not reason:
        raise UserError("请写明成员减少的原因。", field="removal_reason")
    if reason and not day and person.removed_on is None:
        raise UserError("请填写成员减少的日期。", field="removed_on")
    check_days(person, day)


def _applicant_entries(work: Work, person_id: int | None, relation: str) -> Iterator[Entry]:
    if person_id is not None:
        person = person_of(work.session, work.case, person_id)
        if not person.is_applicant:
            check_may_head(work, person)
            yield Entry("person", person.id, "is_applicant", _head_name(work), relation)


def _head_name(work: Work) -> str | None:
    return next((one.name for one in work.case.household.people if one.is_applicant), None)


def _money_entries(work: Work, money: Mapping[str, Lines]) -> Iterator[Entry]:
    for key, lines in money.items():
        kind = BY_KEY[key]
        standing = {row.id: _line(row, kind) for row in rows_of(work.session, kind, work.case)}
        given = accepted_lines(work, kind, lines)
        kept = {line_id for line_id, _ in given}
        for line_id, values in given:
            old = None if line_id is None else standing.get(line_id)
            new = values if old is None else old | values
            if old != new:
                yield Entry(key, line_id, None, old, new)
        for line_id, old in standing.items():
            if line_id not in kept:
                yield Entry(key, line_id, None, old, None)


def _differences(
    row: Any, table: str, fields: tuple[Field, ...], facts: Facts, today: date
) -> Iterator[Entry]:
    for key, new in accepted(fields, facts, today).items():
        old = getattr(row, key)
        if old != new and not (new is None and old is False):
            yield Entry(table, row.id, key, old, new)


def _line(row: Any, kind: ListKind) -> dict[str, Any]:
    values = stored(row, kind.fields)
    return values | ({"person_id": row.person_id} if kind.may_have_person else {})


# ------------------------------------------------------------------ what is applied


def _asked(work: Work, case_id: int, correction_id: int) -> Correction:
    row = work.session.get(Correction, correction_id)
    if row is None or row.case_id != case_id or row.state is not CorrectionState.ASKED:
        raise UserError("这份更正申请已经处理过或不存在，请刷新后再看。")
    return row


def _decide(work: Work, row: Correction, state: CorrectionState, note: str) -> None:
    row.state, row.answer = state, note.strip() or None
    row.decided_on, row.decided_by_id = work.today, work.user.id
    work.decide(note.strip())


def _check_head(work: Work, entries: tuple[Entry, ...]) -> None:
    """ConflictError where somebody else has become 户主 since the request."""
    for entry in entries:
        if entry.field == "is_applicant" and entry.old not in (None, _head_name(work)):
            raise ConflictError(_CHANGED_MEANWHILE.format(label="户主"))


def _apply(work: Work, entry: Entry, *, tells_account: bool) -> None:
    if entry.table in BY_KEY:
        _apply_line(work, entry)
    elif entry.row_id is None:
        new_person(work, decode(entry.new, MEMBER))
    elif entry.table == "person":
        _apply_to_person(work, entry, tells_account)
    else:
        row: Any = work.case if entry.table == "case_file" else work.case.household
        _put_field(row, entry, (*HOUSEHOLD, *ASSET_FIELDS, *CASE_FIELDS))
        settle_filed(
            work,
            household_id=work.case.household_id,
            person_id=None,
            values={entry.field or "": entry.new},
        )


def _apply_to_person(work: Work, entry: Entry, tells_account: bool) -> None:
    person = person_of(work.session, work.case, entry.row_id or 0)
    if entry.field == "is_applicant":
        change_applicant(work, person, entry.new, tells_account=tells_account)
        return
    _check_unchanged(person, entry, (*MEMBER, *APPLICANT))
    value = decode({entry.field: entry.new}, (*MEMBER, *APPLICANT))
    edit_person(work, person, value)


def _put_field(row: Any, entry: Entry, fields: tuple[Field, ...]) -> None:
    _check_unchanged(row, entry, fields)
    put(row, decode({entry.field: entry.new}, fields))


def _check_unchanged(row: Any, entry: Entry, fields: tuple[Field, ...]) -> None:
    key = entry.field or ""
    if getattr(row, key) != decode({key: entry.old}, fields)[key]:
        label = next(field.label for field in fields if field.key == key)
        raise ConflictError(_CHANGED_MEANWHILE.format(label=label))


def _apply_line(work: Work, entry: Entry) -> None:
    kind = BY_KEY[entry.table]
    standing = {row.id: row for row in rows_of(work.session, kind, work.case)}
    row = standing.get(entry.row_id) if entry.row_id is not None else None
    if entry.old is not None and (
        row is None or _line(row, kind) != decode(entry.old, kind.fields)
    ):
        raise ConflictError(_CHANGED_MEANWHILE.format(label=kind.label))
    if entry.new is None:
        work.session.delete(row)
    else:
        write_line(work, kind, row, decode(entry.new, kind.fields))
    work.session.flush()
    work.session.expire(work.case.household)


def _changes_of_people(entries: tuple[Entry, ...]) -> Iterator[str]:
    if any(entry.table == "person" and entry.row_id is None for entry in entries):
        yield "增加成员"
    for key, words in (
        ("removed_on", "减少成员"),
        ("is_applicant", "变更户主"),
        ("is_counted", "共同生活的人有变化"),
    ):
        if any(entry.table == "person" and entry.field == key for entry in entries):
            yield words


def _void_papers(work: Work, reason: str) -> None:
    """Papers that carried an old value are void and offered again."""
    from app.office import papers

    papers.void_for_correction(work, work.case.id, reason)
