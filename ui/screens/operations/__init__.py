"""The screen 操作记录: everything that was done, as far as the account may read it."""
