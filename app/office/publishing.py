"""The public register beside the file: which papers were issued and which count, without a name in it."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from app.office.session import Office, Work
from app.office.settings import read_settings
from db.models import IssuedPaper, SharedFile
from db.register import Entry, write_register

SEVERAL = " 至 "
"""Between the first and the last serial of a file of several papers."""


_PAPER = (
    IssuedPaper.serial,
    IssuedPaper.form,
    IssuedPaper.issued_on,
    IssuedPaper.issued_by,
    IssuedPaper.sha256,
    IssuedPaper.voided_on,
)


def public_entries(session: Session) -> tuple[Entry, ...]:
    """What the public register says of every paper, in the order of issue, then of what several are bound into."""
    # Columns: of the papers of many years nothing else is wanted, at every issue.
    rows = session.connection().execute(select(*_PAPER).order_by(IssuedPaper.id))
    papers = [
        Entry(serial, form, day, issued_by, sha256, voided_on is not None)
        for serial, form, day, issued_by, sha256, voided_on in rows
    ]
    return (*papers, *_shared(session))


def _shared(session: Session) -> Iterator[Entry]:
    """One entry for each file of several papers; as soon as one of them is void it counts no more."""
    query = (
        select(SharedFile.sha256.label("whole"), *_PAPER)
        .join(IssuedPaper, IssuedPaper.id == SharedFile.paper_id)
        .order_by(SharedFile.sha256, IssuedPaper.id)
    )
    for whole, found in groupby(session.execute(query), key=itemgetter(0)):
        papers = tuple(found)
        first, last = papers[0], papers[-1]
        serial = SEVERAL.join(dict.fromkeys((first.serial, last.serial)))
        form = f"{first.form}（{len(papers)} 份合印）"
        is_void = any(paper.voided_on is not None for paper in papers)
        yield Entry(serial, form, first.issued_on, first.issued_by, whole, is_void)


def publish_when_done(work: Work) -> None:
    """Make the public register anew once this operation is committed."""
    event.listen(
        work.session, "after_commit", lambda _session: publish_register(work.office), once=True
    )


def publish_register(office: Office) -> None:
    """Make the public register beside the file anew from the encrypted one.

    At login, and whenever a paper is issued, made void or counts again.

    Raises StorageError when the folder cannot be written.
    """
    with office.read() as session:
        name = str(read_settings(session)["office_name"])
        entries = public_entries(session)
    write_register(office.folder, name, entries)
