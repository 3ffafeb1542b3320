"""困难职工证: a card of 95 × 68 mm, eight on an A4 sheet, front and back, with marks to cut along.

Number, portrait, day of issue, term and the yearly 年审 are the fields that matter (domain notes, 9 §1.7,
S147); the county union issues it and it is shown at an application (5, S42). Our own layout (参考样式).
The seal of 42 mm rides on issuer and day, and its upper edge lies across the photograph, so that no other can
be put in its place; what is written about the household stands clear of it. The eight of a sheet are put
together in `app.forms.cards`.
"""

from datetime import date

from app.cases.portrait import SHAPE
from app.cases.waiting import office_terms
from app.forms.boxes import day
from app.forms.context import FormContext
from app.forms.data import Reading, head, is_filed
from app.forms.form import Form, Needs, StampWhen
from app.forms.records_office import CardData
from app.forms.wording import Wording
from app.lifecycle import Stage
from app.office.masking import ValueKind
from app.paper import Align, Document, Face, Page
from app.paper.entries import put_day

NAME = "困难职工证"
BLANK = CardData()
WIDTH, HEIGHT = 95.0, 68.0  # mm
COLUMNS, ROWS = 2, 4
PER_SHEET = COLUMNS * ROWS
_LEFT, _TOP = 10.0, 12.5
_MARK, _CLEAR = 5.0, 1.5  # mm: length of a cutting mark, its distance from the card
_HAIR = 0.2  # points
_INSET = 4.0  # mm: between the edge of the card and what stands on it
_PHOTO = (66.0, 4.0, *SHAPE)
_FULL, _BESIDE_SEAL = 63.5, 46.5  # where a line ends: at the photograph, and at the seal below it
_LABEL, _LABEL_HEIGHT, _LINE = 15.0, 3.2, 5.6
_NUMBER = "证\u3000\u3000号"
_SEAL = (
    70.0,
    46.0,
)  # its centre: on the day of issue; 42 mm reach the photograph, and no edge of the card
_ISSUER_WIDTH = 42.0
_QR = 17.0
_NOTES = Wording(
    "notes",
    "持证须知（每行一条）",
    "本证是困难职工家庭已经建档的凭证，只限本人使用，不得转借、涂改。\n"
    "凭本证和本人身份证向工会申请帮扶救助；能否救助按当时的规定审批。\n"
    "每年复核一次，没有加盖当年审核章的，本证停止使用。\n"
    "脱困退出、注销档案或者超过有效期的，本证作废，请交回发证工会。\n"
    "遗失请及时向发证工会报告。扫描证上的二维码可以核对真伪。",
)
_REVIEWS = 6
_LEFT_FILE = (Stage.MONITORED, Stage.CLOSED)


def slot(at: int, *, is_back: bool = False) -> tuple[float, float]:
    """The corner in mm of a card on its sheet; backs are mirrored, for a sheet turned over its long edge."""
    row, column = divmod(at, COLUMNS)
    if is_back:
        column = COLUMNS - 1 - column
    return _LEFT + column * WIDTH, _TOP + row * HEIGHT


def read(reading: Reading) -> CardData:
    """The card of one household; valid until its next yearly review is due."""
    person, case = reading.applicant, reading.case
    since: date | None = case.reviewed_on or case.filed_on
    terms = office_terms(reading.session).terms
    return CardData(
        number=head(reading).number,
        name=reading.shown(person.name if person else "", ValueKind.NAME),
        sex=(person.sex or "") if person else "",
        id_number=reading.shown(
            (person.id_number or person.id_number_filed) if person else "", ValueKind.ID_NUMBER
        ),
        employer=(person.employer or "") if person else "",
        category=case.category or "",
        filed_on=case.filed_on,
        valid_until=terms.review_due(since) if since else None,
        photo=reading.portrait(),
    )


def lacks(reading: Reading) -> str:
    """Only a household on file carries the card."""
    if not is_filed(reading.case):
        return "还没有批准建档，批准以后才有困难职工证。"
    if reading.case.stage in _LEFT_FILE:
        return "这一户已经退出，不再发证。"
    return ""


def build(data: CardData, context: FormContext) -> Document:
    """One card at the top left of its sheet; `BLANK` gives a whole sheet of empty ones."""
    document = context.document(NAME)
    front, back = document.page(), document.page()
    count = PER_SHEET if data == BLANK else 1
    for at in range(count):
        _front(front, slot(at), data, context)
        _back(back, slot(at, is_back=True), context)
    if count > 1:
        for page, is_back in ((front, False), (back, True)):
            cutting_marks(page, count, is_back=is_back)
    return document


def cutting_marks(page: Page, count: int, *, is_back: bool = False) -> None:
    """Short lines outside the cards, where a cutter is laid on; a single card is cut along its frame."""
    corners = [slot(at, is_back=is_back) for at in range(count)]
    xs = sorted({edge for x, _ in corners for edge in (x, x + WIDTH)})
    ys = sorted({edge for _, y in corners for edge in (y, y + HEIGHT)})
    reach = _CLEAR + _MARK
    for x in xs:
        page.rule(x, ys[0] - reach, x, ys[0] - _CLEAR)
        page.rule(x, ys[-1] + _CLEAR, x, ys[-1] + reach)
    for y in ys:
        page.rule(xs[0] - reach, y, xs[0] - _CLEAR, y)
        page.rule(xs[-1] + _CLEAR, y, xs[-1] + reach, y)


