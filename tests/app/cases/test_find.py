"""Finding people on a real encrypted file, by every way that people are looked for."""

from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from sqlalchemy import delete, select

from app.cases.drafting import discard_draft, restore_draft
from app.cases.find import find, find_first, hits_of
from app.cases.found_rows import FoundRows
from app.cases.transfer import transfer_cases
from app.changes import Op
from app.errors import AccessDeniedError
from app.office.session import Office
from app.office.units import save_unit
from db import search
from db.codes import Role, Stage
from db.models import Case, Person, SearchEntry, SearchToken, Unit
from tests.app.cases.asked import asked, scans
from tests.app.cases.households import Filing, file, id_number
from tests.app.cases.roles import become
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
    Filing(
        "张晓明",
        "QH-2026-00065",
        person={"phone": "13912340000"},
        household={"home_address": "青禾县城关镇新安街12号3栋501室"},
    ),
    Filing(
        "张晓",
        "QH-2026-00066",
        person={"employer": "青禾第一棉纺厂"},
        household={"home_address": "青禾县城关镇东风巷12号3栋"},
    ),
    Filing(
        "买买提·艾力",
        "QH-2026-00067",
        household={"registered_address": "石桥镇8组李家湾"},
    ),
    Filing(
        "何平",
        "QH-2026-00071",
        person={"employer": "青禾县ＣＮ轴承（集团）公司"},
        household={"home_address": "石桥镇　长江街３８号｜后院"},
    ),
    Filing("\ue863方", "QH-2026-00068"),
    Filing("方一", "QH202600070"),
    Filing("方二", "KN4502202400083"),
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
        ("zhxm", "张晓明", "姓名拼音"),
        ("shx", "单雄", "姓名拼音"),
        ("买买提艾力", "买买提·艾力", "姓名"),
        ("艾力", "买买提·艾力", "姓名"),
        ("ali", "买买提·艾力", "姓名拼音"),
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
        ("QH202600070", "方一", "档案号"),
        ("00070", "方一", "档案号"),
        ("00083", "方二", "档案号"),
        ("202400083", "方二", "档案号"),
        ("70", "方一", "档案号"),
        ("202600070", "方一", "档案号"),
        ("新安街", "张晓明", "住址"),
        ("安街12号", "张晓明", "住址"),
        ("东风巷12号", "张晓", "住址"),
        ("李家湾", "买买提·艾力", "住址"),
        ("8组李家", "买买提·艾力", "住址"),
        ("城关镇新安", "张晓明", "住址"),
        ("石桥镇长江街38号", "何平", "住址"),
        ("长江街３８号 后院", "何平", "住址"),
        ("轴承（集团", "何平", "工作单位"),
        ("cn轴承(集团)", "何平", "工作单位"),
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


def test_one_character_is_a_name_and_no_employer(filed: Office) -> None:
    assert find(filed, "织") == ()
    assert [hit.name for hit in find(filed, "纺织")] == ["覃永福"]


def test_a_syllable_that_another_begins_with_is_not_meant_by_it(filed: Office) -> None:
    """Qi is no beginning of qin where other letters follow; a second word changes nothing."""
    assert find(filed, "qiy") == find(filed, "qiy 4519") == ()
    assert [hit.name for hit in find(filed, "qiny 4519")] == ["覃永福"]


def test_a_page_is_full_though_people_are_found_twice(office: Office) -> None:
    """By employer and address; whom one group shows is no one of the other's share."""
    place = {"home_address": "青禾县城关镇"}
    both = Filing("方圆", "QH-1", person={"employer": "青禾县纺织厂"}, household=place)
    by_employer = Filing("方正", "QH-2", person={"employer": "青禾县林场"})
    file(office, [both, by_employer, Filing("方平", "QH-3", household=place)])
    for limit in (1, 2, 3):
        assert len(find(office, "青禾", limit)) == limit


def test_several_words_narrow(filed: Office) -> None:
    assert [hit.name for hit in find(filed, "张 棉纺")] == ["张晓"]
    assert find(filed, "张 4519") == ()


