"""Whether a ledger can be used, asked before anything is started or touched."""

from __future__ import annotations

from warehouse.connect import reading
from warehouse.errors import LedgerDamaged, LedgerLocked
from warehouse.ledger import Ledger, holding
from warehouse.mend import is_torn
from warehouse.migrate import check


def preflight(ledger: Ledger, wait_s: float) -> None:
    """Returns where the ledger can be written by this program, now or after `wait_s`.

    A torn file is no hindrance: the run makes it again. Raises LedgerLocked,
    LedgerTooNew, LedgerEdited, LedgerDamaged, LedgerError.
    """
    if not ledger.warehouse.exists():
        return
    with holding(ledger, wait_s):
        try:
            with reading(ledger.warehouse) as con:
                check(con, ledger.warehouse)
        except LedgerLocked:
            return  # a reader of ours holds it: the run waits for its turn
        except LedgerDamaged as damage:
            if not is_torn(damage):
                raise
            return  # the run mends it, or says why not
