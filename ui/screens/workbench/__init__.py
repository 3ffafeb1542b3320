"""The workbench: what is to be done today."""
