"""Make the table of stroke counts anew from the Unihan file of Debian's package unicode-data.

    python -m setup.strokes Unihan_IRGSources.txt.bz2

Needed only when a newer Unicode adds characters; what it writes is part of the program.
"""

import bz2
import sys
from pathlib import Path

OUT = Path(__file__).parent.parent / "resources" / "readings" / "strokes.txt"
BLOCKS = (
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2EBE0),
    (0x30000, 0x323AF),
)
_ZERO = ord("0")
_WIDTH = 96
_HEAD = """\
# Strokes of every Chinese character: a line per {width} characters, the first one's code point in front;
# each sign stands for a count, "1" for one, ":" for ten and so on; "0" where nothing is known.
# Made from kTotalStrokes of Unihan 15.0 (Unicode, Inc.; Unicode licence) by setup/strokes.py.
"""


def table(unihan: str) -> str:
    """The table of `resources/readings/strokes.txt`; the first count is the one of mainland China."""
    counts: dict[int, int] = {}
    for line in unihan.splitlines():
        parts = line.split("\t")
        if len(parts) == 3 and parts[1] == "kTotalStrokes":
            counts[int(parts[0][2:], 16)] = int(parts[2].split()[0])
    lines = [_HEAD.format(width=_WIDTH)]
    for first, last in BLOCKS:
        for at in range(first, last + 1, _WIDTH):
            codes = range(at, min(at + _WIDTH, last + 1))
            lines.append(f"{at:X} {''.join(chr(_ZERO + counts.get(code, 0)) for code in codes)}\n")
    return "".join(lines)


def main(path: Path) -> None:
    """Read the Unihan file, write the table."""
    OUT.write_text(table(bz2.decompress(path.read_bytes()).decode()), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
