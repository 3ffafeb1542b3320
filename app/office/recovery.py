"""A recovery code given anew, where the printed one is lost or was seen by somebody."""

from app.changes import Op
from app.office.session import Office
from db.keys import KdfCost, KeyRing


def renew_recovery(office: Office, *, cost: KdfCost | None = None) -> str:
    """换发恢复码: the code that opens this office from now on, told once and kept nowhere.

    The printed one opens it no more; a backup that was made before still opens with the one of its day.
    AccessDeniedError, StorageError.
    """
    # Journalled first: a code that was made and then refused could be told to nobody.
    office.record(Op.RENEW_RECOVERY)
    return KeyRing(office.folder, cost).renew_recovery(office.keys.data)
