"""The flow: rows, groups, tables over pages, opinions, page numbers."""

from collections.abc import Callable
from datetime import date

import pytest

from app.paper import (
    Blank,
    Column,
    Document,
    Label,
    Opinion,
    Orientation,
    Sheet,
    TextTooLongError,
    Tick,
    Ticks,
    Value,
    demo_seal,
    page_count,
    text_of,
)
from app.paper.cellpaint import column_size
from app.paper.entries import Entry

from .conftest import Pixels, TextAt

_COLUMNS = [Column("序号", 14), Column("姓名", 24), Column("工作单位"), Column("金额", 24)]


def _rows(count: int) -> list[list[str]]:
    return [[str(n + 1), f"第{n + 1}人", "示范县第一纺织厂", "500.00"] for n in range(count)]


def test_cells_share_the_width_and_stand_side_by_side(document: Document, text_at: TextAt) -> None:
    sheet = Sheet(document)
    top = sheet.y
    sheet.row([Label("姓名", 20), Value("张三", 30, field="姓名"), Blank(10), Value("李四")])
    pdf = document.to_bytes()
    left = sheet.left
    assert sheet.y == pytest.approx(top + 9)
    assert text_at(pdf, left, top, 20, 9) == "姓名"
    assert text_at(pdf, left + 20, top, 30, 9) == "张三"
    assert text_at(pdf, left + 50, top, 10, 9) == ""
    assert text_at(pdf, left + 60, top, sheet.width - 60, 9) == "李四"


def test_cells_wider_than_the_sheet_are_a_fault(document: Document) -> None:
    with pytest.raises(ValueError, match="mm of"):
        Sheet(document).row([Label("甲", 150), Label("乙", 100)])


def test_a_row_grows_with_its_value_and_reports_nothing(document: Document) -> None:
    sheet = Sheet(document)
    top = sheet.y
    sheet.row([Label("说明", 20), Value("困难" * 200, field="说明")], height=9)
    assert sheet.y - top > 25
    assert document.fit_notes == ()
    assert text_of(document.to_bytes(), 0).count("困") == 200


def test_a_value_longer_than_a_page_is_refused_by_field(document: Document) -> None:
    with pytest.raises(TextTooLongError, match="“说明”"):
        Sheet(document).row([Label("说明", 20), Value("困难" * 9000, field="说明")])
    with pytest.raises(TextTooLongError, match="有一行内容太长"):
        Sheet(document).table([Column("甲")], [["困难" * 9000]])


def test_a_table_repeats_its_header_and_loses_no_row(document: Document) -> None:
    sheet = Sheet(document, orientation=Orientation.LANDSCAPE, running_head="发放花名册 2026-01")
    sheet.title("困难职工帮扶资金发放花名册")
    sheet.table(_COLUMNS, _rows(70))
    pdf = document.to_bytes()
    pages = [text_of(pdf, page) for page in range(page_count(pdf))]
    assert len(pages) >= 4
    for number, page in enumerate(pages, start=1):
        assert page.count("工作单位") == 1
        assert f"第 {number} 页" in " ".join(page.split())
        assert f"共 {len(pages)} 页" in " ".join(page.split())
        assert ("发放花名册 2026-01" in page) is (number > 1)
    for row in range(1, 71):
        assert sum(page.count(f"第{row}人") for page in pages) == 1


def test_each_page_may_have_its_own_subtotal(document: Document) -> None:
    spans: list[tuple[int, int]] = []

    def foot(first: int, end: int) -> list[Label | Value]:
        spans.append((first, end))
        return [Label("本页小计", 38), Value(f"{(end - first) * 500}.00")]

    sheet = Sheet(document)
    sheet.table(_COLUMNS, _rows(50), page_foot=foot)
    assert spans[0][0] == 0 and spans[-1][1] == 50
    assert all(end == first for (_, end), (first, _) in zip(spans, spans[1:], strict=False))
    assert len(spans) == document.page_count > 1
    assert sheet.y <= sheet.bottom + 1e-6


def test_a_high_first_row_takes_its_header_along(document: Document) -> None:
    sheet = Sheet(document)
    sheet.y = sheet.bottom - 25
    sheet.table(_COLUMNS, [["1", "张三", "示范县第一纺织厂" * 30, "500.00"], *_rows(2)])
    pdf = document.to_bytes()
    assert "工作单位" not in text_of(pdf, 0)
    assert "工作单位" in text_of(pdf, 1)


def test_a_column_has_one_size() -> None:
    column = Column("金额")
    assert column_size(column, ["1", "22.50"], 15) == 10.5
    assert 9 <= column_size(column, ["1", "11,111.11"], 15) < 10.5
    wrapped = column_size(column, ["1", "11,111.11元" * 9], 15)
    assert wrapped == 10.5, "what is wrapped anyway does not make the others small"


def test_a_short_table_is_filled_up_for_the_hand(document: Document) -> None:
    sheet = Sheet(document)
    top = sheet.y
    sheet.table(_COLUMNS, _rows(1), min_rows=5, row_height=8, header_height=8)
    assert sheet.y == pytest.approx(top + 8 + 5 * 8)


def test_a_group_carries_its_label_over_the_page(document: Document, text_at: TextAt) -> None:
    sheet = Sheet(document)
    left = sheet.left
    with sheet.group("家庭成员", width=9):
        assert sheet.left == pytest.approx(left + 9)
        sheet.table(_COLUMNS, _rows(40))
    assert sheet.left == left
    pdf = document.to_bytes()
    assert page_count(pdf) == 2
    for page in range(2):
        assert "".join(text_at(pdf, left, 10, 9, 275, page=page).split()) == "家庭成员"


