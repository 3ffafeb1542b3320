"""The columns of the national export, and where on a sheet its header stands.

Source: the import template of 2017 (C9), the additions of the national form V2 and V3, and the
synonyms of the import contract. Columns are found by name, never by place.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

MOST_MEMBERS = 20
"""The template has five member blocks; a longer sheet is read as far as this."""


@dataclass(frozen=True)
class Column:
    """A column that is known: `key` is what it means, `names` how sheets call it, the first is ours."""

    key: str
    names: tuple[str, ...]


_ID_NUMBER = (
    "身份证号",
    "身份证号码",
    "身份证",
    "公民身份号码",
    "公民身份证号码",
    "居民身份证号码",
    "身份证件号码",
)
CASE_COLUMNS = (
    Column("number", ("编号", "职工编号", "档案编号")),
    Column("category", ("困难类别",)),
    Column("name", ("姓名", "职工姓名", "困难职工姓名", "申请人姓名")),
    Column("ethnicity", ("民族",)),
    Column("sex", ("性别",)),
    Column("political_status", ("政治面貌",)),
    Column("id_number", _ID_NUMBER),
    Column("birth_date", ("出生日期", "出生年月日")),
    Column("health", ("健康状况",)),
    Column("disability", ("残疾类别",)),
    Column("work_status", ("工作状态",)),
    Column("model_worker", ("劳模类型",)),
    Column("housing_kind", ("住房类型",)),
    Column("floor_area", ("建筑面积",)),
    Column("phone", ("手机号码", "联系电话", "手机号", "联系方式")),
    Column("other_contact", ("其他联系方式",)),
    Column("postcode", ("邮政编码",)),
    Column("work_start", ("工作时间",)),
    Column("industry", ("所属行业",)),
    Column("marital_status", ("婚姻状况", "婚姻状态")),
    Column("registration_kind", ("户口类型",)),
    Column("home_address", ("家庭住址", "家庭地址", "现住址", "居住地址")),
    Column("employer", ("工作单位", "所在单位", "单位名称")),
    Column("employer_nature", ("单位性质",)),
    Column("employer_state", ("企业状况", "企业状态")),
    Column("is_single_parent", ("是否单亲",)),
    Column("monthly_income_fen", ("本人月平均收入",)),
    Column("non_wage_income_fen", ("家庭其他非薪资年收入",)),
    Column("filed_annual_income_fen", ("家庭年度总收入",)),
    Column("filed_people", ("家庭人口", "家庭人口数", "家庭人数")),
    Column("filed_monthly_per_capita_fen", ("家庭月人均收入",)),
    Column("region_code", ("户口所在地", "户口所在地行政区划")),
    Column("medical_insurance", ("医保状况", "是否进入医保")),
    Column("can_help_itself", ("是否有一定自救能力",)),
    Column("has_no_earner", ("是否为零就业家庭",)),
    Column("main_cause", ("主要致困原因", "致困主要原因", "致困原因", "困难原因", "家庭困难原因")),
    Column("bank_name", ("开户银行", "开户行")),
    Column("bank_branch", ("支行名称",)),
    Column("bank_card", ("银行卡号", "银行账号")),
    Column("entered_by", ("建档人",)),
    Column("reviewed_by", ("审核人",)),
    Column("recorded_by", ("录入人",)),
    Column("filed_on", ("建档日期", "建档时间")),
    Column("remarks", ("备注",)),
)
MEMBER_COLUMNS = (
    Column("name", ("姓名",)),
    Column("relation", ("关系", "成员关系", "与户主关系", "与申请人关系")),
    Column("sex", ("性别",)),
    Column("political_status", ("政治面貌",)),
    Column("id_number", _ID_NUMBER),
    Column("birth_date", ("出生日期",)),
    Column("health", ("健康状况",)),
    Column("monthly_income_fen", ("月收入",)),
    Column("identity", ("身份",)),
    Column("employer", ("单位或学校",)),
)
REJECT_COLUMNS = (
    Column("reject_row", ("原行号",)),
    Column("reject_reason", ("退回原因",)),
)
"""What our own list of refused rows adds; mended and imported again, they mean nothing."""
_NUMBERING = Column("serial", ("序号",))
"""Of the rows of a list: it says nothing of the household."""
REQUIRED = ("name", "id_number")
_ENOUGH = 5
"""So many known columns are no chance."""
TABLE_ENDS = frozenset({"合计", "小计"})

_MEMBER = re.compile(r"家庭成员(\d{1,2})(.+)")
_UNIT_NOTE = re.compile(
    r"\((元|元/月|元/年|人|平方米|m2|[必选]填项?|\d{1,2}位|年月日|是/否|文本|(格式|如|例如|例).*)\)$"
)
"""What a name may have in brackets behind it; any other makes it another name: 姓名(配偶)."""
_CASE_KEYS = {
    name: column.key
    for column in (*CASE_COLUMNS, *REJECT_COLUMNS, _NUMBERING)
    for name in column.names
}
_MEMBER_KEYS = {name: column.key for column in MEMBER_COLUMNS for name in column.names}


@dataclass(frozen=True)
class Meaning:
    """What one column of a sheet means: `member` 0 is the applicant and the household; None: unknown."""

    key: str | None
    member: int = 0


UNKNOWN = Meaning(None)


@dataclass(frozen=True)
class Header:
    """The header of a sheet: `row` is the sheet's own number; `names` and `meanings` go by column."""

    row: int
    names: tuple[str, ...]
    meanings: tuple[Meaning, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the columns that no household can do without and that are not recognised."""
        return tuple(
            column.names[0]
            for column in CASE_COLUMNS
            if column.key in REQUIRED and Meaning(column.key) not in self.meanings
        )

    @property
    def is_of_cases(self) -> bool:
        """Whether this can be the table of cases: the user can still say which column is the missing one."""
        known = set(self.meanings) - {UNKNOWN}
        return not self.missing or len(known) >= _ENOUGH

    def name_of(self, key: str, member: int = 0) -> str:
        """The sheet's own name of a column; the template's where the sheet has none."""
        wanted = Meaning(key, member)
        for name, meaning in zip(self.names, self.meanings, strict=True):
            if meaning == wanted:
                return name
        columns = MEMBER_COLUMNS if member else CASE_COLUMNS
        plain = next((column.names[0] for column in columns if column.key == key), key)
        return f"家庭成员{member}{plain}" if member else plain


def plain_name(text: str) -> str:
    """A column's name without blanks, the asterisk of required fields and a unit or a hint in brackets."""
    half = unicodedata.normalize("NFKC", text)
    return _UNIT_NOTE.sub("", "".join(half.split()).strip("*:'"))


def meaning_of(name: str) -> Meaning:
    """What a column of that name means; UNKNOWN where no list has it."""
    plain = plain_name(name)
    if plain in _CASE_KEYS:
        return Meaning(_CASE_KEYS[plain])
    found = _MEMBER.fullmatch(plain)
    if found and found[2] in _MEMBER_KEYS and 1 <= int(found[1]) <= MOST_MEMBERS:
        return Meaning(_MEMBER_KEYS[found[2]], int(found[1]))
    return UNKNOWN


def count_known(texts: Iterable[object]) -> int:
    """How many different known columns a row names: the row with most is the header."""
    return len({meaning_of(text) for text in texts if isinstance(text, str) and text} - {UNKNOWN})


def joined(above: Sequence[object], below: Sequence[object]) -> tuple[str, ...]:
    """A header that stands in two rows as one: 家庭成员1 over 姓名 is 家庭成员1姓名.

    A merged cell has its text at the left and holds for those to its right; one that reaches over both
    rows has nothing below.
    """
    group, names = "", []
    for upper, lower in zip_longest(above, below, fillvalue=""):
        over, under = (text.strip() if isinstance(text, str) else "" for text in (upper, lower))
        group = over or group
        whole = f"{group}{under}"
        names.append(whole if under and meaning_of(whole) != UNKNOWN else under or over)
    return tuple(names)


def read_header(
    row: int, texts: Sequence[object], renamed: Mapping[str, str] | None = None
) -> Header:
    """The header in that row. Of two columns with one meaning the first counts, the second is unknown.

    `renamed`: what the user says that a column is called with us; "" makes it unknown.
    """
    names: list[str] = []
    meanings: list[Meaning] = []
    for text in texts:
        name = " ".join(str(text).split()) if isinstance(text, str) else ""
        meaning = meaning_of((renamed or {}).get(name, name))
        names.append(name)
        meanings.append(UNKNOWN if meaning in meanings else meaning)
    return Header(row, tuple(names), tuple(meanings))


def ends_table(cells: Iterable[object]) -> bool:
    """Whether the first cell of a row that holds anything is 合计 or 小计."""
    for cell in cells:
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            continue
        return isinstance(cell, str) and plain_name(cell) in TABLE_ENDS
    return False
