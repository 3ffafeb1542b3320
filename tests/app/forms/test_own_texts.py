"""The office's own words in the forms: kept, printed and read back, put back to the delivered ones."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.changes import Op
from app.errors import AccessDeniedError, UserError
from app.forms import FORMS, Form, FormContext, form_of
from app.forms.issuing import blank_form, issue, print_form
from app.forms.own_texts import cell_words, form_texts, preview_texts, save_texts
from app.forms.wording import Wording, checked, filled
from app.office.accounts import add_account
from app.office.session import Office
from app.paper import page_count, text_of
from app.paper.fixedwords import FixedWords
from db.codes import Role
from db.keys import KdfCost
from tests.app.forms.conftest import Filed
from tests.app.forms.samples import Samples, context_of
from tests.conftest import PASSWORD, OpenAs

_RARE = "覃𠮷𬱖𫖯䶮<b>粗</b>&amp;"
_REPLACEABLE = [form for form in FORMS if form.is_reference_layout]
_NAMED = (
    "application",
    "declaration",
    "authorisation",
    "exit_letter",
    "entry_notice",
    "exit_notice",
    "certificate",
    "questionnaire",
    "missing_papers",
    "card",
    "visitors",
)


_HAS_AN_EMPTY_LIST = {"roster"}
"""What is handed out is listed by hand: that list is never filled in."""


def read_back(pdf: bytes) -> str:
    return "".join("".join(text_of(pdf, at).split()) for at in range(page_count(pdf)))


def own_words(wording: Wording) -> str:
    """Words of an office with every slot of the delivered ones."""
    return _RARE + "".join(f"【{slot}】" for slot in wording.slots)


@pytest.mark.parametrize("form", _REPLACEABLE, ids=lambda form: form.key)
def test_every_replaced_text_is_printed_and_read_back(form: Form) -> None:
    own = {one.key: f"{at}号{own_words(one)}" for at, one in enumerate(form.wordings)}
    context = FormContext(datetime(2026, 11, 20, tzinfo=UTC), "青禾县总工会", texts=own)
    read = read_back(form.build(form.blank, context).to_bytes())
    for at in range(len(own)):
        assert f"{at}号{_RARE}" in read
    assert "【" not in read
    plain = read_back(form.build(form.blank, replace(context, texts={})).to_bytes())
    assert _RARE not in plain and form.name in plain and "【" not in plain


@pytest.mark.parametrize("form", _REPLACEABLE, ids=lambda form: form.key)
def test_no_sentence_of_a_form_is_fixed(form: Form) -> None:
    own = {one.key: "".join(f"【{slot}】" for slot in one.slots) or "甲" for one in form.wordings}
    own |= {one.key: "乙" for one in cell_words(form)}
    context = FormContext(datetime(2026, 11, 20, tzinfo=UTC), "", texts=own)
    pdf = form.build(form.blank, context).to_bytes()
    lines = [line for at in range(page_count(pdf)) for line in text_of(pdf, at).splitlines()]
    assert not [line for line in lines if re.search(r"[\u4e00-\u9fff，]{6,}[。，]", line)]


@pytest.mark.parametrize("form", _REPLACEABLE, ids=lambda form: form.key)
def test_every_word_in_a_cell_is_replaced_on_the_filled_form_too(
    form: Form, samples: Samples
) -> None:
    words = cell_words(form)
    assert len(words) == len({one.key for one in words})
    filled_in = set(samples.build(form).fixed.asked)
    unfilled = {one.key for one in words} - filled_in
    assert not unfilled or form.key in _HAS_AN_EMPTY_LIST, "what is offered is printed"
    keys = [one.key for one in words if one.key in filled_in]
    marks = {key: chr(0x4E00 + 64 * at) for at, key in enumerate(keys)}
    context = replace(context_of(form), texts=marks)
    read = read_back(form.build(samples.values[form.key], context).to_bytes())
    assert all(mark in read for mark in marks.values())


def test_words_in_cells_are_kept_and_fitted(office: Office, filed: Filed) -> None:
    listed = {one.form: one for one in form_texts(office)}
    assert not listed["hardship_file"].cells, "an official blank keeps its words"
    labels = {one.wording.label: one for one in listed["aid_approval"].cells}
    basic = labels["基层工会意见"].wording
    assert labels["负责人签字"].wording.places == 3 and basic.places == 1
    own = {basic.key: "单位工会\n初审意见", "联系电话": "手机号码", "负责人签字": "主席签字"}
    save_texts(office, form="aid_approval", texts=own)
    pdf = print_form(
        office, form="aid_approval", case_id=filed.case_id, grant_id=filed.grant_id
    ).pdf
    read = read_back(pdf)
    assert "手机号码" in read and "单位工会初审意见" in read and "主席签字：" in read
    assert "联系电话" not in read
    (changed,) = [one for one in form_texts(office) if one.own_count]
    assert changed.own_count == 3 and {one.text for one in changed.cells if one.is_own} == set(
        own.values()
    )
    save_texts(office, form="aid_approval", texts={basic.key: basic.delivered, "联系电话": ""})
    assert not any(one.own_count for one in form_texts(office))


@pytest.mark.parametrize(
    ("form", "key", "text", "why"),
    [
        ("aid_approval", "年龄", "截至申请当月的周岁年龄（按身份证计算）", "印不清楚"),
        ("aid_approval", "年龄", "一" * 58, "“年龄”的内容太长"),
        ("aid_approval", "年龄", "一" * 61, "最多 60 个字"),
        ("aid_approval", "年龄", "年\n龄", "只能是一段"),
        ("aid_approval", "年龄", "年\U0001f600", "没有字形"),
        ("aid_approval", "负责人签字", "本单位工会委员会主要负责人亲笔签字并按手印", "印不清楚"),
        ("application", "无劳动能力", "家" * 60, "印不清楚"),
        ("application", "没有这个词", "词", "没有可以改的"),
        ("hardship_file", "姓名", "职工姓名", "没有可以改的"),
    ],
)
def test_a_word_that_its_cell_cannot_hold_is_refused(
    office: Office, form: str, key: str, text: str, why: str
) -> None:
    for check in (preview_texts, save_texts):
        with pytest.raises(UserError, match=why) as caught:
            check(office, form=form, texts={key: text})
        assert why == "没有可以改的" or why == "没有字形" or caught.value.field == key
    assert not any(one.own_count for one in form_texts(office))


def test_upright_words_stay_upright() -> None:
    title, _ = cell_words(form_of("spines"))
    assert title.delivered == "困难职工档案" and title.key == "困\n难\n职\n工\n档\n案"
    assert FixedWords({title.key: "帮扶卷"}).said(title.key) == "帮\n扶\n卷"
    assert FixedWords({"甲\n乙丙": "丁戊"}).said("甲\n乙丙") == "丁戊"


def test_every_form_is_listed_and_the_official_ones_have_nothing_to_replace(office: Office) -> None:
    listed = {one.form: one for one in form_texts(office)}
    assert list(listed) == [form.key for form in FORMS]
    for form in FORMS:
        keys = [one.wording.key for one in listed[form.key].texts]
        assert len(keys) == len(set(keys))
        assert ("title" in keys) is form.is_reference_layout
    assert all(len(listed[key].texts) > 1 for key in _NAMED)
    with pytest.raises(UserError, match="没有可以改的"):
        save_texts(office, form="hardship_file", texts={"title": "自己的标题"})


def test_a_replaced_text_stands_on_the_next_paper_and_goes_back(
    office: Office, filed: Filed
) -> None:
    delivered = blank_form(office, form="certificate").pdf
    changes = save_texts(
        office, form="certificate", texts={"title": f"证明{_RARE}", "end": "特予证明。"}
    )
    assert changes.op is Op.SAVE_SETTINGS
    paper = issue(office, form="certificate", case_id=filed.case_id, reason="申请助学")
    read = read_back(paper.pdf)
    assert f"证明{_RARE}" in read and "特予证明。" in read and "特此证明。" not in read
    assert paper.form == "困难职工帮扶证明", "the register keeps the name of the form"
    assert [one.own_count for one in form_texts(office) if one.own_count] == [2]
    save_texts(office, form="certificate", texts={"title": "", "end": " 特此证明。\n"})
    assert not any(one.own_count for one in form_texts(office))
    assert read_back(blank_form(office, form="certificate").pdf) == read_back(delivered)


def test_a_preview_keeps_nothing(office: Office) -> None:
    pdf = preview_texts(
        office, form="questionnaire", texts={"questions": "好吗？\n□好 □不好\n要吗？"}
    )
    read = read_back(pdf)
    assert "1．好吗？□好□不好2．要吗？" in read
    assert not any(one.own_count for one in form_texts(office))


def test_what_cannot_be_printed_is_refused_when_it_is_saved(office: Office) -> None:
    use = form_of("certificate").texts[1]
    for key, text, why in (
        ("use", "本证明有效。", "【用途】"),
        ("use", f"{use.delivered}【用途】", "【用途】"),
        ("use", "用于【用途】。\n再说一段。", "只能是一段"),
        ("title", "长" * 41, "最多 40 个字"),
        ("title", "证明\U0001f600", "字"),
    ):
        with pytest.raises(UserError, match=why) as caught:
            save_texts(office, form="certificate", texts={key: text})
        assert caught.value.field
    with pytest.raises(UserError):
        save_texts(office, form="certificate", texts={"facts": use.delivered})
    assert not any(one.own_count for one in form_texts(office))


def test_only_who_may_change_settings_may_change_words(open_as: OpenAs) -> None:
    office = open_as("admin")
    add_account(
        office,
        name="luozq",
        display_name="罗志强",
        unit_id=office.user.unit_id,
        roles=[Role.CLERK],
        password=PASSWORD,
        cost=KdfCost.for_tests(),
    )
    clerk = open_as("luozq")
    with pytest.raises(AccessDeniedError):
        save_texts(clerk, form="certificate", texts={"nothing": ""})
    assert form_texts(clerk)


def test_a_value_is_never_taken_for_a_slot() -> None:
    wording = Wording("use", "用途", "用于【用途】，【期限】有效。")
    assert (
        filled(wording.delivered, {"用途": "【期限】", "期限": "当年"})
        == "用于【期限】，当年有效。"
    )
    assert checked(wording, "") == checked(wording, wording.delivered) == ""
