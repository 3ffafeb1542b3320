"""签名证书: what issued papers are signed with; one brought along takes its place."""

from pathlib import Path
from typing import Any

from app.changes import Changes, Op
from app.office.saving import read_picked
from app.office.signing import (
    SigningKeyView,
    bring_signing_key,
    renew_own_key,
    signing_key,
)
from ui.context import Context, bound
from ui.files import ask_file
from ui.screens.settings.page import SettingsPage
from ui.style import Role, Tone
from ui.widgets import Button, Card, Dialog, FormGrid, Label, PasswordInput, ask, row


class SigningPage(SettingsPage):
    """The certificate in use, and the way to another."""

    key = "signing"
    title = "签名证书"
    note = (
        "签发的文书都带有本单位的电子签名，内容一改动就失效。证书和私钥只保存在加密的档案里，"
        "自建的证书在阅读器里显示为“未知签名者”，属于正常。"
    )

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.words = Label("", wrap=True)
        card = Card("在用的证书")
        card.add(self.words)
        bring = Button(
            "换上证书文件…", self._choose, tip="选择带私钥的 PKCS#12 文件（.p12 或 .pfx）"
        )
        self.renew = Button("重新自建", self._renew, tip="由程序生成新的密钥和证书")
        may = ctx.may(Op.SAVE_SIGNING_KEY)
        bring.setVisible(may)
        self.renew.setVisible(may)
        self.lay_out_form(card, row(None, self.renew, bring))

    def refresh(self) -> None:
        """Read which certificate is in use."""
        self.ctx.read(self, bound(signing_key, self.ctx.office), self._show, key=self.key)

    def concerns(self, changes: Changes) -> bool:
        """A new certificate; the first paper of an older office makes one, too."""
        return changes.op in (Op.SAVE_SIGNING_KEY, Op.ISSUE_PAPER)

    def _show(self, found: SigningKeyView | None) -> None:
        if found is None:
            self.words.setText("还没有证书；第一次签发文书时会自动建立。")
            return
        origin = "程序自建" if found.is_own else "由用印人带来"
        self.words.setText(
            f"持有人：{found.holder}\n来源：{origin}，{found.added_on} 启用\n有效期至：{found.valid_until}"
        )

    def _choose(self) -> None:
        ask_file(self, "选择证书文件", "证书 (*.p12 *.pfx)", self.ask_password)

    def ask_password(self, path: Path) -> None:
        """Ask for the password of a chosen file and sign with it from now on."""
        dialog = Dialog(self.window(), "换上证书", action="换上")
        password = PasswordInput()
        form = FormGrid(columns=1)
        form.add("password", "证书文件的密码", password)
        words = "密码只用来打开这个文件，不会保存。以前签发的文书不受影响。"
        dialog.add(Label(words, Role.MUTED, wrap=True), form)

        def go() -> None:
            form.clear_errors()
            work = bound(_bring, self.ctx.office, path, password.take())
            self.ctx.run(dialog, work, on_done=done, form=form)

        def done(_changes: Any) -> None:
            dialog.accept()
            self.banner.show_message("已换上证书，以后签发的文书用它签名。", Tone.GREEN)

        dialog.confirmed.connect(go)
        dialog.open()

    def _renew(self) -> None:
        ask(
            self.window(),
            "重新自建签名证书",
            "以后签发的文书改用新的证书签名，在用的证书不再使用。以前签发的文书不受影响。",
            "重新自建",
            lambda: self.ctx.run(
                self, bound(renew_own_key, self.ctx.office), on_done=self._renewed
            ),
        )

    def _renewed(self, _changes: Changes) -> None:
        self.banner.show_message("已重新自建，以后签发的文书用新的证书签名。", Tone.GREEN)


def _bring(office: Any, path: Path, password: str) -> Changes:
    return bring_signing_key(office, pkcs12=read_picked(path), password=password)