def test_words_that_find_very_many_still_narrow(
    filed: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.cases.find._BATCH", 1)
    monkeypatch.setattr("app.cases.find._MOST_COUNTED", 1)
    assert [hit.name for hit in find(filed, "张 棉纺")] == ["张晓"]
    assert [hit.name for hit in find(filed, "棉纺 zhangx")] == ["张晓"]
    assert find(filed, "永福 棉纺") == ()


def _become(office: Office, open_as: OpenAs, *roles: Role) -> Office:
    become(office, *roles)
    return open_as("admin")


def test_nobody_finds_more_of_an_id_than_the_mask_shows(filed: Office, open_as: OpenAs) -> None:
    auditor = _become(filed, open_as, Role.AUDITOR)
    number = id_number(271)
    assert [hit.name for hit in find(auditor, number[-4:])] == ["覃永福"]
    assert [hit.name for hit in find(auditor, number[:6])] == ["覃永福"]
    for more in (number, number[-5:], number[:7], "07724519"):
        assert find(auditor, more) == ()


def test_what_a_mask_hides_is_not_found_by_its_end_either(office: Office, open_as: OpenAs) -> None:
    """A passport or a short telephone shows stars only, an address its town."""
    person = {"id_number": "88123456", "phone": "82345678"}
    file(office, [Filing("方圆", "QH-1", person=person, household={"home_address": "新安街9号"})])
    for text in ("3456", "5678", "新安街", "881234"):
        assert [hit.name for hit in find(office, text)] == ["方圆"]
    auditor = _become(office, open_as, Role.AUDITOR)
    for text in ("3456", "5678", "新安街", "881234", "方 5678", "方圆 3456"):
        assert find(auditor, text) == ()
    assert [hit.name for hit in find(auditor, "fangyuan")] == ["方圆"]


def test_past_people_are_found_and_say_so(office: Office) -> None:
    ids = file(
        office,
        [
            Filing("苏明", "QH-1", Stage.CLOSED),
            Filing("苏亮", "QH-2", people=(("苏方", "子女"),)),
            Filing("苏圆", "QH-3", Stage.DRAFT),
        ],
    )
    with office.write(Op.EDIT_FACTS, ids[1]) as work:
        members = {one.name: one for one in work.case.household.people}
        members["苏方"].removed_on = work.today
        search.renew(work.session, [members["苏方"].id])
        work.done()
    assert {hit.name: hit.standing for hit in find(office, "苏")} == {
        "苏明": "已归档",
        "苏亮": "",
        "苏方": "已不在户内",
        "苏圆": "",
    }
    discard_draft(office, case_id=ids[2])
    assert find(office, "苏圆") == ()
    restore_draft(office, case_id=ids[2])
    assert [hit.name for hit in find(office, "苏圆")] == ["苏圆"]


def test_a_file_handed_to_another_union_is_found_there_only(office: Office) -> None:
    case_id = file(office, [Filing("苏明", "QH-1")])[0]
    save_unit(office, name="城关镇总工会", level="系统或镇街", parent_id=office.user.unit_id)
    with office.read() as session:
        town = session.scalars(select(Unit.id).where(Unit.name == "城关镇总工会")).one()
    object.__setattr__(office.user, "scope", frozenset({office.user.unit_id, town}))
    transfer_cases(office, case_ids=[case_id], unit_id=town, reason="属地调整")
    assert [hit.name for hit in find(office, "suming")] == ["苏明"]
    object.__setattr__(office.user, "scope", frozenset({town}))
    assert [hit.name for hit in find(office, "suming")] == ["苏明"]
    object.__setattr__(office.user, "scope", frozenset({office.user.unit_id}))
    assert find(office, "suming") == ()


def test_every_kind_of_match_keeps_a_share_of_the_page(office: Office) -> None:
    people = [Filing(f"春风{char}", f"QH-{at}") for at, char in enumerate("一二三四五六七八九十")]
    file(office, [*people, Filing("方圆", "QH-99", person={"employer": "春风服装厂"})])
    hits = find(office, "春风", 5)
    assert [hit.matched for hit in hits] == ["姓名"] * 4 + ["工作单位"]


def test_the_range_of_a_word_is_read_to_its_end(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    file(office, [Filing("王伟", f"QH-{at}") for at in range(9)])
    monkeypatch.setattr("app.cases.find._BATCH", 1)
    monkeypatch.setattr("app.cases.found_rows._LARGEST_PAGE", 2)
    assert len(find(office, "wangwei", 50)) == 9
    assert len(find(office, "w", 50)) == 9


def test_the_first_people_come_at_once_and_the_others_are_the_rest(office: Office) -> None:
    file(office, [Filing(f"王伟{name}", f"QH-{name}") for name in "一二三四五"])
    begun = find_first(office, "ww", limit=4, at_once=3)
    assert len(begun.hits) == 3
    assert begun.hits + hits_of(office, begun.left) == find(office, "ww", 4)
    assert find_first(office, "ww", limit=9, at_once=9).left == ()
    assert hits_of(office, ()) == ()


def test_the_rest_shows_nobody_who_is_gone(filed: Office) -> None:
    left = find_first(filed, "张晓", limit=9, at_once=1).left
    assert left
    with filed.write(Op.EDIT_FACTS) as work:
        for case in work.session.scalars(select(Case)):
            case.discarded_at = work.now
        work.done()
    assert hits_of(filed, left) == ()


@pytest.mark.parametrize("word", ["zhangx", "zxm", "zxiaom", "xiaoming", "xm", "xiaom"])
def test_pinyin_beside_another_word_means_what_it_means_alone(filed: Office, word: str) -> None:
    assert find(filed, word)
    found = {hit.name for hit in find(filed, f"{word} 新安街")}
    assert found == {hit.name for hit in find(filed, word)} & {"张晓明"}


def test_tokens_leave_nothing_behind(filed: Office) -> None:
    with filed.write(Op.EDIT_FACTS) as work:
        everybody = work.session.scalars(select(Person.id)).all()
        search.remove(work.session, everybody)
        left = work.session.scalars(
            select(SearchToken.kind).where(SearchToken.person_id != 0)
        ).all()
        entries = work.session.scalars(select(SearchEntry)).all()
    assert (left, entries) == ([], [])


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


def test_a_search_that_an_earlier_program_made_is_made_anew(filed: Office) -> None:
    engine = filed.store.writer
    with engine.begin() as connection:
        connection.execute(delete(SearchToken))
        connection.exec_driver_sql("PRAGMA user_version = 0")
    assert find(filed, "zx") == ()

    assert search.is_outdated(engine)
    search.bring_up_to_date(engine)

    assert not search.is_outdated(engine)
    assert [hit.name for hit in find(filed, "zx")] == ["张晓", "张晓明"]


def test_the_limit_holds_and_first_readings_come_first(office: Office) -> None:
    file(office, [Filing(f"曾{name}", f"QH-{at}") for at, name in enumerate("一二三四五六七八")])
    assert len(find(office, "zeng", 5)) == 5
    assert len(find(office, "ceng", 50)) == 8


def test_a_rare_word_is_read_through_and_a_common_one_only_compared(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [Filing("王伟", f"QH-{at:04d}") for at in range(30)]
    people.append(Filing("王伟", "QH-0099", person={"phone": "13807728642"}))
    file(office, people)
    monkeypatch.setattr("app.cases.find._MOST_COUNTED", 5)
    compared: list[int] = []
    known = FoundRows.known

    def counted(rows: FoundRows, people: Iterable[int]) -> Sequence[Sequence[Any]]:
        asked = list(people)
        compared.extend(asked)
        return known(rows, asked)

    monkeypatch.setattr(FoundRows, "known", counted)
    (hit,) = find(office, "wang 8642")
    assert (hit.case, hit.matched) == ("QH-0099", "手机尾号")
    assert len(compared) == 1


@pytest.mark.parametrize(
    "text",
    ["王", "wangwei", "zhangxm", "w", "8642", "纺织", "城关", "QH-2026", "王 8642", "王 纺织"],
)
@pytest.mark.parametrize("is_in_one_unit", [False, True])
def test_no_search_reads_a_table_through(filed: Office, text: str, is_in_one_unit: bool) -> None:
    if is_in_one_unit:
        save_unit(filed, name="石桥镇工会", level="基层", parent_id=filed.user.unit_id)
    with asked(filed) as statements:
        find(filed, text)
    assert len(statements) > 1
    assert scans(filed, statements) == []
