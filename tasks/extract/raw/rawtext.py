"""Raw news text into fields and paragraphs: header off, lines joined, furniture out.

What repeats inside the text is left in: a later step removes it, on record.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from io import StringIO

from tasks.extract.clean import is_plain, squeeze
from tasks.extract.dropped import Dropped
from tasks.extract.fields import Fields
from tasks.extract.raw.dateline import with_dateline
from tasks.extract.raw.furniture import without_furniture
from tasks.extract.raw.header import read_header
from tasks.extract.raw.hyphens import tidy_lines, without_soft
from tasks.extract.raw.lines import read_lines
from tasks.extract.raw.pagemarks import Taken, without_page_marks
from tasks.extract.raw.wrapping import join_wrapped
from warehouse.model.entry import Payload

# (field, what is said of it), as in `Fields.refused`.
Said = tuple[tuple[str, str], ...]

# A line that is looked at takes some 200 bytes and 40 µs (2026-11-30), so that 50 MB
# take 20 s; of more of them none is joined.
_MAX_LINES = 500_000
_TOO_MANY = ("lines", f"more than {_MAX_LINES:,}: none joined, no page looked for")


def read_raw(text: str, payload: Payload, dropped: Dropped) -> tuple[Fields, str]:
    """What the header says, and the text as paragraphs parted by one blank line.

    Both are empty where `text` is. Each line is a paragraph, but for what was
    clearly wrapped. `dropped` is told what is taken out; how often and why also
    stands in the fields' `refused`, as in `("dropped", "page_number 4")`.
    """
    fields, body, unused = read_header(_tidy_pages(text), payload)
    body, said = _read_tidy(body, dropped, unused)
    fields = replace(fields, refused=(*fields.refused, *said)) if said else fields
    return with_dateline(fields, body, payload), body


def read_text(text: str, dropped: Dropped) -> tuple[str, Said]:
    """`text` as paragraphs without furniture, no header looked for; and what went."""
    return _read_tidy(_tidy_pages(text), dropped, [])


def _read_tidy(text: str, dropped: Dropped, unused: Taken) -> tuple[str, Said]:
    """As `read_text`; `unused` is what was taken out in front of `text`."""
    is_long = _n_lines(text) > _MAX_LINES
    joined, marks = (_lines_of(text), []) if is_long else _joined(text)
    paragraphs, furniture = without_furniture(without_soft(joined))
    taken = [*unused, *marks, *furniture]
    for reason, said in taken:
        dropped.text(said, reason)
    return _whole(paragraphs), _counted(taken) + ((_TOO_MANY,) if is_long else ())


def read_paragraphs(text: str) -> str:
    """`text` as squeezed paragraphs parted by one blank line, nothing taken out."""
    text = tidy_lines(text)
    is_long = _n_lines(text) > _MAX_LINES
    joined = _lines_of(text) if is_long else join_wrapped(read_lines(text))
    return _whole(without_soft(joined))


def _joined(text: str) -> tuple[list[str], Taken]:
    lines, marks = without_page_marks([read_lines(page) for page in text.split("\f")])
    return join_wrapped(lines), marks


def _n_lines(text: str) -> int:
    return text.count("\n") + text.count("\f")


def _lines_of(text: str) -> list[str]:
    """Each line as it is, the empty left out; a line at a time, for memory."""
    lines = StringIO(text.replace("\f", "\n"), newline="\n")
    return [stripped for line in lines if (stripped := line.strip())]


def _tidy_pages(text: str) -> str:
    """`text` as `tidy_lines` leaves it, but for the form feeds that part its pages."""
    return "\f".join(map(tidy_lines, text.split("\f")))


def _whole(paragraphs: list[str]) -> str:
    whole = "\n\n".join(paragraphs)
    if is_plain(whole):
        return whole
    return "\n\n".join(filter(None, map(squeeze, paragraphs)))


def _counted(taken: Taken) -> Said:
    """Each reason with how often it was given, as the provenance of a row has it."""
    if not taken:
        return ()
    counts = Counter(reason for reason, _ in taken)
    return (("dropped", ", ".join(f"{reason} {n}" for reason, n in counts.items())),)
