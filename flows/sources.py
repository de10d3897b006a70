"""Sources as they travel, of the tables of a configuration and of TARGETs."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from flows.tables import Defaults, File, SourceTable
from tasks.text.urls import UrlUnreadable, canonical, without_login
from warehouse.errors import UsageError
from warehouse.model.source import Source

LOGIN = 'give the source a login = { user = "${USER}", password = "${NAME}" }'
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.I)


def source_of(table: SourceTable, file: File, path: Path) -> Source:
    """A table as a source; a relative path starts at the configuration file.

    Raises UsageError where its address cannot be asked.
    """
    url = None
    if table.url is not None:
        url = address_of(table.url, f"{path.name}: source '{table.id}'")
    given, defaults = table.recheck, file.defaults
    return Source(
        source_id=table.id,
        kind=table.kind or ("auto" if table.path is None else "files"),
        url=url,
        path=os.path.normpath(path.resolve().parent / table.path)
        if table.path is not None
        else None,
        timezone=table.timezone or defaults.timezone,
        every=table.every or defaults.every,
        identity=table.identity,
        fields=tuple(sorted(table.fields.items())),
        rules=table.rules.rules(),
        max_bytes=table.max_bytes or defaults.max_bytes,
        full_text=table.full_text,
        recheck_days=defaults.recheck if given is None else given,
        headers=tuple(table.headers.items()),
        login=(table.login.user, table.login.password) if table.login else None,
        proxy=table.proxy,
    )


def target_of(target: str, defaults: Defaults) -> Source:
    """A TARGET of the command line as a source that is always due.

    Raises UsageError where it is neither a path nor an address that can be asked.
    """
    is_url = bool(SCHEME.match(target))
    if "\0" in target:
        raise UsageError("TARGET: a path cannot hold a NUL")
    url = address_of(target, "TARGET") if is_url else None
    path = None if is_url else os.path.abspath(target)  # noqa: PTH100  lexical
    return Source(
        source_id=_target_id(url, path),
        kind="auto" if is_url else "files",
        url=url,
        path=path,
        timezone=defaults.timezone,
        every=defaults.every,
        max_bytes=defaults.max_bytes,
        always_due=True,
        recheck_days=defaults.recheck,
    )


def address_of(url: str, where: str) -> str:
    """The address, readable and without a password. Raises UsageError."""
    try:
        canonical(url)
    except UrlUnreadable as error:
        instead = f", and {LOGIN}" if without_login(url) != url else ""
        raise UsageError(f"{where}: {error}{instead}") from error
    return url.strip()


def is_at_home(source: Source, url: str | None) -> bool:
    """Whether the address is of the source's own site: scheme, host and port."""
    if url is None or source.url is None:
        return False
    ours, theirs = urlsplit(canonical(source.url)), urlsplit(canonical(url))
    return (ours.scheme, ours.netloc) == (theirs.scheme, theirs.netloc)


def without_access(source: Source) -> Source:
    """The source without what only its own site may be told."""
    return replace(source, headers=(), login=None)


def _target_id(url: str | None, path: str | None) -> str:
    """An id that a person recognises and that stays from run to run."""
    if url is not None:
        parts = urlsplit(url)
        name = f"{parts.hostname}{parts.path}".strip("/")
    else:
        plain = re.split(r"[*?\[]", path or "")[0]  # of a pattern, its folder
        name = os.path.basename(plain.rstrip("/"))  # noqa: PTH119
    slug = re.sub(r"[^\w.-]+", "-", name).strip("-")[:48] or "source"
    digest = hashlib.sha256((url or path or "").encode("utf-8", "surrogateescape"))
    return f"{slug}-{digest.hexdigest()[:6]}"
