"""The kinds of test that a rule set may use. A rule set is data over these and nothing else.

Each kind is a frozen dataclass, read from one inline table of a rule set's file, with one pure
method `outcome`: whether it holds, and the clause that shows both sides of the exact comparison.
A new kind is one class in `app.policy.means` or `app.policy.belongings` and one line in `KINDS`.
"""

from collections.abc import Callable

from app.policy.belongings import (
    AllDeeded,
    AreaPerHead,
    CauseMember,
    CompanyController,
    HomesAtLeast,
    MigrantTerm,
    OrdinaryVehicle,
    PrivateOrOverseas,
    SchoolFee,
)
from app.policy.comparing import Condition
from app.policy.means import (
    EventWithInjury,
    OnDibao,
    OutlayAboveIncome,
    PerCapita,
    SuddenAboveZero,
    SuddenShare,
)
from app.policy.reading import Node

KINDS: dict[str, Callable[[Node], Condition]] = {
    "per_capita": PerCapita.read,
    "on_dibao": OnDibao.read,
    "outlay_above_income": OutlayAboveIncome.read,
    "event_with_injury": EventWithInjury.read,
    "sudden_above_zero": SuddenAboveZero.read,
    "sudden_share": SuddenShare.read,
    "homes_at_least": HomesAtLeast.read,
    "area_per_head": AreaPerHead.read,
    "all_deeded": AllDeeded.read,
    "cause_member": CauseMember.read,
    "ordinary_vehicle": OrdinaryVehicle.read,
    "company_controller": CompanyController.read,
    "private_or_overseas": PrivateOrOverseas.read,
    "school_fee": SchoolFee.read,
    "migrant_term": MigrantTerm.read,
}


def read_condition(node: Node) -> Condition:
    """One test from an inline table of a rule set's file."""
    return KINDS[node.at("kind").one_of(tuple(KINDS))](node)
