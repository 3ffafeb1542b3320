"""The passwords that a guesser would try first (R12), made by rule and not copied from any list.

Published lists of leaked passwords hold what people had, in part names and numbers of real ones, and
say little of Chinese offices. What people choose there is built in few ways: a word, a name in pinyin
or a walk over the keyboard, and before or behind it some digits, a year or a mark. These are that
many more than the ten thousand that R12 asks for; only what is long enough for this program counts.
"""

from collections.abc import Iterator
from functools import cache
from itertools import product

__all__ = ["SHORTEST", "common_passwords", "is_common"]

SHORTEST = 10

_LOOK_ALIKES = str.maketrans("@430$517", "aaeosslt")
_MARKS = "!.?~*#@。！？"
"""What is put behind a password that was refused for having no mark."""

_WORDS = """
    password admin administrator welcome letmein iloveyou woaini woaiwojia woaizhongguo wodemima mima
    woshishui nihao nihaoma zhongguo beijing shanghai guangxi nanning liuzhou guangzhou chongqing
    sichuan gonghui zonggonghui zhigong bangfu dangan kunnan nuandang laomo guanliyuan zhanghao
    bangongshi diannao shuju jiayou xiexie kaixin xingfu pingan jiankang facai gongxi baobei qinai
    laopo laogong mama baba haizi yonghu ceshi xitong windows computer internet system server oracle
    office default changeme master secret user login guest test sunshine princess football baseball
    superman monkey dragon shadow michael summer winter spring autumn hello freedom whatever trustno
    flower lovely angel killer
"""
_SURNAMES = """
    wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie
    song tang feng deng han cao zeng peng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu
    ding ren shen yao qin meng nong mo
"""
_GIVEN = """
    wei fang na min jing li qiang lei jun yang yong yan jie juan tao ming chao xiuying xia ping gang
    guiying hong bin hui jianguo jianhua guohua xiaoming zhiqiang xiaohong haiyan lijuan yulan meiling
    jianjun haitao wenjun zhiwei xiaoyan
"""
_ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "0987654321", "poiuytrewq")
_COLUMNS = """
    1qaz 2wsx 3edc 4rfv 5tgb 6yhn 7ujm zaq1 xsw2 cde3 !qaz @wsx #edc zaq! xsw@ !@#$ !@#$% !@#$%^
"""
_DIGITS = (
    "123",
    "1234",
    "12345",
    "123456",
    "888",
    "666",
    "520",
    "1314",
    "521",
    "110",
    "001",
    "000",
)
_YEARS = tuple(str(year) for year in range(1990, 2031))
_ENDINGS = tuple(
    between + digits for between in ("", "@", "#", "_", ".", "-") for digits in (*_DIGITS, *_YEARS)
) + ("!@#", "123!@#", "abc", "abc123")


def is_common(password: str) -> bool:
    """Whether it is one of them, whatever its case, its look-alikes (0 for o) and the marks behind it."""
    plain = password.casefold()
    bare = plain[:-1] if plain[-1:] in _MARKS else plain
    return any(_is_built(_alike(one)) for one in (plain, bare, plain.rstrip(_MARKS)))


def common_passwords() -> Iterator[str]:
    """Every one of them in plain lower case; some are made in two ways and come twice."""
    for first, ending in product(_starts(), _ENDINGS):
        if len(first) + len(ending) >= SHORTEST:
            yield first + ending
            yield ending + first
    yield from _walks()


def _is_built(plain: str) -> bool:
    if plain in _known_walks():
        return True
    starts = _known_starts()
    return any(
        (plain.endswith(ending) and plain[: -len(ending)] in starts)
        or (plain.startswith(ending) and plain[len(ending) :] in starts)
        for ending in _known_endings()
    )


def _alike(plain: str) -> str:
    return plain.translate(_LOOK_ALIKES)


@cache
def _known_starts() -> frozenset[str]:
    return frozenset(map(_alike, _starts()))


@cache
def _known_walks() -> frozenset[str]:
    return frozenset(map(_alike, _walks()))


@cache
def _known_endings() -> frozenset[str]:
    return frozenset(map(_alike, _ENDINGS))


def _starts() -> Iterator[str]:
    """Words, names as people are called in pinyin (the family name first), and parts of a row of keys."""
    yield from _WORDS.split()
    yield from (surname + given for surname, given in product(_SURNAMES.split(), _GIVEN.split()))
    yield from (row[:length] for row, length in product(_ROWS, range(3, len(_ROWS[0]) + 1)))


def _walks() -> Iterator[str]:
    """Two or three rows or columns of the keyboard, one after the other."""
    pieces = (*_COLUMNS.split(), *_ROWS)
    for count in (2, 3):
        for walk in product(pieces, repeat=count):
            if SHORTEST <= sum(map(len, walk)) <= 2 * SHORTEST:
                yield "".join(walk)
