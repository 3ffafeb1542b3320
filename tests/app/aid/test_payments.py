"""Funds, batches, payments and returns: the sums agree at every step."""

import contextlib
from datetime import date

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from app.aid.batch_pages import batch, batches, payable
from app.aid.batches import confirm_payment, dissolve_batch, make_batch, record_returned_payment
from app.aid.funds import funds, save_fund
from app.aid.grants import approve_grant, propose_grant
from app.aid.payees import Payee
from app.errors import AccessDeniedError, UserError
from app.fields.money import rmb_capitals
from app.office.session import Office
from db.codes import BatchState, GrantState
from db.models import PaymentBatch
from tests.app.aid.aid_cases import (
    CARD,
    add_colleagues,
    approved,
    batch_of,
    fund,
    grant_row,
    on_file,
    on_paper,
    put_rules_in_force,
)
from tests.conftest import TODAY, OpenAs


def check_sums(office: Office) -> None:
    """sum(grants) == batch total, and what the batches hold is what the funds have used."""
    by_fund: dict[int, int] = {}
    for one in batches(office):
        rows = [grant_row(office, row.grant_id) for row in batch(office, one.id).rows]
        assert (one.count, one.capitals) == (len(rows), rmb_capitals(one.total_fen))
        assert one.total_fen == sum(row.amount_fen for row in rows)
        kept = [row for row in rows if row.state is not GrantState.RETURNED]
        assert one.net_fen == sum(row.amount_fen for row in kept)
        by_fund[one.fund_id] = by_fund.get(one.fund_id, 0) + one.net_fen
    for money in funds(office):
        assert money.used_fen == by_fund.get(money.id, 0)
        assert 0 <= money.left_fen == money.amount_fen - money.used_fen


def test_a_batch_from_approval_to_return_and_second_payment(office: Office) -> None:
    put_rules_in_force(office)
    cases = [on_file(office, serial) for serial in (1, 2)]
    money = fund(office, 1_000_000)
    grants = [approved(office, case, 400_000) for case in cases]
    assert [row.grant_id for row in payable(office)] == grants
    made = batch_of(office, money, *grants)
    view = batch(office, made)
    assert (view.number, view.count, view.total_fen) == ("2026-001", 2, 800_000)
    assert view.capitals == "人民币捌仟元整"
    assert view.rows[0].card == "********5674"
    assert payable(office) == ()
    check_sums(office)
    confirm_payment(
        office, batch_id=made, paid_on=TODAY, references={grants[0]: "HD001"}, voucher="记-12"
    )
    assert grant_row(office, grants[0]).payment_reference == "HD001"
    (standing,) = funds(office)
    assert (standing.paid_fen, standing.batched_fen, standing.left_fen) == (800_000, 0, 200_000)
    again = record_returned_payment(
        office,
        grant_id=grants[1],
        returned_on=TODAY,
        reason="账号与户名不符",
        pay_again=Payee(card=CARD[::-1]),
    ).result_id
    assert again is not None
    assert grant_row(office, grants[1]).state is GrantState.RETURNED
    mended = grant_row(office, again)
    assert (mended.payee_card, mended.payee_bank) == (CARD[::-1], "青禾农商银行")
    assert [row.grant_id for row in payable(office)] == [again]
    assert batch(office, made).returned_fen == 400_000
    check_sums(office)
    second = batch_of(office, money, again)
    assert batch(office, second).number == "2026-002"
    check_sums(office)


def test_a_payment_cannot_be_undone(office: Office) -> None:
    put_rules_in_force(office)
    grant = approved(office, on_file(office))
    made = batch_of(office, fund(office), grant)
    confirm_payment(office, batch_id=made, paid_on=TODAY)
    with pytest.raises(UserError, match="已经发放或撤销"):
        confirm_payment(office, batch_id=made, paid_on=TODAY)
    with pytest.raises(UserError, match="已经发放或撤销"):
        dissolve_batch(office, batch_id=made, reason="写错了")
    with pytest.raises(UserError) as refusal:
        record_returned_payment(
            office, grant_id=grant, returned_on=TODAY, reason="销户", pay_again=Payee()
        )
    assert refusal.value.field == "payee_card"
    assert grant_row(office, grant).state is GrantState.PAID


def test_dissolving_a_batch_gives_everything_back(office: Office) -> None:
    put_rules_in_force(office)
    grant = approved(office, on_file(office))
    money = fund(office)
    before = grant_row(office, grant)
    made = batch_of(office, money, grant)
    with pytest.raises(UserError) as refusal:
        dissolve_batch(office, batch_id=made, reason=" ")
    assert refusal.value.field == "reason"
    dissolve_batch(office, batch_id=made, reason="资金来源选错了。")
    after = grant_row(office, grant)
    assert (after.state, after.fund_id, after.batch_id) == (before.state, None, None)
    assert batches(office) == ()
    check_sums(office)
    assert batch(office, batch_of(office, money, grant)).number == "2026-001"


