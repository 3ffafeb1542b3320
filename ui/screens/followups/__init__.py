"""The screen 回访跟踪: whom to visit, and who is watched after an exit."""
