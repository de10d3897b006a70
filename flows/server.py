"""The Prefect server of one ledger: starting it, waiting for it, ending it.

Its database is `prefect/prefect.db` in the ledger. It is moved there by its URL:
PREFECT_HOME stays, and with it the user's profiles. Nothing here imports
Prefect, which loads while the server starts.
"""

from __future__ import annotations

import errno
import http.client
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from flows.template import DATABASE, MEMO, keep_template, kept_template, put_template
from warehouse.errors import DiskFull, LedgerError, UsageError

_CHILD = Path(__file__).with_name("server_child.py")
# 8 to 12 s with a new database on two idle cores, 2026-11-25; CI is slower.
_READY_S = 120.0
_END_S = 15.0
_HEALTH_S = 5.0
_MAX_LOG_BYTES = 1_000_000
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
# A server that listens everywhere is reached here from its own machine.
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104

# Of the user's environment, what would lead the server to another database or
# another UI. The profile and everything else stay in force.
_NOT_FOR_CHILD = (
    "PREFECT__",
    "PREFECT_API_DATABASE_",
    "PREFECT_SERVER_DATABASE_",
    "PREFECT_UI_",
    "PREFECT_SERVER_UI_",
)


# What nobody asks of a server that ends with its run: automations, which cost it a
# second API within, 0.7 s, and streams for the UI.
_ALONE = {
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    "PREFECT_SERVER_EVENTS_STREAM_OUT_ENABLED": "false",
    "PREFECT_SERVER_LOGS_STREAM_OUT_ENABLED": "false",
}


class OwnServer:
    """A Prefect server that this process started, and ends.

    `url` is the address of its API, `pid` its process.
    """

    def __init__(
        self, process: subprocess.Popen[bytes], url: str, log: Path, *, is_new: bool
    ) -> None:
        self.url, self.pid = url, process.pid
        self._process, self._log, self._is_new = process, log, is_new

    def wait_ready(self, timeout_s: float = _READY_S) -> None:
        """Returns once the API answers; its socket queues the question until then.

        Raises LedgerError where the server ended, or did not answer in time.
        """
        until = time.monotonic() + timeout_s
        while not answers(self.url, max(0.1, until - time.monotonic())):
            if self._ended_within(0.2):
                raise LedgerError(
                    f"{self._log}: Prefect's server ended before it answered, with "
                    f"status {self._process.returncode}; the end of that file says why"
                )
            if time.monotonic() > until:
                raise LedgerError(
                    f"{self._log}: Prefect's server gave no answer within "
                    f"{timeout_s:g} s; the end of that file may say why"
                )
        if self._is_new:
            _say(self._log, keep_template(self._log.parent))
            self._is_new = False

    def stop(self) -> None:
        """Ends the server, once what it holds is in its database.

        After fifteen seconds it is killed; its database is safe from that. Stopping
        twice changes nothing.
        """
        self._process.terminate()
        if not self._ended_within(_END_S):
            self._process.kill()
            self._process.wait()

    def _ended_within(self, timeout_s: float) -> bool:
        try:
            self._process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            return False
        return True


