"""A relation that says a sex is held against the sex of the person."""

import pytest

from app.fields.codes import codes
from app.fields.relations import marriage_doubt, sex_doubt


@pytest.mark.parametrize("relation", ["儿子", "父亲", "丈夫", "女婿", "外孙", "弟弟", "外祖父"])
def test_a_man_is_no_woman(relation: str) -> None:
    assert sex_doubt(relation, "男") == ""
    assert sex_doubt(relation, "女") == f"关系“{relation}”与性别“女”不符，请核对。"


@pytest.mark.parametrize("relation", ["女儿", "母亲", "妻子", "儿媳", "外孙女", "妹妹", "岳母"])
def test_a_woman_is_no_man(relation: str) -> None:
    assert sex_doubt(relation, "女") == ""
    assert sex_doubt(relation, "男") == f"关系“{relation}”与性别“男”不符，请核对。"


@pytest.mark.parametrize(
    "relation", ["本人", "配偶", "子女", "父母", "兄弟姐妹", "其他", "表叔", "", None]
)
def test_what_says_no_sex_contradicts_none(relation: str | None) -> None:
    assert sex_doubt(relation, "男") == sex_doubt(relation, "女") == sex_doubt(relation, None) == ""


def test_every_relation_says_a_sex_or_is_for_both() -> None:
    both = {one.label for one in codes("relation").entries if "sex" not in one.implies}
    assert both == {"本人", "配偶", "子女", "孙子女", "父母", "兄弟姐妹", "其他"}


@pytest.mark.parametrize("relation", ["妻子", "丈夫", "配偶"])
def test_who_is_married_to_the_applicant_is_married(relation: str) -> None:
    assert marriage_doubt(relation, "已婚") == marriage_doubt(relation, None) == ""
    for status in ("未婚", "离异", "丧偶"):
        told = f"婚姻状况“{status}”与关系“{relation}”不符，请核对。"
        assert marriage_doubt(relation, status) == told


@pytest.mark.parametrize("relation", ["儿子", "母亲", "本人", "其他", "表叔", "", None])
def test_others_are_married_or_not(relation: str | None) -> None:
    assert marriage_doubt(relation, "未婚") == marriage_doubt(relation, "丧偶") == ""
