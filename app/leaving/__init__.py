"""Leaving the roll: visits while on file, exit, the watch after it, and the return to hardship."""
