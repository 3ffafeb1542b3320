"""The page 材料 without Qt: the words of the checklist and of a file."""

from collections.abc import Sequence

from app.cases.attachment_bin import RemovedPaper
from app.cases.attachments import ENDINGS, LIST_KEY, AttachmentsView, AttachmentView
from app.cases.facts_missing import ID_COPY, ChecklistLine
from app.fields.codes import codes

FILTER = f"图片和 PDF ({' '.join('*' + ending for ending in ENDINGS)})"
BY_NAME = "按文件名分别归类"
"""Offered as a kind for several files whose names speak of different ones."""
UNKNOWN = 0
"""Of whom a paper is, where nothing tells: no person has this id."""
EACH = -1
"""Chosen as the owner where each file is of the one person its name speaks of."""
BY_OWN_NAME = "按文件名分别归属"
_MB = 1024 * 1024


def title(view: AttachmentsView) -> str:
    """材料 7/9"""
    if not view.wanted:
        return "材料清单"
    left = view.wanted - view.done
    rest = f"，还缺 {left} 项" if left else "，已经齐全"
    return f"材料 {view.done}/{view.wanted}{rest}"


def state(line: ChecklistLine) -> tuple[str, str]:
    """A word on a paper of the list, and its tone."""
    if line.is_done:
        return (f"已有 {line.have} 份" if line.have > 1 else "已有"), "green"
    if line.lacks_of:
        return f"还缺 {len(line.lacks_of)} 人", "red" if line.is_due else "neutral"
    return ("还缺", "red") if line.is_due else ("以后要", "neutral")


def size(one: AttachmentView) -> str:
    """1.2 MB or 85 KB"""
    if one.size >= _MB:
        return f"{one.size / _MB:.1f} MB"
    return f"{max(1, round(one.size / 1024))} KB"


def heading(one: AttachmentView | RemovedPaper) -> str:
    """What a paper is called above its picture."""
    return f"{one.kind} · {one.title}" if one.title != one.kind else one.kind


def proof(one: AttachmentView, at: int, count: int) -> str:
    """Which of how many papers this is, when it came in, and the fingerprint of the file as it came."""
    came = f"{one.added_on.isoformat()} 在“{one.stage.label}”阶段添加"
    return f"第 {at + 1} 份，共 {count} 份；{came}；原文件指纹 SHA-256 {one.received_sha256[:16]}…"


def label(line: ChecklistLine) -> str:
    """The paper, and why it is wanted where that is not always so."""
    return f"{line.label} · {line.reason}" if line.reason else line.label


def kinds_of(names: Sequence[str], view: AttachmentsView) -> tuple[str, ...]:
    """The kinds that files' names speak of, each once; `BY_NAME` before them where they are several."""
    spoken = tuple(dict.fromkeys(filter(None, map(_spoken, names))))
    return (BY_NAME, *spoken) if len(spoken) > 1 else spoken or (next_kind(view),)


def kinds_for(chosen: str, names: Sequence[str]) -> tuple[str, ...]:
    """What each file is added as; one whose name tells nothing is of no kind."""
    return tuple((_spoken(name) or "其他") if chosen == BY_NAME else chosen for name in names)


def _spoken(name: str) -> str:
    entries = codes(LIST_KEY).current
    words = {word: entry.label for entry in entries for word in (entry.label, *entry.aliases)}
    longest = max((word for word in words if word in name), key=len, default="")
    return words.get(longest, "")


def whose_of(names: Sequence[str], kind: str, view: AttachmentsView) -> int | None:
    """Whose papers are: the one the files' names speak of, EACH, None for the whole household, or UNKNOWN.

    A copy of the ID card is somebody's: taken for everybody's, it would end the list too early.
    """
    spoken = [{one for one, who in view.people if who in name} for name in names]
    everybody = set().union(*spoken)
    if len(everybody) == 1:
        return everybody.pop()
    if everybody and all(len(of_file) == 1 for of_file in spoken):
        return EACH
    if kind != ID_COPY:
        return None
    return view.people[0][0] if len(view.people) == 1 else UNKNOWN


def people_for(
    chosen: int | None, names: Sequence[str], view: AttachmentsView
) -> tuple[int | None, ...]:
    """Whose each file is added as."""
    return tuple(whose_of([name], "", view) if chosen == EACH else chosen for name in names)


def next_kind(view: AttachmentsView) -> str:
    """The kind to offer first: the first paper that is missing."""
    return next((line.kind for line in view.checklist if line.is_due and not line.is_done), "其他")
