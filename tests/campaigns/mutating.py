"""Damage by chance: to the bytes of a file, to one part inside a whole archive, to the words of its XML."""

import random
import re
import zipfile
from io import BytesIO

_VALUE = re.compile(rb"\"[^\"<>]*\"|>[^<>]+<")
_ODD_VALUES = (
    b"",
    b"0",
    b"-1",
    b"1048577",
    b"4294967296",
    b"99999999999999999999",
    b"1e308",
    b"NaN",
    b"450203198003150000",
    b"A1:XFD1048576",
    b"XFD1048576",
    b"../../../../etc/passwd",
    b"http://a.invalid/b",
    b"rId99",
    b"s",
    b"str",
    b"inlineStr",
    b"e",
    b"d",
    b"b",
    b"#REF!",
    b"&#0;",
    b"&a;",
    b"=1+1",
    b"\xff\xfe",
    b"x" * 40_000,
)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, cut out, doubled or cut off."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 2, 8, 40))):
        at = chance.randrange(len(changed))
        kind = chance.randrange(4)
        if kind == 0:
            changed[at] = chance.randrange(256)
        elif kind == 1 and len(changed) > 60:
            del changed[at : at + chance.randrange(1, 30)]
        elif kind == 2:
            changed[at:at] = changed[at : at + chance.randrange(1, 30)]
        else:
            changed[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", bytes(4), b"<!--", b"&#x;"))
    return bytes(changed[: chance.choice((len(changed), chance.randrange(1, len(changed) + 1)))])


def with_odd_values(data: bytes, chance: random.Random) -> bytes:
    """XML that stays XML: attributes and texts say something else, elements are doubled or taken out."""
    for _ in range(chance.choice((1, 1, 2, 5))):
        places = list(_VALUE.finditer(data))
        if not places:
            break
        place = chance.choice(places)
        value = chance.choice((*_ODD_VALUES, chance.choice(places)[0][1:-1]))
        data = data[: place.start() + 1] + value + data[place.end() - 1 :]
    return data


def with_a_mutated_part(data: bytes, chance: random.Random) -> bytes:
    """One part changed inside an archive that is whole."""
    change = chance.choice((mutated, with_odd_values, with_odd_values))
    buffer = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        names = [name for name in old.namelist() if name.endswith((".xml", ".rels"))]
        hit = chance.choice(names)
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content, chance) if name == hit else content)
    return buffer.getvalue()
