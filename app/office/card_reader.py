"""An ID-card reader, optional: a helper program of this computer that prints one card as JSON.

Makers of readers ship drivers of their own, for their own systems; what they have in common is that a small
program can ask them. Which program is a setting of this computer and stands beside the encrypted file, as the
look of the window does. What was read goes into a form and nowhere else: into no log and no file.

The program prints one object on its standard output, UTF-8, and ends with 0:
`{"name": "…", "id_number": "…", "ethnicity": "汉", "address": "…", "valid_until": "2035-01-31"}`;
`valid_until` is a day or 长期, and all but name and number may be missing. Another exit code: no card.
"""

import json
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from app.changes import Op
from app.errors import UserError
from app.fields.codes import codes
from app.fields.kinds import Day
from app.office.local_files import read_local, write_local
from app.office.session import Office
from app.progress import Progress
from db.errors import MALFORMED
from db.values import check_id

__all__ = [
    "CardReader",
    "IdCard",
    "ProgramReader",
    "ReadCard",
    "checked",
    "program_of",
    "read_one",
    "reader_of",
    "save_program",
]

FILE_NAME = "card-reader.json"
_LARGEST_ANSWER = 1 << 20
_PATIENCE = 20.0
"""Seconds; somebody still has to lay the card on the reader."""
_LOOK_EVERY = 0.1
_FOREVER = "长期"


@dataclass(frozen=True)
class IdCard:
    """What stands on a card. `ethnicity` as printed, without 族; `valid_until` None for 长期 or unknown."""

    name: str
    id_number: str
    ethnicity: str = ""
    address: str = ""
    valid_until: date | None = None


class CardReader(Protocol):
    """Reads the card that lies on it."""

    def read(self, progress: Progress) -> IdCard:
        """The card. UserError says what to do; Cancelled."""


@dataclass(frozen=True)
class ReadCard:
    """A card as fields: `values` by key of the catalogue; `warning` is a sentence, or empty."""

    values: Mapping[str, Any]
    warning: str


@dataclass(frozen=True)
class ProgramReader:
    """Asks a helper program, which is ended when it takes too long or the user stops it."""

    program: str
    patience: float = _PATIENCE

    def read(self, progress: Progress) -> IdCard:
        """The card that the program printed. UserError, Cancelled."""
        try:
            process = subprocess.Popen(
                [self.program],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise UserError(
                "读卡程序打不开，请在“设置 → 读卡器”里重新选择，或者联系安装读卡器的人员。"
            ) from error
        try:
            answer = self._answer(process, progress)
        finally:
            process.kill()
            process.communicate()
        if process.returncode != 0:
            raise UserError("没有读到证件，请把身份证放在读卡器上，检查连线以后再读一次。")
        return _card(answer)

    def _answer(self, process: "subprocess.Popen[bytes]", progress: Progress) -> bytes:
        until = time.monotonic() + self.patience
        while True:
            try:
                answer, _nothing = process.communicate(timeout=_LOOK_EVERY)
            except subprocess.TimeoutExpired:
                progress.check()
                if time.monotonic() > until:
                    raise UserError(
                        "读卡器一直没有回答，请把证件重新放好，或者拔下读卡器再插上以后再读。"
                    ) from None
            else:
                return answer


def checked(card: IdCard, today: date) -> ReadCard:
    """The card as values of fields, checked as typed ones are. UserError where the number cannot be right."""
    check = check_id(card.id_number, today)
    if check.errors or not card.name:
        raise UserError("读到的姓名或身份证号不完整，没有填入；请把证件重新放好再读一次。")
    values: dict[str, Any] = {"name": card.name, "id_number": check.number18}
    if card.ethnicity:
        values["ethnicity"] = codes("ethnicity").match(card.ethnicity).label
    if card.address:
        values["registered_address"] = card.address
    warning = ""
    if card.valid_until is not None and card.valid_until < today:
        warning = f"这张身份证已在 {card.valid_until} 到期，请提醒本人换领新证。"
    return ReadCard(values, warning)


def _card(answer: bytes) -> IdCard:
    try:
        if len(answer) > _LARGEST_ANSWER:
            raise ValueError("too long")
        told = json.loads(answer.decode("utf-8"))
        texts = {key: _text(told.get(key)) for key in ("name", "id_number", "ethnicity", "address")}
        until = _text(told.get("valid_until"))
        day = None if until in ("", _FOREVER) else Day().parse(until, date.max)
    except (*MALFORMED, UserError) as error:
        # The answer itself is personal data and stands in no message.
        raise UserError("读卡程序给出的内容读不懂，请联系安装读卡器的人员。") from error
    return IdCard(**texts, valid_until=day)


def _text(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value.strip()


# ---------------------------------------------------------------- which program


def program_of(folder: Path) -> str:
    """The path of the helper program; empty where this computer has no reader."""
    program = read_local(folder / FILE_NAME).get("program")
    return program if isinstance(program, str) else ""


def reader_of(folder: Path) -> CardReader | None:
    """The reader of this computer, if it has one."""
    program = program_of(folder)
    return ProgramReader(program) if program else None


def read_one(office: Office, progress: Progress) -> ReadCard:
    """The card on this computer's reader, as values of fields. UserError says what to do; Cancelled."""
    reader = reader_of(office.folder)
    if reader is None:
        raise UserError("这台电脑没有设置读卡器，请在“设置 → 读卡器”里选择读卡程序。")
    return checked(reader.read(progress), office.today)


def save_program(office: Office, *, program: str) -> None:
    """Keep the path for this computer; an empty one takes the reader away.

    A program that is run is the administrator's choice: AccessDeniedError. UserError for none, StorageError.
    """
    office.demand(Op.SAVE_SETTINGS)
    if program and not Path(program).is_file():
        raise UserError("没有这个读卡程序，请用“选择程序…”找到它。", field="program")
    write_local(office.folder / FILE_NAME, {"program": program}, what="读卡器设置的保存")
