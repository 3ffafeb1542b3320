"""Measuring the program against the plain work beneath it, without a window."""
