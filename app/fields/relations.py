"""What a relation says about somebody beside what else is known of them."""

from app.fields.codes import codes

__all__ = ["marriage_doubt", "sex_doubt"]

_MARRIED = "已婚"


def sex_doubt(relation: str | None, sex: str | None) -> str:
    """A sentence where a relation such as 儿子 and the sex cannot both be right; empty where they can."""
    entry = codes("relation").entry(relation or "")
    implied = entry.implies.get("sex") if entry else None
    if implied is None or not sex or implied == sex:
        return ""
    return f"关系“{relation}”与性别“{sex}”不符，请核对。"


def marriage_doubt(relation: str | None, marital_status: str | None) -> str:
    """A sentence where somebody is the applicant's husband or wife and yet not married; else empty."""
    if codes("relation").group_of(relation) != "配偶" or marital_status in (None, "", _MARRIED):
        return ""
    return f"婚姻状况“{marital_status}”与关系“{relation}”不符，请核对。"
