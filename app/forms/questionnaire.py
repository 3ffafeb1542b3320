"""困难职工帮扶满意度问卷: ten questions on one page, large print, for the household's own hand.

Questions after the domain notes, 9 §1.16 (S127, S128); the layout is our own (参考样式). It may be given back
without a name, so nothing of the file stands on it.
"""

from app.forms.boxes import begin
from app.forms.context import FormContext
from app.forms.data import Reading
from app.forms.form import Form, Needs
from app.forms.wording import MOST_CELL, Wording
from app.paper import Document
from app.paper.entries import Entry

NAME = "困难职工帮扶满意度问卷"
_SIZE, _LEADING = 14.0, 1.75  # points: read without glasses
_BOX = "□"
_LEAD = Wording(
    "lead",
    "开头的话",
    "您好！为了把帮扶做得更好，请您按真实情况在方框里打勾。可以不写姓名，填好后交给工会或者投入意见箱。",
)
_QUESTIONS = Wording(
    "questions",
    "问题和选项（带□的行是选项，其余的行自动编号）",
    "近一年您收到过工会的帮扶吗？\n"
    "□收到  □没有收到   金额约______元，时间______年___月\n"
    "帮扶的钱是打到您本人或家人的账户吗？\n"
    "□是  □不是  □领的现金或物品\n"
    "您是怎么知道帮扶政策的？\n"
    "□单位工会  □工会干部上门  □网络  □亲友  □其他\n"
    "申请方便吗？一共跑了几趟？\n"
    "□方便  □一般  □不方便   共______趟\n"
    "要交的材料多不多？\n"
    "□不多  □可以接受  □太多\n"
    "工作人员的态度怎么样？\n"
    "□满意  □基本满意  □不满意\n"
    "有没有人向您索要好处？\n"
    "□没有  □有（请写在下面）\n"
    "得到的帮扶是您最需要的吗？\n"
    "□是  □部分是  □不是\n"
    "您家现在最缺什么？\n"
    "□看病  □上学  □工作  □住房  □其他____________\n"
    "总的来说，您满意吗？\n"
    "□很满意  □满意  □一般  □不满意  □很不满意",
)
_REMARKS = Wording("remarks", "意见栏的话", "您的意见和建议：")
_SIGNATURE = Wording("signature", "签名处的话", "签名（可以不写）", MOST_CELL)
_LINES = 2


def read(_reading: Reading, _subject: None = None) -> None:
    """Nothing: the sheet may come back without a name."""


def build(_data: None, context: FormContext) -> Document:
    """The sheet, the same for every household."""
    sheet = begin(NAME, context, head_left=context.office_name, head_right=Entry("填写日期", None))
    sheet.gap(2)
    sheet.paragraph(context.wording(_LEAD), size=12, leading=1.5)
    sheet.gap(2)
    number = 0
    for line in context.paragraphs(_QUESTIONS):
        is_answers = _BOX in line
        number += not is_answers
        words = f"　　{line}" if is_answers else f"{number}．{line}"
        sheet.paragraph(words, size=_SIZE, leading=_LEADING, indent=False)
    sheet.gap(2)
    sheet.paragraph(context.wording(_REMARKS), size=_SIZE, leading=_LEADING, indent=False)
    for _ in range(_LINES):
        sheet.y += 9
        sheet.page.rule(sheet.left, sheet.y, sheet.right, sheet.y)
    sheet.gap(4)
    sheet.line(right=f"{context.wording(_SIGNATURE)}：{'_' * 20}", size=_SIZE)
    return sheet.document


FORM = Form(
    "questionnaire",
    NAME,
    Needs.CASE,
    copies=1,
    build=build,
    read=read,
    blank=None,
    fits_blank=False,
    texts=(_LEAD, _QUESTIONS, _REMARKS, _SIGNATURE),
)
