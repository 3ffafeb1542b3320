"""Code lists: each loads, nothing is ambiguous, old values find their way."""

import tomllib
from importlib import resources

import pytest

from app.fields.codes import CODE_LISTS, Via, codes
from db.codes import Category, ExitKind


def test_the_tuple_names_exactly_the_files() -> None:
    folder = resources.files("resources.codes")
    files = {item.name.removesuffix(".toml") for item in folder.iterdir() if ".toml" in item.name}
    assert files == set(CODE_LISTS)
    assert list(CODE_LISTS) == sorted(CODE_LISTS)


@pytest.mark.parametrize("key", CODE_LISTS)
def test_a_list_holds_together(key: str) -> None:
    found = codes(key)
    assert found.label
    assert found.source
    assert found.current
    labels = [entry.label for entry in found.entries]
    assert len(set(labels)) == len(labels)
    for entry in found.entries:
        if entry.successor is not None:
            assert entry.historical
            successor = found.entry(entry.successor)
            assert successor is not None
            assert not successor.historical
    if found.otherwise is not None:
        assert found.otherwise in found.labels


@pytest.mark.parametrize("key", CODE_LISTS)
def test_no_writing_means_two_values(key: str) -> None:
    seen: dict[str, str] = {}
    for entry in codes(key).entries:
        for writing in (entry.label, *entry.aliases):
            plain = "".join(writing.split()).casefold()
            assert seen.setdefault(plain, entry.label) == entry.label, writing


@pytest.mark.parametrize("key", CODE_LISTS)
def test_every_label_is_found_again(key: str) -> None:
    found = codes(key)
    for entry in found.entries:
        assert found.canonical(f" {entry.label} ") == entry.label
        match = found.match(entry.label)
        expected = Via.SUCCESSOR if entry.successor else Via.HISTORICAL
        assert match.via is (expected if entry.historical else Via.LABEL)
        for alias in entry.aliases:
            assert found.canonical(alias) == entry.label


def test_files_say_nothing_the_reader_does_not_know() -> None:
    folder = resources.files("resources.codes")
    for key in CODE_LISTS:
        raw = tomllib.loads(folder.joinpath(f"{key}.toml").read_text("utf-8"))
        assert set(raw) <= {"label", "source", "entries", "otherwise"}


def test_unknown_key_is_a_bug() -> None:
    with pytest.raises(KeyError):
        codes("nothing")


def test_closed_lists_agree_with_the_logic() -> None:
    assert codes("category").labels == tuple(Category)
    assert codes("exit_kind").labels == tuple(ExitKind)


@pytest.mark.parametrize(
    ("filed", "code", "via"),
    [
        ("本人大病", "患重特大疾病", Via.SUCCESSOR),
        ("供养直系亲属大病", "患重特大疾病", Via.SUCCESSOR),
        ("意外灾害", "意外事故", Via.SUCCESSOR),
        ("未参加社会保险", "未参加社保", Via.ALIAS),
        ("社会保险待遇落实不到位", "社保待遇不落实", Via.ALIAS),
        ("患重特大疾病", "患重特大疾病", Via.LABEL),
        ("收入低无法维持基本生活", "其他", Via.SUCCESSOR),
        ("家里遭了贼", "其他", Via.OTHERWISE),
    ],
)
def test_causes_by_the_import_contract(filed: str, code: str, via: Via) -> None:
    match = codes("cause").match(filed)
    assert (match.code, match.via, match.filed) == (code, via, filed)
    assert match.keeps_filed == (via not in (Via.LABEL, Via.ALIAS))


@pytest.mark.parametrize(
    "filed",
    ["低保户", "低保边缘户", "意外致困户", "低保线以上", "享受低保", "未享受低保"],
)
def test_old_categories_stay_as_filed(filed: str) -> None:
    match = codes("category").match(filed)
    assert match.via is Via.HISTORICAL
    assert match.label == filed
    assert filed not in codes("category").labels


def test_flat_health_says_which_disease() -> None:
    match = codes("health").match("尿毒症")
    assert match.code == "疾病"
    assert match.implies == {"disease": "终末期肾病"}
    assert codes("health").match("残疾").implies == {}
    for entry in codes("health").entries:
        for disease in entry.implies.values():
            assert disease in codes("disease").labels


def test_an_unknown_value_is_kept_and_marked() -> None:
    match = codes("housing_kind").match(" 窑洞 ")
    assert (match.code, match.label, match.filed) == (None, "窑洞", "窑洞")
    assert match.is_unsettled


@pytest.mark.parametrize(
    ("key", "written", "label"),
    [
        ("work_status", "下（待）岗", "下(待)岗"),
        ("work_status", "失（无）业", "失(无)业"),
        ("ethnicity", "壮", "壮族"),
        ("employer_state", "正常生产", "正常"),
        ("employer_nature", "民营／私营／个体企业", "民营/私营/个体企业"),
        ("medical_insurance", "是", "已参保"),
        ("medical_insurance", "否", "未参保"),
        ("industry", "农林牧渔", "农、林、牧、渔业"),
        ("level", "省总级", "省级"),
    ],
)
def test_other_writings(key: str, written: str, label: str) -> None:
    match = codes(key).match(written)
    assert match.code == label
    assert match.via is Via.ALIAS


def test_relations_are_joined_for_the_rules() -> None:
    relation = codes("relation")
    assert relation.group_of("丈夫") == relation.group_of("妻子") == "配偶"
    assert relation.group_of("女儿") == "子女"
    assert relation.group_of("本人") == "本人"
    assert relation.group_of("邻居") == "邻居"
    assert relation.group_of(None) is None


def test_the_standards_are_complete() -> None:
    peoples = [entry.standard for entry in codes("ethnicity").entries[:56]]
    assert peoples == [f"{number:02d}" for number in range(1, 57)]
    sections = [entry.standard for entry in codes("industry").current]
    assert sections == list("ABCDEFGHIJKLMNOPQRST")
    causes = [entry.standard for entry in codes("cause").current]
    assert causes == [str(number) for number in range(1, 11)]


def test_items_of_the_assess_contract() -> None:
    income = "工资 经营净收入 财产净收入 养老金 失业金 赡养抚养费 工会救助 节日慰问 城乡居民基础养老金 其他"
    outlay = (
        "医疗自付 残疾照料 长期照料 教育 义务教育 必要就业成本 无房租房 住房 赡养老人 事故损失 其他"
    )
    assert codes("income_item").labels == tuple(income.split())
    assert codes("outlay_item").labels == tuple(outlay.split())
