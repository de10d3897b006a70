"""The total deadline of a request: a thread that shuts its socket down.

A socket's own timeout starts again with every byte, in the head of an answer
as well as in its body, so a server that drips is never late for it.
"""

from __future__ import annotations

import contextlib
import heapq
import os
import socket
import threading
import time


class Watch:
    """One request under a deadline. After the request, ask `is_expired`.

    A head that is cut in the middle can look like a valid, empty answer, so an
    answer means nothing before that question.
    """

    def __init__(self, ends_at: float) -> None:
        self.ends_at = ends_at
        self.is_expired = False
        self.is_fresh = False  # a connection was made for this request
        self.is_over = False
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None

    def attach(self, sock: socket.socket) -> None:
        """Watches over `sock` too.

        A duplicate of the descriptor is kept: TLS takes the socket's own away,
        and shutting the duplicate down ends the same connection.
        """
        twin = socket.socket(fileno=os.dup(sock.fileno()))
        with self._lock:
            if self._socket is not None:
                self._socket.close()
            self._socket = twin
            if self.is_expired:
                _shut(twin)

    def expire(self) -> None:
        """Ends the connection under whoever reads from it."""
        with self._lock:
            self.is_expired = True
            if self._socket is not None:
                _shut(self._socket)

    def release(self) -> None:
        """The request is over; it can no longer expire."""
        with self._lock:
            self.is_over = True
            if self._socket is not None:
                self._socket.close()
                self._socket = None


class Watchdog:
    """One thread for all watches, started with the first one."""

    def __init__(self) -> None:
        self._change = threading.Condition()
        self._watches: list[tuple[float, int, Watch]] = []
        self._n_started = 0
        self._thread: threading.Thread | None = None
        self._is_closed = False

    def start(self, seconds: float) -> Watch:
        """A watch that expires in `seconds`, at once where the dog is closed."""
        watch = Watch(time.monotonic() + seconds)
        with self._change:
            if self._is_closed:
                watch.expire()
                return watch
            self._n_started += 1
            heapq.heappush(self._watches, (watch.ends_at, self._n_started, watch))
            if self._watches[0][2] is watch:
                self._change.notify()
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._keep, name="newsledger-watchdog", daemon=True
                )
                self._thread.start()
        return watch

    def close(self) -> None:
        """Ends every request that is under way, and the thread."""
        with self._change:
            self._is_closed = True
            for _, _, watch in self._watches:
                watch.expire()
            self._watches.clear()
            self._change.notify()
        if self._thread is not None:
            self._thread.join()

    def _keep(self) -> None:
        with self._change:
            while not self._is_closed:
                now = time.monotonic()
                # Those that are over go with it: else each would wake this thread
                # once, a deadline after its request.
                while self._watches and self._is_done(self._watches[0][2], now):
                    heapq.heappop(self._watches)
                ends_at = self._watches[0][0] if self._watches else None
                self._change.wait(None if ends_at is None else ends_at - now)

    @staticmethod
    def _is_done(watch: Watch, now: float) -> bool:
        """Whether it needs no eye kept on it; expires one whose time has come."""
        if not watch.is_over and watch.ends_at <= now:
            watch.expire()
        return watch.is_over or watch.is_expired


def _shut(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):  # the other side was faster
        sock.shutdown(socket.SHUT_RDWR)
