"""Issuing: serial, seal, code, register, journal; and what must refuse."""

import hashlib
from datetime import date
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest
import zxingcpp

from app.changes import Op
from app.errors import AccessDeniedError, UserError
from app.forms import FORMS
from app.forms.choosing import print_choices
from app.forms.issuing import issue, preview, print_form
from app.office.papers import register_list, seals, void, void_for_correction
from app.office.session import Office
from app.office.undo import take_back
from app.paper import text_of
from db.codes import Role, Stage
from db.models import Case, Exit, Grant, IssuedPaper, Operation, Seal
from db.register import read_register
from tests.conftest import TickingClock

from .conftest import DAY, Filed, id_number, make_filed

KEYS = [form.key for form in FORMS if form.is_stamped]
_pdfium: Any = pypdfium2


def _first_page(pdf: bytes) -> Any:
    with _pdfium.PdfDocument(BytesIO(pdf)) as opened:
        sheet = opened[0]
        picture = sheet.render(scale=200 / 72).to_pil()
        sheet.close()
        return picture


@pytest.fixture
def filed(office: Office) -> Filed:
    """A household on file whose yearly review was made, so that every form of it may be sealed."""
    made = make_filed(office)
    with office.write(Op.IMPORT, made.case_id) as work:
        work.session.get_one(Case, made.case_id).reviewed_on = DAY
        work.done()
    return made


@pytest.mark.parametrize("key", KEYS)
def test_an_issued_paper_carries_serial_seal_code_and_register_line(
    office: Office, filed: Filed, key: str
) -> None:
    made = issue(
        office, form=key, case_id=filed.case_id, reason="报市总工会备案", approver="周国栋"
    )
    assert made.serial == "QH-2026-000001" and made.issued_by == "青禾县总工会"
    assert made.sha256 == hashlib.sha256(made.pdf).hexdigest()
    (found,) = zxingcpp.read_barcodes(_first_page(made.pdf))
    assert found.text == f"{made.serial}/{made.code.replace('-', '')}"
    text = text_of(made.pdf, 0)
    assert made.serial in text and made.code in text
    (line,) = register_list(office)
    assert (line.serial, line.code, line.reason) == (made.serial, made.code, "报市总工会备案")
    assert line.pages == made.pages and line.approver == "周国栋" and not line.is_void
    register = read_register(office.folder)
    assert register is not None and register.by_hash(made.sha256) is not None


@pytest.mark.parametrize("key", KEYS)
def test_no_person_stands_in_metadata_or_file_name(office: Office, filed: Filed, key: str) -> None:
    made = issue(office, form=key, case_id=filed.case_id, reason="备案")
    assert made.file_name == f"{made.form}-{made.serial}.pdf"
    with pikepdf.open(BytesIO(made.pdf)) as opened:
        info = " ".join(str(value) for value in (opened.docinfo or {}).values())
        assert "/ExtGState" not in opened.pages[0].get("/Resources", {})
    assert made.form in info
    for secret in ("永福", id_number(271), "QH202600063"):
        assert secret not in info
        assert secret.encode("utf-8") not in made.pdf and secret.encode("utf-16-be") not in made.pdf


def test_serials_run_on_and_begin_anew_each_year(
    office: Office, filed: Filed, ticking: TickingClock
) -> None:
    made = [
        issue(office, form="certificate", case_id=filed.case_id, reason="备案") for _ in range(2)
    ]
    ticking.set_day(date(2027, 1, 4))
    made.append(issue(office, form="certificate", case_id=filed.case_id, reason="备案"))
    assert [paper.serial for paper in made] == [
        "QH-2026-000001",
        "QH-2026-000002",
        "QH-2027-000001",
    ]
    assert len({paper.code for paper in made}) == 3


