"""The words of a form that stand in its cells, whatever it is filled in with: an office may say them its own way."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass
class FixedWords:
    """One for each document. `own` is what is printed instead, by the delivered words."""

    own: Mapping[str, str] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    """How often the delivered words were printed, in the order of the form."""
    tight: set[str] = field(default_factory=set)
    """What was printed, whoever's words, and had no room at a size that is read with ease."""

    def said(self, delivered: str) -> str:
        """What is printed in their place."""
        self.asked[delivered] += 1
        own = self.own.get(delivered)
        if not own:
            return delivered
        return "\n".join(own) if is_upright(delivered) else own


def is_upright(words: str) -> bool:
    """Whether they stand one character below the other."""
    return "\n" in words and all(len(line) == 1 for line in words.split("\n"))
