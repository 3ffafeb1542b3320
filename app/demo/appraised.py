"""Two households of the demo office whose colleagues were asked: 民主评议, held and still to be held."""

from dataclasses import dataclass

from app.demo.cast import ADMIN, REVIEWER, Cast, Story
from app.demo.walk import Walk
from app.forms.issuing import print_form
from app.invented import Inventor, Plot, invent_household
from app.office.settings import save_settings, settings
from app.review.appraisals import AppraisalEntry, Votes, record_appraisal
from db.codes import Stage

_ORDER = (Stage.SURVEY, Stage.CHECK, Stage.APPRAISAL, Stage.PUBLICITY)


@dataclass
class Appraised:
    """A household that began while the office had an appraisal in its order. `is_held`: it went on."""

    cast: Cast
    inventor: Inventor
    days_ago: int
    is_held: bool
    minutes: bytes = b""
    """The printed minutes of the appraisal, a PDF; empty where none was held."""

    def run(self) -> Story:
        """From the draft to the notice, or to the appraisal that waits."""
        cast = self.cast
        household = invent_household(self.inventor, Plot.DISABILITY, wealth=1.0)
        walk = Walk(cast, household)
        yield cast.workday(cast.ago(self.days_ago))
        self._draft(walk)
        walk.papers()
        walk.authorise()
        walk.submit()
        for step in (walk.accept, walk.pass_first_review, walk.survey, walk.send_check, walk.check):
            yield cast.after(1)
            step()
        if self.is_held:
            yield cast.after(1)
            self._hold(walk)
            yield cast.after(1)
            walk.post()

    def _draft(self, walk: Walk) -> None:
        """The order of the office counts for what begins while it stands."""
        admin = self.cast.as_(ADMIN)
        usual = settings(admin)["stage_order"]
        save_settings(admin, values={"stage_order": [stage.value for stage in _ORDER]})
        walk.draft()
        save_settings(self.cast.as_(ADMIN), values={"stage_order": usual})

    def _hold(self, walk: Walk) -> None:
        record_appraisal(
            self.cast.as_(REVIEWER),
            case_id=walk.case_id,
            entry=AppraisalEntry(
                held_on=self.cast.day,
                votes=Votes(invited=9, present=8, in_favour=7, against=0, abstained=1),
                place="纺织厂工会会议室",
                chair="孟与之",
                minutes="与会人员听取了入户调查和核对情况，一致认为该户情况属实。",
            ),
        )
        self.minutes = print_form(
            walk.desk, form="appraisal", case_id=walk.case_id, reason="评议归档"
        ).pdf
