"""The letter that asks for what is missing: told once, by the checklist, before the file is approved."""

import re
from datetime import UTC, date, datetime

import pytest

from app.cases.commands import add_attachment, ask_for_papers, submit
from app.cases.facts_missing import checklist
from app.changes import Op
from app.forms import FormContext
from app.forms.choosing import print_choices
from app.forms.issuing import issue, preview, print_form
from app.forms.missing_papers import build
from app.forms.records import MissingPapersData
from app.office.session import Office
from app.paper import TextTooLongError, page_count, text_of
from db.codes import Stage
from db.models import Attachment, Seal
from tests.app.cases.invented import PNG, full_draft

FORM = "missing_papers"


def _flat(pdf: bytes) -> str:
    return re.sub(r"\s+", "", text_of(pdf, 0))


def test_it_lists_what_is_missing_by_now_on_both_parts(office: Office) -> None:
    case_id = full_draft(office)
    submit(office, case_id=case_id)
    add_attachment(office, case_id=case_id, data=PNG, filename="a.png", kind="户口本")
    made = print_form(office, form=FORM, case_id=case_id)
    flat = _flat(made.pdf)
    assert made.pages == 1 and made.file_name.startswith("补充材料告知书-")
    assert flat.count("申请人联") == flat.count("存根联") == 1
    assert flat.count("覃永福（工作单位：青禾县纺织厂）") == 2
    assert "于2026年11月20日提出" in flat
    assert flat.count("5.收入证明") == 2 and "诊断证明（因病致困必备）" in flat
    assert "户口本" not in flat and "银行卡" not in flat and "另外还需要" not in flat


def test_what_the_clerk_asked_for_besides_is_told_too(office: Office) -> None:
    case_id = full_draft(office)
    submit(office, case_id=case_id)
    ask_for_papers(office, case_id=case_id, papers="收入证明、户口本")
    assert "另外还需要" not in _flat(preview(office, form=FORM, case_id=case_id))
    ask_for_papers(office, case_id=case_id, papers="收入证明，妻子单位的劳动合同")
    assert "另外还需要：收入证明，妻子单位的劳动合同" in _flat(
        preview(office, form=FORM, case_id=case_id)
    )


def test_it_is_a_paper_of_the_stage_only_where_something_is_missing(office: Office) -> None:
    case_id = full_draft(office)
    submit(office, case_id=case_id)
    choices = print_choices(office, case_id=case_id)
    assert choices.suggested == "application" and choices.form(FORM).is_of_stage
    with office.write(Op.IMPORT, case_id) as work:
        for line in checklist(work.session, work.case):
            work.session.add(
                Attachment(
                    case_id=case_id,
                    kind=line.kind,
                    stage=Stage.APPLIED,
                    stored_name=f"stored-{line.kind}",
                    received_sha256="0" * 64,
                    stored_sha256="0" * 64,
                    mime="image/png",
                    size=1,
                    added_on=office.today,
                )
            )
        work.done()
    choices = print_choices(office, case_id=case_id)
    assert choices.suggested == "application" and not choices.form(FORM).is_of_stage
    ask_for_papers(office, case_id=case_id, papers="妻子单位的劳动合同")
    assert print_choices(office, case_id=case_id).form(FORM).is_of_stage


def test_it_may_be_stamped_before_the_file_is_approved(office: Office) -> None:
    case_id = full_draft(office)
    with office.write(Op.SAVE_SEAL) as work:
        work.session.add(
            Seal(unit_id=office.user.unit_id, name="青禾县总工会", kind="drawn-sample")
        )
        work.done()
    choices = print_choices(office, case_id=case_id)
    assert choices.form(FORM).stamp_obstacle == ""
    assert choices.form("hardship_file").stamp_obstacle
    made = issue(office, form=FORM, case_id=case_id, reason="告知补件")
    assert made.serial in _flat(made.pdf)


def test_more_than_a_sheet_holds_is_refused() -> None:
    context = FormContext(datetime(2026, 11, 20, tzinfo=UTC), "青禾县总工会")
    full = MissingPapersData(papers=tuple(f"证明材料{at}" for at in range(16)))
    assert page_count(build(full, context).to_bytes()) == 1
    with pytest.raises(TextTooLongError, match="缩短"):
        build(MissingPapersData(more="材料" * 900, told_on=date(2026, 11, 20)), context)
