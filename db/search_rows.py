"""The rows of the search, made of people; plain Python, so that a process of its own can make them.

Making them takes as long as writing the people does: with a `RowMaker` both happen at once.
"""

import gc
import json
import multiprocessing
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import Connection
from operator import attrgetter, itemgetter
from typing import Self

from db.ordering import pinyin_key, stroke_key
from db.tokens import Kind, Known, Owner, Searchable, words_of

__all__ = ["RowMaker", "SearchRows", "make_rows"]

_WORTH_A_PROCESS = 5_000
"""People from whom on a second process saves more than its start costs."""
_LOOK_EVERY = 0.2
"""Seconds between two looks whether the user has stopped the work."""
_JOINT = "\x1e"
"""Between texts, none of which holds a control character but line ends."""
_PIECE = 20_000
"""Texts that are made one."""
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
class SearchRows:
    """What is to be written about some people, who stand elsewhere in the same order.

    Many short texts are joined to one, and those to many pieces: else they would take long from one
    process to another, and the window would stand still while they arrive.
    """

    sorting: list[tuple[str, str, str]] = field(default_factory=list)
    """Of some people each, joined: the keys of both orders, and what the person is found by."""
    tokens: list[str] = field(default_factory=list)
    """JSON lists of `n7 覃永福` and its like, in the order of the key: the kind, the person's place, a blank, the text."""
    words: list[tuple[str, str]] = field(default_factory=list)
    """The words of nobody: kind and text."""

    def pieces(self) -> Iterator["SearchRows"]:
        """The same in small ones."""
        yield from (SearchRows(sorting=[one]) for one in self.sorting)
        yield from (SearchRows(tokens=[one]) for one in self.tokens)
        yield SearchRows(words=self.words)

    def append(self, piece: "SearchRows") -> None:
        """What comes next."""
        self.sorting.extend(piece.sorting)
        self.tokens.extend(piece.tokens)
        self.words.extend(piece.words)

    def entries(self, owners: Sequence[Owner]) -> Iterator[tuple[object, ...]]:
        """The rows of `search_entry`."""
        left = iter(owners)
        for texts in self.sorting:
            rows = list(zip(*(text.split(_JOINT) for text in texts), strict=True))
            for owner, row in zip(islice(left, len(rows)), rows, strict=True):
                yield (*owner, *row)

    def tokens_of(self, owners: Sequence[Owner]) -> Iterator[tuple[str, str, int, int]]:
        """The rows of `search_token` that belong to somebody, in the order of the key."""
        for texts in self.tokens:
            for text in json.loads(texts):
                head, _, token = text.partition(" ")
                owner = owners[int(head[1:])]
                yield head[0], token, owner.person_id, owner.unit_id

    def of_nobody(self) -> Iterator[tuple[str, str, int, int]]:
        """The rows that lead from a part of an employer or address to the whole."""
        return ((kind, word, _NOBODY, _NOBODY) for kind, word in self.words)


def make_rows(people: Iterable[Searchable]) -> SearchRows:
    """Everything the search writes about these people; each text once per person."""
    making = _Making()
    making.add(people)
    return making.rows()


class _Making:
    """People as they come; what each is found by, and in the end the rows of all."""

    def __init__(self) -> None:
        self._known: list[Known] = []
        self._by_pinyin: list[str] = []
        self._by_strokes: list[str] = []
        self._written: list[str] = []

    def add(self, people: Iterable[Searchable]) -> None:
        for person in people:
            known = Known.of(person)
            self._known.append(known)
            self._by_pinyin.append(pinyin_key(person.name, person.pinyin))
            self._by_strokes.append(stroke_key(person.name))
            self._written.append(known.written())

    def rows(self) -> SearchRows:
        tokens = [part for group in _GROUPS for part in _tokens(self._known, *group)]
        tokens.sort(key=itemgetter(0))
        of_nobody = sorted((kind.value, word) for kind, word in words_of(self._known))
        sorting = [
            (_JOINT.join(by_pinyin), _JOINT.join(by_strokes), _JOINT.join(written))
            for by_pinyin, by_strokes, written in zip(
                *map(_pieces, (self._by_pinyin, self._by_strokes, self._written)), strict=True
            )
        ]
        return SearchRows(sorting, [texts for _, texts in tokens], of_nobody)


