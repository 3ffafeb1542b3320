"""Every form read back by place: each fact in the cell its label leads to, no word across a line, the code."""

from collections.abc import Callable

import pytest
import zxingcpp
from PIL import Image

from app.forms import FORMS, Form, form_of
from app.forms.card import slot
from app.paper import Document, render_page

from .conftest import TextAt, id_number
from .printed import Box, below, beside, cells, characters, struck
from .samples import CREATED, Samples, blank, context_of

_NAME, _ID, _PHONE = "𠮷永福", id_number(271), "13807724519"
_NUMBER, _EMPLOYER, _CATEGORY = "QH202600063", "青禾县纺织厂", "相对困难职工"
_HEAD = {"身份证号": _ID, "工作单位": _EMPLOYER}

_BESIDE: dict[str, dict[str, str]] = {
    "hardship_file": _HEAD
    | {"姓名": _NAME, "困难类别": _CATEGORY, "手机号码": _PHONE, "建档日期": "2026年3月2日"},
    "aid_approval": _HEAD
    | {
        "申请人姓名": _NAME,
        "核定金额": "人民币壹万陆仟肆佰零玖元零贰分（¥16,409.02）",
        "银行卡号": "********5678",
        "开户银行": "中国农业银行青禾县支行",
    },
    "exit_approval": _HEAD
    | {
        "姓名": _NAME,
        "退出类型": "✓脱困解困核对不符死亡迁出放弃",
        "相当于低保标准": "2.18倍",
        "连续超过标准": "7个月",
    },
    "certificate": _HEAD | {"姓名": _NAME, "用途": "申请子女助学", "困难类别": _CATEGORY},
    "application": _HEAD | {"申请人姓名": _NAME, "帮扶需求": "希望得到医疗救助和子女助学。"},
    "declaration": _HEAD | {"申请人姓名": _NAME, "家庭人口": "4人"},
    "survey": _HEAD | {"职工姓名": _NAME, "调查日期": "2026年1月26日", "调查人一签字": "罗志强"},
    "appraisal": {
        "评议对象": _NAME,
        "评议时间": "2026年2月6日",
        "不同意": "0票",
        "主持人": "周国栋",
    },
    "entry_notice_result": {
        "公示对象": _NAME,
        "公示时间": "2026年2月9日至2026年2月13日",
        "工作日": "5个",
        "有无异议": "✓无异议有异议",
    },
    "exit_notice_result": {
        "公示对象": _NAME,
        "公示时间": "2026年10月13日至2026年10月19日",
        "公示事项": "退出困难职工档案",
    },
    "filing_approval": _HEAD
    | {
        "申请人姓名": _NAME,
        "月人均纯收入(元)": "991.68",
        "经济核对": "2026年2月4日回复，核对结果：相符，有效期至2026年8月4日。",
    },
    "plan": {
        "职工姓名": _NAME,
        "档案编号": _NUMBER,
        "帮扶目标": "一年内减轻医疗负担，子女完成学业。",
    },
    "education_aid": _HEAD
    | {"姓名": _NAME, "入学年份": "2026年", "学费住宿费(元/年)": "6,500.00", "户名": _NAME},
    "member_changes": _HEAD | {"职工姓名": _NAME, "增加": "1人", "现有人口": "4人"},
    "exit_letter": {"签收人签字": "", "签收日期": ""},
    "visits": {"职工姓名": _NAME, "联系电话": _PHONE, "工作单位": _EMPLOYER},
    "annual_review": _HEAD
    | {
        "职工姓名": _NAME,
        "复核日期": "2026年11月4日",
        "月人均纯收入(元)": "1,059.67",
        "相当于低保标准": "1.32倍",
    },
    "folder_contents": {"职工姓名": _NAME, "建档日期": "2026年3月2日"},
    "folder_note": {"职工姓名": _NAME, "工作单位": _EMPLOYER},
    "roster": {"总计（大写）": "人民币肆仟零贰元零陆分", "本页小计": "4笔4,002.06元"},
    "comforts": {"合计（大写）": "人民币壹仟伍佰元整", "合计（小写）": "3人次¥1,500.00"},
}
"""Of each form: labels, and what stands right of them."""

_BELOW: dict[str, dict[str, str]] = {
    "hardship_file": {"单位或学校": "青禾县职业技术学校", "月收入(元)": "1,850.00"},
    "declaration": {"成年家庭成员": _NAME, "与申请人关系": "本人"},
    "authorisation": {"姓名": _NAME, "身份证号码": _ID, "与申请人关系": "本人"},
    "entry_notice": {"姓名": _NAME, "致困原因": "患重特大疾病", "拟办事项": "建立档案"},
    "exit_notice": {"姓名": _NAME, "工作单位": _EMPLOYER, "拟办事项": "退出档案"},
    "plan": {"措施类别": "医疗托底", "预算(元)": "20,000.00"},
    "member_changes": {"原因": "收养", "日期": "2026-05-04"},
    "visits": {"月收入(元)": "4,100.00", "访问人": "罗志强林秀英"},
    "folder_contents": {"题名": "申请书", "日期": "20260302"},
    "roster": {
        "身份证号": _ID,
        "金额(元)": "1,000.50",
        "账号": "6228480830012345678",
        "联系电话": _PHONE,
    },
    "seal_log": {"文书编号": "QH-2026-000001", "印章名称": "青禾县总工会", "份数": "3"},
    "file_index": {"档案编号": "QH202600001", "姓名": _NAME, "建档日期": "2026-03-02"},
    "spines": {"2026": "QH202600001", "QH202600001": "QH202600003"},
    "visitors": {"来访人": "𠮷秀英", "电话": _PHONE, "接待人": "林秀英"},
    "comforts": {"姓名": "覃𬱖", "身份证号": _ID, "慰问金(元)": "500.00"},
    "destruction": {"档案编号": "QH202600001", "保管期至": "2026-11-01", "件数": "14"},
    "destroyed": {"档案编号": "QH202600001", "销毁日期": "2026-12-01", "监销人": "温故知新"},
}
"""Of each form: heads of columns, and what stands first under them."""

