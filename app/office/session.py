"""An open office: who is logged in, and the one way to write.

A write is one named operation. `Office.write` checks the permission for the operation and the case,
opens BEGIN IMMEDIATE, names the journal entry and rolls back unless `done()` was called. Reads have
read-only connections of their own and hand out frozen dataclasses; mapped objects never leave.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app.changes import Changes, Group, Op
from app.errors import AccessDeniedError, ConflictError, DamagedError, UserError
from app.office import access
from app.office.clock import Clock
from db import journal
from db.codes import Role
from db.connection import DATABASE_NAME, is_stopped, storage_errors
from db.integrity import examine
from db.keys import Purpose, sub_key
from db.lock import Lock
from db.models import Case, Decision, Operation, Reason
from db.store import Store, open_store

_OUT_OF_SCOPE = "没有找到这份档案，或者它不在您的管辖范围内。"


@dataclass(frozen=True)
class User:
    """Who is logged in. `scope` holds the ids of the account's own unit and those below it;
    `is_solo`: the office works by 一人办公."""

    id: int
    name: str
    display_name: str
    unit_id: int
    unit_name: str
    roles: frozenset[Role]
    scope: frozenset[int]
    is_solo: bool = False


@dataclass(frozen=True)
class PaperApproval:
    """An approval signed on paper and recorded by another account: who signed, when, and the scan."""

    name: str
    signed_on: date
    scan_id: int | None = None


@dataclass(frozen=True)
class Keys:
    """Keys derived from the data key; see `db.keys`."""

    journal: bytes
    attachment: bytes
    register: bytes
    data: bytes


@dataclass
class Work:
    """One operation under way. Everything it changes is journalled under it."""

    session: Session
    op: Op
    user: User
    today: date
    now: datetime
    operation: Operation
    office: "Office"
    paper: PaperApproval | None = None
    changes: Changes | None = field(default=None, init=False)
    _case: Case | None = field(default=None, repr=False)

    @property
    def case(self) -> Case:
        """The case of this operation."""
        if self._case is None:
            raise LookupError("this operation has no case")
        return self._case

    def decide(self, note: str | None = None) -> Decision:
        """Keep the opinion or decision that this operation is, on paper where it is so recorded."""
        decision = Decision(
            case_id=self.case.id,
            op=self.op.name,
            stage=self.case.stage,
            decided_on=self.paper.signed_on if self.paper else self.today,
            account_id=self.user.id,
            note=note or None,
            is_on_paper=self.paper is not None,
            paper_name=self.paper.name if self.paper else None,
            paper_date=self.paper.signed_on if self.paper else None,
            paper_scan_id=self.paper.scan_id if self.paper else None,
        )
        self.session.add(decision)
        return decision

    def done(
        self,
        *,
        result_id: int | None = None,
        case_ids: tuple[int, ...] = (),
        gone_ids: tuple[int, ...] = (),
    ) -> Changes:
        """Mark the operation as complete; without this call everything is rolled back."""
        self.session.flush()
        # Not asked of the case itself: what opened it may just have been taken back.
        own = self.operation.case_id
        touched = case_ids or (() if own is None else (own,))
        self.changes = Changes(
            op=self.op,
            case_ids=touched,
            gone_ids=gone_ids,
            operation_id=self.operation.id,
            result_id=result_id,
        )
        return self.changes


class Office:
    """An office that is open for one logged-in user. Made by `app.office.opening`."""

    def __init__(
        self, folder: Path, store: Store, keys: Keys, user: User, clock: Clock, lock: Lock
    ) -> None:
        self.folder = folder
        self.store = store
        self.writer = store.writer
        self.reader = store.reader
        self.lock = lock
        self.keys = keys
        self.user = user
        self.clock = clock
        self.login = str(uuid.uuid4())
        self.needs_check = lock.was_unclean
        """The file has not been proved whole since a crash or an error of the disk (R09)."""

    @property
    def today(self) -> date:
        """The day at UTC+8."""
        return self.clock.today()

    # -------------------------------------------------------- reading

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A read-only session. Raises StorageError where the file cannot be read."""
        with storage_errors(), Session(self.reader, autoflush=False) as session:
            yield session

    def case_in_scope(self, session: Session, case_id: int, op: Op = Op.OPEN_CASE) -> Case:
        """The case, if it exists and the user may see it. Use within `read`, outside any `write`.

        `op`: what it is read for; who prints or seals reads what stands on the paper and opens no file.
        Raises AccessDeniedError; the refused look is journalled, as a refused write is.
        """
        case = session.get(Case, case_id)
        if case is None or not self.may(op) or not self.sees_unit(case.unit_id):
            self.refuse(op, None if case is None else case_id)
            raise AccessDeniedError(_OUT_OF_SCOPE)
        return case

    def sees_unit(self, unit_id: int) -> bool:
        """Whether cases of the unit are in scope; the auditor sees all."""
        return Role.AUDITOR in self.user.roles or unit_id in self.user.scope

    # -------------------------------------------------------- writing

    def may(self, op: Op, *, paper: bool = False) -> bool:
        """Whether the user's roles allow the operation, itself or as the record of a paper approval."""
        if paper and op.group in (Group.APPROVE, Group.IN_FORCE):
            return access.may_record_paper(self.user.roles, op, solo_office=self.user.is_solo)
        return access.may(self.user.roles, op, solo_office=self.user.is_solo)

    @contextmanager
    def write(
        self,
        op: Op,
        case_id: int | None = None,
        *,
        reason: str | None = None,
        reason_code: str | None = None,
        paper: PaperApproval | None = None,
        undoes_id: int | None = None,
        is_bulk: bool = False,
    ) -> Iterator[Work]:
        """Run one operation in one transaction, or refuse it and journal the refusal.

        Raises AccessDeniedError (role or scope), ConflictError (changed meanwhile), StorageError.
        """
        self._check_permission(op, case_id, paper)
        with storage_errors(), Session(self.writer) as session:
            try:
                operation = journal.begin(
                    session,
                    self._entry(op, case_id, reason_code, undoes_id),
                    is_bulk=is_bulk,
                )
                if reason:
                    session.add(Reason(operation_id=operation.id, text=reason))
                work = Work(
                    session, op, self.user, self.today, operation.at, operation, self, paper
                )
                if case_id is not None:
                    work._case = session.get(Case, case_id)
                yield work
                if work.changes is None:
                    session.rollback()
                    return
                journal.seal(session, operation, self.keys.journal)
                session.commit()
            except AccessDeniedError:
                # The one writing connection is given back before the refusal takes it.
                session.close()
                self.refuse(op, case_id)
                raise
            except UnicodeEncodeError as error:
                raise UserError(
                    "文字里有不能保存的字符（多半是从别处粘贴来的），没有保存。请删去后再保存一次。"
                ) from error
            except StaleDataError as error:
                raise ConflictError(
                    "这份档案刚刚被别人改过，请刷新后再试，您的输入还在。"
                ) from error

    def demand(
        self, op: Op, case_id: int | None = None, *, paper: PaperApproval | None = None
    ) -> None:
        """Refuse and journal now what `write` would refuse: for work that begins before its write.

        Raises AccessDeniedError.
        """
        self._check_permission(op, case_id, paper)

    def record(self, op: Op, case_id: int | None = None, *, reason: str | None = None) -> int:
        """Journal something that changes no row: a look at unmasked data, a print, an export."""
        with self.write(op, case_id, reason=reason) as work:
            work.done()
            return work.operation.id

    def _entry(
        self, op: Op, case_id: int | None, reason_code: str | None, undoes_id: int | None
    ) -> journal.Entry:
        return journal.Entry(
            at=self.clock.now(),
            account_id=self.user.id,
            session=self.login,
            op=op.name,
            case_id=case_id,
            reason_code=reason_code,
            undoes_id=undoes_id,
        )

    def _check_permission(self, op: Op, case_id: int | None, paper: PaperApproval | None) -> None:
        if not self.may(op, paper=paper is not None):
            self.refuse(op, case_id)
            raise AccessDeniedError(
                f"您的账号没有“{op.label}”的权限，请联系系统管理员或由有权限的同事办理。"
            )
        if case_id is None:
            return
        with self.read() as session:
            unit_id = session.scalar(select(Case.unit_id).where(Case.id == case_id))
        if unit_id is None or not self.sees_unit(unit_id):
            self.refuse(op, case_id if unit_id is not None else None)
            raise AccessDeniedError(_OUT_OF_SCOPE)

    def refuse(self, op: Op, case_id: int | None = None, *, undoes_id: int | None = None) -> None:
        """Journal a refusal in a small transaction of its own; the caller raises the error."""
        with storage_errors(), Session(self.writer) as session:
            operation = journal.begin(session, self._entry(op, case_id, None, undoes_id))
            journal.seal(session, operation, self.keys.journal, result="refused")
            session.commit()

    # -------------------------------------------------------- the file under it

    @property
    def is_stopped(self) -> bool:
        """Whether an error of the disk has ended the work on the file until `reopen` (R06)."""
        return is_stopped(self.writer) or is_stopped(self.reader)

    def reopen(self) -> None:
        """After an error of the disk: close, prove the whole file, open it anew. No write is repeated.

        Raises DamagedError after two readings, StorageError where the disk does not answer; then the
        office stays stopped. Call it where nothing else writes.
        """
        if not self.is_stopped:
            return
        self.needs_check = True
        self.store.close()
        key = sub_key(self.keys.data, Purpose.DATABASE)
        examine(self.folder / DATABASE_NAME, key)
        store = open_store(self.folder, key)
        try:
            with storage_errors(), Session(store.reader) as session:
                verdict = journal.verify(session, self.keys.journal)
            if not verdict.is_whole:
                raise DamagedError("操作记录前后不相连，请不要继续录入，从最近的备份恢复。")
        except BaseException:
            store.close()
            raise
        self.store, self.writer, self.reader = store, store.writer, store.reader
        self.needs_check = False

    def close(self) -> None:
        """Give back all connections and the lock of the folder.

        A file that still has to be proved whole is examined by whoever opens it next.
        """
        in_order = not (self.needs_check or self.is_stopped)
        self.store.close()
        self.lock.release(in_order=in_order)


def last_intake_account(session: Session, case_id: int) -> int | None:
    """Who did the last 经办 operation on the case: that account may not approve it (four eyes)."""
    names = [op.name for op in Op if op.group is Group.INTAKE]
    query = (
        select(Operation.account_id)
        .where(Operation.case_id == case_id, Operation.result == "done", Operation.op.in_(names))
        .order_by(Operation.id.desc())
        .limit(1)
    )
    return session.scalar(query)
