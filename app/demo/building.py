"""Building the demo office: accounts, standards, seal, then the stories, then what an office PC has at closing."""

import shutil
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select

from app.cases.imports import import_workbook
from app.cases.overview import find_by_number, record_opening
from app.demo.appraised import Appraised
from app.demo.cast import (
    ADMIN,
    APPROVER,
    CLERK,
    COLLEAGUES,
    SEAL_KEEPER,
    Cast,
    Colleague,
    DemoClock,
    Story,
    play,
)
from app.demo.crowd import crowd
from app.demo.desk import desk
from app.demo.main_story import DAYS_AGO, IssuedSheet, main_story
from app.demo.money import finance
from app.demo.walk import Walk
from app.demo.workbook import export_workbook, number_of
from app.errors import UserError
from app.invented import Inventor, invent_household
from app.office.accounts import add_account, change_password, edit_account
from app.office.backups import automatic
from app.office.clock import Clock
from app.office.folder import is_office
from app.office.opening import NewOffice, create
from app.office.publishing import publish_register
from app.office.seals import register_sample_seal
from app.office.session import Office
from app.office.settings import save_settings
from app.office.standards import (
    AID,
    DIBAO,
    MEAN_AREA,
    MIN_AREA,
    MIN_WAGE,
    RECOGNITION,
    force_rule_set,
    force_standard,
    prepare_rule_set,
    prepare_standard,
)
from app.office.units import save_unit
from app.progress import Progress
from db.codes import GrantState
from db.files import make_folder, replace, write_atomically
from db.keys import KdfCost
from db.models import Grant

NAME, PLACE = "青禾县总工会", "青禾县"
PASSWORD = "Deng-huo-428-ke-qin"
"""The same for every account of the demo office; `demo` prints it."""

WORKBOOK_NAME = "演示-全国系统导出.xlsx"

_FIRST_PASSWORD = "Chun-feng-903-hua-yu"
_SEED, _DESK_SEED = 20_201_120, 20_201_121
_IMPORTED = 8
_UNITS = (
    ("青禾县城关镇总工会", "系统或镇街", "", ("城关镇工会",)),
    ("青禾县东岭镇总工会", "系统或镇街", "", ("东岭镇工会",)),
    ("青禾县纺织厂工会委员会", "基层", "青禾县城关镇总工会", ("纺织厂工会",)),
)
_APPRAISED = ((16, True), (12, False))
"""Households that began so many days ago, and whether their appraisal was held."""
_FIGURES = (
    (DIBAO, 80_000, "演示：青禾县城乡最低生活保障标准"),
    (MIN_WAGE, 185_000, "演示：最低工资标准"),
    (MEAN_AREA, 3_800, "演示：城镇人均住房建筑面积"),
    (MIN_AREA, 1_500, "演示：最低住房面积标准"),
)


@dataclass(frozen=True)
class DemoOffice:
    """A demo office that was built and closed again. `case_number` is the household of the main story;

    `waiting_case_id` one on file, with a grant that waits for approval.
    """

    folder: Path
    password: str
    recovery_code: str
    accounts: tuple[Colleague, ...]
    case_id: int
    case_number: str
    waiting_case_id: int
    sheets: tuple[IssuedSheet, ...]
    minutes: bytes
    """The minutes of an appraisal, which carry no seal."""
    workbook: Path


def build_demo(
    folder: Path,
    *,
    today: date,
    cost: KdfCost | None = None,
    progress: Progress | None = None,
) -> DemoOffice:
    """Make the demo office and walk its households through the stages, up to the day before `today`.

    It is built aside and moved to `folder` when it is whole, so that a kill leaves none. The workbook that it imports is kept in `workbook_folder` (default: beside the folder). Raises
    UserError where an office lies there already, StorageError.
    """
    if is_office(folder):
        raise UserError("这个文件夹里已经有一个单位，演示不会动它；请另选一个文件夹。")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError("放演示单位的文件夹里已经有别的文件，演示不会动它；请另选一个文件夹。")
    told = progress or Progress()
    told.start("正在建立演示单位", 1)
    start = today - timedelta(days=DAYS_AGO + 20)
    clock = DemoClock(start)
    new = NewOffice(
        name=NAME,
        admin=ADMIN.account,
        password=_FIRST_PASSWORD,
        display_name=ADMIN.name,
        place=PLACE,
        is_demo=True,
    )
    aside = folder.with_name(f".{folder.name}.building")
    shutil.rmtree(aside, ignore_errors=True)
    made = create(aside, new, clock=Clock(now=clock.now), cost=cost)
    try:
        _furnish(made.office, cost)
        cast = Cast(made.office, clock, today)
        _put_in_force(cast, start)
        register_sample_seal(cast.as_(SEAL_KEEPER), name=NAME)
        told.step()
        inventor = Inventor(_SEED, today, place=PLACE)
        hero = main_story(cast, inventor)
        stories: list[Story] = [hero.run(), finance(cast)]
        appraised = [Appraised(cast, inventor, ago, is_held) for ago, is_held in _APPRAISED]
        stories += [_import(cast, inventor, aside / WORKBOOK_NAME), *crowd(cast, inventor)]
        stories += [one.run() for one in appraised]
        stories.append(desk(cast, Inventor(_DESK_SEED, today, place=PLACE)))
        play(cast, stories, told)
        _close(cast, hero.walk.case_id, cost, told)
        number, waiting = hero.number, _waiting_case(made.office)
    except BaseException:
        made.office.close()
        shutil.rmtree(aside, ignore_errors=True)
        raise
    made.office.close()
    make_folder(folder.parent, what="演示单位的建立")
    if folder.exists():
        folder.rmdir()
    replace(aside, folder)
    return DemoOffice(
        folder=folder,
        password=PASSWORD,
        recovery_code=made.recovery_code,
        accounts=COLLEAGUES,
        case_id=hero.walk.case_id,
        case_number=number,
        waiting_case_id=waiting,
        sheets=tuple(hero.sheets),
        minutes=next(one.minutes for one in appraised if one.is_held),
        workbook=folder / WORKBOOK_NAME,
    )


