"""What a page shows of its kind: marks of an article, teasers, gates, an app's root.

Read in one pass; verdict.py says what follows from it. A page that is marked as an
article is not looked through, others as far as there is a question left.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from tasks.extract.clean import squeeze, tidy
from tasks.extract.gates import gates_of, is_app_root
from tasks.extract.head import Head
from tasks.extract.jsonld import types_of
from tasks.extract.teasers import linked_heads, read_teasers
from tasks.extract.tree import start_of, text_of

# Cloudflare's and DataDome's; those of forms, as reCAPTCHA, stand on articles too.
_CHALLENGERS = ("challenge-platform", "captcha-delivery.com")
# Attributes are asked for, not elements that have one: twice as fast.
_HAS_BODY = etree.XPath("boolean(descendant::*/@itemprop[. = 'articleBody'])")
_N_ARTICLE_ITEMS = etree.XPath(
    "count(descendant-or-self::*/@itemtype"
    "[contains(., 'Article') or contains(., 'BlogPosting')])"
)
# No teaser, no gate and no error is as long; most articles that bear no other mark
# are, and need not be looked through.
_IS_PROSE = etree.XPath("count(descendant::p[string-length(text()) > 300]) > 5")
_ROOTS = ("html", "body", "main")
_UNSEEN = frozenset(("script", "style", "noscript", "template", "title", "option"))
_MAX_NAME, _MAX_GATES = 300, 20_000
# What a gate or an error says is shorter.
MAX_GATE = 2_000
# A page that calls itself a list may say that much of what it lists.
MAX_INTRO = 400


@dataclass(slots=True, kw_only=True)
class Signs:
    """What was seen of a page.

    `mark` names what calls it an article, None where nothing does; the rest is read
    only then, and no further than to a headline with more under it than `MAX_INTRO`
    where the text is longer than `MAX_GATE`. `gates` holds the text of each kind of
    box, `teasers` the text of each box whose head leads elsewhere on the site, `links`
    the texts of all links.
    `status` is what the page says that its HTTP status should be, 0 for nothing;
    `n_under_head` the letters, links apart, from a headline to the next teaser.
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
    n_under_head: int = 0
    challenger: str = ""
    app_root: str | None = None
    app_letters: int = 0
    gates: dict[str, str] = field(default_factory=dict)
    teasers: list[str] = field(default_factory=list)
    links: set[str] = field(default_factory=set)


def read_signs(head: Head, text: str) -> Signs:
    """The signs of the page, whose `text` was read already."""
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
    )
    if signs.mark is None:
        heads = linked_heads(root, head.url)
        if _look_through(root, signs, set(heads), len(text) > MAX_GATE):
            signs.teasers = read_teasers(heads)
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
    if _IS_PROSE(head.root):
        return "paragraphs"
    if _HAS_BODY(head.root):
        return "itemprop:articleBody"
    return "itemtype" if _N_ARTICLE_ITEMS(head.root) == 1 else None


def _status(head: Head) -> int:
    """What a page of an app tells crawlers that its status is."""
    said = _said(head, "prerender-status-code")
    return int(said) if said.isdecimal() and len(said) == 3 else 0


def _name(element: etree._Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"[:_MAX_NAME]


def _look_through(
    root: etree._Element, signs: Signs, heads: set[etree._Element], is_long: bool
) -> bool:
    """Counts what the page is made of; `heads` are those that lead elsewhere.

    False where it stopped, as nothing else counts: of an article that `is_long`, at a
    headline with much under it.
    """
    aside: set[etree._Element] = set()
    n_under, is_under = 0, False
    for element in root.iter():
        tag, tail = element.tag, element.tail
        text = None if tag in _UNSEEN else element.text
        n_own = len(text.strip()) if text else 0
        n_tail = len(tail.strip()) if tail else 0
        signs.n_letters += n_own + n_tail
        if element in heads or tag == "footer":
            is_under = False
        elif element in aside:
            pass  # its box is known: nested ones would be gone through over and over
        elif tag == "h1":
            n_under, is_under = 0, True
            continue
        elif _look_at(element, signs):
            aside.update(element.iter())
        if is_under:
            n_under += (0 if element in aside else n_own) + n_tail
            if n_under > signs.n_under_head:
                signs.n_under_head = n_under
                if is_long and n_under >= MAX_INTRO:
                    return False
    return True


def _look_at(element: etree._Element, signs: Signs) -> bool:
    """True where what stands in the element is none of the page's text: a link's."""
    tag = element.tag
    if tag == "a":
        said = squeeze(tidy(start_of(element, _MAX_NAME)))
        signs.links.add(said)
        signs.n_link_letters += len(said)
        return True
    if tag in ("input", "script", "iframe"):
        _look_at_tag(element, signs)
        return False
    return tag not in ("html", "body") and _look_at_name(element, signs)


def _look_at_tag(element: etree._Element, signs: Signs) -> None:
    if element.tag == "input":
        signs.n_passwords += (element.get("type") or "").lower() == "password"
        return
    signs.n_scripts += element.tag == "script"
    source = element.get("src") or ""
    for one in _CHALLENGERS:
        signs.challenger = one if one in source else signs.challenger


def _look_at_name(element: etree._Element, signs: Signs) -> bool:
    """True where the element is named as a gate; its text is kept then."""
    kind, name_of_one = element.get("class"), element.get("id")
    if signs.app_root is None and is_app_root(name_of_one or str(element.tag)):
        signs.app_root = name_of_one or str(element.tag)
        signs.app_letters = sum(
            len((part.text or "").strip())
            for part in element.iter()
            if part.tag not in _UNSEEN
        )
    if not kind and not name_of_one:
        return False
    reasons = gates_of(f"{kind or ''} {name_of_one or ''}"[:_MAX_NAME])
    for reason in reasons:
        if len(signs.gates.get(reason, "")) < _MAX_GATES:
            said = squeeze(tidy(start_of(element, _MAX_GATES)))
            signs.gates[reason] = f"{signs.gates.get(reason, '')}\n{said}"
    return "consent_wall" in reasons
