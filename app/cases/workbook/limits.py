"""How much a workbook may hold, and what people are told when it is more or not a workbook at all.

Source: the import contract ("Limits") and requirement R23. The child that reads a workbook answers
with a key of `Refusal`, never with text: what it says is shown to people, so it comes from here.
"""

from enum import StrEnum

FILE_BYTES = 64 * 2**20
UNPACKED_BYTES = 512 * 2**20
ROWS = 100_000
COLUMNS = 300
MEMBERS = 1_000
RATIO = 100
RATIO_FROM_BYTES = 16 * 2**20
"""Below this a strongly packed member is ordinary: a sheet of blanks shrinks a hundredfold."""
LAST_ROW = ROWS + 10_000
"""A value below this row is refused before a cell is read: titles and blank rows are no excuse."""
MEMORY_BYTES = 3 * 2**29
"""Address space of the child, for what is laid out whole: an .xls, an .xlsx whose rows bear no numbers.

100,000 rows of the template need 0.85 GB so, and 0.15 to 0.35 GB in pieces (measured).
"""
SECONDS = 120
"""The child is stopped when it has not finished by then; 100,000 rows of the template take 15 s."""


class Refusal(StrEnum):
    """Why a file cannot be read; `sentence` says what to do."""

    MISSING = "missing"
    NOT_A_FILE = "not_a_file"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    FILE_TOO_LARGE = "file_too_large"
    UNPACKED_TOO_LARGE = "unpacked_too_large"
    TOO_MANY_MEMBERS = "too_many_members"
    BOMB = "bomb"
    OVERLAP = "overlap"
    ENCRYPTED = "encrypted"
    WEB_PAGE = "web_page"
    PLAIN_TEXT = "plain_text"
    OTHER_FORMAT = "other_format"
    NOT_A_WORKBOOK = "not_a_workbook"
    DAMAGED = "damaged"
    DOCTYPE = "doctype"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    NO_HEADER = "no_header"
    OUT_OF_MEMORY = "out_of_memory"
    TOO_SLOW = "too_slow"
    STOPPED = "stopped"

    @property
    def sentence(self) -> str:
        """One whole Chinese sentence that says what to do."""
        return _SENTENCES[self]


_SENTENCES = {
    Refusal.MISSING: "没有找到这个文件，请重新选择要导入的工作簿。",
    Refusal.NOT_A_FILE: "选中的不是文件，请选择一个 .xlsx 或 .xls 工作簿。",
    Refusal.UNREADABLE: "这个文件打不开，请检查它是否正被别的程序占用、您是否有权读取。",
    Refusal.EMPTY: "这个文件是空的，请重新导出或复制后再导入。",
    Refusal.FILE_TOO_LARGE: "文件超过 64 MB，不能导入；请分成几个工作簿后再导入。",
    Refusal.UNPACKED_TOO_LARGE: "工作簿展开后超过 512 MB，不能导入；请分成几个工作簿后再导入。",
    Refusal.TOO_MANY_MEMBERS: "工作簿里的部件超过 1000 个，不能导入；请只保留档案表，另存为 .xlsx 后再导入。",
    Refusal.BOMB: "工作簿的压缩比例不正常，可能是有害文件，没有打开；请从原系统重新导出。",
    Refusal.OVERLAP: "工作簿的内部结构不正常，可能是有害文件，没有打开；请从原系统重新导出。",
    Refusal.ENCRYPTED: "工作簿设有打开密码，不能导入；请去掉密码、另存后再导入。",
    Refusal.WEB_PAGE: "这个文件其实是网页，只是改了扩展名；请用表格软件打开，另存为 .xlsx 后再导入。",
    Refusal.PLAIN_TEXT: "这个文件其实是文本（例如 CSV），不是工作簿；请用表格软件打开，另存为 .xlsx 后再导入。",
    Refusal.OTHER_FORMAT: "只能导入 .xlsx 和 .xls 工作簿；请用表格软件打开这个文件，另存为 .xlsx 后再导入。",
    Refusal.NOT_A_WORKBOOK: "这个文件不是工作簿；请选择从全国系统导出的 .xlsx 或 .xls 文件。",
    Refusal.DAMAGED: "工作簿已损坏，读不出来；请重新导出或重新复制后再导入。",
    Refusal.DOCTYPE: "工作簿里有不应出现的文档声明，可能是有害文件，没有打开；请从原系统重新导出。",
    Refusal.TOO_MANY_ROWS: "表格超过 10 万行，不能导入；请分成几个工作簿，并删除表格下方多余的内容后再导入。",
    Refusal.TOO_MANY_COLUMNS: "表格超过 300 列，不能导入；请删除表格右侧多余的内容后再导入。",
    Refusal.NO_HEADER: "没有找到档案表的表头；表头中至少要有“姓名”和“身份证号”两列，请核对后再导入。",
    Refusal.OUT_OF_MEMORY: "工作簿太大，超出了导入可用的内存；请分成几个工作簿后再导入。",
    Refusal.TOO_SLOW: "工作簿读了两分钟还没有读完，已停止；请分成几个工作簿后再导入。",
    Refusal.STOPPED: "读取工作簿时意外中断，什么都没有导入；请把文件另存为 .xlsx 后再试一次。",
}


class RefusedWorkbookError(Exception):
    """Raised inside the child; carries the key only."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
