"""The file itself: tables, key, journal, search, backup."""