def _tokens(
    known: Sequence[Known], texts: _Texts, made_of: Callable[[Known], Hashable]
) -> Iterator[tuple[Kind, str]]:
    """The tokens of one group, kind after kind: only the different ones are made and sorted."""
    alike: dict[Hashable, list[int]] = {}
    for place, one in enumerate(known):
        alike.setdefault(made_of(one), []).append(place)
    found: dict[Kind, dict[str, list[int]]] = {kind: {} for kind in Kind}
    for places in alike.values():
        for kind, token in texts(known[places[0]]):
            held = found[kind].setdefault(token, [])
            if not held or held[-1] != places[-1]:  # else it is a text that they have twice
                held += places
    del alike
    for kind in sorted(found):
        of_kind = found.pop(kind)
        of_kind.pop("", None)
        rows = (
            f"{kind.value}{place} {token}"
            for token in sorted(of_kind)
            for place in sorted(of_kind[token])
        )
        while some := list(islice(rows, _PIECE)):
            yield kind, json.dumps(some, ensure_ascii=False)


def _pieces(texts: list[str]) -> Iterator[list[str]]:
    return (texts[at : at + _PIECE] for at in range(0, len(texts), _PIECE))


class RowMaker:
    """Makes the rows while the caller does something else: those of many people in a process of its own,
    which ends with the `with`. It is sent people when it asks for more, so that nothing but `rows` waits."""

    def __init__(self) -> None:
        self._people: list[Searchable] = []
        self._sent = 0
        self._is_complete = False
        self._process: _Process | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.end()

    def start(self) -> None:
        """Begin at once what else begins with the first thousands: the process takes its time to stand."""
        if self._process is None:
            self._process = _Process()

    def add(self, people: Iterable[Searchable]) -> None:
        """More people, in the order of their owners."""
        self._people.extend(people)
        if len(self._people) >= _WORTH_A_PROCESS:
            self.start()
        self.look()

    def complete(self) -> None:
        """Nobody else will come."""
        self._is_complete = True
        self.look()

    def look(self) -> None:
        """Send what has gathered, where the process asks for it. Call it now and then."""
        with suppress(EOFError, OSError):  # a process that was ended: `rows` finds out
            if self._process is not None and self._process.has_answered():
                self._send(self._process)

    def rows(self, step: Callable[[int], None]) -> SearchRows:
        """The rows of everybody. `step` is called with 0 while it waits and may raise to stop."""
        self._is_complete = True
        process = self._process
        if process is None:
            return make_rows(self._people)
        try:
            while not process.is_complete:
                process.wait(step)
                self._send(process)
            return process.rows(step)
        except (EOFError, OSError):  # the process was ended from outside: the work is done here
            return make_rows(self._people)

    def _send(self, process: "_Process") -> None:
        if not process.is_complete:
            process.send(self._people[self._sent :], is_complete=self._is_complete)
            self._sent = len(self._people)


class _Process:
    """The other process. It asks for people when it stands and after each portion; the rows answer the last."""

    def __init__(self) -> None:
        self.is_complete = False
        context = multiprocessing.get_context("spawn")
        self._here, there = context.Pipe()
        self._maker = context.Process(target=_make_there, args=(there,), daemon=True)
        self._maker.start()
        there.close()

    def has_answered(self) -> bool:
        return self._here.poll()

    def wait(self, step: Callable[[int], None]) -> None:
        while not self._here.poll(_LOOK_EVERY):
            step(0)

    def send(self, people: Sequence[Searchable], *, is_complete: bool) -> None:
        """Answer its question, which has come."""
        self._here.recv()
        columns = list(zip(*people, strict=True))  # which travel faster than so many people
        self._here.send((columns, is_complete))
        self.is_complete = is_complete

    def rows(self, step: Callable[[int], None]) -> SearchRows:
        """Its last answer, piece by piece."""
        rows = SearchRows()
        self.wait(step)
        while (piece := self._here.recv()) is not None:
            rows.append(piece)
        return rows

    def end(self) -> None:
        self._maker.kill()
        self._maker.join()
        self._here.close()


def _make_there(parent: Connection) -> None:
    gc.disable()  # everything lives to the end of the process
    making, is_complete = _Making(), False
    while not is_complete:
        parent.send(None)
        columns, is_complete = parent.recv()
        making.add(map(Searchable._make, zip(*columns, strict=True)))
    for piece in making.rows().pieces():
        parent.send(piece)
    parent.send(None)
