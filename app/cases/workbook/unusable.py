"""Cells whose value is never used, though the sheet shows one: said, never passed over."""

from enum import Enum


class Unusable(Enum):
    """What such a cell holds. The child tells it by its value."""

    FORMULA = "f"
    """Nobody can say what its result stood on."""
    ERROR = "e"
    """#N/A, #REF! and their like: what was there is lost."""

    @property
    def note(self) -> str:
        """A sentence about a cell that may stay empty."""
        return _NOTES[self]

    @property
    def reason(self) -> str:
        """A sentence about a cell that must be filled."""
        return _REASONS[self]


_NOTES = {
    Unusable.FORMULA: "这一格是公式，没有采用，已留空。",
    Unusable.ERROR: "这一格是错误值（例如 #N/A、#REF!），没有采用，已留空。",
}
_REASONS = {
    Unusable.FORMULA: "这一格是公式，不能采用；请直接填写内容，再导入。",
    Unusable.ERROR: "这一格是错误值（例如 #N/A、#REF!），不能采用；请填写正确的内容，再导入。",
}
