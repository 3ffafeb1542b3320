"""Invented people and facts for the tests of this room; every number has its right check digit."""

from datetime import date
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from app.cases.back_entry import PaperFile
from app.cases.commands import back_entry, edit_facts, open_draft, save_money
from app.cases.queries import case_file
from app.office.session import Office
from db.codes import Stage
from db.values import id_check_digit

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c63600000000200014898b7050000000049454e44ae426082"
)


PAPER = PaperFile(
    stage=Stage.ON_FILE,
    approver="黄志远",
    approved_on=date(2025, 5, 20),
    reason="建立系统前已在纸质档案中批准",
    category="相对困难职工",
    level="县级",
    applied_on=date(2025, 4, 1),
)


def id_number(order: int = 271, born: str = "19790312", county: str = "450224") -> str:
    """A number of eighteen characters that passes every check."""
    body = f"{county}{born}{order:03d}"
    return body + id_check_digit(body)


def applicant_facts(**changed: Any) -> dict[str, Any]:
    """Everything that submitting asks of the applicant."""
    return {
        "name": "覃永福",
        "id_number": id_number(),
        "ethnicity": "壮族",
        "political_status": "群众",
        "health": "疾病",
        "disease": "终末期肾病",
        "work_status": "在岗",
        "model_worker": "非劳模",
        "phone": "13807724519",
        "other_contact": "0772-5100000",
        "work_start": date(2001, 7, 1),
        "industry": "制造业",
        "marital_status": "已婚",
        "registration_kind": "农转居",
        "monthly_income_fen": 250_000,
        "medical_insurance": "职工医保",
        "employer": "青禾县纺织厂",
    } | changed


def household_facts(**changed: Any) -> dict[str, Any]:
    """Everything that submitting asks of the household."""
    return {
        "housing_kind": "承租单位公房",
        "floor_area": "62",
        "home_address": "柳州市融安县长安镇新安街 18 号 2 栋 301 室",
        "town": "长安镇",
        "region_code": "450224",
        "non_wage_income_fen": 0,
        "main_cause": "患重特大疾病",
    } | changed


def member_facts(**changed: Any) -> dict[str, Any]:
    """Everything that submitting asks of a member."""
    return {
        "name": "韦秀兰",
        "relation": "妻子",
        "id_number": id_number(202, "19820605"),
        "ethnicity": "壮族",
        "health": "良好",
        "identity": "农民工",
        "model_worker": "非劳模",
        "medical_insurance": "居民医保",
        "marital_status": "已婚",
        "registration_kind": "农业",
        "monthly_income_fen": 185_000,
    } | changed


def full_draft(office: Office, **applicant: Any) -> int:
    """A draft that can be submitted, with income and outlay of the applicant."""
    made = open_draft(office, applicant=applicant_facts(**applicant), household=household_facts())
    assert made.result_id is not None
    case_id = made.result_id
    person_id = case_file(office, case_id).applicant_id
    save_money(
        office,
        case_id=case_id,
        income=[{"person_id": person_id, "item": "工资", "amount_fen": 3_000_000}],
        outlay=[{"person_id": person_id, "item": "医疗自付", "amount_fen": 1_500_000}],
    )
    edit_facts(office, case_id=case_id, case={"contact_person": "罗志强"})
    return case_id


def enter_paper_file(office: Office, paper: PaperFile = PAPER, **changed: Any) -> int:
    """A file of a household of two, entered from paper with its signed sheet."""
    given: dict[str, Any] = {
        "applicant": applicant_facts(),
        "household": household_facts(),
        "members": [member_facts()],
        "scan": PNG,
        "scan_name": "签批.png",
    }
    made = back_entry(office, paper=paper, **(given | changed))
    assert made.result_id is not None
    return made.result_id


def picture(colour: str, size: tuple[int, int] = (300, 190), kind: str = "JPEG") -> bytes:
    """A scan of one colour with a black upper left corner."""
    made = Image.new("RGB", size, colour)
    ImageDraw.Draw(made).rectangle((0, 0, 20, 20), fill="black")
    target = BytesIO()
    made.save(target, kind)
    return target.getvalue()
