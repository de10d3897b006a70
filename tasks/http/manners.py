"""What one client knows of its hosts, and what it learns from each answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tasks.http.address import Address
from tasks.http.pace import Paces
from tasks.http.refusals import Refusals
from tasks.http.robots import Robots
from tasks.http.transport import Got


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """The rules of hosts, their paces, and who is not to be asked for now."""

    robots: Robots
    paces: Paces
    refusals: Refusals

    def learn(self, address: Address, got: Got, now: datetime) -> None:
        """What came of a request to `address`, which ended at `now`.

        A kept connection that died tells nothing of its host.
        """
        if got.status is not None:
            self.paces.learn_answer(address.host, got.status, got.elapsed_s)
        if not got.is_stale:
            self.refusals.learn(address, got, now)
