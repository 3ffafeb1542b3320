"""The catalogue and the models describe the same file."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import JSON, BigInteger, Boolean, Date, String, inspect
from sqlalchemy.orm import Mapper

import db.models as models
from app.cases.workbook.header import CASE_COLUMNS, MEMBER_COLUMNS
from app.fields.catalogue import (
    APPLICANT,
    CASE,
    HOUSEHOLD,
    MEMBER,
    RECORDS,
    Field,
    When,
    by_key,
    missing,
)
from app.fields.codes import CODE_LISTS
from app.fields.kinds import (
    KINDS,
    AreaAsFiled,
    Choice,
    Day,
    Mask,
    Money,
    MultiChoice,
    Privacy,
    Text,
    YesNo,
)
from app.office.masking import ValueKind
from db.codes import Stage

# Columns that nobody types: row identity, links, places in a list, what operations write.
TECHNICAL = {
    "Person": {"position", "is_applicant", "id_number_filed", "open_id_number"},
    "Household": set(),
    "Case": {
        "stage",
        "stage_since",
        "stage_order",
        "stage_step",
        "category_to_review",
        "origin",
        "reviewed_on",
        "is_unchecked",
        "watch_until",
        "next_visit_on",
        "closed_on",
        "is_back_entry",
        "discarded_at",
        "row_version",
    },
    "Publicity": {"kind", "is_calendar_unpublished", "closed_on", "voided_on"},
    "Exit": {"agreed_on", "approved_on", "dropped_on"},
    "Visit": {"is_follow_up"},
    "Authorisation": {"signers", "is_valid"},
    "Plan": {"is_current"},
    "Measure": {"position"},
    "Fund": {"is_closed"},
    "Grant": {"rules", "basis", "state", "decided_on"},
    "PaymentBatch": {"state"},
}
FIELDS = [(model, field) for model, fields in RECORDS for field in fields]


def columns_of(model: str) -> dict[str, Any]:
    mapper: Mapper[Any] = inspect(getattr(models, model))
    return {attribute.key: attribute.columns[0] for attribute in mapper.column_attrs}


@pytest.mark.parametrize(("model", "fields"), RECORDS)
def test_keys_are_columns_and_stand_once(model: str, fields: tuple[Field, ...]) -> None:
    keys = [field.key for field in fields]
    assert len(set(keys)) == len(keys)
    assert set(keys) <= set(columns_of(model))
    assert by_key(fields)[keys[0]] is fields[0]


@pytest.mark.parametrize("model", sorted({model for model, _ in RECORDS}))
def test_every_column_that_people_fill_in_has_a_field(model: str) -> None:
    keys = {field.key for name, fields in RECORDS if name == model for field in fields}
    ours = {
        key
        for key in columns_of(model)
        if key not in ("id", "uid") and not key.endswith("_id") and not key.endswith("_ids")
    }
    assert ours - keys == TECHNICAL.get(model, set())


@pytest.mark.parametrize(("model", "field"), FIELDS)
def test_a_kind_fits_its_column(model: str, field: Field) -> None:
    column = columns_of(model)[field.key]
    if isinstance(field.kind, Money):
        assert field.key.endswith("_fen")
    expected: dict[type, type] = {
        Money: BigInteger,
        YesNo: Boolean,
        Day: Date,
        MultiChoice: JSON,
    }
    wanted = expected.get(type(field.kind))
    if wanted is not None:
        assert isinstance(column.type, wanted)
    else:
        assert not isinstance(column.type, Date | Boolean | JSON)
    if isinstance(field.kind, Text) and isinstance(column.type, String) and column.type.length:
        assert field.kind.most <= column.type.length


@pytest.mark.parametrize(("model", "field"), FIELDS)
def test_a_field_is_whole(model: str, field: Field) -> None:
    assert type(field.kind) in KINDS
    assert field.label
    assert not field.help or field.help.endswith("。")
    if isinstance(field.kind, Choice | MultiChoice | AreaAsFiled):
        assert field.kind.list_key in CODE_LISTS
    if field.when is not None:
        other = [f for name, fs in RECORDS if name == model for f in fs if f.key == field.when.key]
        assert other
        kind = other[0].kind
        for value in field.when.equals:
            assert kind.parse(value, date(2026, 11, 20)) == value


def test_masks_name_the_rows_of_the_masking_table() -> None:
    assert {mask.name for mask in Mask} - {"NONE"} == {kind.name for kind in ValueKind}


def test_health_and_account_are_sensitive() -> None:
    sensitive = {f.key for f in (*APPLICANT, *HOUSEHOLD) if f.privacy is Privacy.SENSITIVE}
    assert sensitive == {"health", "disease", "disability_kind", "disability_grade", "bank_card"}


def test_the_names_of_sheets_agree_with_the_importer() -> None:
    ours = {name for field in (*APPLICANT, *HOUSEHOLD, *CASE) for name in field.columns}
    for column in CASE_COLUMNS:
        assert set(column.names) <= ours, column.key
    members = {name for field in MEMBER for name in field.columns}
    for column in MEMBER_COLUMNS:
        assert set(column.names) <= members, column.key


@pytest.mark.parametrize("fields", [APPLICANT + HOUSEHOLD + CASE, MEMBER])
def test_a_name_on_a_sheet_means_one_field(fields: tuple[Field, ...]) -> None:
    names = [name for field in fields for name in field.columns if name != "备注"]
    assert len(set(names)) == len(names)


def test_the_marks_of_the_paper_form() -> None:
    starred = {field.label for field in (*APPLICANT, *HOUSEHOLD) if field.required}
    assert {
        "姓名",
        "民族",
        "性别",
        "政治面貌",
        "身份证号",
        "出生日期",
        "健康状况",
        "工作状态",
        "劳模类型",
        "住房类型",
        "手机号码",
        "其他联系方式",
        "工作时间",
        "所属行业",
        "婚姻状况",
        "户口类型",
        "家庭住址",
        "本人月平均收入",
        "家庭其他非薪资年收入",
        "户口所在地行政区划",
        "医保状况",
        "主要致困原因",
        "是否解困脱困对象",
    } <= starred
    members = {field.label for field in MEMBER if field.required and field.when is None}
    assert members == {
        "姓名",
        "与户主关系",
        "民族",
        "身份证号",
        "月收入",
        "劳模类型",
        "健康状况",
        "医保状况",
        "婚姻状况",
        "户口类型",
        "人员身份",
    }


def test_missing_honours_stage_condition_and_zero() -> None:
    facts: dict[str, Any] = {field.key: "有" for field in APPLICANT}
    facts |= {"monthly_income_fen": 0, "is_migrant": False, "health": "良好", "disease": None}
    assert missing(facts, APPLICANT, Stage.APPLIED) == ()
    facts |= {"health": "疾病", "phone": "", "ethnicity": None}
    keys = [field.key for field in missing(facts, APPLICANT, Stage.APPLIED)]
    assert keys == ["ethnicity", "disease", "phone"]
    assert missing(facts, APPLICANT, Stage.DRAFT) == ()
    assert [field.key for field in missing({}, APPLICANT, Stage.DRAFT)] == ["name"]


def test_later_stages_ask_for_more() -> None:
    early = {field.key for field in missing({}, CASE, Stage.APPLIED)}
    late = {field.key for field in missing({}, CASE, Stage.ON_FILE)}
    assert early < late
    assert late - early == {"category", "level", "filed_on", "contact_person"}


def test_a_condition_is_plain_data() -> None:
    when = When("on_dibao", (True,))
    assert when.holds({"on_dibao": True})
    assert not when.holds({"on_dibao": False})
    assert not when.holds({})
