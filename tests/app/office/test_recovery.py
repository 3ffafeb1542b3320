"""A recovery code given anew: the printed one opens nothing any more, and the journal knows it."""

import pytest
from sqlalchemy import select

from app.changes import Op
from app.errors import AccessDeniedError, WrongKeyError
from app.office.opening import NewOffice, create
from app.office.recovery import renew_recovery
from db.keys import KdfCost, KeyRing
from db.models import Operation
from tests.conftest import PASSWORD

CHEAP = KdfCost.for_tests()


def test_a_new_code_takes_the_place_of_the_printed_one(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("renewed") / "office"
    made = create(folder, NewOffice("白石县总工会", "lin", PASSWORD), cost=CHEAP)
    with_code, ring = made.office, KeyRing(folder, CHEAP)
    try:
        code = renew_recovery(with_code, cost=CHEAP)
        assert ring.unlock_with_recovery(code) == with_code.keys.data
        with pytest.raises(WrongKeyError):
            ring.unlock_with_recovery(made.recovery_code)
        with with_code.read() as session:
            last = session.scalars(select(Operation.op).order_by(Operation.id.desc())).first()
        assert last == Op.RENEW_RECOVERY.name
        object.__setattr__(with_code.user, "roles", frozenset())
        with pytest.raises(AccessDeniedError):
            renew_recovery(with_code, cost=CHEAP)
        assert ring.unlock_with_recovery(code) == with_code.keys.data
    finally:
        with_code.close()
