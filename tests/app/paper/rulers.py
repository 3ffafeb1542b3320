"""How far the lines of a ruler sheet stand from the edge of its paper."""

from datetime import UTC, datetime

import numpy as np

from app.paper import render_page

STAMP = datetime(2026, 11, 20, tzinfo=UTC)
DOTS = 10
"""Pixels a millimetre."""


def line_from_edge(pdf: bytes, number: int, axis: int) -> float:
    """Millimetres from the upper (0) or left (1) edge to the middle of the first long line."""
    page = render_page(pdf, number, round(DOTS * 25.4))
    rows = np.frombuffer(page.bgrx, np.uint8).reshape(page.height, page.stride)
    ink = rows[:, : page.width * 4 : 4] < 160
    dark = np.flatnonzero(ink.mean(axis=1 - axis) > 0.5)
    first = dark[dark < dark[0] + DOTS]
    return float(first.mean() + 0.5) / DOTS
