"""When to lock the window: after some minutes without anybody at the computer (R14).

What counts is the computer, not the window: whoever copies from the file into the browser is at work.
Where the system does not tell, the last key or click in the window counts.
"""

import ctypes
import ctypes.util
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

LONGEST_MINUTES = 5
"""The rule allows less, never more."""

_SLEPT_SECONDS = 60.0
"""A tick that comes so much too late: the computer was asleep or its lid was shut."""


@dataclass
class IdleWatch:
    """Says when to lock. `touched` at each key and click of the window, `is_due` now and then."""

    minutes: int = LONGEST_MINUTES
    system_idle: Callable[[], float | None] = lambda: system_idle_seconds()
    monotonic: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    _last: float = field(init=False)
    _ticked: float = field(init=False)

    def __post_init__(self) -> None:
        self.minutes = min(LONGEST_MINUTES, max(1, self.minutes))
        self.touched()
        self._ticked = self.wall()

    def touched(self) -> None:
        """Somebody is here."""
        self._last = self.monotonic()

    def is_due(self, expected_gap: float) -> bool:
        """Whether to lock now; `expected_gap`: seconds between two calls when nothing sleeps."""
        now = self.wall()
        slept = now - self._ticked > expected_gap + _SLEPT_SECONDS
        self._ticked = now
        in_window = self.monotonic() - self._last
        told = self.system_idle()
        idle = in_window if told is None else min(in_window, told)
        return slept or idle >= self.minutes * 60


def system_idle_seconds() -> float | None:
    """Seconds since the last key or movement anywhere on this computer; None where nobody tells."""
    if sys.platform == "win32":
        return _windows_idle()
    return _x11_idle() if os.environ.get("DISPLAY") else None


class _LastInput(ctypes.Structure):
    _fields_ = (("size", ctypes.c_uint), ("ticks", ctypes.c_uint))


def _windows_idle() -> float | None:
    if sys.platform == "win32":
        told = _LastInput(ctypes.sizeof(_LastInput), 0)
        if ctypes.windll.user32.GetLastInputInfo(ctypes.byref(told)):
            elapsed = (ctypes.windll.kernel32.GetTickCount() - told.ticks) & 0xFFFFFFFF
            return float(elapsed) / 1000
    return None


class _SaverInfo(ctypes.Structure):
    _fields_ = (
        ("window", ctypes.c_ulong),
        ("state", ctypes.c_int),
        ("kind", ctypes.c_int),
        ("since", ctypes.c_ulong),
        ("idle", ctypes.c_ulong),
        ("event_mask", ctypes.c_ulong),
    )


@dataclass
class _Screen:
    """A connection of our own to the X server; opened once, never closed while the program runs."""

    display: ctypes.c_void_p
    x11: ctypes.CDLL
    saver: ctypes.CDLL


_screens: list[_Screen | None] = []


def _x11_idle() -> float | None:
    if not _screens:
        _screens.append(_open_screen())
    screen = _screens[0]
    if screen is None:
        return None
    told = _SaverInfo()
    root = screen.x11.XDefaultRootWindow(screen.display)
    if not screen.saver.XScreenSaverQueryInfo(screen.display, root, ctypes.byref(told)):
        return None
    return float(told.idle) / 1000


def _open_screen() -> _Screen | None:
    names = ctypes.util.find_library("X11"), ctypes.util.find_library("Xss")
    if None in names:
        return None
    try:
        x11, saver = (ctypes.CDLL(str(name)) for name in names)
    except OSError:
        return None
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XOpenDisplay.argtypes = (ctypes.c_char_p,)
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    x11.XDefaultRootWindow.argtypes = (ctypes.c_void_p,)
    saver.XScreenSaverQueryInfo.argtypes = (ctypes.c_void_p, ctypes.c_ulong, ctypes.c_void_p)
    display = x11.XOpenDisplay(None)
    return _Screen(ctypes.c_void_p(display), x11, saver) if display else None
