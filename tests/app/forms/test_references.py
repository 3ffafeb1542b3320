"""Every form beside the picture of it that was last looked at and found right.

After a form has been changed and looked at, `./test tests/app/forms/test_references.py --new-references` makes
its pictures anew; what is no form's picture any more is deleted by hand.
"""

from pathlib import Path

import pytest

from app.forms import FORMS, Form
from app.forms.cards import CardOrder, preview_cards
from app.office.session import Office
from app.paper import Document, Label, Sheet, Value

from .conftest import Filed, make_filed
from .references import FOLDER, TOLERANCE, difference, keep, kept, picture_of, save
from .samples import CREATED, Samples, blank

_GOING_ON = [form for form in FORMS if form.key in ("hardship_file", "survey", "roster", "visits")]
"""Forms whose further pages are kept, too: groups, tables and subtotals that go on, pages of fixed rows."""
_OVERPRINTED = [form for form in FORMS if form.is_of_case and form.fits_blank]
_CARDS = "card-sheet"


class Checked:
    """Compares a file with its reference; with --new-references it becomes the reference."""

    def __init__(self, request: pytest.FixtureRequest, folder: Path) -> None:
        self._folder = folder
        self._is_new = request.config.getoption("--new-references")

    def __call__(self, name: str, pdf: bytes) -> None:
        picture = picture_of(pdf)
        if self._is_new:
            keep(name, picture)
        apart, column, row = difference(picture, kept(name))
        if apart > TOLERANCE:
            save(picture, self._folder / f"{name}.png")
            pytest.fail(
                f"{name} 与样图相差 {apart}，在左起 {column}、上起 {row} 毫米处：{self._folder}"
            )


@pytest.fixture
def check(request: pytest.FixtureRequest, tmp_path: Path) -> Checked:
    """`check(name, pdf)`."""
    return Checked(request, tmp_path)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)
def test_a_filled_form_looks_as_it_should(check: Checked, samples: Samples, form: Form) -> None:
    check(f"{form.key}-filled", samples.build(form, is_stamped=form.is_stamped).to_bytes())


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)
def test_an_empty_form_looks_as_it_should(check: Checked, form: Form) -> None:
    check(f"{form.key}-empty", blank(form).to_bytes())


@pytest.mark.parametrize("form", _OVERPRINTED, ids=lambda form: form.key)
def test_values_alone_look_as_they_should(check: Checked, samples: Samples, form: Form) -> None:
    check(f"{form.key}-values", samples.build(form).to_bytes(values_only=True))


@pytest.mark.parametrize("form", _GOING_ON, ids=lambda form: form.key)
def test_further_pages_look_as_they_should(
    check: Checked, long_samples: Samples, form: Form
) -> None:
    check(f"{form.key}-long", long_samples.build(form).to_bytes())


def test_a_sheet_of_cards_looks_as_it_should(check: Checked, office: Office, filed: Filed) -> None:
    more = (make_filed(office, number=f"QH2026001{at:02}", members=0).case_id for at in range(2))
    check(_CARDS, preview_cards(office, CardOrder((filed.case_id, *more))).pdf)


def test_every_reference_belongs_to_a_form() -> None:
    wanted = {f"{form.key}-{kind}" for form in FORMS for kind in ("filled", "empty")}
    wanted |= {f"{form.key}-values" for form in _OVERPRINTED}
    wanted |= {f"{form.key}-long" for form in _GOING_ON}
    assert {path.stem for path in FOLDER.iterdir()} == wanted | {_CARDS}


def _small_form(amount: str = "1,000.50", *, height: float = 9.0, label: float = 20.0) -> bytes:
    document = Document(form="试验表", created=CREATED)
    sheet = Sheet(document)
    sheet.row([Label("姓名", label), Value("韦秀兰", 40)], height=height)
    sheet.row([Label("金额", label), Value(amount, 40)])
    return document.to_bytes()


@pytest.mark.parametrize(
    "changed",
    [
        {"amount": "1,000.60"},
        {"height": 9.5},
        {"label": 20.5},
    ],
    ids=lambda changed: "-".join(changed),
)
def test_a_small_change_is_seen(tmp_path: Path, changed: dict[str, str | float]) -> None:
    reference = picture_of(_small_form())
    assert difference(picture_of(_small_form()), reference)[0] == 0
    apart, _, row = difference(picture_of(_small_form(**changed)), reference)  # type: ignore[arg-type]  # by name
    assert apart > 1.5 * TOLERANCE and 17 <= row <= 40
