"""The screen 档案体检: files that want looking at, by what is wrong with them."""
