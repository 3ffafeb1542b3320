"""The words of the journal: what a table, a column and a stored value are called where people read them.

Labels of fields are the catalogue's; here are only the columns that nobody fills in. Values come from
row images, as the database wrote them down: days and moments as text, yes and no as 1 and 0.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from types import MappingProxyType
from typing import Any

from sqlalchemy import JSON, Boolean, Table

from app.changes import Op
from app.fields.catalogue import RECORDS, Field
from app.fields.kinds import Day, Month, MultiChoice, YesNo
from app.fields.kinds.ground import Mask
from app.office.clock import CHINA
from app.office.masking import Place, ValueKind, masked
from db.codes import Role, Stage
from db.models import Base
from db.models.base import Code, Instant
from db.values import format_money

__all__ = [
    "NOT_SHOWN",
    "PEOPLE",
    "TABLES",
    "Names",
    "column_label",
    "is_told",
    "row_name",
    "value_words",
]

NOT_SHOWN = "（内容不显示）"

TABLES: Mapping[str, str] = MappingProxyType(
    {
        "account": "账号",
        "account_role": "账号的角色",
        "aid_grant": "救助",
        "appraisal": "民主评议",
        "assessment": "困难认定",
        "attachment": "材料",
        "authorisation": "核对授权书",
        "beneficiary": "慰问对象",
        "case_exit": "退出",
        "case_file": "档案",
        "check_reply": "经济核对",
        "correction": "更正申请",
        "decision": "意见",
        "destroyed_file": "销毁登记",
        "filed_value": "导入原值",
        "filed_scan": "盖章扫描件",
        "fund": "资金",
        "hardship_event": "突发事件",
        "holiday": "节假日",
        "import_mapping": "导入对照",
        "home": "住房",
        "household": "家庭",
        "income_item": "收入",
        "issued_paper": "签发的文书",
        "joint_seal": "共同用印",
        "measure": "帮扶措施",
        "national_record": "全国系统录入",
        "not_same_person": "不是同一人的标记",
        "objection": "异议",
        "office_scan": "签字页扫描件",
        "outlay_item": "支出",
        "paper_sealing": "用印方式",
        "payment_batch": "发放批次",
        "person": "家庭成员",
        "plan": "帮扶计划",
        "publicity": "公示",
        "receipt": "票据",
        "resealed_images": "重新封存的操作记录",
        "reason": "原因",
        "rule_set_use": "认定标准",
        "schooling": "就学费用",
        "seal": "印章",
        "seal_bearer": "印章所属",
        "setting": "设置",
        "signing_key": "签名证书",
        "standard": "低保标准等数据",
        "supporter": "赡（抚、扶）养人",
        "survey": "入户调查",
        "unit": "工会组织",
        "unit_alias": "工会组织别名",
        "vehicle": "车辆",
        "visit": "走访和回访",
        "visitor": "来访",
    }
)
"""Every journalled table."""

_ANYWHERE: Mapping[str, str] = MappingProxyType(
    {
        "is_active": "是否启用",
        "is_closed": "是否关闭",
        "is_current": "是否现行",
        "is_on_paper": "是否纸质审批",
        "state": "状态",
        "stage": "阶段",
        "kind": "种类",
        "name": "名称",
        "place": "地区",
        "note": "意见",
        "reason": "原因",
        "title": "标题",
        "category": "困难类别",
        "level": "级别",
        "document": "依据文件",
        "valid_from": "生效日期",
        "valid_until": "失效日期",
        "forced_on": "批准生效日期",
        "forced_by": "批准人",
        "made_on": "认定日期",
        "decided_on": "办理日期",
        "removed_on": "移除日期",
        "added_on": "添加日期",
        "closed_on": "结束日期",
        "voided_on": "作废日期",
        "void_reason": "作废原因",
        "answer": "答复",
        "account_id": "办理账号",
        "clerk_id": "经办人",
        "asked_by_id": "申请人账号",
        "decided_by_id": "审核人",
        "prepared_by_id": "拟定人",
        "unit_id": "工会组织",
        "parent_id": "上级工会",
        "person_id": "属于",
        "text": "内容",
        "value": "值",
    }
)
_LABELS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("account", "name"): "用户名",
        ("account", "display_name"): "姓名",
        ("account", "password_set_on"): "密码设置日期",
        ("account", "must_change_password"): "下次登录要改密码",
        ("account_role", "role"): "角色",
        ("import_mapping", "filed"): "表中写法",
        ("import_mapping", "meaning"): "对应",
        ("assessment", "policy"): "认定标准",
        ("assessment", "dibao_fen"): "低保标准",
        ("assessment", "is_eligible"): "是否符合",
        ("aid_grant", "rules"): "救助标准",
        ("attachment", "size"): "大小（字节）",
        ("office_scan", "size"): "大小（字节）",
        ("authorisation", "is_valid"): "是否有效",
        ("case_exit", "agreed_on"): "同意退出日期",
        ("case_exit", "approved_on"): "批准退出日期",
        ("case_exit", "dropped_on"): "撤销退出日期",
        ("case_file", "stage_since"): "进入阶段日期",
        ("case_file", "stage_order"): "办理顺序",
        ("case_file", "category_to_review"): "类别待复核",
        ("case_file", "origin"): "来源",
        ("case_file", "reviewed_on"): "年度复核日期",
        ("case_file", "is_unchecked"): "未核对",
        ("case_file", "watch_until"): "跟踪期至",
        ("case_file", "next_visit_on"): "下次走访",
        ("case_file", "is_back_entry"): "是否补录",
        ("case_file", "discarded_at"): "移入回收站",
        ("case_file", "closed_on"): "归档日期",
        ("correction", "asked_on"): "申请日期",
        ("decision", "op"): "事项",
        ("decision", "paper_name"): "纸质审批人",
        ("decision", "paper_date"): "纸质签字日期",
        ("destroyed_file", "destroyed_on"): "销毁日期",
        ("destroyed_file", "kept_until"): "保管期至",
        ("destroyed_file", "papers"): "文书和扫描件份数",
        ("destroyed_file", "approved_by"): "审批人",
        ("destroyed_file", "approved_on"): "审批日期",
        ("destroyed_file", "watcher_one"): "监销人",
        ("destroyed_file", "watcher_two"): "监销人（二）",
        ("filed_scan", "filed_on"): "归档日期",
        ("filed_value", "field"): "字段",
        ("filed_value", "value"): "原值",
        ("filed_value", "is_settled"): "是否已整理",
        ("holiday", "day"): "日期",
        ("holiday", "is_workday"): "是否调休上班",
        ("issued_paper", "serial"): "编号",
        ("issued_paper", "form"): "文书",
        ("issued_paper", "issued_at"): "签发时间",
        ("issued_paper", "issued_on"): "签发日期",
        ("issued_paper", "issued_by"): "签发人",
        ("issued_paper", "approver"): "用印批准人",
        ("issued_paper", "copies"): "份数",
        ("issued_paper", "pages"): "页数",
        ("issued_paper", "replaced_by"): "替换为",
        ("national_record", "number"): "全国系统编号",
        ("national_record", "since"): "登记日期",
        ("not_same_person", "other_id"): "另一人",
        ("not_same_person", "marked_on"): "标记日期",
        ("paper_sealing", "is_by_hand"): "是否手工加盖",
        ("paper_sealing", "seam"): "骑缝章",
        ("person", "is_applicant"): "是否申请人",
        ("person", "id_number_filed"): "身份证号（原文）",
        ("publicity", "is_calendar_unpublished"): "节假日未公布",
        ("rule_set_use", "purpose"): "用途",
        ("rule_set_use", "rule_set"): "标准",
        ("rule_set_use", "confirmed_items"): "已确认的事项",
        ("seal", "diameter_tenths_mm"): "直径（0.1 毫米）",
        ("seal_bearer", "bearer"): "印章属于",
        ("seal_bearer", "second_name"): "另一种文字的名称",
        ("setting", "key"): "设置项",
        ("signing_key", "origin"): "来源",
        ("signing_key", "holder"): "持有人",
        ("standard", "registration"): "户籍类别",
        ("standard", "value"): "数值（分或 0.01 平方米）",
        ("visit", "is_follow_up"): "是否退出后的回访",
    }
)
"""Columns that the catalogue does not know, by table; those of `_ANYWHERE` mean the same everywhere."""

_UNTOLD = frozenset(
    {
        "id",
        "uid",
        "row_version",
        "stage_step",
        "position",
        "open_id_number",
        "household_id",
        "case_id",
        "plan_id",
        "publicity_id",
        "operation_id",
        "images_hash",
        "fund_id",
        "batch_id",
        "seal_id",
        "paper_id",
        "attachment_id",
        "paper_scan_id",
        "previous_case_id",
        "merged_into_id",
        "facts",
        "result",
        "basis",
        "signers",
        "new_facts",
        "image",
        "certificates",
        "private_key",
        "stored_name",
        "received_sha256",
        "stored_sha256",
        "sha256",
        "code",
        "mime",
    }
)
"""Keys of rows, sums of files, and what is long and shown on its own page."""

_ACCOUNTS = frozenset({"account_id", "clerk_id", "asked_by_id", "decided_by_id", "prepared_by_id"})
_UNITS = frozenset({"unit_id", "parent_id"})
PEOPLE = frozenset({"person_id", "other_id"})
"""Columns that hold a person's id."""
_NAMED_BY = ("name", "item", "title", "kind", "form", "serial", "key", "day", "visited_on")