def _front(page: Page, corner: tuple[float, float], data: CardData, context: FormContext) -> None:
    left, top = corner
    page.box(left, top, WIDTH, HEIGHT, weight=_HAIR)
    page.text(
        left + _INSET,
        top + 5,
        context.title(NAME),
        face=Face.SONG_BOLD,
        size=18,
        align=Align.CENTER,
        width=_FULL - _INSET,
        field="标题",
    )
    _photo(page, left, top, data)
    y = top + 14
    _entry(page, left, y, "姓\u3000\u3000名", data.name, end=44.0)
    _entry(page, left, y, "性别", data.sex, start=46.0, label_width=8.0)
    _entry(page, left, y + _LINE, "身份证号", data.id_number)
    y += 2 * _LINE
    _entry(page, left, y, "工作单位", data.employer, height=8.0, end=52.5)
    y += 8.0
    for label, value in (
        ("档案编号", data.number),
        ("困难类别", data.category),
        ("有效期至", day(data.valid_until)),
    ):
        _entry(page, left, y, label, value, end=_BESIDE_SEAL)
        y += _LINE
    _number(page, left, y, context)
    _issuer(page, left, top, context)


def _number(page: Page, left: float, y: float, context: FormContext) -> None:
    """Serial and code beside their QR; a line for the hand where the card has none."""
    stamp = context.stamp
    if stamp is None:
        _entry(page, left, y, _NUMBER, "", end=_BESIDE_SEAL)
        return
    page.qr(left + 2.5, y + 0.5, stamp.qr, size=_QR)
    y += 2.2
    number = page.fixed.said(_NUMBER).replace("\u3000", "")
    for label, value in ((number, stamp.serial), ("验证码", stamp.code)):
        page.text(left + 20.5, y, label, face=Face.HEI, size=8)
        page.text(left + 20.5, y + 3.3, value, size=8.5, field=label)
        y += 7.4


def _issuer(page: Page, left: float, top: float, context: FormContext) -> None:
    """Who issues it and when, below the photograph; the seal on both, and across the photograph's edge."""
    stamp = context.stamp
    x, middle = left + _SEAL[0] - _ISSUER_WIDTH / 2, top + _SEAL[1]
    if context.seal is not None:
        page.seal(context.seal, left + _SEAL[0], middle)
    else:
        page.text(
            x, middle + 3, "（盖章）", size=8, align=Align.CENTER, width=_ISSUER_WIDTH, gray=0.55
        )
    page.value(
        x,
        middle - 6.8,
        _ISSUER_WIDTH,
        5,
        context.issuer,
        field="发证工会",
        border=False,
        size=9.5,
        floor=7,
        align=Align.CENTER,
    )
    on = stamp.day if stamp else None
    put_day(page, x, middle - 1.6, on, size=9, align=Align.CENTER, width=_ISSUER_WIDTH)


def _photo(page: Page, left: float, top: float, data: CardData) -> None:
    x, y, width, height = _PHOTO
    if data.photo:
        page.picture(left + x, top + y, width, height, data.photo)
    else:
        page.text(
            left + x,
            top + y + height / 2 - 4,
            "照片",
            size=9,
            align=Align.CENTER,
            width=width,
            gray=0.55,
        )
    page.box(left + x, top + y, width, height)


def _entry(
    page: Page,
    left: float,
    y: float,
    label: str,
    value: str,
    *,
    start: float = _INSET,
    end: float = _FULL,
    height: float = _LINE,
    label_width: float = _LABEL,
) -> None:
    """A label with its value on a rule; `start` and `end` are mm from the left edge of the card."""
    words = page.fixed.said(label)
    used = page.text(left + start, y + (height - _LABEL_HEIGHT) / 2, words, face=Face.HEI, size=9)
    if used > label_width:
        page.fixed.tight.add(words)
    x, width = left + start + label_width, end - start - label_width
    page.value(
        x,
        y,
        width,
        height,
        value,
        field=label.replace("\u3000", ""),
        border=False,
        size=10,
        floor=7,
    )
    page.rule(x, y + height - 0.4, x + width, y + height - 0.4, gray=0.4)


def _back(page: Page, corner: tuple[float, float], context: FormContext) -> None:
    left, top = corner
    page.box(left, top, WIDTH, HEIGHT, weight=_HAIR)
    notes = 51.0
    page.text(
        left, top + 3.5, "持证须知", face=Face.HEI_BOLD, size=10, align=Align.CENTER, width=notes
    )
    y = top + 9.5
    for at, note in enumerate(context.paragraphs(_NOTES), start=1):
        y = page.paragraph(left + 4, y, notes - 6, f"{at}．{note}", size=8, leading=1.3) + 0.8
    phone = f"咨询电话：{context.phone}" if context.phone else "咨询电话："
    page.text(left + 4, top + HEIGHT - 6, phone, size=8, field="咨询电话")
    width = (WIDTH - notes - 4) / 2
    page.text(
        left + notes,
        top + 3.5,
        "年度审核",
        face=Face.HEI_BOLD,
        size=10,
        align=Align.CENTER,
        width=2 * width,
    )
    height = (HEIGHT - 13) / (_REVIEWS // 2)
    for at in range(_REVIEWS):
        x = left + notes + at % 2 * width
        y = top + 9 + at // 2 * height
        page.box(x, y, width, height)
        page.text(x, y + 1, "\u3000\u3000\u3000年度", size=8, align=Align.CENTER, width=width)
        page.text(
            x, y + height - 4.5, "（审核章）", size=8, align=Align.CENTER, width=width, gray=0.55
        )


FORM = Form(
    "card",
    NAME,
    Needs.CASE,
    copies=1,
    build=build,
    read=lambda reading, _: read(reading),
    blank=BLANK,
    fits_blank=False,
    stamp_when=StampWhen.FILED,
    lacks=lacks,
    texts=(_NOTES,),
)
