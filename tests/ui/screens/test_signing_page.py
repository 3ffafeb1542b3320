"""签名证书: what is in use is told; one brought along takes its place, and a wrong password does not."""

from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from PySide6.QtWidgets import QWidget

from app.office.session import Office
from app.office.signing import signing_key
from tests.app.office.certificates import PASSWORD, pkcs12_of
from tests.ui.driver import click, parts, wait_until
from ui.context import Context
from ui.jobs import Jobs
from ui.screens.settings.signing_page import SigningPage
from ui.widgets import Dialog, FormGrid, PasswordInput

Show = Callable[..., QWidget]


def test_a_certificate_is_brought_and_left_again(
    office: Office, jobs: Jobs, show: Show, tmp_path: Path
) -> None:
    path = tmp_path / "office.p12"
    path.write_bytes(pkcs12_of(ec.generate_private_key(ec.SECP256R1())))
    page = SigningPage(Context(office, jobs))
    show(page, 1000, 600)
    page.refresh()
    wait_until(lambda: "程序自建" in page.words.text())
    assert "青禾县总工会" in page.words.text() and "2056" in page.words.text()
    page.ask_password(path)
    (dialog,) = parts(page, Dialog)
    (password,) = parts(dialog, PasswordInput)
    (form,) = parts(dialog, FormGrid)
    password.setText("wrong")
    click(dialog.main_button)
    wait_until(lambda: "打不开" in form.error("password"))
    password.setText(PASSWORD)
    click(dialog.main_button)
    wait_until(lambda: "已换上证书" in page.banner.text())
    found = signing_key(office)
    assert found is not None and found.holder == "青禾县总工会（电子印章）"
    page.refresh()
    wait_until(lambda: "由用印人带来" in page.words.text())
    click(page.renew)
    (question,) = (one for one in parts(page, Dialog) if one.isVisible())
    assert (key := signing_key(office)) is not None and not key.is_own, "asked first"
    click(question.main_button)
    wait_until(lambda: (key := signing_key(office)) is not None and key.is_own)
    wait_until(lambda: "已重新自建" in page.banner.text())
