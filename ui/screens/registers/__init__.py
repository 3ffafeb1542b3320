"""The screen 来访与慰问: who came to the desk, and who was helped without a file."""
