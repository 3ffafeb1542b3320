"""Fonts, icons, style, code lists, policies and form texts: data, read by importlib.resources."""
