"""The way to the web: asks in, answers out, politely and within limits.

A failure is an answer too. Nothing here raises for what the web can do.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from types import TracebackType

from tasks.http.ask import ACCEPT_FEED, ACCEPT_PAGE, Answer, Ask, Limits
from tasks.http.fetch import Fetcher
from tasks.http.robots import Robots
from tasks.http.transport import Transport
from tasks.http.workers import Workers

__all__ = ["ACCEPT_FEED", "ACCEPT_PAGE", "Answer", "Ask", "Client", "Limits"]


def _now() -> datetime:
    return datetime.now(UTC)


class Client:
    """Fetches within `limits`; a context manager, safe to share between threads.

    robots.txt, cookies of one fetch's redirects and the gaps of hosts are kept
    as long as the client. `clock` (aware, UTC) stamps the rows; `tls` replaces
    the usual certificates.
    """

    def __init__(
        self,
        limits: Limits,
        *,
        clock: Callable[[], datetime] = _now,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.limits = limits
        robots = Robots(limits.host_gap_s)
        self._transport = Transport(limits, tls)
        self._fetcher = Fetcher(limits, self._transport, robots, clock)
        self._workers = Workers(limits.max_connections, robots.pace)

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

    def get_all(self, asks: Iterable[Ask]) -> Iterator[tuple[Ask, Answer]]:
        """Each ask with its answer, in the order in which they come in.

        `asks` is drawn in the caller's thread, as needed; hosts go side by
        side, each at its own pace. An iterator that is left before its end
        makes no new request.
        """
        return self._workers.answers(asks, self._fetcher.steps)

    def close(self) -> None:
        """Ends what is under way, and closes every connection."""
        self._transport.cut()
        self._workers.close()
        self._transport.close()
