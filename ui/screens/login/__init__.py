"""Login, recovery, change of password, and the lock."""
