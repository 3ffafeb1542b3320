"""A region is found by code, by name and by pinyin; abolished ones stand last."""

from app.cases.region_search import find_regions


def test_by_code_and_by_any_part_of_the_name() -> None:
    assert find_regions("450224") == (("450224", "广西壮族自治区柳州市融安县"),)
    assert ("450224", "广西壮族自治区柳州市融安县") in find_regions("4502")
    assert find_regions("融安")[0][0] == "450224"
    assert find_regions("柳州")[0] == ("450200", "广西壮族自治区柳州市")
    assert len(find_regions("4")) == 40


def test_by_pinyin_and_its_initials() -> None:
    assert "450224" in {code for code, _ in find_regions("rax")}
    assert "450224" in {code for code, _ in find_regions("ronganxian")}
    assert find_regions("zzzzzz") == ()


def test_abolished_ones_are_found_and_say_so() -> None:
    assert find_regions("110103") == (("110103", "北京市崇文区（2010 年撤销）"),)
    found = find_regions("柳江")
    assert [code for code, _ in found] == ["450206", "450221", "452221"]
    assert find_regions("") == ()
