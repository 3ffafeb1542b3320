"""How names are read: surnames that the general reading table gets wrong, and all syllables."""
