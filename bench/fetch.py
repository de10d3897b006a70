"""How fast the client is, and what it costs, on loopback.

    python bench/fetch.py [--repeats N] [--only NAME]

What is measured, each in a process of its own against bench/website.py:

    pages      12 KB pages at 50 ms, over 16 and 32 connections, beside aiohttp
    unchanged  a run over 1,000 feeds that answer 304, through tests/plainrun.py
    tls        the CPU of a first request to a new HTTPS host
    hostile    bombs of 512 MB, drips and 10,000 headers: time, and memory grown
    sitemap    a run over a sitemap index of 500 files with 50,000 addresses

Exit status 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import socket
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
LATENCY_MS = 50
N_SOURCES = 1_000
HOSTILE = ("bomb/gzip", "bomb/br", "bomb/zstd", "drip/head", "drip/body", "headers")
Figures = dict[str, float]


@contextmanager
def website(latency_ms: float = 0.0, *more: str) -> Iterator[dict]:
    """Its ports and its certificate, as bench/website.py says them."""
    command = [sys.executable, str(ROOT / "bench" / "website.py")]
    with subprocess.Popen(
        [*command, "--latency-ms", str(latency_ms), *more],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield json.loads(process.stdout.readline())
        process.stdin.close()


def measured(name: str, *given: object) -> dict:
    """What one of the functions below gives, in a process of its own.

    -P: bench/warehouse.py is not the package of that name.
    """
    command = [sys.executable, "-P", __file__, "--measure", name, json.dumps(given)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def cpu_s() -> float:
    """The CPU of this process and of those that helped it and are done."""
    usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def pages_ours(port: int, n_connections: int, n_pages: int) -> Figures:
    from tasks.http.client import Ask, Client, Limits

    limits = Limits(allow_private=True, host_gap_s=0.0, max_connections=n_connections)
    urls = [f"http://127.0.0.1:{port}/page/{n}" for n in range(n_pages)]
    with Client(limits) as web:
        web.get(Ask(source_id="s", url=urls[0]))  # robots.txt
        began, cpu = time.perf_counter(), cpu_s()
        asks = (Ask(source_id="s", url=url) for url in urls)
        n_ok = sum(answer.outcome == "ok" for _, answer in web.get_all(asks))
        took_s = time.perf_counter() - began
    return {"n": n_ok, "took_s": took_s, "cpu_s": cpu_s() - cpu}


def pages_aiohttp(port: int, n_connections: int, n_pages: int) -> Figures:
    import aiohttp

    async def run() -> Figures:
        urls = iter([f"http://127.0.0.1:{port}/page/{n}" for n in range(n_pages)])
        connector = aiohttp.TCPConnector(limit=n_connections)
        async with aiohttp.ClientSession(connector=connector) as web:
            n_ok = 0

            async def worker() -> None:
                nonlocal n_ok
                for url in urls:
                    async with web.get(url) as answer:
                        n_ok += bool(await answer.read())

            began, cpu = time.perf_counter(), cpu_s()
            await asyncio.gather(*(worker() for _ in range(n_connections)))
            took_s = time.perf_counter() - began
        return {"n": n_ok, "took_s": took_s, "cpu_s": cpu_s() - cpu}

    return asyncio.run(run())


def tls_hosts(port: int, cafile: str, n_hosts: int) -> Figures:
    """robots.txt and a page of each host: two requests over one new connection."""
    from tasks.http.client import Ask, Client, Limits

    limits = Limits(allow_private=True, host_gap_s=0.0, max_connections=4)
    trust = ssl.create_default_context(cafile=cafile)
    with Client(limits, tls=trust) as web:
        cpu = cpu_s()
        outcomes = {
            web.get(
                Ask(source_id="s", url=f"https://127.0.3.{n + 1}:{port}/brief/1")
            ).outcome
            for n in range(n_hosts)
        }
        took_s = cpu_s() - cpu
    if outcomes != {"ok"}:
        raise AssertionError(outcomes)
    return {"cpu_ms": took_s * 1000 / n_hosts}


def tls_raw(port: int, cafile: str, n_hosts: int) -> Figures:
    """The same with nothing but sockets."""
    trust = ssl.create_default_context(cafile=cafile)
    cpu = cpu_s()
    for n in range(n_hosts):
        host = f"127.0.3.{n + 1}"
        with (
            socket.create_connection((host, port)) as plain,
            trust.wrap_socket(plain, server_hostname=host) as secure,
        ):
            for path in ("robots.txt", "brief/1"):
                secure.sendall(f"GET /{path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
                secure.recv(65_536)
    return {"cpu_ms": (cpu_s() - cpu) * 1000 / n_hosts}


def hostile(port: int, path: str) -> dict:
    from tasks.http.client import Ask, Client, Limits

    limits = Limits(allow_private=True, host_gap_s=0.0, deadline_s=5.0)
    with Client(limits) as web:
        web.get(Ask(source_id="s", url=f"http://127.0.0.1:{port}/page/1"))
        before, began = peak_mb(), time.perf_counter()
        answer = web.get(Ask(source_id="s", url=f"http://127.0.0.1:{port}/{path}"))
        took_s = time.perf_counter() - began
    return {
        "outcome": answer.outcome,
        "reason": answer.fetch.reason,
        "took_s": took_s,
        "grown_mb": peak_mb() - before,
    }


def run_sources(ledger: str, config: str) -> dict:
    """One run of a configuration without Prefect."""
    sys.path.insert(0, str(ROOT / "tests"))
    from plainrun import run_plain

    began, cpu = time.perf_counter(), cpu_s()
    report = run_plain(ledger, config=Path(config), force=True)
    took_s, cpu = time.perf_counter() - began, cpu_s() - cpu
    return {
        "outcomes": dict(Counter(row.outcome for row in report.counts)),
        "n_articles": sum(row.n_new + row.n_duplicates for row in report.counts),
        "took_s": took_s,
        "cpu_s": cpu,
        "peak_mb": peak_mb(),
    }


def unchanged_client(port: int) -> Figures:
    """The client's share of it: 1,000 conditional requests, robots.txt known."""
    from tasks.http.client import Ask, Client, Limits
    from warehouse.model.source import RobotsFile

    now = datetime.now(UTC)
    hosts = [f"http://127.1.{n // 200}.{n % 200 + 1}:{port}" for n in range(N_SOURCES)]
    known = {
        host: RobotsFile(origin=host, fetched_at=now, status=404) for host in hosts
    }
    with Client(Limits(allow_private=True), robots=known) as web:
        began, cpu = time.perf_counter(), cpu_s()
        asks = (Ask(source_id=host, url=f"{host}/feed", etag='"1"') for host in hosts)
        n = sum(answer.outcome == "not_modified" for _, answer in web.get_all(asks))
        took_s = time.perf_counter() - began
    return {"n": n, "took_s": took_s, "cpu_s": cpu_s() - cpu}


