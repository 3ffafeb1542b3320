"""The settings: every page stands, for whoever logs in; what is done there is done in the file."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.errors import UserError
from app.lifecycle import Stage
from app.office.accounts import accounts, add_account
from app.office.details import details, procedure
from app.office.session import Office
from app.office.standards import standards
from db.codes import Role
from db.keys import KdfCost, KeyRing
from tests.app.cases.households import Filing, file
from tests.conftest import PASSWORD, OpenAs, TickingClock
from tests.ui.driver import click, parts, press, settle, type_text, wait_until
from ui.context import Context
from ui.fields.form_dialog import FormDialog
from ui.jobs import Jobs
from ui.screens.login.dialogs import PasswordDialog
from ui.screens.settings import presenter
from ui.screens.settings.accounts_page import AccountsPage
from ui.screens.settings.backups_page import BackupsPage
from ui.screens.settings.forcing import PaperDialog, take_sheet
from ui.screens.settings.office_page import OfficePage
from ui.screens.settings.procedure_page import ProcedurePage
from ui.screens.settings.recovery_dialog import NewCodeDialog
from ui.screens.settings.standards_page import StandardsPage
from ui.screens.settings.view import PAGES, SettingsScreen
from ui.widgets import Button, Dialog, EmptyState, Label, PrimaryButton, TextInput

Show = Callable[..., QWidget]


def opened(office: Office, jobs: Jobs, show: Show) -> SettingsScreen:
    screen = SettingsScreen(Context(office, jobs, cost=KdfCost.for_tests()))
    show(screen, 1190, 688)
    assert jobs.wait()
    return screen


def with_accounts(office: Office, jobs: Jobs, show: Show) -> tuple[SettingsScreen, AccountsPage]:
    """The settings, open at the accounts."""
    screen = opened(office, jobs, show)
    screen.show_what(page="accounts")
    assert jobs.wait()
    page = screen.page("accounts")
    assert isinstance(page, AccountsPage)
    return screen, page


def dialog_of(screen: SettingsScreen) -> FormDialog:
    settle()
    return next(dialog for dialog in parts(screen, FormDialog) if dialog.isVisible())


def confirm(screen: SettingsScreen, jobs: Jobs, password: str = PASSWORD) -> PasswordDialog:
    """Answer the question for the password."""
    settle()
    dialog = next(dialog for dialog in parts(screen, PasswordDialog) if dialog.isVisible())
    type_text(dialog.password, password)
    press(dialog.password, Qt.Key.Key_Return)
    assert jobs.wait()
    return dialog


def fill(dialog: FormDialog, key: str, text: str) -> None:
    line = dialog.form.editor(key)
    assert isinstance(line, TextInput)
    line.setText(text)


def test_every_page_stands_and_reads(office: Office, jobs: Jobs, show: Show) -> None:
    screen = opened(office, jobs, show)
    for page in PAGES:
        screen.show_what(page=page.key)
        assert jobs.wait()
        assert screen.page(page.key).isVisible()
        assert len(parts(screen.page(page.key), PrimaryButton)) <= 1


def test_who_may_not_change_is_offered_nothing(open_as: OpenAs, jobs: Jobs, show: Show) -> None:
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
    screen = opened(open_as("luozq"), jobs, show)
    for page in PAGES:
        screen.show_what(page=page.key)
        assert jobs.wait()
        assert not [
            button for button in parts(screen.page(page.key), PrimaryButton) if button.isVisible()
        ]


def test_an_account_is_added_in_the_dialog(office: Office, jobs: Jobs, show: Show) -> None:
    screen, page = with_accounts(office, jobs, show)
    click(next(button for button in parts(page, PrimaryButton) if button.isVisible()))
    asked = confirm(screen, jobs, "Falsch-falsch-1")
    assert asked.form.error("password").startswith("账号或密码不正确")
    assert not [dialog for dialog in parts(screen, FormDialog) if dialog.isVisible()]
    confirm(screen, jobs)
    dialog = dialog_of(screen)
    fill(dialog, "name", "luozq")
    fill(dialog, "display_name", "罗志强")
    fill(dialog, "password", " mit Leerzeichen 77 ")
    click(dialog.main_button)
    assert jobs.wait()
    assert "至少" in dialog.error() or dialog.form.error("roles") or dialog.isVisible()
    tick = dialog.form.editor("CLERK")
    tick.setChecked(True)  # type: ignore[attr-defined]
    click(dialog.main_button)
    wait_until(lambda: jobs.is_idle and len(accounts(office)) == 2)
    settle()
    assert [view.name for view in page.table.rows()] == ["admin", "luozq"]
    page.table.choose(1)
    press(page.table, Qt.Key.Key_Return)
    assert dialog_of(screen).isVisible(), "the password was given a moment ago"


def test_all_files_of_somebody_who_leaves_are_handed_over(
    office: Office, jobs: Jobs, show: Show
) -> None:
    screen, page = with_accounts(office, jobs, show)
    button = next(one for one in parts(page, Button) if one.text() == "移交名下档案…")

    def shown() -> str:
        click(button)
        assert jobs.wait()
        settle()
        dialog = next(one for one in parts(screen, Dialog) if one.isVisible())
        words = " ".join(label.text() for label in parts(dialog, Label))
        dialog.reject()
        return words

    assert "没有未办结的档案" in shown()
    file(office, [Filing("覃永福", "QH-1", case={"clerk_id": office.user.id})])
    assert "共移交 1 份档案" in shown()


def test_a_new_recovery_code_is_shown_until_it_was_put_away(
    office: Office, jobs: Jobs, show: Show
) -> None:
    screen, page = with_accounts(office, jobs, show)
    click(next(one for one in parts(page, Button) if one.text() == "换发恢复码…"))
    confirm(screen, jobs)
    settle()
    question = next(one for one in parts(screen, Dialog) if one.isVisible())
    click(question.main_button)
    wait_until(lambda: any(one.isVisible() for one in parts(screen, NewCodeDialog)))
    dialog = parts(screen, NewCodeDialog)[-1]
    press(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible() and "先抄写或打印" in dialog.error()
    assert not dialog.main_button.isEnabled()
    groups = [one.text() for one in parts(dialog.code, Label) if len(one.text()) == 5]
    ring = KeyRing(office.folder, KdfCost.for_tests())
    assert ring.unlock_with_recovery("-".join(groups)) == office.keys.data
    dialog.code.tick.setChecked(True)
    click(dialog.main_button)
    settle()
    assert not [one for one in parts(screen, NewCodeDialog) if one.isVisible()]


def test_copies_and_restores_ask_for_the_password_and_forget_it_in_time(
    office: Office, jobs: Jobs, show: Show, ticking: TickingClock
) -> None:
    screen = opened(office, jobs, show)
    page = screen.page("backups")
    assert isinstance(page, BackupsPage)
    asked: list[str] = []
    page._ask_where = lambda: asked.append("where")  # type: ignore[method-assign]
    page._ask_restore = lambda: asked.append("restore")  # type: ignore[method-assign]
    page._to_file()
    assert asked == []
    confirm(screen, jobs)
    wait_until(lambda: asked == ["where"])
    page._restore()
    assert asked == ["where", "restore"]
    ticking.moment += timedelta(minutes=5)
    page._restore()
    assert asked == ["where", "restore"]
    confirm(screen, jobs)
    wait_until(lambda: asked == ["where", "restore", "restore"])


def test_a_standard_is_prepared_and_put_in_force_from_paper(
    office: Office, jobs: Jobs, show: Show, tmp_path: Path
) -> None:
    screen = opened(office, jobs, show)
    screen.show_what(page="standards")
    assert jobs.wait()
    page = screen.page("standards")
    assert isinstance(page, StandardsPage)
    page._add()
    dialog = dialog_of(screen)
    fill(dialog, "value", "achthundert")
    fill(dialog, "valid_from", "2026-01-01")
    click(dialog.main_button)
    wait_until(lambda: jobs.is_idle and bool(dialog.form.error("value")))
    fill(dialog, "value", "800")
    click(dialog.main_button)
    wait_until(lambda: jobs.is_idle and len(standards(office)) == 1)
    settle()
    page.table.choose(0)
    page._force()
    paper = dialog_of(screen)
    assert isinstance(paper, PaperDialog)
    fill(paper, "paper_name", "覃主席")
    click(paper.main_button)
    assert paper.form.error("paper_scan") == "请选择签字页扫描件。"
    sheet = tmp_path / "签字页.png"
    Image.new("L", (40, 56), 255).save(sheet)
    take_sheet(paper, sheet)
    click(paper.main_button)
    wait_until(lambda: jobs.is_idle and standards(office)[0].is_in_force)
    settle()
    assert standards(office)[0].value == 80000
    page.table.choose(0)
    look = next(button for button in parts(page, Button) if button.text() == "查看签字页")
    click(look)
    assert jobs.wait()
    settle()
    (viewer,) = (dialog for dialog in parts(screen, Dialog) if dialog.isVisible())
    assert not parts(viewer, EmptyState), "the sheet is drawn"
    viewer.reject()


def test_the_details_are_saved_and_a_mistake_stands_at_its_field(
    office: Office, jobs: Jobs, show: Show
) -> None:
    screen = opened(office, jobs, show)
    page = screen.page("office")
    assert isinstance(page, OfficePage)
    page._lines["lock_minutes"].setText("fünf")
    click(page.save)
    assert page.form.error("lock_minutes") == "请填写数字。"
    page._lines["lock_minutes"].setText("3")
    page._lines["complaint_phone"].setText("0772-0000000")
    click(page.save)
    wait_until(lambda: jobs.is_idle and details(office).lock_minutes == 3)
    assert details(office).complaint_phone == "0772-0000000"


def test_order_and_limits_are_saved(office: Office, jobs: Jobs, show: Show) -> None:
    screen = opened(office, jobs, show)
    screen.show_what(page="procedure")
    assert jobs.wait()
    page = screen.page("procedure")
    assert isinstance(page, ProcedurePage)
    page._steps[1].setCurrentIndex(0)
    page._limits[Stage.SURVEY].setText("8")
    click(page.save)
    wait_until(lambda: jobs.is_idle and procedure(office).limits[Stage.SURVEY] == 8)
    assert procedure(office).order == (Stage.SURVEY, Stage.PUBLICITY)
    assert "未核实" in page.form.note("terms.visit_months")
    assert "未核实" not in page.form.note("terms.retention_years")
    page._terms["visit_months"].setText("halb")
    click(page.save)
    assert page.form.error("terms.visit_months") == "“走访间隔”请填整数，单位是个月。"
    page._terms["visit_months"].setText("3")
    click(page.save)
    wait_until(lambda: jobs.is_idle and procedure(office).terms.visit_months == 3)


def test_nothing_is_saved_before_it_was_read(office: Office, jobs: Jobs, show: Show) -> None:
    page = ProcedurePage(Context(office, jobs))
    page.save.click()
    show(page, 1190, 690)
    assert jobs.wait() and page.save.isEnabled()


def test_the_check_is_shown_line_by_line_and_printed(
    office: Office, jobs: Jobs, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = opened(office, jobs, show)
    screen.show_what(page="backups")
    assert jobs.wait()
    page = screen.page("backups")
    assert isinstance(page, BackupsPage)
    assert not page.print_button.isEnabled()
    page._check()
    assert jobs.wait()
    settle()
    assert len(page._lines.rows()) > 10
    printed: list[bytes] = []
    monkeypatch.setattr(
        "ui.screens.settings.backups_page.print_pdf",
        lambda _ctx, _page, pdf, **_how: printed.append(pdf),
    )
    click(page.print_button)
    assert jobs.wait()
    assert printed[0].startswith(b"%PDF-")


def test_words_of_figures_orders_and_limits() -> None:
    assert presenter.figure_words("低保标准", 80000) == "800.00 元/月"
    assert presenter.figure_words("人均住房面积", 3810) == "38.1 ㎡"
    assert presenter.read_figure("低保标准", "1,234.5", date(2026, 1, 1)) == 123450
    assert presenter.read_order(["SURVEY", "", "PUBLICITY"]) == (Stage.SURVEY, Stage.PUBLICITY)
    with pytest.raises(UserError, match="工作日数"):
        presenter.read_limits({Stage.SURVEY: "x"})
    assert presenter.weekday_words(date(2026, 11, 20)) == "2026-11-20  星期五"