def test_each_sheet_counts_its_own_pages(document: Document) -> None:
    for count in (60, 3):
        Sheet(document).table(_COLUMNS, _rows(count))
    pdf = document.to_bytes()
    numbers = [" ".join(text_of(pdf, page).split())[-11:] for page in range(page_count(pdf))]
    assert numbers == ["第 1 页 共 2 页", "第 2 页 共 2 页", "第 1 页 共 1 页"]


def test_ticks_wrap_and_the_row_grows(document: Document, text_at: TextAt) -> None:
    sheet = Sheet(document)
    top = sheet.y
    options = [Tick(f"选项之{n}", is_ticked=n in {1, 9}) for n in range(12)]
    sheet.row([Label("致困原因", 20), Ticks(options, lead="原因：")], height=9)
    assert sheet.y - top > 9
    read = "".join(text_at(document.to_bytes(), sheet.left + 20, top, sheet.width - 20, 30).split())
    assert read.startswith("原因：选项之0✓选项之1选项之2")
    assert read.count("✓") == 2


def test_an_opinion_has_its_words_signer_and_day(document: Document, text_at: TextAt) -> None:
    sheet = Sheet(document)
    tops = []
    for opinion in (
        Opinion("情况属实，同意。", signer="李四", day=date(2026, 11, 3), field="意见"),
        Opinion(signer_label="经办人签字"),
        Opinion(seal_hint=False),
    ):
        tops.append(sheet.y)
        sheet.row([Label("意见", 20), opinion], height=30)
    pdf = document.to_bytes()
    first, second, third = (
        " ".join(text_at(pdf, sheet.left + 20, top, sheet.width - 20, 30).split()) for top in tops
    )
    assert "情况属实，同意。" in first and "负责人签字：李四" in first and "2026年11月3日" in first
    assert "经办人签字：" in second and "（盖章）" in second
    assert [part for part in "年月日" if part not in second] == []
    assert "（盖章）" not in third


def test_the_seal_is_centred_on_the_day(
    document: Document, pixels: Callable[..., Pixels], text_at: TextAt
) -> None:
    sheet = Sheet(document)
    seal = demo_seal("示范县总工会")
    sheet.gap(1)
    sheet.row([Label("意见", 20), Opinion("同意。", day=date(2026, 11, 3), seal=seal)], height=60)
    pdf = document.to_bytes()
    picture = pixels(pdf, dpi=254).astype(int)
    rows, columns = ((picture[:, :, 0] > 150) & (picture[:, :, 1] < 100)).nonzero()
    middle_x = (columns.min() + columns.max()) / 20
    middle_y = (rows.min() + rows.max()) / 20
    assert "2026年11月3日" in text_at(pdf, middle_x - 16, middle_y - 3, 32, 6)
    assert "（盖章）" not in text_of(pdf, 0)


def test_a_letter_closes_with_issuer_day_and_seal(
    document: Document, pixels: Callable[..., Pixels]
) -> None:
    sheet = Sheet(document)
    sheet.title("困难职工帮扶证明")
    sheet.paragraph("兹证明张𠮷明同志为示范县困难职工。" * 12, field="正文")
    sheet.closing("示范县总工会", date(2026, 11, 20), seal=demo_seal("示范县总工会"))
    pdf = document.to_bytes()
    lines = text_of(pdf, 0).splitlines()
    assert lines[0].strip() == "困难职工帮扶证明"
    assert lines[1].startswith("\u3000\u3000兹证明张𠮷明")
    assert "示范县总工会" in lines and "2026年11月20日" in lines
    picture = pixels(pdf, dpi=100).astype(int)
    _, columns = ((picture[:, :, 0] > 150) & (picture[:, :, 1] < 100)).nonzero()
    assert columns.max() < 827 - 12, "inside the sheet"


def test_long_body_text_breaks_over_pages(document: Document) -> None:
    sheet = Sheet(document)
    sheet.paragraph("困难职工" * 700)
    pdf = document.to_bytes()
    assert page_count(pdf) > 1
    assert sum(text_of(pdf, page).count("困") for page in range(page_count(pdf))) == 700


def test_a_long_title_stays_inside_and_clear_of_the_code(
    document: Document, pixels: Callable[..., Pixels]
) -> None:
    sheet = Sheet(document)
    sheet.qr("NDX1|2026-000123")
    sheet.title("关于拟建立困难职工档案的公示以及公示结果情况说明表")
    sheet.line(left="填报单位：示范县总工会", right="编号：2026-000123")
    picture = pixels(document.to_bytes(), dpi=254)[:, :, 0] < 128
    assert not picture[70:310, 455:470].any(), "white beside the code"
    assert not picture[:2700, :200].any() and not picture[:2700, 1935:].any()


def test_what_has_no_room_on_the_line_stands_on_one_of_its_own(document: Document) -> None:
    sheet = Sheet(document)
    sheet.line(
        left=Entry("资金来源", "2026 年"), center=Entry("文件依据", "3 号"), right="2 月 1 日"
    )
    sheet.line(
        left=Entry("资金来源", "2026 年中央财政帮扶资金，中央财政专项帮扶资金"),
        center=Entry("文件依据", "青工办〔2026〕3 号"),
        right="2 月 1 日",
    )
    assert text_of(document.to_bytes(), 0).split("\r\n")[:-1] == [
        "资金来源：2026 年 文件依据：3 号 2 月 1 日",
        "资金来源：2026 年中央财政帮扶资金，中央财政专项帮扶资金 2 月 1 日",
        "文件依据：青工办〔2026〕3 号",
    ]
