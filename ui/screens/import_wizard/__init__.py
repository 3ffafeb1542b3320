"""Letting in a workbook of the national system."""
