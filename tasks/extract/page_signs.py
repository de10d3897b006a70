"""What a page shows of its kind: marks of an article, teasers, gates, an app's root.

Read in one pass before the tree is pruned; verdict.py says what follows from it.
A page that is marked as an article is not looked through.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from tasks.extract.clean import squeeze, tidy
from tasks.extract.gates import PAY_BOX, gates_of, is_app_root
from tasks.extract.head import Head
from tasks.extract.jsonld import types_of
from tasks.extract.teasers import is_small, linked_heads, n_below, read_teasers
from tasks.extract.tree import start_of, text_of

# Cloudflare's and DataDome's; those of forms, as reCAPTCHA, stand on articles too.
_CHALLENGERS = ("challenge-platform", "captcha-delivery.com")
# By the axis of attributes, three times as fast as elements that are asked for one.
_HAS_BODY = etree.XPath("boolean(/descendant::*/@itemprop[. = 'articleBody'])")
_N_ARTICLE_ITEMS = etree.XPath(
    "count(/descendant::*/@itemtype["
    "contains(., 'Article') or contains(., 'BlogPosting')])"
)
# No teaser, no gate and no error is as long; most articles that bear no other mark
# are, and need not be looked through.
_IS_PROSE = etree.XPath("count(//p[string-length(text()) > 300]) > 5")
_ROOTS = ("html", "body", "main")
_UNSEEN = frozenset(("script", "style", "noscript", "template", "title", "option"))
_MAX_NAME, _MAX_GATES = 300, 20_000
# Boxes of one kind that are read; nested ones hold the same text over and over.
_MAX_BOXES = 20
# Heads that may be the headline without an h1; in up to so many elements.
_HEADS, _MAX_PARTS = ("h2", "h3", "h4"), 20
# A headline is no longer, and stands before so many texts.
_MAX_HEADLINE, _MAX_TEXTS = 300, 5_000
_SITE_BEHIND = re.compile(r"\s+[-–—|·•]\s+")
# A wide letter of Chinese, Japanese or Korean says as much as these of Latin.
_WIDE_LETTER = 2.5
_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")


@dataclass(slots=True, kw_only=True)
class Signs:
    """What was seen of a page.

    `mark` names what calls it an article, None where nothing does; the rest is read
    only then. `gates` holds the text of each kind of box, `teasers` the text of each
    box whose head leads elsewhere on the site, `links` the texts of all links.
    `status` is what the page says that its HTTP status should be, 0 for nothing;
    `under` the letters, links apart, from each short text, and under "" from an h1,
    to the next teaser or field for a password. `n_below` teasers lead below the
    page's own address. Letters are counted as in `worth`.
    """

    url: str
    mark: str | None
    types: frozenset[str] = frozenset()
    og_type: str = ""
    status: int = 0
    title: str = ""
    root_names: str = ""
    n_passwords: int = 0
    n_scripts: int = 0
    n_letters: int = 0
    n_link_letters: int = 0
    n_below: int = 0
    under: dict[str, int] = field(default_factory=dict)
    has_pay_box: bool = False
    challenger: str = ""
    app_root: str | None = None
    app_letters: int = 0
    gates: dict[str, str] = field(default_factory=dict)
    teasers: list[str] = field(default_factory=list)
    links: set[str] = field(default_factory=set)

    def n_under(self, headline: str) -> int:
        """The most letters under `headline`, an h1 or what the title begins with."""
        heads = {headline, _SITE_BEHIND.split(self.title, maxsplit=1)[0]}
        firsts, most = {head[:1] for head in heads}, self.under.get("", 0)
        for text, n_letters in self.under.items():
            is_like = n_letters > most and text[:1] in firsts
            if is_like and squeeze(tidy(text)) in heads:
                most = n_letters
        return most


def worth(text: str) -> int:
    """The letters of `text`, a wide one for as many as it is worth."""
    if text.isascii():
        return len(text)
    return len(text) + int((_WIDE_LETTER - 1) * len(_WIDE.findall(text)))


def read_signs(head: Head) -> Signs:
    """The signs of the page; to be called before its tree is pruned."""
    root = head.root
    types: set[str] = set()
    if not head.node:
        types = set().union(*map(types_of, head.nodes[:100]))
    title = next(iter(head.of_tag["title"]), None)
    signs = Signs(
        url=head.url or "",
        mark=_mark(head, types),
        types=frozenset(types),
        og_type=_said(head, "og:type"),
        status=_status(head),
        title=squeeze(tidy(text_of(title))) if title is not None else "",
        root_names=" ".join(
            _name(one) for tag in _ROOTS for one in head.of_tag[tag][:1]
        ),
        has_pay_box=_has_pay_box(head),
    )
    if signs.mark is None:
        heads = linked_heads(root, head.url)
        _look_through(root, signs, set(heads))
        signs.teasers = read_teasers(heads)
        signs.n_below = n_below(heads, head.url)
    return signs


def _said(head: Head, name: str) -> str:
    """What the meta of that name says, in small letters; empty where there is none."""
    return head.metas.get(name, [""])[0].strip().lower()


def _mark(head: Head, types: set[str]) -> str | None:
    """What calls the page one article; of themes' archives some say so too."""
    if head.node and (kinds := types_of(head.node) - {"webpage", "itempage"}):
        return f"json-ld:{min(kinds)}"
    if not types.isdisjoint(("collectionpage", "searchresultspage")):
        return None
    if _said(head, "og:type") == "article":
        return "meta:og:type"
    if "article:published_time" in head.metas:
        return "meta:article:published_time"
    if _HAS_BODY(head.root):
        return "itemprop:articleBody"
    if _N_ARTICLE_ITEMS(head.root) == 1:
        return "itemtype"
    return "paragraphs" if _IS_PROSE(head.root) else None


def _status(head: Head) -> int:
    """What a page of an app tells crawlers that its status is."""
    said = _said(head, "prerender-status-code")
    return int(said) if said.isdecimal() and len(said) == 3 else 0


def _has_pay_box(head: Head) -> bool:
    """True where a page that says whether it is free has a box that asks for money."""
    if "isAccessibleForFree" in head.node or "article:content_tier" in head.metas:
        boxes = head.root.iter("div", "section", "aside", "p")
        return any(PAY_BOX.search(_name(box)) for box in boxes if box.attrib)
    return False


def _name(element: etree._Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"[:_MAX_NAME]


def _look_through(
    root: etree._Element, signs: Signs, heads: set[etree._Element]
) -> None:
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
            signs.n_link_letters += worth(said)
            aside.update(element.iter())
        elif tag == "h1":
            under.open_at_h1()
            under.open(own, 0)
            continue
        elif tag in ("input", "script", "iframe"):
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
    if element.tag == "input":
        is_password = (element.get("type") or "").lower() == "password"
        signs.n_passwords += is_password
        return is_password
    signs.n_scripts += element.tag == "script"
    source = element.get("src") or ""
    for one in _CHALLENGERS:
        signs.challenger = one if one in source else signs.challenger
    return False


def _look_at_name(element: etree._Element, signs: Signs) -> bool:
    """True where the element is named as a gate; its text is kept then."""
    name = _name(element) if element.attrib else ""
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
