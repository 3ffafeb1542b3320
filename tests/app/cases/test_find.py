"""Finding people on a real encrypted file, by every way that people are looked for."""

import pytest
from sqlalchemy import select

from app.cases.find import find
from app.changes import Op
from app.errors import AccessDeniedError
from app.office.session import Office
from db import search
from db.codes import Role, Stage
from db.models import Account, AccountRole, Person, SearchToken
from tests.app.cases.households import Filing, file, id_number
from tests.conftest import OpenAs

FILINGS = (
    Filing(
        "覃永福",
        "QH-2026-00063",
        Stage.PUBLICITY,
        people=(("韦秀兰", "配偶"), ("覃思源", "子女")),
        person={
            "id_number": id_number(271),
            "phone": "13807724519",
            "employer": "青禾县纺织厂",
        },
        case={"stage_step": 2, "category": "相对困难职工"},
    ),
    Filing("单雄", "QH-2026-00064", people=(("吕小明", "配偶"),)),
    Filing("张晓明", "QH-2026-00065", person={"phone": "13912340000"}),
    Filing("张晓", "QH-2026-00066", person={"employer": "青禾第一棉纺厂"}),
    Filing("买买提·艾力", "QH-2026-00067"),
    Filing("\ue863方", "QH-2026-00068"),
    Filing("𡋾三", "QH-2026-00069", person={"pinyin": "Sheng san"}),
)


@pytest.fixture
def filed(office: Office) -> Office:
    """The office with the households above."""
    file(office, FILINGS)
    return office


@pytest.mark.parametrize(
    ("text", "name", "matched"),
    [
        ("永福", "覃永福", "姓名"),
        ("覃 永福", "覃永福", "姓名"),
        ("qinyongfu", "覃永福", "姓名拼音"),
        ("tanyong", "覃永福", "姓名拼音"),
        ("Qín yǒng", "覃永福", "姓名拼音"),
        ("qyf", "覃永福", "姓名首字母"),
        ("x", "单雄", "姓名拼音"),
        ("shanx", "单雄", "姓名拼音"),
        ("danx", "单雄", "姓名拼音"),
        ("lvxm", "吕小明", "姓名拼音"),
        ("lyuxiaoming", "吕小明", "姓名拼音"),
        ("lüxiao", "吕小明", "姓名拼音"),
        ("zhangxm", "张晓明", "姓名拼音"),
        ("zxiaom", "张晓明", "姓名拼音"),
        ("买买提艾力", "买买提·艾力", "姓名"),
        ("艾力", "买买提·艾力", "姓名"),
        ("䶮", "\ue863方", "姓名"),
        ("yanfang", "\ue863方", "姓名拼音"),
        ("𡋾", "𡋾三", "姓名"),
        ("sheng", "𡋾三", "姓名拼音"),
        (id_number(271), "覃永福", "身份证号"),
        (id_number(271)[-4:], "覃永福", "身份证尾号"),
        (id_number(271)[:14], "覃永福", "身份证号开头"),
        ("4519", "覃永福", "手机尾号"),
        ("138 0772 4519", "覃永福", "手机号码"),
        ("棉纺", "张晓", "工作单位"),
        ("qh-2026-00063", "覃永福", "档案号"),
        ("00065", "张晓明", "档案号"),
    ],
)
def test_people_are_found_by(filed: Office, text: str, name: str, matched: str) -> None:
    hits = {hit.name: hit.matched for hit in find(filed, text)}
    assert hits.get(name, "not found") == matched


def test_the_exact_name_stands_first_and_values_are_masked(filed: Office) -> None:
    hits = find(filed, "张晓")
    assert [hit.name for hit in hits] == ["张晓", "张晓明"]
    hit = find(filed, "永福")[0]
    number = id_number(271)
    assert hit.as_json() == {
        "case": "QH-2026-00063",
        "name": "覃永福",
        "id": f"{number[:6]}********{number[-4:]}",
        "category": "相对困难职工",
        "stage": "公示",
        "matched": "姓名",
    }


def test_a_member_leads_to_the_household(filed: Office) -> None:
    hit = find(filed, "韦秀兰")[0]
    assert (hit.applicant, hit.relation, hit.case) == ("覃永福", "配偶", "QH-2026-00063")


@pytest.mark.parametrize("text", ["", "  ", "不存在的人", "zzzz", "12", "%", "_"])
def test_nothing_is_found_by(filed: Office, text: str) -> None:
    assert find(filed, text) == ()


def test_several_words_narrow(filed: Office) -> None:
    assert [hit.name for hit in find(filed, "张 棉纺")] == ["张晓"]
    assert find(filed, "张 4519") == ()


def test_words_that_find_very_many_still_narrow(
    filed: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.cases.find._MOST_DRIVEN", 1)
    assert [hit.name for hit in find(filed, "张 棉纺")] == ["张晓"]
    assert [hit.name for hit in find(filed, "棉纺 zhangx")] == ["张晓"]
    assert find(filed, "永福 棉纺") == ()


def _become(office: Office, open_as: OpenAs, *roles: Role) -> Office:
    with office.write(Op.EDIT_ACCOUNT) as work:
        account = work.session.get_one(Account, office.user.id)
        account.roles[:] = []
        work.session.flush()
        account.roles[:] = [AccountRole(role=role) for role in roles]
        work.done()
    return open_as("admin")


def test_nobody_finds_more_of_an_id_than_the_mask_shows(filed: Office, open_as: OpenAs) -> None:
    auditor = _become(filed, open_as, Role.AUDITOR)
    number = id_number(271)
    assert [hit.name for hit in find(auditor, number[-4:])] == ["覃永福"]
    assert [hit.name for hit in find(auditor, number[:6])] == ["覃永福"]
    for more in (number, number[-5:], number[:7], "07724519"):
        assert find(auditor, more) == ()


def test_an_account_without_cases_is_told_so(filed: Office, open_as: OpenAs) -> None:
    admin = _become(filed, open_as, Role.ADMIN)
    with pytest.raises(AccessDeniedError):
        find(admin, "张")


def test_other_units_are_not_found(filed: Office) -> None:
    object.__setattr__(filed.user, "scope", frozenset({999}))
    assert find(filed, "张") == ()


def test_a_renamed_person_is_found_anew_and_rebuild_changes_nothing(filed: Office) -> None:
    with filed.write(Op.EDIT_FACTS) as work:
        person = work.session.scalars(select(Person).where(Person.name == "张晓")).one()
        person.name = "张旭"
        search.renew(work.session, [person.id])
        work.done()
    assert [hit.name for hit in find(filed, "zx")] == ["张旭", "张晓明"]

    def tokens() -> set[tuple[object, ...]]:
        with filed.read() as session:
            return {tuple(row) for row in session.execute(select(SearchToken.__table__))}

    before = tokens()
    with filed.write(Op.EDIT_FACTS) as work:
        assert search.rebuild(work.session) == sum(1 + len(one.people) for one in FILINGS)
        work.done()
    assert tokens() == before


def test_the_limit_holds_and_first_readings_come_first(office: Office) -> None:
    file(office, [Filing(f"曾{name}", f"QH-{at}") for at, name in enumerate("一二三四五六七八")])
    assert len(find(office, "zeng", 5)) == 5
    assert len(find(office, "ceng", 50)) == 8
