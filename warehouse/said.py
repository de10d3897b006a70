"""What the `metadata` records of raw files say, as JSON: written here, read here.

Files of older programs are read as well: what they did not say is as it was then.
"""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from warehouse.model.batch import Batch
from warehouse.model.entry import Entry, Key, Listed, Payload
from warehouse.model.source import NO_RULES, RECHECK_DAYS, Rules, Source
from warehouse.reached import kept_headers, kept_login

_SOURCE = tuple(field.name for field in fields(Source))


def batch_of(said: dict[str, Any], warc_file: str) -> tuple[Batch, tuple[Source, ...]]:
    """The batch in `warc_file` and its sources, as its closing record tells of them."""
    # a batch was of one source before it could be of several
    named = said["sources"] if "sources" in said else [said["source"]]
    sources = tuple(source_of(source) for source in named)
    batch = Batch(
        batch_key=UUID(said["batch_key"]),
        run_id=UUID(said["run_id"]),
        source_id=sources[0].source_id if len(sources) == 1 else None,
        n_entries=said["n_payloads"],
        warc_file=warc_file,
        learnt_at=datetime.fromisoformat(said["learnt_at"]),
    )
    return batch, sources


def source_said(source: Source) -> dict[str, Any]:
    """What tells of a source: `asdict`, which copies deep, took ten times as long."""
    said = {name: getattr(source, name) for name in _SOURCE}
    said["headers"] = kept_headers(source.headers)
    said["login"] = kept_login(source.login)
    said["rules"] = _rules_said(source.rules)
    return said


@lru_cache  # most sources have none, or those of another
def _rules_said(rules: Rules) -> dict[str, Any]:
    return asdict(rules)


def source_of(said: dict[str, Any]) -> Source:
    """The source that JSON of it tells of, as `asdict` wrote it."""
    pairs = {
        name: tuple((ours, theirs) for ours, theirs in said.get(name, []))
        for name in ("fields", "headers")
    }
    login = said.get("login")
    return Source(
        **{
            **said,
            **pairs,
            "rules": _rules(said.get("rules")),
            "recheck_days": tuple(said.get("recheck_days", RECHECK_DAYS)),
            "login": (login[0], login[1]) if login else None,
        }
    )


def entry_said(entry: Entry) -> dict[str, Any]:
    """What a `metadata` record tells of an entry; what is as usual is left unsaid."""
    return {
        "source_id": entry.source_id,
        "keys": [[key.rule, key.written, str(key.digest)] for key in entry.keys],
        "url": entry.url,
        "path": entry.path,
        "timezone": entry.timezone,
        "fields": entry.fields,
        **({} if entry.rules == NO_RULES else {"rules": _rules_said(entry.rules)}),
        "listed": {
            field.name: value
            for field in fields(Listed)
            if (value := getattr(entry.listed, field.name)) != field.default
        },
    }


def payload_of(said: dict[str, Any], body: bytes, date: str) -> Payload:
    """The payload that a `metadata` record of that date tells of, with its body."""
    entry = said["entry"]
    listed: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in entry["listed"].items()
    }
    return Payload(
        entry=Entry(
            source_id=entry["source_id"],
            keys=tuple(
                Key(rule=rule, written=written, digest=UUID(digest))
                for rule, written, digest in entry["keys"]
            ),
            url=entry["url"],
            path=entry["path"],
            timezone=entry["timezone"],
            fields=tuple((ours, theirs) for ours, theirs in entry["fields"]),
            rules=_rules(entry.get("rules")),
            listed=Listed(**listed),
        ),
        digest=said["payload_digest"],
        body=body,
        media_type=said["media_type"],
        captured_at=datetime.fromisoformat(date),
        charset=said["charset"],
        url=said["url"],
        outcome=said.get("outcome", "ok"),
    )


def _rules(said: dict[str, list[str]] | None) -> Rules:
    """The rules that JSON of them tells of; of before there were any, none."""
    if not said:
        return NO_RULES
    return Rules(**{name: tuple(selectors) for name, selectors in said.items()})
