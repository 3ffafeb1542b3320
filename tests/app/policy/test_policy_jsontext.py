"""What a file of facts may look like."""

import json

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from app.policy.facts import FactsError
from app.policy.jsontext import parse_json


def test_reads_utf8_with_and_without_mark() -> None:
    text = json.dumps({"项": ["1.00", None, True]}, ensure_ascii=False)
    assert parse_json(text.encode()) == parse_json(text.encode("utf-8-sig")) == json.loads(text)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "JSON"),
        (b"{", "第 1 行"),
        ('{"a": "单"}'.encode("gbk"), "UTF-8"),
        (b'{"a": NaN}', "NaN"),
        (b"[-Infinity]", "Infinity"),
        (b'{"a": 1, "a": 2}', "两次"),
        (b"[" * 200_000, "层数"),
        (b"9" * 5000, "位数"),
    ],
)
def test_unreadable_files_get_one_sentence(data: bytes, words: str) -> None:
    with pytest.raises(FactsError) as caught:
        parse_json(data)
    assert words in caught.value.message
    assert caught.value.message.endswith("。")
    assert caught.value.field is None


@seed(20261120)
@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=40))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        parse_json(data)
    except FactsError as error:
        assert "\n" not in error.message
