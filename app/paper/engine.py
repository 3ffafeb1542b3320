"""The one place that loads reportlab: fonts registered once, settings, and the lock that guards both.

reportlab has no types, so its objects are `Any` from here on.
"""

import functools
import importlib
import threading
from typing import Any

from app.paper.fonts import Face, font_file
from app.paper.subsetting import cut_in_place
from app.paper.tounicode import correct_to_unicode

# A TTFont seeks in its own file while it makes a subset: one document is written at a time.
ENGINE_LOCK = threading.RLock()


def untyped(module: str) -> Any:
    """A module of a library without types, loaded at first use."""
    return importlib.import_module(module)


@functools.cache
def _prepare() -> None:
    rl_config = untyped("reportlab.rl_config")
    rl_config.useA85 = 0  # plain binary streams: five per cent smaller
    rl_config.ttfAsciiReadable = 0  # otherwise each subset carries all of ASCII: 17 KB per page
    correct_to_unicode(untyped("reportlab.pdfbase.ttfonts"))


def font(face: Face) -> Any:
    """The registered font; loads it (25 to 200 ms) when first asked for."""
    with ENGINE_LOCK:
        return _load(face)


@functools.cache
def _load(face: Face) -> Any:
    _prepare()
    ttfonts = untyped("reportlab.pdfbase.ttfonts")
    loaded = ttfonts.TTFont(face.value, str(font_file(face)), asciiReadable=0)
    cut_in_place(loaded.face)
    untyped("reportlab.pdfbase.pdfmetrics").registerFont(loaded)
    return loaded
