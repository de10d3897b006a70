"""What the names that pages give their parts say of them: class, id, role, tag.

A part's signs are the bits of one number, so that those of all that stands above
a block of text are joined by `|`. They prove nothing alone: judge.py weighs them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import cast

from lxml import etree

_MAX_NAME = 300
# The sign, and the words between separators in class and id that give it, as seen on
# news sites and blogs; `nav*` is all that starts so. The order is that of the bits: a
# new sign goes last, and the forests are learnt again.
_WORDS = {
    "comment": (
        "comments comment commentlist disqus respond reply replies discussion forum"
    ),
    "related": (
        "related relacionadas relacionada relacionados relacionado similar "
        "recommended recommendations recommendation recommends recommend recirc* "
        "outbrain taboola readmore readnext readalso seealso lees leestip also "
        "further more next prev previous weitere onward suggest* upnext linkbox "
        "crosslink"
    ),
    "trending": "trending popular latest recent newest top most* hot ticker",
    "share": (
        "share shares sharing sharebar sharebuttons sharebutton addthis sharedaddy "
        "social* follow* bookmark print whatsapp facebook twitter telegram button "
        "buttons btn tools tool"
    ),
    "caption": (
        "captions caption figcaption bildunterschrift legend credits credit copyright "
        "photographer imgtext attribution"
    ),
    "image": (
        "image images img photos photo picture figure media thumb* foto illustration"
    ),
    "gallery": "gallery slideshow slides slide slider carousel swiper slick lightbox",
    "video": "video* player audio podcast youtube jwplayer",
    "advert": (
        "ads ad advert* adsbygoogle banner sponsored sponsor werbung dfp gpt native "
        "anzeige publicidad pub affiliate partner commercial"
    ),
    "promo": (
        "promo* teasers teaser cta callout inread optin campaign donat* support "
        "appeal apps app download"
    ),
    "newsletter": (
        "newsletters newsletter subscri* signup mailchimp email mail alerts alert abo"
    ),
    "author": (
        "authors* author* byline* autor* auteur writer bio biography about profile "
        "contributors contributor avatar vcard reporter"
    ),
    "tag": (
        "tags tag taglist tagcloud topics topic keywords keyword category categories "
        "cat labels label rubric kicker eyebrow sectionname section hashtags hashtag"
    ),
    "date": (
        "dates date datum time timestamp published updated posted meta* info dateline "
        "readtime reading"
    ),
    "nav": (
        "nav* menu* submenu breadcrumbs breadcrumb crumbs crumb pagination pager "
        "paging links link sitemap toolbar skip jump anchor tabs tab dropdown"
    ),
    "header": "header masthead topbar hero top",
    "footer": "footer foot bottom colophon footnav endnote",
    "sidebar": (
        "sidebar* aside secondary rail columnright column right rightcol complementary"
    ),
    "widget": (
        "widgets widget module box infobox panel block plugin embed* tweet instagram"
    ),
    "popup": "popup modal overlay dialog tooltip drawer offcanvas toast interstitial",
    "consent": (
        "cookies cookie consent gdpr onetrust privacy cmp didomi legal terms "
        "disclaimer notice warning message error"
    ),
    "paywall": (
        "paywall piano login register registration premium locked membership account "
        "signin plus regwall"
    ),
    "search": (
        "search form input contact feedback survey poll vote quiz rating ratings "
        "stars star likes like"
    ),
    "hidden": (
        "hidden hide invisible visuallyhidden sr screen noprint collapsed collapse "
        "closed mobile desktop"
    ),
    "card": (
        "cards card items item list listing grid loop feed archive tiles tile stream "
        "row"
    ),
    "title": "title headline heading head h1 titre titel titulo subhead*",
    "lead": (
        "lead lede intro introduction summary standfirst excerpt teasertext dek "
        "description subtitle sub deck abstract chapo sapo bajada preamble strap* "
        "vorspann ingress copete sommario synopsis"
    ),
    "body": (
        "articlebody bodytext storybody postbody entrycontent postcontent "
        "articlecontent articletext storycontent storytext contentbody newstext "
        "detail textbody bodycontent newscontent body"
    ),
    "content": (
        "content contents text texto texte main maincontent primary inner copy "
        "richtext rte prose wysiwyg markdown paragraph* single"
    ),
    "article": (
        "article* story post posts entry news hentry blogpost artikel nota noticia "
        "articulo page blog"
    ),
    "quote": "quotes quote pullquote blockquote cite zitat testimonial",
    "live": "live* updates update timeline events event moment chronology",
    "toc": "toc ez tableofcontents index outline",
    "facts": (
        "facts fact factbox key keypoints highlights highlight takeaways takeaway "
        "bullets bullet sidenote glossary faq accordion question answer notes note "
        "footnotes footnote references reference sources source"
    ),
    "product": (
        "products product price shop cart buy deal deals store woocommerce offer job "
        "jobs weather stocks stock quotesmarket quotemarket score scores table"
    ),
    "language": "lang language languages translat* locale",
}
_PARTS = re.compile(r"[A-Z]?[a-z]+\d?|[A-Z]+(?![a-z])")
_BY_TAG = {
    "footer": "footer", "aside": "sidebar", "form": "search", "figcaption": "caption",
    "figure": "image", "header": "header", "nav": "nav", "article": "article",
    "main": "content", "blockquote": "quote", "details": "facts", "fieldset": "search",
    "address": "author", "time": "date", "caption": "caption", "label": "search",
    "button": "share", "summary": "facts", "table": "product", "cite": "quote",
}  # fmt: skip
_BY_ROLE = {
    "navigation": "nav", "complementary": "sidebar", "search": "search",
    "banner": "header", "contentinfo": "footer", "dialog": "popup", "main": "content",
    "alert": "consent", "menu": "nav", "tooltip": "popup", "article": "article",
}  # fmt: skip
_NAMED = frozenset(("class", "id", "itemprop"))
_SEEN_BY = frozenset(("role", "hidden", "aria-hidden", "style"))
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

SIGNS = tuple(_WORDS)
BIT = {sign: 1 << place for place, sign in enumerate(SIGNS)}
# So many letters tell most words from all of the table.
_N_FIRST = 3


# The bits of each word that begins so, and of each start of words.
_Known = tuple[dict[str, int], dict[str, int]]


def _by_first() -> dict[str, _Known]:
    """The table of words by their first letters."""
    by_first: dict[str, _Known] = {}
    for sign, words in _WORDS.items():
        for word in words.split():
            whole, starts = by_first.setdefault(word[:_N_FIRST], ({}, {}))
            table, word = (starts if word[-1] == "*" else whole), word.rstrip("*")
            table[word] = table.get(word, 0) | BIT[sign]
    return by_first


_BY_FIRST = _by_first()
_TAG_BITS = {tag: BIT[sign] for tag, sign in _BY_TAG.items()}


def signs_of(element: etree._Element, tag: str) -> tuple[int, str]:
    """The bits of what `element` says of itself by tag and attributes; its class."""
    bits, name = _TAG_BITS.get(tag, 0), ""
    for key, value in cast("list[tuple[str, str]]", element.items()):
        if key in _NAMED:
            bits |= _signs_of_name(value[:_MAX_NAME])
            if key == "class":
                name = value
        elif key in _SEEN_BY and _tells(key, value):
            bits |= _signs_of_attribute(key, value)
    return bits, name


def _tells(key: str, value: str) -> bool:
    return key != "style" or "none" in value or "hidden" in value


@lru_cache(maxsize=2_000)
def _signs_of_attribute(key: str, value: str) -> int:
    """The bits of a role, or of what hides an element from its reader."""
    if key == "role":
        return BIT.get(_BY_ROLE.get(value, ""), 0)
    hides = (
        key == "hidden"
        or (key == "aria-hidden" and value == "true")
        or (key == "style" and _HIDDEN_STYLE.search(value) is not None)
    )
    return BIT["hidden"] if hides else 0


@lru_cache(maxsize=20_000)
def _signs_of_name(name: str) -> int:
    bits = 0
    for written in name.split():
        bits |= _signs_of_word(written)
    return bits


@lru_cache(maxsize=20_000)
def _signs_of_word(written: str) -> int:
    """The bits of one of the names in a class: sites share them."""
    bits, before = 0, ""
    parts: list[str] = _PARTS.findall(written)
    if not written.islower():
        parts = [part.lower() for part in parts]
    for part in parts:
        bits |= _bits_of(part)
        if before:  # two words that stand together are one: `entry-content`, `readMore`
            bits |= _bits_of(before + part)
        before = part
    return bits


def _bits_of(word: str) -> int:
    known = _BY_FIRST.get(word[:_N_FIRST])
    if known is None:
        return 0
    whole, starts = known
    bits = whole.get(word, 0)
    for start, bit in starts.items():
        if word.startswith(start):
            bits |= bit
    return bits
