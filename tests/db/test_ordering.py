"""The two orders of names: by pinyin with the readings of surnames, and by the strokes of the surname."""

from db.ordering import _orders, pinyin_key, stroke_count, stroke_key


def test_surnames_sort_under_their_own_reading() -> None:
    names = ["曾三", "单雄", "仇英", "区明", "解放", "艾力", "查良"]
    assert sorted(names, key=pinyin_key) == ["艾力", "区明", "仇英", "单雄", "解放", "曾三", "查良"]


def test_tones_part_what_sounds_alike_and_strokes_what_is_said_alike() -> None:
    assert sorted(["李四", "黎四", "丽四", "力四"], key=pinyin_key) == [
        "黎四",
        "李四",
        "力四",
        "丽四",
    ]


def test_a_name_without_reading_stands_last_unless_it_is_typed() -> None:
    assert pinyin_key("𡋾三") > pinyin_key("祖三") or pinyin_key("𡋾") > pinyin_key("祖")
    assert pinyin_key("𡋾三", "shèng sān") < pinyin_key("祖三")


def test_surnames_sort_by_strokes_and_then_by_their_kinds() -> None:
    names = ["张一", "李一", "王一", "丁一", "杜一", "杨一", "尹一", "亓一", "仇一", "毛一", "陈一"]
    assert "".join(name[0] for name in sorted(names, key=stroke_key)) == "丁王亓毛仇尹杜李杨张陈"


def test_a_single_given_name_stands_before_longer_ones() -> None:
    names = ["王一二", "王国", "王丁", "王一"]
    assert sorted(names, key=stroke_key) == ["王一", "王丁", "王国", "王一二"]


def test_the_written_orders_have_as_many_strokes_as_the_table_counts() -> None:
    wrong = {char: order for char, order in _orders().items() if len(order) != stroke_count(char)}
    assert wrong == {}
    assert {sign for order in _orders().values() for sign in order} <= set("12345")
    assert len(_orders()) > 120


def test_rare_characters_have_their_strokes() -> None:
    assert [stroke_count(char) for char in "一龘䶮"] == [1, 48, 9]
