"""Text as it is stored: one normal form, no invisible characters, no private code points we know."""

import unicodedata

# GB 18030-2022 gives these 80 code positions (FE50 to FEA0) characters of their own; older
# programs left them in the private area U+E815 to U+E864, where a name such as U+E863 for 䶮
# neither prints nor matches. The order is that of the positions.
_FROM_PRIVATE = (
    "\u2e81\U00020087\U00020089\U000200cc\u2e84㑳㑇\u2e88\u2e8b\u9fb4㖞㘚㘎\u2e8c\u2e97㥮"
    "㤘\u9fb5㧏㧟㩳㧐\u9fb6\u9fb7㭎㱮㳠\u2ea7\U000215d7\u9fb8\u2eaa䁖"
    "䅟\u2eae䌷\u2eb3\u2eb6\u2eb7\U0002298f䎱䎬\u2ebb䏝䓖䙡䙌\u9fb9䜣"
    "䜩䝼䞍\u2eca䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶\u9fba"
    "\U000241fe䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮\u9fbb"
)
_PRIVATE_START = 0xE815
_TO_PUBLIC = {_PRIVATE_START + i: char for i, char in enumerate(_FROM_PRIVATE)}

# Control, format (zero-width, direction marks, byte-order mark), surrogates, line separators.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_DASHES = str.maketrans("−–—", "---")


def clean_text(text: str, *, lines: bool = False) -> str:
    """NFC, known private code points made public, invisible characters out, ends stripped.

    With `lines` line ends are kept as "\n"; without, they and tabs become one blank.
    """
    if (
        text.isprintable()
    ):  # then it holds nothing private or invisible: the way of nearly all cells
        return unicodedata.normalize("NFC", text).strip()
    public = text.replace("\r\n", "\n").replace("\r", "\n").translate(_TO_PUBLIC)
    kept = "".join(_visible(char, lines) for char in unicodedata.normalize("NFC", public))
    return kept.strip()


def _visible(char: str, lines: bool) -> str:
    if char == "\n":
        return "\n" if lines else " "
    if char == "\t":
        return " "
    return "" if unicodedata.category(char) in _INVISIBLE else char


def clean_name(text: str) -> str:
    """A person's name: as `clean_text`; blanks inside a Chinese name go, others become one.

    A name in Latin letters keeps its blanks; 何　家 (U+3000) becomes 何家.
    """
    words = clean_text(text).split()
    latin = any(char.isascii() and char.isalpha() for word in words for char in word)
    return (" " if latin else "").join(words)


def half_width(text: str) -> str:
    """Full-width digits, letters and signs as their ASCII twins; for numbers and codes, not names."""
    return unicodedata.normalize("NFKC", text)


def plain_signs(text: str) -> str:
    """As `half_width`, every dash as the hyphen of the keyboard; for days and amounts."""
    return half_width(text).translate(_DASHES)


def text_of(value: object) -> str:
    """A cell or typed value as clean text: nothing is "", whole numbers lose their `.0`."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return clean_text(str(value))
