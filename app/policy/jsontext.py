"""From the bytes of a JSON file to plain values, or one sentence that says what is wrong with them."""

import json

from app.policy.reading import FactsError, shown


def parse_json(data: bytes) -> object:
    """The value in a UTF-8 JSON text, with or without a byte order mark.

    Raises FactsError, without a field, for another encoding, for text that is not JSON, for NaN and
    Infinity, for a field that is named twice in one object (one of the two would be lost silently),
    and for nesting or numbers beyond all measure.
    """
    try:
        return json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=_without_repetition,
            parse_constant=_no_constant,
        )
    except UnicodeDecodeError:
        problem = "文件不是 UTF-8 编码的文本，请另存为 UTF-8 后再试。"
    except json.JSONDecodeError as error:
        problem = f"第 {error.lineno} 行第 {error.colno} 列不符合 JSON 格式，请更正后再试。"
    except RecursionError:
        problem = "内容嵌套的层数太多，请更正后再试。"
    except ValueError:
        # Python refuses whole numbers of more than 4300 digits with a bare ValueError.
        problem = "内容中有位数过多的数字，请更正后再试。"
    raise FactsError(problem, field=None)


def _without_repetition(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise FactsError(f"字段“{shown(key)}”在同一个对象里写了两次，请删去一个。", field=None)
        found[key] = value
    return found


def _no_constant(name: str) -> object:
    raise FactsError(f"{name} 不是可用的数字，请更正。", field=None)
