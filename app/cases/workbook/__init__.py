"""Importing the national export: read the workbook, find its header, check every row.

Knows no database: what is on file is asked through `OnFile`. Writing is `app.cases.imports`.
Source: the import contract; the template of 2017 (C9).
"""
