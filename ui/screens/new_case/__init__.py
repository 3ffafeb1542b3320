"""新建档案 and 补录: the ways a file begins by hand."""

from ui.screens.new_case.back_entry import open_back_entry
from ui.screens.new_case.view import NewCaseDialog, open_new_case

__all__ = ["NewCaseDialog", "open_back_entry", "open_new_case"]
