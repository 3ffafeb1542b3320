"""What stands in place of the files of an office that has none."""

from app.changes import Op
from ui.context import Context, bound
from ui.widgets import EmptyState

__all__ = ["nothing_yet"]


def nothing_yet(ctx: Context) -> EmptyState:
    """How to begin, for whoever may; else who does."""
    if not ctx.may(Op.OPEN_DRAFT):
        return EmptyState("还没有档案", "经办人员导入或新建档案后，会列在这里。", icon="files")
    return EmptyState(
        "还没有档案",
        "请先导入全国系统导出的表格，或按 F5 新建第一份档案。",
        button="导入表格",
        on_click=bound(ctx.go, "import"),
        icon="files",
    )
