"""The rows of the search, made of people; plain Python, so that a process of its own can make them.

Making them takes as long as writing the people does: `made_meanwhile` does both at once.
"""

import gc
import multiprocessing
from array import array
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from operator import attrgetter

from db.ordering import pinyin_key, stroke_key
from db.tokens import Kind, Known, Searchable

__all__ = ["SearchRows", "made_meanwhile", "make_rows"]

_WORTH_A_PROCESS = 5_000
"""People from whom on a second process saves more than its start costs."""
_LOOK_EVERY = 0.2
"""Seconds between two looks whether the user has stopped the work."""
_NOBODY = 0

_Texts = Callable[[Known], Iterable[tuple[Kind, str]]]
_GROUPS: tuple[tuple[_Texts, Callable[[Known], Hashable]], ...] = (
    (Known.by_name, attrgetter("name")),
    (Known.by_sound, attrgetter("readings")),
    (Known.by_rest, id),
)
"""Groups of texts, each with what they are made of: who has the same has the same texts.

Taken one after another: all at once would take a gigabyte."""


@dataclass(frozen=True, slots=True)
class _Column:
    """The tokens of one kind in order; how many people each has, and who, by place."""

    kind: str
    tokens: list[str]
    counts: "array[int]"
    holders: "array[int]"


@dataclass(frozen=True, slots=True)
class SearchRows:
    """What is to be written about some people, who stand elsewhere in the same order."""

    sorting: list[tuple[str, str, str]]
    """By person: the keys of both orders, and what the person is found by."""
    columns: list[_Column]
    words: list[tuple[str, str]]
    """The words of nobody: kind and text."""

    def entries(self, people: Sequence[Searchable]) -> Iterator[tuple[object, ...]]:
        """The rows of `search_entry`."""
        for person, row in zip(people, self.sorting, strict=True):
            yield (person.person_id, person.case_id, person.unit_id, person.is_applicant, *row)

    def tokens(self, people: Sequence[Searchable]) -> Iterator[tuple[str, str, int, int]]:
        """The rows of `search_token` that belong to somebody, in the order of the key."""
        owners = [(person.person_id, person.unit_id) for person in people]
        for column in self.columns:
            kind, holders = column.kind, iter(column.holders)
            for token, count in zip(column.tokens, column.counts, strict=True):
                for _ in range(count):
                    yield (kind, token, *owners[next(holders)])

    def of_nobody(self) -> Iterator[tuple[str, str, int, int]]:
        """The rows that lead from a part of an employer or address to the whole."""
        return ((kind, word, _NOBODY, _NOBODY) for kind, word in self.words)


def make_rows(people: Sequence[Searchable]) -> SearchRows:
    """Everything the search writes about these people; each text once per person."""
    known = [Known.of(person) for person in people]
    sorting = [
        (pinyin_key(person.name, person.pinyin), stroke_key(person.name), one.written())
        for person, one in zip(people, known, strict=True)
    ]
    columns = [column for group in _GROUPS for column in _columns(known, *group)]
    columns.sort(key=attrgetter("kind"))
    lists = {(one.employer, one.addresses): one for one in known if one.employer or one.addresses}
    words = {word for one in lists.values() for word in one.words()}
    return SearchRows(sorting, columns, sorted((kind.value, word) for kind, word in words))


def _columns(
    known: Sequence[Known], texts: _Texts, made_of: Callable[[Known], Hashable]
) -> Iterator[_Column]:
    """The tokens of one group, kind after kind: only the different ones are made and sorted."""
    alike: dict[Hashable, list[int]] = {}
    for place, one in enumerate(known):
        alike.setdefault(made_of(one), []).append(place)
    found: dict[Kind, dict[str, list[int]]] = {}
    for places in alike.values():
        for kind, token in set(texts(known[places[0]])):
            found.setdefault(kind, {}).setdefault(token, []).extend(places)
    del alike
    for kind in sorted(found):
        of_kind = found.pop(kind)
        of_kind.pop("", None)
        tokens = sorted(of_kind)
        counts = array("l", (len(of_kind[token]) for token in tokens))
        holders_in_order = array(
            "l", (place for token in tokens for place in sorted(of_kind[token]))
        )
        yield _Column(kind.value, tokens, counts, holders_in_order)


@contextmanager
def made_meanwhile(
    people: Sequence[Searchable], step: Callable[[int], None]
) -> Iterator[Callable[[], SearchRows]]:
    """Make the rows while the caller does something else; what is yielded waits for them.

    `step` is called with 0 while it waits and may raise to stop. The process ends with the `with`.
    """
    if len(people) < _WORTH_A_PROCESS:
        yield lambda: make_rows(people)
        return
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    maker = context.Process(target=_make_there, args=(there, people), daemon=True)
    maker.start()
    there.close()
    try:
        yield lambda: _received(here, people, step)
    finally:
        maker.kill()
        maker.join()
        here.close()


def _make_there(answer: Connection, people: Sequence[Searchable]) -> None:
    gc.disable()  # everything lives to the end of the process
    answer.send(make_rows(people))


def _received(
    answer: Connection, people: Sequence[Searchable], step: Callable[[int], None]
) -> SearchRows:
    try:
        while not answer.poll(_LOOK_EVERY):
            step(0)
        made: SearchRows = answer.recv()
    except EOFError:  # the process was ended from outside: the work is done here
        return make_rows(people)
    return made