def configuration(file: Path, kind: str, urls: list[str], gap_s: float) -> None:
    """A sources.toml of sources of that kind."""
    tables = "".join(
        f'[[source]]\nid = "s{n}"\nkind = "{kind}"\nurl = "{url}"\n'
        for n, url in enumerate(urls)
    )
    file.write_text(f"[defaults]\nallow_private = true\nhost_gap_s = {gap_s}\n{tables}")


def report_pages(repeats: int) -> Iterator[tuple[str, bool]]:
    got: dict[str, list[dict]] = {}
    with website(LATENCY_MS) as site:
        for _ in range(repeats):
            for n_connections in (16, 32):
                for who in ("pages_ours", "pages_aiohttp"):
                    key = f"{who[6:]} over {n_connections}"
                    n_pages = 100 * n_connections  # five seconds of it
                    figures = measured(who, site["http"], n_connections, n_pages)
                    got.setdefault(key, []).append(figures)
    for key, all_figures in got.items():
        limit = int(key.rpartition(" ")[2]) * 1000 / LATENCY_MS
        rates = [figures["n"] / figures["took_s"] for figures in all_figures]
        cpu_ms = statistics.median(f["cpu_s"] / f["n"] * 1000 for f in all_figures)
        share = statistics.median(rates) / limit
        said = (
            f"{key} connections: {statistics.median(rates):.0f} pages/s "
            f"({min(rates):.0f}-{max(rates):.0f}), {share:.0%} of {limit:.0f}, "
            f"{cpu_ms:.2f} ms CPU a page"
        )
        yield said, not key.startswith("ours") or share >= 0.95


