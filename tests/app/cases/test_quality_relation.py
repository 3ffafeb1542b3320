"""A son whose number is a woman's stands in the list of numbers to look at."""

from app.cases.quality import Fault, quality_lists
from app.office.session import Office
from tests.app.cases.households import Filing, file

_WOMAN, _MAN = "410401197803151221", "410401197803151213"


def test_a_relation_that_the_number_contradicts(office: Office) -> None:
    file(
        office,
        [
            Filing("覃永福", "甲", person={"id_number": _WOMAN, "relation": "儿子"}),
            Filing("韦秀兰", "乙", person={"id_number": _MAN, "relation": "儿子"}),
        ],
    )
    (numbers,) = (one for one in quality_lists(office) if one.fault is Fault.ID_NUMBER)
    assert [(row.number, row.why) for row in numbers.rows] == [
        ("甲", "覃永福的身份证号：关系“儿子”与性别“女”不符，请核对。")
    ]
