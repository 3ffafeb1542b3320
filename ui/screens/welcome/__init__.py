"""First start: create an office, restore a backup, or open the demo office."""
