"""The test names that an ID card may carry, on every form: printed, and read back character by character."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest

from app.forms import FORMS, Form, FormContext
from app.paper import page_count, text_of

from .printed import struck

_NAMES = ("𠮷𬱖𫖯𠅤𡐓𤩽𪣻𬎆䶮㛃㑇頔龑", "𡋾𣸣𪨶𫍯𫖮𬀩𬭎㐂")
"""Every character that the notes on fonts and on readings call hard; the one of extension G stops the print."""
_DAY = date(2026, 3, 2)
_SHORT = {"sex": "男"}
"""What a form gives no room for more than it ever holds."""
_NOTHING_WRITTEN = {"questionnaire"}
"""Forms that carry no name: the questionnaire may be answered without giving one."""


def _sample(kind: Any, text: str) -> Any:
    """A value of a type, every text in it the same."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _sample(next(one for one in inner if one is not type(None)), text)
    if origin is tuple:
        places = inner[:1] if inner[1:] == (...,) else inner
        return tuple(_sample(one, text) for one in places)
    if is_dataclass(kind):
        assert isinstance(kind, type)
        hints = get_type_hints(kind)
        texts = {one.name: _SHORT.get(one.name, text) for one in fields(kind)}
        return kind(**{key: _sample(hints[key], words) for key, words in texts.items()})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    plain: dict[Any, Any] = {
        type(None): None,
        str: text,
        int: 12,
        float: 12.0,
        bool: True,
        bytes: b"",
        date: _DAY,
        datetime: datetime(2026, 3, 2, tzinfo=UTC),
    }
    return plain[kind]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif is_dataclass(value):
        for one in fields(value):
            yield from _texts(getattr(value, one.name))


def _file(form: Form, values: Any) -> bytes:
    context = FormContext(created=datetime(2026, 11, 20, tzinfo=UTC), office_name="青禾县总工会")
    return form.build(values, replace(context, purpose="申请助学")).to_bytes()


def _printed(form: Form, values: Any) -> str:
    pdf = _file(form, values)
    return "".join("".join(text_of(pdf, at).split()) for at in range(page_count(pdf)))


@pytest.mark.parametrize("hard", _NAMES)
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)
def test_every_test_name_is_printed_and_read_back(form: Form, hard: str) -> None:
    name = f"覃{hard}"
    values = _sample(type(form.blank), name)
    read = _printed(form, values)
    assert not [char for char in read if char == "\ufffd" or 0x2E80 <= ord(char) <= 0x2FDF]
    assert not struck(_file(form, values)), "no name runs into a line"
    if form.key not in _NOTHING_WRITTEN:
        assert any(name in text for text in _texts(values)) and name in read


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)
def test_the_empty_form_has_none_of_them(form: Form) -> None:
    read = _printed(form, form.blank)
    assert form.name in read and not set("".join(_NAMES)) & set(read)
