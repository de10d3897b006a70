"""A website for bench/fetch.py: any number of hosts on two ports of loopback.

    python bench/website.py [--latency-ms N] [--bombs]

It prints one line of JSON, {"http": PORT, "https": PORT, "cafile": PATH}, and answers
until its standard input ends. Every 127.x.y.z is a host; what is asked for decides:

    /page/N  12 KB of HTML            /bomb/CODING  512 MB of zeros, gzip, br or zstd
    /feed    a feed, 304 if asked so  /drip/head /drip/body  a byte now and then
    /index   a sitemap index          /headers  10,000 of them
    /map/N   one of its sitemaps      all else  404
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import re
import ssl
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

N_TLS_HOSTS = 100
STORY = "<p>The harbour of the town is to be dredged in the spring of the year.</p>"
PAGE = (
    "<!doctype html><html lang='en'><head><title>Story {n}</title></head><body>"
    "<article><h1>Story {n}</h1><p>Number {n} of the year's.</p>" + STORY * 165
)
BRIEF = (
    "<!doctype html><html lang='en'><head><title>Brief {n}</title></head><body>"
    "<article><h1>Brief {n}</h1><p>Number {n} of the year's briefs.</p>" + STORY * 3
)
FEED = (
    "<?xml version='1.0'?><rss version='2.0'><channel><title>F</title><item>"
    "<title>Brief</title><link>http://{host}/brief/1</link><guid>1</guid></item>"
    "</channel></rss>"
)
N_URLS, N_MAPS = 100, 500
BOMB_BYTES = 512_000_000


def answer(path: str, host: str, head: str) -> bytes:
    """The whole of a well-formed answer."""
    if found := re.fullmatch(r"/(page|brief)/(\d+)", path):
        text = PAGE if found[1] == "page" else BRIEF
        return reply("text/html; charset=utf-8", text.format(n=found[2]).encode())
    if path == "/feed":
        if "if-none-match:" in head.lower():
            return b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n'
        return reply("text/xml", FEED.format(host=host).encode(), 'ETag: "1"\r\n')
    if path == "/index":
        maps = (f"<sitemap><loc>http://{host}/map/{n}</loc></sitemap>"
                for n in range(N_MAPS))  # fmt: skip
        return reply(
            "text/xml", f"<sitemapindex>{''.join(maps)}</sitemapindex>".encode()
        )
    if found := re.fullmatch(r"/map/(\d+)", path):
        first = int(found[1]) * N_URLS
        urls = (f"<url><loc>http://{host}/brief/{n}</loc></url>"
                for n in range(first, first + N_URLS))  # fmt: skip
        return reply("text/xml", f"<urlset>{''.join(urls)}</urlset>".encode())
    if found := re.fullmatch(r"/bomb/(\w+)", path):
        return reply("text/html", bomb(found[1]), f"Content-Encoding: {found[1]}\r\n")
    if path == "/headers":
        lines = "".join(f"X-{n}: a\r\n" for n in range(10_000))
        return reply("text/html", b"ok", lines)
    return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


def reply(media_type: str, body: bytes, more: str = "") -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\n{more}"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


@cache
def bomb(coding: str) -> bytes:
    """BOMB_BYTES of zeros, packed as small as the coding can."""
    zeros = bytes(1_000_000)
    n_pieces = BOMB_BYTES // len(zeros)
    if coding == "br":
        import brotli

        squeeze = brotli.Compressor(quality=5)
        parts = [squeeze.process(zeros) for _ in range(n_pieces)]
        return b"".join([*parts, squeeze.finish()])
    if coding == "zstd":  # blocks of one byte, 128 KB times: RFC 8878 3.1.1.2
        n_blocks = BOMB_BYTES // 131_072
        blocks = b"\x02\x00\x10\x00" * (n_blocks - 1) + b"\x03\x00\x10\x00"
        return b"\x28\xb5\x2f\xfd\x00\x58" + blocks
    return gzip.compress(zeros) * n_pieces  # members in a row: RFC 1952 2.2


async def drip(writer: asyncio.StreamWriter, path: str) -> None:
    """Says a little, and never all of it."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n")
    if path == "/drip/body":
        writer.write(b"\r\n")
    while not writer.is_closing():
        writer.write(b"X-A: b\r\n")
        await writer.drain()
        await asyncio.sleep(0.05)


def site(latency_s: float):
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                path = head.split(" ", 2)[1]
                if latency_s:
                    await asyncio.sleep(latency_s)
                if path.startswith("/drip/"):
                    await drip(writer, path)
                host = re.search(r"^host:\s*(\S+)", head, re.I | re.M)
                writer.write(answer(path, host[1] if host else "", head))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, ssl.SSLError):
            pass  # the other side went away
        finally:
            writer.close()

    return serve


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for N_TLS_HOSTS addresses of loopback, and its key."""
    crt, key = folder / "site.crt", folder / "site.key"
    names = ",".join(f"IP:127.0.3.{n + 1}" for n in range(N_TLS_HOSTS))
    made = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9"
    )
    subprocess.run(
        [*made.split(), "-subj", "/CN=bench", "-addext", f"subjectAltName={names}",
         "-keyout", str(key), "-out", str(crt)],
        check=True, capture_output=True,
    )  # fmt: skip
    return crt, key


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--latency-ms", type=float, default=0.0)
    parser.add_argument("--bombs", action="store_true", help="make them beforehand")
    options = parser.parse_args()
    latency_s = options.latency_ms / 1000
    if options.bombs:
        for coding in ("gzip", "br", "zstd"):
            bomb(coding)
    with tempfile.TemporaryDirectory() as name:
        crt, key = certificate(Path(name))
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(crt, key)
        plain = await asyncio.start_server(site(latency_s), "0.0.0.0", 0, backlog=4096)
        secure = await asyncio.start_server(site(latency_s), "0.0.0.0", 0, ssl=tls)
        ports = {
            "http": plain.sockets[0].getsockname()[1],
            "https": secure.sockets[0].getsockname()[1],
            "cafile": str(crt),
        }
        print(json.dumps(ports), flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
