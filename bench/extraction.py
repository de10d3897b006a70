"""Reads the pages of the three sets beside other extractors, in one process.

    python bench/extraction.py [--only OURS,...] [--limit N] [--repeats N] [--write]

Prints for each set what each extractor gets right of body, title, day, authors and
language, for all pages and for the two halves of the hosts apart (rules are found on
`look`, `check` is only counted), and the pages a second by CPU time with the ratio to
ours. The sets are read from ../shared (NEWSLEDGER_SHARED names another place).
`--write` keeps the table in docs/extraction.md and our figures in
bench/extraction_kept.json, which a test holds us to. Needs the group `bench`.

The forests of tasks/extract/judge.json were learnt on these pages: what they reach on
sites that they did not see, bench/train_judge.py prints.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import importlib
import json
import logging
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from datetime import date as date_type
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

ROOT = Path(__file__).parent.parent
sys.path[0] = str(ROOT)  # not this folder: it has a file named warehouse too

from tasks.extract.article import extract
from warehouse.model.article import Article, Dated
from warehouse.model.entry import Entry, Key, Payload

SHARED = Path(os.environ.get("NEWSLEDGER_SHARED", ROOT.parent / "shared"))
SETS = {"news": "fundus_dev", "articles": "wcxb_dev", "snippets": "snippets_dev"}
KEPT = Path(__file__).parent / "extraction_kept.json"
DOCS = ROOT / "docs" / "extraction.md"
NOW = datetime(2026, 11, 30, tzinfo=UTC)
HALVES = ("all", "look", "check")
FIGURES = ("body", "snippets", "title", "day", "instant", "authors", "language")

Answer = dict[str, Any]
Reader = Callable[[str, str], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSet:
    """The pages and the truth of one set."""

    name: str
    docs: dict[str, str]
    truth: dict[str, Any]


def ours(html: str, url: str) -> Answer:
    """All fields of a page, by the front door of the parser."""
    key = Key(rule="url", written=url or "page", digest=UUID(int=1))
    body = html.encode("utf-8", "replace")
    read = extract(
        Payload(
            entry=Entry(source_id="bench", keys=(key,), url=url or None),
            digest=hashlib.sha256(body).hexdigest(),
            body=body,
            media_type="text/html",
            captured_at=NOW,
            charset="utf-8",
            url=url or None,
        )
    )
    if not isinstance(read, Article):
        return {"body": ""}
    return {
        "body": read.text,
        "title": read.title,
        "authors": list(read.authors),
        "lang": read.language,
        "date": read.published and stated(read.published),
    }


def stated(date: Dated) -> datetime | date_type:
    """The moment in the offset that the page gives it, a day where there is no more.

    The scorer takes the day there and the day in UTC.
    """
    if not date.zone:
        return date.at.date()
    offset = re.search(r"([+-]\d\d):?(\d\d)$", date.raw)
    if date.zone != "given" or offset is None:
        return date.at
    hours, minutes = int(offset[1]), int(offset[1][0] + offset[2])
    return date.at.astimezone(timezone(timedelta(hours=hours, minutes=minutes)))


def trafilatura_reader() -> Reader:
    library = importlib.import_module("trafilatura")
    return lambda html, url: {"body": library.extract(html, url=url or None) or ""}


def bare_reader() -> Reader:
    library = importlib.import_module("trafilatura")

    def read(html: str, url: str) -> Answer:
        said = library.bare_extraction(html, url=url or None, with_metadata=True)
        if said is None:
            return {"body": ""}
        authors = [a for a in (said.author or "").split("; ") if a]
        body, title, date = said.text or "", said.title, said.date
        return {"body": body, "title": title, "date": date, "authors": authors}

    return read


def newspaper_reader() -> Reader:
    library = importlib.import_module("newspaper")

    def read(html: str, url: str) -> Answer:
        article = library.Article(url or "http://example.org/", fetch_images=False)
        article.download(input_html=html)
        article.parse()
        return {
            "body": article.text,
            "title": article.title,
            "authors": article.authors,
            "date": article.publish_date,
            "lang": article.meta_lang,
        }

    return read


def readability_reader() -> Reader:
    library = importlib.import_module("readability")
    lxml_html = importlib.import_module("lxml.html")

    def read(html: str, url: str) -> Answer:
        document = library.Document(html, url=url or None)
        part = lxml_html.fromstring(document.summary(html_partial=True))
        body = "\n".join(part.itertext())
        return {"body": body, "title": document.short_title()}

    return read


def resiliparse_reader() -> Reader:
    library = importlib.import_module("resiliparse.extract.html2text")

    def read(html: str, _: str) -> Answer:
        return {"body": library.extract_plain_text(html, main_content=True)}

    return read


READERS: dict[str, Callable[[], Reader]] = {
    "newsledger": lambda: ours,
    "trafilatura.extract": trafilatura_reader,
    "trafilatura.bare_extraction": bare_reader,
    "newspaper4k": newspaper_reader,
    "readability-lxml": readability_reader,
    "resiliparse": resiliparse_reader,
}


def host_of(url: str) -> str:
    return re.sub(r"\Awww\d?\.", "", urlsplit(url).hostname or url)


def is_look(host: str) -> bool:
    """Whether a host is of the half that rules are found on."""
    return hashlib.sha1(host.encode()).digest()[0] % 2 == 0


def load_sets(scorer: Any, limit: int | None = None) -> Iterator[PageSet]:
    """The sets that are there; says which are not."""
    for name, folder in SETS.items():
        place = SHARED / "corpora" / "extraction" / folder
        if not place.is_dir():
            print(f"{name}: skipped, {place} is not there")
            continue
        truth = scorer.load_truth(place / "truth.json")
        docs = scorer.load_pages(place / "pages", truth, limit)
        yield PageSet(name=name, docs=docs, truth={key: truth[key] for key in docs})


def load_scorer() -> Any:
    """The module that says what is right; ModuleNotFoundError where it is not there."""
    tools = str(SHARED / "tools")
    if tools not in sys.path:
        sys.path.append(tools)
    return importlib.import_module("eval_extraction")


def half_of(pages: PageSet, half: str) -> dict[str, Any]:
    """The truth of the pages whose host is in a half."""
    return {
        key: true
        for key, true in pages.truth.items()
        if half == "all" or is_look(host_of(true.get("url") or key)) == (half == "look")
    }


def figures_of(scorer: Any, truth: Any, answers: dict[str, Answer]) -> dict[str, float]:
    """What is right of the answers, by figure, as far as the set can tell."""
    body = {key: answers.get(key, {}).get("body") or "" for key in truth}
    said = scorer.score_body(truth, body, n_boot=2)
    said |= scorer.score_fields(truth, {key: answers.get(key, {}) for key in truth})
    has_body = any("body" in true for true in truth.values())
    found = {
        "body": said.get("shingle", {}).get("F1"),
        "snippets": None if has_body else said.get("snippets", {}).get("F1"),
        "title": said.get("title", {}).get("exact"),
        "day": said.get("date", {}).get("day"),
        "instant": said.get("date", {}).get("instant"),
        "authors": said.get("authors", {}).get("F1"),
        "language": said.get("lang", {}).get("acc"),
    }
    return {name: value for name, value in found.items() if value is not None}


def read_all(scorer: Any, read: Reader, pages: PageSet, n: int) -> tuple[Any, float]:
    """The answers to all pages, and the least CPU seconds of `n` passes over them."""
    for key in list(pages.docs)[:2]:  # imports and caches warm
        scorer.run(read, {key: pages.docs[key]}, pages.truth, 1)
    answers, speed = scorer.run(read, pages.docs, pages.truth, n)
    answers = {k: a if isinstance(a, dict) else {"body": a} for k, a in answers.items()}
    return answers, min(speed["cpu_s"])


def table_of(kept: dict[str, Any], speeds: dict[str, float]) -> str:
    """The figures of all extractors as Markdown."""
    lines = []
    for name in SETS:
        rows = {r: f[name]["all"] for r, f in kept.items() if name in f}
        shown = [f for f in FIGURES if any(f in row for row in rows.values())]
        lines += [f"| {name} | {' | '.join(shown)} |", "|---" * (len(shown) + 1) + "|"]
        for reader, row in rows.items():
            cells = [f"{row[f]:.3f}" if f in row else "" for f in shown]
            lines.append(f"| {reader} | {' | '.join(cells)} |")
        lines.append("")
    own = speeds.get("newsledger", 0.0)
    lines += ["| CPU time | pages/s | newsledger is |", "|---|---|---|"]
    for reader, speed in speeds.items():
        lines.append(f"| {reader} | {speed:.1f} | {own / speed:.1f}x |")
    return "\n".join(lines) + "\n"


def write(kept: dict[str, Any], speeds: dict[str, float], n_pages: int) -> None:
    """Keeps the table in docs/extraction.md, and our figures beside this file."""
    said = DOCS.read_text("utf-8")
    start, end = "<!-- bench/extraction.py -->\n", "<!-- end -->\n"
    before, after = said.split(start)[0], said.split(end)[1]
    note = f"{n_pages} pages, {time.strftime('%Y-%m-%d')}, one core.\n\n"
    DOCS.write_text(before + start + note + table_of(kept, speeds) + end + after)
    KEPT.write_text(json.dumps(rounded(kept["newsledger"]), indent=1) + "\n", "utf-8")


def rounded(figures: Any) -> Any:
    if isinstance(figures, dict):
        return {key: rounded(value) for key, value in figures.items()}
    return round(figures, 4)


def main() -> None:
    """Prints the figures; keeps them where asked."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", default=",".join(READERS))
    parser.add_argument("--limit", type=int)
    parser.add_argument("--repeats", type=int, default=1)
    parser.add_argument("--write", action="store_true")
    o = parser.parse_args()
    logging.disable(logging.CRITICAL)
    scorer = load_scorer()
    sets = list(load_sets(scorer, o.limit))
    kept: dict[str, Any] = {}
    speeds: dict[str, float] = {}
    n_pages = sum(len(pages.docs) for pages in sets)
    for reader in o.only.split(","):
        read, spent = READERS[reader](), 0.0
        for pages in sets:
            gc.collect()
            answers, cpu_s = read_all(scorer, read, pages, o.repeats)
            spent += cpu_s
            halves = {
                half: figures_of(scorer, half_of(pages, half), answers)
                for half in HALVES
            }
            kept.setdefault(reader, {})[pages.name] = halves
            for half, found in halves.items():
                line = " ".join(f"{name} {value:.3f}" for name, value in found.items())
                print(f"{reader:28}{pages.name:9}{half:6}{line}", flush=True)
        speeds[reader] = n_pages / spent
        print(f"{reader:28}{speeds[reader]:.1f} pages/s", flush=True)
    print(table_of(kept, speeds))
    if o.write:
        write(kept, speeds, n_pages)


if __name__ == "__main__":
    main()
