"""What gates and briefs are made of, and how a page of them is read."""

from __future__ import annotations

import tomllib

from payloads import CORPORA, payload

from tasks.extract.article import extract
from warehouse.model.entry import Reject

URL = "https://nachrichten.example/2024/05/story-123"
WORDS = tomllib.loads((CORPORA / "gate_words.toml").read_text("utf-8"))
MENU = "".join(f"<a href='/{n}/'>Section {n}</a> " for n in range(9))
CAPTCHAS = (
    "<script src='https://www.google.com/recaptcha/api.js'></script>",
    "<script src='https://js.hcaptcha.com/1/api.js'></script>",
    "<script src='https://challenges.cloudflare.com/turnstile/v0/api.js'></script>",
    "<script src='/_Incapsula_Resource?SWJIYLWA=719d34'></script>",
    "<script src='https://token.awswaf.com/abc/challenge.js'></script>",
    "<script src='https://client.perimeterx.net/PX1/main.min.js'></script>",
    "<iframe src='https://geo.captcha-delivery.com/captcha/?x'></iframe>",
    "<div id='sec-if-cpt-container'></div>",
    "<form id='captcha-form'><img src='/c.png'><input name='c'></form>",
)
SCRIPT = "<script src='/app.js'></script>"


def read(body, *, title="Harbour Post", lang="en", head="", menu="", url=URL):
    page = (
        f"<html lang='{lang}'><head><meta charset='utf-8'><title>{title}</title>{head}"
        f"</head><body><nav>{menu}</nav>{body}</body></html>"
    )
    return extract(payload(page, "text/html", url=url))


def check(said, reason):
    assert isinstance(said, Reject), said.text
    assert said.reason == reason
    assert said.detail
