"""Where the fields of a form go: line by line, from the left."""

from dataclasses import dataclass

__all__ = ["GridPlace"]


@dataclass(slots=True)
class GridPlace:
    """Where the next field goes."""

    columns: int
    line: int = 0
    at: int = 0

    @property
    def below(self) -> int:
        """The first line with nothing in it."""
        return self.line + 1 if self.at else self.line

    def take(self, wanted: int) -> tuple[int, int, int]:
        """Line, column and width of a field that would take so many columns."""
        span = min(self.columns, wanted)
        if self.at + span > self.columns:
            self.end_line()
        where = (self.line, self.at, span)
        self.at += span
        return where

    def new_line(self) -> int:
        """A line with nothing in it, begun for what comes next."""
        if self.at:
            self.end_line()
        return self.line

    def end_line(self) -> None:
        """What comes next stands below."""
        self.line, self.at = self.line + 1, 0
