"""入户调查: two visitors by name, a declaration that neither is a relative, and what was found.

Permissions: group 经办. Source: the lifecycle contract, SURVEY; the fields of S41, S101, S106.
"""

from dataclasses import dataclass
from datetime import date

from app.changes import Changes, Op
from app.errors import UserError
from app.office.session import Office, Work
from app.review.entries import end_case, needed, one_of, past_day, person_name, words
from app.review.gate import move_on
from db.models import Survey

NOT_FITTING = "不符合"
"""The conclusion that has to be explained."""


@dataclass(frozen=True)
class SurveyEntry:
    """What the form of a survey holds. `no_kinship`: both visitors declare that they are no relatives."""

    visited_on: date | None
    method: str
    visitor_one: str
    visitor_two: str
    no_kinship: bool = False
    interviewee: str = ""
    living: str = ""
    neighbours: str = ""
    wishes: str = ""
    conclusion: str = ""
    conclusion_note: str = ""


def record_survey(office: Office, *, case_id: int, entry: SurveyEntry) -> Changes:
    """Record the visit and go on to the next stage.

    UserError at the field that is missing, for one name given twice, for a visit without the
    declaration, and where the facts can no longer be edited afterwards but were not assessed.
    """
    with office.write(Op.RECORD_SURVEY, case_id) as work:
        row = _visit(work, entry)
        row.interviewee = person_name(
            entry.interviewee, "请填写被调查人的姓名：申请人本人或在家的家人。", "interviewee"
        )
        row.conclusion = one_of(
            "survey_conclusion", entry.conclusion, "请选择调查结论。", "conclusion"
        )
        if row.conclusion == NOT_FITTING:
            needed(
                entry.conclusion_note, "结论是不符合时，请在结论说明中写明原因。", "conclusion_note"
            )
        return _keep(work, row)


def survey_not_met(
    office: Office, *, case_id: int, entry: SurveyEntry, next_date: date | None
) -> Changes:
    """Nobody was at home: the case stays, with another date."""
    with office.write(Op.SURVEY_NOT_MET, case_id) as work:
        row = _visit(work, entry)
        if next_date is None:
            raise UserError("请填写约定再次入户的日期。", field="next_date")
        if next_date <= row.visited_on or next_date < work.today:
            raise UserError("再次入户的日期要在这次之后，也不能早于今天。", field="next_date")
        row.is_met, row.next_date = False, next_date
        return _keep(work, row)


def survey_unwilling(office: Office, *, case_id: int, entry: SurveyEntry) -> Changes:
    """The household does not want to be surveyed: the application is withdrawn."""
    with office.write(Op.SURVEY_UNWILLING, case_id, reason=words(entry.conclusion_note)) as work:
        row = _visit(work, entry)
        row.interviewee = words(entry.interviewee)
        note = needed(
            entry.conclusion_note,
            "请在结论说明中写明谁表示不愿接受调查、怎样表示的。",
            "conclusion_note",
        )
        work.decide(note)
        return _keep(work, row, note)


def _keep(work: Work, row: Survey, note: str | None = None) -> Changes:
    work.session.add(row)
    move_on(work, note)
    end_case(work, note)
    return work.done(result_id=row.id)


def _visit(work: Work, entry: SurveyEntry) -> Survey:
    """What every visit has: when, how, by which two people who are no relatives."""
    one = person_name(entry.visitor_one, "请填写第一位调查人的姓名。", "visitor_one")
    two = person_name(
        entry.visitor_two, "入户调查要有两个人，请填写第二位调查人的姓名。", "visitor_two"
    )
    if one == two:
        raise UserError("两位调查人不能是同一个人，请填写另一位的姓名。", field="visitor_two")
    if not entry.no_kinship:
        raise UserError(
            "请确认两位调查人与申请人没有亲属关系；有亲属关系的要回避，请换人调查。",
            field="no_kinship",
        )
    return Survey(
        case_id=work.case.id,
        visited_on=past_day(work, entry.visited_on, "调查日期", "visited_on"),
        method=one_of("visit_method", entry.method, "请选择调查方式。", "method"),
        visitor_one=one,
        visitor_two=two,
        no_kinship=True,
        living=words(entry.living),
        neighbours=words(entry.neighbours),
        wishes=words(entry.wishes),
        conclusion_note=words(entry.conclusion_note),
    )
