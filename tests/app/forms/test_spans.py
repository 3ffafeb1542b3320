"""Forms about a span of days: what is in them, what is not, and what is refused."""

import re
from datetime import date, timedelta

import pytest

from app.changes import Op
from app.errors import AccessDeniedError, UserError
from app.forms.issuing import issue
from app.forms.spans import preview_span, print_span, span_forms
from app.office.papers import void
from app.office.session import Office
from app.paper import page_count, text_of
from db.codes import Role, Stage
from db.models import Case, DestroyedFile, Operation
from tests.app.cases.roles import become
from tests.conftest import OpenAs, TickingClock

from .conftest import DAY, Filed, id_number


def _flat(pdf: bytes) -> str:
    return re.sub(r"\s+", "", "".join(text_of(pdf, page) for page in range(page_count(pdf))))


def test_the_seal_log_has_every_sealed_paper_of_the_days_in_order(
    office: Office, filed: Filed
) -> None:
    papers = [
        issue(office, form=form, case_id=filed.case_id, reason=reason)
        for form, reason in (("hardship_file", "报市总备案"), ("filing_approval", "归档"))
    ]
    void(office, serial=papers[0].serial, reason="打印歪斜")
    today = office.today
    flat = _flat(preview_span(office, form="seal_log", first=today, last=today))
    assert flat.index(papers[0].serial) < flat.index("报市总备案") < flat.index(papers[1].serial)
    assert f"已作废{today.isoformat()}" in flat and id_number(271) not in flat
    yesterday = today - timedelta(days=1)
    with pytest.raises(UserError, match="请换一段时间"):
        preview_span(office, form="seal_log", first=yesterday, last=yesterday)


def test_the_index_lists_the_files_approved_in_the_days(office: Office, filed: Filed) -> None:
    flat = _flat(preview_span(office, form="file_index", first=DAY, last=DAY))
    for fact in ("QH202600063", "𠮷永福", "青禾县纺织厂", "相对困难职工", DAY.isoformat(), "共1件"):
        assert fact in flat, fact
    assert "保管期限10年" in flat and id_number(271) not in flat
    with office.write(Op.EDIT_FACTS, filed.case_id) as work:
        work.session.get_one(Case, filed.case_id).discarded_at = work.now
        work.done()
    with pytest.raises(UserError, match="困难职工档案目录的内容"):
        preview_span(office, form="file_index", first=DAY, last=DAY)


def test_a_spine_says_year_and_numbers(office: Office, filed: Filed) -> None:
    pdf = preview_span(office, form="spines", first=DAY, last=DAY)
    flat = _flat(pdf)
    assert page_count(pdf) == 1 and flat.count("QH202600063") == 8 and flat.count("2026") >= 4
    assert "𠮷永福" not in flat


def test_what_is_to_go_and_what_is_gone_stand_on_lists_that_name_nobody(
    office: Office, filed: Filed, ticking: TickingClock
) -> None:
    with office.write(Op.IMPORT, filed.case_id) as work:
        case = work.session.get_one(Case, filed.case_id)
        case.stage, case.closed_on = Stage.CLOSED, date(2026, 11, 1)
        work.done()
    ticking.set_day(date(2036, 12, 1))
    year = {"first": date(2036, 1, 1), "last": date(2036, 12, 31)}
    due = _flat(preview_span(office, form="destruction", **year))
    for fact in ("QH202600063", "2026-11-01", "2036-11-01", "共1份", "监销人二", "鉴定人签字"):
        assert fact in due, fact
    with pytest.raises(UserError, match="档案销毁清册的内容"):
        preview_span(office, form="destroyed", **year)
    with office.write(Op.IMPORT, filed.case_id) as work:
        work.session.add(
            DestroyedFile(
                case_id=filed.case_id,
                destroyed_on=work.today,
                closed_on=date(2026, 11, 1),
                kept_until=date(2036, 11, 1),
                papers=4,
                reason="保管期满",
                approved_by="周国栋",
                approved_on=work.today,
                watcher_one="温故",
                watcher_two="知新",
            )
        )
        work.done()
    gone = _flat(preview_span(office, form="destroyed", **year))
    for fact in ("QH202600063", "2036-12-01", "保管期满", "周国栋", "温故知新", "永久保存"):
        assert fact in gone, fact
    assert "𠮷永福" not in due + gone
    with pytest.raises(UserError, match="拟销毁档案清册的内容"):
        preview_span(office, form="destruction", **year)


def test_printing_a_span_is_journalled_and_looking_is_not(office: Office, filed: Filed) -> None:
    def prints() -> int:
        with office.read() as session:
            return session.query(Operation).filter(Operation.op == Op.PRINT_FORM.name).count()

    preview_span(office, form="file_index", first=DAY, last=DAY)
    assert prints() == 0
    made = print_span(office, form="file_index", first=DAY, last=DAY)
    assert prints() == 1 and made.file_name == "困难职工档案目录-20260302-20260302.pdf"


@pytest.mark.parametrize(
    ("form", "first", "last", "words"),
    [
        ("file_index", date(2026, 3, 2), date(2026, 3, 1), "早于开始日期"),
        ("file_index", date(1990, 1, 1), date(2026, 3, 1), "请分几段打印"),
        ("hardship_file", DAY, DAY, "不按一段时间打印"),
    ],
)
def test_what_cannot_be_printed_is_refused_in_a_sentence(
    office: Office, form: str, first: date, last: date, words: str
) -> None:
    with pytest.raises(UserError, match=words):
        preview_span(office, form=form, first=first, last=last)


def test_the_keeper_of_the_seal_prints_its_log_and_no_list_of_files(
    office: Office, filed: Filed, open_as: OpenAs
) -> None:
    paper = issue(office, form="hardship_file", case_id=filed.case_id, reason="报市总备案")
    become(office, Role.SEAL_KEEPER)
    keeper = open_as("admin")
    assert span_forms(keeper) == (("seal_log", "用印登记表"),)
    book = print_span(keeper, form="seal_log", first=keeper.today, last=keeper.today)
    assert paper.serial in _flat(book.pdf)
    with pytest.raises(AccessDeniedError):
        preview_span(keeper, form="file_index", first=DAY, last=DAY)


def test_who_neither_prints_nor_seals_is_offered_no_list(office: Office, open_as: OpenAs) -> None:
    become(office, Role.ADMIN)
    assert span_forms(open_as("admin")) == ()


def test_every_form_of_a_span_is_offered(office: Office) -> None:
    keys = [key for key, _ in span_forms(office)]
    registers = ["visitors", "comforts", "destruction", "destroyed"]
    assert keys == ["seal_log", "file_index", "spines", *registers]
