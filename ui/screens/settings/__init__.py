"""The settings of the office, page by page."""
