"""Closed lists that logic branches on. Open lists (code, label, aliases) are `resources/codes/*.toml`.

Keys are stable and stored; labels are what people read. Source: the lifecycle and access contracts.
"""

from enum import Enum, StrEnum


class Stage(StrEnum):
    """Where a case stands. The label is the 名称 of the lifecycle contract."""

    DRAFT = "DRAFT"
    APPLIED = "APPLIED"
    FIRST_REVIEW = "FIRST_REVIEW"
    SURVEY = "SURVEY"
    CHECK = "CHECK"
    APPRAISAL = "APPRAISAL"
    PUBLICITY = "PUBLICITY"
    REVIEW = "REVIEW"
    APPROVAL = "APPROVAL"
    ON_FILE = "ON_FILE"
    EXIT_PROPOSED = "EXIT_PROPOSED"
    EXIT_PUBLICITY = "EXIT_PUBLICITY"
    EXIT_APPROVAL = "EXIT_APPROVAL"
    MONITORED = "MONITORED"
    CLOSED = "CLOSED"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"

    @property
    def label(self) -> str:
        """The Chinese name that people and the command line see."""
        return _STAGE_LABELS[self]

    @property
    def is_open(self) -> bool:
        """Open is not CLOSED, REFUSED, WITHDRAWN: an ID number stands in one open case only."""
        return self not in (Stage.CLOSED, Stage.REFUSED, Stage.WITHDRAWN)


OPEN_STAGES = tuple(stage for stage in Stage if stage.is_open)

_STAGE_LABELS = {
    Stage.DRAFT: "草稿",
    Stage.APPLIED: "申请",
    Stage.FIRST_REVIEW: "初审",
    Stage.SURVEY: "入户调查",
    Stage.CHECK: "经济核对",
    Stage.APPRAISAL: "民主评议",
    Stage.PUBLICITY: "公示",
    Stage.REVIEW: "审核",
    Stage.APPROVAL: "审批",
    Stage.ON_FILE: "在档帮扶",
    Stage.EXIT_PROPOSED: "拟退出",
    Stage.EXIT_PUBLICITY: "退出公示",
    Stage.EXIT_APPROVAL: "退出审批",
    Stage.MONITORED: "跟踪",
    Stage.CLOSED: "归档",
    Stage.REFUSED: "不予建档",
    Stage.WITHDRAWN: "撤回",
}


class Role(StrEnum):
    """What an account may hold. Several at once; see `app.office.access` for what each may do."""

    ADMIN = "ADMIN"
    CLERK = "CLERK"
    REVIEWER = "REVIEWER"
    APPROVER = "APPROVER"
    FINANCE = "FINANCE"
    SEAL_KEEPER = "SEAL_KEEPER"
    AUDITOR = "AUDITOR"

    @property
    def label(self) -> str:
        """The Chinese name of the role."""
        return _ROLE_LABELS[self]


_ROLE_LABELS = {
    Role.ADMIN: "系统管理员",
    Role.CLERK: "经办",
    Role.REVIEWER: "审核",
    Role.APPROVER: "审批",
    Role.FINANCE: "资金",
    Role.SEAL_KEEPER: "用印",
    Role.AUDITOR: "经审",
}


class Category(StrEnum):
    """Current categories (2020 on); stored as they are printed. Older ones stay as filed text."""

    DEEP = "深度困难职工"
    RELATIVE = "相对困难职工"
    ACCIDENT = "意外致困职工"


class Origin(StrEnum):
    """How a case came to be; kept for ever."""

    APPLICATION = "申请"
    IMPORT = "导入"
    BACK_ENTRY = "补录"
    RETURN = "返困"
    REAPPLICATION = "再次申请"


class ExitKind(StrEnum):
    """Why a household leaves the roll. The first three go through publicity; see the lifecycle contract."""

    OUT_OF_POVERTY = "脱困"
    RELIEVED = "解困"
    MISMATCH = "核对不符"
    DEATH = "死亡"
    MOVED = "迁出"
    GIVEN_UP = "放弃"

    @property
    def needs_publicity(self) -> bool:
        """脱困, 解困 and 核对不符 are published; 死亡, 迁出 and 放弃 are not."""
        return self in (ExitKind.OUT_OF_POVERTY, ExitKind.RELIEVED, ExitKind.MISMATCH)

    @property
    def is_monitored(self) -> bool:
        """脱困 and 解困 are watched after the exit; the others are closed at once."""
        return self in (ExitKind.OUT_OF_POVERTY, ExitKind.RELIEVED)


class PublicityKind(StrEnum):
    """What a notice is about."""

    ENTRY = "建档公示"
    EXIT = "退出公示"


class GrantState(StrEnum):
    """The life of one aid item."""

    PROPOSED = "待审批"
    APPROVED = "已批准"
    REFUSED = "未批准"
    BATCHED = "待发放"
    PAID = "已发放"
    RETURNED = "已退回"


class BatchState(StrEnum):
    """The life of a payment batch."""

    OPEN = "编制中"
    PAID = "已发放"


class StandardState(StrEnum):
    """A rule set or a dibao standard is prepared by one account and put in force by another."""

    PREPARED = "待生效"
    IN_FORCE = "已生效"


class CorrectionState(StrEnum):
    """A correction is asked for, then applied or refused by review."""

    ASKED = "待审核"
    APPLIED = "已更正"
    REFUSED = "未同意"


class Bearer(StrEnum):
    """Whose seal it is; by it a seal goes into its box of a form."""

    COUNTY = "县级工会"
    DEPARTMENT = "县级工会部门"
    UPPER = "系统（镇街）工会"
    BASIC = "基层工会"


class Seam(StrEnum):
    """骑缝章: whether a seal runs across the sheets of a paper, and on which sides they are printed."""

    NONE = "不盖骑缝章"
    ONE_SIDED = "单面打印，每页一条"
    TWO_SIDED = "双面打印，每张一条"


class UndoClass(Enum):
    """How an operation can be taken back; see the lifecycle contract."""

    FREE = "free"
    OPPOSITE = "opposite"
    NONE = "none"
