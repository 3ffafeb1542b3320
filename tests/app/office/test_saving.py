"""Files that the user asked for, in a folder of the user's."""

from pathlib import Path

from app.office.saving import names_taken


def test_a_name_that_no_file_can_have_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "甲.pdf").touch()
    assert names_taken(tmp_path, ("甲.pdf", "乙.pdf", f"{'丙' * 200}.pdf")) == ("甲.pdf",)