def test_what_a_batch_refuses(office: Office) -> None:
    put_rules_in_force(office)
    case = on_file(office)
    small = fund(office, 100_000, name="小额")
    grant = approved(office, case, 400_000)
    waiting = propose_grant(office, case_id=case, item="送温暖", amount_fen=50_000).result_id
    assert waiting is not None
    fitting = approved(office, on_file(office, 2), 100, "送温暖")
    for ids, word in (((), "至少勾选一笔"), ((grant,), "余额"), ((waiting,), "已批准")):
        with pytest.raises(UserError) as refusal:
            make_batch(office, fund_id=small, grant_ids=ids)
        assert word in refusal.value.message
    save_fund(office, fund_id=small, values={"name": "小额"}, is_closed=True)
    with pytest.raises(UserError, match="在用的资金"):
        make_batch(office, fund_id=small, grant_ids=[fitting])


def test_a_grant_without_account_stays_out(office: Office) -> None:
    put_rules_in_force(office)
    case = on_file(office)
    made = propose_grant(
        office, case_id=case, item="送温暖", amount_fen=100, payee=Payee()
    ).result_id
    assert made is not None
    approve_grant(office, grant_id=made, paper=on_paper(office, case))
    with pytest.raises(UserError, match="没有收款账户"):
        make_batch(office, fund_id=fund(office), grant_ids=[made])
    assert not payable(office)[0].has_account


def test_days_of_payment_and_return(office: Office) -> None:
    put_rules_in_force(office)
    grant = approved(office, on_file(office))
    made = batch_of(office, fund(office), grant)
    for day in (date(2026, 11, 21), date(2026, 11, 19)):
        with pytest.raises(UserError) as refusal:
            confirm_payment(office, batch_id=made, paid_on=day)
        assert refusal.value.field == "paid_on"
    confirm_payment(office, batch_id=made, paid_on=TODAY)
    for day, why, field in (
        (date(2026, 11, 21), "销户", "returned_on"),
        (date(2026, 11, 19), "销户", "returned_on"),
        (TODAY, " ", "return_reason"),
    ):
        with pytest.raises(UserError) as refusal:
            record_returned_payment(office, grant_id=grant, returned_on=day, reason=why)
        assert refusal.value.field == field


def test_a_fund_keeps_what_was_used_of_it(office: Office) -> None:
    put_rules_in_force(office)
    money = fund(office, 1_000_000)
    batch_of(office, money, approved(office, on_file(office), 400_000))
    for values, field in (
        ({"amount_fen": "3999.99"}, "amount_fen"),
        ({"source": "专户利息"}, "source"),
        ({"budget_year": "2027"}, "budget_year"),
        ({"name": ""}, "name"),
    ):
        with pytest.raises(UserError) as refusal:
            save_fund(office, fund_id=money, values=values)
        assert refusal.value.field == field
    save_fund(office, fund_id=money, values={"amount_fen": "4000", "name": "中央专项第一批"})
    assert funds(office)[0].left_fen == 0
    with pytest.raises(UserError) as refusal:
        save_fund(office, fund_id=money, values={}, is_closed=True)
    assert refusal.value.field == "is_closed"
    with pytest.raises(UserError) as refusal:
        save_fund(office, values={"name": "x", "source": "专户利息", "budget_year": 2026})
    assert refusal.value.field == "amount_fen"
    with office.read() as session:
        assert session.get_one(PaymentBatch, 1).state is BatchState.OPEN


def test_only_finance_moves_money(open_as: OpenAs, office: Office) -> None:
    put_rules_in_force(office)
    add_colleagues(office)
    grant = approved(office, on_file(office))
    clerk = open_as("clerk")
    for act in (
        lambda: fund(clerk),
        lambda: batch_of(clerk, 1, grant),
        lambda: confirm_payment(clerk, batch_id=1, paid_on=TODAY),
        lambda: record_returned_payment(clerk, grant_id=grant, returned_on=TODAY, reason="x"),
        lambda: dissolve_batch(clerk, batch_id=1, reason="x"),
    ):
        with pytest.raises(AccessDeniedError):
            act()
    finance = open_as("finance")
    made = batch_of(finance, fund(finance), grant)
    confirm_payment(finance, batch_id=made, paid_on=TODAY)
    assert grant_row(finance, grant).state is GrantState.PAID


@seed(20261120)
@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["grant", "batch", "pay", "return", "dissolve"]),
            st.integers(1, 90_000),
        ),
        min_size=6,
        max_size=14,
    )
)
def test_sums_agree_whatever_happens(office: Office, steps: list[tuple[str, int]]) -> None:
    money = fund(office, 150_000)
    case = on_file(office, len(funds(office)))
    for step, number in steps:
        with contextlib.suppress(UserError):
            _take(office, step, number, case, money)
        check_sums(office)


def _take(office: Office, step: str, number: int, case: int, money: int) -> None:
    open_batches = [one for one in batches(office, fund_id=money) if one.is_open]
    paid = [
        row
        for one in batches(office, fund_id=money)
        for row in batch(office, one.id).rows
        if row.is_paid
    ]
    if step == "grant":
        approved(office, case, number, "送温暖")
    elif step == "batch":
        batch_of(office, money, *[row.grant_id for row in payable(office)][: 1 + number % 3])
    elif step == "pay" and open_batches:
        confirm_payment(office, batch_id=open_batches[0].id, paid_on=TODAY)
    elif step == "dissolve" and open_batches:
        dissolve_batch(office, batch_id=open_batches[0].id, reason="重新编制")
    elif step == "return" and paid:
        record_returned_payment(
            office,
            grant_id=paid[0].grant_id,
            returned_on=TODAY,
            reason="销户",
            pay_again=Payee(card=CARD) if number % 2 else None,
        )
