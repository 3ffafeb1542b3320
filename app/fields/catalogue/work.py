"""Fields of a person: work, school, and their place in the household."""

from app.fields.catalogue.field import Field, Group, Purpose, When
from app.fields.kinds import Choice, Count, Day, Employer, PersonName, Text, YesNo
from db.codes import Stage

JOBLESS = ("失(无)业", "下(待)岗")

WORK_STATUS = Field(
    "work_status",
    "工作状态",
    Choice(list_key="work_status"),
    Group.WORK,
    Purpose.RECOGNITION,
    required_from=Stage.APPLIED,
    columns=("工作状态",),
    source="S5",
)
IDENTITY = Field(
    "identity",
    "人员身份",
    Choice(list_key="identity"),
    Group.WORK,
    Purpose.RECOGNITION,
    required_from=Stage.APPLIED,
    columns=("身份", "人员身份", "成员身份"),
    source="S6, C2",
)
IS_MIGRANT = Field(
    "is_migrant",
    "是否农民工",
    YesNo(),
    Group.WORK,
    Purpose.RECOGNITION,
    columns=("是否农民工",),
    source="S5b, S10",
)
MODEL_WORKER = Field(
    "model_worker",
    "劳模类型",
    Choice(list_key="model_worker"),
    Group.WORK,
    Purpose.STATISTICS,
    required_from=Stage.APPLIED,
    columns=("劳模类型",),
    source="S5, S30",
)
WORK_START = Field(
    "work_start",
    "工作时间",
    Day(is_past=True),
    Group.WORK,
    Purpose.RECOGNITION,
    help="参加工作的日期。",
    required_from=Stage.APPLIED,
    columns=("工作时间",),
    source="S5",
)
INDUSTRY = Field(
    "industry",
    "所属行业",
    Choice(list_key="industry"),
    Group.WORK,
    Purpose.STATISTICS,
    required_from=Stage.APPLIED,
    columns=("所属行业",),
    source="S5, S40",
)
EMPLOYER = Field(
    "employer",
    "工作单位",
    Employer(),
    Group.WORK,
    Purpose.PROCEDURE,
    help="名称后面可以写统一社会信用代码，程序会核对。",
    columns=("工作单位", "所在单位", "单位名称"),
    source="S5",
)
EMPLOYER_NATURE = Field(
    "employer_nature",
    "单位性质",
    Choice(list_key="employer_nature"),
    Group.WORK,
    Purpose.STATISTICS,
    columns=("单位性质",),
    source="S5",
)
EMPLOYER_STATE = Field(
    "employer_state",
    "企业状况",
    Choice(list_key="employer_state"),
    Group.WORK,
    Purpose.RECOGNITION,
    columns=("企业状态", "企业状况"),
    source="S5",
)
EDUCATION = Field(
    "education",
    "当前学历",
    Choice(list_key="education"),
    Group.SCHOOL,
    Purpose.AID,
    columns=("当前学历", "学历"),
    source="S6",
)
IN_SCHOOL = Field(
    "in_school",
    "是否在校",
    YesNo(),
    Group.SCHOOL,
    Purpose.RECOGNITION,
    source="assess",
)
SCHOOL_ENTRY_YEAR = Field(
    "school_entry_year",
    "入学年份",
    Count(least=1950, most=2100),
    Group.SCHOOL,
    Purpose.AID,
    when=When("in_school", (True,)),
    columns=("入学年份",),
    source="S6",
)
SCHOOL_YEARS = Field(
    "school_years",
    "学制",
    Count(least=1, most=12),
    Group.SCHOOL,
    Purpose.AID,
    help="单位：年。",
    when=When("in_school", (True,)),
    columns=("年制", "学制"),
    source="S6",
)
ABLE_TO_WORK = Field(
    "able_to_work",
    "是否有劳动能力",
    YesNo(),
    Group.WORK,
    Purpose.RECOGNITION,
    source="assess",
)
JOBLESS_REASON = Field(
    "jobless_reason",
    "未就业原因",
    Choice(list_key="jobless_reason"),
    Group.WORK,
    Purpose.RECOGNITION,
    help="有理由并有证明的，不按最低工资推定收入。",
    when=When("work_status", JOBLESS),
    source="S18",
)
CONTRACT_FROM = Field(
    "contract_from",
    "劳动合同签订/入伍时间",
    Day(is_past=True),
    Group.WORK,
    Purpose.RECOGNITION,
    columns=("劳动合同签订/入伍时间",),
    source="S6, S103",
)
CONTRACT_UNTIL = Field(
    "contract_until",
    "劳动合同期满时间",
    Day(),
    Group.WORK,
    Purpose.RECOGNITION,
    source="S103",
)
CONTRACT_TERM = Field(
    "contract_term",
    "合同期限",
    Choice(list_key="contract_term"),
    Group.WORK,
    Purpose.RECOGNITION,
    columns=("合同期限",),
    source="S6b",
)
BENEFIT_FROM = Field(
    "benefit_from",
    "失业金发放起",
    Day(),
    Group.WORK,
    Purpose.RECOGNITION,
    when=When("work_status", JOBLESS),
    source="S103",
)
BENEFIT_UNTIL = Field(
    "benefit_until",
    "失业金发放止",
    Day(),
    Group.WORK,
    Purpose.RECOGNITION,
    when=When("work_status", JOBLESS),
    source="S103",
)
UNION_CARD = Field(
    "union_card",
    "工会会员服务卡号",
    Text(most=40),
    Group.WORK,
    Purpose.IDENTITY,
    columns=("工会会员服务卡号",),
    source="C3",
)
IS_COUNTED = Field(
    "is_counted",
    "是否共同生活",
    YesNo(),
    Group.MEMBERSHIP,
    Purpose.RECOGNITION,
    help="不共同生活的人不计入家庭人口。",
    source="S33",
)
JOINED_ON = Field(
    "joined_on",
    "加入日期",
    Day(is_past=True),
    Group.MEMBERSHIP,
    Purpose.PROCEDURE,
    help="建档后增加的成员填写。",
)
JOIN_REASON = Field("join_reason", "加入原因", Text(), Group.MEMBERSHIP, Purpose.PROCEDURE)
REMOVED_ON = Field("removed_on", "减少日期", Day(is_past=True), Group.MEMBERSHIP, Purpose.PROCEDURE)
REMOVAL_REASON = Field(
    "removal_reason",
    "减少原因",
    Text(),
    Group.MEMBERSHIP,
    Purpose.PROCEDURE,
    help="例如去世、离婚、子女独立成户。",
)
CONSENT_ON = Field(
    "consent_on",
    "个人信息授权日期",
    Day(is_past=True),
    Group.MEMBERSHIP,
    Purpose.PROCEDURE,
    help="本人签署单独同意的日期；未满 14 周岁由监护人签署。",
    source="S82, S83",
)
CONSENT_BY = Field(
    "consent_by",
    "授权签署人",
    PersonName(),
    Group.MEMBERSHIP,
    Purpose.PROCEDURE,
    help="由监护人签署的，填监护人姓名。",
    source="S82, S83",
)
