"""What stands in place of a listing on a bad day."""

from __future__ import annotations

from newssite import HTML, Conversation, Reply, Script

LONG_S, SHORT_S = 7_200, 1
REPAIRED = b"<!doctype html><p>We are being repaired.</p>"


def troubled(trouble: str, base: str, n_asked: int) -> Reply | Script | None:
    """What stands in place of a listing; None where it comes after all."""
    if trouble == "short" and n_asked > 1:
        return None
    hop = (("Location", f"{base}/moved"),)
    return {
        "error": Reply(status=500),
        "silent": lambda talk: talk.wait(60),
        "hangup": lambda talk: None,
        "cut": _cut,
        "empty": Reply(headers=(("Content-Type", "application/xml"),)),
        "html": Reply(body=REPAIRED, headers=(("Content-Type", HTML),)),
        "lost": Reply(status=404),
        "gone": Reply(status=410),
        "limited": Reply(status=429, headers=(("Retry-After", str(LONG_S)),)),
        "short": Reply(status=429, headers=(("Retry-After", str(SHORT_S)),)),
        "busy": Reply(status=503, headers=(("Retry-After", str(LONG_S)),)),
        "loop": Reply(status=302, headers=(("Location", f"{base}/listing"),)),
        "moved": Reply(status=301, headers=hop),
        "lent": Reply(status=302, headers=hop),
    }[trouble]


def _cut(talk: Conversation) -> None:
    """Announces more than it sends."""
    talk.say(b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\n")
    talk.say(b"Content-Length: 9000\r\n\r\n<rss>")