def test_a_reissue_voids_the_one_it_replaces(office: Office, filed: Filed) -> None:
    first = issue(office, form="certificate", case_id=filed.case_id, reason="备案")
    second = issue(
        office, form="certificate", case_id=filed.case_id, reason="遗失补发", replaces=first.serial
    )
    lines = {line.serial: line for line in register_list(office)}
    assert lines[first.serial].is_void and lines[first.serial].replaced_by == second.serial
    assert not lines[second.serial].is_void
    with pytest.raises(UserError, match="不是这份档案签发过的同一种文书"):
        issue(
            office,
            form="hardship_file",
            case_id=filed.case_id,
            reason="备案",
            replaces=second.serial,
        )


def test_what_is_not_approved_gets_no_seal(office: Office, filed: Filed) -> None:
    with office.write(Op.EDIT_FACTS, filed.case_id) as work:
        work.case.stage = Stage.APPROVAL
        work.session.get_one(Grant, filed.grant_id).state = type(
            work.session.get_one(Grant, filed.grant_id).state
        ).PROPOSED
        work.session.query(Exit).one().approved_on = None
        work.done()
    for key, words in (
        ("hardship_file", "还没有批准建档"),
        ("certificate", "还没有批准建档"),
        ("aid_approval", "这项救助还没有批准"),
        ("exit_approval", "退出还没有批准"),
    ):
        with pytest.raises(UserError, match=words):
            issue(office, form=key, case_id=filed.case_id, reason="备案")
        assert preview(office, form=key, case_id=filed.case_id).startswith(b"%PDF")
    assert register_list(office) == ()


def test_bad_wishes_get_a_sentence(office: Office, filed: Filed) -> None:
    with pytest.raises(UserError, match="用印要写明用途"):
        issue(office, form="certificate", case_id=filed.case_id, reason=" ")
    with pytest.raises(UserError, match="份数请填"):
        issue(office, form="certificate", case_id=filed.case_id, reason="备案", copies=0)
    with pytest.raises(UserError, match="没有这项救助"):
        preview(office, form="aid_approval", case_id=filed.case_id, grant_id=999)
    with pytest.raises(UserError):
        preview(office, form="certificate", case_id=999)


def test_without_seal_or_with_two_the_office_must_act(office: Office, filed: Filed) -> None:
    with office.write(Op.SAVE_SEAL) as work:
        second = Seal(unit_id=office.user.unit_id, name="青禾县总工会（二）", kind="drawn-sample")
        work.session.add(second)
        work.done()
    with pytest.raises(UserError, match="请选择要用的一枚"):
        issue(office, form="certificate", case_id=filed.case_id, reason="备案")
    made = issue(
        office, form="certificate", case_id=filed.case_id, reason="备案", seal_id=filed.seal_id
    )
    assert made.issued_by == "青禾县总工会" and len(seals(office)) == 2
    with office.write(Op.SAVE_SEAL) as work:
        for row in work.session.query(Seal):
            row.is_active = False
        work.done()
    with pytest.raises(UserError, match="还没有可用的印章"):
        issue(office, form="certificate", case_id=filed.case_id, reason="备案")


def test_printing_is_journalled_and_a_preview_is_not(office: Office, filed: Filed) -> None:
    def printed() -> int:
        with office.read() as session:
            return session.query(Operation).filter(Operation.op == "PRINT_FORM").count()

    preview(office, form="hardship_file", case_id=filed.case_id)
    assert printed() == 0
    made = print_form(office, form="hardship_file", case_id=filed.case_id, reason="入户核对")
    assert printed() == 1 and made.file_name == "困难职工档案表-QH202600063.pdf"
    assert "QH-2026" not in text_of(made.pdf, 0)


def test_who_may_not_stamp_is_refused(office: Office, filed: Filed) -> None:
    office.user = _with_roles(office, {Role.CLERK})
    with pytest.raises(AccessDeniedError, match="签发文书"):
        issue(office, form="certificate", case_id=filed.case_id, reason="备案")
    assert not print_choices(office, case_id=filed.case_id).may_stamp


def test_who_may_not_open_full_values_previews_them_masked(office: Office, filed: Filed) -> None:
    office.user = _with_roles(office, {Role.AUDITOR})
    text = text_of(preview(office, form="hardship_file", case_id=filed.case_id), 0)
    assert id_number(271) not in text and "450224********" in text
    assert "终末期肾病" not in text and "13807724519" not in text


