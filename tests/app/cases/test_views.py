"""What an account keeps of the list: its own filters and columns, read as they were kept."""

import pytest

from app.cases.lists import CaseFilter, Order
from app.cases.views import Columns, drop_filter, keep_columns, keep_filter, views
from app.errors import UserError
from app.office.session import Office
from db.codes import Stage

WANTED = CaseFilter(
    stages=(Stage.ON_FILE, Stage.MONITORED),
    category="深度困难职工",
    cause="子女上学",
    unit_id=1,
    order=Order.STROKES,
    is_descending=False,
)


def test_a_filter_is_kept_replaced_and_dropped(office: Office) -> None:
    keep_filter(office, name=" 城关镇 大病 ", wanted=WANTED)
    keep_filter(office, name="回收站", wanted=CaseFilter(is_discarded=True))
    assert [(one.name, one.wanted) for one in views(office).filters] == [
        ("回收站", CaseFilter(is_discarded=True)),
        ("城关镇 大病", WANTED),
    ]
    keep_filter(office, name="城关镇 大病", wanted=CaseFilter())
    drop_filter(office, name="回收站")
    drop_filter(office, name="回收站")
    assert [(one.name, one.wanted) for one in views(office).filters] == [
        ("城关镇 大病", CaseFilter())
    ]


@pytest.mark.parametrize(("name", "told"), [("  ", "起一个名称"), ("名" * 21, "最多 20 个字")])
def test_a_name_that_will_not_do_is_told_at_the_field(office: Office, name: str, told: str) -> None:
    with pytest.raises(UserError, match=told) as refused:
        keep_filter(office, name=name, wanted=WANTED)
    assert refused.value.field == "name"
    assert views(office).filters == ()


def test_columns_are_kept_beside_the_filters(office: Office) -> None:
    assert views(office).columns == Columns()
    keep_columns(office, Columns(("档案号", "申请人"), by_strokes=True))
    keep_filter(office, name="全部", wanted=WANTED)
    assert views(office).columns == Columns(("档案号", "申请人"), by_strokes=True)
    assert [one.name for one in views(office).filters] == ["全部"]


def test_nobody_else_sees_them(office: Office) -> None:
    keep_filter(office, name="我的", wanted=WANTED)
    object.__setattr__(office.user, "id", office.user.id + 1)
    assert views(office).filters == ()