_MODELS = {mapper.class_.__tablename__: mapper.class_.__name__ for mapper in Base.registry.mappers}
_FIELDS: Mapping[tuple[str, str], Field] = MappingProxyType(
    {(model, field.key): field for model, fields in reversed(RECORDS) for field in fields}
)
_KINDS: Mapping[Mask, ValueKind] = MappingProxyType(
    {mask: ValueKind[mask.name] for mask in Mask if mask is not Mask.NONE}
)


@dataclass(frozen=True)
class Names:
    """Names for the ids that images hold. `roles` decide what is masked."""

    accounts: Mapping[int, str]
    units: Mapping[int, str]
    people: Mapping[int, str]
    roles: Collection[Role] = ()


def is_told(table: Table, column: str) -> bool:
    """Whether the history tells of this column at all."""
    return column not in _UNTOLD and column in table.columns


def column_label(table: Table, column: str) -> str:
    """What people call the column. KeyError for one that has no name: a test finds it first."""
    field = _field(table, column)
    if field is not None:
        return field.label
    return _LABELS.get((table.name, column)) or _ANYWHERE[column]


def row_name(table: Table, image: Mapping[str, Any], names: Names) -> str:
    """What tells this row from its neighbours: a name, an item, a day; empty where nothing does."""
    owner = names.people.get(image.get("person_id") or 0, "")
    for column in _NAMED_BY:
        if image.get(column) and column in table.columns:
            words = value_words(table, column, image[column], names)
            return f"{owner}　{words}" if owner else words
    return owner


