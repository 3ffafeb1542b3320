"""Forms: Enter walks, columns follow the width, errors stand at their field."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from tests.ui.driver import parts, press, settle, type_text
from ui.style import SIZE, px
from ui.widgets import Dialog, FormGrid, Label, Scroll, TextArea, TextInput
from ui.widgets.grid_place import GridPlace

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def make(count: int = 4) -> FormGrid:
    form = FormGrid()
    for number in range(count):
        form.add(f"f{number}", f"栏目{number}", TextInput(), required=number == 0)
    return form


def test_enter_walks_and_the_last_field_says_so(show: Callable[..., QWidget]) -> None:
    form, left = make(3), list[int]()
    form.left_last.connect(lambda: left.append(1))
    show(form, 900, 120)
    form.focus("f0")
    press(None, Qt.Key.Key_Return)
    assert form.editor("f1").hasFocus()
    press(None, Qt.Key.Key_Return, SHIFT)
    assert form.editor("f0").hasFocus()
    press(None, Qt.Key.Key_Return, SHIFT)
    assert form.editor("f0").hasFocus()
    press(None, Qt.Key.Key_Enter)
    press(None, Qt.Key.Key_Enter)
    assert left == []
    press(None, Qt.Key.Key_Enter)
    assert left == [1]


def test_shift_enter_comes_back_from_the_button_behind_the_last_field(
    show: Callable[..., QWidget],
) -> None:
    form = make(2)
    dialog = Dialog(show(QWidget(), 400, 300), "登记", action="保存")
    dialog.add(form)
    dialog.open()
    pressed: list[int] = []
    dialog.confirmed.connect(lambda: pressed.append(1))
    dialog.activateWindow()
    settle()
    form.focus("f1")
    press(None, Qt.Key.Key_Enter)
    assert dialog.main_button.hasFocus()
    press(None, Qt.Key.Key_Enter, SHIFT)
    assert form.editor("f1").hasFocus()
    press(None, Qt.Key.Key_Return, SHIFT)
    assert form.editor("f0").hasFocus()
    assert pressed == []
    dialog.main_button.setFocus()
    press(None, Qt.Key.Key_Return)
    assert pressed == [1]


def test_the_field_that_enter_leads_to_is_in_sight(show: Callable[..., QWidget]) -> None:
    form = make(12)
    show(Scroll(form), 320, 120)
    form.focus("f0")
    for number in range(1, 12):
        press(None, Qt.Key.Key_Return)
        settle()
        assert is_in_sight(form.editor(f"f{number}"))
    for number in range(10, -1, -1):
        press(None, Qt.Key.Key_Return, SHIFT)
        settle()
        assert is_in_sight(form.editor(f"f{number}"))


def test_an_error_above_does_not_push_the_field_out_of_sight(show: Callable[..., QWidget]) -> None:
    form = make(4)
    show(Scroll(form), 320, 90)
    form.focus("f1")
    form.set_error("f0", "金额不能是负数，请改正；这一句有好几行长，下面的栏目都要往下让。")
    settle()
    assert is_in_sight(form.editor("f1"))


def is_in_sight(editor: QWidget) -> bool:
    return editor.visibleRegion().boundingRect() == editor.rect()


def test_enter_skips_what_cannot_be_typed_in(show: Callable[..., QWidget]) -> None:
    form = make(4)
    show(form, 900, 120)
    form.editor("f1").setEnabled(False)
    form.set_row_visible("f2", False)
    form.focus("f0")
    press(None, Qt.Key.Key_Return)
    assert form.editor("f3").hasFocus()
    assert not form.editor("f2").isVisible()


def test_enter_passes_by_what_is_only_shown(show: Callable[..., QWidget]) -> None:
    form = make(4)
    lines = [form.editor(f"f{number}") for number in range(4)]
    show(form, 900, 120)
    for line in lines[1:3]:
        assert isinstance(line, TextInput)
        line.setReadOnly(True)
    form.focus("f0")
    press(None, Qt.Key.Key_Return)
    assert lines[3].hasFocus()
    press(None, Qt.Key.Key_Return, SHIFT)
    assert lines[0].hasFocus()
    form.focus("f1")
    press(None, Qt.Key.Key_Return)
    assert lines[3].hasFocus(), "from a field that was clicked to be copied from"


def test_enter_in_a_text_area_walks_and_ctrl_enter_breaks_the_line(
    show: Callable[..., QWidget],
) -> None:
    form, area = FormGrid(), TextArea("甲")
    form.add("why", "原因", area, span=3)
    form.add("who", "谁", QComboBox())
    show(form, 900, 160)
    area.setFocus()
    press(area, Qt.Key.Key_Return, CTRL)
    assert area.toPlainText() == "\n甲"
    press(area, Qt.Key.Key_Return)
    assert area.toPlainText() == "\n甲"
    assert form.editor("who").hasFocus()


@pytest.mark.parametrize(("width", "columns"), [(900, 3), (600, 2), (300, 1)])
def test_columns_follow_the_width(width: int, columns: int, show: Callable[..., QWidget]) -> None:
    form = make(4)
    show(form, width, 300)
    settle()
    tops = [
        form.editor(key).mapTo(form, form.editor(key).rect().topLeft()).y()
        for key in form.field_keys()
    ]
    assert tops.count(tops[0]) == columns
    if columns > 1:
        lefts = [
            form.editor(f"f{n}").mapTo(form, form.rect().topLeft()).x() for n in range(columns)
        ]
        assert lefts == sorted(lefts)


def test_error_stands_at_its_field_and_goes(show: Callable[..., QWidget]) -> None:
    form = make(2)
    show(form, 900, 120)
    before = form.sizeHint().height()
    form.set_error("f1", "手机号码应为 11 位数字，请重新输入。")
    settle()
    assert form.error("f1") == "手机号码应为 11 位数字，请重新输入。"
    assert form.editor("f1").accessibleDescription() == "手机号码应为 11 位数字，请重新输入。"
    assert form.editor("f1").property("invalid") is True
    assert form.sizeHint().height() > before
    assert form.error("f0") == ""
    form.clear_errors()
    assert form.error("f1") == ""
    assert form.editor("f1").property("invalid") is False


def test_a_longer_error_finds_room_where_a_short_one_stood(show: Callable[..., QWidget]) -> None:
    dialog, form = Dialog(show(QWidget(), 1000, 700), "登记", width=760), FormGrid(columns=2)
    for key in ("f0", "f1", "f2", "f3"):
        form.add(key, "栏目", TextInput(), required=True)
    dialog.add(form)
    dialog.open()
    settle()
    for key in ("f0", "f1", "f3"):
        form.set_error(key, "请填写调查人一。")
    settle()
    form.clear_errors()
    form.set_error("f1", "两位调查人不能是同一个人，请填写另一位的真实姓名，再登记一次。")
    settle()
    error = next(label for label in parts(form, Label) if "两位" in label.text())
    assert error.height() >= error.heightForWidth(error.width())
    assert error.y() >= form.editor("f1").geometry().bottom()
    dialog.give_up()


def test_an_error_goes_when_its_field_is_left_changed(show: Callable[..., QWidget]) -> None:
    form, kinds = make(2), QComboBox()
    kinds.addItems(["请选择", "属实"])
    form.add("kind", "结论", kinds)
    show(form, 900, 120)
    for key in ("f0", "kind"):
        form.set_error(key, "请填写。")
    form.focus("f0")
    form.focus("f1")
    assert form.error("f0") == "请填写。", "left as it was"
    form.focus("f0")
    type_text(form.editor("f0"), "abc")
    assert form.error("f0") == "请填写。", "not while one types"
    form.focus("kind")
    assert form.error("f0") == ""
    kinds.setCurrentIndex(1)
    form.focus("f1")
    assert form.error("kind") == ""


def test_two_fields_of_one_key_are_a_mistake(show: Callable[..., QWidget]) -> None:
    form = make(1)
    show(form)
    with pytest.raises(ValueError, match="same key"):
        form.add("f0", "又一个", TextInput())


def test_required_and_suffix_are_told(app: QApplication, show: Callable[..., QWidget]) -> None:
    del app
    form = make(2)
    form.heading("家庭")
    form.add("age", "年龄", TextInput("44"))
    show(form, 900, 160)
    assert form.editor("f0").accessibleName() == "栏目0（必填）"
    form.set_suffix("age", "周岁")
    editor = form.editor("age")
    assert isinstance(editor, TextInput)
    assert (editor.text(), editor.suffix()) == ("44", "周岁")
    assert form.has("age")
    assert not form.has("nothing")


def test_spare_height_lies_below_the_fields(show: Callable[..., QWidget]) -> None:
    form = FormGrid(columns=1)
    for number in range(3):
        form.add(f"f{number}", f"栏目{number}", TextInput())
    show(form, 400, 400)
    tops = [form.editor(f"f{number}").mapTo(form, QPoint(0, 0)).y() for number in range(3)]
    assert tops[0] == 0
    assert tops[2] - tops[1] == tops[1] - tops[0] == px(SIZE.field) + px(SIZE.gap_small)


def test_long_value_shows_its_beginning(show: Callable[..., QWidget]) -> None:
    line = TextInput("450224197703122719" * 3)
    show(line, 120, 30)
    assert line.cursorPosition() == 0


def test_long_label_breaks_into_lines_of_the_same_length(show: Callable[..., QWidget]) -> None:
    form = FormGrid()
    form.add("region", "户口所在地行政区划", TextInput())
    form.add("kind", "户口类型", TextInput())
    show(form, 900, 120)
    long, short = (label for label in parts(form, Label) if label.text().startswith("户口"))
    character = long.fontMetrics().horizontalAdvance("字")
    assert (long.wordWrap(), long.width() // character) == (True, 5)
    assert not short.wordWrap()


def test_a_field_that_is_added_leaves_the_others_where_they_are(
    show: Callable[..., QWidget], monkeypatch: pytest.MonkeyPatch
) -> None:
    placed: list[int] = []
    take = GridPlace.take

    def counted(place: GridPlace, wanted: int) -> tuple[int, int, int]:
        placed.append(wanted)
        return take(place, wanted)

    monkeypatch.setattr(GridPlace, "take", counted)
    form = make(40)
    assert len(placed) == 40
    show(form, 900, 600)
    assert [form.editor(f"f{at}").isVisible() for at in range(40)] == [True] * 40
