"""Whoever may not do a thing is refused it, whatever else is wrong with what he asked for."""

from collections.abc import Callable

import pytest

from app.aid.batches import dissolve_batch
from app.aid.plan_pages import plan_page
from app.aid.plans import drop_measure, finish_measure, save_plan
from app.changes import Changes
from app.errors import AccessDeniedError
from app.office.session import Office
from tests.app.aid.aid_cases import add_colleagues, on_file
from tests.conftest import TODAY, OpenAs

Act = Callable[[Office, int], Changes]


@pytest.mark.parametrize(
    "act",
    [
        lambda office, _id: dissolve_batch(office, batch_id=1, reason=" "),
        lambda office, id_: finish_measure(office, measure_id=id_, done_on=TODAY, result=" "),
        lambda office, id_: drop_measure(office, measure_id=id_, reason=" "),
    ],
)
def test_an_auditor_is_refused_and_not_asked_for_a_reason(
    office: Office, open_as: OpenAs, act: Act
) -> None:
    case = on_file(office)
    measure = {"kind": "法律援助", "content": "每月走访。"}
    head = {"need": "减轻负担", "responsible": "罗志强"}
    save_plan(office, case_id=case, plan=head, measures=(measure,))
    plan = plan_page(office, case).plan
    assert plan is not None
    add_colleagues(office)
    with pytest.raises(AccessDeniedError):
        act(open_as("auditor"), plan.measures[0].id)
