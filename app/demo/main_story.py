"""The household that the demo follows from application to the end of the watch.

覃永福 falls ill; the union helps; the son finds work; the household leaves the roll and is watched until
it stands on its own feet.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app.aid.limits import Costs
from app.aid.plan_pages import plan_page
from app.aid.plans import finish_measure
from app.cases.commands import apply_correction, request_correction
from app.demo.cast import CLERK, REVIEWER, SEAL_KEEPER, Cast, Story
from app.demo.pace import to_file
from app.demo.walk import Walk
from app.forms.issuing import IssuedPaperView, issue
from app.invented import InventedHousehold, Inventor, Plot, invent_household
from app.leaving.exits import serve_exit_notice
from app.leaving.visits import annual_review, end_watch
from app.review.assessing import assess_case
from db.codes import ExitKind
from db.models import Case, IncomeItem, OutlayItem

DAYS_AGO = 475
"""How long before the day of the demo the story begins."""

_WIFE, _SON, _DAUGHTER = 1, 2, 3


@dataclass(frozen=True)
class IssuedSheet:
    """A stamped paper of the story. `is_void` where a correction has voided it since."""

    form: str
    paper: IssuedPaperView
    is_void: bool = False


@dataclass
class MainStory:
    """What came of it: the case, its papers, the grant that was put on paper."""

    walk: Walk
    sheets: list[IssuedSheet] = field(default_factory=list)

    def run(self) -> Story:
        """The whole course of events."""
        cast, walk = self.walk.cast, self.walk
        yield from to_file(walk, cast.ago(DAYS_AGO))
        yield cast.after(2)
        self._stamp("hardship_file", "建档归档")
        yield from self._help()
        yield from self._recover()
        yield from self._leave()

    # ------------------------------------------------------------ chapters

    def _help(self) -> Story:
        cast, walk = self.walk.cast, self.walk
        yield cast.after(2)
        walk.plan()
        walk.scan("帮扶计划")
        yield cast.after(3)
        grant = walk.propose_grant("生活救助", 6_000, reason="透析自付费用高，基本生活困难。")
        yield cast.after(2)
        walk.approve_grant(grant)
        yield cast.later(40)
        self._finish_measures(1, "已协助报销医疗费用，并发放生活救助 6,000.00 元。")
        yield cast.later(60)
        walk.visit(
            monthly_income_fen=435_000,
            outlay_change="每月透析自付约 2,000 元，没有变化。",
            new_needs="儿子毕业后参加工作，家庭收入有变化，准备办理更正。",
            relapse_risk="关注",
        )

    def _recover(self) -> Story:
        """The son works: the file is corrected, its papers are issued anew, the category is reviewed."""
        cast, walk = self.walk.cast, self.walk
        yield cast.later(20)
        asked = self._ask_correction()
        yield cast.after(2)
        apply_correction(
            cast.as_(REVIEWER),
            case_id=walk.case_id,
            correction_id=asked,
            note="已核对劳动合同，同意更正。",
        )
        self.sheets = [IssuedSheet(sheet.form, sheet.paper, True) for sheet in self.sheets]
        yield cast.after(1)
        self._stamp("hardship_file", "更正后重新签发")
        self._stamp("certificate", "用于申请医疗费用减免", purpose="申请医院医疗费用减免")
        yield cast.after(3)
        grant = walk.propose_grant(
            "医疗救助",
            12_000,
            costs=Costs(self_paid_fen=1_680_000),
            reason="本年度透析自付 16,800.00 元。",
        )
        yield cast.after(2)
        walk.approve_grant(grant)
        yield cast.after(1)
        self._stamp("aid_approval", "医疗救助归档", grant_id=grant)
        yield cast.later(25)
        assess_case(walk.desk, case_id=walk.case_id, note="年度复核前重新认定。")
        annual_review(walk.desk, case_id=walk.case_id, note="儿子就业，收入增加，调整困难类别。")

    def _leave(self) -> Story:
        cast, walk = self.walk.cast, self.walk
        yield cast.later(40)
        self._finish_measures(9, "已落实，年度内持续跟进。")
        walk.propose_exit(
            ExitKind.OUT_OF_POVERTY,
            "儿子就业满七个月，家庭收入稳定高于低保标准，病情稳定。",
            months_above=7,
        )
        yield cast.after(3)
        walk.agree_exit()
        yield cast.after(1)
        closing = walk.post()
        yield closing
        walk.close()
        yield cast.after(2)
        walk.approve_exit()
        yield cast.after(1)
        self._stamp("exit_approval", "退出归档")
        serve_exit_notice(
            walk.desk, case_id=walk.case_id, served_on=cast.day, receiver=walk.applicant
        )
        walk.report()
        for days in (75, 80):
            yield cast.later(days)
            walk.visit(
                is_follow_up=True,
                monthly_income_fen=735_000,
                is_cause_gone=False,
                measures_done="继续享受医疗互助保障，节日走访慰问。",
            )
        yield self._day_after_watch()
        end_watch(walk.desk, case_id=walk.case_id, note="跟踪期内收入稳定，没有返困。")

    # ------------------------------------------------------------ parts

    @property
    def number(self) -> str:
        """The number of the household's file."""
        with self.walk.desk.read() as session:
            return session.get_one(Case, self.walk.case_id).number

    def _stamp(
        self, form: str, reason: str, *, grant_id: int | None = None, purpose: str = ""
    ) -> None:
        paper = issue(
            self.walk.cast.as_(SEAL_KEEPER),
            form=form,
            case_id=self.walk.case_id,
            reason=reason,
            grant_id=grant_id,
            purpose=purpose,
            approver="温如故",
        )
        self.sheets.append(IssuedSheet(form, paper))

    def _finish_measures(self, most: int, result: str) -> None:
        """Note as carried out the first measures of the plan that are not yet."""
        walk = self.walk
        plan = plan_page(walk.desk, walk.case_id).plan
        assert plan is not None
        running = [measure.id for measure in plan.measures if not measure.is_done]
        for measure_id in running[:most]:
            finish_measure(walk.desk, measure_id=measure_id, done_on=walk.cast.day, result=result)

    def _ask_correction(self) -> int:
        walk = self.walk
        son = walk.person_ids[_SON]
        income, outlay = self._lines()
        made = request_correction(
            walk.desk,
            case_id=walk.case_id,
            reason="儿子毕业后已经就业，收入支出有变化。",
            members={
                son: {
                    "identity": "在岗",
                    "in_school": False,
                    "employer": "青禾县智造电子有限公司",
                    "monthly_income_fen": 300_000,
                    "contract_from": walk.cast.day - timedelta(days=150),
                }
            },
            money={
                "income": [*income, {"person_id": son, "item": "工资", "amount_fen": 3_600_000}],
                "outlay": [line for line in outlay if line["person_id"] != son],
            },
        )
        return made.result_id or 0

    def _lines(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Income and outlay as they stand, to be handed in again with what is new."""
        with self.walk.desk.read() as session:
            household_id = session.get_one(Case, self.walk.case_id).household_id
            income = session.scalars(
                select(IncomeItem).where(IncomeItem.household_id == household_id)
            )
            outlay = session.scalars(
                select(OutlayItem).where(OutlayItem.household_id == household_id)
            )
            return [_line(row) for row in income], [_line(row) for row in outlay]

    def _day_after_watch(self) -> date:
        with self.walk.desk.read() as session:
            until = session.get_one(Case, self.walk.case_id).watch_until
        assert until is not None
        return self.walk.cast.workday(until + timedelta(days=1))


def _line(row: IncomeItem | OutlayItem) -> dict[str, Any]:
    return {
        "id": row.id,
        "person_id": row.person_id,
        "item": row.item,
        "amount_fen": row.amount_fen,
    }


def main_household(inventor: Inventor) -> InventedHousehold:
    """覃永福, 韦秀兰 and their two children, with an income of 379 yuan a head after what they must spend."""
    drawn = invent_household(inventor, Plot.ILLNESS)
    applicant = dict(drawn.applicant) | {
        "name": "覃永福",
        "id_number": inventor.id_number("男", date(1977, 3, 12)),
        "ethnicity": "壮族",
        "health": "疾病",
        "disease": "终末期肾病",
        "work_status": "病休",
        "work_start": date(1996, 7, 1),
        "monthly_income_fen": 250_000,
    }
    wife = _member(inventor, "韦秀兰", "女", date(1979, 6, 5)) | {
        "relation": "妻子",
        "identity": "农民工",
        "monthly_income_fen": 185_000,
    }
    son = _member(inventor, "覃思源", "男", date(2003, 5, 17)) | {
        "relation": "儿子",
        "identity": "大学生",
        "education": "大学本科",
        "in_school": True,
        "school_entry_year": 2021,
        "school_years": 4,
        "employer": "柳州职业技术大学",
        "marital_status": "未婚",
    }
    daughter = _member(inventor, "覃怡雨", "女", date(2012, 9, 3)) | {
        "relation": "女儿",
        "identity": "初中",
        "education": "初中",
        "in_school": True,
        "employer": "青禾县第一中学",
        "marital_status": "未婚",
    }
    household = dict(drawn.household) | {
        "town": "城关镇",
        "home_address": "青禾县城关镇新安街18号2栋301室",
        "registered_address": "青禾县城关镇新安街18号2栋301室",
        "is_single_parent": False,
        "other_causes": ["子女上学"],
        "needs": "希望得到医疗救助和子女助学。",
        "situation": "本人确诊终末期肾病，每周透析三次，自付费用较高；妻子务工收入不稳定，两个子女在读。",
    }
    money: dict[str, tuple[dict[str, Any], ...]] = {
        "income": (
            {"person": 0, "item": "工资", "amount_fen": 3_000_000},
            {"person": _WIFE, "item": "工资", "amount_fen": 2_220_000},
        ),
        "outlay": (
            {"person": 0, "item": "医疗自付", "amount_fen": 2_400_000},
            {"person": _SON, "item": "教育", "amount_fen": 800_000},
            {"person": _DAUGHTER, "item": "教育", "amount_fen": 200_000},
        ),
        "homes": ({"area_centi": 6_200, "is_deeded": False},),
        "supporters": (
            {"name": "覃永禄", "relation": "弟弟", "family_size": 3, "monthly_support_fen": 0},
        ),
    }
    return InventedHousehold(Plot.ILLNESS, applicant, household, (wife, son, daughter), money)


def _member(inventor: Inventor, name: str, sex: str, born: date) -> dict[str, Any]:
    return {
        "name": name,
        "id_number": inventor.id_number(sex, born),
        "ethnicity": "壮族",
        "political_status": "群众",
        "health": "良好",
        "model_worker": "非劳模",
        "marital_status": "已婚",
        "registration_kind": "非农业",
        "medical_insurance": "居民医保",
        "monthly_income_fen": 0,
    }


def main_story(cast: Cast, inventor: Inventor) -> MainStory:
    """The story, ready to be played."""
    return MainStory(Walk(cast, main_household(inventor), CLERK))
