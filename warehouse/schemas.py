"""The columns of the rows that go into DuckDB: of staged tables, and of questions."""

from __future__ import annotations

import pyarrow as pa

from warehouse.columns import MOMENT, TEXTS

LOOKS = pa.schema(
    [
        ("row_no", pa.int64()),
        ("source_id", pa.string()),
        ("status", pa.string()),
        ("captured_at", MOMENT),
        ("url", pa.string()),
        ("payload_digest", pa.string()),
        ("listed_digest", pa.uuid()),
        ("parser", pa.string()),
        ("reason", pa.string()),
        ("detail", pa.string()),
        ("fingerprint", pa.uuid()),
        ("text_digest", pa.uuid()),
        ("repeat_key", pa.uuid()),
        ("own_key", pa.uuid()),
        ("n_words", pa.int64()),
        ("title", pa.string()),
        ("text", pa.string()),
        ("authors", TEXTS),
        ("section", pa.string()),
        ("tags", TEXTS),
        ("language", pa.string()),
        ("language_confidence", pa.float64()),
        ("published_at", MOMENT),
        ("published_until", MOMENT),
        ("published_precision", pa.string()),
        ("published_zone", pa.string()),
        ("published_raw", pa.string()),
        ("published_from", pa.string()),
        ("modified_at", MOMENT),
        ("image_url", pa.string()),
        ("publisher", pa.string()),
        ("is_free", pa.bool_()),
        ("provenance", pa.string()),
    ]
)
KEYS = pa.schema(
    [
        ("row_no", pa.int64()),
        ("nth", pa.int64()),
        ("rule", pa.string()),
        ("written", pa.string()),
        ("key_digest", pa.uuid()),
        ("is_claim", pa.bool_()),
    ]
)
REPEATS = pa.schema(
    [
        ("row_no", pa.int64()),
        ("starts_at", pa.int64()),
        ("n_chars", pa.int64()),
        ("kept_at", pa.int64()),
    ]
)
OWN = pa.schema(
    [
        ("own_key", pa.uuid()),
        ("hashes", pa.list_(pa.int32())),
        ("letters", pa.binary()),
    ]
)
REJECTS = pa.schema(
    [
        ("source_id", pa.string()),
        ("identity_key", pa.string()),
        ("stage", pa.string()),
        ("reason", pa.string()),
        ("detail", pa.string()),
        ("url", pa.string()),
        ("payload_digest", pa.string()),
        ("excerpt", pa.string()),
        ("parser", pa.string()),
    ]
)
FETCHES = pa.schema(
    [
        ("fetch_id", pa.uuid()),
        ("source_id", pa.string()),
        ("url", pa.string()),
        ("final_url", pa.string()),
        ("redirects", TEXTS),
        ("status", pa.int32()),
        ("outcome", pa.string()),
        ("reason", pa.string()),
        ("n_bytes", pa.int64()),
        ("elapsed_ms", pa.float64()),
        ("validators", TEXTS),
        ("etag", pa.string()),
        ("last_modified", pa.string()),
        ("robots", pa.string()),
        ("retry_after_s", pa.int64()),
        ("payload_digest", pa.string()),
        ("started_at", MOMENT),
    ]
)
PAYLOADS = pa.schema(
    [
        ("payload_digest", pa.string()),
        ("media_type", pa.string()),
        ("charset", pa.string()),
        ("n_bytes", pa.int64()),
        ("warc_file", pa.string()),
        ("warc_offset", pa.int64()),
        ("warc_length", pa.int64()),
    ]
)
SCHEMAS = {
    "staged_looks": LOOKS,
    "staged_keys": KEYS,
    "staged_repeats": REPEATS,
    "staged_own": OWN,
    "staged_rejects": REJECTS,
    "staged_fetches": FETCHES,
    "staged_payloads": PAYLOADS,
}

# What a run writes beside its batches.
SOURCES = pa.schema(
    [
        ("source_id", pa.string()),
        ("kind", pa.string()),
        ("location", pa.string()),
        ("settings", pa.string()),
    ]
)
SOURCE_LOOKS = pa.schema(
    [
        ("source_id", pa.string()),
        ("looked_at", MOMENT),
        ("outcome", pa.string()),
        ("reason", pa.string()),
        ("detail", pa.string()),
        ("etag", pa.string()),
        ("last_modified", pa.string()),
        ("n_entries", pa.int64()),
        ("parser", pa.string()),
        ("asked", pa.string()),
        ("final_url", pa.string()),
        ("is_permanent", pa.bool_()),
        ("due_at", MOMENT),
    ]
)
ROBOTS = pa.schema(
    [
        ("origin", pa.string()),
        ("fetched_at", MOMENT),
        ("status", pa.int32()),
        ("body", pa.string()),
    ]
)

# What is asked for in `warehouse/state.py` and `warehouse/articles.py`.
WANTED_SOURCES = pa.schema(
    [
        ("source_id", pa.string()),
        ("location", pa.string()),
        ("kind", pa.string()),
        ("parser", pa.string()),
    ]
)
WANTED_PAGES = pa.schema([("url", pa.string()), ("payload_digest", pa.string())])
WANTED_DAYS = pa.schema([("source_id", pa.string()), ("after_us", pa.int64())])

# What is told of two texts, and of one that was judged again.
EDGES = pa.schema(
    [
        ("key_a", pa.uuid()),
        ("key_b", pa.uuid()),
        ("relation", pa.string()),
        ("joins", pa.bool_()),
        ("shorter", pa.string()),
        ("score", pa.float64()),
        ("share_a", pa.float64()),
        ("share_b", pa.float64()),
        ("passage", pa.string()),
    ]
)
PARTS = pa.schema([("own_key", pa.uuid()), ("part", pa.uuid())])
JUDGED_TEXTS = pa.schema([("text_digest", pa.uuid()), ("own_key", pa.uuid())])
BOILERPLATE = pa.schema(
    [
        ("sentence_digest", pa.int64()),
        ("excerpt", pa.string()),
        ("n_texts", pa.int64()),
    ]
)
