"""Public holidays and moved working days that a new office starts with."""
