"""The screen 文书与用印, and the dialog that prints a form of one case."""
