"""Fields of a person: who it is, health, how to reach them, what they earn."""

from app.fields.catalogue.field import Field, Group, Purpose, When
from app.fields.kinds import (
    Choice,
    Contact,
    Day,
    IdNumber,
    LongText,
    Mask,
    Money,
    PersonName,
    Phone,
    Privacy,
    Text,
)
from db.codes import Stage

_SICK = Choice(privacy=Privacy.SENSITIVE, mask=Mask.DIAGNOSIS, list_key="disease")
_HEALTH = Choice(privacy=Privacy.SENSITIVE, mask=Mask.DIAGNOSIS, list_key="health")
_DISABILITY = Choice(privacy=Privacy.SENSITIVE, mask=Mask.DIAGNOSIS, list_key="disability_kind")
_GRADE = Choice(privacy=Privacy.SENSITIVE, mask=Mask.DIAGNOSIS, list_key="disability_grade")

NAME = Field(
    "name",
    "姓名",
    PersonName(),
    Group.PERSON,
    Purpose.IDENTITY,
    required_from=Stage.DRAFT,
    columns=("姓名", "职工姓名", "困难职工姓名", "申请人姓名"),
    source="S5",
)
PINYIN = Field(
    "pinyin",
    "姓名读音",
    Text(most=100),
    Group.PERSON,
    Purpose.IDENTITY,
    help="读音与系统推断不同时填写，例如 qín yǒng fú。",
)
RELATION = Field(
    "relation",
    "与户主关系",
    Choice(list_key="relation"),
    Group.PERSON,
    Purpose.IDENTITY,
    required_from=Stage.APPLIED,
    columns=("关系", "成员关系", "与户主关系", "与申请人关系"),
    source="S6",
)
ID_NUMBER = Field(
    "id_number",
    "身份证号",
    IdNumber(),
    Group.PERSON,
    Purpose.IDENTITY,
    help="15 位旧号会升为 18 位。",
    required_from=Stage.APPLIED,
    columns=(
        "身份证号",
        "身份证号码",
        "身份证",
        "公民身份号码",
        "公民身份证号码",
        "居民身份证号码",
        "身份证件号码",
    ),
    source="S5",
)
BIRTH_DATE = Field(
    "birth_date",
    "出生日期",
    Day(is_past=True),
    Group.PERSON,
    Purpose.IDENTITY,
    help="由身份证号得出；没有证号时填写。",
    required_from=Stage.APPLIED,
    is_derived=True,
    columns=("出生日期", "出生年月日"),
    source="S5",
)
SEX = Field(
    "sex",
    "性别",
    Choice(list_key="sex"),
    Group.PERSON,
    Purpose.IDENTITY,
    help="由身份证号得出；没有证号时填写。",
    required_from=Stage.APPLIED,
    is_derived=True,
    columns=("性别",),
    source="S5",
)
ETHNICITY = Field(
    "ethnicity",
    "民族",
    Choice(list_key="ethnicity"),
    Group.PERSON,
    Purpose.STATISTICS,
    required_from=Stage.APPLIED,
    columns=("民族",),
    source="S5",
)
POLITICAL_STATUS = Field(
    "political_status",
    "政治面貌",
    Choice(list_key="political_status"),
    Group.PERSON,
    Purpose.STATISTICS,
    required_from=Stage.APPLIED,
    columns=("政治面貌",),
    source="S5",
)
HEALTH = Field(
    "health",
    "健康状况",
    _HEALTH,
    Group.PERSON,
    Purpose.RECOGNITION,
    required_from=Stage.APPLIED,
    columns=("健康状况",),
    source="S5",
)
DISEASE = Field(
    "disease",
    "疾病类别",
    _SICK,
    Group.PERSON,
    Purpose.RECOGNITION,
    help="仅患病时填写。",
    when=When("health", ("疾病",)),
    required_from=Stage.APPLIED,
    columns=("疾病类别", "疾病"),
    source="S6b, S30",
)
DISABILITY_KIND = Field(
    "disability_kind",
    "残疾类别",
    _DISABILITY,
    Group.PERSON,
    Purpose.RECOGNITION,
    help="仅残疾时填写，按残疾证。",
    when=When("health", ("残疾",)),
    required_from=Stage.APPLIED,
    columns=("残疾类别",),
    source="S5, S30",
)
DISABILITY_GRADE = Field(
    "disability_grade",
    "残疾等级",
    _GRADE,
    Group.PERSON,
    Purpose.RECOGNITION,
    help="仅残疾时填写，按残疾证。",
    when=When("health", ("残疾",)),
    required_from=Stage.APPLIED,
    columns=("残疾等级",),
    source="S30",
)
PHONE = Field(
    "phone",
    "手机号码",
    Phone(),
    Group.CONTACT,
    Purpose.CONTACT,
    required_from=Stage.APPLIED,
    columns=("手机号码", "联系电话", "手机号", "联系方式"),
    source="S5",
)
OTHER_CONTACT = Field(
    "other_contact",
    "其他联系方式",
    Contact(),
    Group.CONTACT,
    Purpose.CONTACT,
    help="座机，或亲友的姓名和电话。",
    required_from=Stage.APPLIED,
    columns=("其他联系方式", "其它联系方式"),
    source="S5",
)
MARITAL_STATUS = Field(
    "marital_status",
    "婚姻状况",
    Choice(list_key="marital_status"),
    Group.PERSON,
    Purpose.RECOGNITION,
    required_from=Stage.APPLIED,
    columns=("婚姻状态", "婚姻状况"),
    source="S5",
)
REGISTRATION_KIND = Field(
    "registration_kind",
    "户口类型",
    Choice(list_key="registration_kind"),
    Group.PERSON,
    Purpose.RECOGNITION,
    required_from=Stage.APPLIED,
    columns=("户口类型",),
    source="S5",
)
MONTHLY_INCOME = Field(
    "monthly_income_fen",
    "本人月平均收入",
    Money(),
    Group.MONEY,
    Purpose.RECOGNITION,
    help="单位：元。没有收入填 0。",
    required_from=Stage.APPLIED,
    columns=("本人月平均收入",),
    source="S5",
)
MEDICAL_INSURANCE = Field(
    "medical_insurance",
    "医保状况",
    Choice(list_key="medical_insurance"),
    Group.PERSON,
    Purpose.RECOGNITION,
    required_from=Stage.APPLIED,
    columns=("是否进入医保", "医保状况"),
    source="S5",
)
REMARKS = Field(
    "remarks", "备注", LongText(), Group.PERSON, Purpose.PROCEDURE, columns=("备注",), source="S6"
)