def _with_roles(office: Office, roles: set[Role]) -> Any:
    from dataclasses import replace

    return replace(office.user, roles=frozenset(roles), is_solo=False)


def test_void_needs_a_reason_and_counts_once(office: Office, filed: Filed) -> None:
    made = issue(office, form="certificate", case_id=filed.case_id, reason="备案")
    with pytest.raises(UserError, match="写明原因"):
        void(office, serial=made.serial, reason="")
    void(office, serial=f" {made.serial} ", reason="姓名有误")
    with pytest.raises(UserError, match="已经作废"):
        void(office, serial=made.serial, reason="再来一次")
    with pytest.raises(UserError, match="没有编号 NO-1"):
        void(office, serial="NO-1", reason="找不到")


def test_a_correction_voids_every_paper_of_the_case(office: Office, filed: Filed) -> None:
    made = [
        issue(office, form=key, case_id=filed.case_id, reason="备案")
        for key in ("hardship_file", "certificate")
    ]
    void(office, serial=made[1].serial, reason="已收回")
    with office.write(Op.APPLY_CORRECTION, filed.case_id) as work:
        assert void_for_correction(work, filed.case_id, "姓名更正") == (made[0].serial,)
        work.done()
    assert all(line.is_void for line in register_list(office))
    public = read_register(office.folder)
    assert public is not None and all(entry.is_void for entry in public.entries)


def test_taking_a_correction_back_makes_the_papers_count_again_in_public_too(
    office: Office, filed: Filed
) -> None:
    made = issue(office, form="certificate", case_id=filed.case_id, reason="备案")
    with office.write(Op.APPLY_CORRECTION, filed.case_id) as work:
        void_for_correction(work, filed.case_id, "姓名更正")
        work.done()
    take_back(office, case_id=filed.case_id, reason="更正有误")
    (line,) = register_list(office)
    public = read_register(office.folder)
    assert public is not None
    assert (line.serial, line.is_void) == (made.serial, False)
    assert [entry.is_void for entry in public.entries] == [False]


def test_the_list_is_searched_by_words(office: Office, filed: Filed) -> None:
    issue(office, form="certificate", case_id=filed.case_id, reason="申请助学")
    issue(office, form="hardship_file", case_id=filed.case_id, reason="市级备案")
    assert [line.form for line in register_list(office, text="备案")] == ["困难职工档案表"]
    assert len(register_list(office, text="QH2026 admin")) == 2
    assert register_list(office, text="100%") == ()
    void(office, serial=register_list(office, text="备案")[0].serial, reason="印歪了")
    for text in ("作废", "已作废 备案", "印歪"):
        assert [line.form for line in register_list(office, text=text)] == ["困难职工档案表"]
    assert len(register_list(office, year=2026, case_id=filed.case_id)) == 2
    assert register_list(office, year=2025) == ()


def test_the_dialog_is_offered_the_form_of_the_stage(office: Office, filed: Filed) -> None:
    choices = print_choices(office, case_id=filed.case_id)
    assert choices.suggested == "hardship_file" and choices.may_stamp
    with office.write(Op.EDIT_FACTS, filed.case_id) as work:
        work.session.get_one(Case, filed.case_id).stage = Stage.MONITORED
        work.done()
    choices = print_choices(office, case_id=filed.case_id)
    assert choices.suggested == "visits" and choices.to_stamp == "exit_approval"
    assert choices.grants[0].words == "2026-06-01 医疗救助 16,409.02 元 已发放"
    assert choices.form("certificate").stamp_obstacle == ""


def test_the_row_remembers_what_was_issued(office: Office, filed: Filed) -> None:
    issue(office, form="certificate", case_id=filed.case_id, reason="备案")
    with office.read() as session:
        row = session.query(IssuedPaper).one()
        assert (row.seal_id, row.case_id) == (filed.seal_id, filed.case_id)
        assert row.account_id == office.user.id and row.issued_by == "青禾县总工会"