_PLACES = {
    "card": {(19.0, 14.0, 25.0, 5.6): _NAME, (19.0, 19.6, 44.5, 5.6): _ID},
    "missing_papers": {(20.0, 31.0, 170.0, 5.0): f"{_NAME}（工作单位：{_EMPLOYER}）："},
    "exit_letter": {(23.0, 40.0, 170.0, 6.5): f"{_NAME}（工作单位：{_EMPLOYER}）："},
    "questionnaire": {(23.0, 30.0, 60.0, 5.0): "青禾县总工会"},
}
"""Of forms without a grid: mm from the corner of the sheet or of the card, and what stands there."""


def test_every_form_is_read_back() -> None:
    assert {*_BESIDE, *_BELOW, *_PLACES} == {form.key for form in FORMS}


def _facts(read: dict[str, dict[str, str]]) -> list[tuple[str, str, str]]:
    return [(key, label, fact) for key, found in read.items() for label, fact in found.items()]


@pytest.fixture(scope="session")
def grid_of(samples: Samples) -> Callable[[str], list[Box]]:
    """The cells of a filled form, read once."""
    read: dict[str, list[Box]] = {}

    def grid(key: str) -> list[Box]:
        if key not in read:
            read[key] = cells(samples.build(form_of(key)).to_bytes())
        return read[key]

    return grid


@pytest.mark.parametrize(("key", "label", "fact"), _facts(_BESIDE))
def test_a_label_leads_to_its_fact(
    grid_of: Callable[[str], list[Box]], key: str, label: str, fact: str
) -> None:
    assert beside(grid_of(key), label) == fact


@pytest.mark.parametrize(("key", "label", "fact"), _facts(_BELOW))
def test_a_column_begins_with_its_fact(
    grid_of: Callable[[str], list[Box]], key: str, label: str, fact: str
) -> None:
    assert below(grid_of(key), label) == fact


@pytest.mark.parametrize("key", _PLACES)
def test_what_has_no_grid_stands_at_its_place(samples: Samples, text_at: TextAt, key: str) -> None:
    pdf = samples.build(form_of(key)).to_bytes()
    x, y = slot(0) if key == "card" else (0.0, 0.0)
    for (left, top, width, height), fact in _PLACES[key].items():
        assert text_at(pdf, x + left, y + top, width, height) == fact


# -- no word across a line, none outside the sheet ------------------------------------------------------------


def _outside(pdf: bytes, document: Document) -> str:
    """The characters nearer to an edge of the sheet than printers reach."""
    sheets = [(page.width, page.height) for page in document.pages]
    return "".join(
        one.text
        for one in characters(pdf)
        if min(one.left, one.top) < _UNPRINTABLE
        or one.right > sheets[one.page][0] - _UNPRINTABLE
        or one.bottom > sheets[one.page][1] - _UNPRINTABLE
    )


_UNPRINTABLE = 4.2  # mm: what laser printers leave white


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)
@pytest.mark.parametrize("which", ["filled", "long", "empty"])
def test_no_word_runs_into_a_line_or_off_the_sheet(
    samples: Samples, long_samples: Samples, form: Form, which: str
) -> None:
    made = {"filled": samples.build, "long": long_samples.build, "empty": blank}[which](form)
    pdf = made.to_bytes()
    assert struck(pdf) == "" == _outside(pdf, made)


def test_a_word_across_a_line_would_be_found() -> None:
    document = Document(form="试验表", created=CREATED)
    page = document.page()
    page.box(20, 20, 40, 10)
    page.text(25, 23, "在框内")
    page.text(58, 23, "压线")
    page.text(25, 3, "太高")
    pdf = document.to_bytes()
    assert struck(pdf) == "压" and _outside(pdf, document) == "太高"


@pytest.mark.parametrize(
    "form", [form for form in FORMS if form.is_stamped], ids=lambda form: form.key
)
def test_the_code_is_read_beside_every_seal_that_may_stand_on_the_form(
    samples: Samples, form: Form
) -> None:
    stamp = context_of(form, is_stamped=True).stamp
    page = render_page(samples.build(form, is_stamped=True).to_bytes(), 0, 150)
    size = (page.width, page.height)
    picture = Image.frombuffer("RGB", size, page.bgrx, "raw", "BGRX", page.stride, 1)
    (found,) = zxingcpp.read_barcodes(picture)
    assert stamp and found.text == stamp.qr
