"""The files themselves: open, edit, find, merge, import."""
