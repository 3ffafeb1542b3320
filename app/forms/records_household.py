"""The data of the forms about single people of a household. A record made without arguments is the empty form."""

from dataclasses import dataclass
from datetime import date

from app.forms.records import AidData, Applicant, CaseHead, MemberLine


@dataclass(frozen=True)
class Student:
    """Who the study aid is for. `level` is a word of the form's own list, `entered` the year of entry."""

    name: str = ""
    sex: str = ""
    id_number: str = ""
    relation: str = ""
    school: str = ""
    level: str = ""
    years: int | None = None
    entered: int | None = None
    fees_fen: int | None = None
    """Outlay on education on file, of this person, in the window."""


@dataclass(frozen=True)
class EducationAidData:
    """金秋助学申请表 of one grant."""

    aid: AidData = AidData()
    student: Student = Student()
    other_aid: str = ""


@dataclass(frozen=True)
class ChangedMember:
    """Somebody who joined or left, when and why."""

    line: MemberLine
    on: date | None
    reason: str


@dataclass(frozen=True)
class MemberChangesData:
    """家庭成员增减表: those who joined and those who left since the file was opened."""

    head: CaseHead = CaseHead()
    applicant: Applicant = Applicant()
    joined: tuple[ChangedMember, ...] = ()
    left: tuple[ChangedMember, ...] = ()
