"""Whether the ledger tells how each source fares: its troubles, and its health."""

from __future__ import annotations

from collections import defaultdict

from world import TROUBLES, Source
from worldjudge import Ask, day_of, harried
from worldsite import WorldSite

N_GONE = 3


def wrong_troubles(site: WorldSite, ask: Ask) -> list[str]:
    """Where a listing's trouble is not on record, or one is that never was."""
    rows = ask(
        "select r.started_at, j.source_id, j.reason from rejects as j "
        "join runs as r using (run_id) where j.stage = 'list'"
    )
    held: dict[tuple[str, int], set[str]] = defaultdict(set)
    for at, source_id, reason in rows:
        held[source_id, day_of(at)].add(reason)
    asked = {(s.source_id, s.day) for s in site.served if s.what == "listing"}
    shy, wrong = harried(site), []
    for source in site.world.sources:
        host = source.host
        shut = {"robots_disallow"} if host.is_shut else set()
        for day in range(site.world.n_days):
            may = set(TROUBLES.get(source.trouble.get(day, ""), ())) | shut
            may |= {"robots_unreachable"} if day in host.robots_down else set()
            got = held.pop((source.source_id, day), set())
            if (source.source_id, day) not in asked and "robots" not in str(may):
                # it ended, or its host or its address wants peace
                may = got & {"gone", "rate_limited", "server_error"}
            if (host.address, day) in shy:  # a hop on the way may be refused
                may |= got & {"rate_limited"}
            if bool(got) != bool(may) or not got <= may:
                wrong.append(f"{source.source_id} day {day}: {got}, may be {may}")
    return wrong + [f"{key}: {reasons}, of no source" for key, reasons in held.items()]


def wrong_health(site: WorldSite, ask: Ask) -> list[str]:
    """Where a source's health at the end is not what its last day says."""
    held = dict(ask("select source_id, health from sources"))
    last = site.world.n_days - 1
    shy = {host for host, day in harried(site) if day == last}
    return [
        f"{source.source_id}: {held.get(source.source_id)}, may be {may}"
        for source in site.world.sources
        if source.host.address not in shy
        and held.get(source.source_id) not in (may := _health(source, last))
    ]


def _health(source: Source, last: int) -> set[str]:
    said = [source.trouble.get(day) for day in range(last + 1)]
    if said.count("gone") >= N_GONE:
        return {"gone"}
    is_shut = source.host.is_shut or last in source.host.robots_down
    if is_shut or said[-1] in TROUBLES:
        return {"failing"}
    if source.kind == "page" and source.stories[0].status(last) != 200:
        return {"failing", "gone"}
    if source.kind != "page" and not source.listed(last):
        return {"silent", "fresh", "stale"}
    return {"fresh", "stale"}