def report_unchanged(_: int) -> Iterator[tuple[str, bool]]:
    with website(LATENCY_MS) as site, tempfile.TemporaryDirectory() as name:
        alone = measured("unchanged_client", site["http"])
        yield (
            f"the client alone: {alone['n']:.0f} x 304 in {alone['took_s']:.1f} s, "
            f"{alone['cpu_s']:.2f} s CPU",
            alone["n"] == N_SOURCES,
        )
        urls = [
            f"http://127.1.{n // 200}.{n % 200 + 1}:{site['http']}/feed"
            for n in range(N_SOURCES)
        ]
        config = Path(name, "sources.toml")
        configuration(config, "feed", urls, 1.0)
        first = measured("run_sources", f"{name}/ledger", str(config))
        second = measured("run_sources", f"{name}/ledger", str(config))
    yield f"the first run: {first}", True
    # robots.txt is known: a request a host, 16 at a time
    limit_s = N_SOURCES * LATENCY_MS / 1000 / 16
    yield f"a run without news: {second}", second["cpu_s"] <= 2.0
    share = second["took_s"] / limit_s
    yield f"its time over the limit of {limit_s:.1f} s: {share:.2f}", share <= 1.3


def report_tls(repeats: int) -> Iterator[tuple[str, bool]]:
    got: dict[str, list[float]] = {"tls_hosts": [], "tls_raw": []}
    with website() as site:
        for _ in range(repeats):
            for who, figures in got.items():
                found = measured(who, site["https"], site["cafile"], 100)
                figures.append(found["cpu_ms"])
    ours, raw = (statistics.median(figures) for figures in got.values())
    yield (
        f"robots.txt and a page of a new HTTPS host: {ours:.2f} ms CPU, "
        f"by bare sockets {raw:.2f}",
        ours <= 2.5,
    )


def report_hostile(_: int) -> Iterator[tuple[str, bool]]:
    with website(0.0, "--bombs") as site:
        for path in HOSTILE:
            got = measured("hostile", site["http"], path)
            said = (
                f"{path}: {got['outcome']} ({got['reason']}) after "
                f"{got['took_s']:.2f} s, {got['grown_mb']:+.1f} MB"
            )
            is_stopped = got["outcome"] != "ok" and got["took_s"] <= 6
            yield said, is_stopped and got["grown_mb"] < 20


def report_sitemap(_: int) -> Iterator[tuple[str, bool]]:
    with website() as site, tempfile.TemporaryDirectory() as name:
        config = Path(name, "sources.toml")
        index = f"http://127.0.0.1:{site['http']}/index"
        configuration(config, "sitemap", [index], 0.0)
        got = measured("run_sources", f"{name}/ledger", str(config))
    is_whole = got["n_articles"] == 50_000
    yield f"500 maps of 100 addresses: {got}", is_whole and got["peak_mb"] <= 300


REPORTS: dict[str, Callable[[int], Iterator[tuple[str, bool]]]] = {
    "pages": report_pages,
    "unchanged": report_unchanged,
    "tls": report_tls,
    "hostile": report_hostile,
    "sitemap": report_sitemap,
}


def main() -> int:
    """Prints what was measured and which targets it meets; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--only", choices=REPORTS, nargs="*", default=list(REPORTS))
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        name, given = options.measure
        print(json.dumps(globals()[name](*json.loads(given))))
        return 0
    is_met = True
    for name in options.only:
        for said, met in REPORTS[name](options.repeats):
            print(f"{name}: {said}: {'met' if met else 'MISSED'}", flush=True)
            is_met = is_met and met
    return int(not is_met)


if __name__ == "__main__":
    sys.exit(main())