def _waiting_case(office: Office) -> int:
    with office.read() as session:
        return session.scalars(
            select(Grant.case_id).where(Grant.state == GrantState.PROPOSED).limit(1)
        ).one()


def _furnish(office: Office, cost: KdfCost | None) -> None:
    """Settings, units and accounts."""
    save_settings(
        office,
        values={
            "number_prefix": "QH",
            "serial_prefix": "QH",
            "complaint_contact": "孟与之",
            "complaint_phone": "0772-8121234",
        },
    )
    root = office.user.unit_id
    ids: dict[str, int] = {"": root}
    for name, level, parent, aliases in _UNITS:
        made = save_unit(office, parent_id=ids[parent], name=name, level=level, aliases=aliases)
        ids[name] = made.result_id or root
    for one in COLLEAGUES:
        if one is not ADMIN:
            add_account(
                office,
                name=one.account,
                display_name=one.name,
                unit_id=ids[one.unit],
                roles=one.roles,
                password=_FIRST_PASSWORD,
                cost=cost,
            )
    edit_account(
        office,
        account_id=office.user.id,
        display_name=ADMIN.name,
        unit_id=root,
        roles=ADMIN.roles,
    )


def _put_in_force(cast: Cast, start: date) -> None:
    """Figures and rule sets, prepared by the administrator and put in force by 审批."""
    admin, first = cast.as_(ADMIN), date(start.year, 1, 1)
    raised = date(cast.today.year, 1, 1)
    figures = [(kind, value, document, first) for kind, value, document in _FIGURES]
    if raised > first:
        figures.append((DIBAO, 83_000, "演示：提高城乡最低生活保障标准", raised))
    made = [
        prepare_standard(
            admin, kind=kind, place=PLACE, value=value, valid_from=day, document=document
        )
        for kind, value, document, day in figures
    ]
    uses = [
        prepare_rule_set(admin, purpose=RECOGNITION, rule_set="PDS", valid_from=first),
        prepare_rule_set(admin, purpose=AID, rule_set="JG", valid_from=first),
    ]
    approver = cast.as_(APPROVER)
    for standard in made:
        force_standard(approver, standard_id=standard.result_id or 0)
    for use in uses:
        force_rule_set(approver, use_id=use.result_id or 0)


def _import(cast: Cast, inventor: Inventor, book: Path) -> Story:
    """The old files come in from the national system, one row is refused; then they are visited."""
    households = tuple(invent_household(inventor) for _ in range(_IMPORTED + 1))
    filed_on = [cast.ago(395 - 25 * place) for place in range(len(households))]
    yield cast.ago(58)
    write_atomically(book, export_workbook(households, filed_on), what="演示工作簿的保存")
    import_workbook(cast.as_(CLERK), path=book, accept_good=True)
    for place, household in enumerate(households[: _IMPORTED - 2]):
        yield cast.after(4)
        walk = Walk(cast, household)
        walk.case_id = find_by_number(walk.desk, number_of(place))
        walk.plan()
        walk.visit(monthly_income_fen=260_000)


def _close(cast: Cast, case_id: int, cost: KdfCost | None, progress: Progress) -> None:
    """Everybody chooses the password that is printed; register and backup are as at closing time."""
    progress.start("正在设置账号", len(COLLEAGUES))
    cast.clock.go(cast.ago(1))
    for one in COLLEAGUES:
        change_password(cast.as_(one), old=_FIRST_PASSWORD, new=PASSWORD, cost=cost)
        progress.step()
    for looked_at in (case_id + 3, case_id + 1, case_id):
        record_opening(cast.as_(CLERK), looked_at)
    publish_register(cast.as_(ADMIN))
    automatic(cast.as_(ADMIN), "exit", progress=progress)