def start_server(
    ledger: Path,
    listener: socket.socket,
    ui_url: str | None = None,
    lock_fd: int | None = None,
) -> OwnServer:
    """A server of this ledger that answers on `listener` soon; returns at once.

    `listener` listens already and is closed here: no other process can take the
    port, and a client that comes early waits in its queue. `ui_url` is the API's
    address as a browser sees it; without one there is no UI and no scheduler.
    `lock_fd` stays open in the server for as long as it lives.

    Raises DiskFull or LedgerError where the ledger cannot be written.
    """
    home = prefect_home(ledger)
    is_new = not (home / DATABASE).exists()
    _say(home / "server.log", put_template(home))
    is_put = is_new and (home / DATABASE).exists()
    url = f"{address_of(listener)}/api"
    with listener, _open_log(home / "server.log") as log:
        words = [listener.fileno(), os.getpid(), "plain" if ui_url is None else "ui"]
        words += [str(kept_template())] if is_put else []
        process = subprocess.Popen(  # noqa: S603 - our own file
            [sys.executable, "-P", str(_CHILD), *map(str, words)],
            cwd=home,
            env=_child_environment(home, url, ui_url),
            pass_fds=[listener.fileno(), *([] if lock_fd is None else [lock_fd])],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            # Ctrl-C is for us alone: the run still has its end to report.
            start_new_session=True,
        )
    return OwnServer(process, url, home / "server.log", is_new=is_new)


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on `host`; port 0 is any free one.

    Raises UsageError where the address cannot be had.
    """
    if not 0 <= port < 1 << 16:  # getaddrinfo would wrap it
        raise UsageError(f"{host}:{port}: cannot listen there; ports end at 65535")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return socket.create_server(found[0][4][:2], family=found[0][0], backlog=128)
    except (OSError, OverflowError, UnicodeError) as error:
        raise UsageError(
            f"{host}:{port}: cannot listen there ({error}); choose another --port"
        ) from error


def address_of(listener: socket.socket) -> str:
    """`http://host:port` of a listening socket, as this machine reaches it."""
    host, port = listener.getsockname()[:2]
    host = _EVERYWHERE.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def answers(url: str, timeout_s: float = _HEALTH_S) -> bool:
    """Whether a server answers at this API address, be it by refusing us.

    A certificate we do not know counts: whether to trust it is for Prefect's own
    settings to say.
    """
    is_near = urlsplit(url).hostname in _LOOPBACK
    opener = urllib.request.build_opener(
        *([urllib.request.ProxyHandler({})] if is_near else [])
    )
    try:
        with opener.open(f"{url.rstrip('/')}/health", timeout=timeout_s):
            return True
    except urllib.error.HTTPError as error:
        with error:
            return error.code < 500
    except (OSError, ValueError, http.client.HTTPException) as error:
        return "CERTIFICATE_VERIFY_FAILED" in str(error)


def prefect_home(ledger: Path) -> Path:
    """The folder `prefect/` of a ledger, made where it is not there yet.

    Raises DiskFull or LedgerError where it cannot be made.
    """
    home = ledger.absolute() / "prefect"
    try:
        home.mkdir(parents=True, exist_ok=True)
        if not (home / DATABASE).exists():
            # It says which block types a database has, so it goes with it.
            (home / MEMO).unlink(missing_ok=True)
    except OSError as error:
        raise _unwritable(home, error) from error
    return home


def _open_log(path: Path) -> IO[bytes]:
    try:
        log = path.open("ab")
        if path.stat().st_size > _MAX_LOG_BYTES:
            log.truncate(0)
    except OSError as error:
        raise _unwritable(path, error) from error
    return log


def _say(log: Path, what: str | None) -> None:
    """Adds a line to the server's log, for what does not keep it from starting."""
    if what:
        with _open_log(log) as file:
            file.write(f"{what}\n".encode("utf-8", "backslashreplace"))


def _unwritable(path: Path, error: OSError) -> LedgerError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(path, "starting Prefect")
    return LedgerError(f"{path}: cannot be written ({error.strerror}); see who owns it")


def _child_environment(home: Path, url: str, ui_url: str | None) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(_NOT_FOR_CHILD)}
    # Our silence is for terminals: what the server says goes to its log.
    kept.pop("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", None)
    return {
        **kept,
        "PREFECT_API_URL": url,
        # Relative to the folder it runs in: a "?" in a path would end a URL.
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{DATABASE}",
        "PREFECT_SERVER_MEMO_STORE_PATH": str(home / MEMO),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        # As it comes, each state of each task is a transaction of its own.
        "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
        "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
        **(_ALONE if ui_url is None else {}),
        "PREFECT_SERVER_UI_ENABLED": "false" if ui_url is None else "true",
        "PREFECT_SERVER_UI_API_URL": ui_url or url,
        # The second UI asks a host outside as soon as it opens, analytics off or
        # not (seen in Chromium with 3.9.1, 2026-11-24); the first asks nobody.
        "PREFECT_SERVER_UI_V2_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    }
