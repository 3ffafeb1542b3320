"""Accounts, roles, settings, seals, audit: the office itself."""
