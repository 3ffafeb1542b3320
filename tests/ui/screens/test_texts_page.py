"""表单文字: the office's own words are typed, looked at, kept and put back."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.forms import FORMS
from app.forms.own_texts import form_texts, save_texts
from app.office.accounts import add_account
from app.office.session import Office
from db.codes import Role
from db.keys import KdfCost
from tests.conftest import PASSWORD, OpenAs
from tests.ui.driver import click, parts, press, snapshot, wait_until
from ui.context import Context
from ui.jobs import Jobs
from ui.screens.settings.cell_words import CellWords
from ui.screens.settings.texts_dialog import TextsDialog
from ui.screens.settings.texts_page import TextsPage, _labels
from ui.widgets import TextArea

Show = Callable[..., QWidget]


def opened(office: Office, jobs: Jobs, show: Show) -> TextsPage:
    page = TextsPage(Context(office, jobs))
    show(page, 1190, 688)
    wait_until(lambda: jobs.is_idle)
    return page


def dialog_of(page: TextsPage, jobs: Jobs, form: str) -> TextsDialog:
    rows = [row.form for row in page.table.rows()]
    page.table.choose(rows.index(form))
    page._open()
    wait_until(lambda: jobs.is_idle and bool(parts(page.window(), TextsDialog)))
    dialog = next(one for one in parts(page.window(), TextsDialog) if one.isVisible())
    wait_until(lambda: dialog.view.page_count() > 0 or bool(dialog.error()))
    return dialog


def editor(dialog: TextsDialog, key: str) -> TextArea:
    found = dialog.form.editor(key)
    assert isinstance(found, TextArea)
    return found


def own(office: Office) -> dict[str, int]:
    return {one.form: one.own_count for one in form_texts(office) if one.own_count}


def chosen(cells: CellWords) -> Any:
    line = cells.table.current_row()
    assert line is not None
    return line


def test_words_are_typed_refused_kept_and_put_back(office: Office, jobs: Jobs, show: Show) -> None:
    page = opened(office, jobs, show)
    assert [row.form for row in page.table.rows()] == [form.key for form in FORMS]
    dialog = dialog_of(page, jobs, "certificate")
    editor(dialog, "use").setPlainText("本证明有效。")
    click(dialog.main_button)
    wait_until(lambda: bool(dialog.form.error("use")))
    assert "【用途】" in dialog.form.error("use") and own(office) == {}
    editor(dialog, "use").setPlainText("本证明只用于【用途】<b>。")
    click(dialog.main_button)
    wait_until(lambda: own(office) == {"certificate": 1} and jobs.is_idle)
    dialog = dialog_of(page, jobs, "certificate")
    assert editor(dialog, "use").toPlainText() == "本证明只用于【用途】<b>。"
    click(dialog.default_button)
    wait_until(lambda: jobs.is_idle)
    assert own(office) == {"certificate": 1}, "kept only by 保存"
    click(dialog.main_button)
    wait_until(lambda: own(office) == {} and jobs.is_idle)


def test_words_in_cells_are_chosen_from_a_list_and_refused_where_they_do_not_fit(
    office: Office, jobs: Jobs, show: Show
) -> None:
    page = opened(office, jobs, show)
    row = next(one for one in page.table.rows() if one.form == "aid_approval")
    assert f"表格里的 {len(row.cells)} 处文字" in _labels(row) and len(row.cells) > 20
    dialog = dialog_of(page, jobs, "aid_approval")
    cells = dialog.cells
    labels = [line.view.wording.label for line in cells.table.rows()]
    assert len(labels) == len(row.cells) and cells.editor.toPlainText() == "申请人姓名"
    cells.table.choose(labels.index("年龄"))
    assert cells.editor.toPlainText() == "年龄"
    cells.editor.setPlainText("截至申请当月的周岁年龄（按身份证计算）")
    cells.table.choose(0)
    for button in (dialog.preview_button, dialog.main_button):
        click(button)
        wait_until(lambda: "印不清楚" in cells.form.error("word") and jobs.is_idle)
        assert chosen(cells).view.wording.key == "年龄" and not dialog.error()
        cells.table.choose(0)
        assert not cells.form.error("word")
    cells.table.choose(labels.index("年龄"))
    cells.table.open_current()
    press(None, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QApplication.clipboard().setText("周岁")
    press(None, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert chosen(cells).own == "周岁" and cells.editor.textCursor().position() == 2
    click(dialog.preview_button)
    wait_until(lambda: jobs.is_idle)
    snapshot(dialog, "cell-words")
    click(dialog.main_button)
    wait_until(lambda: own(office) == {"aid_approval": 1} and jobs.is_idle)
    dialog = dialog_of(page, jobs, "aid_approval")
    dialog.cells.table.choose(labels.index("年龄"))
    assert dialog.cells.editor.toPlainText() == "周岁"
    click(dialog.default_button)
    assert dialog.cells.editor.toPlainText() == "年龄"
    wait_until(lambda: jobs.is_idle)
    click(dialog.main_button)
    wait_until(lambda: own(office) == {} and jobs.is_idle)


def test_an_official_form_is_only_shown(office: Office, jobs: Jobs, show: Show) -> None:
    page = opened(office, jobs, show)
    dialog = dialog_of(page, jobs, "hardship_file")
    assert dialog.view.page_count() == 2
    assert not dialog.main_button.isVisible() and not dialog.default_button.isVisible()
    dialog.give_up()


def test_who_may_not_change_settings_reads_them(open_as: OpenAs, jobs: Jobs, show: Show) -> None:
    office = open_as("admin")
    save_texts(office, form="visitors", texts={"note": "当场答复。"})
    add_account(
        office,
        name="luozq",
        display_name="罗志强",
        unit_id=office.user.unit_id,
        roles=[Role.CLERK],
        password=PASSWORD,
        cost=KdfCost.for_tests(),
    )
    page = opened(open_as("luozq"), jobs, show)
    dialog = dialog_of(page, jobs, "visitors")
    assert editor(dialog, "note").toPlainText() == "当场答复。"
    assert editor(dialog, "note").isReadOnly() and not dialog.main_button.isVisible()
    dialog.give_up()
