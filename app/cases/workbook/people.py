"""One person of a row: the applicant or a member."""

import re
from datetime import date

from app.cases.workbook.cells import RowCells, match_code
from app.cases.workbook.facts import Fact, PersonRow
from app.fields.codes import Via
from db.values import IdCheck, check_id, clean_name, normalise_id

_GRADE = re.compile(r"(?P<kind>.+?)[/、,，\s:：-]*(?P<grade>(?:残疾)?[一二三四1-4]级.*)")
_LABELS = (
    "ethnicity",
    "political_status",
    "work_status",
    "model_worker",
    "marital_status",
    "registration_kind",
    "medical_insurance",
    "employer_nature",
    "employer_state",
    "industry",
)
_MEMBER_LABELS = ("relation", "political_status", "identity")
_STUDENT = frozenset({"研究生", "大学生", "中职中技", "高中", "初中", "小学"})


def read_applicant(cells: RowCells) -> PersonRow:
    """The worker in whose name the case is kept."""
    name = _name(cells, 0)
    if not name:
        cells.require("name", 0, "没有填写姓名，请补上申请人的姓名。")
    identity = _identity(cells, 0)
    if identity is None:
        cells.require("id_number", 0, "没有填写身份证号，请补上申请人的身份证号。")
    facts: dict[str, Fact] = {
        "name": name,
        **_identity_facts(cells, 0, identity),
        **cells.labels(_LABELS),
        "is_migrant": _is_migrant(cells),
        "phone": cells.phone("phone"),
        "other_contact": cells.text("other_contact"),
        "monthly_income_fen": cells.money("monthly_income_fen"),
        "employer": cells.text("employer"),
        "work_start": cells.day("work_start"),
        **_health(cells, 0),
        **_disability(cells),
    }
    return PersonRow(0, facts)


def read_member(cells: RowCells, member: int) -> PersonRow | None:
    """A member; None where the block is empty."""
    if cells.is_empty(member):
        return None
    name = _name(cells, member)
    if not name:
        cells.require("name", member, "这位家庭成员没有填写姓名，请补上，或清空这一组各栏。")
    identity = _identity(cells, member)
    if identity is None:
        cells.warn("id_number", member, "这位家庭成员没有身份证号，请补录。")
    labels = cells.labels(_MEMBER_LABELS, member)
    role = labels["identity"]
    facts: dict[str, Fact] = {
        "name": name,
        **_identity_facts(cells, member, identity),
        **labels,
        "monthly_income_fen": cells.money("monthly_income_fen", member),
        "in_school": role in _STUDENT,
        "is_migrant": role == "农民工",
        "employer": cells.text("employer", member),
        **_health(cells, member),
    }
    return PersonRow(member, facts)


def _name(cells: RowCells, member: int) -> str:
    return clean_name(cells.text("name", member) or "")


def _identity(cells: RowCells, member: int) -> IdCheck | None:
    """What the number says; None where there is none. Errors refuse, the rest is said."""
    value = cells.value("id_number", member)
    if value is None or (isinstance(value, str) and not normalise_id(value)):
        return None
    check = check_id(value, cells.today)
    for problem in check.errors:
        cells.reject("id_number", member, problem.sentence)
    for problem in check.warnings:
        cells.warn("id_number", member, problem.sentence)
    return check


def _identity_facts(cells: RowCells, member: int, check: IdCheck | None) -> dict[str, Fact]:
    """Number, birth and sex. Where they differ from the number, the number wins."""
    birth = cells.day("birth_date", member)
    sex = cells.label("sex", "sex", member)
    if check is None:
        return {
            "birth_date": _past(cells, member, birth),
            "sex": sex if sex in ("男", "女") else None,
        }
    if not check.is_good:
        return {}
    if birth is not None and birth != check.birth:
        cells.warn("birth_date", member, f"与身份证号不符，已按身份证号记为 {check.birth}。")
    if sex is not None and sex != check.sex:
        cells.warn("sex", member, f"与身份证号不符，已按身份证号记为“{check.sex}”。")
    filed = normalise_id(str(cells.value("id_number", member))) if check.upgraded else None
    return {
        "id_number": check.number18,
        "id_number_filed": filed,
        "birth_date": check.birth,
        "sex": check.sex,
    }


def _past(cells: RowCells, member: int, birth: date | None) -> date | None:
    if birth is not None and birth > cells.today:
        cells.warn("birth_date", member, "出生日期晚于今天，已留空，请核对。")
        return None
    return birth


def _is_migrant(cells: RowCells) -> bool:
    text = cells.text("work_status")
    return text is not None and match_code("work_status", text).implies.get("is_migrant") == "是"


def _health(cells: RowCells, member: int) -> dict[str, Fact]:
    """健康状况: older sheets name the disease itself; it is read as 疾病 and that disease."""
    match = cells.choice("health", "health", member)
    if match is None:
        return {"health": None}
    disease = match.implies.get("disease")
    if match.keeps_filed and match.filed != disease:
        cells.keep("health", match.filed, member, is_settled=not match.is_unsettled)
    return {"health": match.label, "disease": disease}


def _disability(cells: RowCells) -> dict[str, Fact]:
    """残疾类别: the kind alone, or with its grade (肢体残疾二级)."""
    text = cells.text("disability")
    if text is None:
        return {}
    found = _GRADE.fullmatch(text)
    if found and match_code("disability_kind", text).via is Via.UNKNOWN:
        kind = match_code("disability_kind", found["kind"])
        grade = match_code("disability_grade", found["grade"])
        if Via.UNKNOWN not in (kind.via, grade.via):
            return {"disability_kind": kind.label, "disability_grade": grade.label}
    return {"disability_kind": cells.label("disability_kind", "disability")}
