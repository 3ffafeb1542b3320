"""骑缝章: one seal across the right edges of the sheets of a paper, a strip on each.

Laid over each other like a fan, the sheets of one group show the whole seal again.
"""

from app.paper.document import Document
from app.paper.page import Page
from app.paper.seal import Seal

NARROWEST = 4.0
"""mm; a narrower strip proves nothing."""
INSET = 5.0
"""mm that most office printers leave white at the edge of the sheet."""


def add_seam(
    document: Document, seal: Seal, *, is_two_sided: bool = False, inset: float = INSET
) -> int:
    """Put the strips onto the sheets, on fronts only if they are printed on both sides; how many groups.

    `inset` is how far from the edge of the sheet the strips end, in mm. A paper of one sheet has no seam
    and gets none.
    """
    sheets = document.pages[:: 2 if is_two_sided else 1]
    if len(sheets) < 2:
        return 0
    most = int(seal.diameter_mm / NARROWEST)
    groups = _groups(sheets, most)
    for group in groups:
        for at, page in enumerate(group):
            page.seal_strip(seal, at, len(group), inset=inset)
    return len(groups)


def _groups(sheets: list[Page], most: int) -> list[list[Page]]:
    """As few groups as will do, as equal as they come: none is left with a single sheet."""
    count = -(-len(sheets) // most)
    share, rest = divmod(len(sheets), count)
    groups, first = [], 0
    for at in range(count):
        last = first + share + (at < rest)
        groups.append(sheets[first:last])
        first = last
    return groups
