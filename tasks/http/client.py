"""The way to the web: asks in, answers out, politely and within limits.

A failure is an answer too. Nothing here raises for what the web can do.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from types import MappingProxyType, TracebackType

from tasks.http.access import Secrets
from tasks.http.ask import ACCEPT_FEED, ACCEPT_PAGE, Answer, Ask, Limits
from tasks.http.fetch import Fetcher
from tasks.http.manners import Manners
from tasks.http.pace import Paces
from tasks.http.refusals import NotBefore, Refusals
from tasks.http.robots import Robots
from tasks.http.transport import Transport
from tasks.http.workers import Workers
from warehouse.model.source import RobotsFile

__all__ = ["ACCEPT_FEED", "ACCEPT_PAGE", "Answer", "Ask", "Client", "Limits"]


def _now() -> datetime:
    return datetime.now(UTC)


class Client:
    """Fetches within `limits`; a context manager, safe to share between threads.

    The gaps of hosts, and who asked to be left alone, are kept as long as the client.
    `robots` are robots.txt files of earlier runs by their origins, good for a day;
    `take_robots` gives those that were read since. `not_before` are the hosts and the
    addresses that are not asked before a moment, `secrets` puts in what the texts of
    an ask's headers, login and proxy name. `clock` (aware, UTC) stamps the rows;
    `tls` replaces the usual certificates.
    """

    def __init__(
        self,
        limits: Limits,
        *,
        clock: Callable[[], datetime] = _now,
        tls: ssl.SSLContext | None = None,
        secrets: Secrets = str,
        not_before: NotBefore = ({}, {}),
        robots: Mapping[str, RobotsFile] = MappingProxyType({}),
    ) -> None:
        self.limits = limits
        paces = Paces(limits.host_gap_s)
        self._robots = Robots(paces, robots)
        manners = Manners(
            robots=self._robots, paces=paces, refusals=Refusals(not_before)
        )
        self._transport = Transport(limits, tls)
        self._fetcher = Fetcher(limits, self._transport, manners, clock, secrets)
        self._workers = Workers(limits.max_connections, paces.pace)

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def get(self, ask: Ask) -> Answer:
        """What came of one ask, waited for."""
        for _, answer in self.get_all([ask]):
            return answer
        raise RuntimeError("http client: an ask without an answer")

    def get_all(self, asks: Iterable[Ask | None]) -> Iterator[tuple[Ask, Answer]]:
        """Each ask with its answer, in the order in which they come in.

        `asks` is drawn in the caller's thread, as needed, and says None where it
        has none before another answer came; hosts go side by side, each at its own
        pace. An iterator that is left before its end makes no new request.
        """
        return self._workers.answers(asks, self._fetcher.steps)

    def take_robots(self) -> tuple[RobotsFile, ...]:
        """The robots.txt files that were read since it was asked last, to be kept."""
        return self._robots.take_read()

    def close(self) -> None:
        """Ends what is under way, and closes every connection."""
        self._transport.cut()
        self._workers.close()
        self._transport.close()
