"""The recovery code on paper: one A4 sheet for the safe."""

from datetime import UTC, date, datetime

from app.paper import Document, Face, Sheet


def recovery_sheet(office_name: str, code: str, day: date) -> bytes:
    """A PDF with the code in groups, and what it is for. It names the office, no person."""
    document = Document(
        form="暖档恢复码", created=datetime(day.year, day.month, day.day, tzinfo=UTC)
    )
    sheet = Sheet(document, page_numbers=False)
    sheet.title("暖档恢复码")
    sheet.line(left=f"单位：{office_name}", right=f"日期：{day.year}年{day.month}月{day.day}日")
    sheet.gap(8)
    groups = code.split("-")
    for at in range(0, len(groups), 4):
        sheet.paragraph("    ".join(groups[at : at + 4]), face=Face.HEI_BOLD, size=20)
        sheet.gap(2)
    sheet.gap(6)
    for sentence in (
        "忘记密码，或全部管理员都不能登录时，用这组恢复码可以重新设密码、打开档案。",
        "恢复码只显示这一次，程序里不保存；遗失或者被别人看到，请系统管理员在“设置”的“账号与角色”里换发。",
        "拿到恢复码的人可以打开全部档案。请装入信封、签章封口，放进单位的保险柜，不要拍照，不要存在电脑里。",
        "恢复码中没有字母 I、L、O、U；抄写时 0 是数字零，1 是数字一。",
    ):
        sheet.paragraph(sentence, face=Face.SONG, size=12)
    return document.to_bytes()
