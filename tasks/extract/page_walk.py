"""The signs of a page's kind: teasers, gates, links, an app's root, a text of its own.

Read in one pass before the tree is pruned. A page that is marked as an article is
not looked through.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree

from tasks.extract.clean import squeeze, tidy
from tasks.extract.fields import one_line, whole_line
from tasks.extract.gates import AUTHOR_PLACE, gates_of, is_app_root
from tasks.extract.head import Head
from tasks.extract.jsonld import types_of
from tasks.extract.link_runs import is_above, read_runs
from tasks.extract.page_marks import (
    PROSE,
    has_pay_box,
    is_front,
    mark_of,
    name_of,
    said_by,
    status_of,
)
from tasks.extract.page_signs import LISTS, Signs
from tasks.extract.teasers import is_small, linked_heads, n_below, read_teasers
from tasks.extract.tree import start_of, text_of
from tasks.extract.worth import worth

# Cloudflare's and DataDome's. Cloudflare's JavaScript Detections (`/scripts/jsd/`)
# stand on whole sites, and those of forms, as reCAPTCHA, on articles too.
_CHALLENGERS = ("challenge-platform", "captcha-delivery.com")
_DETECTION = "/jsd/"
# Those of forms and of whole sites stand on articles too: of Google, hCaptcha,
# Cloudflare, Imperva, Amazon and Human.
_CAPTCHA = re.compile(
    r"captcha|/turnstile/|_Incapsula_|awswaf\.com|perimeterx|px-c(?:loud|dn)", re.I
)
_ROOTS = ("html", "body", "main")
_LOOKED_AT = frozenset(("input", "script", "iframe", "button"))
_UNSEEN = frozenset(("script", "style", "noscript", "template", "title", "option"))
_MAX_NAME, _MAX_GATES = 300, 20_000
# Boxes of one kind that are read; nested ones hold the same text over and over.
_MAX_BOXES = 20
# Heads that may be the headline without an h1; in up to so many elements.
_HEADS, _MAX_PARTS = ("h2", "h3", "h4"), 20
# A headline is no longer, and stands before so many texts.
_MAX_HEADLINE, _MAX_TEXTS = 300, 5_000
# Of more h1 none is the headline; each may hold the rest of the page.
_MAX_H1S = 4
# Of more fields for an account it is not asked where their forms lead.
_MAX_FORMS = 4


def read_signs(head: Head) -> Signs:
    """The signs of the page; to be called before its tree is pruned."""
    root = head.root
    types: set[str] = set()
    if not head.node:
        types = set().union(*map(types_of, head.nodes[:100]))
    title = next(iter(head.of_tag["title"]), None)
    signs = Signs(
        url=head.url or "",
        mark=mark_of(head, types),
        types=frozenset(types),
        og_type=said_by(head, "og:type"),
        status=status_of(head),
        title=whole_line(text_of(title)) if title is not None else "",
        root_names=" ".join(
            name_of(one) for tag in _ROOTS for one in head.of_tag[tag][:1]
        ),
        has_pay_box=has_pay_box(head),
        is_front=is_front(head),
        h1s=[
            one_line(start_of(h1, _MAX_HEADLINE)) for h1 in head.of_tag["h1"][:_MAX_H1S]
        ],
    )
    if signs.mark in (None, PROSE) and _may_list(signs):
        signs.runs = read_runs(root, signs.url, signs.name)
    if signs.mark is None:
        heads = linked_heads(root, head.url)
        _walk(root, signs, set(heads))
        signs.teasers = read_teasers(heads)
        signs.n_below = n_below(heads, head.url)
    return signs


def _may_list(signs: Signs) -> bool:
    """True where a text may be what a page says of the stories that it lists.

    To read its runs takes 6 ms (2026-11-30): no page at a story's address is asked.
    """
    is_list = not signs.types.isdisjoint(LISTS) or signs.is_front
    is_author = AUTHOR_PLACE.search(urlsplit(signs.url).path.lower()) is not None
    return is_list or is_author or is_above(signs.url)


def _walk(root: etree._Element, signs: Signs, heads: set[etree._Element]) -> None:
    """Counts what the page is made of; `heads` are those that lead elsewhere."""
    aside: set[etree._Element] = set()
    under = _Under(most=signs.under)
    for element in root.iter():
        tag = element.tag
        own = (element.text or "").strip() if tag not in _UNSEEN else ""
        tail = (element.tail or "").strip()
        n_own, n_tail = worth(own) if own else 0, worth(tail) if tail else 0
        signs.n_letters += n_own + n_tail
        if element in heads or tag == "footer":
            under.close()
        elif element in aside:
            pass  # its box is known: nested ones would be gone through over and over
        elif tag == "a":
            said = squeeze(tidy(start_of(element, _MAX_NAME)))
            signs.links.add(said)
            signs.n_buttons += element.get("role") == "button"
            signs.n_link_letters += worth(said)
            aside.update(element.iter())
        elif tag == "h1":
            under.open_at_h1()
            under.open(own, 0)
            continue
        elif tag in _LOOKED_AT:
            if _look_at_tag(element, signs):
                under.close()
        elif tag not in ("html", "body") and _look_at_name(element, signs):
            aside.update(element.iter())
        under.n_seen += n_tail
        if own and element not in aside:
            under.n_seen += n_own
            is_head = tag in _HEADS and is_small(element, _MAX_PARTS)
            text = start_of(element, _MAX_HEADLINE) if is_head else own
            under.open(text, n_tail)
    under.close()


@dataclass(slots=True, kw_only=True)
class _Under:
    """Counts the letters under each text that may be the headline.

    `most` gets the counts as texts are closed; `n_seen` is to be kept by the caller.
    """

    most: dict[str, int]
    n_seen: int = 0
    opened: dict[str, int] = field(default_factory=dict)

    def open(self, text: str, n_behind: int) -> None:
        """Counts from `text` on, `n_behind` letters behind which are seen already."""
        if (
            len(text) <= _MAX_HEADLINE
            and len(self.most) + len(self.opened) < _MAX_TEXTS
        ):
            self.opened.setdefault(text.strip(), self.n_seen - n_behind)

    def open_at_h1(self) -> None:
        """Counts from here on, and no more from the h1 before."""
        start = self.opened.pop("", self.n_seen)
        self.most[""] = max(self.most.get("", 0), self.n_seen - start)
        self.opened[""] = self.n_seen

    def close(self) -> None:
        """Ends all counts: what follows is no longer the text."""
        for text, start in self.opened.items():
            self.most[text] = max(self.most.get(text, 0), self.n_seen - start)
        self.opened.clear()


def _look_at_tag(element: etree._Element, signs: Signs) -> bool:
    """True where the element is a field for a password."""
    if element.tag in ("input", "button"):
        kind = (element.get("type") or "").lower()
        signs.n_buttons += element.tag == "button" or kind in ("submit", "button")
        is_password = kind == "password"
        signs.n_passwords += is_password
        if is_password or kind == "email":
            _look_at_form(element, signs)
        return is_password
    signs.n_scripts += element.tag == "script"
    source = element.get("src") or ""
    for one in _CHALLENGERS:
        if one in source and _DETECTION not in source:
            signs.challenger = one
    if source and not signs.captcha and (asks := _CAPTCHA.search(source)):
        signs.captcha = f"a script of {asks[0]!r}"
    return False


def _look_at_form(field: etree._Element, signs: Signs) -> None:
    """Keeps where the form of a field leads, of the first that lead somewhere."""
    if signs.form_places.count(" ") < _MAX_FORMS:
        form = next(islice(field.iterancestors("form"), 1), None)
        place = "" if form is None else (form.get("action") or "").strip()
        signs.form_places += f" {place[:_MAX_NAME]}"


def _look_at_name(element: etree._Element, signs: Signs) -> bool:
    """True where the element is named as a gate; its text is kept then."""
    name = name_of(element) if element.attrib else ""
    if signs.app_root is None and is_app_root(element.get("id") or str(element.tag)):
        signs.app_root = element.get("id") or str(element.tag)
        signs.app_letters = sum(
            worth((part.text or "").strip())
            for part in element.iter()
            if part.tag not in _UNSEEN
        )
    reasons = gates_of(name)
    for reason in reasons:
        before = signs.gates.get(reason, "")
        if len(before) < _MAX_GATES and before.count("\n") < _MAX_BOXES:
            said = squeeze(tidy(start_of(element, _MAX_GATES)))
            signs.gates[reason] = f"{before}\n{said}"
    return "consent_wall" in reasons
