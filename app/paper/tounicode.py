"""A correct ToUnicode map for every character, also beyond the Basic Multilingual Plane."""

from collections.abc import Sequence
from typing import Any

_BLOCK = 100  # the PDF reference allows at most 100 entries in one bfchar block

_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo
<< /Registry ({name})
/Ordering ({name})
/Supplement 0
>> def
/CMapName /{name} def
/CMapType 2 def
1 begincodespacerange
<00> <{last:02X}>
endcodespacerange"""

_TAIL = """endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


def to_unicode_map(name: str, subset: Sequence[int]) -> str:
    """The CMap of one font subset: code → UTF-16BE; code 0 (.notdef) → U+FFFD."""
    entries = [f"<{code:02X}> <{_utf16(point)}>" for code, point in enumerate(subset)]
    parts = [_HEAD.format(name=name, last=len(subset) - 1)]
    for start in range(0, len(entries), _BLOCK):
        block = entries[start : start + _BLOCK]
        parts.append(f"{len(block)} beginbfchar")
        parts.extend(block)
        parts.append("endbfchar")
    parts.append(_TAIL)
    return "\n".join(parts)


def _utf16(point: int) -> str:
    return chr(point or 0xFFFD).encode("utf-16-be").hex().upper()


def correct_to_unicode(ttfonts: Any) -> None:
    """Put our map in the place of that of `reportlab.pdfbase.ttfonts`.

    WORKAROUND: reportlab 5.1.0 writes a code point above U+FFFF as five hex digits instead of UTF-16BE, so a
    rare name prints right but is copied, searched and read back as another. Until a release of reportlab
    reads the names of `tests/app/paper/test_names.py` back without this.
    """
    ttfonts.makeToUnicodeCMap = to_unicode_map
