"""Every service that writes against every role, on a real file: done, or refused and journalled (T16)."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NoReturn

import pytest
from sqlalchemy import func, select

from app.cases.back_entry import PaperFile
from app.cases.overview import find_by_number, overview
from app.cases.queries import case_file
from app.changes import Op
from app.errors import AccessDeniedError, UserError
from app.leaving.destroying import Destruction
from app.lifecycle.deadlines import LIMITS, Terms
from app.office import accounts, units
from app.office.access import may, may_record_paper
from app.office.clock import Clock
from app.office.history import case_history
from app.office.opening import NewOffice, create, read_user
from app.office.session import Office, PaperApproval
from db.codes import ExitKind, GrantState, Role, Stage
from db.keys import KdfCost
from db.models import Case, Grant, Operation, RowImage, Unit
from tests.app.cases.households import Filing, file
from tests.app.services import arguments, writing_services
from tests.conftest import PASSWORD, TODAY, TickingClock

CHEAP = KdfCost.for_tests()
SERVICES = writing_services()
REFUSED = (Operation.result == "refused",)
BESIDE = Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.SEAL_KEEPER
"""What the account of the other union holds."""


class ReachedError(Exception):
    """The operation was permitted; the probe stops it there."""

    def __init__(self, op: Op) -> None:
        super().__init__(op)
        self.op = op


class Probe(Office):
    """An office that does nothing beyond the question whether it may be done."""

    asked: tuple[Op, bool] | None = None

    def _check_permission(
        self, op: Op, case_id: int | None, paper: PaperApproval | None
    ) -> NoReturn:
        self.asked = self.asked or (op, paper is not None)
        super()._check_permission(op, case_id, paper)
        raise ReachedError(op)


@dataclass
class Ground:
    """One office with an account for each role, one of another union, and a case with a grant."""

    office: Office
    ids: dict[Role | str, int]
    case_id: int
    grant_id: int

    def probe(self, who: Role | str) -> Probe:
        """The office as this account has it open."""
        with self.office.read() as session:
            user = read_user(session, self.ids[who])
        office = self.office
        return Probe(office.folder, office.store, office.keys, user, office.clock, office.lock)

    def roles(self, who: Role | str) -> frozenset[Role]:
        """What the account holds."""
        return frozenset({who}) if isinstance(who, Role) else frozenset(BESIDE)

    def count(self, *conditions: Any) -> int:
        """How many operations of the journal meet the conditions."""
        with self.office.read() as session:
            query = select(func.count()).select_from(Operation).where(*conditions)
            return int(session.scalar(query) or 0)

    def images(self) -> int:
        """How many row images the journal holds."""
        with self.office.read() as session:
            return int(session.scalar(select(func.count()).select_from(RowImage)) or 0)


def _add(office: Office, name: str, unit_id: int, roles: tuple[Role, ...]) -> int:
    changes = accounts.add_account(
        office,
        name=name,
        display_name=f"账号{name}",
        unit_id=unit_id,
        roles=roles,
        password=PASSWORD,
        cost=CHEAP,
    )
    assert changes.result_id is not None
    return changes.result_id


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """The office, made once: no probe changes anything but the journal."""
    folder: Path = tmp_path_factory.mktemp("roles") / "office"
    new = NewOffice(name="青禾县总工会", admin="first", password=PASSWORD, place="青禾县")
    office = create(folder, new, clock=Clock(now=TickingClock().now), cost=CHEAP).office
    root = office.user.unit_id
    filed = file(office, (Filing("覃永福", "QH-1"),))[0]
    with office.write(Op.IMPORT, is_bulk=True) as work:
        grant = Grant(
            case_id=filed,
            item="生活救助",
            asked_on=TODAY,
            amount_fen=50_000,
            state=GrantState.PROPOSED,
        )
        work.session.add(grant)
        work.session.flush()
        grant_id = grant.id
        work.done()
    ids: dict[Role | str, int] = {}
    for number, role in enumerate(Role):
        ids[role] = _add(office, f"role{number}", root, (role,))
    beside = [
        units.save_unit(office, parent_id=root, name=name, level="基层").result_id
        for name in ("纺织厂工会", "化肥厂工会")
    ]
    with office.write(Op.TRANSFER_CASES, filed) as work:
        work.session.get_one(Case, filed).unit_id = beside[0] or 0
        work.done()
    ids["beside"] = _add(office, "beside", beside[1] or 0, BESIDE)
    yield Ground(office, ids, filed, grant_id)
    office.close()


_ORDER = (Stage.SURVEY, Stage.CHECK, Stage.PUBLICITY)
_GIVEN: dict[str, dict[str, Any]] = {
    "cases.attachments.add_attachment": {"kind": "身份证"},
    "cases.attachments.add_attachment_file": {"kind": "身份证", "path": Path(__file__)},
    "cases.back_entry.back_entry": {
        "paper": PaperFile(Stage.ON_FILE, "何书记", TODAY, "补录旧档", "深度困难"),
        "scan": b"x",
    },
    "cases.commands.end_application": {"kind": ExitKind.DEATH},
    "cases.merging.merge": {"absorbed_id": 2},
    "cases.transfer.transfer_cases": {"case_ids": (1,), "clerk_id": 1},
    "leaving.destroying.destroy": {
        "case_ids": (1,),
        "destruction": Destruction("保管期满。", ("温故", "知新")),
    },
    "leaving.visits.watch_ended": {"kind": ExitKind.DEATH},
    "office.accounts.add_account": {"password": PASSWORD, "roles": (Role.CLERK,)},
    "office.accounts.edit_account": {"roles": (Role.CLERK,)},
    "office.accounts.change_password": {"old": PASSWORD, "new": f"{PASSWORD}-2"},
    "office.details.save_procedure": {
        "order": _ORDER,
        "limits": dict(LIMITS),
        "terms": asdict(Terms()),
    },
    "office.holidays.save_year": {"year": 2026},
    "office.standards.prepare_standard": {"kind": "低保标准"},
    "office.standards.prepare_rule_set": {"purpose": "认定", "rule_set": "PDS"},
    "office.units.save_unit": {"level": "基层"},
    "forms.issuing.print_form": {"form": "hardship_file"},
    "forms.issuing.issue": {"form": "hardship_file"},
}
"""What a service checks before it asks for the permission, given rightly."""

_LOOK_FIRST = {
    "aid.plans.drop_measure": "the measure says which case",
    "aid.plans.finish_measure": "the measure says which case",
    "cases.merging.split": "the merge says which of two cases",
    "forms.batches.print_roster": "who reads no files is refused before the paper is asked for",
    "office.accounts.change_password": "the old password is proved first",
    "office.locking.reenter": "the password is proved first",
    "office.papers.void": "the paper says which case",
    "office.seals.register_sample_seal": "for the demo office only",
    "office.seals.register_seal": "the scan is read first",
    "office.startup.check_after_crash": "does nothing where nothing has crashed",
    "office.undo.take_back": "the last step says which permission",
    "office.undo.redo": "the operation says which permission",
    "office.undo.undo": "the operation says which permission",
}
"""Services that may end before they ask; they are held to change nothing."""


def attempt(ground: Ground, probe: Probe, name: str) -> BaseException | None:
    """Call a service with stand-ins; what it raised."""
    given = _GIVEN.get(name.removeprefix("app."), {})
    known = {"case_id": ground.case_id, "grant_id": ground.grant_id, "number": "QH-1"} | given
    try:
        SERVICES[name](probe, **arguments(SERVICES[name], **known))
    except Exception as error:
        return error
    return None


def test_the_services_are_found() -> None:
    assert len(SERVICES) >= 110
    assert {"app.cases.commands.submit", "app.review.surveys.record_survey"} <= set(SERVICES)
    assert {f"app.{name}" for name in (*_GIVEN, *_LOOK_FIRST)} <= set(SERVICES)


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_role_is_let_in_or_refused_as_the_contract_says(ground: Ground, name: str) -> None:
    for role in Role:
        probe = ground.probe(role)
        images, refused = ground.images(), ground.count(*REFUSED)
        error = attempt(ground, probe, name)
        if probe.asked is None:
            assert name.removeprefix("app.") in _LOOK_FIRST, f"{role}: {error!r}"
            assert ground.images() == images
            continue
        op, is_paper = probe.asked
        is_granted = may(ground.roles(role), op) or (
            is_paper and may_record_paper(ground.roles(role), op)
        )
        assert isinstance(error, AccessDeniedError) != is_granted, f"{role} {op}: {error!r}"
        assert ground.count(*REFUSED) == refused + (0 if is_granted else 1)
        assert ground.images() == images


@pytest.mark.parametrize(
    "name", sorted(name for name in SERVICES if "case_id" in arguments(SERVICES[name]))
)
def test_a_case_of_another_union_is_refused(ground: Ground, name: str) -> None:
    """The account holds what the operation asks for, only not in this union."""
    probe = ground.probe("beside")
    images, refused = ground.images(), ground.count(*REFUSED)
    error = attempt(ground, probe, name)
    assert isinstance(error, UserError), f"{error!r}"
    assert not isinstance(error, ReachedError)
    assert ground.images() == images
    if probe.asked is not None or isinstance(error, AccessDeniedError):
        assert isinstance(error, AccessDeniedError)
        assert ground.count(*REFUSED) == refused + 1


_READS = (
    lambda office, case_id: overview(office, case_id),
    lambda office, case_id: case_file(office, case_id),
    lambda office, case_id: case_history(office, case_id),
    lambda office, case_id: find_by_number(office, "QH-1"),
)


@pytest.mark.parametrize("read", _READS)
def test_a_refused_look_is_journalled_as_a_refused_write_is(
    ground: Ground, read: Callable[[Office, int], object]
) -> None:
    """What others keep is named in the journal; what is not there has no number to name."""
    beside = ground.probe("beside")
    of_the_case = (*REFUSED, Operation.op == Op.OPEN_CASE.name, Operation.case_id == ground.case_id)
    refused, images = ground.count(*of_the_case), ground.images()
    with pytest.raises(AccessDeniedError):
        read(beside, ground.case_id)
    assert (ground.count(*of_the_case), ground.images()) == (refused + 1, images)
    mine = ground.probe(Role.CLERK)
    read(mine, ground.case_id)
    assert ground.count(*of_the_case) == refused + 1


def test_a_look_for_a_case_that_is_not_there_is_journalled_without_a_case(ground: Ground) -> None:
    of_none = (*REFUSED, Operation.op == Op.OPEN_CASE.name, Operation.case_id.is_(None))
    refused = ground.count(*of_none)
    with pytest.raises(AccessDeniedError):
        overview(ground.probe("beside"), 999_999)
    assert ground.count(*of_none) == refused + 1


def test_a_refusal_inside_a_write_is_journalled_and_changes_nothing(ground: Ground) -> None:
    office, images, refused = ground.office, ground.images(), ground.count(*REFUSED)
    with pytest.raises(AccessDeniedError), office.write(Op.SAVE_SETTINGS) as work:
        work.session.add(Unit(name="不会留下", level="基层"))
        work.session.flush()
        raise AccessDeniedError("不在您的管辖范围内。")
    assert ground.images() == images
    assert ground.count(*REFUSED) == refused + 1
