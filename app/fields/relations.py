"""What a relation says about somebody beside what else is known of them."""

from app.fields.codes import codes

__all__ = ["sex_doubt"]


def sex_doubt(relation: str | None, sex: str | None) -> str:
    """A sentence where a relation such as 儿子 and the sex cannot both be right; empty where they can."""
    entry = codes("relation").entry(relation or "")
    implied = entry.implies.get("sex") if entry else None
    if implied is None or not sex or implied == sex:
        return ""
    return f"关系“{relation}”与性别“{sex}”不符，请核对。"
