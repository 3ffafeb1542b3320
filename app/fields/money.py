"""The capitals of a sum of money, as bills and approval sheets carry them.

Source: 支付结算办法 (中国人民银行, 1997), annex on writing bills; test figures in the domain notes (S95).
"""

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_SECTIONS = ("", "万", "亿")


def rmb_capitals(fen: int) -> str:
    """140950 as 人民币壹仟肆佰零玖元伍角. Ends in 整 after 元 only. ValueError below 0."""
    if fen < 0:
        raise ValueError("a sum in capitals is never negative")
    yuan, rest = divmod(fen, 100)
    jiao, cents = divmod(rest, 10)
    if yuan >= 10_000 ** len(_SECTIONS):
        raise ValueError("a sum in capitals is below 10**12 yuan")
    words = _integer(yuan) + "元" if yuan or not rest else ""
    if jiao:
        words += _DIGITS[jiao] + "角"
    elif cents and yuan:
        words += "零"
    words += _DIGITS[cents] + "分" if cents else ""
    return f"人民币{words}{'' if rest else '整'}"


def _integer(number: int) -> str:
    """Sections of four digits; any run of zeros inside the number is one 零."""
    if number == 0:
        return "零"
    words = ""
    is_gap = False
    for index in reversed(range(len(_SECTIONS))):
        section = number // 10_000**index % 10_000
        if not section:
            is_gap = bool(words)
            continue
        if words and (is_gap or section < 1000):
            words += "零"
        words += _section(section) + _SECTIONS[index]
        is_gap = False
    return words


def _section(section: int) -> str:
    words = ""
    is_gap = False
    for place in reversed(range(4)):
        digit = section // 10**place % 10
        if digit:
            words += ("零" if is_gap and words else "") + _DIGITS[digit] + _PLACES[place]
            is_gap = False
        else:
            is_gap = True
    return words
