"""Every named operation, with its Chinese name, the group it belongs to and how it can be undone.

A write is one named operation. The journal stores the key; people see the label. Who may do what is
decided per group in `app.office.access`; where a case may go is decided in `app.lifecycle`.
Source: the lifecycle and access contracts.
"""

from dataclasses import dataclass
from enum import Enum

from db.codes import UndoClass

__all__ = ["Changes", "Group", "Op", "UndoClass"]


class Group(Enum):
    """Operation groups of the access contract."""

    ADMIN = "管理"
    PREPARE = "拟定标准"
    IN_FORCE = "标准生效"
    READ = "查看档案"
    INTAKE = "经办"
    REVIEW = "审核"
    APPROVE = "审批"
    FINANCE = "资金"
    SEAL = "用印"
    PRINT = "打印"
    EXPORT = "导出"
    CHECK = "检查"
    JOURNAL = "查看操作记录"
    OWN = "本人账号"


_FREE, _OPPOSITE, _NONE = UndoClass.FREE, UndoClass.OPPOSITE, UndoClass.NONE


class Op(Enum):
    """One line per operation: key = (label, group, undo class)."""

    # The office
    CREATE_OFFICE = ("建立单位", Group.ADMIN, _NONE)
    ADD_ACCOUNT = ("新增账号", Group.ADMIN, _NONE)
    EDIT_ACCOUNT = ("修改账号", Group.ADMIN, _NONE)
    DISABLE_ACCOUNT = ("停用账号", Group.ADMIN, _NONE)
    ENABLE_ACCOUNT = ("启用账号", Group.ADMIN, _NONE)
    RESET_PASSWORD = ("重设密码", Group.ADMIN, _NONE)
    UNLOCK_ACCOUNT = ("解锁账号", Group.ADMIN, _NONE)
    RENEW_RECOVERY = ("换发恢复码", Group.ADMIN, _NONE)
    SAVE_UNIT = ("修改工会组织", Group.ADMIN, _NONE)
    SAVE_SETTINGS = ("修改设置", Group.ADMIN, _NONE)
    BACK_UP = ("备份", Group.ADMIN, _NONE)
    RESTORE = ("恢复备份", Group.ADMIN, _NONE)
    TRANSFER_CASES = ("移交档案", Group.ADMIN, _OPPOSITE)
    LOG_IN = ("登录", Group.OWN, _NONE)
    LOG_OUT = ("退出登录", Group.OWN, _NONE)
    CHANGE_PASSWORD = ("修改密码", Group.OWN, _NONE)
    UNDO = ("撤销", Group.OWN, _NONE)
    PREPARE_STANDARD = ("拟定低保标准", Group.PREPARE, _NONE)
    PREPARE_RULE_SET = ("拟定认定标准", Group.PREPARE, _NONE)
    SAVE_HOLIDAYS = ("修改节假日", Group.PREPARE, _NONE)
    FORCE_STANDARD = ("低保标准生效", Group.IN_FORCE, _NONE)
    FORCE_RULE_SET = ("认定标准生效", Group.IN_FORCE, _NONE)
    # Reading
    OPEN_CASE = ("查看档案", Group.READ, _NONE)
    UNMASK = ("查看完整信息", Group.READ, _NONE)
    # Intake
    OPEN_DRAFT = ("新建档案", Group.INTAKE, _OPPOSITE)
    EDIT_FACTS = ("修改档案", Group.INTAKE, _FREE)
    ADD_ATTACHMENT = ("添加材料", Group.INTAKE, _FREE)
    REMOVE_ATTACHMENT = ("移除材料", Group.INTAKE, _FREE)
    RESTORE_ATTACHMENT = ("恢复材料", Group.INTAKE, _FREE)
    TURN_ATTACHMENT = ("旋转材料", Group.INTAKE, _FREE)
    CUT_PORTRAIT = ("裁剪本人照片", Group.INTAKE, _FREE)
    REFILE_ATTACHMENT = ("改正材料种类", Group.INTAKE, _FREE)
    FILE_SCAN = ("归档盖章扫描件", Group.INTAKE, _FREE)
    MARK_NOT_SAME = ("标记不是同一人", Group.INTAKE, _FREE)
    UNMARK_NOT_SAME = ("取消“不是同一人”标记", Group.INTAKE, _FREE)
    KEEP_FILED_VALUES = ("确认沿用原值", Group.INTAKE, _FREE)
    ASSESS = ("困难认定", Group.INTAKE, _FREE)
    SUBMIT = ("提交申请", Group.INTAKE, _OPPOSITE)
    DISCARD = ("删除草稿", Group.INTAKE, _OPPOSITE)
    RESTORE_DRAFT = ("恢复草稿", Group.INTAKE, _OPPOSITE)
    ACCEPT = ("受理申请", Group.INTAKE, _OPPOSITE)
    ASK_FOR_PAPERS = ("告知补件", Group.INTAKE, _OPPOSITE)
    REFUSE_APPLICATION = ("不予受理", Group.INTAKE, _OPPOSITE)
    RECORD_SURVEY = ("登记入户调查", Group.INTAKE, _OPPOSITE)
    SURVEY_NOT_MET = ("登记未遇", Group.INTAKE, _OPPOSITE)
    SURVEY_UNWILLING = ("不愿接受调查", Group.INTAKE, _OPPOSITE)
    SEND_CHECK = ("送交核对", Group.INTAKE, _OPPOSITE)
    RECORD_CHECK = ("登记核对结果", Group.INTAKE, _OPPOSITE)
    CHECK_CONTRADICTION = ("核对不一致", Group.INTAKE, _OPPOSITE)
    CHECK_NO_REPLY = ("核对逾期未回复", Group.INTAKE, _OPPOSITE)
    POST_PUBLICITY = ("张贴公示", Group.INTAKE, _OPPOSITE)
    CLOSE_PUBLICITY = ("公示期满", Group.INTAKE, _OPPOSITE)
    RECORD_OBJECTION = ("登记异议", Group.INTAKE, _OPPOSITE)
    WITHDRAW = ("本人放弃", Group.INTAKE, _OPPOSITE)
    END_APPLICATION = ("终止申请", Group.INTAKE, _OPPOSITE)
    BACK_ENTRY = ("补录", Group.INTAKE, _NONE)
    IMPORT = ("导入", Group.INTAKE, _OPPOSITE)
    SAVE_IMPORT_WORDS = ("保存导入对照", Group.INTAKE, _FREE)
    UNDO_IMPORT = ("撤销导入", Group.INTAKE, _NONE)
    RECORD_NATIONAL = ("登记全国系统状态", Group.INTAKE, _FREE)
    SAVE_PLAN = ("制定帮扶计划", Group.INTAKE, _FREE)
    PROPOSE_GRANT = ("申请救助", Group.INTAKE, _OPPOSITE)
    RECORD_VISIT = ("登记走访", Group.INTAKE, _FREE)
    ANNUAL_REVIEW = ("年度复核", Group.INTAKE, _OPPOSITE)
    REQUEST_CORRECTION = ("申请更正", Group.INTAKE, _OPPOSITE)
    PROPOSE_EXIT = ("提出退出", Group.INTAKE, _OPPOSITE)
    SERVE_EXIT_NOTICE = ("送达退出告知书", Group.INTAKE, _FREE)
    RECORD_FOLLOW_UP = ("登记回访", Group.INTAKE, _FREE)
    END_WATCH = ("跟踪期满", Group.INTAKE, _OPPOSITE)
    WATCH_ENDED = ("跟踪终止", Group.INTAKE, _OPPOSITE)
    RETURN_TO_HARDSHIP = ("返困", Group.INTAKE, _OPPOSITE)
    APPLY_AGAIN = ("再次申请", Group.INTAKE, _OPPOSITE)
    RECORD_VISITOR = ("登记来访", Group.INTAKE, _FREE)
    CORRECT_VISITOR = ("更正来访登记", Group.INTAKE, _FREE)
    REMOVE_VISITOR = ("删除来访登记", Group.INTAKE, _FREE)
    RECORD_COMFORT = ("登记慰问", Group.INTAKE, _FREE)
    CORRECT_COMFORT = ("更正慰问登记", Group.INTAKE, _FREE)
    REMOVE_COMFORT = ("删除慰问登记", Group.INTAKE, _FREE)
    TAKE_BACK = ("撤回上一步", Group.OWN, _NONE)
    # Review
    PASS_FIRST_REVIEW = ("初审通过", Group.REVIEW, _OPPOSITE)
    RETURN_FIRST_REVIEW = ("初审退回", Group.REVIEW, _OPPOSITE)
    REFUSE_FIRST_REVIEW = ("初审不予建档", Group.REVIEW, _OPPOSITE)
    RECORD_APPRAISAL = ("登记民主评议", Group.REVIEW, _OPPOSITE)
    APPRAISAL_NOT_PASSED = ("评议未通过", Group.REVIEW, _OPPOSITE)
    APPRAISAL_NO_QUORUM = ("评议人数不足", Group.REVIEW, _OPPOSITE)
    DISMISS_OBJECTION = ("异议不成立", Group.REVIEW, _OPPOSITE)
    UPHOLD_OBJECTION = ("异议成立", Group.REVIEW, _OPPOSITE)
    PASS_REVIEW = ("审核通过", Group.REVIEW, _OPPOSITE)
    RETURN_REVIEW = ("审核退回", Group.REVIEW, _OPPOSITE)
    REFUSE_REVIEW = ("审核不予建档", Group.REVIEW, _OPPOSITE)
    AGREE_EXIT = ("同意退出", Group.REVIEW, _OPPOSITE)
    DROP_EXIT = ("不同意退出", Group.REVIEW, _OPPOSITE)
    APPLY_CORRECTION = ("同意更正", Group.REVIEW, _OPPOSITE)
    REFUSE_CORRECTION = ("不同意更正", Group.REVIEW, _OPPOSITE)
    MERGE = ("合并档案", Group.REVIEW, _OPPOSITE)
    SPLIT = ("撤销合并", Group.REVIEW, _NONE)
    # Approval
    APPROVE_FILE = ("批准建档", Group.APPROVE, _OPPOSITE)
    RETURN_APPROVAL = ("审批退回", Group.APPROVE, _OPPOSITE)
    REFUSE_FILE = ("审批不予建档", Group.APPROVE, _OPPOSITE)
    APPROVE_GRANT = ("批准救助", Group.APPROVE, _OPPOSITE)
    REFUSE_GRANT = ("不批准救助", Group.APPROVE, _OPPOSITE)
    APPROVE_EXIT = ("批准退出", Group.APPROVE, _OPPOSITE)
    RETURN_EXIT = ("退出审批退回", Group.APPROVE, _OPPOSITE)
    DESTROY = ("销毁档案", Group.APPROVE, _NONE)
    # Money
    SAVE_FUND = ("登记资金", Group.FINANCE, _OPPOSITE)
    MAKE_BATCH = ("编制发放批次", Group.FINANCE, _OPPOSITE)
    CONFIRM_PAYMENT = ("确认发放", Group.FINANCE, _NONE)
    RECORD_RETURNED_PAYMENT = ("登记退汇", Group.FINANCE, _NONE)
    # Paper
    SAVE_SEAL = ("登记印章", Group.SEAL, _NONE)
    SAVE_SIGNING_KEY = ("更换签名证书", Group.SEAL, _NONE)
    ISSUE_PAPER = ("签发文书", Group.SEAL, _NONE)
    VOID_PAPER = ("作废文书", Group.SEAL, _NONE)
    TAKE_ISSUED_FILE = ("取出签发原件", Group.SEAL, _NONE)
    PRINT_FORM = ("打印", Group.PRINT, _NONE)
    EXPORT_LIST = ("导出", Group.EXPORT, _NONE)
    CHECK_INTEGRITY = ("完整性检查", Group.CHECK, _NONE)
    VERIFY_PAPER = ("核验文书", Group.CHECK, _NONE)
    READ_JOURNAL = ("查看操作记录", Group.JOURNAL, _NONE)

    def __init__(self, label: str, group: Group, undo: UndoClass) -> None:
        self.label = label
        self.group = group
        self.undo = undo


@dataclass(frozen=True)
class Changes:
    """What an operation touched: screens refresh what they show of it.

    `case_ids` are local ids, `gone_ids` those of cases that are there no more; `operation_id` is the
    journal's entry; `result_id` is the row that a creating operation made, if it made one. `words` tell
    people what was done where that does not show by itself; else empty.
    """

    op: Op
    case_ids: tuple[int, ...] = ()
    gone_ids: tuple[int, ...] = ()
    operation_id: int | None = None
    result_id: int | None = None
    words: str = ""