def value_words(table: Table, column: str, value: Any, names: Names) -> str:
    """A stored value as people read it, masked as on the edit pages; empty for nothing."""
    if value is None or value == "":
        return ""
    field = _field(table, column)
    words = _by_field(field, value) if field is not None else None
    if words is None:
        words = _by_column(table, column, value, names)
    return words if field is None else _masked(field, value, words, names.roles)


def _field(table: Table, column: str) -> Field | None:
    return _FIELDS.get((_MODELS.get(table.name, ""), column))


def _by_field(field: Field, value: Any) -> str | None:
    """By the field's kind; None where the image does not hold what the kind stores."""
    kind = field.kind
    try:
        if isinstance(kind, YesNo):
            return kind.format(bool(value))
        if isinstance(kind, MultiChoice):
            return kind.format(json.loads(value) if isinstance(value, str) else value)
        if isinstance(kind, Day):
            return kind.format(date.fromisoformat(str(value)))
        if isinstance(kind, Month):
            return str(value)
        return kind.format(value)
    except (TypeError, ValueError):
        return None


def _by_column(table: Table, column: str, value: Any, names: Names) -> str:
    """By what the column holds."""
    known = _named(column, value, names)
    if known is not None:
        return known
    type_ = table.columns[column].type
    if isinstance(type_, Code):
        return _code_words(type_.codes, value)
    if isinstance(type_, Boolean):
        return "是" if value else "否"
    if isinstance(type_, JSON):
        return _json_words(column, value)
    if isinstance(type_, Instant):
        return _moment_words(str(value))
    if column.endswith("_fen"):
        return f"{format_money(int(value))} 元"
    if (table.name, column) == ("decision", "op") and value in Op.__members__:
        return Op[value].label
    return str(value)


def _named(column: str, value: Any, names: Names) -> str | None:
    for columns, known in (
        (_ACCOUNTS, names.accounts),
        (_UNITS, names.units),
        (PEOPLE, names.people),
    ):
        if column in columns:
            return known.get(int(value), "（已不在）")
    return None


def _code_words(codes: type[Enum], value: Any) -> str:
    member = codes(value)
    return str(getattr(member, "label", member.value))


def _json_words(column: str, value: Any) -> str:
    try:
        found = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return str(value)
    if column == "stage_order":
        return " → ".join(Stage(key).label for key in found)
    if isinstance(found, bool):
        return "是" if found else "否"
    if isinstance(found, list):
        return "、".join(str(item) for item in found)
    return "" if found is None else str(found)


def _moment_words(value: str) -> str:
    moment = datetime.strptime(value, "%Y-%m-%dT%H:%M:%S.%f%z")
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}"


def _masked(field: Field, value: Any, words: str, roles: Collection[Role]) -> str:
    """The words where the account may see the value, what the mask leaves of it where not."""
    kind = _KINDS.get(field.kind.mask)
    if kind is None:
        return words
    shown = masked(str(value), kind, Place.EDIT, roles)
    return words if shown == str(value) else shown or NOT_SHOWN
