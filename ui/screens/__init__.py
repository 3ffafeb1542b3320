"""The screens: each a folder with a view (Qt) and a presenter (no Qt)."""
