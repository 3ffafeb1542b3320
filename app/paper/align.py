"""Where a text stands in the room it is given."""

from enum import StrEnum


class Align(StrEnum):
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


def lead(room: float, used: float, align: Align) -> float:
    """How much of the room is left free before a text that takes so much of it."""
    if align is Align.CENTER:
        return (room - used) / 2
    return room - used if align is Align.RIGHT else 0.0
